/// What happens to the desk itself.
public enum DeskFact: SubjectFact {
    case opened(DeskCharter)
    case policySet(Policy)
    case noted(text: String)
    /// The clock of the node that says so went on from `last`, the last thing recorded there, to the time of this event:
    /// the machine was started again, or somebody said that its clock is right. It changes nothing.
    case clockResumed(last: Moment)
    /// The events `first` to `last` of a chain were written by a clock that was `by` milliseconds ahead: they count as of
    /// so much earlier. Of two for one event the later counts; one with 0 takes it back.
    case clockCorrected(origin: OriginID, first: Int64, last: Int64, by: Int64)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case opened = "deskOpened"
        case policySet
        case noted
        case clockResumed
        case clockCorrected
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .opened: .opened
        case .policySet: .policySet
        case .noted: .noted
        case .clockResumed: .clockResumed
        case .clockCorrected: .clockCorrected
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .desk(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .desk(kind) }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .opened: KindRule(since: 1, begins: true, isListed: true, gives: nil, by: .people)
        case .policySet, .noted, .clockResumed, .clockCorrected:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .opened, .clockResumed: nil
        case .policySet: .managePolicy
        case .noted: .note
        case .clockCorrected: .correctClock
        }
    }

    /// A note and a word on one's own clock change nothing; all else is the desk's.
    public func scope(home _: CentreID?) -> Scope {
        switch self {
        case .opened, .policySet, .clockCorrected: .desk
        case .noted, .clockResumed: .anybody
        }
    }

    /// It gives no draft away.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> DeskFact { self }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { kind == .opened }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Desk.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .opened: self = .opened(try DeskCharter(fields))
        case .policySet: self = .policySet(try Policy(fields))
        case .noted: self = .noted(text: try fields["text"].text(.remark))
        case .clockResumed: self = .clockResumed(last: try fields["last"].moment())
        case .clockCorrected:
            self = .clockCorrected(
                origin: try fields["origin"].origin(), first: try fields["first"].long(),
                last: try fields["last"].long(), by: try fields["by"].long())
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .opened(let charter): charter.write(&fields)
        case .policySet(let policy): policy.write(&fields)
        case .noted(let text): fields.text("text", text)
        case .clockResumed(let last): fields.moment("last", last)
        case .clockCorrected(let origin, let first, let last, let by):
            fields.text("origin", origin.description)
            fields.number("first", first)
            fields.number("last", last)
            fields.number("by", by)
        }
    }
}

extension DeskFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at moment: Moment) -> String {
        switch self {
        case .opened: return read("开台", "opened the desk")
        case .policySet: return read("修改了时限", "set the limits")
        case .noted(let text): return text
        case .clockResumed(let last):
            return read(
                "时钟从 \(read.zone.iso(last)) 接到 \(read.zone.iso(moment))",
                "the clock went on from \(read.zone.iso(last)) to \(read.zone.iso(moment))")
        case .clockCorrected(let origin, let first, let last, let by):
            let length = Phrase.length(seconds: Int(by / 1000))
            return read(
                "订正时钟：链 \(origin.short) 第 \(first) 至 \(last) 号事件提前 \(length.zh)",
                "corrected the clock: events \(first) to \(last) of chain \(origin.short) count \(length.en) earlier")
        }
    }
}
