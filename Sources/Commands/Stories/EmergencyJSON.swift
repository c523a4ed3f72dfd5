import Newsroom

/// On whose authority a story went out before it was reviewed, as programs read it.
struct EmergencyJSON: Encodable {
    /// What they say of it: `own` where they released it themselves.
    enum State: String, Encodable { case own, awaited, confirmed, denied }

    let staff: StaffID
    /// The house as whose chief they were named.
    let house: CentreID
    /// The chief for whom they stand in.
    let deputyOf: StaffID?
    let byPhone: Bool
    let releasedBy: StaffID
    let state: State
    /// Until when they confirm.
    let confirmBy: String?
    /// Whether their word is late; said while it is awaited.
    let overdue: Bool?
    let answeredAt: String?
    /// Why they deny it.
    let denial: String?

    init(_ emergency: Emergency, zone: Zone, now: Moment) {
        let authority = emergency.authority
        (staff, house, deputyOf) = (authority.staff, authority.house, authority.deputyOf)
        byPhone = authority.isByPhone
        releasedBy = emergency.by
        confirmBy = authority.confirmBy.map(zone.iso)
        answeredAt = emergency.answer.map { zone.iso($0.at) }
        denial = emergency.answer?.denial
        if emergency.answer != nil {
            state = emergency.isDenied ? .denied : .confirmed
        } else {
            state = emergency.isAwaited ? .awaited : .own
        }
        overdue = emergency.isAwaited ? authority.confirmBy.map { now >= $0 } : nil
    }
}

extension OpenDesk {
    /// On whose authority a story went out, and what they say of it; empty where it did not go out so.
    func authority(_ story: Story, at now: Moment) -> String {
        guard let emergency = story.emergency else { return "" }
        // That somebody else denied a release which came to nothing needs somebody as well.
        let lost = story.lostDenial.map { one in
            read("\(read.name(one.by))否认另一次：\(one.reason)", "\(read.name(one.by)) denied another: \(one.reason)")
                + "  \(time(one.at, at: now))"
        }
        return ([word(emergency, at: now)] + [lost].compactMap { $0 }).joined(separator: "; ")
    }

    private func word(_ emergency: Emergency, at now: Moment) -> String {
        let authority = emergency.authority
        let name = read.name(authority.staff)
        guard let due = authority.confirmBy else { return name }
        let way = authority.way.map { read($0.phrase) } ?? ""
        let said =
            if let answer = emergency.answer {
                (answer.denial.map { read("否认：\($0)", "denied: \($0)") } ?? read("已确认", "confirmed"))
                    + "  \(time(answer.at, at: now))"
            } else {
                read("待确认，\(time(due, at: now)) 前", "to be confirmed by \(time(due, at: now))")
            }
        return [name, way, said].joined(separator: "  ")
    }
}
