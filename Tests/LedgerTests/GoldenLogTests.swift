import Foundation
import GRDB
import Newsroom
import Testing

@testable import Ledger

/// Logs of the program before facts had a stored form of their own, converted once, and what that program made of them: every
/// later one reads them as they stand, writes them again byte for byte, and folds them to the same.
///
/// `Tests/Golden/log.tsv` has a line for each event, in the order of folding: days at several nodes with wrong clocks, lost keys,
/// a revoked node and drafts told again (`clocks`, `nodes`), part of the demonstration's day (`day`), and histories of one
/// subject that chance wrote. `states.ndjson` has one for each subject: the columns of its read model that both programs know,
/// the events that are void, of a story its reviews, marked where one stands, and its signature. What is placed on channels was
/// part of a story then; it was converted into orders and steps, and states into the words of today. What the desk did of a centre's
/// own was marked as done on its behalf. A correction replaced the text in one fact: of the demonstration's day it was converted into
/// a proposal and its two reviews, elsewhere into the proposal. A release in an emergency had no key of its own, and was given one.
///
/// Neither file is made anew: whoever has to change a line changes what databases of people mean.
@Suite struct GoldenLogTests {
    private let log: Result<[Line], any Error> = Result { try Line.all() }

    @Test func whatStandsThereIsReadAndWrittenTheSame() throws {
        let lines = try log.get()
        #expect(lines.count == 312)
        #expect(Set(lines.map(\.stored.event.fact.kind)).count == 46)
        for line in lines {
            #expect(line.written.fact.body == Array(line.body.utf8), "\(line.written.fact.kind.name)")
            #expect(line.written.fact.kind.name == line.kind)
        }
    }

    @Test func statesAreWhatTheyWere() throws {
        let lines = try log.get()
        let states = try State.all()
        #expect(states.count == 80)
        for state in states {
            let events = lines.filter {
                $0.log == state.log && $0.aside == nil && $0.stored.event.subject.description == state.subject
            }
            let folded = Models.fold(events.map(\.stored))
            let place = "\(state.log) \(state.subject)"
            #expect(folded.void.map { "\($0.origin.bytes[0]) \($0.sequence)" } == state.void ?? [], "\(place)")
            guard let subject = folded.state, let table = state.table, let row = state.row else {
                #expect(folded.state == nil && state.table == nil, "\(place)")
                continue
            }
            let projection = Projection(subject)
            #expect(projection.table.name == table, "\(place)")
            let cells = Dictionary(
                zip(projection.table.columns, projection.values.map(Cell.init)), uniquingKeysWith: { first, _ in first }
            )
            for (column, was) in row { #expect(cells[column] == was, "\(place) \(table).\(column)") }
            guard case .story(let story) = subject else { continue }
            #expect(story.reviews.map { Self.told($0, of: story) } == state.reviews, "\(place)")
            #expect(
                story.signature.map { "\($0.by.rawValue) \($0.at.milliseconds) \($0.textHash.short)" }
                    == state.signature,
                "\(place)")
        }
    }

    /// What centres' nodes wrote counts, or is set aside for the same reason.
    @Test func whoCouldWriteItIsJudgedAsItWas() throws {
        let lines = try log.get()
        var reasons: Set<String> = []
        for line in lines where line.node != nil && line.aside != "revoked" {
            let others = lines.filter { $0.log == line.log && $0.aside == nil }.map(\.stored.event)
            let cards = others.compactMap { event -> NodeCard? in
                if case .node(.admitted(let card)) = event.fact, card.id.rawValue == line.node { card } else { nil }
            }
            let node = try #require(cards.first)
            let distrust = Authority.distrust(
                line.stored.event, of: node,
                card: { person, stamp in
                    others.last { event in
                        guard case .staff(let fact) = event.fact else { return false }
                        return fact.card.id == person && event.stamp < stamp
                    }.flatMap { if case .staff(let fact) = $0.fact { fact.card } else { nil } }
                }, hasSlot: { slot, centre in slot == node.slot && centre == node.centre }, loan: { _, _ in nil },
                desk: { "zz" })
            let reason = try distrust.map { reason in
                try JSONDecoder().decode([String: Anything].self, from: JSONEncoder().encode(reason)).keys.joined()
            }
            #expect(reason == line.aside, "\(line.log) \(line.stored.origin.bytes[0]) \(line.stored.sequence)")
            if let reason { reasons.insert(reason) }
        }
        #expect(reasons == ["inactive", "noRight", "otherCentre"])
    }

    private static func told(_ review: Story.Review, of story: Story) -> String {
        let by = review.by
        return "\(review.stage.rawValue) \(review.verdict.rawValue) "
            + "\(by.staff.rawValue) \(by.role.rawValue) \(by.house.rawValue) "
            + "\(review.at.milliseconds) \(review.textHash.short) \(review.opinion)"
            + (story.stands(review) ? " *" : "")
    }
}

/// One event of the log.
private struct Line {
    let log: String
    let kind: String
    let body: String
    /// As it was written, whatever clock wrote it.
    let written: Event
    /// As it counts.
    let stored: EventStore.Stored
    /// The centre's node that wrote it.
    let node: String?
    /// Why it was set aside.
    let aside: String?

    static func all() throws -> [Line] {
        let text = try String(contentsOf: golden("log.tsv"), encoding: .utf8)
        return try text.split(separator: "\n").dropFirst().enumerated().map { row, line in
            try Line(line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init), row)
        }
    }

    private init(_ cells: [String], _ row: Int) throws {
        func cell(_ index: Int) -> String? { cells[index].isEmpty ? nil : cells[index] }
        try #require(cells.count == 17)
        (log, kind, body) = (cells[0], cells[15], cells[16])
        (node, aside) = (cell(7), cell(8))
        let stamp = Stamp(value: try #require(Int64(cells[3])))
        let bytes = Array(body.utf8)
        written = Event(
            subject: try #require(SubjectID(cells[14])), stamp: cell(4).flatMap(Int64.init).map(Stamp.init) ?? stamp,
            actor: try Actor(id: cells[9], role: cell(10), house: cells[11], capacity: cell(12), via: cell(13)),
            fact: try bytes.withUnsafeBytes { [kind] in try Fact(kind: kind, body: $0) },
            from: cell(6).map(CentreID.init(rawValue:)))
        stored = EventStore.Stored(
            row: Int64(row), origin: OriginID(repeating: try #require(UInt8(cells[1]))),
            sequence: try #require(Int64(cells[2])),
            stream: cell(5).flatMap(ChainAudience.init(rawValue:)) ?? .shared, event: written.counted(at: stamp))
    }
}

/// What the program of then made of a subject.
private struct State: Decodable {
    let log: String
    let subject: String
    /// Its read model and the columns that were known; absent where its events made nothing.
    let table: String?
    let row: [String: Cell]?
    let void: [String]?
    let reviews: [String]?
    let signature: String?

    static func all() throws -> [State] {
        let text = try String(contentsOf: golden("states.ndjson"), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(State.self, from: Data($0.utf8)) }
    }
}

/// A column's value.
private enum Cell: Decodable, Equatable {
    case text(String)
    case number(Int64)
    case nothing

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .nothing
        case .int64(let number): self = .number(number)
        case .double(let number): self = .text("\(number)")
        case .string(let text): self = .text(text)
        case .blob(let data): self = .text(SubjectID(bytes: data)?.description ?? "\(data)")
        }
    }
}

/// Any JSON value, of which nothing is asked.
private struct Anything: Decodable {
    init(from _: any Decoder) {}
}

private func golden(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden/\(name)")
}
