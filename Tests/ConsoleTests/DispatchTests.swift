import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Sending people out, and what follows.
@Suite struct DispatchTests {
    private func newest(_ seat: Seat, _ count: Int) throws -> [TaskRow] {
        Array(try seat.ledger.read { try $0.tasks() }.sorted { $0.number < $1.number }.suffix(count))
    }

    @Test func oneLineDispatches() throws {
        let seat = try Seat()
        let count = try seat.ledger.read { try $0.tasks() }.count
        try seat.press("d")
        seat.type("erqi,金水 暴雨积水路段 !flash +video,photo >18:00")
        // Before Enter the line below says what will happen.
        let below = seat.screen.suffix(3).joined()
        for words in ["二七区", "金水区", "特急", "视频", "18:00"] { #expect(below.contains(words), "\(words): \(below)") }
        try seat.press("Enter")
        #expect(try seat.ledger.read { try $0.tasks() }.count == count + 2)
        let tasks = try newest(seat, 2)
        #expect(tasks.map(\.centre) == ["erqi", "jinshui"])
        #expect(Set(tasks.map(\.order)).count == 1, "one order")
        for task in tasks {
            #expect(task.title == "暴雨积水路段" && task.priority == .flash)
            #expect(task.deliverables == [.video, .photo])
            #expect(Zone.beijing.civil(try #require(task.dueAt)).shortTime == "18:00")
            #expect(seat.notice.contains("\(task.number)"), "\(seat.notice)")
        }
    }

    @Test func aLineThatIsNotCompleteSaysWhatIsMissingAndStays() throws {
        let seat = try Seat()
        let count = try seat.ledger.read { try $0.tasks() }.count
        try seat.press("d")
        seat.type("erqi")
        let below = seat.screen.suffix(2).joined()
        try seat.press("Enter")
        #expect(try seat.ledger.read { try $0.tasks() }.count == count)
        #expect(seat.model.prompt?.editor.text == "d erqi", "the line is still there to be completed")
        #expect(!below.isEmpty)
        seat.type(" 有内容了")
        try seat.press("Enter")
        #expect(try newest(seat, 1).first?.title == "有内容了")
    }

    @Test func aWordIsCompletedAndALineRecalled() throws {
        let seat = try Seat()
        try seat.press("d")
        seat.type("jinsh")
        try seat.press("Tab")
        #expect(seat.model.prompt?.editor.text.contains("jinshui") == true || seat.text.contains("金水区"))
        try seat.press("Esc")
        try seat.command("d erqi 回忆得起")
        try seat.press(":", "Up")
        #expect(seat.model.prompt?.editor.text == "d erqi 回忆得起")
    }

    @Test func aLineFromALeadPromotesIt() throws {
        let seat = try Seat()
        let lead = try seat.lead { $0.state == .open }
        seat.visit(.lead(lead.id))
        try seat.command("d erqi")
        let after = try #require(try seat.ledger.read { try $0.leadRow(lead.id) })
        #expect(after.state == .promoted)
        #expect(try newest(seat, 1).first?.title == lead.title)
    }

    /// Wherever the rules let a step be taken, the console offers it, and nowhere else.
    @Test func theConsoleOffersWhatTheRulesOfLeadsAllow() throws {
        let seat = try Seat()
        let (lead, other) = try seat.ledger.read { desk in
            let open = try desk.leads().filter { $0.state == .open }
            return (try #require(open.first).id, try #require(open.last).id)
        }
        try #require(lead != other)
        let ways: [(LeadState, [Command])] = [
            (.open, []), (.dismissed, [.lead(.dismiss(lead, reason: "旧闻"))]),
            (.merged, [.lead(.merge(lead, into: other))]),
            (.promoted, [.lead(.promote(lead, centre: nil, authors: []))]),
        ]
        #expect(Set(ways.map(\.0)) == Set(LeadState.allCases))
        for (state, commands) in ways {
            for command in commands { try seat.elsewhere("zhangmin", command) }
            seat.visit(.lead(lead))
            for step in LeadStep.allCases {
                let action = try #require(Actions.byID["lead.\(step)"])
                #expect(
                    action.possible(seat.model).isYes == step.from.contains(state), "\(step) of one that is \(state)")
            }
            guard LeadStep.restore.from.contains(state) else { continue }
            try seat.command("restore")
            #expect(try seat.ledger.read { try $0.leadRow(lead) }?.state == .open, "\(state)")
        }
    }

    @Test func theFormDoesTheSame() throws {
        let seat = try Seat()
        try seat.press("D")
        guard case .form(let form, _, _) = seat.model.overlay else { return #expect(Bool(false), "no form") }
        #expect(!form.fields.isEmpty)
        // Sent empty it says what is missing, and stays.
        try seat.press("C-s")
        for _ in 0..<form.fields.count where seat.model.overlay != nil { try seat.press("Enter") }
        guard case .form(_, _, let problem) = seat.model.overlay else { return #expect(Bool(false), "it went away") }
        #expect(problem?.isEmpty == false)
        try seat.press("Esc")
        #expect(seat.model.overlay == nil)
    }

    @Test func afterADeclineTheNextBestIsProposed() throws {
        let seat = try Seat()
        let policy = seat.model.desk.policy
        try seat.command("d erqi 二七广场积水路段")
        let task = try #require(try newest(seat, 1).first)
        let ranked = try seat.ledger.read { desk in
            Recommendation.ranked(
                forOrder: task.title, to: ["erqi"], roster: try desk.directory().centres,
                candidates: try desk.candidates(policy: policy), now: desk.now)
        }
        let best = try #require(ranked.first)
        try seat.elsewhere("zhangmin", .task(.reassign(task.id, centre: "erqi", assignee: best.staff)))
        try seat.elsewhere(best.staff, .task(.decline(task.id, reason: "车在维修")))
        seat.visit(.task(task.id))
        #expect(seat.text.contains("车在维修"))
        let proposed = try #require(seat.model.desk.place.recommendations.first)
        #expect(proposed.staff != best.staff)
        #expect(seat.text.contains(seat.model.read.name(proposed.staff)), "with reasons, on the screen")
        try seat.press("r", "Enter")
        let after = try #require(try seat.ledger.read { try $0.task(task.id) })
        #expect(after.order.assignee == proposed.staff && after.state == .issued)
        // Undone, it would be the one who declined again; what is honest is that it stands issued.
        #expect(seat.notice.contains("改派"))
    }

    @Test func whoHasTheTaskIsNotProposedForIt() throws {
        let seat = try Seat()
        try seat.command("d erqi 二七广场积水路段")
        let task = try #require(try newest(seat, 1).first)
        seat.visit(.task(task.id))
        let best = try #require(seat.model.desk.place.recommendations.first)
        try seat.elsewhere("zhangmin", .task(.reassign(task.id, centre: best.centre, assignee: best.staff)))
        seat.visit(.task(task.id))
        let proposed = seat.model.desk.place.recommendations.map(\.staff)
        #expect(!proposed.isEmpty && !proposed.contains(best.staff), "\(proposed)")
    }

    @Test func dispatchedByMistakeIsTakenBack() throws {
        let seat = try Seat()
        try seat.command("d erqi,jinshui 派错了")
        #expect(try newest(seat, 2).allSatisfy { $0.state == .issued })
        try seat.press("z")
        let tasks = try newest(seat, 2)
        #expect(tasks.allSatisfy { $0.state == .cancelled && $0.title == "派错了" })
        #expect(seat.notice.contains("撤回"))
        try seat.press("z")
        #expect(seat.notice.contains("没有可撤回"))
    }

    @Test func aTaskIsWalkedToItsEndByKeys() throws {
        let seat = try Seat("zhangmin")
        try seat.command("d erqi 走完全程")
        let id = try #require(try newest(seat, 1).first).id
        seat.visit(.task(id))
        func state() throws -> TaskState? { try seat.ledger.read { try $0.taskRow(id) }?.state }
        for (key, wanted) in [
            ("a", TaskState.acknowledged), ("e", .enRoute), ("v", .onScene), ("F", .filed), ("c", .closed),
        ] {
            try seat.press(key)
            #expect(try state() == wanted, "\(key): \(seat.notice)")
        }
        // What is no longer possible says why, in the state's own word.
        try seat.press("a")
        #expect(seat.notice.contains(TaskState.closed.phrase.zh))
    }

    @Test func aReasonIsAskedForAndAnEmptyOneRefused() throws {
        let seat = try Seat()
        let task = try seat.task { $0.state == .issued }
        seat.visit(.task(task.id))
        try seat.press("X")
        #expect(seat.text.contains("\(task.number)") && seat.model.prompt != nil)
        try seat.press("Enter")
        #expect(try seat.ledger.read { try $0.taskRow(task.id) }?.state == .issued)
        #expect(seat.model.prompt != nil, "what is typed next is meant for the line, and no command")
        try seat.press("Esc")
        #expect(try seat.ledger.read { try $0.taskRow(task.id) }?.state == .issued)
        try seat.press("X")
        seat.type("事已了")
        try seat.press("Enter")
        let after = try #require(try seat.ledger.read { try $0.taskRow(task.id) })
        #expect(after.state == .cancelled && after.reason == "事已了")
    }
}
