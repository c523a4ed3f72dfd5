import Newsroom

/// An approval that was asked of somebody outside, as programs read it.
struct SendOutJSON: Encodable {
    /// Where it stands.
    enum State: String, Encodable { case open, passed, returned, takenBack, voided }

    let to: String
    /// By what way it was sent.
    let way: String?
    let by: StaffID
    let since: String
    let due: String?
    let textHash: TextHash
    let state: State
    /// Whether the answer is late; said of what is open.
    let overdue: Bool?
    /// Who recorded the answer, took it back or changed the text, and when.
    let endedBy: StaffID?
    let endedAt: String?
    let evidence: String?
    /// Why it was taken back.
    let reason: String?

    init(_ sendOut: SendOut, zone: Zone, now: Moment) {
        (to, way, by, textHash) = (sendOut.order.to, sendOut.order.way, sendOut.by, sendOut.order.textHash)
        since = zone.iso(sendOut.at)
        due = sendOut.order.due.map(zone.iso)
        state = sendOut.end.map { State($0.outcome) } ?? .open
        overdue = sendOut.end == nil ? sendOut.summary.clock.overdueSince(at: now) != nil : nil
        endedBy = sendOut.end?.by
        endedAt = sendOut.end.map { zone.iso($0.at) }
        evidence = state == .passed || state == .returned ? sendOut.end?.note : nil
        reason = state == .takenBack ? sendOut.end?.note : nil
    }
}

extension SendOutJSON.State {
    init(_ outcome: SendOut.Outcome) {
        switch outcome {
        case .passed: self = .passed
        case .returned: self = .returned
        case .takenBack: self = .takenBack
        case .voided: self = .voided
        }
    }
}
