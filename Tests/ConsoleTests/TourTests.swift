import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// The tour through the rehearsed day, as a visitor sees it.
@Suite struct TourTests {
    /// Waits, second by second, until the tour is at another station; says how long that took.
    @discardableResult
    private func nextStation(_ seat: Seat) throws -> Int {
        let here = seat.model.guide?.tour?.station
        for second in 1...120 {
            seat.tick(seconds: 1)
            if seat.model.guide?.tour?.station != here { return second }
        }
        Issue.record("the tour stays at station \(here ?? -1)")
        return 0
    }

    /// The caption as it stands on the screen, its lines joined.
    private func caption(_ seat: Seat) -> String {
        let band = layout(seat.model).band
        return seat.screen[band.y..<band.maxY - 1].map { Self.pressed(String($0.dropFirst(6))) }.joined()
    }

    /// Without blanks: a line break may stand for one.
    private static func pressed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test(arguments: Language.allCases, Stop.sizes) func eachCaptionIsWholeAtEveryStation(
        language: Language, size: Size
    ) throws {
        let seat = try Seat(language: language, columns: size.columns, rows: size.rows, guidance: .tour)
        var seen: Set<Int> = []
        repeat {
            let station = try #require(seat.model.guide?.tour?.station)
            seen.insert(station)
            let place = "station \(station + 1), \(size), \(language)"
            #expect(caption(seat).hasSuffix(Self.pressed(TourStep.all[station].caption(language))), "\(place)")
            #expect(seat.text.contains("\(station + 1)/\(TourStep.all.count)"), "\(place)")
            #expect(Seat.torn(seat.frame) == nil, "\(place)")
            #expect(Seat.astray(seat.model) == nil, "\(place)")
            try nextStation(seat)
        } while seat.model.guide?.tour?.station != 0
        // The day has something for every station.
        #expect(seen.count == TourStep.all.count, "passed over: \(Set(TourStep.all.indices).subtracting(seen))")
    }

    @Test func whatIsSpokenOfIsOnTheScreen() throws {
        for size in Stop.sizes {
            let seat = try Seat(columns: size.columns, rows: size.rows, guidance: .tour)
            repeat {
                if let item = seat.model.guide?.tour?.sight?.item {
                    let name = seat.model.label(item).prefix(size.columns < 120 ? 3 : 4)
                    let band = layout(seat.model).band
                    let rest = seat.screen.enumerated().filter { $0.offset < band.y || $0.offset >= band.maxY }
                    #expect(rest.contains { $0.element.contains(name) }, "\(name) at \(size):\n\(seat.text)")
                }
                try nextStation(seat)
            } while seat.model.guide?.tour?.station != 0
        }
    }

    @Test func theDifferencesAreShownWhereTheyAreSpokenOf() throws {
        let seat = try Seat(guidance: .tour)
        repeat {
            if seat.model.station?.caption(.zh).holds("删去") == true {
                #expect(seat.model.tab == .changes, "\(seat.text)")
            }
            try nextStation(seat)
        } while seat.model.guide?.tour?.station != 0
    }

    @Test func eachStationStandsLongEnoughToBeRead() throws {
        for language in Language.allCases {
            let seat = try Seat(language: language, guidance: .tour)
            repeat {
                let station = try #require(seat.model.station)
                let text = station.caption(language)
                // Nobody reads faster than seven characters or four words a second, and looks at the screen as well.
                let reading =
                    language == .zh ? text.count / 7 : text.split(separator: " ").count / 4
                let seconds = try nextStation(seat)
                #expect(seconds >= reading + 4, "\(text)")
                #expect(seconds <= 40, "\(text)")
            } while seat.model.guide?.tour?.station != 0
        }
    }

    @Test func aWholeTourWritesNothing() throws {
        let seat = try Seat(guidance: .kiosk)
        let before = try seat.ledger.read { try $0.log(limit: 1).first?.id }
        for _ in TourStep.all { try nextStation(seat) }
        #expect(seat.model.guide?.tour?.station == 0)
        #expect(try seat.ledger.read { try $0.log(limit: 1).first?.id } == before)
        #expect(!seat.effects.contains { if case .perform = $0 { true } else { false } })
        #expect(!seat.effects.contains { if case .edit = $0 { true } else { false } })
    }

    /// Takes the tour to the first station with something.
    private func go(_ seat: Seat, _ what: String, to wanted: (Model) -> Bool) throws {
        for _ in TourStep.all where !wanted(seat.model) { try seat.press("F6") }
        try #require(wanted(seat.model), "\(what)")
    }

    @Test func aLineIsTypedSlowlyWithItsPreviewAndNeverEntered() throws {
        let seat = try Seat(columns: 120, rows: 36, guidance: .tour)
        try go(seat, "a line") { $0.guide?.tour?.line.isEmpty == false }
        let line = try #require(seat.model.guide?.tour?.line)
        #expect(seat.model.tick(hasSeconds: false) < 1)
        var lengths: [Int] = []
        for _ in 0..<100 where seat.model.guide?.tour?.isTyping == true {
            seat.model.awake += .milliseconds(200)
            seat.send(.input(.tick))
            lengths.append(seat.model.prompt?.editor.text.count ?? 0)
        }
        #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $1 - $0 <= 1 }, "\(lengths)")
        #expect(seat.text.contains(line.prefix(12)))
        #expect(seat.text.contains("将派给") && seat.text.contains("可加 @"), "\(seat.text)")
        #expect(seat.model.tick(hasSeconds: false) == 1)
    }

    @Test func anyKeyGivesTheDeskToTheVisitorWhereTheTourStood() throws {
        for key in ["q", "x", "Enter", "Esc", "Down", "F1", "C-c", "Space"] {
            let seat = try Seat(guidance: .tour)
            try seat.press("F6", "F6")
            let place = seat.model.place
            try seat.press(key)
            #expect(seat.model.guide?.tour == nil && !seat.hasQuit, "\(key)")
            // The key itself does nothing: nobody knows yet what keys mean.
            #expect(seat.model.place == place && seat.model.overlay == nil && seat.model.prompt == nil, "\(key)")
            #expect(layout(seat.model).band.isEmpty)
            #expect(seat.notice.contains("F5"))
            try seat.press("t")
            #expect(seat.model.place == .tasks)
        }
        let seat = try Seat(guidance: .tour)
        seat.send(.pointed(.row(.attention, 0), .press))
        #expect(seat.model.guide?.tour == nil, "the mouse counts as a key")
        let pasted = try Seat(guidance: .tour)
        pasted.send(.input(.paste("d erqi x\r")))
        #expect(pasted.model.guide?.tour == nil && pasted.model.prompt == nil)
    }

    @Test func inTheMiddleOfALineTheVisitorFindsAnEmptyDesk() throws {
        let seat = try Seat(guidance: .tour)
        try go(seat, "a line") { $0.guide?.tour?.line.isEmpty == false }
        seat.tick(seconds: 6)
        #expect(seat.model.prompt != nil)
        try seat.press("Enter")
        #expect(seat.model.prompt == nil)
        #expect(!seat.effects.contains { if case .perform = $0 { true } else { false } })
    }

    @Test func quietBringsTheTourBackAndTheDeskAsItWas() throws {
        let seat = try Seat(columns: 120, rows: 36, guidance: .tour)
        seat.tick(seconds: 3)
        try seat.press("x", "t", "/")
        seat.type("js")
        try seat.press("Enter", "F3", "M", "K", "y")
        #expect(!seat.model.undo.isEmpty || !seat.model.filters.isEmpty)
        try seat.press("D")
        seat.model.themeName = "light"
        seat.send(.left)
        #expect(seat.model.guide?.tour?.station == 0)
        #expect(seat.model.place == .board && seat.model.overlay == nil && seat.model.prompt == nil)
        #expect(seat.model.filters.isEmpty && seat.model.undo.isEmpty && seat.model.histories.isEmpty)
        #expect(seat.model.language == .zh && seat.model.hasMouse)
        #expect(seat.effects.contains { if case .theme("dark") = $0 { true } else { false } })
        #expect(seat.text.contains(TourStep.all[0].caption.zh.prefix(8)))
    }

    @Test func withoutTheOptionTheTourIsOfferedAndDoesNotComeBack() throws {
        let seat = try Seat(guidance: .onRequest)
        #expect(seat.model.guide?.tour == nil)
        #expect(seat.notice.contains("F5"))
        seat.send(.left)
        #expect(seat.model.guide?.tour == nil)
        try seat.press("F5")
        #expect(seat.model.guide?.tour != nil)
        for _ in TourStep.all { try seat.press("F6") }
        #expect(seat.model.guide?.tour == nil, "it ends after its last station")
        let desk = try Seat()
        try desk.press("F5")
        #expect(desk.model.guide == nil && desk.model.place == .board, "a desk that lasts has no tour")
    }

    @Test func theLanguageCanBeTurnedWithoutEndingTheTour() throws {
        let seat = try Seat(guidance: .tour)
        try seat.press("F6", "F3")
        #expect(seat.model.guide?.tour?.station == 1)
        #expect(caption(seat).contains(Self.pressed(TourStep.all[1].caption.en)))
    }

    @Test func whatVanishesIsLeftBehind() throws {
        let seat = try Seat(guidance: .tour)
        try go(seat, "a declined task") { if case .task = $0.place { true } else { false } }
        let station = try #require(seat.model.guide?.tour?.station)
        guard case .task(let id) = seat.model.place else { return }
        try seat.elsewhere("zhangmin", .task(.cancel(id, reason: "事件已了")))
        seat.reload()
        seat.tick(seconds: 1)
        #expect(seat.model.guide?.tour?.station != station)
    }

    @Test func anotherDayMovesTheTourOn() throws {
        let seat = try Seat(guidance: .tour)
        try go(seat, "a declined task") { if case .task = $0.place { true } else { false } }
        let station = try #require(seat.model.guide?.tour?.station)
        seat.model.beginDay(actor: seat.model.actor)
        seat.reload()
        seat.send(.dayBegan)
        #expect(seat.model.guide?.tour?.station == station + 1)
        #expect(seat.model.guide?.tour?.sight != nil)
    }

    @Test func anEmptyDeskIsShownAsFarAsThereIsSomething() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat(ledger: try NewsDay.ledger(centres: 5, clock), clock: clock, guidance: .tour)
        var seen: Set<Int> = []
        repeat {
            seen.insert(seat.model.guide?.tour?.station ?? -1)
            try nextStation(seat)
        } while seat.model.guide?.tour?.station != 0
        #expect(seen.contains(0) && seen.contains(TourStep.all.count - 1) && seen.count < TourStep.all.count)
    }

    @Test func aKioskStays() throws {
        let seat = try Seat(guidance: .kiosk)
        try seat.press("x")
        for key in ["q", "C-c", "C-z", "C-\\"] {
            try seat.press(key)
            #expect(!seat.hasQuit && seat.notice.contains("一直开着"), "\(key): \(seat.notice)")
        }
        for command in ["q", "quit", "suspend", "退出"] {
            try seat.command(command)
            #expect(!seat.hasQuit, ":\(command)")
        }
        seat.send(.input(.interrupt))
        #expect(!seat.hasQuit)
        #expect(!seat.effects.contains { if case .suspend = $0 { true } else { false } })
        try seat.press("C-g", "C-g", "x", "C-g", "C-g")
        #expect(!seat.hasQuit, "the chord is three times in a row")
        try seat.press("C-g")
        #expect(seat.hasQuit)
        for input in [Input.terminate, .hangUp] {
            let other = try Seat(guidance: .kiosk)
            other.send(.input(input))
            #expect(other.hasQuit, "\(input)")
        }
    }

    @Test func theChordLeavesFromEverywhere() throws {
        for stop in Stop.overlays {
            let seat = try Seat(guidance: .kiosk)
            try seat.press("x")
            try stop.go(seat)
            try seat.press("C-g", "C-g", "C-g")
            #expect(seat.hasQuit, "\(stop.name)")
        }
    }

    @Test func noEditorIsAWayOutOfAKiosk() throws {
        for person: StaffID in ["zhoumingyuan", "liwei"] {
            let seat = try Seat(person, guidance: .kiosk)
            try seat.press("x")
            for row in try seat.ledger.read({ try $0.stories() }) {
                seat.visit(.story(row.id))
                try seat.press("e", "C")
            }
            #expect(!seat.effects.contains { if case .edit = $0 { true } else { false } })
        }
    }
}
