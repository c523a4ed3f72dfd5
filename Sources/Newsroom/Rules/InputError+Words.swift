extension InputError {
    /// No list of what could be meant is longer.
    private static let longestList = 12

    /// One sentence: what cannot be read, and what to type.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .unknownCentre(let typed): Refusal.unknownCentre(Self.shown(typed)).sentence(read)
        case .unknownStaff(let typed): Refusal.unknownStaff(Self.shown(typed)).sentence(read)
        case .unknownChannel(let typed): Refusal.unknownChannel(Self.shown(typed)).sentence(read)
        case .unknownAddressee(let typed):
            read(
                "没有中心或人员“\(Self.shown(typed))”；写 @人 或 中心",
                "there is no centre and nobody called '\(Self.shown(typed))'; name @person or a centre")
        case .ambiguousCentre(let typed, let cards):
            several(typed, cards.map { "\($0.id.rawValue) \($0.name(read.language))" }, read)
        case .ambiguousStaff(let typed, let cards):
            several(typed, cards.map { "\($0.id.rawValue) \($0.name) \(read.centre($0.centre))" }, read)
        case .ambiguousChannel(let typed, let channels):
            several(typed, channels.map { "\($0.id.rawValue) \($0.name(read.language))" }, read)
        case .unreadableTime(let typed):
            read(
                "看不懂时间“\(Self.shown(typed))”；可写 18:00、+2h、+45m 或 2026-11-21T18:00",
                "cannot read the time '\(Self.shown(typed))'; write 18:00, +2h, +45m or 2026-11-21T18:00")
        case .unknownTerm(let typed, let known):
            read(
                "不认得“\(Self.shown(typed))”；可写 \(known.map { read($0) }.joined(separator: "、"))",
                "cannot read '\(Self.shown(typed))'; write \(known.map { read($0) }.joined(separator: ", "))")
        case .ambiguousTerm(let typed, let phrases): several(typed, phrases.map { read($0) }, read)
        }
    }

    private func several(_ typed: String, _ names: [String], _ read: Localizer) -> String {
        let more = names.count > Self.longestList ? "…" : ""
        let listed = names.prefix(Self.longestList)
        return read(
            "“\(Self.shown(typed))”可指 \(listed.joined(separator: "、"))\(more)；请写明其一",
            "'\(Self.shown(typed))' may be \(listed.joined(separator: ", "))\(more); say which")
    }
}
