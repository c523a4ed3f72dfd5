/// What happens to a task (任务).
public enum TaskFact: SubjectFact {
    case issued(TaskOrder)
    case acknowledged
    case declined(reason: String)
    case reassigned(centre: CentreID, assignee: StaffID?, acknowledgeBy: Moment)
    case departed
    case arrived
    case filed(story: SubjectID?)
    case closed
    case cancelled(reason: String)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case issued = "taskIssued"
        case acknowledged = "taskAcknowledged"
        case declined = "taskDeclined"
        case reassigned = "taskReassigned"
        case departed = "taskDeparted"
        case arrived = "taskArrived"
        case filed = "taskFiled"
        case closed = "taskClosed"
        case cancelled = "taskCancelled"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .issued: .issued
        case .acknowledged: .acknowledged
        case .declined: .declined
        case .reassigned: .reassigned
        case .departed: .departed
        case .arrived: .arrived
        case .filed: .filed
        case .closed: .closed
        case .cancelled: .cancelled
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .task(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .task(kind) }

    /// The series that numbers the subject.
    public static var series: Series? { .task }

    /// The number that it gives.
    public var number: Number? {
        if case .issued(let order) = self { Number(.task, order.number) } else { nil }
    }

    /// What holds of all facts of a kind.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .issued: KindRule(since: 1, begins: true, isListed: true, gives: .task, by: .people)
        case .acknowledged, .declined, .reassigned, .departed, .arrived, .filed, .closed, .cancelled:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .issued: .dispatch
        case .acknowledged, .declined, .departed, .arrived, .filed: .answerTask
        case .reassigned, .closed, .cancelled: .settleTask
        }
    }

    /// A centre acts on its own tasks. It gives work back to the desk; to others only the desk gives it.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .issued(let order): .centres([order.centre])
        case .reassigned(let centre, _, _): .centres([centre] + (home.map { [$0] } ?? []))
        case .acknowledged, .declined, .departed, .arrived, .filed, .closed, .cancelled: .of(home)
        }
    }

    /// What is filed for a task everybody who knows the task may read.
    public func shares(_: SubjectID) -> SubjectID? {
        switch self {
        case .filed(let story): story
        case .issued, .acknowledged, .declined, .reassigned, .departed, .arrived, .closed, .cancelled: nil
        }
    }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// Until when somebody must have taken it, and when copy is due.
    public func corrected(_ correction: ClockCorrection) -> TaskFact {
        switch self {
        case .issued(var order):
            order.acknowledgeBy = correction.limit(order.acknowledgeBy)
            order.dueAt = order.dueAt.map(correction.limit)
            return .issued(order)
        case .reassigned(let centre, let assignee, let limit):
            return .reassigned(centre: centre, assignee: assignee, acknowledgeBy: correction.limit(limit))
        case .acknowledged, .declined, .departed, .arrived, .filed, .closed, .cancelled: return self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        NewsTask.replayed(events)
    }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .issued: self = .issued(try TaskOrder(fields))
        case .acknowledged: self = .acknowledged
        case .declined: self = .declined(reason: try fields["reason"].text(.remark))
        case .reassigned:
            self = .reassigned(
                centre: try fields["centre"].id(), assignee: try fields.optional("assignee")?.id(),
                acknowledgeBy: try fields["acknowledgeBy"].moment())
        case .departed: self = .departed
        case .arrived: self = .arrived
        case .filed: self = .filed(story: try fields.optional("story")?.subject())
        case .closed: self = .closed
        case .cancelled: self = .cancelled(reason: try fields["reason"].text(.remark))
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .issued(let order): order.write(&fields)
        case .declined(let reason), .cancelled(let reason): fields.text("reason", reason)
        case .reassigned(let centre, let assignee, let limit):
            fields.id("centre", centre)
            fields.id("assignee", assignee)
            fields.moment("acknowledgeBy", limit)
        case .filed(let story): fields.subject("story", story)
        case .acknowledged, .departed, .arrived, .closed: break
        }
    }
}

extension TaskFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .issued(let order):
            read(
                "派给\(target(order.centre, order.assignee, read))",
                "dispatched to \(target(order.centre, order.assignee, read))")
        case .acknowledged: read("接单", "acknowledged")
        case .declined(let reason): read("拒接：\(reason)", "declined: \(reason)")
        case .reassigned(let centre, let assignee, _):
            read("改派\(target(centre, assignee, read))", "reassigned to \(target(centre, assignee, read))")
        case .departed: read("出发", "en route")
        case .arrived: read("到场", "on scene")
        case .filed: read("交稿", "filed")
        case .closed: read("办结", "closed")
        case .cancelled(let reason): read("撤销：\(reason)", "cancelled: \(reason)")
        }
    }

    private func target(_ centre: CentreID, _ assignee: StaffID?, _ read: Localizer) -> String {
        read.centre(centre) + (assignee.map { " " + read.name($0) } ?? "")
    }
}
