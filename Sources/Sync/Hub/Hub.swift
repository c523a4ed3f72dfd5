import Foundation
import Ledger
import Newsroom

/// How a hub stands.
public struct HubStatus: Equatable, Sendable {
    /// A role of the database and the node that it is.
    public struct Member: Equatable, Sendable {
        /// The role.
        public var role: String
        /// The node.
        public var node: NodeID
        /// Whether it may add chains of other nodes.
        public var relays: Bool
        /// How many of the node's chains are there.
        public var chains: Int
        /// How many of its events.
        public var events: Int64
        /// How many connections the role has.
        public var connections: Int
    }

    /// Another server that follows this one.
    public struct Standby: Equatable, Sendable {
        /// What it calls itself.
        public var name: String
        /// `streaming` when all is well.
        public var state: String
        /// `sync` or `quorum` when commits wait for it, `async` when not.
        public var sync: String
    }

    /// The desk that it is for.
    public var desk: NodeID
    /// Its own id.
    public var hub: NodeID
    /// Its public key, as base64.
    public var key: String
    /// How many chains it holds.
    public var chains: Int
    /// How many events.
    public var events: Int64
    /// How many of those the keeper has not signed yet.
    public var unsigned: Int64
    /// Whether a keeper is at work.
    public var isKept: Bool
    /// Who was admitted.
    public var members: [Member]
    /// Who follows it; empty where the role may not see them.
    public var standbys: [Standby]
}

/// What the owner of a hub does with it. Each call connects, as whoever the address says.
public enum Hub {
    /// Whether this program was built with hubs.
    public static var isBuilt: Bool {
        #if Hub
            true
        #else
            false
        #endif
    }

    #if Hub
        /// Makes a database a hub.
        ///
        /// - Parameters:
        ///   - url: the database, as its owner, who may make roles.
        ///   - desk: the founder of the membership.
        ///   - key: the hub's, with its id.
        /// - Throws: `HubError.exists`, and those of a connection.
        public static func found(_ url: String, desk: NodeID, key: KeyFile) throws {
            let postgres = try Postgres(url)
            do {
                try postgres.transaction {
                    let isThere = try postgres.query("SELECT to_regnamespace('guantong') IS NOT NULL").number(0, 0)
                    guard isThere != 1 else { throw HubError.exists }
                    try postgres.run(
                        """
                        DO $$ BEGIN
                            IF to_regrole('guantong_node') IS NULL THEN CREATE ROLE guantong_node; END IF;
                            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO guantong_node', current_database());
                        END $$
                        """)
                    try postgres.run(HubSchema.sql)
                    try postgres.query(
                        "INSERT INTO guantong.hub(format, desk, node, key) VALUES($1::bigint, $2, $3, $4)",
                        [.number(Int64(HubSchema.format)), .node(desk), .node(key.node), .text(key.publicKey)])
                }
            } catch HubError.failed(let state, _) where ["42P06", "42710"].contains(state) {
                throw HubError.exists
            }
        }

        /// Lets a role of the database add the chains of a node. A role that is not there is made, without a password.
        ///
        /// - Throws: `HubError.badRole`, `.notFounded`, and those of a connection.
        public static func admit(_ url: String, role: String, node: NodeID, relays: Bool) throws {
            let first = role.utf8.first ?? 0
            guard role.utf8.count <= 60, (97...122).contains(first) || first == 95,
                role.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 })
            else { throw HubError.badRole(CleanText.line(role, limit: 60)) }
            let postgres = try Postgres(url)
            _ = try HubReplica(postgres)
            try postgres.transaction {
                let isThere = try postgres.query("SELECT to_regrole(quote_ident($1)) IS NOT NULL", [.text(role)])
                if isThere.number(0, 0) != 1 { try postgres.run("CREATE ROLE \"\(role)\" LOGIN") }
                try postgres.run("GRANT guantong_node TO \"\(role)\"")
                try postgres.query(
                    """
                    INSERT INTO guantong.node(role, node, relays) VALUES($1::text, $2, $3)
                    ON CONFLICT (role) DO UPDATE SET node = excluded.node, relays = excluded.relays
                    """, [.text(role), .node(node), .flag(relays)])
            }
        }

        /// Lets a role add and read no more. What it brought stays; the role too, which may be of use elsewhere.
        /// - Returns: whether it was admitted.
        public static func dismiss(_ url: String, role: String) throws -> Bool {
            let postgres = try Postgres(url)
            _ = try HubReplica(postgres)
            let gone = try postgres.query("DELETE FROM guantong.node WHERE role = $1::text", [.text(role)]).changed
            guard gone > 0 else { return false }
            // What it asks from now on is refused in any case; who may, also ends what it has open.
            _ = try? postgres.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE usename = $1::text AND datname = current_database()
                """, [.text(role)])
            return true
        }

        /// How a hub stands.
        public static func status(_ url: String) throws -> HubStatus {
            let postgres = try Postgres(url)
            let hub = try HubReplica(postgres)
            let sums = try postgres.query(
                """
                SELECT count(*), coalesce(sum(c.seq), 0)::bigint, coalesce(sum(c.seq - coalesce(r.seq, 0)), 0)::bigint,
                    EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND classid = ($1::bigint >> 32)::oid AND objid = ($1::bigint & 4294967295)::oid)
                FROM guantong.chain c LEFT JOIN guantong.receipt r ON r.chain = c.row
                """, [.number(HubSchema.keeperLock)])
            let members = try postgres.query(
                """
                SELECT n.role::text, n.node, n.relays, count(c.row), coalesce(sum(c.seq), 0)::bigint,
                    (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = n.role)
                FROM guantong.node n LEFT JOIN guantong.chain c ON c.node = n.node AND c.seq > 0
                GROUP BY n.role, n.node, n.relays ORDER BY n.role
                """)
            let standbys = try postgres.query(
                """
                SELECT coalesce(application_name, ''), state, sync_state FROM pg_stat_replication
                WHERE state IS NOT NULL ORDER BY 1
                """)
            return HubStatus(
                desk: hub.desk, hub: hub.hub, key: hub.key, chains: Int(sums.number(0, 0) ?? 0),
                events: sums.number(0, 1) ?? 0, unsigned: sums.number(0, 2) ?? 0, isKept: sums.number(0, 3) == 1,
                members: (0..<members.count).compactMap { row in
                    guard let role = members.text(row, 0), let node = members.node(row, 1) else { return nil }
                    return HubStatus.Member(
                        role: role, node: node, relays: members.number(row, 2) == 1,
                        chains: Int(members.number(row, 3) ?? 0), events: members.number(row, 4) ?? 0,
                        connections: Int(members.number(row, 5) ?? 0))
                },
                standbys: (0..<standbys.count).map { row in
                    HubStatus.Standby(
                        name: standbys.text(row, 0) ?? "", state: standbys.text(row, 1) ?? "",
                        sync: standbys.text(row, 2) ?? "")
                })
        }

        /// The hub's id and key, as it says them now.
        public static func identity(_ url: String) throws -> (node: NodeID, key: String) {
            let hub = try HubReplica(try Postgres(url))
            return (hub.hub, hub.key)
        }
    #else
        /// Throws `HubError.notBuilt`.
        public static func found(_ url: String, desk: NodeID, key: KeyFile) throws { throw HubError.notBuilt }
        /// Throws `HubError.notBuilt`.
        public static func admit(_ url: String, role: String, node: NodeID, relays: Bool) throws {
            throw HubError.notBuilt
        }
        /// Throws `HubError.notBuilt`.
        public static func dismiss(_ url: String, role: String) throws -> Bool { throw HubError.notBuilt }
        /// Throws `HubError.notBuilt`.
        public static func status(_ url: String) throws -> HubStatus { throw HubError.notBuilt }
        /// Throws `HubError.notBuilt`.
        public static func identity(_ url: String) throws -> (node: NodeID, key: String) { throw HubError.notBuilt }
    #endif
}

#if !Hub
    /// Keeps a hub; this program was built without.
    public final class HubKeeper: Sendable {
        /// What there is to tell of it.
        public enum News: Sendable {
            /// Another keeper is at work.
            case waiting
            /// It is at work.
            case keeping
            /// The connection is lost.
            case lost(HubError, next: Double)
        }

        private let told: @Sendable (News) -> Void

        /// Keeps nothing.
        public init(_ url: String, key: KeyFile, told: @escaping @Sendable (News) -> Void = { _ in }) {
            self.told = told
        }

        /// Says that it cannot.
        public func start() { told(.lost(.notBuilt, next: 0)) }

        /// Goes.
        public func stop() {}
    }
#endif
