/// An immutable fact with who, when and about what.
public struct Event: Equatable, Sendable {
    /// What it is about.
    public var subject: SubjectID
    /// When it happened, on the hybrid clock that orders the events of a subject.
    public var stamp: Stamp
    /// Who did it, as they were then.
    public var actor: Actor
    /// What happened.
    public var fact: Fact
    /// The centre whose node wrote it, which binds what it may touch; `nil` for the desk's own nodes, which may touch
    /// everything.
    public var from: CentreID?

    /// An event as given; nothing is judged or written.
    public init(subject: SubjectID, stamp: Stamp, actor: Actor, fact: Fact, from: CentreID? = nil) {
        self.subject = subject
        self.stamp = stamp
        self.actor = actor
        self.fact = fact
        self.from = from
    }

    /// When it happened.
    public var at: Moment { stamp.moment }

    /// The person who did it.
    ///
    /// - Throws: `Refusal.outOfPlace` where a node did by itself.
    public var person: Person {
        get throws(Refusal) {
            guard let person = actor.person else { throw .outOfPlace(fact.kind.name) }
            return person
        }
    }
}

extension Event {
    /// The houses of which it shows that somebody is there: whose people did it, and who is said to have answered a roll. What a
    /// node does by itself shows nobody.
    public var heard: [CentreID] {
        guard actor.person != nil else { return [] }
        if case .rollCall(.answered(let centre)) = fact, centre != actor.house { return [actor.house, centre] }
        return [actor.house]
    }

    /// What was told again, as it happened then; any other event as it is. What is told of a telling stays as it is,
    /// and is out of place everywhere: however often an event is taken out of its wrapping, it comes out the same.
    public var asItHappened: Event {
        guard case .common(.told(let told)) = fact, !told.isOfTelling else { return self }
        return Event(subject: subject, stamp: told.at, actor: actor, fact: told.fact, from: from)
    }

    /// Refuses what whoever did it does not do: a node by itself what people do. And what the node that wrote it may not
    /// touch: a centre's node acts on what is its centre's, or nobody's alone. The desk's own nodes touch everything.
    ///
    /// - Parameters:
    ///   - home: the centre that the subject belongs to; `nil` for what is everybody's.
    ///   - partners: the centres that work on a joint story.
    func checkReach(home: CentreID?, partners: [CentreID] = []) throws(Refusal) {
        guard fact.kind.rule.by.include(actor) else { throw .outOfPlace(fact.kind.name) }
        guard let from else { return }
        // Who is lent to a house reviews at their own, which vouches for its people and for no others.
        if let home, actor.house == from, isReviewOnLoan(to: home) { return }
        // So do the partners of a joint story.
        if partners.contains(from), actor.house == from, fact.isPartners { return }
        switch fact.scope(home: home) {
        case .anybody: return
        case .desk: throw .desksOwn
        case .centres(let centres):
            if let other = centres.first(where: { $0 != from }) { throw .otherNode(other) }
            if centres.isEmpty { throw .desksOwn }
        case .either(let centres):
            guard !centres.contains(from) else { return }
            throw centres.first.map(Refusal.otherNode) ?? .desksOwn
        }
    }
}
