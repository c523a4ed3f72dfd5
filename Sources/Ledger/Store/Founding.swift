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
        clock: @escaping @Sendable () -> Moment = Moment.now
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
                try found(path, charter, centres, policy, administrator, clock)
            }
        } catch {
            // The file is ours, made just now: half a desk would only be in the way of the next attempt.
            for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
            throw error
        }
    }

    private static func found(
        _ path: String, _ charter: DeskCharter, _ centres: [CentreCard], _ policy: Policy,
        _ administrator: StaffCard, _ clock: @escaping @Sendable () -> Moment
    ) throws -> Ledger {
        let lock = try WriteLock(database: path)
        try lock.held {
            let queue = try Opening.writer(path, limit: 0)
            try Schema.migrator.migrate(queue)
            try queue.write { db in
                try db.execute(sql: "INSERT INTO origin(row, id, mine) VALUES(1, ?, 1)", arguments: [randomID()])
            }
            try queue.close()
        }
        let ledger = try Ledger(opening: path, readOnly: false, clock: clock)
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
        return ledger
    }

    private static func randomID() -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
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
