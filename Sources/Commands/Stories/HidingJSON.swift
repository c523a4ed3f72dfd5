import Newsroom

/// That a house has hidden something, as programs read it.
struct HidingJSON: Encodable {
    let house: CentreID
    let by: StaffID
    let since: String
    /// Absent as long as nobody has said why.
    let reason: String?

    init(_ hiding: Hiding, zone: Zone) {
        (house, by, since) = (hiding.house, hiding.by, zone.iso(hiding.at))
        reason = hiding.reason?.text
    }
}

/// How far a withdrawal has come, as programs read it.
struct WithdrawalJSON: Encodable {
    /// The channels that may have had the story.
    let channels: Int
    /// Those of them that confirmed that it is down.
    let down: Int

    init(_ withdrawal: Withdrawal) { (channels, down) = (withdrawal.all, withdrawal.down) }
}
