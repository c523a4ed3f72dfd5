import Newsroom

/// What a step does, with things named by label: ids are only known once the day is played.
enum ScriptStep: Sendable {
    case lead(label: String, LeadCommand.Tip)
    case promote(lead: String, centre: CentreID, story: String)
    case merge(lead: String, into: String)
    case dismiss(lead: String, reason: String)
    case restore(lead: String)

    case dispatch(label: String, TaskCommand.Dispatch, Links)
    case acknowledge(task: String)
    case decline(task: String, reason: String)
    case depart(task: String)
    case arrive(task: String)
    case file(task: String, story: String?)
    case close(task: String)
    case cancel(task: String, reason: String)
    case reassign(task: String, centre: CentreID, assignee: StaffID?)

    case draft(label: String, StoryCommand.Draft, source: String?, lead: String?)
    case edit(story: String, title: String?, body: String)
    case submit(story: String)
    case recall(story: String)
    case review(story: String, stage: Stage, verdict: Verdict, opinion: String)
    case sign(story: String)
    case publish(story: String, channels: [ChannelID])
    case release(story: String, channels: [ChannelID])
    /// With somebody named, on their word by telephone.
    case emergency(story: String, channels: [ChannelID], on: StaffID?, reason: String)
    case emergencyAnswer(story: String, Emergency.Request)
    case correct(story: String, body: String, reason: String)
    case withdraw(story: String, reason: String)
    case place(story: String, channel: ChannelID, state: DeliveryState, note: String?)

    case takeDuty
    case roll(label: String, [CentreID])
    case answer(roll: String)
    case note(String)

    /// What a block of another subject says, with the command that it comes to.
    case other(Other)

    /// A deed of a subject that has its own file here.
    struct Other: Sendable {
        /// What it makes, as its kind and label.
        var makes: String?
        /// What it changes, as kinds and labels, the one that it is about first.
        var touches: [String] = []
        let command: @Sendable (Labels) throws(UnknownLabel) -> Command
    }

    /// What an order refers to.
    struct Links: Sendable {
        var lead: String?
        var story: String?
        /// The label of the story that the order makes of its lead.
        var promotes: String?
        /// Seconds from now.
        var due: Int?
    }
}

extension ScriptStep {
    /// The things that the deed changes, by kind and label, the one that it is about first.
    var touches: [String] {
        switch self {
        case .promote(let label, _, _), .merge(let label, _), .dismiss(let label, _), .restore(let label):
            ["lead \(label)"]
        case .acknowledge(let label), .decline(let label, _), .depart(let label), .arrive(let label),
            .file(let label, _), .close(let label), .cancel(let label, _), .reassign(let label, _, _):
            ["task \(label)"]
        case .edit(let label, _, _), .submit(let label), .recall(let label), .review(let label, _, _, _),
            .sign(let label), .publish(let label, _), .release(let label, _), .emergency(let label, _, _, _),
            .emergencyAnswer(let label, _),
            .correct(let label, _, _),
            .withdraw(let label, _), .place(let label, _, _, _):
            ["story \(label)"]
        case .dispatch(_, _, let links): links.lead.map { ["lead \($0)"] } ?? []
        case .draft(_, _, _, let lead): lead.map { ["lead \($0)"] } ?? []
        case .other(let other): other.touches
        case .lead, .takeDuty, .roll, .answer, .note: []
        }
    }
}

/// A step names something that nobody made before it.
struct UnknownLabel: Error {
    let label: String
}

/// The things that were made so far, by label.
struct Labels {
    let now: Moment
    private var ids: [String: SubjectID] = [:]

    init(now: Moment) { self.now = now }

    /// What a name of `ScriptStep.touches` stands for, once it was made.
    subscript(name: String) -> SubjectID? { ids[name] }

    /// The thing of a kind and a label, which must have been made.
    func id(_ kind: String, _ label: String) throws(UnknownLabel) -> SubjectID {
        guard let id = ids["\(kind) \(label)"] else { throw UnknownLabel(label: label) }
        return id
    }

    private func lead(_ label: String) throws(UnknownLabel) -> SubjectID { try id("lead", label) }
    private func task(_ label: String) throws(UnknownLabel) -> SubjectID { try id("task", label) }
    private func story(_ label: String) throws(UnknownLabel) -> SubjectID { try id("story", label) }

    /// The label of one task of an order.
    static func task(_ order: String, _ centre: CentreID) -> String { "\(order)/\(centre.rawValue)" }

    /// The command of a deed.
    func command(_ deed: ScriptStep) throws(UnknownLabel) -> Command {
        switch deed {
        case .lead(_, let tip): .lead(.receive(tip))
        case .promote(let label, let centre, _): .lead(.promote(try lead(label), centre: centre, authors: []))
        case .merge(let label, let other): .lead(.merge(try lead(label), into: try lead(other)))
        case .dismiss(let label, let reason): .lead(.dismiss(try lead(label), reason: reason))
        case .restore(let label): .lead(.restore(try lead(label)))
        case .dispatch(_, let order, let links): .task(.dispatch(try linked(order, links)))
        case .acknowledge(let label): .task(.acknowledge(try task(label)))
        case .decline(let label, let reason): .task(.decline(try task(label), reason: reason))
        case .depart(let label): .task(.depart(try task(label)))
        case .arrive(let label): .task(.arrive(try task(label)))
        case .file(let label, let name): .task(.file(try task(label), story: try name.map(story)))
        case .close(let label): .task(.close(try task(label)))
        case .cancel(let label, let reason): .task(.cancel(try task(label), reason: reason))
        case .reassign(let label, let centre, let person):
            .task(.reassign(try task(label), centre: centre, assignee: person))
        case .draft(_, let new, let source, let lead): .story(.draft(try linked(new, source, lead)))
        case .edit(let label, let title, let body): .story(.edit(try story(label), title: title, body: body, base: nil))
        case .submit(let label): .story(.submit(try story(label)))
        case .recall(let label): .story(.recall(try story(label)))
        case .review(let label, let stage, let verdict, let opinion):
            .story(.review(try story(label), stage: stage, verdict: verdict, opinion: opinion, textHash: nil))
        case .sign(let label): .story(.sign(try story(label), textHash: nil))
        case .publish(let label, let channels): .story(.publish(try story(label), channels: channels))
        case .release(let label, let channels): .placement(.release(try story(label), channels: channels))
        case .emergency(let label, let channels, let authority, let reason):
            .story(
                .publishInEmergency(
                    try story(label), channels: channels, reason: reason, authority: authority,
                    isByPhone: authority != nil))
        case .emergencyAnswer(let label, let request): .story(.emergency(try story(label), request))
        case .correct(let label, let body, let reason):
            .story(.correction(try story(label), .propose(body: body, reason: reason)))
        case .withdraw(let label, let reason): .story(.withdraw(try story(label), reason: reason))
        case .place(let label, let channel, let state, let note):
            .placement(.step(try story(label), channel: channel, to: state, note: note))
        case .takeDuty: .centre(.takeDuty)
        case .roll(_, let centres): .rollCall(.call(centres: centres))
        case .answer(let label): .rollCall(.answer(try id("roll", label)))
        case .note(let text): .desk(.note(text))
        case .other(let other): try other.command(self)
        }
    }

    private func linked(_ order: TaskCommand.Dispatch, _ links: ScriptStep.Links) throws(UnknownLabel)
        -> TaskCommand.Dispatch
    {
        var order = order
        order.lead = try links.lead.map(lead)
        order.story = try links.story.map(story)
        order.dueAt = links.due.map { now.adding(seconds: $0) }
        return order
    }

    private func linked(
        _ new: StoryCommand.Draft, _ source: String?, _ leadLabel: String?
    ) throws(UnknownLabel) -> StoryCommand.Draft {
        var new = new
        new.source = try source.map(story)
        new.lead = try leadLabel.map(lead)
        return new
    }

    /// Remembers what a deed has made.
    mutating func note(_ deed: ScriptStep, _ made: [SubjectID]) throws(UnknownLabel) {
        func first(_ label: String) throws(UnknownLabel) -> SubjectID {
            guard let id = made.first else { throw UnknownLabel(label: label) }
            return id
        }
        switch deed {
        case .lead(let label, _): ids["lead \(label)"] = try first(label)
        case .draft(let label, _, _, _): ids["story \(label)"] = try first(label)
        case .other(let other): if let name = other.makes { ids[name] = try first(name) }
        case .roll(let label, _): ids["roll \(label)"] = try first(label)
        // Promotion proposes the story first, then the change to the lead; the tasks of an order come last.
        case .promote(_, _, let label): ids["story \(label)"] = try first(label)
        case .dispatch(let label, let order, let links):
            if let story = links.promotes { ids["story \(story)"] = try first(story) }
            let tasks = made.suffix(order.centres.count)
            guard tasks.count == order.centres.count else { throw UnknownLabel(label: label) }
            for (centre, id) in zip(order.centres, tasks) { ids["task \(Self.task(label, centre))"] = id }
        default: break
        }
    }
}
