/// A story (稿件) with its versions, reviews and signature, folded from its events. Where it stands on channels is
/// `Placement`.
///
///     draft → inReview 一审 → 二审 → 三审 → signedOff → published → corrected, withdrawn
///       ↑________ returned (opinion required) __|
///
/// A correction of what is out stands beside it (`openCorrection`) until it has passed.
public struct Story: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// How it began; number, centre, origin and sources stay as they are here, the text does not.
    public let draft: StoryDraft
    /// Where it stands on the way above.
    public internal(set) var state: StoryState
    /// Who answers for the text. A story begun without authors (from a lead) gets its first writer.
    public private(set) var authors: [StaffID]
    /// Every text the story has had; never empty.
    public internal(set) var versions: [Version]
    /// Every review, also those that no longer count because the text has changed.
    public private(set) var reviews: [Review] = []
    /// Where they are.
    private(set) var reviewIndex = ReviewIndex()
    /// The sign-off in force; `nil` before it, and again when a return took it back.
    public private(set) var signature: Signature?
    /// Every time that a text of it was sent out for approval, in order.
    public internal(set) var sendOuts: [SendOut] = []
    /// Every time that it was hidden as a whole, in order.
    public internal(set) var hidings = Hidings()
    /// Every correction that was proposed of what is out, in order; the last may be open.
    public internal(set) var corrections: [Correction] = []
    /// The texts that were out while reviews were owed for an emergency; what was given to one counts for the next.
    private var owedTexts: [TextHash] = []
    /// How many reviews were given before the correction whose passes are owed: they are no passes of it.
    private var owedFrom = 0
    /// Whether the signature that an emergency left out is still owed: whoever passes a slip does not give it.
    private var owesSignature = false
    /// Whether no first review is owed: a correction that went out in an emergency owes the passes of a correction.
    private var skipsFirst = false
    /// Whether it was a partner's node that sent it back last.
    private var isReturnedByPartner = false
    /// The text that outside sent back last; `nil` where none was.
    var outsideReturn: OutsideReturn?
    /// When it was drafted.
    public let createdAt: Moment
    /// Who did the last thing to it, and when; what a channel reports is the placement's.
    public private(set) var last: Refusal.Trace
    /// When the open stage began, later by what its text has been out for approval since.
    public internal(set) var stageSince: Moment
    /// What each stage may take, as the policy had it at submission; `nil` before.
    public private(set) var limits: Policy.ReviewLimits?
    /// When it first went out; `nil` before.
    public private(set) var publishedAt: Moment?
    /// The text that is out.
    public private(set) var publishedHash: TextHash?
    /// The channels of other houses that were asked to take it, and the text that each was asked to take.
    public private(set) var proposed: [ChannelID: TextHash] = [:]
    /// Why and on whose authority it was published before the reviews were complete; the missing reviews stay open.
    public internal(set) var emergency: Emergency?
    /// The releases in an emergency before that, which nobody denies any more.
    private(set) var pastEmergencies: [SubjectID] = []
    /// A denial of a release that came to nothing, the last; `nil` where there was none.
    public internal(set) var lostDenial: Emergency.LostDenial?
    /// Whether the reviews and the signature that the emergency left out have been given since.
    public private(set) var isSettled = false
    /// When it was withdrawn; `nil` where it is not.
    public private(set) var withdrawnAt: Moment?
    /// Why it was corrected or withdrawn last.
    public private(set) var reason: String?

    /// How people say it, such as S-0042.
    public var number: Number { Number(.story, draft.number) }
    /// The text as it stands.
    public var text: Version { versions[versions.count - 1] }
    /// The headline as it stands.
    public var title: String { text.title }

    /// The story that `event` drafts; `nil` when it drafts none.
    public init?(_ event: Event) {
        guard case .story(.drafted(let draft)) = event.fact, let person = event.actor.person,
            draft.namesPartners(from: event.from), draft.hasPlainPartners
        else { return nil }
        id = event.subject
        self.draft = draft
        authors = draft.authors
        state = .draft
        createdAt = event.at
        stageSince = event.at
        last = Refusal.Trace(by: person.staff, at: event.at)
        versions = [
            Version(
                number: 1, title: draft.title, body: draft.body,
                textHash: TextHash(title: draft.title, body: draft.body), by: person.staff, at: event.at)
        ]
    }

    /// The review of this stage that counts: the last one given on the present text, if it passed.
    public func approval(_ stage: Stage) -> Review? {
        guard let place = lastReview(of: stage), reviews[place].verdict == .pass else { return nil }
        return reviews[place]
    }

    /// Where the last review of a stage is that saw the present text.
    private func lastReview(of stage: Stage) -> Int? {
        let place = owedTexts.reduce(reviewIndex.last(stage, of: versions[versions.count - 1].textHash)) {
            place, owed in
            reviewIndex.last(stage, of: owed).map { max($0, place ?? 0) } ?? place
        }
        guard let place, place >= owedFrom else { return nil }
        guard stage == .third, let back = outsideReturn, isCounted(back.textHash) else { return place }
        return place < back.reviews ? nil : place
    }

    /// Whether what was said of a text counts for the present one: it is the same, or it was out while reviews were owed, and
    /// corrected since.
    private func isCounted(_ textHash: TextHash) -> Bool {
        textHash == versions[versions.count - 1].textHash || owedTexts.contains(textHash)
    }

    /// Whether a review counts now: it passed, and saw the present text or the open correction.
    public func stands(_ review: Review) -> Bool {
        approval(review.stage) == review
            || (review.verdict == .pass && openCorrection?.reviews.contains(review) == true)
    }

    /// What the story waits for: the first review that the present text lacks, then the signature; `nil` when it
    /// waits for none. After an emergency publication the missing ones stay open, also when the story is withdrawn.
    public var openStage: Stage? {
        switch state {
        case .inReview: return openReview ?? .signature
        // What an emergency left out is owed also of what was taken down since.
        case .published, .corrected, .withdrawn:
            guard emergency != nil, !isSettled else { return nil }
            // Nobody signs what was taken down.
            return openReview ?? (owesSignature && state != .withdrawn ? .signature : nil)
        case .draft, .returned, .signedOff: return nil
        }
    }

    /// The first review that the present text lacks; `nil` when it has all. Of what was taken down a return is a review as well: what
    /// is wrong passes none. Asked at each step of each story that is folded, so nothing is copied.
    private var openReview: Stage? {
        for stage in Stage.reviews where stage != .first || !skipsFirst {
            guard let place = lastReview(of: stage), reviews[place].verdict == .pass || state == .withdrawn else {
                return stage
            }
        }
        return nil
    }

    /// The clock of the open stage, or of whoever the text is out with; then that of the open correction; else since when the
    /// story stands where it does.
    public var clock: Clock {
        guard let stage = openStage else { return openCorrection?.clock ?? Clock(since: stageSince, limit: nil) }
        // Out before its reviews were complete: what is missing is overdue from the moment it went out.
        if let emergency { return Clock(since: emergency.at, limit: emergency.at) }
        // Ours stands while the text is out for approval; theirs runs.
        if let sendOut { return sendOut.clock }
        return Clock(since: stageSince, limit: limits.map { stageSince.adding(seconds: $0[stage]) })
    }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .story(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        try event.checkCapacity(home: draft.centre, authors: authors, partners: draft.partners)
        guard event.from == nil, !partners.isEmpty, let seen = fact.goesOnWith else { return try take(fact, event) }
        // What counts for nothing leaves the text as it was.
        var next = self
        next.goOn(with: seen)
        try next.take(fact, event)
        self = next
    }

    private mutating func take(_ fact: StoryFact, _ event: Event) throws(Refusal) {
        switch fact {
        case .edited(let title, let body, let base):
            try need(.edit)
            try needChange(title, body)
            // What a centre's node writes over names what it wrote over.
            if base == nil, event.from != nil { throw .outOfPlace(event.fact.kind.name) }
            // Somebody wrote meanwhile: neither text wins unseen, this one is kept beside and its writer told.
            if let base { try needText(base) }
            try addVersion(title, body, event)
            try claim(event)
            if state == .inReview { stageSince = event.at }
        // What was its centre's own has been told again before it: that is all there is to sharing.
        case .shared: try need(.edit)
        case .submitted(let limits):
            try need(.submit)
            try limits.check()
            state = .inReview
            try claim(event)
            self.limits = limits
            stageSince = event.at
        case .recalled:
            try checkRecall()
            // The desk took it in, so no partner takes it back.
            guard event.actor.house == draft.centre || partners.isEmpty else { throw .otherCentre(draft.centre) }
            endSendOut(.voided, by: try event.person.staff, at: event.at)
            state = .draft
            stageSince = event.at
        case .reviewed(let stage, let verdict, let opinion, let textHash, let ofCorrection):
            let review = Review(
                stage: stage, by: try event.person, at: event.at, verdict: verdict, opinion: opinion,
                textHash: textHash)
            if ofCorrection { try reviewCorrection(review, event) } else { try self.review(review) }
            if verdict == .return { isReturnedByPartner = event.from.map(partners.contains) ?? false }
        case .signed(let textHash): try sign(textHash, event)
        case .published(let channels, let textHash):
            try needChannels(channels)
            try checkPublication(of: textHash)
            try checkOwn(channels, event)
            publish(textHash, event)
        case .proposed(let channels, let textHash):
            try needChannels(channels)
            try checkPublication(of: textHash)
            propose(channels, textHash)
        case .released(let channels, let textHash):
            try needChannels(channels)
            // What went out in an emergency goes on to the houses that were asked then.
            try checkPublication(of: textHash, unlessOut: emergency != nil)
            // Who was asked for another text has no word for this one.
            if let channel = channels.first(where: { proposed[$0] != textHash }) { throw .noPlacement(channel) }
            publish(textHash, event)
        case .publishedInEmergency(let key, let channels, let asked, let textHash, let reason, let authority):
            try needChannels(channels)
            try need(.publishInEmergency)
            try needText(textHash)
            try checkOwn(channels, event)
            let person = try event.person.staff
            try checkEmergency(by: person, on: authority.staff)
            try authority.check(event, of: draft.centre)
            propose(channels + asked, textHash)
            emergency = Emergency(key, authority, reason: reason, textHash: textHash, by: person, at: event.at)
            owedTexts = [textHash]
            owesSignature = true
            publish(textHash, event)
        case .correction(let step): try apply(step, event)
        case .withdrawn(let reason):
            try need(.withdraw)
            endCorrection(.voided, by: try event.person, at: event.at)
            state = .withdrawn
            withdrawnAt = event.at
            self.reason = reason
            hidings.endAll(event)
            stageSince = event.at
        case .emergency(let step): try apply(step, event)
        case .sendOut(let step): try apply(step, event)
        case .attachment(let step): try apply(step, event)
        case .hiding(let step): try apply(step, event)
        case .drafted: throw .outOfPlace(event.fact.kind.name)
        }
        // Once made up for, an emergency is over: a later correction is signed like any other and reopens nothing.
        if emergency != nil, openStage == nil {
            isSettled = true
            owedTexts = []
        }
        last = Refusal.Trace(by: try event.person.staff, at: event.at)
    }

    // MARK: - Steps

    private mutating func review(_ review: Review) throws(Refusal) {
        try checkReview(review.stage, review.verdict, of: review.textHash, by: review.by.staff)
        // What is signed but not yet out is taken back.
        if state == .signedOff { signature = nil }
        add(review)
        // What is out already is not taken back by a late review: it is corrected or withdrawn.
        if review.verdict == .return, !state.isDone {
            // What goes back to its authors is not what somebody outside is to approve.
            endSendOut(.voided, by: review.by.staff, at: review.at)
            state = .returned
        }
        stageSince = review.at
    }

    mutating func add(_ review: Review) {
        reviewIndex.add(review, at: reviews.count)
        reviews.append(review)
    }

    private mutating func sign(_ textHash: TextHash, _ event: Event) throws(Refusal) {
        let person = try event.person.staff
        if wasProposed(textHash) {
            try checkCorrectionSignature(try openCorrection(of: textHash), by: person)
            return try signCorrection(note: nil, event)
        }
        try checkSignature(of: textHash, by: person)
        owesSignature = false
        signature = Signature(by: person, at: event.at, textHash: textHash)
        if state == .inReview { state = .signedOff }
        stageSince = event.at
    }

    /// Who wrote the text as it stands, and when: what somebody with an older one must be told.
    public var textTrace: Refusal.Trace { Refusal.Trace(by: text.by, at: text.at) }

    mutating func claim(_ event: Event) throws(Refusal) {
        if authors.isEmpty { authors = [try event.person.staff] }
    }

    /// Puts a correction that has passed in the place of what is out. Whoever passed a slip signs that text; the signature that an
    /// emergency owes stays owed.
    mutating func takeCorrection(_ version: Version, isSlip: Bool, reason: String, signedBy person: StaffID) {
        replaceOut(with: version, because: reason)
        signature = Signature(by: person, at: version.at, textHash: version.textHash)
        if !isSlip { owesSignature = false }
        if emergency != nil, !isSettled { owedTexts.append(version.textHash) }
    }

    /// Puts a correction in the place of what is out before it has passed: what it lacks is owed, and a first review only where one
    /// was owed already.
    ///
    /// - Parameter passes: how many reviews it was given while it stood beside what is out; they are the last of all.
    mutating func takeUnreviewed(_ version: Version, passes: Int, reason: String, _ emergency: Emergency) {
        let isOwing = self.emergency != nil && !isSettled
        skipsFirst = !isOwing || openReview != .first
        owedTexts = isOwing ? owedTexts + [version.textHash] : [version.textHash]
        // What was passed of the same text before it was found wrong and corrected is no pass of it now.
        if !isOwing { owedFrom = reviews.count - passes }
        replaceOut(with: version, because: reason)
        (signature, owesSignature, isSettled) = (nil, true, false)
        if let last = self.emergency { pastEmergencies.append(last.key) }
        (self.emergency, lostDenial) = (emergency, nil)
    }

    private mutating func replaceOut(with version: Version, because reason: String) {
        versions.append(version)
        endSendOut(.voided, by: version.by, at: version.at)
        publishedHash = version.textHash
        // Whoever was asked to take it is asked to take it as it is right now.
        propose(Array(proposed.keys), version.textHash)
        state = .corrected
        self.reason = reason
        stageSince = version.at
    }

    /// What goes out goes somewhere.
    private func needChannels(_ channels: [ChannelID]) throws(Refusal) {
        guard !channels.isEmpty else { throw .channelsMissing }
    }

    private mutating func propose(_ channels: [ChannelID], _ textHash: TextHash) {
        for channel in channels { proposed[channel] = textHash }
    }

    /// Out goes what is signed; with `unlessOut`, also what is out already without that.
    private func checkPublication(of textHash: TextHash, unlessOut: Bool = false) throws(Refusal) {
        try need(.publish)
        try needText(textHash)
        // A correction was signed; what an emergency left out of the whole is owed all the same.
        let isSigned = signature?.textHash == textHash && (emergency == nil || isSettled)
        guard isSigned || (unlessOut && publishedHash == textHash) else {
            throw .reviewsMissing(openStage ?? .signature)
        }
    }

    /// A centre's node says of its own channels alone that something went out there. Whose channels a story goes to by the desk's
    /// nodes those know.
    private func checkOwn(_ channels: [ChannelID], _ event: Event) throws(Refusal) {
        guard let other = channels.first(where: { !$0.isServed(from: event.from) }) else { return }
        throw other.centre.map(Refusal.otherNode) ?? .desksOwn
    }

    private mutating func publish(_ textHash: TextHash, _ event: Event) {
        publishedHash = textHash
        guard !state.isOut else { return }
        state = .published
        publishedAt = event.at
        stageSince = event.at
    }

    /// Another text with attachments; where none are given it keeps those that there are.
    mutating func addVersion(
        _ title: String, _ body: String, _ event: Event, attachments changed: [Attachment]? = nil
    ) throws(Refusal) {
        let attachments = changed ?? self.attachments
        versions.append(
            Version(
                number: versions.count + 1, title: title, body: body, attachments: attachments,
                textHash: TextHash(title: title, body: body, attachments: attachments),
                by: try event.person.staff, at: event.at,
                isPartners: event.from.map(partners.contains) ?? false))
        endSendOut(.voided, by: text.by, at: event.at)
    }

    /// A partner's node may be apart for hours. What the desk reviewed, signed or put out meanwhile goes on with the text that it saw:
    /// that is the present one again, above what partners wrote in between and the desk had not seen.
    private mutating func goOn(with seen: TextHash) {
        guard !state.isDone else { return }
        if isReturnedByPartner, state == .returned {
            state = .inReview
            isReturnedByPartner = false
        }
        guard text.textHash != seen, let index = versions.lastIndex(where: { $0.textHash == seen }),
            versions[(index + 1)...].allSatisfy(\.isPartners)
        else { return }
        let kept = versions[index]
        versions.append(
            Version(
                number: versions.count + 1, title: kept.title, body: kept.body, attachments: kept.attachments,
                textHash: kept.textHash, by: kept.by, at: kept.at))
    }

    func need(_ step: StoryStep) throws(Refusal) {
        guard step.from.contains(state) else { throw .storyState(state, last: last) }
    }

    func needChange(_ title: String, _ body: String) throws(Refusal) {
        guard !title.hasSameBytes(as: text.title) || !body.hasSameBytes(as: text.body) else { throw .textSame }
    }
}

extension Story: Subject {
    /// What happens to it.
    public typealias Facts = StoryFact
    /// It among all subjects.
    public var any: AnySubject { .story(self) }
    /// The centre whose story it is.
    public var home: CentreID? { draft.centre }
}
