// A correction beside the text that is out: what its story's fold lets count.

extension Story {
    /// The correction that is open; `nil` when none is.
    public var openCorrection: Correction? { corrections.last.flatMap { $0.end == nil ? $0 : nil } }

    /// What lists know of it.
    public var correction: Correction.Summary? { openCorrection?.summary }

    /// The last correction, where a reviewer sent it back and no other was proposed since.
    public var returned: Correction? {
        corrections.last.flatMap { $0.end?.outcome == .returned && state.isOut ? $0 : nil }
    }

    /// What lists know of that.
    public var returnedCorrection: Correction.Return? {
        returned.flatMap { one in one.end.map { Correction.Return(writer: one.by, at: $0.at) } }
    }

    /// The open correction as the version that it would be; `nil` when none is open.
    public var proposedVersion: Version? {
        openCorrection.map { open in
            Version(
                number: text.number + 1, title: open.draft.title, body: open.draft.body, attachments: attachments,
                textHash: open.textHash, by: open.by, at: open.at)
        }
    }

    /// The text that somebody who corrects begins from: the open correction, else what is out.
    public var correctableVersion: Version { proposedVersion ?? text }

    /// Whether a verdict on the open correction is timely, and from somebody whom separation of persons allows it.
    ///
    /// - Parameter stage: the level at which it is given; of a slip any.
    public func checkCorrection(
        _ stage: Stage, _ verdict: Verdict, of textHash: TextHash, by person: StaffID
    ) throws(Refusal) {
        let open = try openCorrection(of: textHash)
        if !open.draft.isSlip {
            let wanted: Stage? = open.stage == .signature ? (verdict == .return ? .third : nil) : open.stage
            guard stage == wanted else { throw .stageOrder(wanted: stage, open: open.stage) }
        }
        try mayPass(open, person, stage)
    }

    /// Separation of persons: authors pass no correction of their own story, whoever proposed it passes none of it, and nobody
    /// takes two levels of a story. A slip passes by the word of anybody else.
    private func mayPass(_ open: Correction, _ person: StaffID, _ stage: Stage) throws(Refusal) {
        guard open.by != person else { throw .ownEdit }
        guard !open.draft.isSlip else {
            guard !isAuthor(person) else { throw .ownStory }
            return
        }
        try mayJudge(person, stage, of: open.by)
    }

    /// Whether separation of persons keeps somebody from what the open correction waits for.
    public func isBarredFromCorrection(_ person: StaffID) -> Bool {
        guard let open = openCorrection else { return false }
        return !Refusal.isNone { () throws(Refusal) in try mayPass(open, person, open.stage) }
    }

    /// Whether the signature under the open correction is timely, and from somebody who may.
    func checkCorrectionSignature(_ open: Correction, by person: StaffID) throws(Refusal) {
        guard !open.draft.isSlip else { throw .correction(.isSlip) }
        guard open.stage == .signature else { throw .reviewsMissing(open.stage) }
        try mayPass(open, person, .signature)
    }

    /// The open correction, if it is of this text.
    func openCorrection(of textHash: TextHash) throws(Refusal) -> Correction {
        guard let open = openCorrection, open.textHash == textHash else {
            throw .correction(.notOpen(last: correctionTrace))
        }
        return open
    }

    /// Whether a text was one that was proposed and is not out.
    func wasProposed(_ textHash: TextHash) -> Bool {
        textHash != text.textHash && corrections.contains { $0.textHash == textHash }
    }

    /// Who ended the last correction, and when; of one that is open, who proposed it.
    private var correctionTrace: Refusal.Trace? {
        corrections.last.map { last in
            last.end.map { Refusal.Trace(by: $0.by.staff, at: $0.at) } ?? Refusal.Trace(by: last.by, at: last.at)
        }
    }

    // MARK: - Steps

    /// Takes what happened to a correction.
    mutating func apply(_ step: Correction.Step, _ event: Event) throws(Refusal) {
        let person = try event.person
        switch step {
        case .proposed(let draft): try propose(draft, event)
        case .slipReviewed(let verdict, let opinion, let textHash):
            let open = try openCorrection(of: textHash)
            guard open.draft.isSlip else { throw .correction(.notSlip) }
            try checkCorrection(.second, verdict, of: textHash, by: person.staff)
            switch verdict {
            case .pass: try signCorrection(note: opinion, event)
            case .return: endCorrection(.returned, by: person, at: event.at, note: opinion)
            }
        case .takenBack(let textHash, let reason):
            let open = try openCorrection(of: textHash)
            guard open.by == person.staff else { throw .correction(.othersText(open.by)) }
            endCorrection(.takenBack, by: person, at: event.at, note: reason)
        case .released(let key, let textHash, let reason, let authority):
            let open = try openCorrection(of: textHash)
            guard key != emergency?.key, !pastEmergencies.contains(key) else {
                throw .outOfPlace(event.fact.kind.name)
            }
            try checkRelease(of: open, by: person.staff, on: authority.staff)
            try authority.check(event, of: draft.centre)
            guard let version = proposedVersion else { return }
            endCorrection(.released, by: person, at: event.at, note: reason)
            takeUnreviewed(
                Version(
                    number: version.number, title: version.title, body: version.body, attachments: version.attachments,
                    textHash: version.textHash, by: version.by, at: event.at),
                passes: open.reviews.count, reason: open.draft.reason,
                Emergency(key, authority, reason: reason, textHash: textHash, by: person.staff, at: event.at))
        }
    }

    /// Whether somebody may let the open correction out before it has passed: it takes two, as every emergency does, and a word
    /// that is still awaited of the last one is given first, so that none is lost.
    public func checkRelease(of open: Correction, by person: StaffID, on authority: StaffID) throws(Refusal) {
        guard !open.draft.isSlip else { throw .correction(.isSlip) }
        let isWriter = [person, authority].contains(open.by) || isAuthor(person) || isAuthor(authority)
        guard !isWriter else { throw .emergency(.writer) }
        if let awaited = openEmergency { throw .correction(.wordOpen(awaited.authority)) }
    }

    private mutating func propose(_ draft: Correction.Draft, _ event: Event) throws(Refusal) {
        try need(.correct)
        if let open = openCorrection {
            // Whoever has not seen the open one proposes nothing over it.
            if draft.base == text.textHash { throw .correction(.open(by: open.by, since: open.at)) }
            guard draft.base == open.textHash else { throw .textChanged(last: Refusal.Trace(by: open.by, at: open.at)) }
            let isSame =
                draft.title.hasSameBytes(as: open.draft.title) && draft.body.hasSameBytes(as: open.draft.body)
            guard !isSame || draft.isSlip != open.draft.isSlip else { throw .textSame }
        } else {
            guard draft.base == text.textHash else {
                throw wasProposed(draft.base)
                    ? .correction(.notOpen(last: correctionTrace)) : .textChanged(last: textTrace)
            }
        }
        try needChange(draft.title, draft.body)
        try draft.limits.check()
        if draft.isSlip,
            let lack = Correction.slipLack(from: (title, text.body), to: (draft.title, draft.body))
        {
            throw .correction(.moreThanSlip(lack))
        }
        endCorrection(.replaced, by: try event.person, at: event.at)
        corrections.append(
            Correction(
                draft: draft, textHash: textHash(title: draft.title, body: draft.body), by: try event.person.staff,
                at: event.at, since: event.at))
    }

    /// Takes a second or third review of the open correction; the last pass signs it.
    mutating func reviewCorrection(_ review: Review, _ event: Event) throws(Refusal) {
        let open = try openCorrection(of: review.textHash)
        guard !open.draft.isSlip else { throw .correction(.isSlip) }
        try checkCorrection(review.stage, review.verdict, of: review.textHash, by: review.by.staff)
        add(review)
        corrections[corrections.count - 1].reviews.append(review)
        corrections[corrections.count - 1].since = event.at
        switch review.verdict {
        case .return: endCorrection(.returned, by: review.by, at: event.at, note: review.opinion)
        case .pass:
            if open.isLast(review.stage, by: review.by.capacity) { try signCorrection(note: review.opinion, event) }
        }
    }

    /// The correction is out in the place of the text before it.
    mutating func signCorrection(note: String?, _ event: Event) throws(Refusal) {
        guard let version = proposedVersion, let open = openCorrection else { return }
        let person = try event.person
        endCorrection(.signed, by: person, at: event.at, note: note)
        takeCorrection(
            Version(
                number: version.number, title: version.title, body: version.body, attachments: version.attachments,
                textHash: version.textHash, by: version.by, at: event.at),
            isSlip: open.draft.isSlip, reason: open.draft.reason, signedBy: person.staff)
    }

    /// Ends what is open.
    mutating func endCorrection(
        _ outcome: Correction.Outcome, by person: Person, at moment: Moment, note: String? = nil
    ) {
        guard openCorrection != nil else { return }
        corrections[corrections.count - 1].end = Correction.End(
            outcome: outcome, by: person, at: moment, note: note)
    }
}

extension StorySummary {
    /// Whether somebody is told that the correction which they proposed was sent back.
    public func isToldOfReturn(_ person: StaffID, at now: Moment) -> Bool {
        guard let returnedCorrection, returnedCorrection.writer == person else { return false }
        return now.seconds(since: returnedCorrection.at) < Correction.Return.toldFor
    }

    /// By what an actor may give the open correction its next pass. A loan carries to reviews, not to the word on a slip.
    public func capacityToPass(of actor: Person, in houses: Houses) throws(Refusal) -> Capacity {
        guard let correction else { throw .correction(.notOpen(last: nil)) }
        let right = correction.right
        guard actor.role.may(right) else { throw .noRight(right, actor.role) }
        return try houses.capacity(
            of: actor, for: right, in: centre, story: correction.isSlip ? nil : id, isBarred: isBarredFromCorrection)
    }

    /// Whether the open correction waits for this person: it is their duty, they may pass it, and nothing that is known here
    /// bars them.
    public func waitsForPass(of actor: Person, in houses: Houses) -> Bool {
        guard let correction, correction.duty.contains(actor.role), !isBarredFromCorrection(actor.staff) else {
            return false
        }
        return Refusal.isNone { () throws(Refusal) in _ = try capacityToPass(of: actor, in: houses) }
    }
}

extension Story {
    /// Whether a fact is a verdict on the open correction.
    func isOfCorrection(_ fact: Fact) -> Bool {
        guard let open = openCorrection, case .story(let fact) = fact else { return false }
        return switch fact {
        case .reviewed(_, _, _, _, let ofCorrection): ofCorrection
        case .signed(let textHash): textHash == open.textHash
        case .correction(.slipReviewed(_, _, let textHash)): textHash == open.textHash
        case .correction(.proposed), .correction(.takenBack), .correction(.released), .drafted, .edited, .submitted,
            .recalled, .published,
            .proposed, .released, .publishedInEmergency, .emergency, .withdrawn, .shared, .sendOut, .attachment,
            .hiding:
            false
        }
    }
}

extension Fact {
    /// Whether it is the word on a slip, which no loan carries.
    var isOfSlip: Bool { if case .story(.correction(.slipReviewed)) = self { true } else { false } }
}
