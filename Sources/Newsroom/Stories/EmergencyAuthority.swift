/// On whose authority something goes out before it was reviewed: that of a chief of its house, or of whoever stands in for one; where the
/// house has none who is free, and lets the desk act for it, that of one of the desk's.
///
/// Whether they were that at the moment of the act the roster knows and no fold does: it is asked when the event comes, of
/// whatever node (`Authority`). That the house is the right one the fold of the thing asks.
public struct EmergencyAuthority: Hashable, Sendable {
    /// Who gives their word.
    public var staff: StaffID
    /// The house whose chief they are, or for one of whose chiefs they stand in.
    public var house: CentreID
    /// The chief for whom they stand in; `nil` for a chief.
    public var deputyOf: StaffID?
    /// How they gave it; `nil` for who released it themselves.
    public var way: Way?
    /// Until when they confirm that they did, as the policy had it then; `nil` for who released it themselves, and owes no word.
    public var confirmBy: Moment?

    /// How a chief lets something out who does not release it themselves.
    public enum Way: String, CaseIterable, Sendable {
        /// By telephone.
        case phone
        /// By word of mouth.
        case inPerson
    }

    /// Whether they gave their word by telephone.
    public var isByPhone: Bool { way == .phone }

    /// Without more, a chief who releases it themselves.
    public init(
        staff: StaffID, house: CentreID, deputyOf: StaffID? = nil, isByPhone: Bool = false, confirmBy: Moment? = nil
    ) {
        (self.staff, self.house, self.deputyOf) = (staff, house, deputyOf)
        way = isByPhone ? .phone : confirmBy == nil ? nil : .inPerson
        self.confirmBy = confirmBy
    }

    /// Refuses a word that does not hold together: one's own needs no confirming, another's does; and it is that of the house's
    /// chief, or the desk's where the desk acts for it or the house has asked it.
    ///
    /// - Parameters:
    ///   - event: the act that names it.
    ///   - house: whose thing goes out.
    func check(_ event: Event, of house: CentreID) throws(Refusal) {
        let person = try event.person
        guard (person.staff == staff) == (confirmBy == nil), (confirmBy == nil) == (way == nil) else {
            throw .outOfPlace(event.fact.kind.name)
        }
        // For one of the house's own, `Authority` has seen that it is its own house or the desk's.
        guard self.house == house || self.house == person.house || person.house == house else {
            throw .otherCentre(house)
        }
    }
}

extension EmergencyAuthority.Way {
    /// How the word came.
    public var phrase: Phrase {
        switch self {
        case .phone: Phrase("电话", "by telephone")
        case .inPerson: Phrase("当面", "by word of mouth")
        }
    }
}

extension EmergencyAuthority: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            staff: try fields["staff"].id(), house: try fields["house"].id(),
            deputyOf: try fields.optional("deputyOf")?.id(), confirmBy: try fields.optional("confirmBy")?.moment())
        way = try fields.optional("way")?.word()
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("staff", staff)
        fields.id("house", house)
        fields.id("deputyOf", deputyOf)
        if let way { fields.word("way", way) }
        fields.moment("confirmBy", confirmBy)
    }

    /// It as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> EmergencyAuthority {
        var authority = self
        authority.confirmBy = confirmBy.map(correction.limit)
        return authority
    }

    /// Whose word it is and how it came; `nil` for one's own.
    func logText(_ read: Localizer) -> String? {
        guard confirmBy != nil else { return nil }
        let name = read.name(staff)
        return isByPhone
            ? read("凭\(name)电话同意", "on the authority of \(name) by telephone")
            : read("凭\(name)同意", "on the authority of \(name)")
    }
}

extension Fact {
    /// On whose authority it lets something out unreviewed; `nil` where it lets out nothing so.
    public var emergencyAuthority: EmergencyAuthority? {
        if case .story(let fact) = self { fact.emergencyAuthority } else { nil }
    }
}

extension FactKind {
    /// The kinds of facts that name an authority.
    public static let naming: [FactKind] = StoryFact.Kind.allCases.filter(\.namesAuthority).map(FactKind.story)
}

extension StoryFact.Kind {
    /// Whether its facts name on whose authority something goes out unreviewed.
    var namesAuthority: Bool {
        switch self {
        case .publishedInEmergency, .correctionReleased: true
        case .drafted, .edited, .submitted, .recalled, .reviewed, .signed, .published, .proposed, .released,
            .emergencyConfirmed, .emergencyDenied, .correctionProposed, .slipReviewed, .correctionTakenBack, .withdrawn,
            .shared, .sentOut, .answered, .takenBack,
            .attached, .detached, .hidden, .shown, .hideExplained:
            false
        }
    }
}

extension StoryFact {
    /// On whose authority it lets something out unreviewed; `nil` where it lets out nothing so.
    var emergencyAuthority: EmergencyAuthority? {
        switch self {
        case .publishedInEmergency(_, _, _, _, _, let authority), .correction(.released(_, _, _, let authority)):
            authority
        case .drafted, .edited, .submitted, .recalled, .reviewed, .signed, .published, .proposed, .released, .emergency,
            .correction(.proposed), .correction(.slipReviewed), .correction(.takenBack), .withdrawn, .shared, .sendOut,
            .attachment, .hiding:
            nil
        }
    }
}

extension StaffCard {
    /// Whether somebody works here and one of their posts in a house carries a right.
    func may(_ right: Right, in house: CentreID) -> Bool {
        isActive && posts.contains { $0.house == house && $0.role.may(right) }
    }
}

extension Houses {
    /// On whose authority something of a house may go out before it was reviewed: its chiefs and those who stand in for them; the desk's
    /// where it has none who is free, or lets the desk do everything for it.
    ///
    /// - Parameter isBarred: whether separation of persons keeps somebody from it: authors give no word for their own.
    public func authorities(
        in house: CentreID, isBarred: (StaffID) -> Bool = { _ in false }
    ) -> [EmergencyAuthority] {
        let own = chiefs(of: house).filter { !isBarred($0.staff) }
        guard house != desk else { return own }
        switch rule(for: house) {
        case .never: return own
        case .whereNobody where !own.isEmpty: return own
        case .whereNobody, .always: return own + chiefs(of: desk).filter { !isBarred($0.staff) }
        }
    }

    /// The chiefs of a house, then those who stand in for them.
    func chiefs(of house: CentreID) -> [EmergencyAuthority] {
        let chiefs = holders(of: .sign, in: house)
        let standIns = chiefs.compactMap { chief -> EmergencyAuthority? in
            guard let deputy = deputies[chief], holders(of: .confirmEmergency, in: house).contains(deputy) else {
                return nil
            }
            return EmergencyAuthority(staff: deputy, house: house, deputyOf: chief)
        }
        return standIns.reduce(into: chiefs.map { EmergencyAuthority(staff: $0, house: house) }) { all, one in
            if !all.contains(where: { $0.staff == one.staff }) { all.append(one) }
        }
    }
}
