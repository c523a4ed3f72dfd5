extension Decider {
    /// What lets a story out before it was reviewed.
    ///
    /// - Parameters:
    ///   - named: on whose authority; absent, the actor's own.
    ///   - isByPhone: whether they gave their word by telephone.
    ///   - seen: the text that whoever releases it has read.
    func publishInEmergency(
        _ id: SubjectID, on channels: [ChannelID], because text: String, named: StaffID?, isByPhone: Bool,
        seen: TextHash?
    ) throws -> [Proposal] {
        try need(.publishInEmergency)
        let story = try story(id)
        guard !story.text.body.isEmpty else { throw Refusal.bodyMissing }
        // Whose story it is comes before how it stands.
        try needNode(of: story.centre)
        if desk.home == nil { _ = try story.capacity(.publishInEmergency, of: actor, in: desk.houses()) }
        try story.need(.publishInEmergency)
        if let seen { try story.needText(seen) }
        let cards = try known(channels, for: story, or: actor.house)
        let reason = try reason(text)
        let authority = try authority(of: story, named: named, isByPhone: isByPhone) { staff throws(Refusal) in
            try story.checkEmergency(by: actor.staff, on: staff)
        }
        return try publish(
            story, story.text.textHash, on: cards, areNamed: !channels.isEmpty,
            inEmergency: Emergency.Grounds(key: desk.makeID(), reason: reason, authority: authority))
    }

    /// On whose authority the story goes out, or a correction of it.
    func authority(
        of story: Story, named: StaffID?, isByPhone: Bool, check: (StaffID) throws(Refusal) -> Void
    ) throws -> EmergencyAuthority {
        let staff = named ?? actor.staff
        if try desk.staff(staff) == nil { throw Refusal.unknownStaff(staff.rawValue) }
        try check(staff)
        let known = try desk.houses().authorities(in: story.centre, isBarred: story.isAuthor)
        guard var authority = known.first(where: { $0.staff == staff }) else {
            let people = known.map(\.staff)
            throw Refusal.emergency(
                named == nil ? .authorityMissing(story.centre, people) : .noAuthority(staff, story.centre, people))
        }
        guard staff != actor.staff else {
            if isByPhone { throw Refusal.emergency(.ownWord) }
            return authority
        }
        authority.way = isByPhone ? .phone : .inPerson
        authority.confirmBy = desk.now.adding(seconds: try desk.desk().policy.emergencyConfirmation)
        return authority
    }

    /// What whoever was named says of a publication in an emergency.
    func decide(_ request: Emergency.Request, of id: SubjectID) throws -> [Proposal] {
        try need(.confirmEmergency)
        let story = try story(id)
        try need(centre: story.centre)
        guard let emergency = story.emergency else { throw Refusal.emergency(.none) }
        let (key, textHash) = (emergency.key, emergency.textHash)
        switch request {
        case .confirm:
            return [Proposal(subject: id, fact: .story(.emergency(.confirmed(key: key, textHash: textHash))))]
        case .deny(let text):
            let reason = try reason(text)
            let denied = Emergency.Step.denied(key: key, textHash: textHash, reason: reason)
            return [Proposal(subject: id, fact: .story(.emergency(denied)))] + (try hidden(story, reason))
        }
    }

    /// What was denied is out of sight, on all its channels, until somebody shows it again: hidden by the house of whoever denies it.
    private func hidden(_ story: Story, _ reason: String) throws -> [Proposal] {
        // What is withdrawn is taken down. What their house has hidden already may be shown again by somebody who has not heard of this.
        guard story.state.isOut else { return [] }
        return [
            Proposal(subject: story.id, fact: .story(.hiding(.hidden(key: try desk.makeID(), reason: reason))))
        ]
    }
}
