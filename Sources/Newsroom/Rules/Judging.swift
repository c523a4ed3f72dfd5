// Who may judge what. `Story.apply` holds turn and separation of persons at each fold, `decide` rights and centre before
// that; screens, lists, commands and rehearsals ask the same functions.

extension Stage {
    /// The roles whose first duty it is, the nearest first. Others may have the right too, and step in; but it waits for
    /// these.
    public var duty: [Role] {
        switch self {
        case .first: [.centreEditor, .dutyEditor]
        case .second: [.deskHead]
        case .third, .signature: [.chiefEditor]
        }
    }
}

extension StorySummary {
    /// The channels that somebody means who names none: all of the story's own house.
    public func ownChannels(of all: [ChannelCard]) -> [ChannelCard] { all.filter { $0.house == centre } }
}

extension ChannelCard {
    /// By what somebody may release on this channel.
    ///
    /// - Throws: a `Refusal` that says who may.
    public func capacityToRelease(of person: Person, in houses: Houses) throws(Refusal) -> Capacity {
        // Whom the channel does not name counts as nobody: where the house has none of those whom it names the desk steps in.
        let named = houses.people(as: releasers, in: house)
        let capacity = try capacity(.release, of: person, in: houses) { !named.contains($0) }
        guard releasers.contains(person.role) else { throw .releasedBy(id, releasers) }
        return capacity
    }

    /// By what somebody may use a right on this channel.
    public func capacity(
        _ right: Right, of person: Person, in houses: Houses, isBarred: (StaffID) -> Bool = { _ in false }
    ) throws(Refusal) -> Capacity {
        guard person.role.may(right) else { throw .noRight(right, person.role) }
        guard house == person.house || houses.isOfDesk(person) else { throw .othersChannel(id, house) }
        return try houses.capacity(of: person, for: right, in: house, isBarred: isBarred)
    }

    /// Whether somebody may release on this channel.
    public func mayRelease(_ person: Person, in houses: Houses) -> Bool {
        Refusal.isNone { () throws(Refusal) in _ = try capacityToRelease(of: person, in: houses) }
    }
}

extension StaffCard {
    /// Whether somebody may be named for what takes a right: nobody sends business staff on a task, or makes them an
    /// author, and nobody who has left.
    public func isFit(for right: Right) -> Bool { isActive && role.may(right) }
}

extension StorySummary {
    /// By what an actor may use a right on this story: their own text is theirs wherever they are; else as the houses say.
    public func capacity(_ right: Right, of actor: Person, in houses: Houses) throws(Refusal) -> Capacity {
        guard actor.role.may(right) else { throw .noRight(right, actor.role) }
        if right == .write, isAuthor(actor.staff) { return .own }
        if self.houses(using: right).contains(actor.house) { return .own }
        return try houses.capacity(of: actor, for: right, in: centre, story: id) { person in
            right.stage.map { isBarred(person, from: $0) } ?? false
        }
    }

    /// Whether an actor may take a step of this story, whatever its state. Who wrote a text does not let it out unreviewed.
    public func check(_ step: StoryStep, by actor: Person, in houses: Houses) throws(Refusal) {
        _ = try capacity(step.right, of: actor, in: houses)
        if step == .publishInEmergency, isWriter(actor.staff) { throw .emergency(.writer) }
    }

    /// Whether the open stage waits for this person: it is their first duty, they may give it, and nothing that is known
    /// here bars them.
    public func waitsForVerdict(of actor: Person, in houses: Houses) -> Bool {
        guard let stage = openStage, stage.duty.contains(actor.role), !isBarred(actor.staff, from: stage) else {
            return false
        }
        // While the text is out nobody signs it.
        if stage == .signature, sendOut != nil { return false }
        return Refusal.isNone { () throws(Refusal) in _ = try capacity(Right(stage: stage), of: actor, in: houses) }
    }
}

extension Right {
    /// From which stage separation of persons may keep somebody who uses it.
    var stage: Stage? {
        switch self {
        case .firstReview: .first
        case .secondReview: .second
        case .thirdReview: .third
        // Whoever may not sign a text records no approval of it, and gives no word for it.
        case .sign, .sendOut, .publishInEmergency: .signature
        case .write, .correct, .publish, .confirmEmergency, .withdraw, .hide, .release, .reportPlacement, .receiveLead,
            .judgeLead,
            .dispatch, .answerTask, .settleTask, .request, .settleRequest, .lend, .takeDuty, .callRoll, .answerRoll,
            .note, .message, .correctClock, .manageStaff, .managePolicy, .manageChannels, .manageNodes:
            nil
        }
    }

    /// Whether it is that of a review, which somebody who is lent to a house may use there.
    var isReview: Bool { stage.map { $0 != .signature } ?? false }
}

extension Story {
    /// Separation of persons: authors judge and sign none of their own; for reviews moreover, who last wrote the text
    /// does not judge it, and nobody takes two levels. The third reviewer may sign.
    public func mayJudge(_ person: StaffID, _ stage: Stage) throws(Refusal) {
        try mayJudge(person, stage, of: text.by)
    }

    /// The same for a text of a writer's.
    func mayJudge(_ person: StaffID, _ stage: Stage, of writer: StaffID) throws(Refusal) {
        guard !isAuthor(person) else { throw .ownStory }
        guard stage != .signature else { return }
        guard writer != person else { throw .ownEdit }
        // Of one story, not of one text: an approval that an edit has voided was a level taken all the same.
        if let other = reviewIndex.otherStage(of: person, than: stage) { throw .tookStage(other) }
    }

    /// The review that a verdict would be of now: the open one. A return at the signature, or of what is signed and not
    /// yet out, is the third review's. `nil` when none is open.
    public func review(for verdict: Verdict) -> Stage? {
        if verdict == .return, openStage == .signature || state == .signedOff { return .third }
        return openStage == .signature ? nil : openStage
    }

    /// Whether a verdict on a text is timely, and from somebody whom separation of persons allows it. Nobody is barred
    /// from taking back what is signed and not yet out: that stops a text, and lets none through.
    public func checkReview(
        _ stage: Stage, _ verdict: Verdict, of textHash: TextHash, by person: StaffID
    ) throws(Refusal) {
        if verdict == .return, state == .signedOff, stage == .third { return try needText(textHash) }
        guard let open = openStage else { throw .storyState(state, last: last) }
        guard open != .signature || verdict == .return else { throw .stageOrder(wanted: stage, open: open) }
        // Before the order of stages: whoever read an older text is told of the newer one first.
        try needText(textHash)
        guard review(for: verdict) == stage else { throw .stageOrder(wanted: stage, open: open) }
        try mayJudge(person, stage)
    }

    /// Whether a signature under a text is timely, and from somebody whom separation of persons allows it.
    public func checkSignature(of textHash: TextHash, by person: StaffID) throws(Refusal) {
        guard let open = openStage else { throw .storyState(state, last: last) }
        try needText(textHash)
        guard open == .signature else { throw .reviewsMissing(open) }
        try needNotOut()
        try mayJudge(person, .signature)
    }

    /// Whether what was submitted can still be taken back: not once a review stands.
    public func checkRecall() throws(Refusal) {
        guard StoryStep.recall.from.contains(state) else { throw .storyState(state, last: last) }
        if let stage = Stage.reviews.last(where: { approval($0) != nil }), let review = approval(stage) {
            throw .alreadyReviewed(stage, by: review.by.staff)
        }
    }

    /// Refuses what was meant for another text than the present one.
    func needText(_ textHash: TextHash) throws(Refusal) {
        guard textHash == text.textHash else { throw .textChanged(last: textTrace) }
    }
}

extension TaskSummary {
    /// Whether an actor may take a step of this task, whatever its state: the role carries the right; the centre's own
    /// steps are its people's, or the desk's for them; and a reporter takes none of a task that is another's.
    public func check(_ step: TaskStep, by actor: Person, in houses: Houses) throws(Refusal) {
        guard actor.role.may(step.right) else { throw .noRight(step.right, actor.role) }
        guard step.right == .answerTask else { return }
        guard houses.reaches(actor, centre) else { throw .otherCentre(centre) }
        try checkAnswer(by: actor)
    }

    /// Who answered before hearing that the task had gone to somebody else answered for nobody.
    func checkAnswer(by actor: Person) throws(Refusal) {
        if actor.role == .reporter, let assignee, actor.staff != assignee { throw .otherAssignee(assignee) }
    }
}

extension LeadSummary {
    /// Whether an actor may take a step of this lead, whatever its state: people of a centre leave other centres' leads
    /// alone.
    public func check(_ step: LeadStep, by actor: Person, in houses: Houses) throws(Refusal) {
        guard actor.role.may(step.right) else { throw .noRight(step.right, actor.role) }
        if let centre, !houses.reaches(actor, centre) { throw .otherCentre(centre) }
    }

    /// Whether somebody may see and change how to reach whoever brought the lead.
    public func isContactOpen(to actor: Person, in houses: Houses) -> Bool {
        Refusal.isNone { () throws(Refusal) in try checkContact(by: actor, in: houses) }
    }

    /// Refuses who may neither see nor change how to reach whoever brought the lead: it is for those who may work on it.
    public func checkContact(by actor: Person, in houses: Houses) throws(Refusal) {
        guard actor.role.may(.receiveLead) else { throw .noRight(.receiveLead, actor.role) }
        if let centre, !houses.reaches(actor, centre) { throw .otherCentre(centre) }
    }
}
