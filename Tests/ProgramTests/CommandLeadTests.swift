import Foundation
import Testing

@Suite(.waiting) struct CommandLeadTests {
    @Test func everyVerb() throws {
        let desk = try CommandDesk()
        let made = try desk.run(
            as: "liwei", "lead", "new", "二七广场积水没过膝盖", "--source", "hotline", "--place", "二七广场", "--centre",
            "erqi", "--priority", "urgent", "--text", "-", input: Data("市民来电".utf8))
        #expect(made.lines == ["L-0001"])
        let twin = try desk.run(as: "liwei", "lead", "new", "二七广场积水没过膝盖，有人被困")
        #expect(twin.lines == ["L-0002"])
        #expect(twin.err.contains("L-0001"))
        _ = try desk.run(as: "liwei", "lead", "new", "别的")
        let merged = try desk.run(as: "zhangmin", "lead", "merge", "L-0002", "--into", "L-0001", "--json")
        #expect(merged.object["state"] as? String == "merged")
        #expect(
            try desk.run(as: "zhangmin", "lead", "merge", "L-0001", "--into", "L-0001", "--json").refusal == "sameLead")
        #expect(try desk.run(as: "liwei", "lead", "promote", "L-0001", "--json").refusal == "noRight")
        #expect(try desk.run(as: "zhangmin", "lead", "promote", "L-0001", "--author", "李卫").lines == ["S-0001"])
        #expect(try desk.run(as: "zhangmin", "lead", "promote", "L-0001", "--json").refusal == "leadState")
        #expect(try desk.run(as: "zhangmin", "lead", "dismiss", "L-0003", "--reason", "旧闻").status == 0)
        let restored = try desk.run(as: "zhangmin", "lead", "restore", "L-0003", "--json")
        #expect(restored.object["state"] as? String == "open")
        // A merged one too, as the refusal says.
        let refused = try desk.run(as: "zhangmin", "lead", "promote", "L-0002")
        #expect(refused.status == 1 && refused.err.contains("restore it first"), "\(refused.err)")
        let apart = try desk.run(as: "zhangmin", "lead", "restore", "L-0002", "--json")
        #expect(apart.object["state"] as? String == "open")
        #expect(try desk.run(as: "zhangmin", "lead", "restore", "L-0002", "--json").refusal == "leadState")
        _ = try desk.run(as: "zhangmin", "lead", "merge", "L-0002", "--into", "L-0001")
        let shown = try desk.run("lead", "show", "L-0001", "--json").object
        let wanted: Set = [
            "id", "number", "title", "source", "place", "centre", "priority", "receivedAt", "state", "finder", "story",
            "text", "history",
        ]
        #expect(wanted.isSubset(of: shown.keys))
        #expect(shown["text"] as? String == "市民来电")
        let story = try desk.run("story", "show", "S-0001", "--json").object
        #expect(story["lead"] as? String == shown["id"] as? String)
        #expect(story["authors"] as? [String] == ["liwei"])
        #expect(try desk.run("lead", "list", "--json").objects.count == 3)
        #expect(try desk.run("lead", "list", "--open", "--json").objects.count == 1)
    }

    @Test func theContactOfALead() throws {
        let desk = try CommandDesk()
        let words = "王先生13800000000"
        _ = try desk.run(
            as: "liwei", "lead", "new", "井盖缺失", "--centre", "erqi", "--contact", "-", input: Data(words.utf8))
        let shown = try desk.run(as: "liwei", "lead", "show", "L-0001")
        #expect(shown.out.contains(words + " · kept until "), "\(shown.out)")
        let contact = try #require(
            try desk.run(as: "zhangmin", "lead", "show", "L-0001", "--json").object["contact"] as? [String: Any])
        #expect(contact["text"] as? String == words && contact["state"] as? String == "kept")
        #expect((contact["until"] as? String)?.count == 25)
        // Not for those who do not work on it, or are nobody here.
        for other in [["--as", "qian"], ["--as", "zhaoqiang"], []] {
            let shown = try desk.run(["lead", "show", "L-0001", "--json"] + other)
            #expect(shown.object["title"] as? String == "井盖缺失" && shown.object["contact"] == nil, "\(other)")
            #expect(!shown.out.contains(words))
        }
        #expect(try desk.run(as: "qian", "lead", "contact", "L-0001", "x", "--json").refusal == "noRight")
        for arguments in [["log"], ["log", "--json"], ["lead", "list", "--json"], ["search", "王先生", "--json"]] {
            let result = try desk.run(arguments + ["--as", "zhangmin"])
            #expect(result.status == 0 && !result.out.contains("王先生"), "\(arguments)")
        }
        // Another takes its place; then it is erased, once and for all.
        #expect(try desk.run(as: "zhangmin", "lead", "contact", "L-0001", "赵师傅").status == 0)
        #expect(try desk.run(as: "liwei", "lead", "show", "L-0001").out.contains("赵师傅 · kept until"))
        for _ in 0..<2 { #expect(try desk.run(as: "liwei", "lead", "contact", "L-0001", "--erase").status == 0) }
        let erased = try desk.run(as: "liwei", "lead", "show", "L-0001", "--json").object["contact"] as? [String: Any]
        #expect(erased?["state"] as? String == "erased" && erased?.count == 1)
        #expect(try desk.run("lead", "contact", "L-0001", "x", "--erase").status == 64)
        #expect(try desk.run("lead", "contact", "L-0001").status == 64)
        #expect(try desk.run("verify").status == 0)
    }

    @Test func searchFindsOneAndTwoCharacters() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "lead", "new", "暴雨红色预警")
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "暴雨积水")
        _ = try desk.run(as: "liwei", "story", "new", "雨后彩虹")
        #expect(
            try desk.run("search", "暴雨", "--json").objects.compactMap { $0["kind"] as? String }.sorted() == [
                "lead", "task",
            ])
        #expect(try desk.run("search", "雨", "--json").objects.count == 3)
        #expect(try desk.run("search", "T-0001", "--json").object["kind"] as? String == "task")
        let none = try desk.run("search", "晴天")
        #expect(none.status == 0)
        #expect(none.out == "")
        for query in ["\"", "*", "AND OR", "a\" OR \"b", "'; DROP TABLE event; --", "%", "NEAR(", "^雨"] {
            #expect(try desk.run("search", "--", query).status == 0, "\(query)")
        }
    }

    @Test func importsOnceAndSaysWhatIsWrong() throws {
        let desk = try CommandDesk()
        let list = try desk.write(
            "hot.json",
            """
            [{"title":"郑州暴雨","hot":100},{"title":"","hot":3},{"title":"地铁停运","hot":90}]
            """)
        let first = try desk.run(as: "zhangmin", "import", list)
        #expect(first.status == 0)
        #expect(first.out.contains("2 new, 0 known before, 1 problems"))
        #expect(first.err.contains("hot.json") && first.err.contains("[1]"))
        let second = try desk.run(as: "zhangmin", "import", list, "--json")
        #expect(second.object["new"] as? Int == 0)
        #expect(second.object["known"] as? Int == 2)
        let bad = try desk.write("bad.json", "{ not json")
        let more = try desk.write("more.json", #"[{"title":"新密山洪","hot":1}]"#)
        let mixed = try desk.run(as: "zhangmin", "import", bad, more, "/nowhere.json")
        #expect(mixed.status == 1)
        #expect(mixed.out.contains("1 new"))
        #expect(mixed.err.contains("bad.json") && mixed.err.contains("nowhere.json"))
        #expect(try desk.run(as: "qian", "import", more, "--json").refusal == "noRight")
        let piped = try desk.run(
            as: "zhangmin", "import", "-", "--json", input: Data(#"[{"title":"管道","hot":1}]"#.utf8))
        #expect(piped.object["new"] as? Int == 1)
    }
}
