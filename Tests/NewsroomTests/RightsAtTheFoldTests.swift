import Newsroom
import Testing

/// What nodes let count whoever wrote it: each fact of a story and of its channels, by the house of who did it, by what they say they
/// may, and by whose node it comes. Who they were, and whether a loan counts, was judged before (`AuthorityTests`, `LoanTests`).
struct RightsAtTheFoldTests {
    /// Somebody at a node.
    private struct Cell: CustomStringConvertible {
        let house: CentreID
        let capacity: Capacity
        let from: CentreID?
        /// Whether what is Erqi's counts, of reviews where that is another answer.
        let counts: Bool
        var reviews: Bool?

        var description: String { "\(house) \(capacity) from \(from?.rawValue ?? "the desk")" }
    }

    private static let loan = SubjectID(at: MemoryDesk.start) { 41 }

    private static let cells: [Cell] = [
        Cell(house: "erqi", capacity: .own, from: "erqi", counts: true),
        Cell(house: "erqi", capacity: .own, from: nil, counts: true),
        Cell(house: "erqi", capacity: .own, from: "zhongmu", counts: false),
        Cell(house: "zhongmu", capacity: .own, from: "zhongmu", counts: false),
        Cell(house: "zhongmu", capacity: .own, from: "erqi", counts: false),
        Cell(house: "zhongmu", capacity: .own, from: nil, counts: false),
        Cell(house: "zhongmu", capacity: .onBehalf, from: "zhongmu", counts: false),
        Cell(house: "zhongmu", capacity: .onBehalf, from: "erqi", counts: false),
        Cell(house: "zz", capacity: .own, from: nil, counts: false),
        Cell(house: "zz", capacity: .own, from: "erqi", counts: false),
        Cell(house: "zz", capacity: .onBehalf, from: nil, counts: true),
        Cell(house: "zz", capacity: .onBehalf, from: "erqi", counts: false),
        Cell(house: "zz", capacity: .onBehalf, from: "zhongmu", counts: false),
        Cell(house: "zhongmu", capacity: .loan(loan, to: "erqi"), from: "zhongmu", counts: false, reviews: true),
        Cell(house: "zhongmu", capacity: .loan(loan, to: "erqi"), from: nil, counts: false, reviews: true),
        Cell(house: "zhongmu", capacity: .loan(loan, to: "erqi"), from: "xinmi", counts: false),
        Cell(house: "zhongmu", capacity: .loan(loan, to: "xinmi"), from: "zhongmu", counts: false),
    ]

    /// Refusals for whose it is, not for how it stands.
    private static let gates: Set<String> = ["otherNode", "otherCentre", "desksOwn", "othersChannel"]

    /// By what a fact is kept out.
    private enum Gate {
        /// By the house of who did it, what they say they may, and the node.
        case house
        /// The same, but for who is lent to the house.
        case review
        /// By the node alone: the desk's people do it in every house, and the house's own node vouches for its people when the event
        /// comes.
        case node
        /// Not asked here.
        case none
    }

    private func gate(_ kind: StoryFact.Kind) -> Gate {
        switch kind {
        case .edited, .submitted, .recalled, .signed, .published, .proposed, .publishedInEmergency, .correctionProposed,
            .slipReviewed, .correctionTakenBack, .correctionReleased, .withdrawn, .sentOut, .answered, .takenBack,
            .attached,
            .detached:
            .house
        case .reviewed: .review
        case .shared, .released, .emergencyConfirmed, .emergencyDenied, .hidden, .shown, .hideExplained: .node
        // It makes the story, and says whose it is.
        case .drafted: .none
        }
    }

    private func gate(_ kind: PlacementFact.Kind) -> Gate {
        switch kind {
        case .ordered, .released, .refused, .stepped, .reported: .house
        // What houses hide and show on channels has tables of its own (`HidingTests`).
        case .hidden, .shown, .hideExplained: .none
        }
    }

    private func counts(_ cell: Cell, _ gate: Gate) -> Bool? {
        switch gate {
        case .house: cell.counts
        case .review: cell.reviews ?? cell.counts
        case .node: cell.from == nil || cell.from == "erqi"
        case .none: nil
        }
    }

    /// Whether a fact is kept out after others, because of whose it is.
    private func isKeptOut<S: Subject>(_ fact: Fact, after events: [Event], _ cell: Cell, _: S.Type) -> Bool {
        let role = fact.right?.roles[0] ?? .centreEditor
        let actor = Person(staff: "somebody", role: role, house: cell.house, capacity: cell.capacity)
        let event = Event(
            subject: events[0].subject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: 9)), actor: .person(actor),
            fact: fact, from: cell.from)
        return (S.fold(events + [event])?.void.last?.why.code).map(Self.gates.contains) ?? false
    }

    @Test func whatIsAStorysOwn() throws {
        let draft = try #require(Timeline<Story>(.story(.drafted(.sample(authors: ["rep"]))), by: "rep")).events
        var seen: Set<StoryFact.Kind> = []
        for case .story(let sample) in Sample.facts {
            var fact = sample
            if case .published(_, let hash) = sample { fact = .published(channels: ["erqi/wechat"], textHash: hash) }
            // What goes out on the desk's channels no county's node says.
            if case .publishedInEmergency(_, ["app"], _, _, _, _) = sample { continue }
            for cell in Self.cells {
                guard let counts = counts(cell, gate(fact.kind)) else { continue }
                #expect(isKeptOut(.story(fact), after: draft, cell, Story.self) != counts, "\(fact.kind) \(cell)")
                seen.insert(fact.kind)
            }
        }
        #expect(Set(StoryFact.Kind.allCases).subtracting(seen) == [.drafted])
    }

    /// Of a story of Erqi on a channel of Erqi.
    @Test func whatIsAChannelsOwn() throws {
        let order = PlacementTests.erqis
        let begun = try #require(
            Timeline<Placement>(
                .placement(.ordered(order)), by: "ed",
                subject: .placement(of: order.story, by: order.centre, on: order.channel))
        ).events
        let facts: [PlacementFact] = [
            .ordered(order), .released(channel: "erqi/app", key: order.key, textHash: order.textHash),
            .refused(channel: "erqi/app", key: order.key, reason: "重复"),
            .stepped(channel: "erqi/app", key: order.key, to: .confirmed, note: nil, link: nil),
            .reported(channel: "erqi/app", key: order.key, .hidden),
        ]
        var seen: Set<PlacementFact.Kind> = []
        for fact in facts {
            for cell in Self.cells {
                guard let counts = counts(cell, gate(fact.kind)) else { continue }
                #expect(
                    isKeptOut(.placement(fact), after: begun, cell, Placement.self) != counts, "\(fact.kind) \(cell)")
                seen.insert(fact.kind)
            }
        }
        let asked = PlacementFact.Kind.allCases.filter { if case .none = gate($0) { false } else { true } }
        #expect(seen == Set(asked))
    }
}
