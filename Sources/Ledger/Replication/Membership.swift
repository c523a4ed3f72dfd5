import Foundation
import GRDB
import Newsroom

/// Which node a database is, and of which desk.
public struct Membership: Equatable, Sendable {
    /// This node.
    public var node: NodeID
    /// Its centre.
    public var centre: CentreID
    /// What people call it.
    public var name: String
    /// The node that founded the membership, which everybody trusts.
    public var root: NodeID
    /// Its first public key, as base64, by which its chains are certified.
    public var rootKey: String
    /// Its key in force when this node joined, where that was another: whoever found an older one is not believed here.
    public var rootKeyInForce: String?

    /// Whether this is one of the desk's own nodes.
    public var isFounder: Bool { node == root }

    /// The founder's keys as far as is known from the log, with the one that was in force when this node joined.
    func line(after known: [String]) -> [String] {
        guard let rootKeyInForce, !known.contains(where: { $0.hasSameBytes(as: rootKeyInForce) }) else { return known }
        return known + [rootKeyInForce]
    }
}

/// What a node that wants to join must know of the desk, in one word: `NODE:KEY`, or `NODE:FIRST:KEY` once the key was changed.
public struct DeskWord: Equatable, Sendable {
    /// The desk's founder.
    public var node: NodeID
    /// Its first key, and the one in force where that is another; each as base64.
    public var key: String, keyInForce: String?

    /// A word as given.
    public init(node: NodeID, key: String, keyInForce: String? = nil) {
        (self.node, self.key, self.keyInForce) = (node, key, keyInForce)
    }

    /// Reads one; `nil` when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), NodeID(rawValue: parts[0]).isWellFormed,
            parts.dropFirst().allSatisfy({ Data(base64Encoded: $0)?.count == 32 })
        else { return nil }
        self.init(node: NodeID(rawValue: parts[0]), key: parts[1], keyInForce: parts.count == 3 ? parts[2] : nil)
    }

    /// As people pass it on.
    public var text: String { ([node.rawValue, key] + [keyInForce].compactMap { $0 }).joined(separator: ":") }
}

/// What the settings hold of it.
private struct Stored: Codable {
    var node: NodeID
    var centre: CentreID
    var name: String
    var root: NodeID
    var rootKey: String
    var rootKeyInForce: String?
}

extension Membership {
    init?(_ db: Database) throws {
        let text = try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'node'"))
        guard let text else { return nil }
        // Without it the node would go on as one that shares with nobody.
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "setting 'node'")
        }
        self.init(
            node: stored.node, centre: stored.centre, name: stored.name, root: stored.root, rootKey: stored.rootKey,
            rootKeyInForce: stored.rootKeyInForce)
    }

    func write(_ db: Database) throws {
        let stored = Stored(
            node: node, centre: centre, name: name, root: root, rootKey: rootKey, rootKeyInForce: rootKeyInForce)
        let text = String(decoding: try JSONEncoder().encode(stored), as: UTF8.self)
        try db.execute(sql: "INSERT OR REPLACE INTO setting(key, value) VALUES('node', ?)", arguments: [text])
    }
}

extension Ledger {
    /// Which node this database is; `nil` while it shares its desk with nobody.
    public func membership() throws -> Membership? {
        try looking { try Membership($0) }
    }

    /// The node's key.
    ///
    /// - Throws: `LedgerError.keyMissing` and its kin, also where the file is another node's, or from before a change that the log
    ///   knows of; `LedgerError.noMembership`.
    public func nodeKey() throws -> KeyFile {
        guard let membership = try membership() else { throw LedgerError.noMembership(path: path) }
        guard let key = try KeyFile(database: path) else { throw LedgerError.keyMissing(path: KeyFile.path(path)) }
        guard key.node == membership.node else { throw LedgerError.keyOfAnother(path: KeyFile.path(path)) }
        if let known = try looking({ try Roll($0).member(key.node) })?.key,
            !(key.earlierKeys + [key.publicKey]).contains(known)
        {
            throw LedgerError.keyOutdated(path: KeyFile.path(path))
        }
        return key
    }

    /// The word by which others join the desk.
    public func deskWord() throws -> DeskWord {
        guard let membership = try membership() else { throw LedgerError.noMembership(path: path) }
        let key = try looking { try Roll($0).member(membership.root) }?.key
        return DeskWord(
            node: membership.root, key: membership.rootKey, keyInForce: key == membership.rootKey ? nil : key)
    }

    /// Founds the membership at the desk's own database, which becomes its first node: makes a key and signs for the
    /// chain so far. Where it was founded already nothing happens.
    ///
    /// - Parameter actor: an administrator.
    /// - Throws: a `Refusal` when the actor may not.
    public func foundMembership(name: String, by actor: Person) throws -> Membership {
        if let known = try membership() { return known }
        guard !isReadOnly else { throw LedgerError.readOnly(path: path) }
        let charter = try read { try $0.desk().charter }
        let key = KeyFile(node: entropy.node(), entropy: entropy)
        try key.write(database: path)
        let membership = Membership(
            node: key.node, centre: charter.id, name: name, root: key.node, rootKey: key.publicKey)
        try recording { db in
            guard try Membership(db) == nil else { return }
            try membership.write(db)
            try Self.certify(db, key)
        }
        let card = NodeCard(id: key.node, name: name, centre: charter.id, slot: 0, key: key.publicKey)
        _ = try transaction { try $0.append(.node(card.id), .node(.admitted(card)), by: actor) }
        return membership
    }

    /// Signs for the chains of this file that nobody has signed for yet.
    private static func certify(_ db: Database, _ key: KeyFile) throws {
        for row in try Row.fetchAll(db, sql: "SELECT row, id, stream FROM origin WHERE certificate IS NULL") {
            guard let origin = row.origin(1), let stream = ChainAudience(rawValue: row.text(2)) else { continue }
            try db.execute(
                sql: "UPDATE origin SET node = ?, certificate = ? WHERE row = ?",
                arguments: [
                    key.node.rawValue, try key.certify(origin, stream), row.integer(0),
                ])
        }
    }

    /// Makes a centre's database, which has nothing yet and trusts nobody but the desk named.
    ///
    /// - Parameter desk: the desk's word.
    /// - Returns: the ledger, and the card that the desk is to admit; its slot is the desk's to give.
    /// - Throws: `LedgerError.exists` when there is a file already; it is left alone.
    public static func join(
        path: String, desk: DeskWord, centre: CentreID, name: String,
        clock: (@Sendable () -> Moment)? = nil
    ) throws -> (ledger: Ledger, card: NodeCard) {
        try join(path: path, desk: desk, centre: centre, name: name, time: TimeSource(clock), entropy: .system)
    }

    /// The same with a source of ids and keys, which a simulation gives.
    package static func join(
        path: String, desk: DeskWord, centre: CentreID, name: String,
        time: TimeSource, entropy: Entropy
    ) throws -> (ledger: Ledger, card: NodeCard) {
        let key = KeyFile(node: entropy.node(), entropy: entropy)
        let membership = Membership(
            node: key.node, centre: centre, name: name, root: desk.node, rootKey: desk.key,
            rootKeyInForce: desk.keyInForce)
        let ledger = try make(path: path, time: time, entropy: entropy) { db, unfinished in
            try membership.write(db)
            for stream in [ChainAudience.shared, .own] {
                try Witness.insert(db, entropy.origin(), key.node, stream, centre.rawValue, key)
            }
            try key.write(database: unfinished)
        }
        return (ledger, NodeCard(id: key.node, name: name, centre: centre, slot: 0, key: key.publicKey))
    }

    /// Where a node's chains end here.
    public func ends(of node: NodeID) throws -> [OriginEnd] {
        try looking { db in
            try Row.fetchAll(
                db, sql: "SELECT id, seq FROM origin WHERE node = ? ORDER BY id", arguments: [node.rawValue]
            ).compactMap { row in row.origin(0).map { OriginEnd(origin: $0, sequence: row.integer(1)) } }
        }
    }

    /// Makes a new key and says so in the node's own chain; from then on the old one signs nothing that counts.
    ///
    /// - Parameter actor: who asks for it: at the desk they need `Right.manageNodes`, at a centre they must be one who may have
    ///   duty there, or its administrator.
    /// - Throws: a `Refusal` when the actor may not; `LedgerError.keyChangedTooOften`; `LedgerError.actsMissing` while other nodes
    ///   may have what this one lost: it was signed by a key that would count no more.
    public func rotateKey(by actor: Person) throws {
        let old = try nodeKey()
        let home = try looking { db in try EventStore.tips(db, now: clock()).tips[.shared]?.centre }
        let desk = try read { try $0.desk().charter.id }
        guard actor.house == home ?? desk else { throw Refusal.otherCentre(home ?? desk) }
        guard actor.role.may(.manageNodes) || home != nil && actor.role.may(.takeDuty) else {
            throw Refusal.noRight(.manageNodes, actor.role)
        }
        guard old.earlierKeys.count < KeyFile.mostLinks else { throw LedgerError.keyChangedTooOften(path: path) }
        if let loss = try read({ try $0.loss() }) { throw LedgerError.actsMissing(path: path, acts: loss.acts) }
        // One change is told after the other, also where the one before was lost with a disk.
        try announceKey()
        // Before a node knows that it was admitted it has nothing that the others know by its key.
        guard try read({ try $0.nodes() }).contains(where: { $0.card.id == old.node }) else {
            throw LedgerError.notSynced(path: path)
        }
        let fresh = old.successor(entropy)
        // First the file, then the log: should the power fail between the two, the next exchange finds it out.
        try fresh.write(database: path)
        try announceKey(by: actor)
    }

    /// Says in the node's chain that its key is another, where the log does not know it. Nobody needs that to check what the new
    /// key signs; but the old one counts until they know. So not while acts are missing that it has signed, and that others
    /// may have.
    public func announceKey(by actor: Person? = nil) throws {
        let key = try nodeKey()
        // Chains that were begun while the key was not there.
        let isUncertified = try looking { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM origin WHERE node = ? AND certificate IS NULL)",
                arguments: [key.node.rawValue]) ?? false
        }
        if isUncertified { try recording { try Self.certify($0, key) } }
        let known = try looking { try Roll($0).member(key.node) }
        guard let known, known.key != key.publicKey, try read({ try $0.loss() }) == nil else { return }
        try transaction { transaction in
            let member = try Roll(transaction.db).member(key.node)
            guard let member, member.ends == nil, member.key != key.publicKey else { return }
            let itself = Actor.node(key.node, house: member.card.centre)
            try transaction.append(
                .node(key.node), .node(.keyChanged(key: key.publicKey, before: key.earlierKeys)),
                by: actor.map(Actor.person) ?? itself)
        }
    }

    /// The key in force, where a peer holds this node's own chains as an older one signed them: they are proved to it anew, so
    /// that it can pass them on to those who take nothing more of that key. `nil` where nothing is owed.
    public func owedProofs(to peer: NodeID) throws -> String? {
        let key = try nodeKey()
        guard !key.earlierKeys.isEmpty else { return nil }
        let proved = try looking { db in
            try String.fetchOne(db, sql: "SELECT proved FROM contact WHERE node = ?", arguments: [peer.rawValue])
        }
        return proved == key.publicKey ? nil : key.publicKey
    }

    /// Notes that a peer has this node's chains as a key signs them.
    public func noteProofs(by key: String, to peer: NodeID) throws {
        try aside { db in
            try db.execute(
                sql: """
                    INSERT INTO contact(node, at, ahead, behind, connected, proved) VALUES(?1, 0, 0, 0, 0, ?2)
                    ON CONFLICT(node) DO UPDATE SET proved = excluded.proved
                    """, arguments: [peer.rawValue, key])
        }
    }
}
