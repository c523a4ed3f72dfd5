import Foundation
import PseudoTerminal
import Testing

/// Random keys through a real terminal: no crash, no torn screen, and a repaint that shows what stood there.
@Suite(.waiting) struct ConsoleKeysTests {
    private static let isSoak = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] != nil

    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let keys: [String] = {
        let letters = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789:/?!>@+#,. 二七金水暴雨稿件"
        let special: [Key] = [
            .up, .down, .down, .left, .right, .home, .end, .pageUp, .pageDown, .backTab, .delete, .function(3),
            .enter, .enter, .enter, .tab, .tab, .backspace, .escape, .escape, .control("p"), .control("k"),
            .control("u"), .control("w"), .control("a"), .control("e"),
        ]
        let odd = [
            "é", "👍🏽", "\u{301}", "\u{1B}[200~粘贴\n一段\u{1B}[201~", "\u{1B}[<0;12;7M\u{1B}[<0;12;7m",
            "\u{1B}[<65;30;9M", "\u{1B}[I", "\u{1B}[999~",
        ]
        return letters.map { String($0) } + special.map(sequence) + odd
    }()

    /// An Escape is sent in the form that does not wait for what may follow: how long that takes is not the same each time.
    private static func sequence(_ key: Key) -> String {
        key == .escape ? PseudoTerminal.escapeKey : key.sequence(application: true)
    }

    @Test func manyKeysAndTheRepaintIsTheSame() throws {
        let seed: UInt64 = 20_261_120
        print("random keys through a terminal: seed \(seed)")
        var dice = Dice(state: seed)
        let desk = try CommandDesk()
        // Nobody leaves by chance: neither by a key nor by the palette.
        try desk.configure("config.toml", "[keys]\n\"view.quit\" = []\n\"view.suspend\" = []\n\"view.palette\" = []\n")
        for number in 1...6 {
            _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi,jinshui", "第\(number)件", "--priority", "urgent")
            _ = try desk.run(as: "liwei", "story", "new", "第\(number)稿", "--body", "-", input: Data("正文\(number)".utf8))
        }
        let terminal = try desk.console()
        let rounds = Self.isSoak ? 1000 : 100
        for round in 1...rounds {
            var burst = ""
            for _ in 0..<100 { burst += Self.keys.randomElement(using: &dice) ?? "" }
            try terminal.send(burst)
            if round % 10 == 0 {
                let (columns, rows) = (Int.random(in: 40...160, using: &dice), Int.random(in: 12...50, using: &dice))
                try terminal.resize(columns: columns, rows: rows)
            }
            try terminal.settle(quiet: 20)
            #expect(terminal.torn() == nil, "seed \(seed), round \(round)")
            // An editor may have the terminal for a moment.
            try terminal.waitForDisplay("the console, seed \(seed), round \(round)") { $0.modes.alternateScreen }
        }
        terminal.expectHarmless("seed \(seed)")
        try expectRepaintIsTheSame(terminal, "seed \(seed)")
        try terminal.send(":q\r")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try terminal.leftovers() == [])
        #expect(try desk.run("verify").status == 0)
    }

    /// What stands on a screen after many small differences is what a whole repaint shows.
    private func expectRepaintIsTheSame(_ terminal: PseudoTerminal, _ what: String) throws {
        try terminal.resize(columns: 100, rows: 30)
        for _ in 1...4 { try terminal.escape() }
        for place in ["6", "s", "l", "L"] {
            try terminal.send(place)
            try terminal.settle(quiet: 150)
            let before = terminal.screen()
            try terminal.send("\u{C}")
            try terminal.settle(quiet: 150)
            // Between the two pictures time goes on: what it says is not compared, only that it is there.
            let after = terminal.screen()
            #expect(timeless(before) == timeless(after), "\(what), \(place)")
        }
    }

    /// A screen with one sign for each time of day, span and age, whatever it is and however wide.
    private func timeless(_ screen: [String]) -> [String] {
        let times = /\ *((\d+-)?\d\d-\d\d \d\d:\d\d|-?\d+:\d\d(:\d\d)?|\d+h\d\dm|\b\d+[mhd]\b|\d+ [分时天]|\bnow\b|刚刚)/
        return screen.map { $0.replacing(times, with: " ⌚") }
    }
}
