import GRDB
import Newsroom

/// The read model of stories on channels.
enum PlacementTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE placement(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, story BLOB NOT NULL, channel TEXT NOT NULL,
            centre TEXT NOT NULL, house TEXT NOT NULL, act TEXT NOT NULL, version INTEGER NOT NULL, text_hash TEXT NOT NULL,
            state TEXT NOT NULL, since INTEGER NOT NULL, failures INTEGER NOT NULL, note TEXT, out INTEGER NOT NULL,
            release_by INTEGER, open INTEGER NOT NULL, trouble INTEGER NOT NULL, reached INTEGER NOT NULL,
            hidings TEXT, owed_reasons TEXT, hidden_there INTEGER, shown_at INTEGER, there_hash TEXT,
            refused INTEGER NOT NULL);
        CREATE INDEX placement_story ON placement(story, centre);
        CREATE INDEX placement_proposed ON placement(story, centre) WHERE state = 'proposed';
        CREATE INDEX placement_open ON placement(since) WHERE open = 1;
        CREATE INDEX placement_trouble ON placement(story, centre) WHERE trouble = 1;
        CREATE INDEX placement_hidden ON placement(story, centre) WHERE hidings NOT NULL;
        CREATE INDEX placement_owed ON placement(story, centre) WHERE owed_reasons NOT NULL;
        """)

    static func projection(of placement: Placement) -> Projection {
        let last = placement.last
        return Projection(
            table, placement.id,
            [
                blob(placement.story), placement.channel.rawValue.databaseValue,
                placement.centre.rawValue.databaseValue, placement.channelHouse.rawValue.databaseValue,
                placement.act.rawValue.databaseValue,
                last.order.version.databaseValue, last.order.textHash.rawValue.databaseValue,
                last.state.rawValue.databaseValue, time(last.since), placement.failures.databaseValue, word(last.note),
                placement.mayBeOut.databaseValue, time(last.state == .proposed ? last.order.releaseBy : nil),
                placement.isOpen.databaseValue,
                placement.isInTrouble.databaseValue, placement.wasOut.databaseValue, placement.hidings.stored,
                placement.hidings.storedUnexplained, time(placement.hiddenThere?.at), time(placement.hidings.lastEnd),
                word(placement.countingText?.rawValue), last.isRefused.databaseValue,
            ], story: placement.story)
    }
}

/// A story on a channel as lists show it.
public struct PlacementRow: Equatable, Sendable, Identifiable {
    /// The placement itself, for its history.
    public var id: SubjectID
    /// The story that is placed.
    public var story: SubjectID
    /// How people say the story, such as S-0042.
    public var number: Number
    /// The story's headline as it stands.
    public var title: String
    /// The centre whose story it is.
    public var centre: CentreID
    /// Where it is placed.
    public var channel: ChannelID
    /// The house to which the channel belongs.
    public var house: CentreID
    /// What was ordered there last.
    public var act: DeliveryAct
    /// Which version of the story.
    public var version: Int
    /// The text of that version.
    public var textHash: TextHash
    /// Where that stands; what is hidden waits as held.
    public var state: DeliveryState
    /// Since when.
    public var since: Moment
    /// How often anything failed there.
    public var failures: Int
    /// What was said of it last; `nil` when nothing was.
    public var note: String?
    /// Until when it is to be released or refused; `nil` where it does not wait for that.
    public var releaseBy: Moment?
    /// What the story's state asks for and nobody has ordered; `nil` when nothing is owed.
    public var due: DeliveryAct?
    /// How it stands where it, or the story, is hidden or to be shown again; `nil` where neither is.
    public var hiding: HidingState?
    /// What waits there for somebody to do or decide by hand; `nil` where nothing does.
    public var work: ChannelWork?
    /// Whether the channel's house kept off it what was proposed last.
    public var isRefused: Bool
    /// Whether the channel may have anything of it, and whether it ever may have had.
    public var isOut: Bool, wasOut: Bool

    static let columns = """
        p.id, p.story, s.number, s.title, p.centre, p.channel, p.act, p.version, p.state, p.since, p.failures, p.note,
        d.act, p.text_hash, \(PlacementTable.house), p.release_by, p.hidings NOT NULL OR s.hidings NOT NULL, p.hidden_there NOT NULL, p.out,
        s.state, w.act, p.reached, p.shown_at NOT NULL OR s.shown_at NOT NULL, p.refused
        """
    static let tables = """
        placement p JOIN story s ON s.id = p.story AND s.centre = p.centre
        LEFT JOIN due d ON d.placement = p.id AND d.act IN (\(DeliveryAct.allCases.listedInSQL))
        LEFT JOIN due w ON w.placement = p.id AND w.act IN (\(ChannelWork.allCases.listedInSQL))
        """

    init?(_ row: Row) {
        guard let id = row.value(0) as SubjectID?, let story = row.value(1) as SubjectID?,
            let act = DeliveryAct(rawValue: row.text(6)), let state = DeliveryState(rawValue: row.text(8))
        else { return nil }
        self.id = id
        self.story = story
        number = Number(.story, row.number(2))
        title = row.text(3)
        centre = CentreID(rawValue: row.text(4))
        channel = ChannelID(rawValue: row.text(5))
        self.act = act
        version = row.number(7)
        hiding = StoryState(rawValue: row.text(19)).flatMap { story in
            HidingRule.state(
                isWanted: row.flag(16), wasWanted: row.flag(22), isHiddenThere: row.flag(17), mayBeOut: row.flag(18),
                act: act, state: state, story: story)
        }
        self.state = HidingRule.standing(state, act, hiding)
        work = (row.value(20) as String?).flatMap(ChannelWork.init(rawValue:))
        (isOut, wasOut) = (row.flag(18), row.flag(21))
        isRefused = row.flag(23)
        since = Moment(milliseconds: Int64(row.number(9)))
        failures = row.number(10)
        note = row.value(11)
        textHash = TextHash(rawValue: row.text(13))
        house = CentreID(rawValue: row.text(14))
        releaseBy = moment(row.value(15))
        due = (row.value(12) as String?).flatMap(DeliveryAct.init(rawValue:))
    }
}

extension Withdrawal {
    /// How far that of a story has come; `nil` where it is not withdrawn, or never was on a channel.
    public init?(_ story: Story, _ placements: some Sequence<PlacementRow>) {
        let reached = placements.filter(\.wasOut)
        guard story.state == .withdrawn, !reached.isEmpty else { return nil }
        self.init(all: reached.count, down: reached.count { !$0.isOut })
    }
}

extension PlacementRow {
    /// How it stands, in a word or two.
    public var phrase: Phrase {
        due?.owed ?? HidingRule.phrase(state, act, hiding, work, isRefused: isRefused && !isOut)
    }
}

extension Snapshot {
    /// A story on all its channels, with their histories, in the order of the channels.
    public func placements(of story: SubjectID) throws -> [Placement] {
        try PlacementTable.ids(db, of: story).compactMap { try Placement.fold(history($0))?.state }
    }

    /// Stories on channels: what is due, or in trouble, first, then what is under way, the oldest first.
    ///
    /// - Parameter story: of one story, all of them; `nil` for those of all that are open or due.
    public func placementRows(of story: SubjectID? = nil, limit: Int = 500) throws -> Listing<PlacementRow> {
        if let story {
            return Listing(
                try fetch(
                    "SELECT \(PlacementRow.columns) FROM \(PlacementRow.tables) WHERE p.story = ? ORDER BY p.channel",
                    [story],
                    PlacementRow.init))
        }
        let all = """
            SELECT row FROM placement WHERE open = 1
                UNION SELECT o.row FROM due JOIN placement o ON o.id = due.placement
            """
        let found = try fetch(
            """
            SELECT \(PlacementRow.columns) FROM \(PlacementRow.tables) WHERE p.row IN (\(all))
            ORDER BY d.act IS NULL AND w.act IS NULL, p.trouble = 0, p.since LIMIT ?
            """, [limit], PlacementRow.init)
        return try listing(found, limit, of: all)
    }
}

/// A story that waits to be let onto channels of another house.
public struct ProposalRow: Equatable, Sendable, ProposalSummary {
    /// The story.
    public var story: SubjectID
    /// How people say the story, such as S-0042.
    public var number: Number
    /// The story's headline as it stands.
    public var title: String
    /// The centre whose story it is.
    public var centre: CentreID
    /// The house to which the channels belong.
    public var house: CentreID
    /// The channels on which it waits, in the order in which it was proposed for them.
    public var channels: [ChannelID]
    /// Since when the first of them waits, and until when that is to be released or refused.
    public var clock: Clock
    /// Whether an older text of it stands on one of them, which is to be put right.
    public var isCorrection: Bool
    /// Whether it went out in an emergency, with reviews that are not given yet.
    public var isEmergency: Bool
}

extension Snapshot {
    /// What waits to be let onto another house's channels, what runs out first before the rest. A proposal of a text that
    /// is no longer the story's waits for nobody.
    public func proposals(limit: Int = 2_000) throws -> Listing<ProposalRow> {
        // The states in which a story may go out stand in Newsroom: `Placement.waits`.
        let states = StoryStep.publish.from.listedInSQL
        let waiting = """
            SELECT p.story, s.number, s.title, p.centre, c.card ->> '$.house', p.channel, p.since, p.release_by,
                p.act, s.emergency AND s.stage NOT NULL
            FROM placement p INDEXED BY placement_proposed
            JOIN story s ON s.id = p.story AND s.centre = p.centre JOIN channel c ON c.key = p.channel
            WHERE p.state = 'proposed' AND s.state IN (\(states)) AND s.text_hash = p.text_hash
            """
        let rows = try listing(
            try Row.fetchAll(
                db.cachedStatement(sql: waiting + " ORDER BY p.release_by, p.story, p.channel LIMIT ?"),
                arguments: [limit]),
            limit, of: waiting)
        var found: [ProposalRow] = []
        // Of each story and house what was found of it is.
        var places: [Proposed: Int] = [:]
        for row in rows {
            guard let story = row.value(0) as SubjectID? else { continue }
            let (house, channel) = (CentreID(rawValue: row.text(4)), ChannelID(rawValue: row.text(5)))
            if let place = places[Proposed(story: story, house: house)] {
                found[place].channels.append(channel)
                found[place].isCorrection = found[place].isCorrection || row.text(8) == DeliveryAct.correct.rawValue
                continue
            }
            places[Proposed(story: story, house: house)] = found.count
            found.append(
                ProposalRow(
                    story: story, number: Number(.story, row.number(1)), title: row.text(2),
                    centre: CentreID(rawValue: row.text(3)), house: house, channels: [channel],
                    clock: Clock(since: Moment(milliseconds: Int64(row.number(6))), limit: moment(row.value(7))),
                    isCorrection: row.text(8) == DeliveryAct.correct.rawValue, isEmergency: row.number(9) != 0))
        }
        return Listing(found, more: rows.more)
    }

    /// What one row of proposals is of.
    private struct Proposed: Hashable {
        var story: SubjectID
        var house: CentreID
    }
}

extension PlacementTable {
    /// The house to which the channel of the placement `p` belongs: its card says so. The centre whose story it is may have
    /// written another.
    static let house = "coalesce((SELECT c.card ->> '$.house' FROM channel c WHERE c.key = p.channel), p.house)"

    /// The placements of a story, in the order of their channels, which is the same at every node.
    static func ids(_ db: Database, of story: SubjectID) throws -> [SubjectID] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT p.id FROM placement p JOIN story s ON s.id = p.story AND s.centre = p.centre
                    WHERE p.story = ? ORDER BY p.channel
                    """), arguments: [story])
        return rows.compactMap { $0.value(0) }
    }
}

/// What channels are owed: a row for each placement of which its story's state asks for something that nobody has ordered, and
/// one for what waits there to be done or decided by hand.
/// No fold makes it, for none sees both; it is settled after story or placement were written.
enum DueTable {
    static let schema = """
        CREATE TABLE due(placement BLOB NOT NULL, story BLOB NOT NULL, act TEXT NOT NULL, since INTEGER NOT NULL,
            PRIMARY KEY(placement, act)) WITHOUT ROWID;
        CREATE INDEX due_story ON due(story);
        """

    /// One row.
    struct Due: Hashable {
        var placement: SubjectID
        var story: SubjectID
        /// Of `DeliveryAct` or `ChannelWork`.
        var act: String
        /// Since when it waits, as far as that is known; 0 of what is to be ordered.
        var since: Int64
    }

    // What cannot be owed anything is left out before the rule is asked.
    private static let asked = """
        SELECT p.id, p.story, p.act, p.state, p.there_hash, p.out, s.state, s.published_hash, p.hidings, s.hidings,
            p.hidden_there, p.shown_at, s.shown_at, p.since
        FROM story s JOIN placement p ON p.story = s.id AND p.centre = s.centre
        WHERE ((p.out = 1 OR p.open = 1) AND (s.state NOT IN ('published', 'corrected') OR s.published_hash IS NOT p.there_hash)
            OR p.hidings NOT NULL OR s.hidings NOT NULL OR p.hidden_there NOT NULL OR p.state = 'gone')
        """

    private static func dues(_ row: Row) -> [Due] { [order(row), work(row)].compactMap { $0 } }

    /// What waits there to be done or decided by hand.
    private static func work(_ row: Row) -> Due? {
        guard let id = row.value(0) as SubjectID?, let story = row.value(1) as SubjectID?,
            let act = DeliveryAct(rawValue: row.text(2)), let state = DeliveryState(rawValue: row.text(3)),
            let standing = StoryState(rawValue: row.text(6))
        else { return nil }
        let hidings = row.hidings(8) + row.hidings(9)
        let hiddenThere = row.value(10) as Int64?
        let shownAt = [row.value(11) as Int64?, row.value(12) as Int64?].compactMap(\.self).max()
        let hiding = HidingRule.state(
            isWanted: !hidings.isEmpty, wasWanted: shownAt != nil, isHiddenThere: hiddenThere != nil,
            mayBeOut: row.number(5) != 0, act: act, state: state, story: standing)
        guard let work = HidingRule.work(hiding, state: state, story: standing) else { return nil }
        let since: Int64 =
            switch work {
            case .hide: hidings.map(\.since.milliseconds).min() ?? row.integer(13)
            // It may have been put out of sight after it was to be shown again.
            case .show: [shownAt, hiddenThere].compactMap(\.self).max() ?? row.integer(13)
            case .decide: row.integer(13)
            }
        return Due(placement: id, story: story, act: work.rawValue, since: since)
    }

    /// What the story's state asks for and nobody has ordered.
    private static func order(_ row: Row) -> Due? {
        guard let id = row.value(0) as SubjectID?, let story = row.value(1) as SubjectID?,
            let act = DeliveryAct(rawValue: row.text(2)), let state = DeliveryState(rawValue: row.text(3)),
            let standing = StoryState(rawValue: row.text(6)),
            let due = PlacementRule.due(
                act: act, state: state, textHash: (row.value(4) as String?).map(TextHash.init(rawValue:)),
                mayBeOut: row.number(5) != 0,
                story: standing, published: (row.value(7) as String?).map(TextHash.init(rawValue:)))
        else { return nil }
        return Due(placement: id, story: story, act: due.rawValue, since: 0)
    }

    /// All that is owed, worked out anew.
    static func wanted(_ db: Database) throws -> Set<Due> {
        Set(try Row.fetchAll(db, sql: asked).flatMap(dues))
    }

    /// All that is kept.
    static func kept(_ db: Database) throws -> Set<Due> {
        Set(
            try Row.fetchAll(db, sql: "SELECT placement, story, act, since FROM due").compactMap { row in
                guard let id = row.value(0) as SubjectID?, let story = row.value(1) as SubjectID? else { return nil }
                return Due(placement: id, story: story, act: row.text(2), since: row.integer(3))
            })
    }

    /// Settles what the channels of some stories are owed.
    static func settle(_ db: Database, _ stories: some Sequence<SubjectID>) throws {
        // Mostly nothing is owed, nor was: that is found out without a row for each.
        let settled = try RawStatement(db, "DELETE FROM due WHERE story = ?")
        let isAsked = try RawStatement(db, "SELECT 1 FROM (\(asked) AND s.id = ?) LIMIT 1")
        for story in stories {
            try settled.run(story)
            guard try isAsked.run(story) != nil else { continue }
            let rows = try Row.fetchAll(db.cachedStatement(sql: asked + " AND s.id = ?"), arguments: [story])
            for due in rows.flatMap(dues) {
                try db.cachedStatement(sql: "INSERT INTO due(placement, story, act, since) VALUES(?, ?, ?, ?)").execute(
                    arguments: [due.placement, due.story, due.act, due.since])
            }
        }
    }
}
