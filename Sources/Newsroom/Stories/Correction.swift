/// A correction (更正) that was proposed of a text that is out: it stands beside that text until it has passed, and only then
/// takes its place.
///
/// One is open at a time; another must name it as its base, and takes its place. It passes by the second and the third review,
/// and the last pass signs it. A slip (`isSlip`) passes by the word of one reviewer. A withdrawal of the story voids it.
public struct Correction: Equatable, Sendable {
    /// What was proposed.
    public let draft: Draft
    /// Stands for headline, text and the story's attachments together, as they would be out.
    public let textHash: TextHash
    /// Who proposed it, and passes none of it.
    public let by: StaffID
    /// When it was proposed.
    public let at: Moment
    /// The second and third reviews that it was given, in order. A slip has none: its one verdict ends it.
    public internal(set) var reviews: [Story.Review] = []
    /// When its open stage began.
    public internal(set) var since: Moment
    /// How it ended; `nil` while it is open.
    public internal(set) var end: End?

    /// What is proposed.
    public struct Draft: Equatable, Sendable {
        /// The headline as it would be.
        public var title: String
        /// The text below it as it would be.
        public var body: String
        /// Why the text that is out is wrong.
        public var reason: String
        /// The text that it changes: what is out, or the open correction whose place it takes.
        public var base: TextHash
        /// Whether its writer says that it corrects a slip: nothing but a few characters, and no fact.
        public var isSlip: Bool
        /// What each of its reviews may take, as the policy had it then. A slip's one pass may take as long as a second review.
        public var limits: Policy.ReviewLimits

        /// As given.
        public init(
            title: String, body: String, reason: String, base: TextHash, isSlip: Bool = false,
            limits: Policy.ReviewLimits
        ) {
            (self.title, self.body, self.reason) = (title, body, reason)
            (self.base, self.isSlip, self.limits) = (base, isSlip, limits)
        }
    }

    /// How it ended.
    public struct End: Equatable, Sendable {
        /// What became of it.
        public let outcome: Outcome
        /// Who passed, returned or took it back, proposed another in its place, or withdrew the story.
        public let by: Person
        /// When they did.
        public let at: Moment
        /// The opinion of whoever passed or returned it, or why it was taken back; `nil` where nobody said.
        public let note: String?
    }

    /// What became of it.
    public enum Outcome: String, CaseIterable, Sendable {
        /// It passed, was signed by that, and is out.
        case signed
        /// It went out in an emergency, and owes the passes that it lacks.
        case released
        /// A reviewer sent it back.
        case returned
        /// Its writer took it back.
        case takenBack
        /// Another took its place.
        case replaced
        /// The story was withdrawn meanwhile.
        case voided
    }

    /// What happens to it, as the log has it. Its reviews are `StoryFact.reviewed`.
    public enum Step: Equatable, Sendable {
        case proposed(Draft)
        /// The one verdict on a slip. Whoever passes it gives their word that no name, place or time changes.
        case slipReviewed(verdict: Verdict, opinion: String, textHash: TextHash)
        case takenBack(textHash: TextHash, reason: String?)
        /// It cannot wait: somebody who did not write it lets it out on somebody's authority, and the missing passes are owed.
        /// `key` is this release's own.
        case released(key: SubjectID, textHash: TextHash, reason: String, authority: EmergencyAuthority)
    }

    /// What somebody asks.
    public enum Request: Equatable, Sendable {
        /// `base` is the text that the writer changed, or at least the first eight digits of its hash: of what is out, or of the
        /// open correction. Absent, what is out, and refused where a correction is open. Without a title it stays.
        case propose(title: String? = nil, body: String, reason: String, isSlip: Bool = false, base: TextHash? = nil)
        /// Takes back the open one.
        case takeBack(reason: String? = nil)
        /// Lets the open one out before it has passed. `authority` is on whose authority, absent the actor's own; `isByPhone`, whether that
        /// came by telephone; `textHash`, the text that was read, absent the open one's.
        case release(reason: String, authority: StaffID?, isByPhone: Bool, textHash: TextHash?)
    }

    /// That a reviewer sent the last one back.
    public struct Return: Equatable, Sendable {
        /// Who proposed it, and is told.
        public var writer: StaffID
        /// When it was sent back.
        public var at: Moment
        /// For how many seconds it stands on its writer's list: whether anything is proposed again is theirs to decide.
        public static let toldFor = 86_400

        /// As given.
        public init(writer: StaffID, at: Moment) { (self.writer, self.at) = (writer, at) }
    }

    /// What lists know of the open one.
    public struct Summary: Equatable, Sendable {
        /// Who proposed it.
        public var by: StaffID
        /// What it waits for: the second or third review, or the signature; of a slip always the second.
        public var stage: Stage
        /// Whether one pass by any reviewer of the house is enough.
        public var isSlip: Bool
        /// Since when it waits for that, and until when it should have it.
        public var clock: Clock

        /// As given.
        public init(by: StaffID, stage: Stage, isSlip: Bool, clock: Clock) {
            (self.by, self.stage, self.isSlip, self.clock) = (by, stage, isSlip, clock)
        }
    }
}

extension Correction {
    /// The stages that a correction which is no slip passes.
    public static let stages: [Stage] = [.second, .third]

    /// What it waits for; of a slip always the second review. The signature is open only where somebody who is lent to the
    /// house gave the third review: a loan does not carry to signing.
    public var stage: Stage {
        guard !draft.isSlip else { return .second }
        return Self.stages.first { stage in !reviews.contains { $0.stage == stage && $0.verdict == .pass } }
            ?? .signature
    }

    /// The clock of what it waits for.
    public var clock: Clock { Clock(since: since, limit: since.adding(seconds: draft.limits[stage])) }

    /// What lists know of it.
    public var summary: Summary { Summary(by: by, stage: stage, isSlip: draft.isSlip, clock: clock) }

    /// The verdict that ends it well is the last: with that it is signed.
    func isLast(_ stage: Stage, by capacity: Capacity) -> Bool {
        stage == .signature || stage == .third && capacity.loan == nil
    }
}

extension Correction.Summary {
    /// The right that its next pass takes: of a slip that of any reviewer.
    public var right: Right { isSlip ? .firstReview : Right(stage: stage) }

    /// The roles whose duty the next pass is.
    public var duty: [Role] { isSlip ? Stage.reviews.flatMap(\.duty) : stage.duty }

    /// What it waits for, in a few words.
    public var phrase: Phrase {
        isSlip
            ? Phrase("更正待审（小错）", "correction: a slip to pass")
            : Phrase(
                stage == .signature ? "更正待签发" : "更正待\(stage.phrase.zh)",
                stage == .signature ? "correction: signature" : "correction: \(stage.phrase.en)")
    }
}

extension Correction.Draft: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            title: try fields["title"].text(.line), body: try fields["body"].text(.body),
            reason: try fields["reason"].text(.remark), base: try fields["base"].id(),
            isSlip: try fields["isSlip"].flag(), limits: try fields["limits"].coded())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.text("title", title)
        fields.text("body", body)
        fields.text("reason", reason)
        fields.id("base", base)
        fields.flag("isSlip", isSlip)
        fields.object("limits", limits)
    }
}

extension Correction.Step {
    /// Its kind among those of stories.
    var kind: StoryFact.Kind {
        switch self {
        case .proposed: .correctionProposed
        case .slipReviewed: .slipReviewed
        case .takenBack: .correctionTakenBack
        case .released: .correctionReleased
        }
    }

    /// The right that whoever does it must have: to propose one that of writing, to pass a slip that of any review.
    var right: Right {
        switch self {
        case .proposed, .takenBack: .write
        case .slipReviewed: .firstReview
        case .released: .publishInEmergency
        }
    }

    static func slipReviewed(_ fields: Fields) throws(FactError) -> Correction.Step {
        .slipReviewed(
            verdict: try fields["verdict"].word(), opinion: try fields["opinion"].text(.remark),
            textHash: try fields["textHash"].id())
    }

    static func takenBack(_ fields: Fields) throws(FactError) -> Correction.Step {
        .takenBack(textHash: try fields["textHash"].id(), reason: try fields.optional("reason")?.text(.remark))
    }

    static func released(_ fields: Fields) throws(FactError) -> Correction.Step {
        .released(
            key: try fields["key"].subject(), textHash: try fields["textHash"].id(),
            reason: try fields["reason"].text(.remark),
            authority: try fields["authority"].coded())
    }

    /// It as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> Correction.Step {
        switch self {
        case .released(let key, let textHash, let reason, let authority):
            .released(key: key, textHash: textHash, reason: reason, authority: authority.corrected(correction))
        case .proposed, .slipReviewed, .takenBack: self
        }
    }

    func write(_ fields: inout FieldWriter) {
        switch self {
        case .proposed(let draft): draft.write(&fields)
        case .slipReviewed(let verdict, let opinion, let textHash):
            fields.word("verdict", verdict)
            fields.text("opinion", opinion)
            fields.id("textHash", textHash)
        case .takenBack(let textHash, let reason):
            fields.id("textHash", textHash)
            fields.text("reason", reason)
        case .released(let key, let textHash, let reason, let authority):
            fields.subject("key", key)
            fields.id("textHash", textHash)
            fields.text("reason", reason)
            fields.object("authority", authority)
        }
    }

    /// What happened, as the duty log says it.
    func logText(_ read: Localizer) -> String {
        switch self {
        case .proposed(let draft):
            return draft.isSlip
                ? read("提出更正（小错）：\(draft.reason)", "proposed to correct a slip: \(draft.reason)")
                : read("提出更正：\(draft.reason)", "proposed a correction: \(draft.reason)")
        case .slipReviewed(.pass, let opinion, _):
            return read(
                "通过小错更正，称人名、地名、时间未变：\(opinion)",
                "passed the slip, on their word that no name, place or time changes: \(opinion)")
        case .slipReviewed(.return, let opinion, _):
            return read("退回小错更正：\(opinion)", "returned the slip: \(opinion)")
        case .takenBack(_, let reason):
            return read("取回更正", "took the correction back") + (reason.map { read("：", ": ") + $0 } ?? "")
        case .released(_, _, let reason, let authority):
            return authority.logText(read).map {
                read("更正快审先发（\($0)）：\(reason)", "released the correction in an emergency, \($0): \(reason)")
            } ?? read("更正快审先发：\(reason)", "released the correction in an emergency: \(reason)")
        }
    }
}

extension Correction.Outcome {
    /// What became of it, in a word or two.
    public var phrase: Phrase {
        switch self {
        case .signed: Phrase("已更正", "passed and out")
        case .released: Phrase("快审先发", "out in an emergency")
        case .returned: Phrase("退回", "returned")
        case .takenBack: Phrase("取回", "taken back")
        case .replaced: Phrase("另提一份", "replaced by another")
        case .voided: Phrase("撤稿作废", "void: withdrawn")
        }
    }
}
