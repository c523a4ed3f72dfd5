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
    private static let gates: Set<String> = ["otherNode", "otherCentre", "desksOwn"]

    @Test func whatIsAStorysOwn() throws {
        let draft = try #require(Timeline<Story>(.story(.drafted(.sample(authors: ["rep"]))), by: "rep")).events
        func isKeptOut(_ fact: StoryFact, _ right: Right, _ cell: Cell) -> Bool {
            let actor = Person(staff: "somebody", role: right.roles[0], house: cell.house, capacity: cell.capacity)
            let event = Event(
                subject: draft[0].subject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: 9)),
                actor: .person(actor), fact: .story(fact), from: cell.from)
            return (Story.fold(draft + [event])?.void.last?.why.code).map(Self.gates.contains) ?? false
        }
        var seen: Set<String> = []
        for case .story(let sample) in Sample.facts {
            var fact = sample
            if case .published(_, let hash) = sample { fact = .published(channels: ["erqi/wechat"], textHash: hash) }
            guard let right = fact.right, right.reach == .house, fact.kind != .drafted else { continue }
            // What goes out on the desk's channels no county's node says.
            if isKeptOut(fact, right, Self.cells[0]) { continue }
            // No loan carries the word on a slip.
            let isReview = fact.kind == .reviewed
            for cell in Self.cells {
                let counts = isReview ? cell.reviews ?? cell.counts : cell.counts
                #expect(isKeptOut(fact, right, cell) != counts, "\(fact.kind) \(cell)")
            }
            seen.insert(fact.kind.rawValue)
        }
        #expect(seen.count >= 14, "\(seen.sorted())")
    }
}
