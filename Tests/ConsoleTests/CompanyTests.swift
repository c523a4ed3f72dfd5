import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// The others at the desk: seen in passing, and nothing moves with them.
@Suite struct CompanyTests {
    private func present(_ staff: StaffID, _ place: Place, _ number: Number? = nil) -> Present {
        var present = Present(
            staff: staff, since: NewsDay.now, place: place.word, subject: place.subject)
        present.number = number
        return present
    }

    /// Every size and both languages.
    private func everywhere(_ body: (Seat, String) throws -> Void) throws {
        for language in Language.allCases {
            let seat = try Seat(language: language)
            for size in Stop.sizes {
                seat.resize(size.columns, size.rows)
                try body(seat, "\(size.columns)x\(size.rows), \(language)")
            }
        }
    }

    @Test func whoLooksAtTheSameThingIsNamed() throws {
        try everywhere { seat, spot in
            let story = try seat.story { $0.state == .inReview }
            seat.visit(.story(story.id))
            let alone = seat.text
            #expect(!alone.contains(seat.model.glyphs.eye), "\(spot)")
            let people: [StaffID] = ["liangdong", "zhoumingyuan", "liwei"]
            let names = people.map(seat.model.read.name)
            let zh = seat.model.language == .zh
            let expected = [
                zh ? "\(names[0]) 也在看" : "\(names[0]) is here too",
                zh ? "\(names[0])、\(names[1]) 也在看" : "\(names[0]), \(names[1]) are here too",
                zh ? "\(names[0]) 等 3 人" : "\(names[0]) and 2 more",
            ]
            for count in 1...3 {
                seat.send(.present(people.prefix(count).map { present($0, .story(story.id), story.number) }))
                #expect(seat.text.contains(expected[count - 1]), "\(spot): \(seat.screen.prefix(3))")
                #expect(Seat.torn(seat.frame) == nil, "\(spot)")
            }
            // What they look at elsewhere is not told here.
            seat.send(.present([present("liangdong", .board)]))
            #expect(!seat.screen.dropFirst().joined().contains(seat.model.glyphs.eye), "\(spot)")
            seat.send(.present([]))
            #expect(seat.text == alone, "\(spot)")
        }
    }

    @Test func theHeaderCountsThemWhereThereIsRoom() throws {
        try everywhere { seat, spot in
            seat.visit(.board)
            seat.send(.present([]))
            let before = seat.screen[0]
            seat.send(
                .present([
                    present("liangdong", .board), present("liangdong", .log), present("liwei", .tasks),
                    present(seat.model.actor.staff, .log),
                ]))
            let header = seat.screen[0]
            if seat.model.size.columns >= 80 {
                #expect(header.contains("\(seat.model.glyphs.eye) 2"), "\(spot): \(header)")
            }
            // What must always be there is there, with them or without.
            for line in [before, header] {
                let board = seat.model.say("总览", "Board")
                for part in ["/16", "张敏", "14:32", board] { #expect(line.contains(part), "\(spot): \(line)") }
            }
        }
    }

    @Test func theNarrowHeaderGivesUpWhatMattersLeast() throws {
        let seat = try Seat(language: .en, columns: 60, rows: 20, isReadOnly: true)
        try seat.elsewhere("liangdong", .message(.send("看一下", to: ["zhangmin"], about: nil)))
        seat.reload()
        seat.send(.present([present("liangdong", .board)]))
        let story = try seat.story { $0.state == .inReview }
        for place in [Place.board, .messages, .centre("hangkonggang"), .story(story.id)] {
            seat.visit(place)
            let header = seat.screen[0]
            for part in ["/16", "张敏", "14:32", "[read-only]", "✉ 1"] {
                #expect(header.contains(part), "\(place): \(header)")
            }
            #expect(!header.contains("◉"), "\(place): \(header)")
            #expect(seat.model.widths.width(of: header) <= 60)
        }
        #expect(seat.screen[0].contains("\(story.number)"))
    }

    @Test func theRowThatSomebodyHasOpenIsMarkedAndNothingMoves() throws {
        try everywhere { seat, spot in
            seat.visit(.stories)
            try seat.press("Down")
            seat.send(.present([]))
            let story = try seat.story { $0.state == .published }
            guard case .story(let first) = seat.model.list.items[0] else { return #expect(Bool(false)) }
            let before = seat.screen
            let list = seat.model.list
            seat.send(.present([present("liangdong", .story(first)), present("liwei", .story(story.id))]))
            #expect(seat.model.list == list, "\(spot)")
            let after = seat.screen
            #expect(after[2].hasPrefix(seat.model.glyphs.eye), "\(spot): \(after[2])")
            #expect(after[2].dropFirst() == before[2].dropFirst(), "\(spot)")
            // Of the rest of the screen only other marks have changed.
            for (old, new) in zip(before, after).dropFirst(3) {
                #expect(old == new || new.hasPrefix(seat.model.glyphs.eye), "\(spot): \(new)")
            }
        }
    }

    @Test func theStaffScreenShowsWhoIsOnAndWhere() throws {
        try everywhere { seat, spot in
            let task = try seat.task { $0.state == .issued }
            seat.send(
                .present([
                    present("liwei", .task(task.id), task.number), present("liangdong", .log),
                    present("zhoumingyuan", .centre("erqi")),
                ]))
            seat.visit(.list(.staff))
            let rows = seat.screen.dropFirst(2).prefix(3)
            for person in ["liwei", "liangdong", "zhoumingyuan"] as [StaffID] {
                let name = seat.model.read.name(person)
                let row = try #require(rows.first { $0.contains(name) }, "\(spot): \(name) in \(rows)")
                #expect(row.contains(seat.model.glyphs.eye), "\(spot): \(row)")
                let place =
                    person == "liwei"
                    ? "\(task.number)"
                    : person == "liangdong" ? seat.model.say("日志", "Log") : seat.model.say("二七", "Erqi")
                #expect(row.contains(place), "\(spot): \(row)")
            }
            #expect(Seat.torn(seat.frame) == nil, "\(spot)")
            // Somebody goes while one is in the list: their mark goes, their row stays.
            try seat.press("Down")
            let list = seat.model.list
            seat.send(.present([]))
            seat.reload()
            #expect(seat.model.list.items == list.items && seat.model.list.index == list.index, "\(spot)")
        }
    }

    @Test func aScreenOfANewerProgramIsNoPlaceHere() throws {
        let seat = try Seat()
        seat.send(.present([Present(staff: "liwei", since: NewsDay.now, place: "hologram")]))
        seat.visit(.list(.staff))
        #expect(seat.screen[2].contains(seat.model.read.name("liwei")))
        #expect(!seat.text.contains("hologram"))
    }

    @Test func everyPlaceHasAWordThatComesBack() {
        let id = SubjectID.desk
        let places: [Place] =
            [
                .board, .summary, .tasks, .stories, .leads, .log, .search, .messages, .nodes, .centre("erqi"),
                .task(id), .story(id), .lead(id),
            ] + ListScreens.all.map { .list($0.id) }
        for place in places {
            #expect(CleanText.identifier(place.word) != nil, "\(place.word)")
            if place.subject == nil { #expect(Place(list: place.word) == place) }
        }
        #expect(Set(places.map(\.word)).count == places.count)
    }
}
