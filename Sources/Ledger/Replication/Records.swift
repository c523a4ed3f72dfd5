import Foundation
import Newsroom

/// A batch with all that can be told of it without the database: its events read and its chain made again. Batches are
/// made ready side by side, on as many cores as there are.
struct VerifiedBatch: @unchecked Sendable {
    // Immutable once made; the events hold values only.
    let batch: Batch
    let records: [Records.Record]
    let hashes: [UInt8]
    /// The events, or why there is none; who wrote them is not known yet.
    let events: [Result<Event, FactError>]

    /// - Throws: `PeerError` when the batch is not what the format says, or its chain does not end where it says.
    init(_ batch: Batch) throws(PeerError) {
        let origin = batch.certificate.origin
        guard batch.start.origin == origin, batch.end.origin == origin, batch.start.sequence >= 0,
            (1...Batch.mostEvents).contains(batch.count), batch.start.hash.count == 32, batch.end.hash.count == 32,
            batch.start.sequence < Int64.max / 2,
            batch.end.sequence == batch.start.sequence + Int64(batch.count)
        else { throw .malformed("batch") }
        guard batch.records.count <= Batch.largestRecord + Batch.mostBytes else {
            throw .oversized(bytes: Int64(batch.records.count))
        }
        let read = batch.records.withUnsafeBytes { bytes -> ([Records.Record], [UInt8], [Result<Event, FactError>])? in
            guard let records = Records.read(bytes, count: batch.count) else { return nil }
            return (
                records, Records.hashes(bytes, records, origin: origin, after: batch.start),
                records.map { record in
                    Result { () throws(FactError) in try Records.event(bytes, record) }
                }
            )
        }
        guard let read else { throw .malformed("records") }
        self.batch = batch
        (records, hashes, events) = read
        guard hashes.suffix(32).elementsEqual(batch.end.hash) else {
            throw .altered(origin, after: batch.start.sequence)
        }
    }

    /// Batches that are made ready while those before them are being kept.
    typealias Line = Ahead<Result<VerifiedBatch, PeerError>>
}

extension Ahead where Value == Result<VerifiedBatch, PeerError> {
    convenience init(_ batches: [Batch]) {
        self.init(of: batches) { batch in Result { () throws(PeerError) in try VerifiedBatch(batch) } }
    }
}

/// Reads the events of a `Batch` out of its bytes, which may hold anything.
struct Records {
    /// Where an event's parts lie in the bytes.
    struct Record {
        var stamp: Int64
        var actor: Range<Int>
        var role: Range<Int>?
        var house: Range<Int>
        var capacity: Range<Int>?
        var via: Range<Int>?
        var subject: Range<Int>
        var kind: Range<Int>
        var body: Range<Int>
        /// All of it: what the chain's link is made of, after origin and number.
        var whole: Range<Int>
    }

    /// The events in `bytes`; `nil` when these are not `count` whole ones and nothing else.
    static func read(_ bytes: UnsafeRawBufferPointer, count: Int) -> [Record]? {
        var place = 0
        var records: [Record] = []
        records.reserveCapacity(min(count, Batch.mostEvents))
        func field() -> Range<Int>?? {
            guard place + 4 <= bytes.count else { return nil }
            let length = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            place += 4
            if length == .max { return .some(nil) }
            guard Int(length) <= bytes.count - place else { return nil }
            let range = place..<place + Int(length)
            place += Int(length)
            return .some(range)
        }
        /// A field that must be text.
        func word() -> Range<Int>? {
            guard let range = field() ?? nil, isText(UnsafeRawBufferPointer(rebasing: bytes[range])) else { return nil }
            return range
        }
        /// A field that must be text, where it is not absent.
        func optionalWord() -> Range<Int>?? {
            guard let field = field() else { return nil }
            guard let range = field else { return .some(nil) }
            return isText(UnsafeRawBufferPointer(rebasing: bytes[range])) ? .some(range) : nil
        }
        for _ in 0..<count {
            let start = place
            guard place + 8 <= bytes.count else { return nil }
            let stamp = Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self))
            place += 8
            guard let actor = word(), let role = optionalWord(), let house = word(), let capacity = optionalWord(),
                let via = optionalWord(),
                let subject = field() ?? nil, subject.count == 16, let kind = word(), let body = field() ?? nil,
                stamp >= 0
            else { return nil }
            records.append(
                Record(
                    stamp: stamp, actor: actor, role: role, house: house, capacity: capacity, via: via,
                    subject: subject, kind: kind, body: body, whole: start..<place))
        }
        return place == bytes.count ? records : nil
    }

    /// Whether bytes are UTF-8 without a zero. SQLite gives a text back up to its first zero: a name with one would be
    /// another name once it is read again, and nodes would differ in whether it counts.
    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.allSatisfy({ (1..<128).contains($0) }) { return true }
        return !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The hashes of a batch's events, in order.
    static func hashes(
        _ bytes: UnsafeRawBufferPointer, _ records: [Record], origin: OriginID, after start: Head
    ) -> [UInt8] {
        var hashes: [UInt8] = []
        hashes.reserveCapacity(records.count * 32)
        var chain = Chain()
        var previous = [UInt8](start.hash)
        for (index, record) in records.enumerated() {
            chain.begin(after: previous, origin: origin.bytes, sequence: start.sequence + 1 + Int64(index))
            chain.rest(UnsafeRawBufferPointer(rebasing: bytes[record.whole]))
            chain.link().withUnsafeBytes { link in
                hashes.append(contentsOf: link)
                previous.withUnsafeMutableBytes { $0.copyMemory(from: link) }
            }
        }
        return hashes
    }

    /// The event that lies there.
    static func event(_ bytes: UnsafeRawBufferPointer, _ record: Record) throws(FactError) -> Event {
        func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
        func text(_ range: Range<Int>) -> String { String(decoding: part(range), as: UTF8.self) }
        guard let subject = SubjectID(bytes: part(record.subject)) else { throw .unreadable }
        let fact = try Fact(kind: text(record.kind), body: part(record.body))
        let actor = try Actor(
            id: text(record.actor), role: record.role.map(text), house: text(record.house),
            capacity: record.capacity.map(text), via: record.via.map(text))
        return Event(subject: subject, stamp: Stamp(value: record.stamp), actor: actor, fact: fact)
    }
}
