import Foundation
import Testing

@Suite(.waiting) struct CommandDeskTests {
    @Test func initMakesTheCallerAdministrator() throws {
        let desk = try CommandDesk(staffed: false)
        let made = try desk.run("init", "--roster", CommandDesk.roster, "--name", "管理员", "--json")
        #expect(made.status == 0)
        #expect(made.object["database"] as? String == desk.database)
        #expect(made.object["centres"] as? Int == 16)
        let staff = try desk.run("staff", "list", "--json").objects
        #expect(staff.count == 1)
        #expect(staff[0]["role"] as? String == "administrator")
        #expect(staff[0]["name"] as? String == "管理员")
        let login = try desk.shell("id -un").lines.first
        #expect(staff[0]["login"] as? String == login)
        // The environment's word on who one is does not count.
        let claimed = try desk.run(
            "log", "note", "甲", "--json", environment: ["USER": "nobody", "LOGNAME": "nobody"])
        #expect(claimed.object["by"] as? String == staff[0]["id"] as? String)
        // A desk that is there is left alone.
        let again = try desk.run("init", "--roster", CommandDesk.roster, "--json")
        #expect(again.status == 1)
        #expect(again.refusal == "exists")
        let roster = try desk.write("bad.toml", "[desk]\nid = 3\n")
        let bad = try desk.run("init", "--roster", roster, "--db", desk.folder.path + "/other.sqlite")
        #expect(bad.status == 1)
        #expect(bad.err.contains("bad.toml"))
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/other.sqlite"))
    }

    @Test func withoutADatabase() throws {
        let desk = try CommandDesk(staffed: false)
        for arguments in [["board"], ["task", "list"], ["verify"], ["log", "note", "x"], ["backup", "b"]] {
            let run = try desk.shell("$G " + arguments.joined(separator: " "))
            #expect(run.status == 1, "\(arguments)")
            #expect(run.err.contains("guantong init"), "\(arguments)")
            #expect(run.err.split(separator: "\n").count == 1)
            #expect(run.out == "")
            #expect(
                try desk.shell("$G --json " + arguments.joined(separator: " ")).refusal == "missing", "\(arguments)")
        }
        #expect(!FileManager.default.fileExists(atPath: desk.database))
        _ = try desk.write("desk.sqlite", "not a database")
        let foreign = try desk.run("board", "--json")
        #expect(foreign.refusal == "notOurs")
        #expect(try String(contentsOfFile: desk.database, encoding: .utf8) == "not a database")
    }

    @Test func staff() throws {
        let desk = try CommandDesk()
        #expect(
            try desk.run("staff", "add", "Bad Id", "--name", "x", "--role", "viewer", "--centre", "zz", "--json")
                .refusal == "badIdentifier")
        #expect(
            try desk.run("staff", "add", "lie", "--name", "x", "--role", "viewer", "--centre", "zz", "--json").refusal
                == "staffExists")
        #expect(try desk.run("staff", "add", "x", "--name", "x", "--role", "king", "--centre", "zz").status == 64)
        #expect(
            try desk.run(
                as: "wangli", "staff", "add", "x", "--name", "x", "--role", "viewer", "--centre", "zz", "--json"
            ).refusal == "noRight")
        let changed = try desk.run("staff", "set", "李卫", "--role", "centreEditor", "--beat", "暴雨", "--json")
        #expect(changed.object["role"] as? String == "centreEditor")
        #expect(changed.object["beats"] as? [String] == ["暴雨"])
        #expect(changed.object["centre"] as? String == "erqi")
        #expect(try desk.run("staff", "set", "liwei", "--no-active").status == 0)
        #expect(try desk.run(as: "liwei", "log", "note", "x", "--json").refusal == "inactive")
        #expect(try desk.run("staff", "set", "liwei", "--active").status == 0)
        #expect(try desk.run("staff", "set", "liwei").status == 64)
        let me = try #require(try desk.run("staff", "list", "--json").objects.first?["id"] as? String)
        #expect(try desk.run("staff", "set", me, "--role", "viewer", "--json").refusal == "lastAdministrator")
        #expect(try desk.run("staff", "list", "--centre", "erqi", "--json").objects.count == 2)
    }

    @Test func whatTheDeskMayDoOnACentresBehalfIsSet() throws {
        let desk = try CommandDesk()
        let me = try #require(try desk.run("staff", "list", "--json").objects.first?["id"] as? String)
        func rule() throws -> String? { try desk.run("centre", "show", "二七", "--json").object["onBehalf"] as? String }
        #expect(try rule() == "whereNobody")
        let set = try desk.run("centre", "set", "erqi", "--on-behalf", "never", "--json")
        #expect(set.status == 0 && set.object["onBehalf"] as? String == "never", "\(set.err) \(me)")
        #expect(try rule() == "never")
        #expect(try desk.run("centre", "set", "erqi", "--on-behalf", "whereNobody").status == 0)
        #expect(try rule() == "whereNobody")
        #expect(try desk.run("centre", "set", "erqi", "--on-behalf", "now").status == 64)
        #expect(try desk.run("centre", "set", "nowhere", "--on-behalf", "never", "--json").status == 1)
        #expect(
            try desk.run(as: "wangli", "centre", "set", "erqi", "--on-behalf", "never", "--json").refusal == "noRight")
    }

    /// A reporter of the group who sits in a county has two homes.
    @Test func whoHasSeveralPostsActsInOneOfThem() throws {
        let desk = try CommandDesk()
        let set = try desk.run("staff", "set", "liwei", "--also", "reporter@jinshui", "--also", "business@zz", "--json")
        #expect(set.status == 0, "\(set.err)")
        let also = set.object["also"] as? [[String: String]]
        #expect(also == [["role": "reporter", "house": "jinshui"], ["role": "business", "house": "zz"]])
        #expect(
            try desk.run("staff", "list", "--centre", "jinshui", "--json").objects.contains {
                $0["id"] as? String == "liwei"
            })
        let first = try desk.run(as: "liwei", "story", "new", "稿", "--json")
        let other = try desk.run(as: "liwei", "story", "new", "稿", "--post", "reporter@jinshui", "--json")
        #expect(first.object["centre"] as? String == "erqi" && other.object["centre"] as? String == "jinshui")
        #expect(
            try desk.run(as: "liwei", "story", "new", "稿", "--post", "business@zz", "--json").refusal == "noRight",
            "business goes with no editorial right")
        #expect(
            try desk.run(as: "liwei", "story", "new", "稿", "--post", "chiefEditor@zz", "--json").refusal == "otherPosts"
        )
        #expect(try desk.run(as: "liwei", "story", "new", "稿", "--post", "reporter").status == 64)
        #expect(try desk.run("staff", "set", "liwei", "--also", "reporter@erqi", "--json").refusal == "badPosts")
        #expect(try desk.run("staff", "set", "liwei", "--also", "", "--json").object["also"] == nil)
    }

    @Test func onlyAnAdministratorActsForOthers() throws {
        let desk = try CommandDesk()
        let me = try #require(try desk.run("staff", "list", "--json").objects.first?["id"] as? String)
        _ = try desk.run("staff", "add", "second", "--name", "二", "--role", "administrator", "--centre", "zz")
        _ = try desk.run("staff", "set", me, "--role", "reporter")
        #expect(try desk.run(as: "wangli", "log", "note", "x", "--json").refusal == "onlyAdministrator")
        #expect(try desk.run(as: "wangli", "board", "--json").refusal == "onlyAdministrator")
        let mine = try desk.run("log", "note", "x", "--json")
        #expect(mine.object["role"] as? String == "reporter")
        #expect(mine.object["via"] == nil)
    }

    @Test func boardHasTheKeysOfTheContract() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "lie", "duty")
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "积水")
        _ = try desk.run(as: "liwei", "story", "new", "稿")
        let board = try desk.run("board", "--json").object
        #expect(Set(["at", "desk", "centres", "tasks", "stories", "attention"]).isSubset(of: board.keys))
        let centres = try #require(board["centres"] as? [[String: Any]])
        #expect(centres.count == 16)
        let erqi = try #require(centres.first { $0["id"] as? String == "erqi" })
        let keys: Set = ["id", "name", "kind", "state", "dutyEditor", "tasks", "stories", "lastHeard"]
        #expect(keys.isSubset(of: erqi.keys))
        #expect(erqi["dutyEditor"] as? String == "lie")
        #expect(erqi["state"] as? String == "online")
        #expect(erqi["tasks"] as? [String: Int] == ["open": 1, "overdue": 0])
        #expect(
            erqi["stories"] as? [String: Int] == ["draft": 1, "inReview": 0, "signedOff": 0, "publishedToday": 0])
        #expect((board["tasks"] as? [Any])?.count == 1 && (board["stories"] as? [Any])?.count == 1)
    }

    @Test func boardAsTextLinesUpInBothLanguages() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "积水")
        for (language, heading, state) in [("zh", "需要处理", "失联"), ("en", "needs attention", "lost")] {
            let board = try desk.run("board", "--lang", language)
            #expect(board.out.contains(heading))
            let rows = board.lines.filter { $0.contains(state) }
            #expect(rows.count >= 14)
            // In cells: a Chinese character takes two columns.
            let columns = rows.map { row in
                row.range(of: state).map {
                    row[..<$0.lowerBound].unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
                }
            }
            #expect(Set(columns).count == 1)
            #expect(!board.out.contains("\u{1B}"))
        }
        let chinese = try desk.run("board", environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.out.contains("需要处理"))
    }

    @Test func optionsMayStandAnywhere() throws {
        let desk = try CommandDesk()
        let after = try desk.run("centre", "list", "--json", "--lang", "zh")
        #expect(after.objects.count == 16)
        let before = try desk.run("--json", "--lang", "zh", "centre", "list")
        #expect(before.objects.map { $0["name"] as? String } == after.objects.map { $0["name"] as? String })
        #expect(before.objects.contains { $0["name"] as? String == "二七区" })
        let named = try desk.run("--db", "/nowhere/x.sqlite", "board", "--json")
        #expect(named.refusal == "missing")
        let shown = try desk.run("centre", "show", "eqq", "nirvana", "--json")
        #expect(shown.status == 1)
        #expect(shown.objects.count == 2)
        #expect((shown.objects.first?["staff"] as? [Any])?.count == 2)
    }

    @Test func rollCall() throws {
        let desk = try CommandDesk()
        #expect(try desk.run("rollcall", "show", "--json").refusal == "noRollCall")
        let called = try desk.run(as: "zhangmin", "rollcall", "call", "erqi", "jinshui", "--json")
        #expect(called.object["missing"] as? [String] == ["erqi", "jinshui"])
        let answered = try desk.run(as: "liwei", "rollcall", "answer", "--json")
        #expect(answered.object["missing"] as? [String] == ["jinshui"])
        #expect(try desk.run(as: "lie", "rollcall", "answer", "--json").refusal == "rollAnswered")
        #expect(try desk.run("rollcall", "show", "--lang", "zh").out.contains("1/2"))
        _ = try desk.run(as: "zhangmin", "rollcall", "call")
        #expect((try desk.run("rollcall", "show", "--json").object["centres"] as? [Any])?.count == 16)
    }

    @Test func logAndNote() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "log", "note", "接班，夜班无遗留")
        let log = try desk.run("log", "--json", "--limit", "3").objects
        #expect(log.count == 3)
        #expect(log.last?["text"] as? String == "接班，夜班无遗留")
        #expect(log.last?["by"] as? String == "zhangmin")
        #expect(log.last?["via"] != nil)
        #expect(log.allSatisfy { $0["id"] is String })
        #expect(try desk.run("log").lines.last?.contains("接班，夜班无遗留") == true)
        #expect(try desk.run(as: "qian", "log", "note", "x", "--json").refusal == "noRight")
    }

    @Test func rightsComeFromTheTable() throws {
        let desk = try CommandDesk(staffed: false)
        let rights = try desk.run("rights", "--json").objects
        let sign = try #require(rights.first { $0["right"] as? String == "sign" })
        #expect(sign["roles"] as? [String] == ["chiefEditor"])
        #expect(try desk.run("rights", "--lang", "zh").out.contains("快审先发"))
    }

    @Test func backupAndVerify() throws {
        let desk = try CommandDesk()
        let copy = desk.folder.path + "/copy.sqlite"
        #expect(try desk.run("backup", copy).out == copy + "\n")
        #expect(try desk.run("backup", copy, "--json").refusal == "exists")
        #expect(try desk.run("staff", "list", "--db", copy, "--json").objects.count == 8)
        let clean = try desk.run("verify", "--db", copy, "--json")
        #expect(clean.object["clean"] as? Bool == true)
        // A byte of the log turned over.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let place = try #require(bytes.range(of: Data("\"zhaoqiang\"".utf8)))
        bytes[place.lowerBound + 1] = 0x78
        try bytes.write(to: URL(fileURLWithPath: copy))
        let broken = try desk.run("verify", "--db", copy)
        #expect(broken.status == 1)
        #expect(broken.out.contains("altered") || broken.out.contains("differs"))
        #expect(broken.err.split(separator: "\n").count == 1)
        let told = try desk.run("verify", "--db", copy, "--json")
        #expect(told.status == 1)
        #expect(told.object["clean"] as? Bool == false)
    }

    @Test func console() throws {
        let desk = try CommandDesk()
        for arguments in ["", "console"] {
            let run = try desk.shell("$G \(arguments)")
            #expect(run.status == 1)
            #expect(run.err.contains("guantong board"))
        }
    }
}
