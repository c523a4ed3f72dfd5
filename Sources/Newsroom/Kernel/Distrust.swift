/// Why an event of another node does not count although its chain is whole: it is kept, shown, and never folded.
public enum Distrust: Codable, Equatable, Sendable {
    /// Its node was revoked before it.
    case revoked
    /// Its actor is nobody whom the desk knew then.
    case unknownActor(StaffID)
    /// Its actor did not sit at the node's centre then.
    case otherCentre(StaffID, CentreID)
    /// Its actor did not have that role then.
    case otherRole(StaffID, claimed: Role)
    /// Its actor did not work there any more.
    case inactive(StaffID)
    /// Only the desk's own nodes may write this kind of fact.
    case desksOwn(kind: String)
    /// The role does not carry the right.
    case noRight(StaffID, kind: String)
    /// The body is not what its kind says.
    case unreadable(kind: String)
    /// No accusation: a newer program wrote it, and this one does not know the kind, or a value in it.
    case notUnderstood(kind: String)

    /// The name under which that stands where reasons are kept.
    public static let notUnderstoodKey = "notUnderstood"
}

/// Judges whether a node could write an event when it did. A function of the log alone, so that all nodes judge alike.
public enum Authority {
    /// - Parameters:
    ///   - event: what was written.
    ///   - node: who wrote it; not one of the desk's own, which may write everything.
    ///   - card: the person's card as it stood at a stamp; `nil` when there was none.
    /// - Returns: why it does not count; `nil` when it does.
    public static func distrust(
        _ event: Event, of node: NodeCard, card: (StaffID, Stamp) throws -> StaffCard?
    ) rethrows -> Distrust? {
        if event.fact.isDesksOwn { return .desksOwn(kind: event.fact.kind.name) }
        // The node itself says so; whoever sits at it then does not matter, or it could be locked out by a change of
        // the roster that it has not heard of.
        if case .node(.keyChanged) = event.fact {
            return event.subject == .node(node.id) ? nil : .desksOwn(kind: event.fact.kind.name)
        }
        let actor = event.actor
        var (fact, stamp) = (event.fact, event.stamp)
        if case .common(.told(let told)) = fact {
            // Told again in the order in which it happened, never of a time to come, and never twice over. Who did it
            // may have left since: they are judged by the roster of then, as they were.
            guard told.at < event.stamp, !told.isOfTelling, !told.fact.isDesksOwn else {
                return .unreadable(kind: event.fact.kind.name)
            }
            (fact, stamp) = (told.fact, told.at)
        }
        if let distrust = try distrust(actor.staff, actor, stamp, of: node, card) { return distrust }
        if let via = actor.via {
            guard let administrator = try card(via, stamp) else { return .unknownActor(via) }
            guard administrator.isActive else { return .inactive(via) }
            guard administrator.role == .administrator, administrator.centre == node.centre else {
                return .otherRole(via, claimed: .administrator)
            }
        }
        if let right = fact.right, !actor.role.may(right) { return .noRight(actor.staff, kind: fact.kind.name) }
        return nil
    }

    private static func distrust(
        _ staff: StaffID, _ actor: Actor, _ stamp: Stamp, of node: NodeCard,
        _ card: (StaffID, Stamp) throws -> StaffCard?
    ) rethrows -> Distrust? {
        guard let person = try card(staff, stamp) else { return .unknownActor(staff) }
        guard person.isActive else { return .inactive(staff) }
        guard person.centre == node.centre, actor.centre == node.centre else {
            return .otherCentre(staff, actor.centre)
        }
        guard person.role == actor.role else { return .otherRole(staff, claimed: actor.role) }
        return nil
    }
}
