import Foundation
import Testing

@Suite(.waiting) struct CommandLoanTests {
    /// A desk with an editor of Jinshui, and a story of Erqi that waits for its first review.
    private func desk() throws -> CommandDesk {
        let desk = try CommandDesk()
        let added = try desk.run(
            "staff", "add", "jsed", "--name", "金编", "--role", "centreEditor", "--centre", "jinshui")
        #expect(added.status == 0)
        #expect(try desk.run(as: "liwei", "story", "new", "二七积水", "--body", "-", input: Data("正文".utf8)).status == 0)
        #expect(try desk.run(as: "liwei", "story", "submit", "S-0001").status == 0)
        return desk
    }

    @Test func everyVerb() throws {
        let desk = try desk()
        let review = ["story", "review", "S-0001", "--level", "1", "--verdict", "pass", "--opinion", "可", "--json"]
        func reviewed(_ person: String) throws -> CommandDesk.Run { try desk.run(review + ["--as", person]) }
        #expect(try reviewed("jsed").refusal == "otherCentre")
        let made = try desk.run(as: "jsed", "staff", "lend", "jsed", "--to", "erqi", "--story", "S-0001")
        #expect(made.lines == ["B-0001"], "\(made.err)")
        #expect(try reviewed("jsed").refusal == "otherCentre", "one house alone makes nothing count")
        #expect(try desk.run(as: "jsed", "staff", "accept", "jsed", "--json").refusal == "loanOtherHouse")
        #expect(try desk.run(as: "zhouhao", "staff", "accept", "jsed", "--json").refusal == "housesOwn")
        let taken = try desk.run(as: "lie", "staff", "accept", "jsed", "--json")
        #expect(taken.object["state"] as? String == "inForce", "\(taken.out)")
        #expect(try desk.run(as: "lie", "staff", "accept", "B-0001", "--json").refusal == "loanState")
        #expect(try reviewed("jsed").status == 0)
        let story = try desk.run("story", "show", "S-0001", "--json").object
        let reviews = try #require(story["reviews"] as? [[String: Any]])
        let shown = try desk.run("loan", "show", "B-0001", "--json").object
        #expect(reviews.first?["loan"] as? String == shown["id"] as? String && reviews.count == 1)
        let wanted: Set = [
            "id", "number", "person", "from", "to", "story", "state", "over", "by", "house", "createdAt", "acceptedBy",
            "history",
        ]
        #expect(wanted.isSubset(of: shown.keys), "\(wanted.subtracting(shown.keys))")
        #expect(shown["from"] as? String == "jinshui" && shown["to"] as? String == "erqi")
        let sheet = try desk.run("loan", "show", "B-0001", "--lang", "zh").out
        #expect(sheet.contains("金编") && sheet.contains("S-0001") && sheet.contains("生效"), "\(sheet)")
        #expect(try desk.run("log", "--lang", "zh").out.contains("（互审）"))
        #expect(try desk.run(as: "lie", "loan", "end", "B-0001", "--reason", "够了").status == 0)
        #expect(try desk.run(as: "lie", "loan", "end", "B-0001", "--json").refusal == "loanState")
        #expect(try desk.run("loan", "list", "--json").objects.count == 1)
        #expect(try desk.run("loan", "list", "--open", "--json").objects.isEmpty)
        #expect(try desk.run("search", "jsed", "--json").object["kind"] as? String == "loan")
        #expect(try desk.run("verify").status == 0)
    }

    @Test func theBorrowerMayAskAndTheDeskLendsItsOwn() throws {
        let desk = try desk()
        #expect(
            try desk.run(as: "lie", "staff", "lend", "wangli", "--to", "erqi", "--until", "+2h").lines == ["B-0001"])
        #expect(
            try desk.run(as: "lie", "staff", "lend", "wangli", "--to", "erqi", "--until", "+3h").lines == ["B-0002"])
        let several = try desk.run(as: "zhouhao", "staff", "accept", "wangli", "--json")
        #expect(several.refusal == "loanSeveral", "\(several.out)")
        #expect(try desk.run(as: "zhouhao", "staff", "accept", "B-0002").status == 0)
        #expect(try desk.run(as: "zhouhao", "loan", "end", "B-0001").status == 0)
        let none = try desk.run(as: "zhouhao", "staff", "accept", "wangli", "--json")
        #expect(none.refusal == "loanNoneWaits", "\(none.out)")
    }

    @Test func whatIsTypedWrongIsRefused() throws {
        let desk = try desk()
        for wrong in [[], ["--story", "S-0001", "--until", "+1h"]] {
            #expect(try desk.run(["staff", "lend", "jsed", "--to", "erqi", "--as", "jsed"] + wrong).status == 64)
        }
        for (arguments, code) in [
            (["jsed", "--to", "erqi", "--until", "2020-01-01T10:00"], "dueInThePast"),
            (["jsed", "--to", "jinshui", "--until", "+1h"], "loanAtHome"),
            (["zhaoqiang", "--to", "erqi", "--until", "+1h"], "loanReviewsNothing"),
            (["jsed", "--to", "xinmi", "--story", "S-0001"], "loanOthersStory"),
            (["jsed", "--to", "erqi", "--story", "S-0009"], "unknownItem"),
        ] {
            let run = try desk.run(["staff", "lend"] + arguments + ["--as", "jsed", "--json"])
            #expect(run.refusal == code, "\(arguments) \(run.out)")
        }
        #expect(
            try desk.run(as: "zhangmin", "staff", "lend", "jsed", "--to", "erqi", "--until", "+1h", "--json").refusal
                == "noRight")
        #expect(try desk.run("loan", "show", "S-0001", "--json").refusal == "unknownItem")
    }
}
