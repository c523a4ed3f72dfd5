/// Whom something waits for.
public enum Responsible: Equatable, Sendable {
    /// One of these people: the person sent, the authors of a text.
    case people([StaffID])
    /// The editors of a centre, who choose somebody, or answer for it.
    case centre(CentreID)
    /// Whoever edits at the desk: to reassign, close, dispatch.
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
    /// Whom the story waits for: its authors while it is written, the reviewer of the open stage, its house for what is to go
    /// out, and the channel's house for what failed there.
    public var responsible: Responsible {
        if openStage != nil { return .reviewer }
        // A recall that failed or is owed waits as well.
        if failedSince != nil { return .centre(failedIn ?? centre) }
        if correction != nil { return .reviewer }
        switch state {
        case .draft, .returned: return .people(authors)
        case .inReview: return .reviewer
        // What is proposed waits for the other house, and comes back where that refuses it.
        case .signedOff: return isProposed ? .nobody : .centre(centre)
        case .published, .corrected, .withdrawn: return .nobody
        }
    }

    /// Whether the story waits for this person: while its text is out, for whoever sent it, too, and whatever else it waits for,
    /// for those whose duty it is to pass its correction.
    public func waits(for actor: Person, in houses: Houses) -> Bool {
        if isSender(actor) || waitsForPass(of: actor, in: houses) { return true }
        // What is to be done on a channel waits for those who serve it, whatever else the story waits for.
        if servedBy.contains(where: { houses.waits(for: actor, with: .reportPlacement, in: $0) }) { return true }
        return switch responsible {
        case .reviewer: waitsForVerdict(of: actor, in: houses)
        case .centre(let house): houses.waits(for: actor, with: .publish, in: house)
        case .people, .desk, .nobody: responsible.includes(actor)
        }
    }
}

extension StorySummary {
    /// Whether what was published in an emergency waits for this person: for whoever was named, to confirm or deny; once that is late
    /// or denied, for the heads and chiefs who may withdraw it.
    public func emergencyWaits(for actor: Person, in houses: Houses, at now: Moment) -> Bool {
        guard let emergency = openEmergency else { return false }
        let isNamed = actor.staff == emergency.authority && actor.house == emergency.house
        if isNamed, !emergency.isDenied { return true }
        guard emergency.clock.overdueSince(at: now) != nil else { return false }
        return houses.may(actor, .withdraw, in: centre)
    }
}

extension ProposalSummary {
    /// Whether it waits for this person's word: whose duty it is in the channels' house.
    ///
    /// - Parameter channels: all channels that there are.
    public func waits(for actor: Person, channels all: [ChannelCard], in houses: Houses) -> Bool {
        let cards = all.filter { channels.contains($0.id) }
        return cards.contains { card in
            // Where those whose duty it is may not, it waits for all who may.
            let duty = card.releasers.filter(Houses.onDuty.contains)
            return (duty.isEmpty ? card.releasers : duty).contains(actor.role) && card.mayRelease(actor, in: houses)
        }
    }
}

extension Houses {
    /// Those whose first duty it is to put out what is signed, and to see to what became of it.
    static let onDuty: [Role] = [.centreEditor, .dutyEditor]

    /// Whether something of a house waits for somebody: it is their first duty, and they may do it there.
    func waits(for actor: Person, with right: Right, in house: CentreID) -> Bool {
        Self.onDuty.contains(actor.role) && may(actor, right, in: house)
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
