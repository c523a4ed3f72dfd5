import Newsroom
import Testing

/// Loans of reviewers (互审): what both houses write, when they count, and what is reviewed on them.
struct LoanTests {
    static let end = MemoryDesk.start.adding(seconds: 3600)
    /// Erqi's second editor, lent to Zhongmu for an hour.
    static let card = LoanCard(number: 7, person: "ed2", lender: "erqi", borrower: "zhongmu", term: .until(end))
    static let story = SubjectID(at: MemoryDesk.start) { 21 }
    static let ofOneStory = LoanCard(
        number: 8, person: "ed2", lender: "erqi", borrower: "zhongmu", term: .story(story))
    private static let trace = Refusal.Trace(by: "liwei", at: MemoryDesk.start)
    /// One refusal of each kind; of those that speak of a state, one for each state.
    static let refusals: [LoanRefusal] =
        [
            .otherHouse("erqi"), .samePerson, .over(MemoryDesk.start), .atHome("liwei", "erqi"),
            .reviewsNothing("liwei", "erqi"), .othersStory("erqi"), .several([Number(.loan, 1), Number(.loan, 2)]),
            .noneWaits("liwei"),
        ] + LoanState.allCases.map { .state($0, last: trace) } + LoanLack.allCases.map { .lacks($0) }

    static let accepted = accepted(card)

    static func accepted(_ card: LoanCard) -> Fact { .loan(.accepted(card, house: "zhongmu")) }

    static let ended = Fact.loan(.ended(house: "zhongmu", reason: "够了"))

    static func line(_ card: LoanCard = card, _ facts: [Fact] = []) throws -> Timeline<Loan> {
        var line = try #require(Timeline<Loan>(.loan(.proposed(card, house: "erqi")), by: "ed"))
        for fact in facts { #expect(line.apply(fact, by: "med") == nil) }
        return line
    }

    static func line(in state: LoanState) throws -> Timeline<Loan> {
        switch state {
        case .proposed: try line()
        case .inForce: try line(card, [accepted])
        case .ended: try line(card, [ended])
        }
    }

    // MARK: - What both houses write

    /// Nobody is lent on other terms than both houses have seen; of two ends the earlier counts.
    @Test func anAcceptanceIsOfTheTermsThatWereSeen() throws {
        func agreed(_ change: (inout LoanCard) -> Void) throws -> LoanCard? {
            var seen = Self.card
            change(&seen)
            var line = try Self.line()
            return line.apply(Self.accepted(seen), by: "med") == nil ? line.state.card : nil
        }
        #expect(try agreed { _ in } == Self.card)
        #expect(try agreed { $0.person = "ed" } == nil)
        #expect(try agreed { $0.lender = "xinmi" } == nil)
        #expect(try agreed { $0.term = .story(Self.story) } == nil)
        #expect(try agreed { $0.term = .until(Self.end.adding(seconds: 60)) } == Self.card)
        #expect(
            try agreed { $0.term = .until(Self.end.adding(seconds: -60)) }?.term
                == .until(Self.end.adding(seconds: -60)))
    }

    @Test func everyStateAndEveryStep() throws {
        let steps: [(String, Fact)] = [("accept", Self.accepted), ("end", Self.ended)]
        let table = RuleTable(
            """
            state    accept  end
            proposed inForce ended
            inForce  -       ended
            ended    -       -
            """)
        #expect(table.isWhole)
        #expect(table.rows.map(\.state) == LoanState.allCases.map(\.rawValue))
        for (name, cells) in table.rows {
            let before = try Self.line(in: try #require(LoanState(rawValue: name)))
            for ((step, fact), cell) in zip(steps, cells) {
                var line = before
                let refused = line.apply(fact, by: "med")
                #expect(
                    refused == (cell == "-" ? .loan(.state(before.state.state, last: before.state.last)) : nil),
                    "\(name) \(step)")
                #expect(cell == "-" ? line.state == before.state : line.state.state.rawValue == cell, "\(name) \(step)")
                #expect((step == "end" ? LoanStep.end : .accept).from.contains(before.state.state) == (cell != "-"))
            }
            var line = before
            #expect(line.apply(.task(.closed), by: "med") == .outOfPlace("taskClosed"))
            #expect(line.apply(.loan(.proposed(Self.card, house: "erqi")), by: "ed") == .outOfPlace("loanProposed"))
        }
    }

    /// One house alone makes nothing count: its node can write no more than its own word, and not twice.
    @Test func oneHouseAloneMakesNothingCount() throws {
        func void(_ fact: Fact, _ person: StaffID, from: CentreID?, onBehalf: Bool = false) throws -> Refusal? {
            let begun = try Self.line()
            var actor = Sample.actor(person)
            if onBehalf { actor.capacity = .onBehalf }
            let event = Event(
                subject: begun.subject, stamp: Stamp(at: begun.at.adding(seconds: 1)), actor: .person(actor),
                fact: fact, from: from)
            let judged = try #require(AnySubject.replay(begun.events + [event]))
            guard case .loan(let loan) = judged.state else { throw Refusal.bodyMissing }
            #expect((judged.void[1] == nil) == (loan.state == .inForce))
            return judged.void[1]
        }
        #expect(try void(Self.accepted, "med", from: "zhongmu") == nil)
        #expect(try void(Self.accepted, "med", from: nil) == nil)
        // The same house once more, the other's word from its own node, and a third house's.
        #expect(
            try void(.loan(.accepted(LoanTests.card, house: "erqi")), "ed2", from: "erqi")
                == .loan(.otherHouse("zhongmu")))
        #expect(try void(Self.accepted, "ed2", from: "erqi") == .otherNode("zhongmu"))
        #expect(try void(Self.accepted, "ed2", from: nil) == .otherCentre("zhongmu"))
        #expect(try void(Self.accepted, "head", from: "zhongmu", onBehalf: true) == .otherCentre("zhongmu"))
        #expect(
            try void(.loan(.accepted(LoanTests.card, house: "xinmi")), "ed", from: "xinmi") == .otherCentre("xinmi"))
        #expect(try void(.loan(.accepted(LoanTests.card, house: "zz")), "head", from: nil) == .otherCentre("erqi"))
        // The desk where it acts on the house's behalf, which its own nodes alone can say.
        #expect(try void(Self.accepted, "head", from: nil, onBehalf: true) == nil)
    }

    /// Whoever proposed it for one house does not accept it for the other, in whatever post.
    @Test func anotherPersonSpeaksForEachHouse() throws {
        let begun = try Self.line()
        let same = Event(
            subject: begun.subject, stamp: Stamp(at: begun.at.adding(seconds: 1)),
            actor: .person(Person(staff: "ed", role: .centreEditor, house: "zhongmu")), fact: Self.accepted)
        #expect(Loan.fold(begun.events + [same])?.void.map(\.why) == [.loan(.samePerson)])
    }

    @Test func itIsProposedByOneOfItsHouses() {
        func made(_ card: LoanCard, _ house: CentreID, _ person: StaffID) -> Bool {
            Timeline<Loan>(.loan(.proposed(card, house: house)), by: person) != nil
        }
        #expect(made(Self.card, "erqi", "ed") && made(Self.card, "zhongmu", "med"))
        #expect(!made(Self.card, "erqi", "med"), "nobody speaks for another house")
        #expect(!made(Self.card, "zz", "head"), "the desk is none of the two")
        var home = Self.card
        home.borrower = "erqi"
        #expect(!made(home, "erqi", "ed"), "nobody is lent to their own house")
    }

    @Test func whatIsOverIsNotAccepted() throws {
        let begun = try Self.line()
        for (seconds, why) in [(3599, nil), (3600, .loan(.over(Self.end)))] as [(Int, Refusal?)] {
            let event = Event(
                subject: begun.subject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: seconds)),
                actor: .person(Sample.actor("med")), fact: Self.accepted)
            #expect(Loan.fold(begun.events + [event])?.void.first?.why == why)
        }
        #expect(begun.state.isCurrent(at: Self.end.adding(seconds: -1)) && !begun.state.isCurrent(at: Self.end))
    }

    @Test func fieldsComeBack() throws {
        let facts: [LoanFact] = [
            .proposed(Self.card, house: "erqi"), .proposed(Self.ofOneStory, house: "zhongmu"),
            .accepted(LoanTests.card, house: "zhongmu"), .ended(house: "erqi", reason: nil),
            .ended(house: "erqi", reason: "够\"了\""),
        ]
        for fact in facts {
            let read = try fact.fact.body.withUnsafeBytes { try Fact(kind: fact.kind.rawValue, body: $0) }
            #expect(read == .loan(fact))
        }
        let newer = Array(#"{"number":1,"person":"ed2","lender":"erqi","borrower":"zz","shifts":3,"house":"zz"}"#.utf8)
        #expect(throws: FactError.notUnderstood) {
            try newer.withUnsafeBytes { try Fact(kind: "loanProposed", body: $0) }
        }
        // A clock that was ahead reckoned the end from itself.
        let ahead = Event(
            subject: Self.story, stamp: Stamp(at: MemoryDesk.start), actor: .person(Sample.actor("ed")),
            fact: .loan(.proposed(Self.card, house: "erqi"))
        ).corrected(by: 60_000)
        guard case .loan(.proposed(let card, _)) = ahead.fact else { throw Refusal.bodyMissing }
        #expect(card.term.end == Self.end.adding(seconds: -60))
    }

    @Test func itWaitsForTheOtherHouse() throws {
        let waiting = Sample.staff.map(\.id).filter {
            (try? Self.line().state.waits(for: Sample.actor($0), at: MemoryDesk.start)) ?? false
        }
        #expect(waiting == ["med"])
        let loan = try Self.line().state
        #expect(loan.attention(for: Sample.actor("med"), at: MemoryDesk.start)?.isReaders == true)
        #expect(loan.attention(for: Sample.actor("ed"), at: MemoryDesk.start) == nil)
        #expect(loan.attention(for: Sample.actor("med"), at: Self.end) == nil, "it is over")
        for state in [LoanState.inForce, .ended] {
            #expect(try !Self.line(in: state).state.waits(for: Sample.actor("med"), at: MemoryDesk.start))
        }
    }

    // MARK: - Decisions

    private func offer(
        _ person: StaffID = "ed2", to: CentreID = "zhongmu", from: CentreID? = nil,
        term: LoanTerm = .until(LoanTests.end)
    ) -> Command {
        .loan(.propose(LoanCommand.Offer(person: person, to: to, from: from, term: term)))
    }

    @Test func whatIsProposedIsChecked() throws {
        let desk = MemoryDesk()
        let theirs = try #require(
            try desk.perform(.story(.draft(StoryCommand.Draft(title: "积水", body: "正文"))), by: "mrep").first
        ).subject
        func made(_ command: Command, _ person: StaffID) throws -> (card: LoanCard, house: CentreID) {
            guard case .loan(.proposed(let card, let house)) = try desk.perform(command, by: person).first?.fact else {
                throw Refusal.bodyMissing
            }
            return (card, house)
        }
        let lent = try made(offer(), "ed")
        #expect(lent.card.lender == "erqi" && lent.house == "erqi" && lent.card.number == 1)
        let borrowed = try made(offer(term: .story(theirs)), "med")
        #expect(borrowed.house == "zhongmu" && borrowed.card.term == .story(theirs))
        #expect(try made(offer("chief"), "med").card.lender == "zz")
        for (command, person, why) in [
            (offer("nobody"), "ed", .unknownStaff("nobody")), (offer("gone"), "ed", .inactive("gone")),
            (offer(to: "nowhere"), "ed", .unknownCentre("nowhere")),
            (offer("rep"), "ed", .loan(.reviewsNothing("rep", "erqi"))),
            (offer(from: "xinmi"), "med", .loan(.reviewsNothing("ed2", "xinmi"))),
            (offer(to: "erqi"), "ed", .loan(.atHome("ed2", "erqi"))),
            (offer(term: .until(desk.now)), "ed", .dueInThePast),
            (offer(to: "xinmi", term: .story(theirs)), "ed", .loan(.othersStory("zhongmu"))),
            (offer(term: .story(SubjectID.desk)), "ed", .unknownItem("\(SubjectID.desk)")),
            (offer(), "rep", .noRight(.lend, .reporter)), (offer(), "duty", .noRight(.lend, .dutyEditor)),
            // Both have editors of their own, so the desk does it for neither.
            (offer(), "head", .housesOwn("erqi", ["ed", "ed2"])),
            (offer("ed2", to: "xinmi"), "med", .otherCentre("erqi")),
        ] as [(Command, StaffID, Refusal)] {
            #expect(refusal { try desk.perform(command, by: person) } == why, "\(person) \(why)")
        }
        // For a house that has nobody the desk's heads do it on its behalf, on record.
        let proposed = try #require(try desk.perform(offer("ed2", to: "xinmi"), by: "ed").first)
        let taken = try #require(try desk.perform(.loan(.accept(proposed.subject)), by: "head").first)
        #expect(taken.capacity == .onBehalf && taken.fact.kind == .loan(.accepted))
    }

    @Test func whoAcceptsAndWhoEnds() throws {
        let desk = MemoryDesk()
        let id = try #require(try desk.perform(offer(), by: "ed").first).subject
        for (person, why) in [
            ("ed", .loan(.otherHouse("zhongmu"))), ("ed2", .loan(.otherHouse("zhongmu"))),
            ("head", .housesOwn("zhongmu", ["med"])), ("mrep", .noRight(.lend, .reporter)),
        ] as [(StaffID, Refusal)] {
            #expect(refusal { try desk.perform(.loan(.accept(id)), by: person) } == why, "\(person)")
        }
        #expect(try desk.perform(.loan(.accept(id)), by: "med").first?.capacity == .own)
        #expect(refusal { try desk.perform(.loan(.end(id)), by: "chief") } == .housesOwn("erqi", ["ed", "ed2"]))
        #expect(refusal { try desk.perform(.loan(.end(id, reason: " ")), by: "ed2") } == nil)
        guard case .loan(let loan) = try desk.subject(id) else { throw Refusal.bodyMissing }
        #expect(loan.state == .ended && loan.reason == nil && loan.ended?.by == "ed2")
        #expect(refusal { try desk.perform(.loan(.accept(id)), by: "med") }?.code == "loanState")
    }

    /// At a centre's node its own word alone.
    @Test func aCentresNodeSpeaksForItself() throws {
        let desk = MemoryDesk()
        let id = try #require(try desk.perform(offer(), by: "ed").first).subject
        desk.home = "erqi"
        #expect(refusal { try desk.perform(.loan(.accept(id)), by: "ed2") } == .loan(.otherHouse("zhongmu")))
        #expect(refusal { try desk.perform(.loan(.accept(id)), by: "med") } == .otherNode("zhongmu"))
        desk.home = "zhongmu"
        #expect(refusal { try desk.perform(.loan(.accept(id)), by: "med") } == nil)
        desk.home = "xinmi"
        desk.write(
            .staff("xed"), Sample.root,
            .staff(.added(StaffCard(id: "xed", name: "新密编辑", role: .centreEditor, centre: "xinmi"))))
        let other = Person(staff: "xed", role: .centreEditor, house: "xinmi")
        #expect(refusal { _ = try Command.loan(.end(id)).decide(by: other, desk: desk) } == .otherCentre("erqi"))
    }

    // MARK: - Reviews on loan

    /// A desk with a story of Zhongmu that waits for its first review, and a loan of Erqi's editor to it.
    private func scene(_ term: (SubjectID) -> LoanTerm = { _ in .until(LoanTests.end) }, agreed: Bool = true) throws
        -> (desk: MemoryDesk, story: SubjectID, loan: SubjectID)
    {
        let desk = MemoryDesk()
        let story = try #require(
            try desk.perform(.story(.draft(StoryCommand.Draft(title: "积水", body: "正文"))), by: "mrep").first
        ).subject
        try desk.perform(.story(.submit(story)), by: "mrep")
        let loan = try #require(try desk.perform(offer(term: term(story)), by: "ed").first).subject
        if agreed { try desk.perform(.loan(.accept(loan)), by: "med") }
        return (desk, story, loan)
    }

    private func pass(_ story: SubjectID, _ stage: Stage = .first) -> Command {
        .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil))
    }

    @Test(arguments: [nil, "erqi"] as [CentreID?])
    func whoIsLentReviewsAtTheirOwnNodeAndAtTheDesks(home: CentreID?) throws {
        let (desk, story, loan) = try scene()
        desk.home = home
        let row = try #require(desk.story(story))
        #expect(row.waitsForVerdict(of: Sample.actor("ed2"), in: try desk.houses()))
        #expect(!row.waitsForVerdict(of: Sample.actor("ed"), in: try desk.houses()))
        let given = try #require(try desk.perform(pass(story), by: "ed2").first)
        #expect(given.capacity == .loan(loan, to: "zhongmu"))
        let review = try #require(desk.story(story)?.approval(.first))
        #expect(review.by.staff == "ed2" && review.by.house == "erqi" && review.by.capacity.loan == loan)
        // One level of a story, lent or not; and nothing but reviews, of the levels of one's own post.
        let refused = home == nil ? Refusal.otherCentre("zhongmu") : .otherNode("zhongmu")
        #expect(refusal { try desk.perform(pass(story, .second), by: "ed2") } == .noRight(.secondReview, .centreEditor))
        #expect(refusal { try desk.perform(pass(story), by: "ed") } == refused)
        #expect(
            refusal { try desk.perform(.story(.edit(story, title: nil, body: "改", base: nil)), by: "ed2") } == refused)
        #expect(refusal { try desk.perform(.story(.submit(story)), by: "ed2") } == refused)
    }

    /// Only their own house's node vouches for them: the borrowing one could give every review in anybody's name.
    @Test func notAtTheBorrowersNode() throws {
        let (desk, story, _) = try scene()
        desk.home = "zhongmu"
        #expect(refusal { try desk.perform(pass(story), by: "ed2") } == .otherNode("erqi"))
    }

    @Test func aLoanThatDoesNotCountLetsNobodyIn() throws {
        let refused = Refusal.otherCentre("zhongmu")
        let proposed = try scene(agreed: false)
        #expect(refusal { try proposed.desk.perform(pass(proposed.story), by: "ed2") } == refused)
        let ended = try scene()
        try ended.desk.perform(.loan(.end(ended.loan)), by: "med")
        #expect(refusal { try ended.desk.perform(pass(ended.story), by: "ed2") } == refused)
        let over = try scene()
        over.desk.now = Self.end
        #expect(refusal { try over.desk.perform(pass(over.story), by: "ed2") } == refused)
        let one = try scene { .story($0) }
        let other = try #require(
            try one.desk.perform(.story(.draft(StoryCommand.Draft(title: "另一篇", body: "正文"))), by: "mrep").first
        ).subject
        try one.desk.perform(.story(.submit(other)), by: "mrep")
        #expect(refusal { try one.desk.perform(pass(other), by: "ed2") } == refused)
        one.desk.now = MemoryDesk.start.adding(seconds: 30 * 86_400)
        #expect(refusal { try one.desk.perform(pass(one.story), by: "ed2") } == nil, "for its story without a time")
    }

    /// Separation of persons holds for who is lent: no author, nobody twice.
    @Test func separationOfPersonsHolds() throws {
        let (desk, story, _) = try scene()
        let own = try #require(
            try desk.perform(
                .story(.draft(StoryCommand.Draft(title: "合写", body: "正文", authors: ["mrep", "ed2"]))), by: "mrep"
            ).first
        ).subject
        try desk.perform(.story(.submit(own)), by: "mrep")
        #expect(refusal { try desk.perform(pass(own), by: "ed2") } == .ownStory)
        try desk.perform(
            .loan(.propose(LoanCommand.Offer(person: "chief", to: "zhongmu", term: .until(Self.end)))), by: "med")
        let loan = try #require(desk.log.last).subject
        try desk.perform(.loan(.accept(loan)), by: "head")
        try desk.perform(pass(story), by: "chief")
        #expect(refusal { try desk.perform(pass(story, .second), by: "chief") } == .tookStage(.first))
        #expect(desk.story(story)?.approval(.first)?.by.capacity == .loan(loan, to: "zhongmu"))
        // Who is lent is somebody of the house for as long: the desk does not act on its behalf.
        let houses = try desk.houses()
        #expect(houses.holders(of: .secondReview, in: "zhongmu", story: story) == ["chief"])
        #expect(houses.holders(of: .secondReview, in: "zhongmu") == [])
        try desk.perform(pass(story, .second), by: "head")
        #expect(desk.story(story)?.approval(.second)?.by.capacity == .onBehalf, "the chief has taken a level")
    }
}
