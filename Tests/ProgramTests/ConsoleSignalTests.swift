import Foundation
import Glibc
import PseudoTerminal
import Testing

/// Signals at any moment, from the first instruction of a console to its last: it goes on, or ends in order.
@Suite(.waiting(in: .crowded)) struct ConsoleSignalTests {
    private static let passing = [SIGWINCH, SIGTSTP, SIGCONT]
    private static let ending = [SIGTERM, SIGINT, SIGHUP]

    /// One console, and what it is still to be sent.
    private final class Target {
        let terminal: PseudoTerminal
        var shots: [Int32]
        var hasOpened = false
        var isHungUp = false

        init(_ terminal: PseudoTerminal, _ shots: [Int32]) {
            self.terminal = terminal
            self.shots = shots
        }
    }

    @Test func anyNumberOfThemAtAnyMoment() throws {
        let seed =
            ProcessInfo.processInfo.environment["GUANTONG_SEED"].flatMap(UInt64.init) ?? .random(in: 0...99_999)
        print("signals: seed \(seed)")
        var dice = SeededDice(seed: seed)
        let desk = try CommandDesk()
        // Five at a time: two that are asked to end when they are open, two while they open, one whose line breaks.
        for round in 0..<(Soak.isFull ? 100 : 10) {
            let targets = try (0..<5).map { _ in
                let terminal = try PseudoTerminal(
                    command: [CommandDesk.program, "console", "--as", "zhangmin", "--lang", "zh"],
                    environment: desk.surroundings, directory: desk.folder.path)
                return Target(
                    terminal, Self.passing.flatMap { Array(repeating: $0, count: 20) }.shuffled(using: &dice))
            }
            let broken = targets[4]
            let last = Int.random(in: 0..<broken.shots.count, using: &dice)
            func fire(_ targets: [Target]) throws {
                while targets.contains(where: { !$0.shots.isEmpty }) {
                    for target in targets where !target.shots.isEmpty {
                        kill(target.terminal.pid, target.shots.removeLast())
                        if target === broken, target.shots.count == last {
                            target.terminal.hangUp()
                            target.isHungUp = true
                        }
                    }
                    for target in targets where !target.isHungUp { _ = target.terminal.screen() }
                    // Any moment: this is no wait for something.
                    poll(nil, 0, Int32.random(in: 0...5, using: &dice))
                }
            }
            try fire(targets)
            let open = targets[0...1].map(\.terminal)
            try PseudoTerminal.wait(on: open, "their screens") { open.allSatisfy { $0.modes.alternateScreen } }
            for target in targets[0...1] { target.hasOpened = true }
            for target in targets where !target.isHungUp {
                target.shots = Self.ending.flatMap { Array(repeating: $0, count: 25) }.shuffled(using: &dice)
            }
            try fire(targets)
            for target in targets {
                let status = try target.terminal.waitForExit()
                let words = "seed \(seed), round \(round): \(status)"
                if target.hasOpened {
                    #expect(status == .exited(0), "\(words)")
                    #expect(try target.terminal.leftovers() == [], "\(words)")
                } else {
                    // Before it minds them, they do what they do to every program.
                    #expect(
                        status == .exited(status.code) || Self.ending.contains { status == .signalled($0) }, "\(words)")
                }
            }
        }
        let isSound = try desk.run("verify").status == 0
        #expect(isSound)
        let starts = (Soak.isFull ? 100 : 10) * 5
        Reliability.tell(
            "consoles under a storm of signals from their first instruction on", tried: starts, lost: 0,
            unsound: isSound ? 0 : 1)
    }

    /// What somebody did last is written to its end, however often they ask the console to go meanwhile.
    @Test func askedTwiceItStillFinishesWhatItWrites() throws {
        let desk = try CommandDesk()
        for second in Self.ending {
            let title = "最后一件 \(second)"
            let terminal = try desk.console()
            let holder = try Child(
                ["/usr/bin/flock", desk.database + ".lock", "/bin/sh", "-c", "echo held; read -r line"], input: .pipe,
                output: .pipe)
            #expect(holder.line() == "held")
            try terminal.send(":d erqi \(title)\r")
            try terminal.settle()
            try terminal.signal(SIGTERM)
            try terminal.waitForDisplay("the shell's screen") { !$0.modes.alternateScreen }
            try terminal.signal(second)
            holder.endInput()
            #expect(try terminal.waitForExit() == .exited(0), "\(second)")
            #expect(try desk.titles().contains(title), "\(second)")
        }
    }
}
