import Foundation
import GRDB
import GRDBSQLite
import Newsroom

/// One transaction of taking: checks batches against their chains, keeps their events, judges whether those count, and
/// at the end folds each subject that they touch once.
final class BatchIngest {
    let db: Database
    private let path: String
    private let now: Moment
    private let entropy: Entropy
    private let roll: Roll
    private let judge: Authorizer
    private var corrections: Corrections
    private var origins: [OriginID: Place] = [:]
    private var heard: [CentreID: Moment] = [:]
    private var speaker: (centre: CentreID, at: Moment) = ("", Moment(milliseconds: 0))
    var models: Models
    private let insert: Statement

    /// A chain as it stands in this transaction.
    private struct Place {
        var row: Int64
        var certificate: Certificate
        var node: DeskNode
        /// The node's centre; `nil` for the desk's own.
        var centre: CentreID?
        var isMine: Bool
        var stamp: Int64
        var head: Head
    }

    init(_ db: Database, path: String, now: Moment, entropy: Entropy, folding: Bool) throws {
        self.db = db
        self.path = path
        self.now = now
        self.entropy = entropy
        roll = try Roll(db)
        judge = Authorizer(db)
        corrections = try Corrections(db)
        models = try Models(db, isIdle: !folding)
        insert = try db.cachedStatement(
            sql: "INSERT INTO event(\(EventStore.columns), written) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    /// Takes one batch. What is refused leaves nothing behind.
    func take(_ ready: VerifiedBatch) throws -> Taken {
        do {
            return .stands(try taken(ready))
        } catch let trouble as PeerError {
            return .refused(trouble)
        }
    }

    private func taken(_ ready: VerifiedBatch) throws -> Head {
        let batch = ready.batch
        let origin = batch.certificate.origin
        var place = try place(of: batch.certificate)
        if let end = place.node.end(of: origin), batch.start.sequence >= end {
            throw PeerError.revoked(place.node.card.id)
        }
        let have = place.head.sequence
        guard batch.start.sequence <= have else {
            throw PeerError.gap(origin, have: have, came: batch.start.sequence + 1)
        }
        let before = place.row == 0 ? Chain.start : try Chains.hash(db, place.row, at: batch.start.sequence)
        guard before == batch.start.hash else { throw PeerError.fork(origin, sequence: batch.start.sequence) }
        try checkProof(ready, by: place.node)
        // Both are signed by the node: two events have one number.
        let common = Int(min(have, batch.end.sequence) - batch.start.sequence)
        if common > 0 {
            let ours = try Chains.hash(db, place.row, at: batch.start.sequence + Int64(common))
            guard let ours, ready.hashes[(common - 1) * 32..<common * 32].elementsEqual(ours) else {
                throw PeerError.fork(origin, sequence: batch.start.sequence + Int64(common))
            }
        }
        guard batch.end.sequence > have else {
            // The node's new key signs what its old one did: who is behind is given this.
            if place.row != 0 { try Seals.renew(db, place.row, batch) }
            return place.head
        }
        try checkClock(ready.records[common...], place, after: batch.start.sequence + Int64(common))
        try batch.records.withUnsafeBytes { bytes in try keep(bytes, ready, from: common, &place) }
        return place.head
    }

    /// Refuses a stretch that the node has not signed with its key in force, or with one that follows from it. What it says of
    /// keys must be the beginning of the line that leads to that one: whoever found an old key could name its own, or
    /// bring an old one back.
    private func checkProof(_ ready: VerifiedBatch, by node: DeskNode) throws {
        let batch = ready.batch
        let words = Seal.head(batch.end)
        let signature = batch.proof.prefix(KeyFile.signatureSize)
        let told = ready.events.compactMap(\.known?.keysTold)
        if told.isEmpty, KeyFile.isValid(signature, over: words, by: node.key) { return }
        // From the first key on: those between it and the one in force may not be known yet.
        let line = KeyFile.line(provedBy: batch.proof, over: words, of: node.card.id, from: node.keys.first ?? node.key)
        guard let line, line.contains(where: { $0.hasSameBytes(as: node.key) }) else {
            if node.keys.contains(where: { KeyFile.isValid(signature, over: words, by: $0) }) {
                throw PeerError.oldKey(node.card.id)
            }
            throw PeerError.altered(batch.end.origin, after: batch.start.sequence)
        }
        for (subject, keys) in told {
            guard subject == .node(node.card.id), keys.count <= line.count,
                zip(keys, line).allSatisfy({ $0.hasSameBytes(as: $1) })
            else { throw PeerError.altered(batch.end.origin, after: batch.start.sequence) }
        }
    }

    private func checkClock(_ fresh: ArraySlice<Records.Record>, _ place: Place, after sequence: Int64) throws {
        var last = place.stamp
        var newest = Stamp(value: 0)
        for (offset, record) in fresh.enumerated() {
            // Stamps of one chain only rise, as they were written: whoever goes back would rewrite what was.
            guard record.stamp > last else { throw PeerError.malformed("stamp") }
            last = record.stamp
            newest = max(newest, counted(record.stamp, place, sequence + 1 + Int64(offset)))
        }
        // What is further ahead than any clock is believed waits.
        guard newest <= ClockGuard.latest(now) else {
            throw PeerError.clockAhead(place.node.card.id, seconds: newest.moment.seconds(since: now))
        }
    }

    /// The stamp as an event counts.
    private func counted(_ stamp: Int64, _ place: Place, _ sequence: Int64) -> Stamp {
        corrections.isEmpty
            ? Stamp(value: stamp) : Stamp(value: stamp).moved(back: corrections.ahead(place.head.origin, sequence))
    }

    // MARK: - Chains

    private func place(of certificate: Certificate) throws -> Place {
        if let known = origins[certificate.origin] {
            guard known.certificate.node == certificate.node, known.certificate.stream == certificate.stream else {
                throw PeerError.badCertificate(certificate.origin)
            }
            return known
        }
        guard let node = try roll.member(certificate.node) else { throw PeerError.unknownNode(certificate.node) }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql:
                    "SELECT row, node, stream, centre, mine, ifnull(written, stamp), seq, hash FROM origin WHERE id = ?"
            ),
            arguments: [Data(certificate.origin.bytes)])
        if let row {
            guard NodeID(rawValue: row.text(1)) == certificate.node, row.text(2) == certificate.stream.rawValue else {
                throw PeerError.badCertificate(certificate.origin)
            }
            return Place(
                row: row.integer(0), certificate: certificate, node: node,
                centre: (row.value(3) as String?).map(CentreID.init(rawValue:)), isMine: row.flag(4),
                stamp: row.integer(5),
                head: Head(origin: certificate.origin, sequence: row.integer(6), hash: row.data(7)))
        }
        let words = Seal.certificate(certificate.origin, of: certificate.node, certificate.stream)
        guard node.keys.contains(where: { KeyFile.isValid(certificate.signature, over: words, by: $0) }) else {
            throw PeerError.badCertificate(certificate.origin)
        }
        return Place(
            row: 0, certificate: certificate, node: node,
            centre: try roll.isDesk(node.card) ? nil : node.card.centre, isMine: false, stamp: 0,
            head: Head(origin: certificate.origin, sequence: 0, hash: Chain.start))
    }

    // MARK: - Events

    private func keep(
        _ bytes: UnsafeRawBufferPointer, _ ready: VerifiedBatch, from first: Int, _ place: inout Place
    ) throws {
        let batch = ready.batch
        try begin(batch.certificate, &place)
        var isRoster = false
        var isCorrected = false
        var size: Int64 = 0
        for index in first..<ready.records.count {
            let record = ready.records[index]
            let sequence = batch.start.sequence + 1 + Int64(index)
            var event = ready.events[index].known
            if place.centre != nil { event?.from = place.centre }
            let stamp = counted(record.stamp, place, sequence)
            // A copy of an event is long.
            if record.stamp != stamp.value { event = event?.counted(at: stamp) }
            // Known before the event is there: what its subject was is what the read models show.
            if let event { try models.touch(event) }
            let row = try ready.hashes.withUnsafeBytes { hashes in
                try write(
                    bytes, record, stamp, place.row, sequence,
                    UnsafeRawBufferPointer(rebasing: hashes[index * 32..<index * 32 + 32]))
            }
            size += Int64(record.whole.count)
            if let distrust = try distrust(event, of: ready, index, sequence, place) {
                try judge.quarantine(row, distrust)
            } else if let event {
                hear(event)
                isRoster = judge.isOfRoster(event) || isRoster
                isCorrected = Corrections.isCorrection(event) || isCorrected
                models.add(
                    EventStore.Stored(
                        row: row, origin: place.head.origin, sequence: sequence, stream: place.certificate.stream,
                        event: event))
            }
        }
        place.stamp = ready.records.last?.stamp ?? place.stamp
        place.head = batch.end
        let stamp = counted(place.stamp, place, place.head.sequence).value
        try db.cachedStatement(sql: "UPDATE origin SET seq = ?, stamp = ?, written = ?, hash = ? WHERE row = ?")
            .execute(
                arguments: [
                    place.head.sequence, stamp, stamp == place.stamp ? nil : place.stamp, place.head.hash, place.row,
                ])
        // Where a part was here as an older key signed it, the new key's proof is of all of it.
        if first > 0 { try Seals.drop(db, place.row, olderThan: batch) }
        try Seals.keep(
            db, place.row, batch.end.sequence, batch.proof, bytes: first > 0 ? Int64(batch.records.count) : size)
        origins[place.head.origin] = place
        if isRoster || isCorrected {
            // Who belongs, and as what, has changed: it counts from the next event on, and for what waits.
            try models.finish()
            try judge.judgeAgain(&models)
            if isCorrected || !corrections.isEmpty { try Corrections.settle(db, judge, &models) }
            if isCorrected, try Corrections.touchOwn(db) { try Witness.continueInNewChains(db, path, entropy) }
            try models.finish()
            corrections = try Corrections(db)
            origins.removeAll()
        } else if judge.hasChangedLoans {
            try models.finish()
            try judge.judgeLoans(&models)
            try models.finish()
        }
    }

    private func distrust(
        _ event: Event?, of ready: VerifiedBatch, _ index: Int, _ sequence: Int64, _ place: Place
    ) throws -> RejectionReason? {
        if let end = place.node.end(of: place.head.origin), sequence > end { return .revoked }
        if let event {
            return try place.centre == nil
                ? judge.distrust(ofDesk: event) : judge.distrust(event, of: place.node.card)
        }
        let kind = ready.batch.records.withUnsafeBytes { bytes in
            String(decoding: bytes[ready.records[index].kind], as: UTF8.self)
        }
        guard case .failure(.notUnderstood) = ready.events[index] else { return .unreadable(kind: kind) }
        return .notUnderstood(kind: kind)
    }

    /// Makes a chain's row where there is none yet.
    private func begin(_ certificate: Certificate, _ place: inout Place) throws {
        if place.row == 0 {
            try db.execute(
                sql: "INSERT INTO origin(id, node, stream, centre, certificate) VALUES(?, ?, ?, ?, ?)",
                arguments: [
                    Data(certificate.origin.bytes), certificate.node.rawValue, certificate.stream.rawValue,
                    place.centre?.rawValue, certificate.signature,
                ])
            place.row = db.lastInsertedRowID
        }
        if place.isMine {
            // Others have more of this chain than this file: it went back in time, and must not go on here.
            try Witness.beginAnew(db, path, entropy)
            for origin in origins.keys { origins[origin]?.isMine = false }
            place.isMine = false
        }
    }

    /// When centres were heard, gathered before it goes to the table: events mostly come from one.
    private func hear(_ event: Event) {
        for house in event.heard {
            if house == speaker.centre {
                speaker.at = max(speaker.at, event.at)
            } else if house == event.actor.house {
                hearSpeaker()
                speaker = (house, event.at)
            } else {
                heard[house] = max(heard[house] ?? event.at, event.at)
            }
        }
    }

    private func hearSpeaker() {
        guard !speaker.centre.rawValue.isEmpty else { return }
        heard[speaker.centre] = max(heard[speaker.centre] ?? speaker.at, speaker.at)
    }

    /// Folds what was touched and writes when each centre was heard; once, before the commit.
    func finish() throws {
        try models.finish()
        hearSpeaker()
        for (centre, at) in heard {
            try db.cachedStatement(
                sql: """
                    INSERT INTO heard(centre, at) VALUES(?, ?)
                    ON CONFLICT(centre) DO UPDATE SET at = max(at, excluded.at)
                    """
            ).execute(arguments: [centre.rawValue, at.milliseconds])
        }
        heard.removeAll()
        try judge.hearAgain()
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, _ record: Records.Record, _ stamp: Stamp, _ origin: Int64, _ sequence: Int64,
        _ hash: UnsafeRawBufferPointer
    ) throws -> Int64 {
        // A million events come this way: their bytes are bound where they lie.
        let statement = insert.sqliteStatement
        sqlite3_reset(statement)
        func text(_ index: Int32, _ range: Range<Int>?) -> Int32 {
            guard let range else { return sqlite3_bind_null(statement, index) }
            let start = bytes.baseAddress?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text(statement, index, start, Int32(range.count), nil)
        }
        func blob(_ index: Int32, _ range: Range<Int>) -> Int32 {
            let start = bytes.baseAddress?.advanced(by: range.lowerBound)
            return sqlite3_bind_blob(statement, index, start, Int32(range.count), nil)
        }
        var failed = sqlite3_bind_int64(statement, 1, origin)
        failed |= sqlite3_bind_int64(statement, 2, sequence)
        failed |= sqlite3_bind_int64(statement, 3, stamp.value)
        failed |= text(4, record.actor)
        failed |= text(5, record.role)
        failed |= text(6, record.house)
        failed |= text(7, record.capacity)
        failed |= text(8, record.via)
        failed |= blob(9, record.subject)
        failed |= text(10, record.kind)
        failed |= blob(11, record.body)
        failed |= sqlite3_bind_blob(statement, 12, hash.baseAddress, 32, nil)
        failed |=
            stamp.value == record.stamp
            ? sqlite3_bind_null(statement, 13) : sqlite3_bind_int64(statement, 13, record.stamp)
        // Else what was not bound would be written as NULL.
        guard failed == SQLITE_OK else { throw DatabaseError(message: db.lastErrorMessage) }
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        // What is bound lies there no longer once the batch goes.
        sqlite3_clear_bindings(statement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
        return db.lastInsertedRowID
    }
}

extension Result<Event, FactError> {
    /// The event, where this program can read it.
    fileprivate var known: Event? { if case .success(let event) = self { event } else { nil } }
}

extension Event {
    /// The keys that it says its node has, from the first on, and whose they are said to be; `nil` for what says none. A copy of
    /// an event is long, and a million are asked.
    fileprivate var keysTold: (subject: SubjectID, keys: [String])? {
        if case .node(.keyChanged(let key, let before)) = fact { return (subject, before + [key]) }
        if case .common(.told(let told)) = fact, case .node(.keyChanged(let key, let before)) = told.fact {
            return (subject, before + [key])
        }
        return nil
    }
}
