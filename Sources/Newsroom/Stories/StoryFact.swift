/// What happens to a story (稿件).
public enum StoryFact: SubjectFact {
    case drafted(StoryDraft)
    /// `base` is the text that the writer changed; over any other the edit does not count. `nil` counts over any.
    case edited(title: String, body: String, base: TextHash? = nil)
    case submitted(limits: Policy.ReviewLimits)
    case recalled
    /// `ofCorrection` where it is of the open correction, not of the story's own text.
    case reviewed(stage: Stage, verdict: Verdict, opinion: String, textHash: TextHash, ofCorrection: Bool = false)
    case signed(textHash: TextHash)
    /// Out on channels of the story's own house, which need nobody's leave.
    case published(channels: [ChannelID], textHash: TextHash)
    /// Asks other houses to put it on their channels.
    case proposed(channels: [ChannelID], textHash: TextHash)
    /// A channel's house has let it onto channels that were proposed.
    case released(channels: [ChannelID], textHash: TextHash)
    /// `key` is this release's own, by which whoever was named answers for it. `proposed` are channels of other houses, which are
    /// asked to take it as it is.
    case publishedInEmergency(
        key: SubjectID, channels: [ChannelID], proposed: [ChannelID] = [], textHash: TextHash, reason: String,
        authority: EmergencyAuthority)
    /// What whoever was named says of a publication in an emergency.
    case emergency(Emergency.Step)
    /// A correction of what is out.
    case correction(Correction.Step)
    case withdrawn(reason: String)
    /// A draft that was its centre's own until now belongs to everybody.
    case shared
    /// An approval that is asked of somebody outside.
    case sendOut(SendOut.Step)
    /// A file beside the text.
    case attachment(Attachment.Step)
    /// It is hidden as a whole, or shown again.
    case hiding(Hiding.Step)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case drafted = "storyDrafted"
        case edited = "storyEdited"
        case submitted = "storySubmitted"
        case recalled = "storyRecalled"
        case reviewed = "storyReviewed"
        case signed = "storySigned"
        case published = "storyPublished"
        case proposed = "storyProposed"
        case released = "storyReleased"
        case publishedInEmergency = "storyPublishedInEmergency"
        case emergencyConfirmed = "storyEmergencyConfirmed"
        case emergencyDenied = "storyEmergencyDenied"
        case correctionProposed = "storyCorrectionProposed"
        case slipReviewed = "storySlipReviewed"
        case correctionTakenBack = "storyCorrectionTakenBack"
        case correctionReleased = "storyCorrectionReleased"
        case withdrawn = "storyWithdrawn"
        case shared = "storyShared"
        case sentOut = "storySentOut"
        case answered = "storyAnswered"
        case takenBack = "storyTakenBack"
        case attached = "storyAttached"
        case detached = "storyDetached"
        case hidden = "storyHidden"
        case shown = "storyShown"
        case hideExplained = "storyHideExplained"
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
        case .proposed: .proposed
        case .released: .released
        case .publishedInEmergency: .publishedInEmergency
        case .emergency(let step): step.kind
        case .correction(let step): step.kind
        case .withdrawn: .withdrawn
        case .shared: .shared
        case .sendOut(let step): step.kind
        case .attachment(let step): step.kind
        case .hiding(let step): step.kindOfStory
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
        case .edited, .submitted, .recalled, .reviewed, .signed, .published, .proposed, .publishedInEmergency,
            .emergencyConfirmed, .emergencyDenied, .correctionProposed, .slipReviewed, .correctionTakenBack,
            .correctionReleased, .withdrawn,
            .shared, .sentOut, .answered, .takenBack,
            .attached, .detached, .hidden, .shown, .hideExplained:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        // Each channel says in the duty log that it was released there.
        case .released: KindRule(since: 1, begins: false, isListed: false, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .drafted, .edited, .attachment, .submitted, .recalled: .write
        case .reviewed(let stage, _, _, _, _): Right(stage: stage)
        case .signed: .sign
        case .published, .proposed: .publish
        case .released: .release
        case .publishedInEmergency: .publishInEmergency
        case .emergency: .confirmEmergency
        case .correction(let step): step.right
        case .withdrawn: .withdraw
        case .shared: nil
        case .sendOut: .sendOut
        case .hiding: .hide
        }
    }

    /// A centre acts on its own stories, and releases others' on its own channels.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .drafted(let draft): .centres([draft.centre])
        case .released(let channels, _):
            channels.contains { $0.centre == nil } ? .desk : .centres(channels.compactMap(\.centre))
        case .edited, .submitted, .recalled, .reviewed, .signed, .published, .proposed, .publishedInEmergency,
            .emergency, .correction, .withdrawn, .shared, .sendOut, .attachment, .hiding:
            .of(home)
        }
    }

    /// A draft is its centre's own until anything but an edit happens to it.
    public func shares(_ subject: SubjectID) -> SubjectID? {
        switch self {
        case .drafted, .edited, .attachment: nil
        case .submitted, .recalled, .reviewed, .signed, .published, .proposed, .released, .publishedInEmergency,
            .emergency, .correction, .withdrawn, .shared, .sendOut, .hiding:
            subject
        }
    }

    /// The draft itself, and edits of it, its attachments among them.
    public func staysOwn(at home: CentreID, isOwn: @autoclosure () throws -> Bool) rethrows -> Bool {
        switch self {
        case .drafted(let draft): draft.centre == home
        case .edited, .attachment: try isOwn()
        case .submitted, .recalled, .reviewed, .signed, .published, .proposed, .released, .publishedInEmergency,
            .emergency, .correction, .withdrawn, .shared, .sendOut, .hiding:
            false
        }
    }

    /// Of moments that are reckoned from that clock there are two: when an answer from outside is due, and a word to be confirmed.
    public func corrected(_ correction: ClockCorrection) -> StoryFact {
        switch self {
        case .sendOut(let step): .sendOut(step.corrected(correction))
        case .publishedInEmergency(let key, let channels, let proposed, let textHash, let reason, let authority):
            .publishedInEmergency(
                key: key, channels: channels, proposed: proposed, textHash: textHash, reason: reason,
                authority: authority.corrected(correction))
        case .correction(let step): .correction(step.corrected(correction))
        case .drafted, .edited, .attachment, .submitted, .recalled, .reviewed, .signed, .published, .proposed,
            .released, .emergency, .withdrawn, .shared, .hiding:
            self
        }
    }

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
                opinion: try fields["opinion"].text(.remark), textHash: try fields["textHash"].id(),
                ofCorrection: try fields.optional("ofCorrection")?.flag() ?? false)
        case .signed: self = .signed(textHash: try fields["textHash"].id())
        case .published:
            self = .published(channels: try fields["channels"].ids(), textHash: try fields["textHash"].id())
        case .proposed: self = .proposed(channels: try fields["channels"].ids(), textHash: try fields["textHash"].id())
        case .released: self = .released(channels: try fields["channels"].ids(), textHash: try fields["textHash"].id())
        case .publishedInEmergency:
            self = .publishedInEmergency(
                key: try fields["key"].subject(), channels: try fields["channels"].ids(),
                proposed: try fields.optional("proposed")?.ids() ?? [],
                textHash: try fields["textHash"].id(), reason: try fields["reason"].text(.remark),
                authority: try fields["authority"].coded())
        case .emergencyConfirmed: self = .emergency(try .confirmed(fields))
        case .emergencyDenied: self = .emergency(try .denied(fields))
        case .correctionProposed: self = .correction(.proposed(try Correction.Draft(fields)))
        case .slipReviewed: self = .correction(try .slipReviewed(fields))
        case .correctionTakenBack: self = .correction(try .takenBack(fields))
        case .correctionReleased: self = .correction(try .released(fields))
        case .withdrawn: self = .withdrawn(reason: try fields["reason"].text(.remark))
        case .shared: self = .shared
        case .sentOut: self = .sendOut(.sent(try SendOut.Order(fields)))
        case .answered: self = .sendOut(try .answered(fields))
        case .takenBack: self = .sendOut(try .takenBack(fields))
        case .attached: self = .attachment(try .attached(fields))
        case .detached: self = .attachment(try .detached(fields))
        case .hidden: self = .hiding(try .hidden(fields))
        case .shown: self = .hiding(try .shown(fields))
        case .hideExplained: self = .hiding(try .explained(fields))
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
        case .reviewed(let stage, let verdict, let opinion, let textHash, let ofCorrection):
            fields.word("stage", stage)
            fields.word("verdict", verdict)
            fields.text("opinion", opinion)
            fields.id("textHash", textHash)
            if ofCorrection { fields.flag("ofCorrection", true) }
        case .signed(let textHash): fields.id("textHash", textHash)
        case .published(let channels, let textHash), .proposed(let channels, let textHash),
            .released(let channels, let textHash):
            fields.ids("channels", channels)
            fields.id("textHash", textHash)
        case .publishedInEmergency(let key, let channels, let proposed, let textHash, let reason, let authority):
            fields.subject("key", key)
            fields.ids("channels", channels)
            fields.ids("proposed", proposed.isEmpty ? nil : proposed)
            fields.id("textHash", textHash)
            fields.text("reason", reason)
            fields.object("authority", authority)
        case .emergency(let step): step.write(&fields)
        case .correction(let step): step.write(&fields)
        case .withdrawn(let reason): fields.text("reason", reason)
        case .sendOut(let step): step.write(&fields)
        case .attachment(let step): step.write(&fields)
        case .hiding(let step): step.write(&fields)
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
        case .reviewed(let stage, let verdict, let opinion, _, let ofCorrection):
            read(
                "\(ofCorrection ? "更正" : "")\(stage.phrase.zh)\(verdict.phrase.zh)：\(opinion)",
                "\(ofCorrection ? "correction, " : "")\(stage.phrase.en) \(verdict.phrase.en): \(opinion)")
        case .signed: read("签发", "signed off")
        case .published(let channels, _): read("发布到\(named(channels, read))", "published on \(named(channels, read))")
        case .proposed(let channels, _): read("请放行到\(named(channels, read))", "proposed for \(named(channels, read))")
        case .released(let channels, _): read("放行到\(named(channels, read))", "released on \(named(channels, read))")
        case .publishedInEmergency(_, _, _, _, let reason, let authority):
            authority.logText(read).map {
                read("快审先发（\($0)）：\(reason)", "published in an emergency, \($0): \(reason)")
            } ?? read("快审先发：\(reason)", "published in an emergency: \(reason)")
        case .emergency(let step): step.logText(read)
        case .correction(let step): step.logText(read)
        case .withdrawn(let reason): read("撤稿：\(reason)", "withdrawn: \(reason)")
        case .shared: read("共享草稿", "shared the draft")
        case .sendOut(let step): step.logText(read)
        case .attachment(let step): step.logText(read)
        case .hiding(let step): step.logText(read)
        }
    }
    /// A few channels by name, more by their number.
    private func named(_ channels: [ChannelID], _ read: Localizer) -> String {
        guard channels.count > 3 else { return channels.map(read.channel).joined(separator: read("、", ", ")) }
        return read(" \(channels.count) 个渠道", "\(channels.count) channels")
    }
}
