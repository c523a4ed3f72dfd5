import Foundation
import Testing

@Suite(.waiting) struct CommandRequestTests {
    @Test func everyVerb() throws {
        let desk = try CommandDesk()
        let made = try desk.run(
            as: "liwei", "request", "new", "缺积水航拍", "--due", "+2h", "--to", "jinshui,xinmi", "--deliver",
            "video,photo", "--priority", "urgent", "--place", "二七广场", "--note", "-", input: Data("要高清".utf8))
        #expect(made.lines == ["R-0001"])
        #expect(try desk.run(as: "zhaoqiang", "story", "new", "金水积水").lines == ["S-0001"])
        #expect(try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "补拍").lines == ["T-0001"])
        let no = try desk.run(
            as: "zhangmin", "request", "answer", "R-0001", "--no", "--reason", "没有飞手", "--centre", "xinmi", "--json")
        #expect(no.object["state"] as? String == "open")
        #expect(
            try desk.run(as: "zhaoqiang", "request", "answer", "R-0001", "--task", "T-0001", "--json").refusal
                == "otherCentre")
        #expect(
            try desk.run(as: "liwei", "request", "answer", "R-0001", "--no", "--reason", "x", "--json").refusal
                == "ownRequest")
        let helped = try desk.run(as: "zhaoqiang", "request", "answer", "R-0001", "--story", "S-0001", "--json")
        #expect(helped.object["state"] as? String == "answered")
        #expect(
            try desk.run(as: "zhaoqiang", "request", "answer", "R-0001", "--story", "S-0001", "--json").refusal
                == "requestAnswered")
        #expect(try desk.run(as: "zhaoqiang", "request", "close", "R-0001", "--json").refusal == "otherCentre")
        let shown = try desk.run("request", "show", "R-0001", "--json").object
        let wanted: Set = [
            "id", "number", "title", "centre", "to", "priority", "state", "deliverables", "place", "due", "overdue",
            "answers", "by", "createdAt", "note", "history",
        ]
        #expect(wanted.isSubset(of: shown.keys), "\(wanted.subtracting(shown.keys))")
        #expect(shown["note"] as? String == "要高清" && shown["centre"] as? String == "erqi")
        let answers = try #require(shown["answers"] as? [[String: Any]])
        #expect(answers.map { $0["centre"] as? String } == ["xinmi", "jinshui"])
        #expect(answers[0]["reason"] as? String == "没有飞手" && answers[1]["story"] is String)
        let sheet = try desk.run("request", "show", "R-0001", "--lang", "zh").out
        #expect(sheet.contains("S-0001") && sheet.contains("不能：没有飞手") && sheet.contains("要高清"))
        #expect(try desk.run(as: "liwei", "request", "close", "R-0001", "--reason", "够了").status == 0)
        #expect(try desk.run(as: "liwei", "request", "close", "R-0001", "--json").refusal == "requestState")
        #expect(try desk.run("request", "list", "--json").objects.count == 1)
        #expect(try desk.run("request", "list", "--open", "--json").objects.isEmpty)
        #expect(try desk.run("verify").status == 0)
    }

    @Test func whatIsTypedWrongIsRefused() throws {
        let desk = try CommandDesk()
        #expect(try desk.run(as: "liwei", "request", "new", "缺", "--due", "soon").status != 0)
        #expect(try desk.run(as: "liwei", "request", "new", "缺").status == 64)
        #expect(try desk.run(as: "liwei", "request", "new", " ", "--due", "+1h", "--json").refusal == "titleMissing")
        #expect(try desk.run(as: "qian", "request", "new", "缺", "--due", "+1h", "--json").refusal == "noRight")
        #expect(
            try desk.run(as: "liwei", "request", "new", "缺", "--due", "2020-01-01T10:00", "--json").refusal
                == "dueInThePast")
        _ = try desk.run(as: "liwei", "request", "new", "缺", "--due", "+1h")
        for wrong in [
            [], ["--no"], ["--reason", "x"], ["--story", "S-0001", "--no", "--reason", "x"],
            ["--story", "S-0001", "--task", "T-0001"],
        ] {
            #expect(try desk.run(["request", "answer", "R-0001"] + wrong).status == 64, "\(wrong)")
        }
        #expect(
            try desk.run(as: "zhaoqiang", "request", "answer", "R-0001", "--story", "S-0009", "--json").refusal
                == "unknownItem")
        #expect(try desk.run("request", "show", "T-0001", "--json").refusal == "unknownItem")
    }

    @Test func searchAndBoardTellOfIt() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "liwei", "request", "new", "缺暴雨航拍", "--due", "+1h")
        let found = try desk.run("search", "航拍", "--json").object
        #expect(found["kind"] as? String == "request" && found["number"] as? String == "R-0001")
        #expect(try desk.run("search", "航拍", "--lang", "zh").out.contains("待答"))
        let board = try desk.run("board", "--json").object
        let attention = try #require(board["attention"] as? [[String: Any]])
        #expect(attention.isEmpty, "it is not due yet")
        #expect(found["overdue"] as? Bool == false)
    }
}
