import Ledger
import Newsroom
import Testing

@testable import Console
@testable import Terminal

/// The lessons, as a learner types them.
@Suite struct LessonTests {
    private func learner(_ language: Language = .zh, columns: Int = 80, rows: Int = 24) throws -> Seat {
        let clock = TestClock(NewsDay.now)
        return try Seat(
            language: language, columns: columns, rows: rows, ledger: try NewsDay.ledger(clock, lessons: true),
            clock: clock, guidance: .lessons)
    }

    private func lessons(_ seat: Seat) throws -> Lessons { try #require(seat.model.guide?.lessons) }

    /// What an old hand types in each exercise, in their order.
    private static let solutions: [@Sendable (Seat) throws -> Void] = [
        { try $0.press("?", "x", "K", "y") },
        { seat in
            let item = seat.model.guide?.lessons?.sight?.item
            while seat.model.target != item { try seat.press("Down") }
            try seat.press("Enter")
        },
        { seat in
            try seat.press("t", "/")
            seat.type(try initials(seat))
            try seat.press("Enter")
        },
        { seat in
            try seat.press("d")
            seat.type(try initials(seat) + " 看灯 !u +v")
            try seat.press("Enter")
        },
        { try $0.press("z") },
        { try $0.press("a", "v") },
        { seat in
            try seat.press("x")
            seat.type("有事")
            try seat.press("Enter", "r", "Enter")
        },
        { seat in
            guard case .story(let id) = seat.model.guide?.lessons?.sight?.item else { return }
            let number = try #require(seat.model.story(id)?.number)
            try seat.press("f")
            seat.type("s\(number.value)")
            try seat.press("Enter", "Enter", "Tab")
        },
        { try $0.press("p", "Enter") },
        { try $0.press("S", "Enter", "P", "Enter", "Enter") },
    ]

    private static func initials(_ seat: Seat) throws -> String {
        guard case .centre(let id) = seat.model.guide?.lessons?.sight?.item else { return "" }
        let name = try #require(seat.model.rows.centres[id]?.card.name.zh)
        return name.map { Pinyin.shared.letters(String($0)).prefix(1) }.joined()
    }

    /// Goes to an exercise by skipping those before; those that prepare it are solved.
    private func go(_ seat: Seat, to wanted: Int) throws {
        while try lessons(seat).exercise < wanted {
            if try lessons(seat).exercise == wanted - 1, wanted == 4 {
                try Self.solutions[3](seat)
            }
            try seat.press("F6")
        }
    }

    @Test(arguments: Language.allCases, Stop.sizes) func allTenAreSolvedWithTheKeysOfAnOldHand(
        language: Language, size: Size
    ) throws {
        let seat = try learner(language, columns: size.columns, rows: size.rows)
        for (index, solve) in Self.solutions.enumerated() {
            try #require(try lessons(seat).exercise == index, "\(seat.text)")
            let before = try lessons(seat)
            let mark = "\(index + 1)/\(Exercise.all.count)"
            #expect(seat.text.contains(mark))
            try solve(seat)
            let after = try lessons(seat)
            #expect(
                after.isSolved,
                "exercise \(index + 1), \(size), \(language): \(after.done) \(seat.notice)\n\(seat.text)")
            #expect(after.keys == before.par, "exercise \(index + 1), \(size): \(after.keys) keys, par \(before.par)")
            try seat.press("Space")
        }
        let end = try lessons(seat)
        #expect(end.isFinished && end.results.count == 10 && end.total.keys == end.total.par)
        #expect(seat.model.overlay.map { if case .results = $0 { true } else { false } } == true)
        for exercise in Exercise.all where size.rows > 20 {
            #expect(seat.text.contains(exercise.name(language)), "\(exercise.name.en) at \(size)")
        }
        #expect(seat.text.contains("\(end.total.keys)"))
        try seat.press("Esc")
        #expect(seat.model.overlay == nil)
        #expect(seat.model.actor.staff == "zhangmin", "the chief's chair is given back")
        try seat.press("q")
        #expect(seat.hasQuit)
    }

    @Test func theTaskIsWholeInTheBandWithItsHint() throws {
        for language in Language.allCases {
            for size in Stop.sizes {
                let seat = try learner(language, columns: size.columns, rows: size.rows)
                while try !lessons(seat).isFinished {
                    let index = try lessons(seat).exercise
                    try seat.press("F7")
                    let band = try #require(seat.model.band)
                    let rect = layout(seat.model).band
                    let shown = seat.screen[rect.y..<rect.maxY - 1].joined().filter { !$0.isWhitespace }
                    for text in [band.text, band.hint] {
                        let isShown = shown.contains(text.filter { !$0.isWhitespace })
                        #expect(
                            isShown && !text.isEmpty,
                            "exercise \(index + 1), \(size), \(language): \(text) in \(shown)")
                    }
                    #expect(!band.text.contains("{"), "\(band.text)")
                    #expect(Seat.torn(seat.frame) == nil)
                    if index == 3 { try Self.solutions[3](seat) }
                    try seat.press("F6")
                }
            }
        }
    }

    @Test func whatIsNotAskedForIsNotTaken() throws {
        let wrong: [(String, (Seat) throws -> Void)] = [
            ("only the help", { try $0.press("?", "x") }),
            (
                "another task",
                { seat in
                    let item = seat.model.guide?.lessons?.sight?.item
                    while seat.model.target == item || seat.model.target?.isTask != true { try seat.press("Down") }
                    try seat.press("Enter")
                }
            ),
            ("a filter for all", { try $0.press("t", "/", "0", "Enter") }),
            (
                "without video",
                { seat in
                    try seat.press("d")
                    seat.type(try Self.initials(seat) + " 看灯 !u")
                    try seat.press("Enter")
                }
            ),
            (
                "taking back another",
                { seat in
                    let item = seat.model.guide?.lessons?.sight?.item
                    try seat.press("t")
                    while seat.model.target == item { try seat.press("Down") }
                    try seat.press("X")
                    seat.type("误")
                    try seat.press("Enter")
                }
            ),
            ("acknowledged only", { try $0.press("a") }),
            (
                "declined only",
                { seat in
                    try seat.press("x")
                    seat.type("有事")
                    try seat.press("Enter")
                }
            ),
            (
                "another story",
                { seat in
                    let row = try seat.story { $0.state == .published }
                    try seat.press("f")
                    seat.type("\(row.number)")
                    try seat.press("Enter", "Enter", "Tab")
                }
            ),
            ("no opinion", { try $0.press("r", "Enter") }),
            ("signed only", { try $0.press("S", "Enter") }),
        ]
        for (index, (name, act)) in wrong.enumerated() {
            let seat = try learner()
            try go(seat, to: index)
            try act(seat)
            #expect(try !lessons(seat).isSolved, "\(name)")
            #expect(try lessons(seat).exercise == index, "\(name)")
            #expect(try lessons(seat).keys > 0, "\(name)")
        }
    }

    @Test func somebodyElsesDeedIsNotTheLearners() throws {
        let seat = try learner()
        try seat.press("?", "x")
        try seat.elsewhere("sunlei", .rollCall(.call(centres: seat.model.desk.roster.map(\.id))))
        seat.reload()
        #expect(try !lessons(seat).isSolved)
    }

    @Test func theHintComesWhenAskedForAndAfterAWhileOfTrouble() throws {
        let hint = Exercise.all[0].hint.zh
        let asked = try learner()
        #expect(!asked.text.contains(hint))
        try asked.press("F7")
        #expect(asked.text.contains(hint))
        #expect(try lessons(asked).keys == 0, "asking costs no keys")
        let waiting = try learner()
        waiting.tick(seconds: 59)
        #expect(!waiting.text.contains(hint))
        waiting.tick(seconds: 2)
        #expect(waiting.text.contains(hint))
        let lost = try learner()
        for _ in 0..<30 { try lost.press("Down") }
        #expect(lost.text.contains(hint))
    }

    @Test func praiseGoesOnByItselfAndAKeyGoesOnAtOnce() throws {
        let seat = try learner()
        try Self.solutions[0](seat)
        #expect(seat.text.contains("4 键"))
        seat.tick(seconds: 9)
        #expect(try lessons(seat).exercise == 1)
        try Self.solutions[1](seat)
        try seat.press("X")
        #expect(try lessons(seat).exercise == 2 && seat.model.prompt == nil)
    }

    @Test func theChiefsChairIsAnnouncedAndNobodyIsTrapped() throws {
        let seat = try learner()
        try go(seat, to: 9)
        #expect(seat.screen[0].contains("周明远"), "\(seat.screen[0])")
        let name = try #require(seat.screen[0].firstRange(of: "周明远"))
        let x = seat.model.widths.width(of: String(seat.screen[0][..<name.lowerBound]))
        #expect(Style(packed: seat.frame.canvas.cells[x].style).reverse)
        try seat.press("Esc", "Esc", "Esc", "q")
        #expect(seat.hasQuit)
        let skipped = try learner()
        while try !lessons(skipped).isFinished { try skipped.press("F6") }
        #expect(try lessons(skipped).isFinished && lessons(skipped).total == (0, 0))
        #expect(skipped.text.contains("跳过"))
    }
}
