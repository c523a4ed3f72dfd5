/// Whom something waits for.
public enum Responsible: Equatable, Sendable {
    /// One of these people: the person sent, the authors of a text.
    case people([StaffID])
    /// The editors of a centre, who choose somebody, or answer for it.
    case centre(CentreID)
    /// Whoever edits at the desk: to reassign, close, dispatch, publish.
    case desk
    /// Whoever may give the open review or signature.
    case reviewer
    /// Nobody: it is done.
    case nobody
}

extension Responsible {
    /// Whether it waits for this person; who reviews a story is asked of the story.
    fileprivate func includes(_ actor: Person) -> Bool {
        switch self {
        case .people(let people): people.contains(actor.staff)
        case .centre(let centre): actor.role == .centreEditor && actor.house == centre
        case .desk: actor.role == .dutyEditor
        case .reviewer, .nobody: false
        }
    }
}

extension TaskSummary {
    /// Whom the task waits for: whoever was sent, else their centre; the desk once it was declined or filed.
    public var responsible: Responsible {
        switch state {
        case .issued, .acknowledged, .enRoute, .onScene: assignee.map { .people([$0]) } ?? .centre(centre)
        case .declined, .filed: .desk
        case .closed, .cancelled: .nobody
        }
    }

    /// Whether the task waits for this person.
    public func waits(for actor: Person) -> Bool { responsible.includes(actor) }
}

extension StorySummary {
    /// Whom the story waits for: its authors while it is written, the reviewer of the open stage, the desk for what is
    /// to go out or failed on a channel.
    public var responsible: Responsible {
        if openStage != nil { return .reviewer }
        // A recall that failed or is owed waits as well.
        if failedSince != nil { return .desk }
        switch state {
        case .draft, .returned: return .people(authors)
        case .inReview: return .reviewer
        case .signedOff: return .desk
        case .published, .corrected, .withdrawn: return .nobody
        }
    }

    /// Whether the story waits for this person.
    public func waits(for actor: Person, in houses: Houses) -> Bool {
        responsible == .reviewer ? waitsForVerdict(of: actor, in: houses) : responsible.includes(actor)
    }
}

extension LeadSummary {
    /// Whom the lead waits for.
    public var responsible: Responsible { state == .open ? .desk : .nobody }

    /// Whether the lead waits for this person.
    public func waits(for actor: Person) -> Bool { responsible.includes(actor) }
}

extension RollCallSummary {
    /// Whether the roll waits for this person's answer: anybody of a centre may say that it is there.
    public func waits(for actor: Person) -> Bool {
        !actor.role.isDesk && actor.role.may(.answerRoll) && missing.contains(actor.house)
    }
}
