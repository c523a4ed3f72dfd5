import Foundation
import Ledger
import PseudoTerminal
import Testing

/// What a promise is worth: programs are killed at each of their writes, bytes of each file are turned, and what somebody
/// was told is done must still be there, or `verify` must say that it is not. `make reliability` runs all of it and prints the
/// table of Docs/reliability.md; the ordinary tests take a tenth.
@Suite(.waiting) struct ReliabilityTests {
    /// One kind of writer, and how its act is found again.
    private struct Writer: Sendable {
        var name: String
        /// The command line; `TITLE` stands for words that nothing else has.
        var arguments: [String]
        var input = ""
        /// Whether its act is in the log under that title.
        var isInLog = true
    }

    private static let writers = [
        Writer(name: "lead new", arguments: ["--as", "zhangmin", "lead", "new", "TITLE", "--text", "正文"]),
        Writer(name: "task dispatch", arguments: ["--as", "zhangmin", "task", "dispatch", "erqi,jinshui", "TITLE"]),
        Writer(
            name: "story new", arguments: ["--as", "liwei", "story", "new", "TITLE", "--body", "-"],
            input: String(repeating: "稿件的正文。", count: 2000)),
        Writer(name: "log note", arguments: ["--as", "zhangmin", "log", "note", "TITLE"]),
        Writer(name: "message", arguments: ["--as", "zhangmin", "message", "send", "zhouhao", "TITLE"]),
        Writer(
            name: "import", arguments: ["--as", "zhangmin", "import", "-"],
            input: """
                [{"uri": "urn:TITLE", "type": "text", "versioncreated": "2026-11-28T00:00:00Z", "headlines": [{"value": "TITLE"}]}]
                """),
        Writer(
            name: "staff add",
            arguments: ["staff", "add", "ID", "--name", "TITLE", "--role", "reporter", "--centre", "erqi"]),
    ]

    private static let calls = ["pwrite", "write", "fsync", "ftruncate"]
    private static let faults = Child.built.appendingPathComponent("libFaults.so").path

    private func text(_ desk: CommandDesk, _ database: String) throws -> String {
        let log = try desk.run("--db", database, "--json", "log", "--limit", "100000", "--as", "zhangmin")
        let staff = try desk.run("--db", database, "--json", "staff", "list")
        let items = try ["lead", "task", "story"].map { try desk.run("--db", database, "--json", $0, "list").out }
        return log.out + staff.out + items.joined()
    }

    /// Every writer is killed at each of its writes, one after another, until it gets through.
    @Test func whoeverIsKilledAtAnyWriteLosesNothingThatWasToldAsDone() throws {
        let desk = try CommandDesk()
        var (killed, told, lost, unsound) = (0, 0, 0, 0)
        for writer in Self.writers {
            for call in Self.calls {
                var place = 1
                while true {
                    let title = "标题\(writer.name.prefix(2))\(call)\(place)"
                    let arguments = writer.arguments.map {
                        $0 == "ID" ? "neu-\(call)-\(place)" : $0.replacingOccurrences(of: "TITLE", with: title)
                    }
                    let (status, out, _) = try Child.run(
                        [CommandDesk.program, "--db", desk.database] + arguments,
                        environment: desk.environment([
                            "LD_PRELOAD": Self.faults, "FAULT_OP": call, "FAULT_AFTER": "\(place)", "FAULT_KILL": "1",
                        ]),
                        directory: desk.folder.path,
                        input: Array(writer.input.replacingOccurrences(of: "TITLE", with: title).utf8))
                    let isDone = status == .exited(0) || (status != .exited(1) && !out.isEmpty)
                    if case .exited = status {
                        #expect(status == .exited(0), "\(writer.name) \(call) \(place)")
                    } else {
                        killed += 1
                    }
                    if isDone {
                        told += 1
                        if try !text(desk, desk.database).contains(title) {
                            lost += 1
                            Issue.record("\(writer.name), killed at \(call) \(place): told as done and lost")
                        }
                    }
                    if try desk.run("verify").status != 0 {
                        unsound += 1
                        Issue.record("\(writer.name), killed at \(call) \(place): \(try desk.run("verify").out)")
                    }
                    if case .exited = status { break }
                    // Somebody who gets through carries the WAL into the database: else the next one would have more to
                    // write with each that was killed, and none would ever get through.
                    #expect(try desk.run("--as", "zhangmin", "log", "note", "\(place)").status == 0)
                    // The ordinary run takes every tenth place, and each first one.
                    place += Soak.isFull ? 1 : (place == 1 ? 3 : 10)
                }
            }
        }
        Reliability.tell(
            "writers killed at each write, fsync and truncation", tried: killed, lost: lost, unsound: unsound)
        #expect(killed > 20)
    }

    /// A backup that was killed leaves nothing that looks like one, and the next one works.
    @Test func aBackupThatWasKilledLeavesNothingThatLooksLikeOne() throws {
        let desk = try CommandDesk()
        var (killed, unsound) = (0, 0)
        for call in Self.calls {
            var place = 1
            while true {
                let folder = desk.folder.appendingPathComponent("backup-\(call)-\(place)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let file = folder.appendingPathComponent("b.sqlite").path
                let (status, _, _) = try Child.run(
                    [CommandDesk.program, "--db", desk.database, "backup", file],
                    environment: desk.environment([
                        "LD_PRELOAD": Self.faults, "FAULT_OP": call, "FAULT_AFTER": "\(place)", "FAULT_KILL": "1",
                    ]), directory: desk.folder.path)
                if case .exited = status { break }
                killed += 1
                if FileManager.default.fileExists(atPath: file) {
                    if try desk.run("--db", file, "verify").status != 0 { unsound += 1 }
                } else {
                    #expect(try desk.run("backup", file).status == 0)
                    // The next backup there sweeps what was left.
                    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                    #expect(left.filter { $0.hasSuffix(".unfinished") } == [], "killed at \(call) \(place)")
                }
                place += Soak.isFull ? 1 : (place == 1 ? 3 : 10)
            }
        }
        #expect(unsound == 0)
        Reliability.tell("backup killed at each write, fsync and truncation", tried: killed, lost: 0, unsound: unsound)
    }

    /// A byte of one of the files is turned while everybody is away: whatever is lost by that is said.
    @Test(arguments: ["", "-wal", "-shm", ".origin"]) func aByteThatWasTurnedIsFoundOrDoesNoHarm(suffix: String) throws
    {
        let desk = try CommandDesk()
        // Somebody has the desk open, so that acts live in the WAL; then all power is gone.
        let open = try Ledger(path: desk.database)
        let all = (0..<10).map { "第\($0)条" }
        for title in all {
            let text = String(repeating: "字", count: 900)
            #expect(try desk.run("--as", "zhangmin", "lead", "new", title, "--text", text).status == 0)
        }
        let suffixes = ["", "-wal", "-shm", ".origin"]
        let files = suffixes.map { desk.database + $0 }
        let whole = files.map { try? Data(contentsOf: URL(fileURLWithPath: $0)) }
        open.close()
        let place = try #require(suffixes.firstIndex(of: suffix))
        guard let bytes = whole[place], !bytes.isEmpty else { return }
        var dice = Soak.dice("turned\(suffix)")
        var (found, harmless, missed) = (0, 0, 0)
        for _ in 0..<Soak.count(400) {
            for (file, bytes) in zip(files, whole) { try desk.put(bytes, into: file) }
            var turned = bytes
            let at = Int.random(in: 0..<bytes.count, using: &dice)
            turned[turned.startIndex + at] ^= UInt8(1 << Int.random(in: 0..<8, using: &dice))
            try desk.put(turned, into: files[place])
            let (status, out, errors) = try Child.run(
                [CommandDesk.program, "--db", desk.database, "verify"], environment: desk.environment(),
                directory: desk.folder.path)
            guard case .exited(let code) = status else {
                Issue.record("verify ended by a signal: byte \(at) of \(suffix)")
                continue
            }
            let listed = try Child.run(
                [CommandDesk.program, "--db", desk.database, "--json", "lead", "list"],
                environment: desk.environment(), directory: desk.folder.path)
            if case .exited = listed.status {} else { Issue.record("list ended by a signal: byte \(at) of \(suffix)") }
            let text = String(decoding: listed.output, as: UTF8.self)
            let isWhole = all.allSatisfy { text.contains($0) }
            switch (code, isWhole) {
            case (0, true): harmless += 1
            case (0, false):
                missed += 1
                Issue.record(
                    "byte \(at) of \(suffix): something is lost and nothing said: \(String(decoding: out + errors, as: UTF8.self))"
                )
            default: found += 1
            }
        }
        let name = suffix.isEmpty ? "the database" : suffix
        Reliability.tell(
            "bytes turned in \(name): \(found) named, \(harmless) without harm", tried: found + harmless + missed,
            lost: missed,
            unsound: 0)
    }
}

/// The lines of the table.
enum Reliability {
    /// - Parameters:
    ///   - lost: acts that somebody was told are done and that are gone without a word.
    ///   - unsound: databases that `verify` does not find in order afterwards.
    static func tell(_ what: String, tried: Int, lost: Int, unsound: Int) {
        print("reliability| \(what) | \(tried) | \(lost) | \(unsound) |")
    }
}

extension CommandDesk {
    /// Writes a file in place, so that it stays the same one to the system; `nil` takes it away.
    func put(_ bytes: Data?, into file: String) throws {
        guard let bytes else {
            unlink(file)
            return
        }
        if !FileManager.default.fileExists(atPath: file) {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }
}
