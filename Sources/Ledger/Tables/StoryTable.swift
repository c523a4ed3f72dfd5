import GRDB
import Newsroom

/// The read model of stories.
enum StoryTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE story(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT NULL,
            centre TEXT NOT NULL, partners TEXT, authors TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL, stage INTEGER,
            version INTEGER NOT NULL, text_hash TEXT NOT NULL, created_at INTEGER NOT NULL, since INTEGER NOT NULL,
            limit_at INTEGER, published_at INTEGER, published_hash TEXT, emergency INTEGER NOT NULL,
            source BLOB, lead BLOB, updated_at INTEGER NOT NULL, open INTEGER NOT NULL,
            out_to TEXT, out_by TEXT, out_since INTEGER, out_due INTEGER,
            authority_staff TEXT, authority_house TEXT, authority_since INTEGER, authority_due INTEGER,
            authority_denied INTEGER, hidings TEXT, owed_reasons TEXT, shown_at INTEGER,
            correction_by TEXT, correction_stage INTEGER, correction_slip INTEGER, correction_since INTEGER,
            correction_limit INTEGER, returned_to TEXT, returned_at INTEGER);
        CREATE INDEX story_number ON story(number);
        CREATE INDEX story_open ON story(centre, state) WHERE open = 1;
        CREATE INDEX story_published ON story(published_at, centre) WHERE published_at IS NOT NULL;
        CREATE INDEX story_centre ON story(centre, updated_at);
        CREATE INDEX story_joint ON story(open, updated_at) WHERE partners IS NOT NULL;
        CREATE INDEX story_source ON story(source) WHERE source IS NOT NULL;
        CREATE INDEX story_hidden ON story(id) WHERE hidings NOT NULL;
        CREATE INDEX story_returned ON story(returned_to, returned_at) WHERE returned_to NOT NULL;
        CREATE INDEX story_owed ON story(id) WHERE owed_reasons NOT NULL;
        """, isSearched: true)

    static func projection(of story: Story) -> Projection {
        let stage = story.openStage
        let emergency = story.openEmergency
        let correction = story.correction
        return Projection(
            table, story.id,
            [
                story.draft.number.databaseValue, story.title.databaseValue, story.draft.centre.rawValue.databaseValue,
                word(story.partners.isEmpty ? nil : story.partners.map(\.rawValue).joined(separator: ",")),
                story.authors.map(\.rawValue).joined(separator: ",").databaseValue,
                story.draft.origin.rawValue.databaseValue, story.state.rawValue.databaseValue,
                (stage?.rawValue).databaseValue, story.text.number.databaseValue,
                story.text.textHash.rawValue.databaseValue, time(story.createdAt), time(story.listedSince),
                time(story.clock.limit), time(story.publishedAt),
                word(story.publishedHash?.rawValue), (story.emergency != nil).databaseValue,
                blob(story.draft.source), blob(story.draft.lead), time(story.last.at),
                story.isOpen.databaseValue, word(story.sendOut?.to), word(story.sendOut?.by.rawValue),
                time(story.sendOut?.clock.since), time(story.sendOut?.clock.limit), word(emergency?.authority.rawValue),
                word(emergency?.house.rawValue), time(emergency?.clock.since), time(emergency?.clock.limit),
                (emergency?.isDenied).databaseValue, story.hidings.stored, story.hidings.storedUnexplained,
                time(story.hidings.lastEnd),
                word(correction?.by.rawValue), (correction?.stage.rawValue).databaseValue,
                (correction?.isSlip).databaseValue, time(correction?.clock.since), time(correction?.clock.limit),
                word(story.returnedCorrection?.writer.rawValue), time(story.returnedCorrection?.at),
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
    /// The centres that work on it beside that, of a joint story.
    public var partners: [CentreID]
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
    /// Channels on which it failed, was missed or nobody knows, or where it waits to be hidden, shown again or decided on.
    public var failures: Int
    /// Channels that are owed something which nobody has ordered: a withdrawn story taken down, a corrected one replaced.
    public var due: Int
    /// Since when the first of the channels that are in trouble is; `nil` where none is.
    public var troubleSince: Moment?
    /// The house of that channel, or of the story where that decides.
    public var troubleHouse: CentreID?
    /// Whether its present text waits for another house's word on a channel.
    public var isProposed: Bool
    /// The houses of all channels that are in trouble, or wait to be served by hand.
    public var servedBy: [CentreID]
    /// What has waited longest on a channel to be done or decided by hand; `nil` where nothing does.
    public var work: ChannelWork?
    /// That it is hidden, or something of it on a channel.
    public var hidden: Hiding.Summary?
    /// Who has hidden something of it and not said why.
    public var owedReasons: [Hiding.OwedReason]
    /// How far its withdrawal has come; `nil` where it is not withdrawn, or never was on a channel.
    public var withdrawal: Withdrawal?
    /// Whether it went out before its reviews were complete; stays so when they have been given.
    public var isEmergency: Bool
    /// With whom its text is out for approval; `nil` while it is not.
    public var sendOut: SendOut.Summary?
    /// What needs somebody of a publication in an emergency besides its reviews; `nil` where nothing does.
    public var openEmergency: Emergency.Summary?
    /// The correction of it that is open; `nil` while none is.
    public var correction: Correction.Summary?
    /// That the last correction was sent back; `nil` where it was not, or another was proposed since.
    public var returnedCorrection: Correction.Return?
    /// When anything last happened to it.
    public var updatedAt: Moment

    /// The clock of the open stage, or of whoever its text is out with; without a limit it only counts up.
    public var clock: Clock { Clock(since: since, limit: limit) }

    static let columns = """
        id, number, title, centre, authors, origin, state, stage, version, created_at, since, limit_at, published_at,
        emergency, updated_at, text_hash, partners, hidings, owed_reasons,
        out_to, out_by, out_since, out_due,
        authority_staff, authority_house, authority_since, authority_due, authority_denied,
        correction_by, correction_stage, correction_slip, correction_since, correction_limit, returned_to, returned_at,
        EXISTS (SELECT 1 FROM placement p WHERE p.story = story.id AND p.centre = story.centre)
        """

    init?(_ row: RawRows, _ db: Database) throws {
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
        isEmergency = row.flag(13)
        updatedAt = Moment(milliseconds: Int64(row.number(14)))
        partners = row.list(16).map(CentreID.init(rawValue:))
        sendOut = (row.value(19) as String?).map { to in
            SendOut.Summary(
                to: to, by: StaffID(rawValue: row.text(20)),
                clock: Clock(since: Moment(milliseconds: row.integer(21)), limit: moment(row.value(22))))
        }
        openEmergency = (row.value(23) as String?).map { authority in
            Emergency.Summary(
                authority: StaffID(rawValue: authority), house: CentreID(rawValue: row.text(24)),
                clock: Clock(since: Moment(milliseconds: row.integer(25)), limit: moment(row.value(26))),
                isDenied: row.flag(27))
        }
        if let by = row.value(28) as String?, let stage = (row.value(29) as Int?).flatMap(Stage.init(rawValue:)) {
            correction = Correction.Summary(
                by: StaffID(rawValue: by), stage: stage, isSlip: row.flag(30),
                clock: Clock(since: Moment(milliseconds: row.integer(31)), limit: moment(row.value(32))))
        }
        if let writer = row.value(33) as String?, let at = moment(row.value(34)) {
            returnedCorrection = Correction.Return(writer: StaffID(rawValue: writer), at: at)
        }
        let whole = row.hidings(17)
        owedReasons = row.owedReasons(18)
        // Most stories of a list are on no channel yet: only of the others more is read.
        let channels =
            row.flag(35)
            ? try StoryChannels(db, of: id, centre, text: row.text(15), isHidden: !whole.isEmpty) : StoryChannels()
        (failures, due, troubleSince, work) = (channels.failures, channels.due, channels.troubleSince, channels.work)
        troubleHouse = channels.troubleHouse
        (isProposed, servedBy) = (channels.isProposed, channels.servedBy)
        owedReasons += channels.owedReasons
        let isWithdrawn = state == .withdrawn
        hidden = Hiding.Summary(
            whole: whole, parts: isWithdrawn ? [] : channels.hidings, channels: channels.hiddenHouses)
        withdrawal = isWithdrawn ? channels.withdrawal : nil
    }
}

extension Snapshot {
    /// Stories: the open ones by limit, the earliest first, then the latest of the rest; of a centre, the joint stories among them
    /// on which it works.
    public func stories(_ filter: Filter = Filter()) throws -> Listing<StoryRow> {
        var open: [StoryRow] = try rows(
            "SELECT \(StoryRow.columns) FROM story INDEXED BY story_open WHERE open = 1", filter,
            order: "limit_at IS NULL, limit_at, number, id")
        guard let centre = filter.centre else {
            let rest: [StoryRow] = try rest(
                "SELECT \(StoryRow.columns) FROM story WHERE open = 0", filter, after: open.count)
            return try listing(open + rest, filter)
        }
        open += try jointStories(of: centre, isOpen: true, limit: filter.openLimit)
        open.sort {
            ($0.limit?.milliseconds ?? .max, $0.number.value) < ($1.limit?.milliseconds ?? .max, $1.number.value)
        }
        open = Array(open.prefix(filter.openLimit))
        var closed: [StoryRow] = try rest(
            "SELECT \(StoryRow.columns) FROM story WHERE open = 0", filter, after: open.count)
        let limit = filter.rest(after: open.count)
        if limit > 0 {
            closed += try jointStories(of: centre, isOpen: false, limit: limit)
            closed.sort { $0.updatedAt > $1.updatedAt }
        }
        return try listing(open + closed.prefix(limit), filter)
    }

    /// The latest joint stories on which a centre works.
    private func jointStories(of centre: CentreID, isOpen: Bool, limit: Int) throws -> [StoryRow] {
        try fetch(
            """
            SELECT \(StoryRow.columns) FROM story INDEXED BY story_joint
            WHERE partners IS NOT NULL AND open = ? AND instr(',' || partners || ',', ?) > 0
            ORDER BY updated_at DESC LIMIT ?
            """, [isOpen ? 1 : 0, ",\(centre.rawValue),", limit])
    }

    /// The stories derived from one.
    public func stories(derivedFrom source: SubjectID) throws -> [StoryRow] {
        try fetch(
            "SELECT \(StoryRow.columns) FROM story WHERE source = ? ORDER BY number LIMIT 200", [source])
    }

    /// Stories that are in trouble on a channel, or of which a channel is owed something: what is owed first, then what has
    /// waited longest. What is merely hidden is none of them, see `hiddenStories`.
    public func failures(limit: Int = 2_000) throws -> Listing<StoryRow> {
        // What another centre has placed in the story's name is not the story's.
        let waiting = """
            SELECT waits, min(began) AS began FROM (
                SELECT p.story AS waits, p.since AS began
                    FROM placement p INDEXED BY placement_trouble JOIN story s ON s.id = p.story AND s.centre = p.centre
                    WHERE p.trouble = 1
                UNION ALL SELECT story, since FROM due)
            GROUP BY waits
            """
        let found: [StoryRow] = try fetch(
            """
            SELECT \(StoryRow.columns) FROM story JOIN (\(waiting) ORDER BY began LIMIT ?) ON story.id = waits
            ORDER BY began, story.number
            """, [limit])
        return try listing(found, limit, of: waiting)
    }

    /// Stories of which something is hidden, or was and nobody has said why, as far as they are on somebody's list: of heads and
    /// chiefs all, of others those whose reason they owe; and those of which a correction was sent back to them.
    ///
    /// - Parameter reader: for whom; `nil` for what anybody may see is hidden.
    public func hiddenStories(for reader: Person?, limit: Int = 2_000) throws -> Listing<StoryRow> {
        let isTold = reader.map { $0.role == .deskHead || $0.role == .chiefEditor } ?? true
        let standing = """
            SELECT id FROM story WHERE hidings NOT NULL
            UNION SELECT story FROM placement WHERE hidings NOT NULL AND (out = 1 OR open = 1)
            """
        let owed = """
            SELECT id FROM story WHERE owed_reasons NOT NULL AND instr(owed_reasons, ?1) > 0
            UNION SELECT story FROM placement WHERE owed_reasons NOT NULL AND instr(owed_reasons, ?1) > 0
            UNION SELECT id FROM story WHERE returned_to = trim(?1) AND returned_at > ?2
            """
        let name = " \(reader?.staff.rawValue ?? "") "
        let told = now.adding(seconds: -Correction.Return.toldFor).milliseconds
        let all = isTold ? "\(owed) UNION \(standing)" : owed
        let found: [StoryRow] = try fetch(
            """
            SELECT \(StoryRow.columns) FROM story WHERE id IN (\(all)) ORDER BY updated_at DESC LIMIT ?3
            """, [name, told, limit])
        return try listing(found, limit, of: all, [name, told])
    }

    /// Stories that stand on somebody's list whatever they wait for: those in trouble, then those that are hidden. Each has a
    /// limit of its own, so that neither drops the other.
    public func troubled(for reader: Person?) throws -> Listing<StoryRow> {
        let (failures, hidden) = (try failures(), try hiddenStories(for: reader))
        let known = Set(failures.map(\.id))
        return Listing(failures.rows + hidden.rows.filter { !known.contains($0.id) }, more: failures.more + hidden.more)
    }

    /// The story's row in lists.
    public func storyRow(_ id: SubjectID) throws -> StoryRow? {
        try fetch("SELECT \(StoryRow.columns) FROM story WHERE id = ?", [id], as: StoryRow.self).first
    }

    /// A story with all its texts and reviews.
    public func story(_ id: SubjectID) throws -> Story? { Story.fold(try history(id))?.state }
}
