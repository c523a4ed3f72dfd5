import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// A list under somebody's eyes keeps still, and is found in the ways that names are typed.
@Suite struct ListTests {
    /// A seat in the list of all tasks, with this many rows down.
    private func inTasks(down: Int = 3) throws -> Seat {
        let seat = try Seat(columns: 120, rows: 36)
        try seat.press("t")
        for _ in 0..<down { try seat.press("Down") }
        return seat
    }

    private func line(of item: Item?, _ seat: Seat) throws -> Int {
        let label = seat.model.label(try #require(item))
        return try #require(seat.screen.firstIndex { $0.contains(label) }, "\(label) is not on the screen")
    }

    @Test func theCursorStaysOnItsItemAndItsLine() throws {
        let seat = try inTasks(down: 6)
        let item = seat.model.list.selected
        let before = try line(of: item, seat)
        // Far more urgent than anything there: in its natural order it would stand above.
        for number in 0..<4 {
            try seat.elsewhere(
                "sunlei",
                .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "急 \(number)", priority: .flash))))
            seat.reload()
            #expect(seat.model.list.selected == item)
            #expect(try line(of: item, seat) == before)
        }
    }

    @Test func itStaysWhileItIsTurnedIntoSomethingElse() throws {
        let seat = try inTasks(down: 2)
        guard case .task(let id) = seat.model.list.selected else { return #expect(Bool(false), "no task") }
        let before = try line(of: .task(id), seat)
        try seat.elsewhere("sunlei", .task(.cancel(id, reason: "事已了")))
        seat.reload()
        #expect(seat.model.list.selected == .task(id))
        #expect(try line(of: .task(id), seat) == before)
        #expect(seat.screen[before].contains("撤销"))
    }

    @Test func whatIsNewJoinsAtTheEndWhileSomebodyIsInTheList() throws {
        let seat = try inTasks()
        let before = seat.model.list.items
        let made = try seat.elsewhere(
            "sunlei",
            .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi", "jinshui"], title: "新到的急事", priority: .flash))))
        seat.reload()
        #expect(Array(seat.model.list.items.prefix(before.count)) == before)
        #expect(Set(seat.model.list.items.suffix(2)) == Set(made.map { .task($0.subject) }))
        #expect(seat.model.list.fresh == Set(made.map { .task($0.subject) }))
        // Asked for, the order is the natural one, and nothing is new any more.
        let cursor = seat.model.list.selected
        try seat.press("o")
        #expect(seat.model.list.items.firstIndex(of: .task(made[0].subject)) ?? 99 < before.count / 2)
        #expect(seat.model.list.fresh.isEmpty)
        #expect(seat.model.list.selected == cursor)
    }

    /// What somebody has just made is what they do the next thing to.
    @Test(arguments: ["leads", "stories"]) func theCursorGoesOntoWhatOneMakesOneself(list: String) throws {
        let seat = try Seat(columns: 120, rows: 36)
        try seat.press(list == "leads" ? "l" : "s")
        try seat.press("Down")
        let before = seat.model.list.items
        try seat.press("n")
        seat.type("刚写的")
        try seat.press("C-s")
        let made = try #require(seat.model.list.items.first { !before.contains($0) })
        #expect(seat.model.list.selected == made)
        // A colleague's goes where it belongs.
        try seat.elsewhere("sunlei", .lead(.receive(LeadCommand.Tip(title: "同事的"))))
        seat.reload()
        #expect(seat.model.list.selected == made)
    }

    /// What its channels wait for is said whole, and is no failure: in the narrowest list as well.
    @Test(arguments: [(Language.zh, ["待撤", "待换"]), (.en, ["recall", "update"])], [(60, 20), (80, 24), (120, 36)])
    func whatAChannelWaitsForIsSaidWhole(said: (Language, [String]), size: (Int, Int)) throws {
        let seat = try Seat(language: said.0, columns: size.0, rows: size.1)
        let stories = try seat.ledger.read { desk in
            try desk.stories().filter { $0.state == .published && $0.failures == 0 && $0.correction == nil }
        }
        for (story, word) in zip(stories, said.1) {
            if word == said.1[0] {
                try seat.somebody(.chiefEditor, .story(.withdraw(story.id, reason: "失实")))
            } else {
                try seat.somebody(.dutyEditor, .story(.correction(story.id, .propose(body: "更正", reason: "有误"))))
                for (stage, role) in [(Stage.second, Role.deskHead), (.third, .chiefEditor)] {
                    try seat.somebody(
                        role, .story(.review(story.id, stage: stage, verdict: .pass, opinion: "可", textHash: nil)))
                }
            }
            seat.visit(.stories)
            try seat.press("/")
            seat.type("\(story.number)")
            try seat.press("Enter")
            let line = try #require(seat.screen.first { $0.contains("\(story.number)") && $0.contains("!") })
            #expect(line.contains(word), "\(line)")
        }
    }

    @Test func whoComesBackFindsTheListInOrder() throws {
        let seat = try inTasks()
        let cursor = seat.model.list.selected
        try seat.press("b")
        let made = try seat.elsewhere(
            "sunlei", .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "急事", priority: .flash))))
        seat.reload()
        try seat.press("t")
        #expect(seat.model.list.items.last != .task(made[0].subject))
        #expect(seat.model.list.selected == cursor)
    }

    @Test func whereTheItemHasGoneItsNeighbourTakesTheCursor() throws {
        let seat = try Seat(columns: 120, rows: 36)
        let open = seat.model.attention.map(\.item)
        let index = try #require(
            open.indices.dropFirst(2).first { index in
                if case .task(let id) = open[index] { seat.model.task(id)?.state != .filed } else { false }
            })
        for _ in 0..<index { try seat.press("Down") }
        guard case .task(let id) = seat.model.list.selected else { return #expect(Bool(false), "no task") }
        try seat.elsewhere("sunlei", .task(.cancel(id, reason: "事已了")))
        seat.reload()
        #expect(!seat.model.list.items.contains(.task(id)))
        #expect(seat.model.list.index == index)
        #expect(seat.model.list.selected == open[index + 1])
    }

    @Test func intoAThingAndBackToTheSameRow() throws {
        let seat = try inTasks(down: 5)
        let (cursor, screen) = (seat.model.list.selected, seat.text)
        try seat.press("Enter")
        #expect(seat.model.place != .tasks)
        try seat.press("Esc")
        #expect(seat.model.place == .tasks && seat.model.list.selected == cursor)
        #expect(seat.text == screen)
    }

    @Test(arguments: ["暴雨积水", "baoyu", "by", "暴雨 二七", "erqi by", "T-0001"])
    func filteredByCharactersPinyinAndInitials(_ typed: String) throws {
        let seat = try inTasks(down: 0)
        let all = seat.model.list.items.count
        try seat.press("/")
        seat.type(typed)
        let found = seat.model.list.items
        #expect((1..<all).contains(found.count), "\(typed): \(found.count) of \(all)")
        #expect(found.contains { $0 == .task(seat.model.desk.place.tasks.first { $0.number.value == 1 }?.id ?? .desk) })
        // Enter keeps the filter and says so; Esc takes it away.
        try seat.press("Enter")
        #expect(seat.model.prompt == nil && seat.model.list.items == found)
        #expect(seat.text.contains("/\(typed)"))
        try seat.press("Esc")
        #expect(seat.model.place == .tasks && seat.model.list.items.count == all)
    }

    @Test func aFilterThatFindsNothingSaysSoAndEscUndoesIt() throws {
        let seat = try inTasks()
        let cursor = seat.model.list.selected
        try seat.press("/")
        seat.type("雪豹")
        #expect(seat.model.list.items.isEmpty)
        #expect(seat.text.contains("没有符合筛选的"))
        try seat.press("Esc")
        #expect(!seat.model.list.items.isEmpty)
        try seat.press("/")
        seat.send(.input(.paste("暴雨")))
        #expect(seat.model.list.items.count > 0)
        _ = cursor
    }

    @Test func searchFindsAsOneTypes() throws {
        let seat = try Seat()
        try seat.press("f")
        seat.type("积")
        #expect(!seat.model.list.items.isEmpty)
        let one = seat.model.list.items.count
        seat.type("水")
        #expect((1...one).contains(seat.model.list.items.count))
        #expect(seat.text.contains("积水"))
        try seat.press("Enter", "Enter")
        #expect(seat.model.place != .search)
        try seat.press("Esc")
        #expect(seat.model.place == .search)
    }

    @Test func theCursorIsNeverOffTheScreen() throws {
        let seat = try Seat()
        for place in ["t", "s", "l", "L", "6"] {
            try seat.press(place)
            for key in ["End", "PgUp", "PgDn", "Home", "PgDn", "PgDn", "PgDn", "Up"] {
                try seat.press(key)
                guard let item = seat.model.list.selected else { continue }
                let rows = seat.frame.hits.compactMap { if case .row(_, let index) = $0.hit { index } else { nil } }
                #expect(rows.contains(seat.model.list.index), "\(place) \(key): \(item)")
            }
        }
    }

    @Test func wheelAndClick() throws {
        let seat = try inTasks(down: 0)
        seat.send(.pointed(.row(.tasks, 4), .press))
        #expect(seat.model.list.index == 4 && seat.model.place == .tasks)
        seat.send(.pointed(.row(.tasks, 4), .wheelDown))
        #expect(seat.model.list.index == 7)
        seat.send(.pointed(.row(.tasks, 7), .press))
        #expect(seat.model.place != .tasks)
    }
}

extension Seat {
    /// The first of a role whom the rules of persons allow it does something elsewhere.
    func somebody(_ role: Role, _ command: Command) throws {
        let people = model.desk.directory.staff.filter { $0.role == role && $0.isActive }
        for (index, person) in people.enumerated() {
            do {
                try elsewhere(person.id, command)
                return
            } catch let refusal as Refusal where index < people.count - 1 {
                guard ["ownStory", "ownEdit", "tookStage", "otherCentre", "housesOwn"].contains(refusal.code) else {
                    throw refusal
                }
            }
        }
    }
}
