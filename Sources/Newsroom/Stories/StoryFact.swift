/// What happens to a story (稿件).
public enum StoryFact: SubjectFact {
    case drafted(StoryDraft)
    /// `base` is the text that the writer changed; over any other the edit does not count. `nil` counts over any.
    case edited(title: String, body: String, base: TextHash? = nil)
    case submitted(limits: Policy.ReviewLimits)
    case recalled
    case reviewed(stage: Stage, verdict: Verdict, opinion: String, textHash: TextHash)
    case signed(textHash: TextHash)
    case published(channels: [ChannelID], textHash: TextHash)
    case publishedInEmergency(channels: [ChannelID], textHash: TextHash, reason: String)
    /// `base` as in `edited`.
    case corrected(title: String, body: String, reason: String, base: TextHash? = nil)
    case withdrawn(reason: String)
    /// A draft that was its centre's own until now belongs to everybody.
    case shared

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case drafted = "storyDrafted"
        case edited = "storyEdited"
        case submitted = "storySubmitted"
        case recalled = "storyRecalled"
        case reviewed = "storyReviewed"
        case signed = "storySigned"
        case published = "storyPublished"
        case publishedInEmergency = "storyPublishedInEmergency"
        case corrected = "storyCorrected"
        case withdrawn = "storyWithdrawn"
        case shared = "storyShared"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .drafted: .drafted
        case .edited: .edited
        case .submitted: .submitted
        case .recalled: .recalled
        case .reviewed: .reviewed
        case .signed: .signed
        case .published: .published
        case .publishedInEmergency: .publishedInEmergency
        case .corrected: .corrected
        case .withdrawn: .withdrawn
        case .shared: .shared
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .story(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .story(kind) }

    /// The series that numbers the subject.
    public static var series: Series? { .story }

    /// The number that it gives.
    public var number: Number? {
        if case .drafted(let draft) = self { Number(.story, draft.number) } else { nil }
    }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .drafted: KindRule(since: 1, begins: true, isListed: true, gives: .story, by: .people)
        case .edited, .submitted, .recalled, .reviewed, .signed, .published, .publishedInEmergency, .corrected,
            .withdrawn, .shared:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .drafted, .edited, .submitted, .recalled: .write
        case .reviewed(let stage, _, _, _): Right(stage: stage)
        case .signed: .sign
        case .published: .publish
        case .publishedInEmergency: .publishInEmergency
        case .corrected: .correct
        case .withdrawn: .withdraw
        case .shared: nil
        }
    }

    /// A centre acts on its own stories.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .drafted(let draft): .centres([draft.centre])
        case .edited, .submitted, .recalled, .reviewed, .signed, .published, .publishedInEmergency, .corrected,
            .withdrawn, .shared:
            .of(home)
        }
    }

    /// A draft is its centre's own until anything but an edit happens to it.
    public func shares(_ subject: SubjectID) -> SubjectID? {
        switch self {
        case .drafted, .edited: nil
        case .submitted, .recalled, .reviewed, .signed, .published, .publishedInEmergency, .corrected, .withdrawn,
            .shared:
            subject
        }
    }

    /// The draft itself, and edits of it.
    public func staysOwn(at home: CentreID, isOwn: @autoclosure () throws -> Bool) rethrows -> Bool {
        switch self {
        case .drafted(let draft): draft.centre == home
        case .edited: try isOwn()
        case .submitted, .recalled, .reviewed, .signed, .published, .publishedInEmergency, .corrected, .withdrawn,
            .shared:
            false
        }
    }

    /// It holds no moment that was reckoned from that clock.
    public func corrected(_: ClockCorrection) -> StoryFact { self }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Story.replayed(events)
    }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .drafted: self = .drafted(try StoryDraft(fields))
        case .edited:
            self = .edited(
                title: try fields["title"].text(.line), body: try fields["body"].text(.body),
                base: try fields.optional("base")?.id())
        case .submitted: self = .submitted(limits: try fields["limits"].coded())
        case .recalled: self = .recalled
        case .reviewed:
            self = .reviewed(
                stage: try fields["stage"].word(), verdict: try fields["verdict"].word(),
                opinion: try fields["opinion"].text(.remark), textHash: try fields["textHash"].id())
        case .signed: self = .signed(textHash: try fields["textHash"].id())
        case .published:
            self = .published(channels: try fields["channels"].ids(), textHash: try fields["textHash"].id())
        case .publishedInEmergency:
            self = .publishedInEmergency(
                channels: try fields["channels"].ids(), textHash: try fields["textHash"].id(),
                reason: try fields["reason"].text(.remark))
        case .corrected:
            self = .corrected(
                title: try fields["title"].text(.line), body: try fields["body"].text(.body),
                reason: try fields["reason"].text(.remark), base: try fields.optional("base")?.id())
        case .withdrawn: self = .withdrawn(reason: try fields["reason"].text(.remark))
        case .shared: self = .shared
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .drafted(let draft): draft.write(&fields)
        case .edited(let title, let body, let base):
            fields.text("title", title)
            fields.text("body", body)
            fields.id("base", base)
        case .submitted(let limits): fields.object("limits", limits)
        case .reviewed(let stage, let verdict, let opinion, let textHash):
            fields.word("stage", stage)
            fields.word("verdict", verdict)
            fields.text("opinion", opinion)
            fields.id("textHash", textHash)
        case .signed(let textHash): fields.id("textHash", textHash)
        case .published(let channels, let textHash):
            fields.ids("channels", channels)
            fields.id("textHash", textHash)
        case .publishedInEmergency(let channels, let textHash, let reason):
            fields.ids("channels", channels)
            fields.id("textHash", textHash)
            fields.text("reason", reason)
        case .corrected(let title, let body, let reason, let base):
            fields.text("title", title)
            fields.text("body", body)
            fields.text("reason", reason)
            fields.id("base", base)
        case .withdrawn(let reason): fields.text("reason", reason)
        case .recalled, .shared: break
        }
    }
}

extension StoryFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .drafted: read("起稿", "drafted")
        case .edited: read("改稿", "edited")
        case .submitted: read("送审", "submitted")
        case .recalled: read("撤回送审", "recalled")
        case .reviewed(let stage, let verdict, let opinion, _):
            read(
                "\(stage.phrase.zh)\(verdict.phrase.zh)：\(opinion)",
                "\(stage.phrase.en) \(verdict.phrase.en): \(opinion)")
        case .signed: read("签发", "signed off")
        case .published(let channels, _):
            read(
                "发布到 \(channels.count) 个渠道",
                "published on \(channels.count == 1 ? "1 channel" : "\(channels.count) channels")")
        case .publishedInEmergency(_, _, let reason): read("应急先发：\(reason)", "published in an emergency: \(reason)")
        case .corrected(_, _, let reason, _): read("更正：\(reason)", "corrected: \(reason)")
        case .withdrawn(let reason): read("撤稿：\(reason)", "withdrawn: \(reason)")
        case .shared: read("共享草稿", "shared the draft")
        }
    }
}
