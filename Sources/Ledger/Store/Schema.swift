import Foundation
import GRDB
import Newsroom

/// The database: one SQLite file in WAL mode.
///
/// `event` is the truth; `origin` and `seal` say whose it is, `setting` which node this file is, `contact` how its peers
/// stand. Every other table is a read model that can be thrown away and folded again.
///
///     event    row     order of arrival in this file
///              origin  row of the chain in `origin`; seq  from 1 without gaps for each origin
///              stamp   hybrid logical clock: milliseconds << 16 | counter, as it counts
///              written the stamp as it was written and hashed, where it counts as another; else NULL
///              actor, role, house    who, as what, for which house; without a role, a node by itself
///              capacity, via    by what entitlement where not by their own, and the administrator who acted for them
///              subject 16 bytes; kind  name of the fact; body  its fields as JSON, see Docs/log.md
///              hash    SHA-256 over the hash before it (32 zero bytes for the first) and the bytes of `Chain.link`
///     arrival  at      when the events from `row` on came into this file, up to the next such row; local, not hashed
///     origin   node, stream, certificate   whose chain it is, whom it is for, and the node's word for it; NULL until
///                      there is a membership. centre: the node's, NULL for the desk's own nodes
///              mine    1 for the chains that this file goes on writing
///              seq, stamp, hash   where the chain stands, as its last event says; written: as for an event
///     seal     the node's proof over its chain at seq, and the bytes of events since the seal before
///     aside    events whose chain is whole and which do not count, with the `RejectionReason`; strange: 1 where this program
///              does not understand them
///     void     events that the fold of their subject refused
///     correction  which events count earlier, see `Corrections`
///     contact  how a peer stood when it was heard last, and what was wrong with it. lacks, knows: the kinds of facts that
///              it does not know, and those that this program does not, each a JSON list of names; log: the version of
///              the log that it writes; proved: this node's key by which it has this node's chains
///     hub      the hubs that were met, by the name of their address, and their keys; receipt: how far each has
///              signed that it holds a chain
///     changed  which subjects' rows were written of late, see `ChangedTable`
///     setting  `node` which node this file is; `clock` where the clock stood; `log` the version of the log that was
///              understood here last; `lost` what is missing; `floor.…` numbers that are left out
///
/// Times are milliseconds since 1970; lists are JSON. Migrations are never edited; a new one is added below. The read
/// models of the subjects are in `Tables`, a file each.
enum Schema {
    /// "GTNG": marks a file as ours.
    static let applicationID = 0x4754_4E47
    /// The newest schema that this program knows.
    static let version = 14
    /// The oldest that it reads: the log's form is frozen since then. It stays, and migrations follow the one below.
    static let first = 13

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("13") { db in
            try db.execute(sql: tables)
            try db.execute(sql: search)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = 13")
        }
        migrator.registerMigration("14") { db in
            try db.execute(sql: ChangedTable.schema)
            try db.execute(sql: "PRAGMA user_version = 14")
        }
        return migrator
    }

    // Whoever catches up writes thousands of texts in one transaction. With FTS5's own settings they leave memory by the
    // megabyte, and every piece is merged with others again and again; these take a tenth off the whole. Memory that is
    // not used is not taken, and a search looks into a few more pieces.
    private static let search = Series.allCases.map(\.table).compactMap(\.search).map { table in
        """
        CREATE VIRTUAL TABLE \(table) USING fts5(text, content='', detail='none', prefix='1');
        INSERT INTO \(table)(\(table), rank) VALUES('hashsize', \(16 << 20));
        INSERT INTO \(table)(\(table), rank) VALUES('automerge', 8);
        """
    }.joined()

    // Those of the subjects are created as their read models say.
    private static let tables =
        ([log, heard, DueTable.schema] + Projection.tables.map(\.schema)).joined(separator: "\n\n")

    /// Of events that name on whose word something went out unreviewed.
    static let namesAuthority = "kind IN (\(FactKind.naming.map { "'\($0.name)'" }.joined(separator: ", ")))"

    private static let heard = "CREATE TABLE heard(centre TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;"

    private static let log = """
        CREATE TABLE origin(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, node TEXT, stream TEXT NOT NULL DEFAULT 'shared',
            certificate BLOB, centre TEXT, mine INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
            stamp INTEGER NOT NULL DEFAULT 0, written INTEGER,
            hash BLOB NOT NULL DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000');
        CREATE INDEX origin_stamp ON origin(stamp);
        CREATE INDEX origin_node ON origin(node) WHERE node IS NOT NULL;

        CREATE TABLE event(
            row INTEGER PRIMARY KEY, origin INTEGER NOT NULL, seq INTEGER NOT NULL, stamp INTEGER NOT NULL,
            actor TEXT NOT NULL, role TEXT, house TEXT NOT NULL, capacity TEXT, via TEXT,
            subject BLOB NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL,
            written INTEGER);
        CREATE UNIQUE INDEX event_origin ON event(origin, seq);
        CREATE INDEX event_subject ON event(subject);
        CREATE INDEX event_capacity ON event(capacity) WHERE capacity IS NOT NULL;
        CREATE INDEX event_authority ON event(stamp) WHERE \(namesAuthority);

        CREATE TABLE arrival(row INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        CREATE INDEX arrival_at ON arrival(at);

        CREATE TABLE seal(
            origin INTEGER NOT NULL, seq INTEGER NOT NULL, proof BLOB NOT NULL, bytes INTEGER NOT NULL,
            PRIMARY KEY(origin, seq)) WITHOUT ROWID;
        CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE aside(event INTEGER PRIMARY KEY, reason TEXT NOT NULL, strange INTEGER NOT NULL);
        CREATE TABLE void(event INTEGER PRIMARY KEY, subject BLOB NOT NULL, actor TEXT NOT NULL);
        CREATE INDEX void_subject ON void(subject);
        CREATE INDEX void_actor ON void(actor, event);
        CREATE TABLE correction(
            row INTEGER PRIMARY KEY, event INTEGER, origin BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            ahead INTEGER NOT NULL);
        CREATE TABLE contact(
            node TEXT PRIMARY KEY, at INTEGER NOT NULL, ahead INTEGER NOT NULL, behind INTEGER NOT NULL,
            since INTEGER, connected INTEGER NOT NULL, trouble TEXT, trouble_at INTEGER,
            lacks TEXT NOT NULL DEFAULT '[]', knows TEXT NOT NULL DEFAULT '[]',
            log INTEGER NOT NULL DEFAULT 0, proved TEXT) WITHOUT ROWID;
        CREATE TABLE hub(name TEXT PRIMARY KEY, node TEXT NOT NULL, key TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE receipt(
            hub TEXT NOT NULL, origin BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,
            PRIMARY KEY(hub, origin)) WITHOUT ROWID;
        """
}
