import Foundation

@testable import Ledger
@testable import Newsroom

/// Records with anything in them, without a database: bodies are read by both readers, subjects folded, projected and
/// put into words.
final class EventFuzz: FuzzTarget {
    private let decoder = JSONDecoder()

    init() throws {}

    var seeds: [[UInt8]] { Example.scripts }

    func run(_ input: [UInt8]) throws {
        var reader = ScriptReader(input)
        var subjects: [SubjectID: [Event]] = [:]
        let centres: [CentreID?] = [nil, "erqi", "erqi", "jinshui"]
        var stamp = Stamp(at: Example.opened).value
        var steps = 0
        while !reader.isAtEnd, steps < 200 {
            steps += 1
            switch reader.step() {
            case .event(var step, let after):
                stamp += 1 + Int64(after) << 16
                step.stamp = stamp
                if var event = try read(step.record) {
                    event.from = centres[step.chain % centres.count]
                    subjects[event.subject, default: []].append(event)
                }
            case .raw(_, let bytes): _ = try read(Data(bytes))
            default: break
            }
        }
        for events in subjects.values { try fold(events) }
    }

    private func read(_ record: Data) throws -> Event? {
        try record.withUnsafeBytes { bytes in
            guard let place = Records.read(bytes, count: 1)?.first else { return nil }
            let kind = String(decoding: bytes[place.kind], as: UTF8.self)
            let body = UnsafeRawBufferPointer(rebasing: bytes[place.body])
            if let fact = try? Fact(kind: kind, body: body) {
                guard try Data(fact.body).fact(kind) == fact else {
                    throw Finding("not the same once written: \(fact)")
                }
            }
            return try? Records.event(bytes, place)
        }
    }

    private func fold(_ events: [Event]) throws {
        let events = events.map(\.asItHappened)
        for event in events { for language in [Language.zh, .en] { Said.all(event, Localizer(language: language)) } }
        _ = Timing.timings(of: events, now: Example.now)
        guard let folded = AnySubject.replay(events) else { return }
        for (place, refusal) in folded.void {
            for language in [Language.zh, .en] {
                _ = events[place].overruled(
                    by: refusal, standing: folded.state, now: Example.now, Localizer(language: language))
            }
        }
        let projection = Projection(folded.state)
        if let text = projection.text { _ = Bigrams.tokens(text) }
        // One by one it comes to the same.
        guard let first = events.indices.first(where: { folded.void[$0] == nil }) else { return }
        guard var state = AnySubject.replay([events[first]])?.state else { throw Finding("made by nothing: \(events)") }
        for event in events[(first + 1)...] {
            if let next = try? state.applying(event) { state = next }
        }
        guard state == folded.state else { throw Finding("step by step another state: \(state) / \(folded.state)") }
    }
}
