/// What happens to a lead (线索).
public enum LeadFact: SubjectFact {
    case received(LeadCard)
    case promoted(story: SubjectID)
    case merged(into: SubjectID)
    case dismissed(reason: String)
    case restored
    /// Somebody said how to reach whoever brought the tip; the value itself is not in the log.
    case contactGiven(ErasableReference)
    /// What was said of it until then is to be forgotten.
    case contactErased

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case received = "leadReceived"
        case promoted = "leadPromoted"
        case merged = "leadMerged"
        case dismissed = "leadDismissed"
        case restored = "leadRestored"
        case contactGiven = "leadContactGiven"
        case contactErased = "leadContactErased"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .received: .received
        case .promoted: .promoted
        case .merged: .merged
        case .dismissed: .dismissed
        case .restored: .restored
        case .contactGiven: .contactGiven
        case .contactErased: .contactErased
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .lead(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .lead(kind) }

    /// The series that numbers the subject.
    public static var series: Series? { .lead }

    /// The number that it gives.
    public var number: Number? {
        if case .received(let card) = self { Number(.lead, card.number) } else { nil }
    }

    /// The contact that is kept beside the log.
    public var reference: ErasableReference? { if case .contactGiven(let reference) = self { reference } else { nil } }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .received: KindRule(since: 1, begins: true, isListed: true, gives: .lead, by: .people)
        case .promoted, .merged, .dismissed, .restored, .contactGiven, .contactErased:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have. Whoever may judge a lead may enter one too.
    public var right: Right? {
        switch self {
        case .received, .contactGiven, .contactErased: .receiveLead
        case .promoted, .merged, .dismissed, .restored: .judgeLead
        }
    }

    /// Everybody may bring one; its centre judges it, and hears who brought it.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .received: .anybody
        case .promoted, .merged, .dismissed, .restored, .contactGiven, .contactErased: .of(home)
        }
    }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// When it came in, until when it must have been dispatched, and until when its contact is kept.
    public func corrected(_ correction: ClockCorrection) -> LeadFact {
        switch self {
        case .received(var card):
            card.receivedAt = correction.past(card.receivedAt)
            card.dispatchBy = card.dispatchBy.map(correction.limit)
            return .received(card)
        case .contactGiven(let reference):
            return .contactGiven(reference.expiring(at: correction.limit(reference.expiresAt)))
        case .promoted, .merged, .dismissed, .restored, .contactErased: return self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Lead.replayed(events)
    }

    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .received(let card): read("收到线索（\(card.source.phrase.zh)）", "received (\(card.source.phrase.en))")
        case .promoted: read("立项", "promoted")
        case .merged: read("并入另一线索", "merged into another")
        case .dismissed(let reason): read("不用：\(reason)", "dismissed: \(reason)")
        case .restored: read("恢复待判", "restored")
        case .contactGiven: read("登记联系人", "contact given")
        case .contactErased: read("删除联系人", "contact erased")
        }
    }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .received: self = .received(try LeadCard(fields))
        case .promoted: self = .promoted(story: try fields["story"].subject())
        case .merged: self = .merged(into: try fields["into"].subject())
        case .dismissed: self = .dismissed(reason: try fields["reason"].text(.remark))
        case .restored: self = .restored
        case .contactGiven: self = .contactGiven(try fields["contact"].coded())
        case .contactErased: self = .contactErased
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .received(let card): card.write(&fields)
        case .promoted(let story): fields.subject("story", story)
        case .merged(let other): fields.subject("into", other)
        case .dismissed(let reason): fields.text("reason", reason)
        case .contactGiven(let reference): fields.object("contact", reference)
        case .restored, .contactErased: break
        }
    }
}
