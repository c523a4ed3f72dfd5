import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// What is on the screens of a rehearsed day, at every size and in both languages. The pictures change; what they
/// must say does not.
@Suite struct ScreenTests {
    /// Looks at every stop, at every size, in both languages.
    private func tour(_ stops: [Stop], sizes: [Size] = Stop.sizes, _ look: (Seat, String) throws -> Void) throws {
        for language in Language.allCases {
            for stop in stops {
                let seat = try Seat(language: language)
                for size in sizes {
                    seat.resize(size.columns, size.rows)
                    seat.visit(.board)
                    try stop.go(seat)
                    try look(seat, "\(stop.name), \(size.columns)x\(size.rows), \(language)")
                }
            }
        }
    }

    @Test func nothingIsTornOrOutOfBounds() throws {
        try tour(Stop.places + Stop.overlays) { seat, place in
            #expect(Seat.torn(seat.frame) == nil, "\(place)")
            #expect(Seat.astray(seat.model) == nil, "\(place)")
            let bounds = Rect(seat.model.size)
            for (rect, hit) in seat.frame.hits where !rect.isEmpty {
                let isInside = rect.x >= 0 && rect.y >= 0 && rect.maxX <= bounds.maxX && rect.maxY <= bounds.maxY
                #expect(isInside, "\(place): \(hit) at \(rect)")
            }
            // Wider than the screen would be a wide character in the last column and a half.
            for line in seat.screen { #expect(seat.model.widths.width(of: line) <= bounds.width, "\(place): \(line)") }
        }
    }

    @Test func theSameAfterEverySizeInBetween() throws {
        try tour(Stop.places + Stop.overlays, sizes: [Size(columns: 80, rows: 24)]) { seat, place in
            let before = seat.text
            for columns in stride(from: 3, through: 150, by: 21) {
                for rows in stride(from: 2, through: 40, by: 12) {
                    seat.resize(columns, rows)
                    #expect(Seat.torn(seat.frame) == nil, "\(place), \(columns)x\(rows)")
                }
            }
            seat.resize(80, 24)
            // What was said at the bottom stays through a resize; so does every cursor.
            #expect(seat.text == before, "\(place)")
        }
    }

    @Test func theHeaderSaysWhereWhoWhenAndWhetherEverybodyIsHeard() throws {
        try tour(Stop.places) { seat, place in
            let header = try #require(seat.screen.first)
            let civil = Zone.beijing.civil(NewsDay.now)
            #expect(header.contains(civil.shortTime), "\(place): \(header)")
            #expect(header.contains("张敏"), "\(place): \(header)")
            #expect(header.contains("/16"), "\(place): \(header)")
            for words in try crumbs(seat) { #expect(header.contains(words), "\(place): \(words) in \(header)") }
        }
    }

    /// What the header must say of the place: its name, or the number of what is open.
    private func crumbs(_ seat: Seat) throws -> [String] {
        let zh = seat.model.language == .zh
        switch seat.model.place {
        case .board: return [zh ? "总览" : "Board"]
        case .summary: return [zh ? "概况" : "Summary"]
        case .tasks: return [zh ? "任务" : "Tasks"]
        case .stories: return [zh ? "稿件" : "Stories"]
        case .leads: return [zh ? "线索" : "Leads"]
        case .list(.staff): return [zh ? "人员" : "Staff"]
        case .log: return [zh ? "日志" : "Log"]
        case .search: return [zh ? "搜索" : "Search"]
        case .messages: return [zh ? "消息" : "Messages"]
        case .nodes: return [zh ? "节点" : "Nodes"]
        case .centre(let id): return [seat.model.read.centre(id)]
        case .task(let id): return [seat.model.label(.task(id))]
        case .story(let id): return [seat.model.label(.story(id))]
        case .lead(let id): return [seat.model.label(.lead(id))]
        case .list(.series(.loan)): return [zh ? "互审" : "Loans"]
        case .list: return [zh ? "需求" : "Requests"]
        case .thing(let series, let id): return [seat.model.label(.thing(series, id))]
        }
    }

    @Test func theHeaderSaysWhereEvenDeepDownAndNarrow() throws {
        for language in Language.allCases {
            for columns in [60, 80] {
                let seat = try Seat(language: language, columns: columns)
                let story = try seat.story { $0.state == .inReview }
                for place in [Place.stories, .centre("erqi"), .search, .story(story.id)] {
                    for effect in seat.model.go(to: place) { seat.perform(effect) }
                }
                let header = try #require(seat.screen.first)
                #expect(header.contains("\(story.number)"), "\(columns), \(language): \(header)")
            }
        }
    }

    @Test func allCentresAndTheMostUrgentStandOn80x24WithoutScrolling() throws {
        for language in Language.allCases {
            let seat = try Seat(language: language)
            let screen = seat.text
            #expect(seat.model.desk.roster.count == 16)
            let frame = seat.frame
            var seen: Set<String> = []
            for (rect, hit) in frame.hits {
                guard case .row(.centres, let index) = hit else { continue }
                // A long name may be short here, or cut, but never so that it could be another's.
                let name = seat.model.read.centre(seat.model.desk.roster[index].id)
                let row = frame.canvas.lines()[rect.y]
                #expect(row.contains(name.prefix(language == .zh ? 2 : 5)), "\(name), \(language): \(row)")
                seen.insert(row)
            }
            #expect(seen.count == 16, "\(language): \(screen)")
            #expect(seat.model.attention.count > 5)
            for entry in seat.model.attention.prefix(5) {
                #expect(screen.contains(seat.model.label(entry.item)), "\(entry), \(language)")
            }
        }
    }

    @Test func onAWallTheCentresStandAsOnTheMap() throws {
        let seat = try Seat(columns: 120, rows: 36)
        let rows = seat.frame.hits.filter { if case .row(.centres, _) = $0.hit { true } else { false } }
        #expect(rows.count == 16)
        for (left, right) in zip(rows, rows.dropFirst()) {
            guard case .row(_, let first) = left.hit, case .row(_, let second) = right.hit else { continue }
            let cards = [first, second].map { seat.model.desk.roster[$0].card }
            let (west, east) = (cards[0].column ?? 0, cards[1].column ?? 0)
            let (north, south) = (cards[0].row ?? 0, cards[1].row ?? 0)
            #expect((left.rect.x < right.rect.x) == (west < east), "\(cards.map(\.id.rawValue))")
            #expect((left.rect.y < right.rect.y) == (north < south), "\(cards.map(\.id.rawValue))")
        }
    }

    @Test func overdueComesFirst() throws {
        let seat = try Seat()
        let levels = seat.model.attention.map(\.level)
        #expect(levels == levels.sorted())
        #expect(levels.first == .over)
        // Red is never alone: a mark says the same without colour.
        let first = seat.model.label(try #require(seat.model.attention.first).item)
        let line = try #require(seat.screen.first { $0.contains(first) })
        #expect(line.contains(seat.model.glyphs.over))
    }

    @Test func atMostEightHintsAndEachOfThemPossible() throws {
        for person: StaffID in ["zhangmin", "zhoumingyuan", "qianjin"] {
            for stop in Stop.places {
                let seat = try Seat(person, columns: 200, rows: 60)
                try stop.go(seat)
                let shown = hints(seat.model)
                #expect((1...8).contains(shown.count), "\(stop.name): \(shown.map(\.id))")
                for action in shown {
                    #expect(action.possible(seat.model).isYes, "\(stop.name): \(action.id)")
                    let name = action.name(.zh)
                    #expect(
                        seat.screen.last?.contains(name) == true, "\(stop.name): \(name) in \(seat.screen.last ?? "")")
                }
            }
        }
    }

    @Test func tooSmallSaysHowLargeItMustBe() throws {
        for language in Language.allCases {
            let seat = try Seat(language: language)
            for (columns, rows) in [(59, 16), (60, 15), (30, 40), (200, 10), (20, 5)] {
                seat.resize(columns, rows)
                let text = seat.screen.joined()
                #expect(text.contains("60") && text.contains("16"), "\(columns)x\(rows), \(language): \(text)")
                #expect(text.contains("\(columns)") && text.contains("\(rows)"), "\(columns)x\(rows): \(text)")
            }
            for (columns, rows) in [(0, 0), (1, 1), (2, 1), (1, 30), (7, 3)] {
                seat.resize(columns, rows)
                #expect(Seat.torn(seat.frame) == nil)
            }
            seat.resize(60, 16)
            #expect(seat.screen.last.map { !$0.isEmpty } == true)
        }
    }

    @Test func aWindowIsWholeWhateverLiesUnderIt() throws {
        try tour(Stop.overlays) { seat, place in
            guard seat.model.overlay != nil else { return }
            let glyphs = seat.model.glyphs
            let corners = [glyphs.topLeft, glyphs.topRight, glyphs.bottomLeft, glyphs.bottomRight]
            for corner in corners { #expect(seat.text.contains(corner), "\(place): \(corner)") }
        }
    }
}
