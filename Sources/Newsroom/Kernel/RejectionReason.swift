/// Why an event of another node does not count although its chain is whole: it is kept, shown, and never folded.
public enum RejectionReason: Codable, Equatable, Sendable {
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
    /// A node claims to have done by itself what people do, or what another node did.
    case notByNode(kind: String)
    /// It names a loan that does not carry it, or not as far as is known here: judged again when that changes.
    case onLoan(StaffID, LoanLack)
    /// It names somebody as a chief of a house, or as standing in for one, who was not, as far as is known here.
    case noAuthority(StaffID, CentreID)
    /// It gives a number that is not its node's to give.
    case othersNumber(String)
    /// The body is not what its kind says.
    case unreadable(kind: String)
    /// No accusation: a newer program wrote it, and this one does not know the kind, or a value in it.
    case notUnderstood(kind: String)
}
