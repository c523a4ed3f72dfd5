import Foundation
import Testing

@Suite(.waiting) struct CommandTaskTests {
    @Test func dispatchPrintsNumbersOfOneOrder() throws {
        let desk = try CommandDesk()
        let run = try desk.run(
            as: "zhangmin", "task", "dispatch", "eqq,金水区", "暴雨积水路段", "--priority", "flash", "--due", "+2h",
            "--deliver", "photo,video", "--to", "李卫", "--topic", "rain")
        #expect(run.status == 0)
        #expect(run.lines == ["T-0001", "T-0002"])
        #expect(run.err == "")
        let tasks = try desk.run("task", "list", "--json").objects
        #expect(Set(tasks.compactMap { $0["order"] as? String }).count == 1)
        #expect(tasks.compactMap { $0["centre"] as? String }.sorted() == ["erqi", "jinshui"])
        #expect(tasks.first { $0["centre"] as? String == "erqi" }?["assignee"] as? String == "liwei")
    }

    @Test func taskHasTheKeysOfTheContract() throws {
        let desk = try CommandDesk()
        let story = try desk.run(as: "liwei", "story", "new", "绕行图", "--json").object["id"] as? String
        let made = try desk.run(
            as: "zhangmin", "task", "dispatch", "erqi", "绕行", "--due", "+2h", "--to", "liwei", "--topic", "rain",
            "--story", "S-0001", "--json")
        let wanted: Set = [
            "id", "number", "title", "centre", "assignee", "priority", "state", "deliverables", "issuedAt", "dueAt",
            "acknowledgeBy", "overdue", "story", "topic",
        ]
        #expect(wanted.isSubset(of: made.object.keys))
        #expect(made.object["story"] as? String == story)
        #expect(made.object["deliverables"] as? [String] == ["text"])
        #expect(made.object["overdue"] as? Bool == false)
        let stamp = try #require(made.object["issuedAt"] as? String)
        #expect(stamp.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/) != nil)
        // What is absent is absent, never null.
        let bare = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "巡查", "--json")
        #expect(bare.object["assignee"] == nil && bare.object["dueAt"] == nil && bare.object["story"] == nil)
        #expect(!bare.out.contains("null"))
        // By number in any form, and by id.
        let id = try #require(bare.object["id"] as? String)
        for name in ["T-0002", "t2", id, id.uppercased()] {
            #expect(try desk.run("task", "show", name, "--json").object["number"] as? String == "T-0002")
        }
    }

    @Test func everyStepOfATask() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "积水")
        for (verb, person, state) in [
            ("ack", "liwei", "acknowledged"), ("enroute", "liwei", "enRoute"), ("arrive", "liwei", "onScene"),
            ("file", "liwei", "filed"), ("close", "zhangmin", "closed"),
        ] {
            let run = try desk.run(as: person, "task", verb, "T-0001", "--json")
            #expect(run.status == 0)
            #expect(run.object["state"] as? String == state, "\(verb)")
        }
        let again = try desk.run(as: "liwei", "task", "ack", "T-0001", "--json")
        #expect(again.status == 1)
        #expect(again.refusal == "taskState")
    }

    @Test func declineReassignCancel() throws {
        let desk = try CommandDesk()
        _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "积水")
        #expect(try desk.run(as: "liwei", "task", "decline", "T-0001").status == 64)
        #expect(
            try desk.run(as: "liwei", "task", "decline", "T-0001", "--reason", " ", "--json").refusal == "reasonMissing"
        )
        #expect(try desk.run(as: "liwei", "task", "decline", "T-0001", "--reason", "在外").status == 0)
        #expect(try desk.run(as: "zhangmin", "task", "reassign", "T-0001").status == 64)
        let sent = try desk.run(as: "zhangmin", "task", "reassign", "T-0001", "--to", "赵强", "--json")
        #expect(sent.object["centre"] as? String == "jinshui")
        #expect(sent.object["assignee"] as? String == "zhaoqiang")
        let reason = Data("任务取消\n".utf8)
        let gone = try desk.run(as: "zhangmin", "task", "cancel", "T-0001", "--reason", "-", "--json", input: reason)
        #expect(gone.object["state"] as? String == "cancelled")
        #expect(gone.object["reason"] as? String == "任务取消")
        let shown = try desk.run("task", "show", "T-0001", "--lang", "zh")
        #expect(shown.out.contains("拒接：在外"))
        #expect(shown.out.contains("改派金水区 赵强"))
    }

    @Test func severalNumbersAndOneThatFails() throws {
        let desk = try CommandDesk()
        for title in ["一", "二", "三"] { _ = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", title) }
        let run = try desk.run(as: "liwei", "task", "ack", "T-0001", "T-0099", "S-0001", "T-0003")
        #expect(run.status == 1)
        #expect(run.lines.count == 2)
        #expect(run.err.split(separator: "\n").count == 2)
        #expect(run.err.contains("T-0099"))
        let states = try desk.run("task", "list", "--json").objects.map { $0["state"] as? String ?? "" }
        #expect(states.sorted() == ["acknowledged", "acknowledged", "issued"])
        let json = try desk.run(as: "liwei", "task", "enroute", "T-0001", "T-0002", "T-0003", "--json")
        #expect(json.status == 1)
        #expect(json.objects.count == 3)
        #expect(json.objects.count { $0["error"] != nil } == 1)
    }

    @Test func rightsAndNamesAreRefusedInWords() throws {
        let desk = try CommandDesk()
        let right = try desk.run(as: "liwei", "task", "dispatch", "erqi", "积水")
        #expect(right.status == 1)
        #expect(right.out == "")
        #expect(right.err.split(separator: "\n").count == 1)
        #expect(right.err.contains("duty editor"))
        #expect(try desk.run(as: "zhangmin", "task", "dispatch", "nowhere", "x", "--json").refusal == "unknownCentre")
        #expect(
            try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "x", "--to", "谁", "--json").refusal
                == "unknownStaff")
        #expect(
            try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "x", "--to", "zhaoqiang", "--json").refusal
                == "staffElsewhere")
        let several = try desk.run(as: "zhangmin", "task", "dispatch", "xin", "x")
        #expect(several.status == 1)
        #expect(several.err.contains("xinmi") && several.err.contains("xinzheng"))
        let time = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "x", "--due", "soon")
        #expect(time.status == 64)
        #expect(time.err.contains("+2h"))
        #expect(
            try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "x", "--due", "2020-01-01T00:00", "--json").refusal
                == "dueInThePast")
    }
}
