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
            as: "lie", "story", "publish", "s1", "--channel", "app", "--channel", "微信", "--json")
        #expect(out.object["state"] as? String == "signedOff", "it waits for the desk")
        let proposed = try #require(out.object["placements"] as? [[String: Any]])
        #expect(proposed.map { $0["state"] as? String } == ["proposed", "proposed"])
        #expect(proposed.allSatisfy { $0["house"] as? String == "zz" && $0["releaseBy"] is String })
        let refused = try desk.run(as: "lie", "placement", "release", "S-0001", "--json")
        #expect(refused.refusal == "othersChannel")
        let kept = try desk.run(as: "zhangmin", "placement", "refuse", "S-0001", "--channel", "微信", "--reason", "重复")
        #expect(kept.status == 0, "\(kept.err)")
        let released = try desk.run(as: "zhangmin", "placement", "release", "S-0001", "--json")
        #expect(released.object["state"] as? String == "published")
        let placements = try #require(released.object["placements"] as? [[String: Any]])
        #expect(placements.map { $0["state"] as? String } == ["queued", "skipped"])
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
        let correction = try desk.run(
            as: "liwei", "story", "correct", "S-0001", "--body", file, "--reason", "数字有误", "--json")
        #expect(correction.object["state"] as? String == "published")
        let open = try #require(correction.object["correction"] as? [String: Any])
        #expect(open["state"] as? String == "open" && open["waitsFor"] as? String == "secondReview")
        #expect(open["by"] as? String == "liwei" && open["slip"] as? Bool == false && open["limit"] != nil)
        let other = try desk.run(
            as: "lie", "story", "correct", "S-0001", "--body", file, "--reason", "另一处", "--json")
        #expect(other.refusal == "correctionOpen")
        let waiting = try desk.run("story", "list", "--lang", "zh")
        #expect(waiting.out.contains("更正待二审"), "\(waiting.out)")
        let read = try desk.run("story", "show", "S-0001", "--lang", "zh")
        for words in ["更正待二审", "更正稿（未发）", "第一段（更正）"] { #expect(read.out.contains(words), "\(words)") }
        let back = try desk.run(as: "liwei", "story", "correct-back", "S-0001", "--json")
        #expect(back.object["correction"] == nil && back.status == 0)
        #expect(
            try desk.run(
                as: "liwei", "story", "correct", "S-0001", "--body", file, "--reason", "数字有误", "--json"
            ).status == 0)
        for (level, person) in [("2", "zhouhao"), ("3", "wangli")] {
            let passed = try desk.run(
                as: person, "story", "review", "S-0001", "--level", level, "--verdict", "pass", "--opinion", "属实",
                "--json")
            #expect(passed.object["state"] as? String == (level == "2" ? "published" : "corrected"), "\(passed.err)")
            #expect(passed.object["version"] as? Int == (level == "2" ? 1 : 2))
        }
        let slip = try desk.write("slip.txt", "第一段（更正）\n第二段。\n")
        let slips = try desk.run(
            as: "liwei", "story", "correct", "S-0001", "--body", slip, "--reason", "漏句号", "--slip", "--json")
        #expect((slips.object["correction"] as? [String: Any])?["slip"] as? Bool == true)
        let corrected = try desk.run(
            as: "lie", "story", "review", "S-0001", "--level", "2", "--verdict", "pass", "--opinion", "同意", "--json")
        #expect(corrected.object["state"] as? String == "corrected", "\(corrected.err)")
        #expect(corrected.object["version"] as? Int == 3)
        let ended = try #require(corrected.object["corrections"] as? [[String: Any]])
        #expect(ended.map { $0["state"] as? String } == ["takenBack", "signed", "signed"])
        let shown = try desk.run("story", "show", "S-0001", "--lang", "zh")
        for words in ["第一段（更正）", "一审  通过  李娥", "漏句号", "待放行", "签发"] {
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
                == "authorityMissing")
        #expect(
            try desk.run(as: "liwei", "story", "publish", "S-0001", "--emergency", "--reason", "险情", "--json").refusal
                == "noRight")
        let out = try desk.run(as: "wangli", "story", "publish", "S-0001", "--emergency", "--reason", "险情", "--json")
        #expect(out.object["state"] as? String == "published")
        #expect(out.object["waitsFor"] as? String == "firstReview")
        #expect(out.object["overdue"] as? Bool == true)
        #expect(out.object["emergency"] as? String == "险情")
        let authority = try #require(out.object["authority"] as? [String: Any])
        #expect(authority["staff"] as? String == "wangli" && authority["state"] as? String == "own")
    }

    @Test func emergencyOnAChiefsWordByTelephone() throws {
        let desk = try CommandDesk()
        func release(_ number: String, _ more: String...) throws -> CommandDesk.Run {
            try desk.run(
                ["story", "publish", number, "--emergency", "--reason", "险情", "--json", "--as", "zhangmin"] + more)
        }
        for body in ["溃坝", "管涌"] {
            _ = try desk.run(as: "liwei", "story", "new", body, "--body", "-", input: Data(body.utf8))
        }
        #expect(try release("S-0001", "--by-phone").status == 64)
        #expect(
            try desk.run(as: "zhangmin", "story", "publish", "S-0001", "--authority", "wangli").status == 64)
        #expect(try release("S-0001", "--authority", "zhouhao").refusal == "noAuthority")
        for number in ["S-0001", "S-0002"] {
            let out = try release(number, "--authority", "wangli", "--by-phone")
            let authority = try #require(out.object["authority"] as? [String: Any])
            #expect(authority["state"] as? String == "awaited" && authority["byPhone"] as? Bool == true)
            #expect(authority["releasedBy"] as? String == "zhangmin" && authority["confirmBy"] is String)
            #expect(authority["overdue"] as? Bool == false)
        }
        #expect(try desk.run(as: "zhouhao", "story", "confirm", "S-0001", "--json").refusal == "otherAuthority")
        let confirmed = try desk.run(as: "wangli", "story", "confirm", "S-0001", "--json")
        #expect((confirmed.object["authority"] as? [String: Any])?["state"] as? String == "confirmed")
        #expect(try desk.run(as: "wangli", "story", "deny", "S-0002").status == 64)
        let denied = try desk.run(as: "wangli", "story", "deny", "S-0002", "--reason", "没有接到电话", "--json")
        let answer = try #require(denied.object["authority"] as? [String: Any])
        #expect(answer["state"] as? String == "denied" && answer["denial"] as? String == "没有接到电话")
        #expect(
            try desk.run(as: "wangli", "story", "deny", "S-0001", "--reason", "x", "--json").refusal
                == "emergencyAnswered")
        let attention = try #require(try desk.run("board", "--json").object["attention"] as? [[String: Any]])
        #expect(
            attention.contains { $0["kind"] as? String == "emergencyDenied" && $0["number"] as? String == "S-0002" })
        let shown = try desk.run("story", "show", "S-0002", "--lang", "zh")
        #expect(shown.out.contains("否认：没有接到电话") && shown.out.contains("电话同意"), "\(shown.out)")
        let figures = try desk.run("figures", "--lang", "zh")
        #expect(figures.out.contains("快审先发") && figures.out.contains("100%"), "\(figures.out)")
        #expect(try desk.run("verify").status == 0)
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

    /// Attached, shown, taken off; what is no file is told, and the desk is not asked.
    @Test func filesAreAttached() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "稿", "--body", "-", input: Data("甲".utf8))
        let file = try desk.write("封面.jpg", "abc")
        let run = try desk.run(
            as: "liwei", "story", "attach", "S-0001", file, "--role", "cover", "--caption", "积水路段", "--json")
        let attached = try #require((run.object["attachments"] as? [[String: Any]])?.first)
        #expect(Set(attached.keys) == ["role", "hash", "size", "caption", "path"])
        #expect(attached["role"] as? String == "cover" && attached["size"] as? Int == 3)
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(attached["hash"] as? String == hash && attached["caption"] as? String == "积水路段")
        #expect((attached["path"] as? String)?.hasSuffix("/封面.jpg") == true)
        #expect(run.object["version"] as? Int == 2)
        func refused(_ path: String) throws -> String? {
            try desk.run(as: "liwei", "story", "attach", "S-0001", path, "--role", "film", "--json").refusal
        }
        #expect(try refused("/nowhere") == "fileUnreadable" && refused("/tmp") == "fileUnreadable")
        #expect(try refused("/dev/zero") == "fileUnreadable" && refused("/proc/self/status") == "fileChanged")
        #expect(try refused(desk.write("a\u{202E}gpj.mp4", "x")) == "badPath")
        #expect(try desk.run(as: "liwei", "story", "attach", "S-0001", file, "--role", "poster").status == 64)
        let shown = try desk.run("story", "show", "S-0001", "--lang", "zh").out
        #expect(shown.contains("封面  ba7816bf  3 字节") && shown.contains("附上封面 ba7816bf：积水路段"), "\(shown)")
        _ = try desk.run(as: "liwei", "story", "edit", "S-0001", "--title", "新题")
        let off = try desk.run(as: "liwei", "story", "detach", "S-0001", "封面.jpg", "--json")
        #expect((off.object["attachments"] as? [Any])?.isEmpty == true && off.object["version"] as? Int == 4)
        #expect(try desk.run(as: "liwei", "story", "detach", "S-0001", "x", "--json").refusal == "unknownAttachment")
        #expect(try desk.run("verify").status == 0)
    }

    /// Sent out, answered, taken back: what the list and JSON say of it, and that nobody signs meanwhile.
    @Test func outForApproval() throws {
        let desk = try CommandDesk()
        try reviewed(desk)
        #expect(try desk.run(as: "zhangmin", "story", "send-out", "S-0001", "--to", "部", "--json").refusal == "noRight")
        #expect(
            try desk.run(as: "wangli", "story", "send-out", "S-0001", "--to", "部", "--until", "昨天", "--json").status
                == 64)
        let sent = try desk.run(
            as: "zhouhao", "story", "send-out", "S-0001", "--to", "宣传部", "--by", "专人", "--until", "+2h", "--json")
        let out = try #require((sent.object["sendOuts"] as? [[String: Any]])?.first)
        #expect(out["to"] as? String == "宣传部" && out["way"] as? String == "专人" && out["state"] as? String == "open")
        #expect(out["overdue"] as? Bool == false && out["due"] is String && out["evidence"] == nil)
        #expect(try desk.run(as: "wangli", "story", "sign", "S-0001", "--json").refusal == "sentOut")
        #expect(try desk.run("story", "list", "--lang", "zh").out.contains("外审 宣传部"))
        #expect(try desk.run(as: "zhouhao", "story", "take-back", "S-0001").status == 0)
        _ = try desk.run(as: "zhouhao", "story", "send-out", "S-0001", "--to", "律师")
        let answer = try desk.run(
            as: "wangli", "story", "answer", "S-0001", "--verdict", "pass", "--evidence", "陈律师电话", "--json")
        let states = (answer.object["sendOuts"] as? [[String: Any]])?.map { $0["state"] as? String }
        #expect(states == ["takenBack", "passed"])
        let shown = try desk.run("story", "show", "S-0001", "--lang", "zh").out
        #expect(shown.contains("陈律师电话") && shown.contains("送外审：律师"))
        #expect(try desk.run(as: "wangli", "story", "sign", "S-0001").status == 0)
        #expect(try desk.run("verify").status == 0)
    }

    /// Hidden with one word, the reason later, confirmed on the channel, shown again; then withdrawn, and how far that has come.
    @Test func hiddenShownAgainAndWithdrawn() throws {
        let desk = try CommandDesk()
        try reviewed(desk)
        _ = try desk.run(as: "wangli", "story", "sign", "S-0001")
        _ = try desk.run(as: "lie", "story", "publish", "S-0001", "--channel", "app")
        _ = try desk.run(as: "zhangmin", "placement", "release", "S-0001")
        func confirm(_ state: String) throws -> String? {
            try desk.run(
                as: "zhangmin", "placement", "confirm", "S-0001", "--channel", "app", "--state", state, "--json"
            ).refusal
        }
        #expect(try confirm("published") == nil)
        #expect(try desk.run(as: "liwei", "story", "hide", "S-0001", "--json").refusal == "noRight")
        let hidden = try desk.run(as: "lie", "story", "hide", "S-0001", "--json")
        let hiding = try #require((hidden.object["hidings"] as? [[String: Any]])?.first)
        #expect(hiding["house"] as? String == "erqi" && hiding["by"] as? String == "lie" && hiding["reason"] == nil)
        #expect(hidden.object["state"] as? String == "published" && hiding["since"] is String)
        func placement() throws -> [String: Any] {
            try desk.run("placement", "show", "S-0001", "--json").object
        }
        #expect(try placement()["hiding"] as? String == "hiding" && placement()["work"] as? String == "hide")
        #expect(try desk.run("story", "list", "--lang", "zh").out.contains("已发 · 下线中"))
        #expect(try desk.run(as: "lie", "story", "hide", "S-0001", "--json").refusal == "alreadyHidden")
        #expect(try desk.run(as: "lie", "story", "hide", "S-0001", "--reason", "来源存疑").status == 0)
        #expect(try confirm("shown") == "visibilityKnown")
        #expect(try confirm("hidden") == nil && placement()["hiding"] as? String == "hidden")
        let board = try #require(try desk.run("board", "--json").object["attention"] as? [[String: Any]])
        #expect(board.contains { $0["kind"] as? String == "storyHidden" })
        let shown = try desk.run("story", "show", "S-0001", "--lang", "zh").out
        for words in ["来源存疑", "补下线理由", "客户端  已下线", "二七区 李娥"] { #expect(shown.contains(words), "\(words)") }
        #expect(try desk.run(as: "zhangmin", "story", "show-again", "S-0001").status == 0)
        #expect(try desk.run(as: "lie", "story", "show-again", "S-0001", "--json").refusal == "notHidden")
        #expect(try confirm("shown") == nil && placement()["hiding"] == nil)
        #expect(
            try desk.run(as: "zhangmin", "placement", "hide", "S-0001", "--channel", "app", "--json").status == 0)
        #expect((try placement()["hidings"] as? [Any])?.count == 1)
        #expect(
            try desk.run(as: "lie", "placement", "show-again", "S-0001", "--json").refusal == "hiddenByOthers")
        #expect(try desk.run(as: "zhangmin", "placement", "show-again", "S-0001", "--channel", "app").status == 0)
        let withdrawn = try desk.run(as: "wangli", "story", "withdraw", "S-0001", "--reason", "失实", "--json")
        let progress = try #require(withdrawn.object["withdrawal"] as? [String: Any])
        #expect(progress["channels"] as? Int == 1 && progress["down"] as? Int == 0)
        #expect(try desk.run("story", "show", "S-0001", "--lang", "zh").out.contains("0/1 已撤"))
        #expect(try desk.run("verify").status == 0)
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
