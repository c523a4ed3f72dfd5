/// A text that was given to somebody outside for approval (送审): the propaganda department, a ministry, a lawyer. It is
/// bound to the text that went out; another text voids it.
///
/// While it is open nobody signs. The clock of our open stage stands: the time that the text is out counts neither against
/// the stage's limit nor in the figures of reviews. What is owed after an emergency publication stays overdue all the same.
public struct SendOut: Equatable, Sendable {
    /// What was sent, to whom, and until when an answer is due.
    public let order: Order
    /// Who sent it, and sees to the answer.
    public let by: StaffID
    /// Since when it is out.
    public let at: Moment
    /// How it ended; `nil` while it is out.
    public internal(set) var end: End?

    /// What is sent out.
    public struct Order: Equatable, Sendable {
        /// By which its answer is known: of two that are out one after the other each has its own.
        public var key: SubjectID
        /// To whom, in the sender's words, one line of at most 200 characters.
        public var to: String
        /// By what way, in the same form; `nil` where nobody said.
        public var way: String?
        /// When an answer is due; `nil` where nobody said.
        public var due: Moment?
        /// The text that went out.
        public var textHash: TextHash

        /// Without more, by a way and until a time that nobody said.
        public init(key: SubjectID, to: String, way: String? = nil, due: Moment? = nil, textHash: TextHash) {
            (self.key, self.to, self.way, self.due, self.textHash) = (key, to, way, due, textHash)
        }
    }

    /// How it ended.
    public struct End: Equatable, Sendable {
        /// What became of it.
        public let outcome: Outcome
        /// Who recorded the answer, took it back, or changed the text.
        public let by: StaffID
        /// When they did.
        public let at: Moment
        /// What the answer stands on, or why it was taken back; `nil` where nobody said.
        public let note: String?
    }

    /// What became of it.
    public enum Outcome: String, CaseIterable, Sendable {
        /// Approved outside.
        case passed
        /// Sent back from outside, which returns the story.
        case returned
        /// Taken back by us before an answer.
        case takenBack
        /// The text was changed meanwhile.
        case voided
    }

    /// What happens to it, as the log has it.
    public enum Step: Equatable, Sendable {
        case sent(Order)
        case answered(key: SubjectID, verdict: Verdict, evidence: String)
        case takenBack(key: SubjectID, reason: String?)
    }

    /// What somebody asks.
    public enum Request: Equatable, Sendable {
        /// `textHash` is the text that the sender read; absent, the present one.
        case send(to: String, way: String?, due: Moment?, textHash: TextHash?)
        /// What came back, with what shows it: a document's number, who said it when. `key` names what it answers; absent,
        /// what is out now.
        case answer(Verdict, evidence: String, key: SubjectID? = nil)
        /// Takes back what is out, whatever it is.
        case takeBack(reason: String?)
    }

    /// What lists know of what is out.
    public struct Summary: Equatable, Sendable {
        /// To whom it is out.
        public var to: String
        /// Who sent it.
        public var by: StaffID
        /// Since when, and until when an answer is due.
        public var clock: Clock

        /// As given.
        public init(to: String, by: StaffID, clock: Clock) { (self.to, self.by, self.clock) = (to, by, clock) }
    }

    /// What lists know of it.
    public var summary: Summary { Summary(to: order.to, by: by, clock: Clock(since: at, limit: order.due)) }
}

extension SendOut.Order: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            key: try fields["key"].subject(), to: try fields["to"].text(.line),
            way: try fields.optional("way")?.text(.line), due: try fields.optional("due")?.moment(),
            textHash: try fields["textHash"].id())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.subject("key", key)
        fields.text("to", to)
        fields.text("way", way)
        fields.moment("due", due)
        fields.id("textHash", textHash)
    }
}

extension SendOut.Step {
    /// Its kind among those of stories.
    var kind: StoryFact.Kind {
        switch self {
        case .sent: .sentOut
        case .answered: .answered
        case .takenBack: .takenBack
        }
    }

    /// It as it counts when the clock that wrote it was ahead.
    func corrected(_ correction: ClockCorrection) -> SendOut.Step {
        switch self {
        case .sent(var order):
            order.due = order.due.map(correction.limit)
            return .sent(order)
        case .answered, .takenBack: return self
        }
    }

    static func answered(_ fields: Fields) throws(FactError) -> SendOut.Step {
        .answered(
            key: try fields["key"].subject(), verdict: try fields["verdict"].word(),
            evidence: try fields["evidence"].text(.remark))
    }

    static func takenBack(_ fields: Fields) throws(FactError) -> SendOut.Step {
        .takenBack(key: try fields["key"].subject(), reason: try fields.optional("reason")?.text(.remark))
    }

    func write(_ fields: inout FieldWriter) {
        switch self {
        case .sent(let order): order.write(&fields)
        case .answered(let key, let verdict, let evidence):
            fields.subject("key", key)
            fields.word("verdict", verdict)
            fields.text("evidence", evidence)
        case .takenBack(let key, let reason):
            fields.subject("key", key)
            fields.text("reason", reason)
        }
    }

    /// What happened, as the duty log says it.
    func logText(_ read: Localizer) -> String {
        switch self {
        case .sent(let order):
            let way = order.way.map { read("（\($0)）", " (\($0))") } ?? ""
            return read("送外审：\(order.to)\(way)", "sent out for approval to \(order.to)\(way)")
        case .answered(_, let verdict, let evidence):
            return read(
                "外审\(verdict.phrase.zh)：\(evidence)", "outside approval \(verdict.phrase.en): \(evidence)")
        case .takenBack(_, let reason):
            return read("取回外审", "taken back from outside") + (reason.map { read("：", ": ") + $0 } ?? "")
        }
    }
}

extension SendOut.Outcome {
    /// What became of it, in a word or two.
    public var phrase: Phrase {
        switch self {
        case .passed: Phrase("通过", "passed")
        case .returned: Phrase("退回", "returned")
        case .takenBack: Phrase("取回", "taken back")
        case .voided: Phrase("作废", "void")
        }
    }
}
