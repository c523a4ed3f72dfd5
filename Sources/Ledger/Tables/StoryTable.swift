import GRDB
import Newsroom

/// The read model of stories.
enum StoryTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE story(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            centre TEXT NOT NULL, authors TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL, stage INTEGER,
            version INTEGER NOT NULL, text_hash TEXT NOT NULL, created_at INTEGER NOT NULL, since INTEGER NOT NULL,
            limit_at INTEGER, published_at INTEGER, published_hash TEXT, emergency INTEGER NOT NULL,
            source BLOB, lead BLOB, updated_at INTEGER NOT NULL, open INTEGER NOT NULL,
            out_to TEXT, out_by TEXT, out_since INTEGER, out_due INTEGER,
            correction_by TEXT, correction_stage INTEGER, correction_slip INTEGER, correction_since INTEGER,
            correction_limit INTEGER);
        CREATE INDEX story_number ON story(number);
        CREATE INDEX story_open ON story(centre, state) WHERE open = 1;
        CREATE INDEX story_published ON story(published_at, centre) WHERE published_at IS NOT NULL;
        CREATE INDEX story_centre ON story(centre, updated_at);
        CREATE INDEX story_source ON story(source) WHERE source IS NOT NULL;
        """, isSearched: true)

    static func projection(of story: Story) -> Projection {
        let stage = story.openStage
        let correction = story.correction
        return Projection(
            table, story.id,
            [
                story.draft.number.databaseValue, story.title.databaseValue, story.draft.centre.rawValue.databaseValue,
                story.authors.map(\.rawValue).joined(separator: ",").databaseValue,
                story.draft.origin.rawValue.databaseValue, story.state.rawValue.databaseValue,
                (stage?.rawValue).databaseValue, story.text.number.databaseValue,
                story.text.textHash.rawValue.databaseValue, time(story.createdAt), time(story.listedSince),
                time(story.clock.limit), time(story.publishedAt),
                word(story.publishedHash?.rawValue), (story.emergency != nil).databaseValue,
                blob(story.draft.source), blob(story.draft.lead), time(story.last.at),
                story.isOpen.databaseValue, word(story.sendOut?.to), word(story.sendOut?.by.rawValue),
                time(story.sendOut?.clock.since), time(story.sendOut?.clock.limit),
                word(correction?.by.rawValue), (correction?.stage.rawValue).databaseValue,
                (correction?.isSlip).databaseValue, time(correction?.clock.since), time(correction?.clock.limit),
            ], text: story.title + "\n" + story.text.body, story: story.id)
    }
}

/// A story as lists show it.
public struct StoryRow: Equatable, Sendable, Identifiable {
    /// The story itself, for its history and for commands.
    public var id: SubjectID
    /// How people say it, such as S-0042.
    public var number: Number
    /// The headline as it stands.
    public var title: String
    /// Whose story it is.
    public var centre: CentreID
    /// Who answers for the text; empty where nobody has written on it yet.
    public var authors: [StaffID]
    /// Whether the text is the centre's own.
    public var origin: Origin
    /// Where it stands.
    public var state: StoryState
    /// The review or signature it waits for.
    public var stage: Stage?
    /// The number of the present text, from 1.
    public var version: Int
    /// When it was drafted.
    public var createdAt: Moment
    /// When the open stage began, or its text went out, or the open correction's stage, or the present state where nothing is open.
    public var since: Moment
    /// When the open stage, or the open correction's, runs out; `nil` when it waits for none.
    public var limit: Moment?
    /// When it first went out; `nil` before.
    public var publishedAt: Moment?
    /// Channels on which it failed, was missed or nobody knows.
    public var failures: Int
    /// Channels that are owed something which nobody has ordered: a withdrawn story taken down, a corrected one replaced.
    public var due: Int
    /// Since when the first of the channels that are in trouble is; `nil` where none is.
    public var troubleSince: Moment?
    /// The house of that channel.
    public var troubleHouse: CentreID?
    /// Whether it went out before its reviews were complete; stays so when they have been given.
    public var isEmergency: Bool
    /// With whom its text is out for approval; `nil` while it is not.
    public var sendOut: SendOut.Summary?
    /// The correction of it that is open; `nil` while none is.
    public var correction: Correction.Summary?
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock of the open stage, or of whoever its text is out with; without a limit it only counts up.
    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, authors, origin, state, stage, version, created_at, since, limit_at, published_at,
        (SELECT count(*) FROM placement p WHERE p.story = story.id AND p.centre = story.centre AND p.trouble = 1), emergency, updated_at,
        (SELECT count(*) FROM due d WHERE d.story = story.id),
        (SELECT min(p.since) FROM placement p WHERE p.story = story.id AND p.centre = story.centre AND p.trouble = 1),
        (SELECT p.house FROM placement p WHERE p.story = story.id AND p.centre = story.centre AND p.trouble = 1
            ORDER BY p.since LIMIT 1),
        out_to, out_by, out_since, out_due,
        correction_by, correction_stage, correction_slip, correction_since, correction_limit
        """

    init?(_ row: Row) {
        guard let id = row.value(0) as SubjectID?, let origin = Origin(rawValue: row.text(5)),
            let state = StoryState(rawValue: row.text(6))
        else { return nil }
        self.id = id
        number = Number(.story, row.number(1))
        title = row.text(2)
        centre = CentreID(rawValue: row.text(3))
        authors = row.list(4).map(StaffID.init(rawValue:))
        self.origin = origin
        self.state = state
        stage = (row.value(7) as Int?).flatMap(Stage.init(rawValue:))
        version = row.number(8)
        createdAt = Moment(milliseconds: Int64(row.number(9)))
        since = Moment(milliseconds: Int64(row.number(10)))
        limit = moment(row.value(11))
        publishedAt = moment(row.value(12))
        failures = row.number(13)
        isEmergency = row.number(14) != 0
        updatedAt = Moment(milliseconds: Int64(row.number(15)))
        due = row.number(16)
        troubleSince = moment(row.value(17))
        troubleHouse = (row.value(18) as String?).map(CentreID.init(rawValue:))
        sendOut = (row.value(19) as String?).map { to in
            SendOut.Summary(
                to: to, by: StaffID(rawValue: row.text(20)),
                clock: Clock(since: Moment(milliseconds: row.integer(21)), limit: moment(row.value(22))))
        }
        if let by = row.value(23) as String?, let stage = (row.value(24) as Int?).flatMap(Stage.init(rawValue:)) {
            correction = Correction.Summary(
                by: StaffID(rawValue: by), stage: stage, isSlip: row.number(25) != 0,
                clock: Clock(since: Moment(milliseconds: row.integer(26)), limit: moment(row.value(27))))
        }
    }
}

extension Snapshot {
    /// Stories: the open ones by limit, the earliest first, then the latest of the rest.
    public func stories(_ filter: Filter = Filter()) throws -> [StoryRow] {
        let open = try rows(
            "SELECT \(StoryRow.columns) FROM story INDEXED BY story_open WHERE open = 1", filter,
            order: "limit_at IS NULL, limit_at, number", StoryRow.init)
        return try open
            + rest("SELECT \(StoryRow.columns) FROM story WHERE open = 0", filter, after: open.count, StoryRow.init)
    }

    /// The stories derived from one.
    public func stories(derivedFrom source: SubjectID) throws -> [StoryRow] {
        try fetch(
            "SELECT \(StoryRow.columns) FROM story WHERE source = ? ORDER BY number LIMIT 200", [source],
            StoryRow.init)
    }

    /// Stories that are in trouble on a channel, or of which a channel is owed something, the latest first.
    public func failures(limit: Int = 50) throws -> [StoryRow] {
        try fetch(
            """
            SELECT \(StoryRow.columns) FROM story
            WHERE id IN (SELECT story FROM placement WHERE trouble = 1 UNION SELECT story FROM due)
            ORDER BY updated_at DESC LIMIT ?
            """, [limit],
            StoryRow.init)
    }

    /// The story's row in lists.
    public func storyRow(_ id: SubjectID) throws -> StoryRow? {
        try fetch("SELECT \(StoryRow.columns) FROM story WHERE id = ?", [id], StoryRow.init).first
    }

    /// A story with all its texts and reviews.
    public func story(_ id: SubjectID) throws -> Story? { Story.fold(try history(id))?.state }
}
