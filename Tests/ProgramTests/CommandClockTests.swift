import Foundation
import Ledger
import Newsroom
import PseudoTerminal
import Testing

/// The built program on machines whose clock is wrong.
@Suite(.waiting) struct CommandClockTests {
    private let desk: CommandDesk

    init() throws { desk = try CommandDesk() }

    /// The environment of a machine whose clock is ahead by so many seconds, in another run of it where one is named.
    private func ahead(_ seconds: Int, boot: String? = nil) throws -> [String: String] {
        var environment = [
            "LD_PRELOAD": Child.built.appendingPathComponent("libFaults.so").path, "CLOCK_OFFSET": "\(seconds)",
        ]
        if let boot { environment["BOOT_ID_FILE"] = try desk.write("boot-\(boot)", boot + "\n") }
        return environment
    }

    @Test(arguments: [86_400, -86_400, 366 * 86_400, 200_000_000_000])
    func aClockThatWasSetIsRefusedWithACodeAndNothingIsRecorded(seconds: Int) throws {
        let before = try desk.run("log", "--json").out
        let act = ["lead", "new", "时钟不对", "--as", "zhangmin"]
        let refused = try desk.run("--json", "lead", "new", "时钟不对", "--as", "zhangmin", environment: ahead(seconds))
        #expect(refused.status == 1 && refused.refusal == "clockJumped", "\(refused.out) \(refused.err)")
        let inWords = try desk.run("--lang", "en", "lead", "new", "x", "--as", "zhangmin", environment: ahead(seconds))
        #expect(inWords.err.contains("clock") && inWords.err.contains("not recorded"), "\(inWords.err)")
        #expect(try desk.run("log", "--json").out == before)
        #expect(try desk.run(act).status == 0)
        #expect(try desk.run("verify").status == 0)
    }

    @Test func whoeverSaysThatTheClockIsRightGoesOn() throws {
        let later = try ahead(86_400)
        let accepted = try desk.run("lead", "new", "明天", "--as", "zhangmin", "--clock-is-right", environment: later)
        #expect(accepted.status == 0, "\(accepted.err)")
        // And back again: what was written tomorrow counts as written today.
        let refused = try desk.run("lead", "new", "今天", "--as", "zhangmin")
        #expect(refused.status == 1)
        #expect(try desk.run("verify").status == 1)
        #expect(try desk.run("clock").status == 1)
        #expect(try desk.run("clock", "accept", "--as", "liwei").status == 1)
        let corrected = try desk.run("clock", "accept", "--as", "zhangmin")
        #expect(corrected.status == 0 && !corrected.out.isEmpty, "\(corrected.err)")
        #expect(try desk.run("lead", "new", "今天", "--as", "zhangmin").status == 0)
        let verified = try desk.run("verify")
        #expect(verified.status == 0, "\(verified.out)")
        #expect(try desk.run("clock").status == 0)
        let day = try desk.run("--json", "lead", "list").objects.compactMap {
            ($0["receivedAt"] as? String)?.prefix(10)
        }
        #expect(Set(day).count == 1, "\(day)")
    }

    /// A centre whose clock was ahead after a start: the desk refuses what it wrote, tells it, and takes it once corrected.
    @Test func aCentreIsToldWhatItsClockDidAndTheDeskForgivesIt() throws {
        let centre = desk.folder.appendingPathComponent("erqi.sqlite").path
        let word = try desk.run("peers", "word").lines[0]
        let join = try desk.run("--db", centre, "init", "--join", word, "--centre", "erqi")
        let line = try #require(join.lines.first { $0.contains("peers add") })
        #expect(try desk.shell("set -- \(line); shift; \"$G\" \"$@\"").status == 0)
        let login = try #require(desk.run("--json", "staff", "list").objects.first?["id"] as? String)
        let task = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "积水").lines[0]
        #expect(
            try desk.run("staff", "add", "boss", "--name", "管", "--role", "administrator", "--centre", "zz").status == 0
        )
        // Whoever runs this is the centre's editor from now on.
        #expect(try desk.run("staff", "set", login, "--role", "centreEditor", "--centre", "erqi").status == 0)
        #expect(try desk.run("--db", centre, "sync", desk.database).status == 0)
        let wrong = try ahead(86_400, boot: "other")
        #expect(try desk.run("--db", centre, "log", "note", "快了一天", environment: wrong).status == 0)
        #expect(try desk.run("--db", centre, "task", "ack", task, environment: wrong).status == 0)
        // By its own wrong clock all seems well; the desk does not take it, and says so.
        let told = try desk.run(
            "--db", centre, "--lang", "en", "sync", "ssh://desk" + desk.database,
            environment: wrong.merging(["GUANTONG_SSH": self.line(to: desk.database)]) { $1 })
        #expect(told.status == 1 && told.err.contains("clock"), "\(told.out) \(told.err)")
        // The clock is right again.
        let refused = try desk.run("--db", centre, "log", "note", "对了")
        #expect(refused.status == 1)
        let proposed = try desk.run("--db", centre, "clock", "accept")
        #expect(proposed.status == 0, "\(proposed.err)")
        let correct = try #require(proposed.lines.first { $0.hasPrefix("guantong clock correct") })
        #expect(try desk.run("--db", centre, "log", "note", "对了").status == 0)
        #expect(try desk.run("--db", centre, "verify").status == 0)
        #expect(try desk.run("--db", centre, "sync", desk.database).status == 1)
        let state = { try self.desk.run("--json", "task", "show", task).object["state"] as? String }
        #expect(try state() == "issued")
        #expect(try desk.shell("set -- \(correct); shift; \"$G\" \"$@\"").status == 1, "a centre's editor may not")
        try correctClock(correct)
        #expect(try desk.run("--db", centre, "sync", desk.database).status == 0)
        #expect(try state() == "acknowledged")
        for database in [desk.database, centre] {
            let verified = try desk.run("--db", database, "verify")
            #expect(verified.status == 0, "\(verified.out)")
        }
        #expect(try desk.run("--db", centre, "clock").status == 0)
    }

    /// A program in place of ssh: the desk's machine, with a clock of its own.
    private func line(to database: String) throws -> String {
        let script = try desk.write(
            "line",
            "#!/bin/sh\nunset LD_PRELOAD CLOCK_OFFSET BOOT_ID_FILE\nexec '\(CommandDesk.program)' replica --stdio --db '\(database)'\n"
        )
        chmod(script, 0o700)
        return script
    }

    /// The duty editor runs at the desk's node what the centre's printed.
    private func correctClock(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        func number(_ name: String) throws -> Int64 {
            let place = try #require(words.firstIndex(of: name))
            return try #require(Int64(words[place + 1]))
        }
        let ledger = try Ledger(path: desk.database)
        defer { ledger.close() }
        try ledger.perform(
            .desk(
                .correctClock(
                    try #require(OriginID(words[3])), first: number("--first"), last: number("--last"),
                    by: number("--by"))),
            as: Person(staff: "zhangmin", role: .dutyEditor, house: "zz"))
    }
}
