import Foundation
import Testing

@Suite(.waiting) struct CommandMessageTests {
    @Test func everyVerb() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "story", "new", "雨后彩虹")
        let sent = try desk.run(
            as: "zhangmin", "message", "send", "李卫,zhouhao", "-", "--about", "S-0001", "--json",
            input: Data("第三段的数字\n核一下".utf8))
        let object = sent.object
        #expect(sent.status == 0)
        #expect(object["from"] as? String == "zhangmin" && object["to"] as? [String] == ["liwei", "zhouhao"])
        #expect(object["text"] as? String == "第三段的数字 核一下" && object["about"] as? String == "S-0001")
        #expect((object["readBy"] as? [Any])?.isEmpty == true && object["at"] is String)
        let id = try #require(object["id"] as? String)
        let all = try desk.run(as: "lie", "message", "send", "desk", "八点开会")
        #expect(all.lines.count == 1 && UUID(uuidString: all.lines[0]) != nil)

        func texts(_ person: String, _ arguments: String...) throws -> [String] {
            try desk.run(Self.arguments(person, arguments)).objects.compactMap { $0["text"] as? String }
        }
        #expect(try texts("liwei", "--unread") == ["第三段的数字 核一下", "八点开会"])
        #expect(try texts("wangli") == ["八点开会"])
        #expect(try texts("lie", "--unread") == [])
        // Listing is not reading; reading is, once.
        #expect(try desk.run(as: "wangli", "message", "read", id, "--json").refusal == "notRecipient")
        #expect(try desk.run(as: "liwei", "message", "read", id, "--json").object["unread"] as? Bool == false)
        #expect(try desk.run(as: "liwei", "message", "read", id).status == 0, "twice is once")
        #expect(try desk.run(as: "liwei", "message", "read").out.contains("八点开会"))
        #expect(try texts("liwei", "--unread") == [])
        let row = try #require(
            try desk.run(as: "zhangmin", "message", "list", "--json").objects.first { $0["id"] as? String == id })
        #expect((row["readBy"] as? [[String: Any]])?.compactMap { $0["staff"] as? String } == ["liwei"])
        #expect(try desk.run("verify").status == 0)
    }

    private static func arguments(_ person: String, _ rest: [String]) -> [String] {
        ["message", "list", "--json", "--as", person] + rest
    }

    @Test func whatCannotBeSentIsRefused() throws {
        let desk = try CommandDesk()
        func refusal(_ to: String, _ text: String, _ more: String...) throws -> String? {
            try desk.run(["message", "send", to, text, "--json", "--as", "zhangmin"] + more).refusal
        }
        _ = try desk.run("staff", "add", "guest", "--name", "来宾", "--role", "viewer", "--centre", "zz")
        #expect(try refusal("nobody", "话") == "unknownStaff")
        #expect(try refusal("zhangmin", "话") == "recipientMissing")
        #expect(try refusal("guest", "话") == "takesNoMessages")
        #expect(try refusal("liwei", " ") == "titleMissing")
        #expect(try refusal("liwei", String(repeating: "字", count: 501)) == "messageTooLong")
        #expect(try refusal("liwei", "话", "--about", "T-0099") == "unknownItem")
        #expect(try desk.run(as: "guest", "message", "send", "desk", "话", "--json").refusal == "noRight")
        #expect(try desk.run("message", "read", "x", "--json").refusal == "unknownItem")
    }

    @Test func theLogTellsWordsToThoseTheyConcern() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "message", "send", "liwei", "只给你")
        _ = try desk.run(as: "zhangmin", "message", "send", "desk", "全台都听")
        for (person, isTold) in [("liwei", true), ("zhangmin", true), ("wangli", false), ("zhouhao", false)] {
            for json in [[], ["--json"]] {
                let log = try desk.run(["log", "--as", person] + json).out
                #expect(log.contains("只给你") == isTold, "\(person)")
                #expect(log.contains("全台都听"), "\(person)")
            }
        }
        // The administrator who runs the program is no party to it.
        #expect(try !desk.run("log").out.contains("只给你"))
    }

    @Test func nobodyIsOnAtADeskWithoutConsoles() throws {
        let desk = try CommandDesk()
        let who = try desk.run("who", "--json")
        #expect(who.status == 0 && who.out.isEmpty)
    }
}
