import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// Makes a new database with its first facts: the desk, its limits, its centres, and whoever makes it as
    /// administrator.
    ///
    /// - Throws: `LedgerError.exists` when there is a file already; it is left alone.
    public static func create(
        path: String, charter: DeskCharter, centres: [CentreCard], channels: [ChannelCard], policy: Policy,
        administrator: StaffCard,
        clock: (@Sendable () -> Moment)? = nil
    ) throws -> Ledger {
        try create(
            path: path, charter: charter, centres: centres, channels: channels, policy: policy,
            administrator: administrator,
            time: TimeSource(clock), entropy: .system)
    }

    /// The same with a source of ids and keys, which a simulation gives.
    package static func create(
        path: String, charter: DeskCharter, centres: [CentreCard], channels: [ChannelCard], policy: Policy,
        administrator: StaffCard,
        time: TimeSource, entropy: Entropy
    ) throws -> Ledger {
        try make(path: path, time: time, entropy: entropy) { db, _ in
            try db.execute(
                sql: "INSERT INTO origin(row, id, mine) VALUES(1, ?, 1)", arguments: [Data(entropy.origin().bytes)])
        } found: { ledger in
            try found(ledger, charter, centres, channels, policy, administrator)
        }
    }

    /// Makes the file with its tables: whole under another name first, so that a killed program leaves nothing that looks
    /// like a database.
    ///
    /// - Parameters:
    ///   - begin: puts the first rows into the tables; is told where the unfinished file is.
    ///   - found: records the first facts.
    static func make(
        path: String, time: TimeSource, entropy: Entropy,
        begin: (Database, String) throws -> Void, found: (Ledger) throws -> Void = { _ in }
    ) throws -> Ledger {
        guard !isThere(path) else { throw LedgerError.exists(path: path) }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if !folder.isEmpty {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw LedgerError.readOnly(path: path)
        }
        let staging = try StagingFolder(beside: path)
        defer { staging.discard() }
        do {
            try fill(staging.path + "/" + unfinished, time, entropy, begin, found)
        } catch let error as LedgerError {
            throw error.ofUnfinished(path)
        }
        try publish(staging, as: path)
        return try Ledger(opening: path, readOnly: false, time: time, entropy: entropy)
    }

    private static let unfinished = "desk.sqlite"

    private static func fill(
        _ path: String, _ time: TimeSource, _ entropy: Entropy,
        _ begin: (Database, String) throws -> Void, _ found: (Ledger) throws -> Void
    ) throws {
        // Its mode stays with it; SQLite takes it over for what it makes beside it.
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LedgerError.system(errno, .writing, path: path) }
        Foundation.close(file)
        let writer = try Writer(path: path, limit: 0)
        try writer.held { connection in
            try Schema.migrator.migrate(connection)
            try connection.write { try begin($0, path) }
            Witness(path).note(connection)
        }
        writer.close {}
        let ledger = try Ledger(opening: path, readOnly: false, time: time, entropy: entropy)
        defer { ledger.close() }
        try LedgerError.translating(path) { try found(ledger) }
        ledger.close()
        // The last to close a database carries the WAL into it; one whose WAL stayed would not be whole without it.
        var status = stat()
        guard stat(path + "-wal", &status) != 0 else {
            throw LedgerError.diskFailed(path: path, DiskFault(.writing, 0))
        }
    }

    /// Puts the finished files where they belong, the database last. Of two people who make one desk in the same second,
    /// one is told.
    private static func publish(_ staging: StagingFolder, as path: String) throws {
        try WriteLock(database: path).held {
            do {
                guard !isThere(path) else { throw LedgerError.exists(path: path) }
                // Of a database that was here once: SQLite would take them for this one's, and what was to be forgotten with
                // it would stay.
                for suffix in ["-wal", "-shm", "-journal", ".origin", ".private", ".private-journal"] {
                    unlink(path + suffix)
                }
                for suffix in [".key", ".origin"] {
                    let made = staging.path + "/" + unfinished + suffix
                    guard isThere(made) else { continue }
                    // A key that is there may be all that is left of a node: the first such one is kept.
                    _ = link(path + suffix, path + suffix + ".old")
                    guard rename(made, path + suffix) == 0 else {
                        throw LedgerError.system(errno, .writing, path: path + suffix)
                    }
                }
                try staging.publish(unfinished, as: path)
            } catch {
                // Without a database its lock file is only in the way.
                if !isThere(path) { unlink(path + ".lock") }
                throw error
            }
        }
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func found(
        _ ledger: Ledger, _ charter: DeskCharter, _ centres: [CentreCard], _ channels: [ChannelCard], _ policy: Policy,
        _ administrator: StaffCard
    ) throws {
        try ledger.transaction { transaction in
            let founder = administrator.actor
            try transaction.append(.desk, .desk(.opened(charter)), by: founder)
            try transaction.append(.desk, .desk(.policySet(policy)), by: founder)
            let home = CentreCard(id: charter.id, name: charter.name, kind: .municipal)
            for card in [home] + centres {
                try transaction.append(.centre(card.id), .centre(.added(card)), by: founder)
            }
            for card in channels { try transaction.append(.channel(card.id), .channel(.added(card)), by: founder) }
            try transaction.append(.staff(administrator.id), .staff(.added(administrator)), by: founder)
        }
    }
}

extension Ledger {
    /// Who acts: the staff member with this login, or the one an administrator acts for.
    ///
    /// - Parameter post: in which of their posts; `nil` for the one that they have at this node's centre, else the first.
    /// - Throws: `LedgerError.noStaff`, `LedgerError.onlyAdministrator`, or a `Refusal` for an unknown name, and for a post that
    ///   they do not have.
    public func actor(login: String, as other: StaffID? = nil, in post: Post? = nil) throws -> Person {
        try read { desk in
            let home = try EventStore.tips(desk.db, now: desk.now).tips[.shared]?.centre
            guard let caller = try desk.staff(login: login), caller.isActive else {
                throw LedgerError.noStaff(login: login)
            }
            guard let other, other != caller.id else {
                return try caller.actor(at: home, in: post)
            }
            guard caller.posts.contains(where: { $0.role == .administrator }) else {
                throw LedgerError.onlyAdministrator(login: login)
            }
            guard let card = try desk.staff(other) else { throw Refusal.unknownStaff(other.rawValue) }
            guard card.isActive else { throw Refusal.inactive(other) }
            return try card.actor(at: home, in: post, via: caller.id)
        }
    }
}

extension LedgerError {
    /// An error of the unfinished file as one of the file that was to be made: nothing of it is left.
    fileprivate func ofUnfinished(_ path: String) -> LedgerError {
        switch self {
        case .full: .full(path: path)
        case .readOnly: .readOnly(path: path)
        case .diskFailed(_, let fault), .mayBeRecorded(_, let fault): .diskFailed(path: path, fault)
        case .unreadable(_, let detail), .damaged(_, let detail): .unreadable(path: path, detail: detail)
        default: self
        }
    }
}
