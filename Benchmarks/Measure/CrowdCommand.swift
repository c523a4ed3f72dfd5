import ArgumentParser
import Foundation
import Synchronization

/// `crowd`: how long commands take at a desk at which nobody has a console open, and at which many have.
struct CrowdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crowd", abstract: "Commands at a desk without consoles, and with many of them, in one run.")
    @Option(help: "The desk; it is written to.")
    var database: String
    @Option(help: "How many consoles; two of three look only.")
    var consoles = 60
    @Option(help: "How many people write at once.")
    var writers = 8
    @Option(help: "How many commands each of them begins in a second, at most.")
    var rate = 1.0
    @Option(help: "For how many seconds, each time.")
    var seconds = 20
    @Option(name: .customLong("as"), help: "Who writes and looks.")
    var person = "duty"
    @Argument(parsing: .postTerminator, help: "The program, after --.")
    var command: [String]

    func validate() throws {
        guard !command.isEmpty, consoles >= 0, writers > 0, rate > 0, seconds > 0 else {
            throw ValidationError("name the program after --; counts are positive")
        }
    }

    func run() throws {
        tell("no consoles", measure())
        var crowd: [Line] = []
        defer { for line in crowd { line.end() } }
        for place in 0..<consoles {
            let line = try Line(
                command + ["console", "--db", database, "--as", person] + (place % 3 == 0 ? [] : ["--read-only"]),
                environment: [:], columns: 120, rows: 36)
            crowd.append(line)
            // Each has painted its screen and asked its questions before the next comes, and before anything is measured.
            _ = try line.watchStart()
            for other in crowd.dropLast() { other.drain() }
        }
        let isOver = Atomic(false)
        let drained = DispatchSemaphore(value: 0)
        let lines = Lines(all: crowd)
        let before = crowd.compactMap { Program.processorTime($0.pid) }.reduce(0, +)
        Thread.detachNewThread {
            while !isOver.load(ordering: .relaxed) { lines.drain() }
            drained.signal()
        }
        let figures = measure()
        let after = crowd.compactMap { Program.processorTime($0.pid) }.reduce(0, +)
        isOver.store(true, ordering: .relaxed)
        drained.wait()
        tell("\(consoles) consoles", figures)
        print("crowd.cpu\t\(consoles) consoles\t\(Double(after - before) / 1_000_000_000 / Double(seconds))")
    }

    /// Consoles whose output one thread takes.
    private final class Lines: @unchecked Sendable {
        // Nobody else touches them meanwhile.
        private let all: [Line]

        init(all: [Line]) { self.all = all }

        func drain() {
            var ready = all.map(\.readiness)
            guard poll(&ready, nfds_t(ready.count), 100) > 0 else { return }
            for (line, descriptor) in zip(all, ready) where descriptor.revents != 0 { line.drain() }
        }
    }

    /// Milliseconds of each command, and how many failed.
    private func measure() -> (times: [Double], failed: Int) {
        let result = Mutex<(times: [Double], failed: Int)>(([], 0))
        let start = now()
        let end = start + UInt64(seconds) * 1_000_000_000
        let group = DispatchGroup()
        for writer in 0..<writers {
            group.enter()
            Thread.detachNewThread {
                var number = 0
                while case let begin = now(), begin < end {
                    let isDone = once(number % 2 == 0, "w\(writer)-\(number)")
                    let time = now().milliseconds(since: begin)
                    result.withLock {
                        $0.times.append(time)
                        if !isDone { $0.failed += 1 }
                    }
                    number += 1
                    let next = start + UInt64(Double(number) / rate * 1_000_000_000)
                    if case let moment = now(), moment < next { usleep(UInt32((next - moment) / 1000)) }
                }
                group.leave()
            }
        }
        group.wait()
        return result.withLock { $0 }
    }

    /// One command, from its start to its end.
    private func once(_ isTask: Bool, _ title: String) -> Bool {
        let verb = isTask ? ["task", "dispatch", "erqi", title] : ["lead", "new", title]
        var arguments = (command + ["--db", database, "--as", person] + verb).map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var (pid, status) = (pid_t(), Int32())
        guard posix_spawnp(&pid, command[0], &files, nil, &arguments, environ) == 0 else { return false }
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status == 0
    }

    private func tell(_ label: String, _ figures: (times: [Double], failed: Int)) {
        print("crowd.median\t\(label)\t\(figures.times.median ?? 0)")
        print("crowd.p90\t\(label)\t\(figures.times.percentile(90) ?? 0)")
        print("crowd.p99\t\(label)\t\(figures.times.percentile(99) ?? 0)")
        print("crowd.rate\t\(label)\t\(Double(figures.times.count) / Double(seconds))")
        if figures.failed > 0 { print("crowd.failed\t\(label)\t\(figures.failed)") }
    }
}
