import Foundation

@testable import Newsroom

// How a target reads its input: as a script. Where the input ends, zeros follow, and every byte means something.
//
//     step      what (1): 0–4 an event, 5 the batch so far is sent, 6 raw bytes as a record, 7 the next batch is spoilt
//     event     chain (1), subject (1; 255: 16 bytes follow), actor (1; 255: a text), role (1; from 200 on the actor's
//               own), centre (1; the same), via (1; 0–199 none), time since the last (2), kind (1; 255: a text), body
//     text      length (1), bytes
//     body      length (2), bytes
//     spoil     what (1), with what (1), see `BatchMaker.spoil`

/// Takes an input apart.
struct ScriptReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func byte() -> UInt8 {
        defer { place += 1 }
        return place < bytes.count ? bytes[place] : 0
    }

    mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { place = min(bytes.count, place + count) }
        return Array(bytes[min(place, bytes.count)..<min(bytes.count, place + count)])
    }

    mutating func text() -> [UInt8] { bytes(Int(byte())) }
    mutating func body() -> [UInt8] { bytes(number()) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(byte()) % values.count] }
}

/// An event as a script says it, in the bytes of its record.
struct ScriptEvent {
    var chain: Int
    var stamp: Int64 = 0
    var actor: [UInt8]
    /// None of a node by itself.
    var role: [UInt8]?
    var house: [UInt8]
    var capacity: [UInt8]?
    var via: [UInt8]?
    var subject: [UInt8]
    var kind: [UInt8]
    var body: [UInt8]

    /// The bytes of its link in the chain, after origin and number.
    var record: Data {
        var record = Data()
        withUnsafeBytes(of: stamp.bigEndian) { record.append(contentsOf: $0) }
        for field in [actor, role, house, capacity, via, subject, kind, body] {
            withUnsafeBytes(of: UInt32(field?.count ?? Int(UInt32.max)).bigEndian) { record.append(contentsOf: $0) }
            record.append(contentsOf: field ?? [])
        }
        return record
    }
}

/// One step of a script.
enum ScriptStep {
    case event(ScriptEvent, after: Int)
    case send(chain: Int)
    case raw(chain: Int, [UInt8])
    case spoil(chain: Int, what: UInt8, with: UInt8)
}

extension ScriptReader {
    static let kinds = FactKind.allCases.map(\.name).sorted()

    mutating func step() -> ScriptStep {
        switch byte() % 8 {
        case 5: return .send(chain: Int(byte()))
        case 6: return .raw(chain: Int(byte()), body())
        case 7: return .spoil(chain: Int(byte()), what: byte(), with: byte())
        default: break
        }
        let chain = Int(byte())
        let subject = known(Example.subjects.map(\.bytes)) { $0.bytes(16) + [UInt8](repeating: 0, count: 16) }
        let person = byte()
        let card = person == 255 ? nil : Example.people[Int(person) % Example.people.count]
        let actor = card.map { Array($0.staff.rawValue.utf8) } ?? text()
        let roles = Role.allCases.map { Array($0.rawValue.utf8) } + [nil]
        let role = byte()
        let centre = byte()
        let via = byte()
        let after = number()
        let kind = known(Self.kinds.map { Array($0.utf8) }) { $0.text() }
        let own: [UInt8] = Array((card?.role ?? .reporter).rawValue.utf8)
        let home: [UInt8] = Array((card?.house ?? "erqi").rawValue.utf8)
        let event = ScriptEvent(
            chain: chain, actor: actor,
            role: role >= 200 ? own : roles[Int(role) % roles.count],
            house: centre >= 200 ? home : Array(Example.centres[Int(centre) % Example.centres.count].utf8),
            capacity: Self.capacities[via].map { Array($0.utf8) },
            via: via < 200 ? nil : Array(Example.people[Int(via) % Example.people.count].staff.rawValue.utf8),
            subject: Array(subject.prefix(16)), kind: kind, body: body())
        return .event(event, after: after)
    }

    private static let capacities: [UInt8: String] = [
        100: "onBehalf", 101: "loan \(Example.id(12)) jinshui", 102: "loan", 103: "sworn", 104: "own",
    ]

    private mutating func known(_ values: [[UInt8]], _ other: (inout ScriptReader) -> [UInt8]) -> [UInt8] {
        let index = byte()
        return index == 255 ? other(&self) : values[Int(index) % values.count]
    }
}

/// Writes scripts, for the seeds.
struct ScriptWriter {
    var bytes: [UInt8] = []

    mutating func event(
        _ chain: Int, _ subject: SubjectID, _ person: Int, _ fact: Fact, after: Int = 1000, name: String? = nil,
        body: String? = nil
    ) {
        bytes += [0, UInt8(chain), UInt8(Example.subjects.firstIndex(of: subject) ?? 255)]
        if bytes.last == 255 { bytes += subject.bytes }
        bytes += name.map { [255, UInt8($0.utf8.count)] + [UInt8]($0.utf8) } ?? [UInt8(person)]
        bytes += [200, 200, 0, UInt8(after >> 8), UInt8(after & 255)]
        bytes.append(UInt8(ScriptReader.kinds.firstIndex(of: fact.kind.name) ?? 0))
        let body = body.map { [UInt8]($0.utf8) } ?? Example.body(fact)
        bytes += [UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }

    mutating func send(_ chain: Int) { bytes += [5, UInt8(chain)] }
}
