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
        let actor = event.actor
        guard let person = try card(actor.staff, event.stamp) else { return .unknownActor(actor.staff) }
        guard person.isActive else { return .inactive(actor.staff) }
        guard person.centre == node.centre, actor.centre == node.centre else {
            return .otherCentre(actor.staff, actor.centre)
        }
        guard person.role == actor.role else { return .otherRole(actor.staff, claimed: actor.role) }
        return nil
    }
}
