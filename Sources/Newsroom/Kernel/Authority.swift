/// Judges whether a node could write an event when it did. A function of the log alone, so that all nodes judge alike.
public enum Authority {
    /// - Parameters:
    ///   - event: what was written.
    ///   - node: who wrote it; not one of the desk's own, which may write everything.
    ///   - card: the person's card as it stood at a stamp; `nil` when there was none.
    ///   - hasSlot: whether one of a centre's nodes has a place in numbers.
    ///   - loan: a loan as it stood before a stamp; `nil` when there was none.
    ///   - desk: the desk's own house; `nil` where it is not known yet.
    /// - Returns: why it does not count; `nil` when it does.
    public static func distrust(
        _ event: Event, of node: NodeCard, card: (StaffID, Stamp) throws -> StaffCard?,
        hasSlot: (_ slot: Int, _ centre: CentreID) throws -> Bool, loan: (SubjectID, Stamp) throws -> Loan?,
        desk: () throws -> CentreID?
    ) rethrows -> RejectionReason? {
        if event.fact.isDesksOwn { return .desksOwn(kind: event.fact.kind.name) }
        // The node itself says so; whoever sits at it then does not matter, or it could be locked out by a change of
        // the roster that it has not heard of.
        if case .node(.keyChanged) = event.fact {
            return event.subject == .node(node.id) ? nil : .desksOwn(kind: event.fact.kind.name)
        }
        let actor: Person
        switch event.actor {
        case .person(let person): actor = person
        case .node(let id, let house):
            // Nobody but the node itself, and nothing that people do.
            let isItself = id == node.id && house == node.centre && event.fact.kind.rule.by.include(event.actor)
            return isItself ? nil : .notByNode(kind: event.fact.kind.name)
        }
        var (fact, stamp, isTold) = (event.fact, event.stamp, false)
        if case .common(.told(let told)) = fact {
            // Told again in the order in which it happened, never of a time to come, and never twice over. Who did it
            // may have left since: they are judged by the roster of then, as they were.
            // And only what may have stood in a chain that its centre alone has: all else was judged when it happened.
            guard told.at < event.stamp, !told.isOfTelling,
                told.fact.subjectFact.staysOwn(at: node.centre, isOwn: true)
            else {
                return .unreadable(kind: event.fact.kind.name)
            }
            (fact, stamp, isTold) = (told.fact, told.at, true)
        }
        // A number out of another's place would let that node's numbers go on after it, or give one twice. A draft may be
        // told again by another node of its centre than the one that numbered it.
        // So would an id that is another's: what begins under it would be that thing from then on. What has a name of its own asks
        // for its id itself.
        if fact.makesID {
            let isOwn =
                try event.subject.slot.map { try $0 == node.slot || (isTold && hasSlot($0, node.centre)) } ?? false
            guard isOwn else { return .othersNumber("\(event.subject)") }
        }
        if let number = fact.number {
            let isOwn = try number.slot == node.slot || (isTold && hasSlot(number.slot, node.centre))
            guard isOwn else { return .othersNumber("\(number)") }
        }
        if let distrust = try distrust(actor.staff, actor, stamp, of: node, card) { return distrust }
        if let via = actor.via {
            guard let administrator = try card(via, stamp) else { return .unknownActor(via) }
            guard administrator.isActive else { return .inactive(via) }
            guard administrator.posts.contains(Post(role: .administrator, house: node.centre)) else {
                return .otherRole(via, claimed: .administrator)
            }
        }
        if let right = fact.right, !actor.role.may(right) { return .noRight(actor.staff, kind: fact.kind.name) }
        return try distrust(onLoan: event, loan: loan) ?? distrust(onAuthority: event, card: card, desk: desk)
    }

    /// Judges whether somebody on whose word something went out unreviewed was a chief, or stood in for one, just before the
    /// event's stamp: of the house for which was acted, or of the desk. Asked of whatever node wrote it, the desk's own too:
    /// they may not have heard yet that somebody is chief no more.
    ///
    /// - Parameters:
    ///   - event: what was written.
    ///   - card: the person's card as it stood at a stamp; `nil` when there was none.
    ///   - desk: the desk's own house; `nil` where it is not known yet.
    /// - Returns: why it does not count; `nil` when it does, or names nobody.
    public static func distrust(
        onAuthority event: Event, card: (StaffID, Stamp) throws -> StaffCard?, desk: () throws -> CentreID?
    ) rethrows -> RejectionReason? {
        guard let named = event.fact.emergencyAuthority, let actor = event.actor.person else { return nil }
        let reason = RejectionReason.noAuthority(named.staff, named.house)
        if named.house != actor.house {
            // A county names one of its own or of the desk's; the desk, for a county, one of the county's or of its own.
            guard let desk = try desk(), named.house == desk || actor.house == desk else { return reason }
        }
        guard let own = try card(named.staff, event.stamp) else { return reason }
        guard let chief = named.deputyOf else { return own.may(.sign, in: named.house) ? nil : reason }
        guard let card = try card(chief, event.stamp), card.deputy == named.staff, card.may(.sign, in: named.house),
            own.may(.confirmEmergency, in: named.house)
        else { return reason }
        return nil
    }

    /// Judges whether a loan carries what was done on it: as it stood before the event's stamp. Asked of whatever node wrote it, the
    /// desk's own too, which cannot know what a house that is not connected has ended.
    ///
    /// - Parameters:
    ///   - event: what was written.
    ///   - loan: a loan as it stood before a stamp; `nil` when there was none.
    /// - Returns: why it does not count; `nil` when it does, or was not done on loan.
    public static func distrust(
        onLoan event: Event, loan: (SubjectID, Stamp) throws -> Loan?
    ) rethrows -> RejectionReason? {
        guard let person = event.actor.person, case .loan(let id, let house) = person.capacity else { return nil }
        guard case .story(.reviewed) = event.fact else { return .onLoan(person.staff, .notReview) }
        guard let loan = try loan(id, event.stamp) else { return .onLoan(person.staff, .unknown) }
        return loan.lack(for: person, in: house, of: event.subject, at: event.at).map { .onLoan(person.staff, $0) }
    }

    private static func distrust(
        _ staff: StaffID, _ actor: Person, _ stamp: Stamp, of node: NodeCard,
        _ card: (StaffID, Stamp) throws -> StaffCard?
    ) rethrows -> RejectionReason? {
        guard let person = try card(staff, stamp) else { return .unknownActor(staff) }
        guard person.isActive else { return .inactive(staff) }
        let posts = person.posts.filter { $0.house == node.centre }
        guard !posts.isEmpty, actor.house == node.centre else { return .otherCentre(staff, actor.house) }
        guard posts.contains(actor.post) else { return .otherRole(staff, claimed: actor.role) }
        return nil
    }
}
