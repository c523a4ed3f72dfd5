import Foundation
import GRDB
import Newsroom

// What the log refers to and does not hold: keeping it, giving it to nodes that may have it, and forgetting it.

extension Ledger {
    /// Deletes the values whose time is over, and those that nothing refers to any more: the contact of a lead was erased,
    /// another was given in its place, or the act that gave it was never recorded.
    ///
    /// Where no value was ever kept this is one look at the folder. What hinders it is a warning: whatever else was asked
    /// is not to fail for it, and it is tried again.
    public func forgetValues() {
        guard let writer, ErasableStore.isThere(path) else { return }
        do {
            try writer.held { connection in
                guard let store = try ErasableStore(of: path, readOnly: false) else { return }
                let entries = try store.entries()
                guard !entries.isEmpty else { return }
                let over = try connection.read { db in
                    // A clock that jumped ahead is no reason to forget what nobody can bring back.
                    let now = try ClockGuard.believed(db, now: clock(), uptime: uptime)
                    return try entries.filter { try !Self.isWanted($0, db, at: now) }.map(\.id)
                }
                try store.remove(over)
            }
        } catch LedgerError.unreadable(_, Writer.closed) {
            // Whoever opens it next does it.
        } catch let error as LedgerError {
            warnings.add(error)
        } catch {
            warnings.add(.unreadable(path: ErasableStore.path(path), detail: "\(error)"))
        }
    }

    private static func isWanted(_ entry: ErasableStore.Entry, _ db: Database, at now: Moment) throws -> Bool {
        guard entry.expires > now else { return false }
        if let lead = try ReferredLead(entry.id, db) { return lead.expires > now }
        // The table may be damaged, and is made anew from the log: before the value is gone for good the log is asked.
        guard let subject = entry.subject, let lead = Lead.fold(try EventStore.events(db, of: subject))?.state else {
            return false
        }
        return lead.contact?.reference.map { $0.id == entry.id && $0.expiresAt > now } ?? false
    }

    /// References whose values this node may have and lacks, those that are kept longest first.
    ///
    /// - Parameter asked: what is not asked for again.
    public func wantedValues(
        except asked: Set<ErasableReference.ID>, limit: Int
    ) throws -> [ErasableReference.ID] {
        let now = clock()
        let open = try looking { db in
            let home = try String.fetchOne(
                db.cachedStatement(sql: "SELECT centre FROM origin WHERE mine = 1 AND centre IS NOT NULL LIMIT 1"))
            return try Data.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT contact FROM lead WHERE contact IS NOT NULL AND contact_until > ?1
                            AND (?2 IS NULL OR centre = ?2) ORDER BY contact_until DESC
                        """), arguments: [now.milliseconds, home])
        }.compactMap { ErasableReference.ID(bytes: $0) }.filter { !asked.contains($0) }
        guard !open.isEmpty else { return [] }
        let kept = Set(try ErasableStore(of: path, readOnly: isReadOnly)?.entries().map(\.id) ?? [])
        return Array(open.lazy.filter { !kept.contains($0) }.prefix(limit))
    }

    /// Those of the values that are here, and that a peer may have: it is one of the desk's own nodes, or one of the centre
    /// whose lead it is. Whoever knows no such node gives it nothing.
    public func values(_ ids: [ErasableReference.ID], for peer: NodeID) throws -> [ErasableValue] {
        guard ErasableStore.isThere(path) else { return [] }
        let now = clock()
        let allowed = try looking { db -> [ErasableReference.ID] in
            let roll = try Roll(db)
            guard let member = try roll.member(peer), member.ends == nil else { return [] }
            let isDesk = try roll.isDesk(member.card)
            return try ids.filter { id in
                guard let lead = try ReferredLead(id, db), lead.expires > now else { return false }
                return isDesk || lead.centre == member.card.centre
            }
        }
        guard !allowed.isEmpty, let store = try ErasableStore(of: path, readOnly: isReadOnly) else { return [] }
        return try allowed.compactMap { try store.value($0) }
    }

    /// Keeps values that a peer sent: those only that the log refers to, by id and hash, whose time is not over, and that
    /// this node may have. Everybody who has the desk open is told.
    public func keep(_ values: [ErasableValue]) throws {
        guard !values.isEmpty else { return }
        try recording { db in
            let now = try ClockGuard.believed(db, now: clock(), uptime: uptime)
            let home = try String.fetchOne(
                db.cachedStatement(sql: "SELECT centre FROM origin WHERE mine = 1 AND centre IS NOT NULL LIMIT 1")
            ).map(CentreID.init(rawValue:))
            let good = try values.compactMap { value -> (value: ErasableValue, subject: SubjectID, expires: Moment)? in
                guard let lead = try ReferredLead(value.id, db), home == nil || lead.centre == home,
                    case .given(let reference) = Lead.fold(try EventStore.events(db, of: lead.id))?.state.contact,
                    reference.matches(value), reference.expiresAt > now
                else { return nil }
                return (value, lead.id, reference.expiresAt)
            }
            guard !good.isEmpty else { return }
            try ErasableStore(making: path).insert(good)
            // Nothing of the log has changed: by this everybody notices that there is something to read.
            try db.execute(
                sql: """
                    INSERT INTO setting(key, value) VALUES('values', '1')
                    ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1
                    """)
        }
    }
}

/// The lead whose contact a reference stands for now.
private struct ReferredLead {
    var id: SubjectID
    var centre: CentreID?
    var expires: Moment

    /// - Returns: `nil` where no lead refers to it.
    init?(_ reference: ErasableReference.ID, _ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, centre, contact_until FROM lead WHERE contact = ?"),
            arguments: [Data(reference.bytes)])
        guard let row, let id = row.value(0) as SubjectID? else { return nil }
        self.id = id
        centre = (row.value(1) as String?).map(CentreID.init(rawValue:))
        expires = Moment(milliseconds: row.integer(2))
    }
}

extension Snapshot {
    /// How to reach whoever brought a lead, as far as it is known here; `nil` where nobody ever said. What is over is not
    /// read, whether it was deleted yet or not. It is for those only whom `Lead.checkContact(by:)` lets pass.
    public func contact(of lead: Lead) -> ContactReading? {
        switch lead.contact {
        case nil: return nil
        case .erased: return ContactReading(.erased)
        case .given(let reference):
            guard reference.expiresAt > now else { return ContactReading(.expired, until: reference.expiresAt) }
            // A file that cannot be read is one that is not there: the lead is to be seen all the same.
            let value = try? ErasableStore(of: path, readOnly: true)?.value(reference.id)
            guard let value, reference.matches(value) else {
                return ContactReading(.absent, until: reference.expiresAt)
            }
            return ContactReading(.kept, text: value.text, until: reference.expiresAt)
        }
    }
}
