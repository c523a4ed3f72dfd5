/// All that was ever hidden of one thing, in order.
///
/// Each hiding stands until it is shown again by its own key: two of one house, at two nodes that did not know of each other,
/// are two, and whoever shows one again has not seen the other. `decide` refuses the second where the first is known.
public struct Hidings: Equatable, Sendable {
    /// What stands and what is over.
    public private(set) var all: [Hiding] = []
    /// When the last of it ended; `nil` where none did.
    public var lastEnd: Moment? { latestEnd?.at }

    // Of each what is asked at every event is at hand, so that no history makes an event cost more than another.
    private var open: [Int] = []
    private var places: [SubjectID: [Int]] = [:]
    private var latestEnd: Hiding.End?
    private var added: [CentreID: Int] = [:]

    /// No centre's nodes hide one thing more often. Of the desk's nothing is refused for what centres wrote.
    public static let mostOfCentre = 500

    /// Nothing is hidden, nor was.
    public init() {}

    /// What stands now.
    public var standing: [Hiding] { open.map { all[$0] } }
    /// Whether anything stands.
    public var isHidden: Bool { !open.isEmpty }
    /// What a house has hidden and not shown again, the last of it.
    public func standing(of house: CentreID) -> Hiding? { standing.last { $0.house == house } }
    /// Of what nobody has said why it is, or was, hidden, in order.
    public var unexplained: [Hiding] { all.filter { $0.reason == nil } }

    /// Whether nobody has said why a house has hidden something that stands.
    func owesReason(_ house: CentreID) -> Bool { standing.contains { $0.house == house && $0.reason == nil } }

    /// Who owes a reason, and since when.
    public var owedReasons: [Hiding.OwedReason] { unexplained.map { Hiding.OwedReason(by: $0.by, since: $0.at) } }

    /// What lists know of what stands; `nil` where nothing does.
    public var summary: Hiding.Summary? {
        let standing = standing
        guard let first = standing.min(by: { $0.at < $1.at }) else { return nil }
        return Hiding.Summary(
            since: first.at, by: first.by, houses: standing.map(\.house), whole: standing.map(\.house))
    }

    /// Takes what happened. For which house somebody at one of the desk's nodes may show something again was asked there.
    mutating func take(_ step: Hiding.Step, _ event: Event) throws(Refusal) {
        let person = try event.person
        switch step {
        case .hidden(let key, let reason):
            // A key is its house's own: who writes another's for theirs takes nothing from it.
            guard !places[key, default: []].contains(where: { all[$0].house == person.house }) else {
                throw .outOfPlace(event.fact.kind.name)
            }
            if let centre = event.from {
                guard added[centre, default: 0] < Self.mostOfCentre else { throw .outOfPlace(event.fact.kind.name) }
                added[centre, default: 0] += 1
            }
            places[key, default: []].append(all.count)
            open.append(all.count)
            all.append(
                Hiding(
                    key: key, by: person.staff, house: person.house, at: event.at,
                    reason: reason.map { Hiding.Reason(text: $0, by: person.staff, at: event.at) }))
        case .shown(let key):
            let found = candidates(under: key, person)
            guard let index = found.first(where: { all[$0].end == nil }) else {
                throw .hiding(.notHidden(last: lastTrace))
            }
            try checkHouse(of: all[index], event)
            end(index, event)
            open.removeAll { $0 == index }
        case .explained(let key, let reason):
            // That it was shown again, or taken down, does not say why it was hidden.
            let found = candidates(under: key, person)
            guard let index = found.first(where: { all[$0].reason == nil }) ?? found.first else {
                throw .hiding(.notHidden(last: lastTrace))
            }
            try checkHouse(of: all[index], event)
            if let given = all[index].reason {
                throw .hiding(.explained(by: Refusal.Trace(by: given.by, at: given.at)))
            }
            all[index].reason = Hiding.Reason(text: reason, by: person.staff, at: event.at)
        }
    }

    /// Ends what stands: it is taken down altogether.
    mutating func endAll(_ event: Event) {
        for index in open { end(index, event) }
        open = []
    }

    private mutating func end(_ index: Int, _ event: Event) {
        let end = Hiding.End(by: event.actor.id, at: event.at)
        all[index].end = end
        if latestEnd.map({ $0.at <= end.at }) ?? true { latestEnd = end }
    }

    /// Where what was hidden under a key is: that of the actor's own house before all others.
    private func candidates(under key: SubjectID, _ person: Person) -> [Int] {
        let found = places[key, default: []]
        return found.filter { all[$0].house == person.house } + found.filter { all[$0].house != person.house }
    }

    private func checkHouse(of hiding: Hiding, _ event: Event) throws(Refusal) {
        guard event.from == nil || event.actor.house == hiding.house else { throw .hiding(.hiddenBy(hiding.house)) }
    }

    /// Who showed something again last, and when; `nil` where nobody did, or a node by itself.
    var lastTrace: Refusal.Trace? {
        guard let latestEnd, case .person(let staff) = latestEnd.by else { return nil }
        return Refusal.Trace(by: staff, at: latestEnd.at)
    }
}
