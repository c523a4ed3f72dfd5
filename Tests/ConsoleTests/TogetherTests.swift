import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Several people at one desk: nobody's work lands on the wrong thing, and the second learns what the first did.
@Suite struct TogetherTests {
    @Test func theSecondIsToldWhatTheFirstDid() throws {
        let first = try Seat("zhangmin")
        let second = try first.colleague("sunlei")
        let task = try first.task { $0.state == .issued }
        first.visit(.task(task.id))
        second.visit(.task(task.id))
        try first.press("a")
        // The second has not heard of it yet.
        try second.press("x")
        second.type("没有人手")
        try second.press("Enter")
        #expect(try first.ledger.read { try $0.taskRow(task.id) }?.state == .declined)
        try first.press("e")
        #expect(first.notice.contains("孙磊"), "who: \(first.notice)")
        #expect(first.notice.contains(TaskState.declined.phrase.zh), "what: \(first.notice)")
        #expect(first.text.contains("没有人手"), "the screen shows it at once")
    }

    @Test func twoAcknowledgementsAreOne() throws {
        let first = try Seat("zhangmin")
        let second = try first.colleague("sunlei")
        let task = try first.task { $0.state == .issued }
        for seat in [first, second] { seat.visit(.task(task.id)) }
        try first.press("a")
        try second.press("a")
        #expect(second.notice.contains("张敏"), "\(second.notice)")
        let history = try first.ledger.read { try $0.history(task.id) }
        #expect(history.count { if case .task(.acknowledged) = $0.fact { true } else { false } } == 1)
    }

    @Test func aReasonThatIsBeingTypedStaysWithItsTask() throws {
        let seat = try Seat(columns: 120, rows: 36)
        let index = try #require(
            seat.model.list.items.firstIndex { item in
                guard case .task(let id) = item, let row = seat.model.task(id) else { return false }
                return row.state == .issued
            })
        for _ in 0..<index { try seat.press("Down") }
        guard case .task(let id) = seat.model.list.selected else { return #expect(Bool(false), "no task") }
        let others = try seat.ledger.read { try $0.tasks(Filter(openOnly: true)) }.filter { $0.id != id }
        try seat.press("X")
        seat.type("重复派单")
        // Somebody else ends it meanwhile: it leaves the list, and the cursor goes to its neighbour.
        try seat.elsewhere("sunlei", .task(.cancel(id, reason: "先撤了")))
        seat.reload()
        #expect(seat.model.list.selected != .task(id))
        seat.send(.pointed(.row(.attention, 0), .press))
        try seat.press("Enter")
        #expect(seat.notice.contains("孙磊"), "\(seat.notice)")
        for other in others {
            #expect(try seat.ledger.read { try $0.taskRow(other.id) } == other, "\(other.number) was not meant")
        }
    }

    @Test func whatIsUndoneIsWhatWasDone() throws {
        let seat = try Seat("liwei")
        let one = try #require(
            try seat.elsewhere("liwei", .story(.draft(StoryCommand.Draft(title: "甲稿", body: "甲", centre: "erqi"))))
                .first)
        let two = try #require(
            try seat.elsewhere("liwei", .story(.draft(StoryCommand.Draft(title: "乙稿", body: "乙", centre: "erqi"))))
                .first)
        // Both are under way before the disk has answered.
        seat.isSlow = true
        seat.visit(.story(one.subject))
        try seat.press("m")
        seat.visit(.story(two.subject))
        try seat.press("i")
        seat.type("改题")
        try seat.press("Enter")
        seat.write()
        func story(_ id: SubjectID) throws -> StoryRow? { try seat.ledger.read { try $0.storyRow(id) } }
        #expect(try story(one.subject)?.state == .inReview)
        #expect(try story(two.subject)?.title == "乙稿改题")
        try seat.press("z")
        #expect(try story(two.subject)?.title == "乙稿")
        #expect(try story(one.subject)?.state == .inReview)
        try seat.press("z")
        #expect(try story(one.subject)?.state == .draft)
    }

    @Test(arguments: [Language.zh, .en])
    func aRefusedUndoTellsWhoDidWhatSinceAndLeavesIt(_ language: Language) throws {
        let seat = try Seat("liwei", language: language)
        let id = try #require(
            try seat.elsewhere("liwei", .story(.draft(StoryCommand.Draft(title: "题", body: "文", centre: "erqi")))).first
        ).subject
        func title() throws -> String? { try seat.ledger.read { try $0.storyRow(id) }?.title }
        seat.visit(.story(id))
        for word in ["一", "二"] {
            try seat.press("i")
            seat.type(word)
            try seat.press("Enter")
        }
        #expect(try title() == "题一二" && seat.model.undo.count == 2)
        let chief = try #require(
            seat.model.desk.directory.staff.first { $0.role == .centreEditor && $0.centre == "erqi" })
        try seat.elsewhere(chief.id, .story(.edit(id, title: "同事的题", body: nil, base: nil)))
        // Asked for twice before the disk has answered: the first is refused, so the second is not tried.
        seat.isSlow = true
        try seat.press("z", "z")
        #expect(seat.model.pending == 1)
        seat.write()
        #expect(seat.notice.contains(chief.name), "\(seat.notice)")
        #expect(try title() == "同事的题" && seat.model.pending == 0 && seat.model.undo.count == 1)
        // What was done before that is refused too: it is not what anybody sees now.
        try seat.press("z")
        #expect(seat.notice.contains(chief.name), "\(seat.notice)")
        #expect(try title() == "同事的题" && seat.model.undo.isEmpty)
    }

    @Test func whatIsUndoneTwiceBeforeTheDiskHasAnsweredIsUndoneInTurn() throws {
        let seat = try Seat("liwei")
        let id = try #require(
            try seat.elsewhere("liwei", .story(.draft(StoryCommand.Draft(title: "题", body: "文", centre: "erqi")))).first
        ).subject
        seat.visit(.story(id))
        for word in ["一", "二"] {
            try seat.press("i")
            seat.type(word)
            try seat.press("Enter")
        }
        seat.isSlow = true
        try seat.press("z", "z", "z")
        #expect(seat.notice.contains("没有可撤回的"), "\(seat.notice)")
        seat.write()
        #expect(try seat.ledger.read { try $0.storyRow(id) }?.title == "题")
        #expect(seat.model.pending == 0 && seat.model.undo.isEmpty && seat.model.takingBack == 0)
    }

    @Test func leavingWaitsForWhatIsBeingWritten() throws {
        let seat = try Seat()
        seat.isSlow = true
        try seat.command("d erqi 正在写入")
        try seat.press("q")
        #expect(!seat.hasQuit)
        #expect(seat.text.contains("写完即离开"))
        seat.write()
        #expect(seat.hasQuit)
        #expect(try seat.ledger.read { try $0.tasks() }.contains { $0.title == "正在写入" })
    }

    @Test func whoIsRefusedOrGoesOnDoesNotLeave() throws {
        let seat = try Seat()
        try seat.command("d erqi 两处取消")
        let task = try seat.task { $0.title == "两处取消" }
        seat.visit(.task(task.id))
        seat.isSlow = true
        try seat.command("cancel 这里")
        try seat.press("q")
        try seat.elsewhere("sunlei", .task(.cancel(task.id, reason: "别处")))
        seat.write()
        #expect(!seat.hasQuit && !seat.notice.isEmpty)

        seat.isSlow = true
        try seat.command("d erqi 接着干")
        try seat.press("q", "t")
        seat.write()
        #expect(!seat.hasQuit)
    }

    @Test func whoMayOnlyLookCannotWrite() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.ledger(clock), clock: clock, isReadOnly: true)
        let before = try seat.ledger.read { try $0.log(limit: 1) }
        let task = try seat.task { $0.state == .issued }
        for action in Actions.all where action.group != .go && action.group != .view {
            seat.visit(.task(task.id))
            let effects = invoke(&seat.model, action, text: "erqi 不该发生")
            #expect(!effects.contains { if case .perform = $0 { true } else { false } }, "\(action.id)")
        }
        try seat.command("d erqi 不该发生")
        #expect(seat.notice.contains("只读"))
        #expect(seat.screen.first?.contains("只读") == true)
        #expect(try seat.ledger.read { try $0.log(limit: 1) } == before)
    }

    @Test func aQuestionIsOnlyAskedOnceAndDoesExactlyWhatItSaid() throws {
        let seat = try Seat("zhoumingyuan")
        let story = try seat.story { $0.state == .published }
        seat.visit(.story(story.id))
        try seat.press("W")
        seat.type("失实")
        try seat.press("Enter")
        #expect(seat.text.contains("\(story.number)"))
        // Whatever happens under the question, it is about that story.
        seat.reload()
        try seat.press("x", "7", "Down")
        #expect(seat.model.overlay != nil, "other keys are no answer")
        try seat.press("y")
        #expect(try seat.ledger.read { try $0.storyRow(story.id) }?.state == .withdrawn)
        #expect(seat.model.overlay == nil)
    }
}
