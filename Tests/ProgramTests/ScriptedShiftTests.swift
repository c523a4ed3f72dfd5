import Foundation
import Testing

/// The run that Docs/guide/first-day.md tells: real wire copy and a real hour of the hot list, from lead to correction.
@Suite(.waiting) struct ScriptedShiftTests {
    /// Real data, which is no part of the project; `nil` where it is absent.
    static let data: URL? = {
        let named = ProcessInfo.processInfo.environment["GUANTONG_DATA"].map { URL(fileURLWithPath: $0) }
        let beside = CommandDesk.package.deletingLastPathComponent().appendingPathComponent("shared/data")
        return [named, beside].compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0.appendingPathComponent("hotlist").path)
        }
    }()

    @Test(.enabled(if: data != nil, "no real data: set GUANTONG_DATA to its folder"))
    func fromRealLeadsToACorrection() throws {
        let data = try #require(Self.data)
        let wire = data.appendingPathComponent("ninjs/examples/3.0-tt_text_image_3.json").path
        // The night on which students cycled from Zhengzhou to Kaifeng.
        let list = data.appendingPathComponent("hotlist/2024-11-09/00.json").path
        let desk = try CommandDesk()

        // A line for each file: what is new in it, what was known before.
        func sum(_ files: [[String: Any]], _ key: String) -> Int { files.reduce(0) { $0 + ($1[key] as? Int ?? 0) } }
        let first = try desk.run(as: "zhangmin", "import", wire, list, "--json").objects
        let new = sum(first, "new")
        #expect(first.count == 2 && new > 20)
        let second = try desk.run(as: "zhangmin", "import", wire, list, "--json").objects
        #expect(sum(second, "new") == 0 && sum(second, "known") == new)
        let leads = try desk.run("lead", "list", "--json", "--limit", "1000").objects
        #expect(leads.count == new)
        #expect(Set(leads.compactMap { $0["source"] as? String }) == ["feed", "hotList"])

        // The wire's copy becomes a story; the three centres are sent for what it lacks.
        let copy = try #require(leads.first { $0["source"] as? String == "feed" }?["number"] as? String)
        let story = try #require(try desk.run(as: "zhangmin", "lead", "promote", copy, "--centre", "erqi").lines.first)
        let body = try #require(try desk.run("story", "show", story, "--json").object["body"] as? String)
        #expect(!body.isEmpty)
        let sent = try desk.run(
            as: "zhangmin", "task", "dispatch", "erqi,jinshui,zhongmu", "现场核实与反应", "--priority", "urgent", "--story",
            story)
        #expect(sent.status == 0, "\(sent.err)")
        #expect(sent.lines.count == 3)
        for task in sent.lines {
            for verb in ["ack", "enroute", "arrive"] {
                let run = try desk.run(as: "zhangmin", "task", verb, task)
                #expect(run.status == 0, "\(verb) \(task): \(run.err)")
            }
            let filed = try desk.run(as: "zhangmin", "task", "file", task)
            #expect(filed.status == 0, "\(filed.err)")
            #expect(try desk.run(as: "zhangmin", "task", "close", task).status == 0)
        }

        let text = try desk.write("text.txt", body + "\n\n本地反应：三个中心已核实。\n")
        func expectDone(_ person: String, _ arguments: String...) throws {
            let line = (["story"] + arguments + ["--as", person]).map { "'\($0)'" }.joined(separator: " ")
            let run = try desk.shell("$G \(line)")
            #expect(run.status == 0, "\(line): \(run.err)")
        }
        try expectDone("zhangmin", "edit", story, "--body", text)
        try expectDone("zhangmin", "submit", story)
        for (level, person) in [("1", "lie"), ("2", "zhouhao"), ("3", "wangli")] {
            try expectDone(person, "review", story, "--level", level, "--verdict", "pass", "--opinion", "可发")
        }
        try expectDone("wangli", "sign", story)
        try expectDone("lie", "publish", story)
        let corrected = try desk.write("corrected.txt", body + "\n\n本地反应：两个中心已核实，一个待复核。\n")
        try expectDone("lie", "correct", story, "--body", corrected, "--reason", "核实数有误")
        for (level, person) in [("2", "zhouhao"), ("3", "wangli")] {
            try expectDone(person, "review", story, "--level", level, "--verdict", "pass", "--opinion", "可发")
        }

        let shown = try desk.run("story", "show", story, "--json").object
        #expect(shown["state"] as? String == "corrected")
        #expect((shown["reviews"] as? [[String: Any]])?.compactMap { $0["level"] as? Int } == [1, 2, 3, 2, 3])
        #expect(try desk.run("task", "list", "--json").objects.allSatisfy { $0["state"] as? String == "closed" })
        #expect(try desk.run("verify").status == 0)
    }
}
