import Foundation
import Testing

@Suite(.waiting) struct CommandStoryTests {
    /// A story of 李卫's that has been through the three reviews.
    private func reviewed(_ desk: CommandDesk) throws {
        _ = try desk.run(as: "liwei", "story", "new", "暴雨绕行", "--body", "-", input: Data("第一段\n第二段".utf8))
        _ = try desk.run(as: "liwei", "story", "submit", "S-0001")
        for (level, person) in [("1", "lie"), ("2", "zhouhao"), ("3", "wangli")] {
            let run = try desk.run(
                as: person, "story", "review", "S-0001", "--level", level, "--verdict", "pass", "--opinion", "可")
            #expect(run.status == 0, "\(run.err)")
        }
    }

    @Test func fromDraftToCorrection() throws {
        let desk = try CommandDesk()
        try reviewed(desk)
        #expect(
            try desk.run(as: "wangli", "story", "sign", "S-0001", "--json").object["state"] as? String == "signedOff")
        let out = try desk.run(
            as: "zhangmin", "story", "publish", "s1", "--channel", "app", "--channel", "微信", "--json")
        #expect(out.object["state"] as? String == "published")
        let placements = try #require(out.object["placements"] as? [[String: Any]])
        #expect(placements.map { $0["state"] as? String } == ["queued", "queued"])
        let failed = try desk.run(
            as: "zhangmin", "story", "placement", "S-0001", "--channel", "app", "--state", "failed", "--note", "超时")
        #expect(failed.status == 0)
        let attention = try #require(try desk.run("board", "--json").object["attention"] as? [[String: Any]])
        #expect(attention.contains { $0["kind"] as? String == "placementFailed" })
        #expect(
            try desk.run(
                as: "zhangmin", "story", "placement", "S-0001", "--channel", "app", "--state", "failed", "--json"
            )
            .refusal == "reasonMissing")
        let file = try desk.write("corrected.txt", "第一段（更正）\n第二段\n")
        let corrected = try desk.run(
            as: "wangli", "story", "correct", "S-0001", "--body", file, "--reason", "数字有误", "--json")
        #expect(corrected.object["state"] as? String == "corrected")
        #expect(corrected.object["version"] as? Int == 2)
        let shown = try desk.run("story", "show", "S-0001", "--lang", "zh")
        for words in ["第一段（更正）", "一审  通过  李娥", "数字有误", "待发", "签发"] {
            #expect(shown.out.contains(words), "\(words)")
        }
        let gone = try desk.run(as: "wangli", "story", "withdraw", "S-0001", "--reason", "失实", "--json")
        #expect(gone.object["state"] as? String == "withdrawn")
        #expect(try desk.run("verify").status == 0)
    }

    @Test func storyHasTheKeysOfTheContract() throws {
        let desk = try CommandDesk()
        try reviewed(desk)
        for run in [try desk.run("story", "list", "--json"), try desk.run("story", "show", "S-0001", "--json")] {
            let story = run.object
            let wanted: Set = [
                "id", "number", "title", "centre", "authors", "origin", "state", "version", "textHash", "reviews",
                "placements",
            ]
            #expect(wanted.isSubset(of: story.keys))
            let reviews = try #require(story["reviews"] as? [[String: Any]])
            #expect(reviews.map { $0["level"] as? Int } == [1, 2, 3])
            let keys: Set = ["level", "by", "at", "verdict", "opinion", "textHash"]
            #expect(reviews.allSatisfy { keys.isSubset(of: $0.keys) })
            #expect(story["authors"] as? [String] == ["liwei"])
            #expect(!run.out.contains("null"))
        }
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "第一段\n第二段")
    }

    @Test func separationOfPersons() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "lie", "story", "new", "自己的稿", "--body", "-", input: Data("文".utf8))
        _ = try desk.run(as: "lie", "story", "submit", "S-0001")
        func review(_ person: String, _ level: String) throws -> String? {
            try desk.run(
                as: person, "story", "review", "S-0001", "--level", level, "--verdict", "pass", "--opinion", "可",
                "--json"
            ).refusal
        }
        #expect(try review("lie", "1") == "ownStory")
        #expect(try review("zhouhao", "2") == "stageOrder")
        #expect(try review("zhouhao", "1") == nil)
        #expect(try review("zhouhao", "2") == "tookStage")
        #expect(try review("liwei", "2") == "noRight")
    }

    @Test func editsThatMeet() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "稿", "--body", "-", input: Data("甲".utf8))
        #expect(try desk.run(as: "liwei", "story", "edit", "S-0001").status == 64)
        let first = try desk.run(
            as: "lie", "story", "edit", "S-0001", "--body", "-", "--base", "1", input: Data("乙".utf8))
        #expect(first.status == 0)
        let second = try desk.run(
            as: "liwei", "story", "edit", "S-0001", "--body", "-", "--base", "1", "--json", input: Data("丙".utf8))
        #expect(second.refusal == "textChanged")
        let same = try desk.run(as: "liwei", "story", "edit", "S-0001", "--title", "稿", "--json")
        #expect(same.refusal == "textSame")
        #expect(try desk.run("story", "show", "S-0001", "--json").object["body"] as? String == "乙")
    }

    @Test func emergencyNeedsAReason() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "急", "--body", "-", input: Data("溃坝".utf8))
        #expect(try desk.run(as: "wangli", "story", "publish", "S-0001", "--emergency").status == 64)
        #expect(try desk.run(as: "wangli", "story", "publish", "S-0001", "--reason", "x").status == 64)
        #expect(
            try desk.run(as: "zhangmin", "story", "publish", "S-0001", "--emergency", "--reason", "险情", "--json")
                .refusal
                == "noRight")
        let out = try desk.run(as: "wangli", "story", "publish", "S-0001", "--emergency", "--reason", "险情", "--json")
        #expect(out.object["state"] as? String == "published")
        #expect(out.object["waitsFor"] as? String == "firstReview")
        #expect(out.object["overdue"] as? Bool == true)
        #expect(out.object["emergency"] as? String == "险情")
    }

    @Test func derivedFromAnother() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "源稿")
        #expect(
            try desk.run(as: "liwei", "story", "new", "衍生", "--origin", "derived", "--json").refusal == "sourceMissing")
        let derived = try desk.run(as: "liwei", "story", "new", "衍生", "--from", "S-0001", "--json")
        #expect(derived.object["origin"] as? String == "derived")
        #expect(
            try desk.run(as: "liwei", "story", "new", "他处", "--centre", "jinshui", "--json").refusal == "otherCentre")
    }

    @Test func bodiesAreBounded() throws {
        let desk = try CommandDesk()
        let huge = Data(repeating: 0x41, count: 1_000_001)
        let run = try desk.run(as: "liwei", "story", "new", "长", "--body", "-", "--json", input: huge)
        #expect(run.status == 1)
        #expect(run.refusal == "tooLong")
        let fits = try desk.run(as: "liwei", "story", "new", "长", "--body", "-", input: huge.dropLast())
        #expect(fits.lines == ["S-0001"])
        let endless = try desk.shell("$G story new 长 --as liwei --body - --json < /dev/zero")
        #expect(endless.refusal == "tooLong")
        let bytes = try desk.run(
            as: "liwei", "story", "new", "坏", "--body", "-", "--json", input: Data([0xFF, 0xFE, 0x41]))
        #expect(bytes.refusal == "notText")
        #expect(
            try desk.run(as: "liwei", "story", "new", "无", "--body", "/nowhere", "--json").refusal == "textUnreadable")
        #expect(try desk.run(as: "liwei", "story", "new", "夹", "--body", "/tmp", "--json").refusal == "textUnreadable")
    }
}
