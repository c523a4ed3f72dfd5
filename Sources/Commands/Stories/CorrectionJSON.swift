import Newsroom

/// A correction of what is out, as programs read it.
struct CorrectionJSON: Encodable {
    /// Where it stands.
    enum State: String, Encodable { case open, signed, released, returned, takenBack, replaced, voided }

    struct ReviewJSON: Encodable {
        let level: Int
        let by: StaffID
        let at: String
        let verdict: Verdict
        let opinion: String
    }

    /// What the program finds that changes, for whoever passes it.
    struct ChangeJSON: Encodable {
        let kind: String
        let text: String
        /// Whether the correction no longer has it; else it is new.
        let gone: Bool
    }

    let title: String
    let textHash: TextHash
    /// The text that it changes.
    let base: TextHash
    let slip: Bool
    let reason: String
    let by: StaffID
    let at: String
    let state: State
    let waitsFor: StoryJSON.Waiting?
    /// Since when it waits for that, and until when it should have it.
    let since: String?
    let limit: String?
    let overdue: Bool?
    let reviews: [ReviewJSON]
    /// Who passed, returned or took it back, and when, with what they said of it.
    let endedBy: StaffID?
    let endedAt: String?
    let note: String?

    // Told of one story only.
    var body: String?
    var changes: [ChangeJSON]?

    init(_ correction: Correction, zone: Zone, now: Moment) {
        let (draft, open) = (correction.draft, correction.end == nil)
        (title, reason, base, slip) = (draft.title, draft.reason, draft.base, draft.isSlip)
        (textHash, by, at) = (correction.textHash, correction.by, zone.iso(correction.at))
        state = correction.end.map { State($0.outcome) } ?? .open
        waitsFor = open ? StoryJSON.Waiting(correction.stage) : nil
        since = open ? zone.iso(correction.since) : nil
        limit = open ? correction.clock.limit.map(zone.iso) : nil
        overdue = open ? correction.clock.overdueSince(at: now) != nil : nil
        reviews = correction.reviews.map {
            ReviewJSON(
                level: $0.stage.rawValue, by: $0.by.staff, at: zone.iso($0.at), verdict: $0.verdict,
                opinion: $0.opinion)
        }
        endedBy = correction.end?.by.staff
        endedAt = correction.end.map { zone.iso($0.at) }
        note = correction.end?.note
    }

    /// The same with its text and what changes in it.
    init(_ correction: Correction, of story: Story, zone: Zone, now: Moment, directory: Directory) {
        self.init(correction, zone: zone, now: now)
        body = correction.draft.body
        changes = directory.findings(of: correction, of: story).map {
            ChangeJSON(kind: $0.kind.rawValue, text: $0.text, gone: $0.isGone)
        }
    }
}

extension CorrectionJSON.State {
    init(_ outcome: Correction.Outcome) {
        switch outcome {
        case .signed: self = .signed
        case .released: self = .released
        case .returned: self = .returned
        case .takenBack: self = .takenBack
        case .replaced: self = .replaced
        case .voided: self = .voided
        }
    }
}
