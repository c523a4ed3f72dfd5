/// What a centre answers to a request.
public enum RequestAnswer: Codable, Equatable, Sendable {
    /// Here is a story.
    case story(SubjectID)
    /// We do it: a task of our own, which exists.
    case task(SubjectID)
    /// We cannot, and why.
    case no(reason: String)

    /// Whether something will come of it.
    public var isHelp: Bool {
        switch self {
        case .story, .task: true
        case .no: false
        }
    }

    /// The story, where it is one.
    public var story: SubjectID? { if case .story(let id) = self { id } else { nil } }
    /// The task, where it is one.
    public var task: SubjectID? { if case .task(let id) = self { id } else { nil } }
    /// Why not, where it is a no.
    public var reason: String? { if case .no(let reason) = self { reason } else { nil } }
}

extension RequestAnswer: FieldCoded {
    /// Reads its fields: one of `story`, `task` and `reason`. With none of them it is an answer that a newer program knows.
    public init(_ fields: Fields) throws(FactError) {
        if let story = fields.optional("story") {
            self = .story(try story.subject())
        } else if let task = fields.optional("task") {
            self = .task(try task.subject())
        } else if let reason = fields.optional("reason") {
            self = .no(reason: try reason.text(.remark))
        } else {
            throw .notUnderstood
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .story(let id): fields.subject("story", id)
        case .task(let id): fields.subject("task", id)
        case .no(let reason): fields.text("reason", reason)
        }
    }
}

/// The answer of one centre, and who gave it.
public struct GivenAnswer: Codable, Equatable, Sendable {
    /// Whose answer it is.
    public var centre: CentreID
    /// Who gave it.
    public var by: StaffID
    /// When it was given.
    public var at: Moment
    /// What was answered.
    public var answer: RequestAnswer

    /// The answer of a centre.
    public init(centre: CentreID, by: StaffID, at: Moment, answer: RequestAnswer) {
        self.centre = centre
        self.by = by
        self.at = at
        self.answer = answer
    }
}
