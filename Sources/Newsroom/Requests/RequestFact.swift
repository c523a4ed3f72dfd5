/// What happens to a request (需求).
public enum RequestFact: SubjectFact {
    case made(RequestCard)
    case answered(centre: CentreID, RequestAnswer)
    case closed(reason: String?)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case made = "requestMade"
        case answered = "requestAnswered"
        case closed = "requestClosed"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .made: .made
        case .answered: .answered
        case .closed: .closed
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .request(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .request(kind) }

    /// The series that numbers the subject.
    public static var series: Series? { .request }

    /// The number that it gives.
    public var number: Number? {
        if case .made(let card) = self { Number(.request, card.number) } else { nil }
    }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .made: KindRule(since: 1, begins: true, isListed: true, gives: .request, by: .people)
        case .answered, .closed: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have. To close takes more, unless one asked oneself: the fold knows who did.
    public var right: Right? {
        switch self {
        case .made, .answered, .closed: .request
        }
    }

    /// A centre asks, and answers, for itself, whosever request it is.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .made(let card): .centres([card.centre])
        case .answered(let centre, _): .centres([centre])
        case .closed: .of(home)
        }
    }

    /// The story that is given as an answer everybody may read. What a request is for stays as it is.
    public func shares(_: SubjectID) -> SubjectID? {
        switch self {
        case .answered(_, let answer): answer.story
        case .made, .closed: nil
        }
    }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// Until when it is needed.
    public func corrected(_ correction: ClockCorrection) -> RequestFact {
        switch self {
        case .made(var card):
            card.dueAt = correction.limit(card.dueAt)
            return .made(card)
        case .answered, .closed: return self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Request.replayed(events)
    }

    /// Nothing of it is measured.
    public static func timings(of _: [Event], now _: Moment) -> [Timing] { [] }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .made: self = .made(try RequestCard(fields))
        case .answered: self = .answered(centre: try fields["centre"].id(), try RequestAnswer(fields))
        case .closed: self = .closed(reason: try fields.optional("reason")?.text(.remark))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .made(let card): card.write(&fields)
        case .answered(let centre, let answer):
            fields.id("centre", centre)
            answer.write(&fields)
        case .closed(let reason): fields.text("reason", reason)
        }
    }
}

extension RequestFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .made(let card):
            let to =
                card.to.isEmpty ? read("各中心", "everybody") : card.to.map(read.centre).joined(separator: read("、", ", "))
            return read("\(read.centre(card.centre))向\(to)提出需求", "\(read.centre(card.centre)) asked \(to)")
        case .answered(let centre, .story):
            return read("\(read.centre(centre))以稿件应答", "\(read.centre(centre)) answered with a story")
        case .answered(let centre, .task):
            return read("\(read.centre(centre))应下，已立任务", "\(read.centre(centre)) took it on as a task")
        case .answered(let centre, .no(let reason)):
            return read("\(read.centre(centre))不能应：\(reason)", "\(read.centre(centre)) cannot: \(reason)")
        case .closed(let reason):
            return read(
                "了结需求" + (reason.map { "：\($0)" } ?? ""), "closed the request" + (reason.map { ": \($0)" } ?? ""))
        }
    }
}
