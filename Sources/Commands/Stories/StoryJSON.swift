import Ledger
import Newsroom

/// A story as programs read it.
struct StoryJSON: Encodable {
    struct ReviewJSON: Encodable {
        let level: Int
        let by: StaffID
        let at: String
        let verdict: Verdict
        let opinion: String
        let textHash: TextHash
        /// Whether it counts: it passed, and saw the present text.
        let stands: Bool
        /// That somebody of the desk gave it for a house that had nobody; absent where it is the house's own.
        let onBehalf: Bool?
        /// The loan by which somebody of another house gave it; absent where it is the house's own.
        let loan: SubjectID?
    }

    struct SignatureJSON: Encodable {
        let by: StaffID
        let at: String
        let textHash: TextHash
    }

    struct VersionJSON: Encodable {
        let version: Int
        let title: String
        let body: String
        let textHash: TextHash
        let by: StaffID
        let at: String
        let attachments: [AttachmentJSON]
    }

    /// What a story waits for, as programs read it.
    enum Waiting: String, Encodable { case firstReview, secondReview, thirdReview, signature }

    /// Said where several kinds of things are listed together.
    var kind: String?
    let id: SubjectID
    let number: String
    let title: String
    let centre: CentreID
    /// The partners of a joint story.
    let with: [CentreID]?
    let authors: [StaffID]
    let origin: Origin
    let state: StoryState
    let waitsFor: Waiting?
    let overdue: Bool
    let version: Int
    let textHash: TextHash
    let createdAt: String
    let publishedAt: String?
    /// Why it was published before the reviews were complete.
    let emergency: String?
    /// On whose word that was, and what they say of it.
    let authority: EmergencyJSON?
    /// Why it was corrected or withdrawn.
    let reason: String?
    /// The story it derives from.
    let source: SubjectID?
    let lead: SubjectID?
    let reviews: [ReviewJSON]
    let signature: SignatureJSON?
    /// Every time that a text was sent out for approval; the last may be open.
    let sendOuts: [SendOutJSON]
    /// The correction that is open; absent when none is.
    var correction: CorrectionJSON?
    /// Every correction that was proposed of what is out; the last may be open.
    let corrections: [CorrectionJSON]
    /// The files beside the present text.
    let attachments: [AttachmentJSON]
    /// What stands hidden of the story as a whole.
    let hidings: [HidingJSON]
    /// How far its withdrawal has come.
    let withdrawal: WithdrawalJSON?
    let placements: [PlacementJSON]

    // Told of one story only.
    var body: String?
    var versions: [VersionJSON]?
    var history: [LogJSON]?

    init(_ story: Story, on placements: some Collection<PlacementRow>, zone: Zone, now: Moment, kind: String? = nil) {
        self.kind = kind
        id = story.id
        number = story.number.description
        title = story.title
        centre = story.draft.centre
        with = story.partners.isEmpty ? nil : story.partners
        authors = story.authors
        origin = story.draft.origin
        state = story.state
        waitsFor = story.openStage.map(Waiting.init)
        overdue = story.isOverdue(at: now)
        version = story.text.number
        textHash = story.text.textHash
        createdAt = zone.iso(story.createdAt)
        publishedAt = story.publishedAt.map(zone.iso)
        emergency = story.emergency?.reason
        authority = story.emergency.map { EmergencyJSON($0, zone: zone, now: now) }
        reason = story.reason
        source = story.draft.source
        lead = story.draft.lead
        reviews = story.reviews.map {
            ReviewJSON(
                level: $0.stage.rawValue, by: $0.by.staff, at: zone.iso($0.at), verdict: $0.verdict,
                opinion: $0.opinion, textHash: $0.textHash, stands: story.stands($0),
                onBehalf: $0.by.capacity == .onBehalf ? true : nil, loan: $0.by.capacity.loan)
        }
        signature = story.signature.map {
            SignatureJSON(by: $0.by, at: zone.iso($0.at), textHash: $0.textHash)
        }
        attachments = story.attachments.map(AttachmentJSON.init)
        hidings = story.hidings.standing.map { HidingJSON($0, zone: zone) }
        withdrawal = Withdrawal(story, placements).map(WithdrawalJSON.init)
        correction = story.openCorrection.map { CorrectionJSON($0, zone: zone, now: now) }
        corrections = story.corrections.map { CorrectionJSON($0, zone: zone, now: now) }
        sendOuts = story.sendOuts.map { SendOutJSON($0, zone: zone, now: now) }
        self.placements = placements.map { PlacementJSON($0, zone: zone, isWithinStory: true) }
    }

    /// Everything about one story.
    init(_ story: Story, on placements: some Collection<PlacementRow>, history: [Event], at desk: OpenDesk, now: Moment)
    {
        let (zone, read) = (desk.zone, desk.read)
        self.init(story, on: placements, zone: zone, now: now)
        correction = story.openCorrection.map {
            CorrectionJSON($0, of: story, zone: zone, now: now, directory: desk.directory)
        }
        body = story.text.body
        versions = story.versions.map {
            VersionJSON(
                version: $0.number, title: $0.title, body: $0.body, textHash: $0.textHash, by: $0.by,
                at: zone.iso($0.at), attachments: $0.attachments.map(AttachmentJSON.init))
        }
        self.history = history.map { LogJSON($0, zone: zone, read: read) }
    }
}

extension StoryJSON.Waiting {
    init(_ stage: Stage) {
        switch stage {
        case .first: self = .firstReview
        case .second: self = .secondReview
        case .third: self = .thirdReview
        case .signature: self = .signature
        }
    }
}
