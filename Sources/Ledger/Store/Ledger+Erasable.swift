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
                    let now = try ClockGuard.vouched(db, now: clock(), uptime: uptime)
                    // While acts are missing that may come back, what they referred to is only lost once its time is over.
                    let isWhole = try LossRecord.all(db).allSatisfy(\.isSeen)
                    return try entries.filter { entry in
                        try entry.expires <= now || (isWhole && !Self.isWanted(entry, db, at: now))
                    }
                }
                try store.remove(over)
            }
        } catch LedgerError.unreadable(_, Writer.closed) {
            // Whoever opens it next does it.
        } catch {
            warn(of: error)
        }
    }

    /// Says that the values could not be used. In words of its own: those of an act that failed would have somebody repeat
    /// what is recorded.
    private func warn(of error: any Error) {
        let detail = (error as? LedgerError)?.code ?? "\(error)"
        warnings.add(.unreadable(path: ErasableStore.path(path), detail: detail))
    }

    private static func isWanted(_ entry: ErasableStore.Entry, _ db: Database, at now: Moment) throws -> Bool {
        if let lead = try ReferringLead.all(entry.id, db).first(where: { $0.id == entry.subject }) {
            return lead.expires > now
        }
        // The table may be damaged, and is made anew from the log: before the value is gone for good the log is asked.
        let events = try EventStore.events(db, of: entry.subject)
        guard case .lead(let lead)? = AnySubject.fold(events) else {
            // What another subject has is no concern of leads; its time ends it.
            return events.contains { $0.fact.kind.rule.begins }
        }
        guard let reference = lead.contact?.reference else { return false }
        return reference.id == entry.id && reference.expiresAt > now
    }

    /// What the log says now of the contact of a lead.
    private static func reference(of lead: SubjectID, _ db: Database) throws -> ErasableReference? {
        Lead.fold(try EventStore.events(db, of: lead))?.state.contact?.reference
    }

    /// References whose values this node may have and lacks, those that are kept longest first.
    ///
    /// - Parameter asked: what is not asked for again.
    public func wantedValues(
        except asked: Set<ErasableReference.ID>, limit: Int
    ) throws -> [ErasableReference.ID] {
        let now = clock()
        let open = try looking { db in
            let home = try Self.home(db)
            return try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT contact, id FROM lead WHERE contact IS NOT NULL AND contact_until > ?1
                            AND (?2 IS NULL OR centre = ?2) ORDER BY contact_until DESC
                        """), arguments: [now.milliseconds, home?.rawValue]
            ).compactMap { row -> Place? in
                guard let id = ErasableReference.ID(bytes: row.data(0)), let lead = row.value(1) as SubjectID?,
                    !asked.contains(id)
                else { return nil }
                return Place(id: id, subject: lead)
            }
        }
        guard !open.isEmpty else { return [] }
        guard let entries = kept({ try ErasableStore(of: path, readOnly: true)?.entries() ?? [] }) else { return [] }
        let kept = Set(entries.map { Place(id: $0.id, subject: $0.subject) })
        var wanted: [ErasableReference.ID] = []
        for place in open where !kept.contains(place) && !wanted.contains(place.id) {
            guard wanted.count < limit else { break }
            wanted.append(place.id)
        }
        return wanted
    }

    /// What refers to what.
    private struct Place: Hashable {
        var id: ErasableReference.ID
        var subject: SubjectID
    }

    /// The centre whose node this is; `nil` at the desk's own.
    private static func home(_ db: Database) throws -> CentreID? {
        guard let own = try Membership(db)?.node else { return nil }
        let roll = try Roll(db)
        // Before its card has come it knows only itself where it belongs.
        guard let card = try roll.member(own)?.card else {
            return try String.fetchOne(
                db.cachedStatement(sql: "SELECT centre FROM origin WHERE mine = 1 AND centre IS NOT NULL LIMIT 1")
            ).map(CentreID.init(rawValue:))
        }
        return try roll.isDesk(card) ? nil : card.centre
    }

    /// Those of the values that are here, and that a peer may have: it is one of the desk's own nodes, or one of the centre
    /// whose lead it is. Whoever knows no such node gives it nothing.
    public func values(_ ids: [ErasableReference.ID], for peer: NodeID) throws -> [ErasableValue] {
        guard ErasableStore.isThere(path) else { return [] }
        let now = clock()
        let allowed = try looking { db -> [Place] in
            let roll = try Roll(db)
            guard let member = try roll.member(peer), member.ends == nil else { return [] }
            let isDesk = try roll.isDesk(member.card)
            return try ids.flatMap { id in
                try ReferringLead.all(id, db).filter {
                    $0.expires > now && (isDesk || $0.centre == member.card.centre)
                }.map { Place(id: id, subject: $0.id) }
            }
        }
        guard !allowed.isEmpty else { return [] }
        // A lead that only refers to what was given for another has nothing of its own there.
        return kept {
            let store = try ErasableStore(of: path, readOnly: true)
            return try allowed.compactMap { try store?.value($0.id, of: $0.subject) }
        } ?? []
    }

    /// What comes of something that is asked of the values; `nil` where their file cannot be used, which is a warning: events
    /// go on without it.
    private func kept<Result>(_ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch {
            warn(of: error)
        }
        return nil
    }

    /// Keeps values that a peer sent: those only that the log refers to, by id and hash, whose time is not over, and that
    /// this node may have. Everybody who has the desk open is told.
    public func keep(_ values: [ErasableValue]) throws {
        guard !values.isEmpty else { return }
        try recording { db in
            let now = try ClockGuard.believed(db, now: clock(), uptime: uptime)
            let home = try Self.home(db)
            let good = try values.flatMap { value in
                try ReferringLead.all(value.id, db).compactMap { lead -> (ErasableValue, SubjectID, Moment)? in
                    guard home == nil || lead.centre == home, let reference = try Self.reference(of: lead.id, db),
                        reference.matches(value, of: lead.id), reference.expiresAt > now
                    else { return nil }
                    return (value, lead.id, reference.expiresAt)
                }
            }
            guard !good.isEmpty else { return }
            guard kept({ try ErasableStore(making: path).insert(good) }) != nil else { return }
            // Nothing of the log has changed: by this everybody notices that there is something to read, and where.
            var noted = ChangedTable.Noted()
            for (_, lead, _) in good { noted.add(lead, .lead) }
            try ChangedTable.note(db, noted)
        }
    }
}

/// A lead whose contact a reference stands for now.
private struct ReferringLead {
    var id: SubjectID
    var centre: CentreID?
    var expires: Moment

    /// All that refer to it: one, unless somebody has copied the reference.
    static func all(_ reference: ErasableReference.ID, _ db: Database) throws -> [ReferringLead] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, centre, contact_until FROM lead WHERE contact = ?"),
            arguments: [Data(reference.bytes)]
        ).compactMap { row in
            (row.value(0) as SubjectID?).map {
                ReferringLead(
                    id: $0, centre: (row.value(1) as String?).map(CentreID.init(rawValue:)),
                    expires: Moment(milliseconds: row.integer(2)))
            }
        }
    }
}

extension Snapshot {
    /// How to reach whoever brought a lead, as far as it is known here; `nil` where nobody ever said. What is over is not
    /// read, whether it was deleted yet or not. It is for those only whom `Lead.checkContact(by:desk:)` lets pass.
    public func contact(of lead: Lead) -> ContactReading? {
        switch lead.contact {
        case nil: return nil
        case .erased: return ContactReading(.erased)
        case .given(let reference):
            guard reference.expiresAt > now else { return ContactReading(.expired, until: reference.expiresAt) }
            // A file that cannot be read is one that is not there: the lead is to be seen all the same.
            // After a crash SQLite has to be let bring the file back to how it was, for which it has to write.
            let isCut = access(ErasableStore.path(path) + "-journal", F_OK) == 0
            let value = try? ErasableStore(of: path, readOnly: !isCut)?.value(reference.id, of: lead.id)
            guard let value, reference.matches(value, of: lead.id) else {
                return ContactReading(.absent, until: reference.expiresAt)
            }
            return ContactReading(.kept, text: value.text, until: reference.expiresAt)
        }
    }
}
