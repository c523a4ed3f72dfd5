import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// Makes a new database with its first facts: the desk, its limits, its centres, and whoever makes it as
    /// administrator.
    ///
    /// - Throws: `LedgerError.exists` when there is a file already; it is left alone.
    public static func create(
        path: String, charter: DeskCharter, centres: [CentreCard], policy: Policy, administrator: StaffCard,
        clock: (@Sendable () -> Moment)? = nil
    ) throws -> Ledger {
        try create(
            path: path, charter: charter, centres: centres, policy: policy, administrator: administrator,
            time: TimeSource(clock), entropy: .system)
    }

    /// The same with a source of ids and keys, which a simulation gives.
    package static func create(
        path: String, charter: DeskCharter, centres: [CentreCard], policy: Policy, administrator: StaffCard,
        time: TimeSource, entropy: Entropy
    ) throws -> Ledger {
        let ledger = try make(path: path, time: time, entropy: entropy) { db in
            try db.execute(
                sql: "INSERT INTO origin(row, id, mine) VALUES(1, ?, 1)", arguments: [Data(entropy.origin().bytes)])
        }
        do {
            try LedgerError.translating(path) {
                try found(ledger, charter, centres, policy, administrator)
            }
        } catch {
            ledger.close()
            remove(path)
            throw error
        }
        return ledger
    }

    /// Makes the file with its tables and what `begin` puts into them.
    static func make(
        path: String, time: TimeSource, entropy: Entropy, begin: (Database) throws -> Void
    ) throws -> Ledger {
        var status = stat()
        guard stat(path, &status) != 0 else { throw LedgerError.exists(path: path) }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if !folder.isEmpty {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw LedgerError.readOnly(path: path)
        }
        // Exclusive: of two people who make one desk in the same second, one is told.
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EEXIST ? LedgerError.exists(path: path) : LedgerError.readOnly(path: path)
        }
        Foundation.close(file)
        do {
            return try LedgerError.translating(path) {
                let lock = try WriteLock(database: path)
                try lock.held {
                    let queue = try Opening.writer(path, limit: 0)
                    try Schema.migrator.migrate(queue)
                    try queue.write(begin)
                    Witness(path).note(queue)
                    try queue.close()
                }
                return try Ledger(opening: path, readOnly: false, time: time, entropy: entropy)
            }
        } catch {
            // The file is ours, made just now: half a desk would only be in the way of the next attempt.
            remove(path)
            throw error
        }
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", ".lock", ".origin", ".key"] { unlink(path + suffix) }
    }

    private static func found(
        _ ledger: Ledger, _ charter: DeskCharter, _ centres: [CentreCard], _ policy: Policy, _ administrator: StaffCard
    ) throws {
        try ledger.transaction { transaction in
            let founder = Actor(staff: administrator.id, role: .administrator, centre: administrator.centre)
            try transaction.append(.desk, .deskOpened(charter), by: founder)
            try transaction.append(.desk, .policySet(policy), by: founder)
            let home = CentreCard(id: charter.id, name: charter.name, kind: .municipal)
            for card in [home] + centres {
                try transaction.append(.centre(card.id), .centreAdded(card), by: founder)
            }
            try transaction.append(.staff(administrator.id), .staffAdded(administrator), by: founder)
        }
    }
}

extension Ledger {
    /// Who acts: the staff member with this login, or the one an administrator acts for.
    ///
    /// - Throws: `LedgerError.noStaff`, `LedgerError.onlyAdministrator`, or a `Refusal` for an unknown name.
    public func actor(login: String, as other: StaffID? = nil) throws -> Actor {
        try read { desk in
            guard let caller = try desk.staff(login: login), caller.isActive else {
                throw LedgerError.noStaff(login: login)
            }
            guard let other, other != caller.id else {
                return Actor(staff: caller.id, role: caller.role, centre: caller.centre)
            }
            guard caller.role == .administrator else { throw LedgerError.onlyAdministrator(login: login) }
            guard let card = try desk.staff(other) else { throw Refusal.unknownStaff(other.rawValue) }
            guard card.isActive else { throw Refusal.inactive(other) }
            return Actor(staff: card.id, role: card.role, centre: card.centre, via: caller.id)
        }
    }
}
