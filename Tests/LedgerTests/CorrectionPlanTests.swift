import Foundation
import Testing

@testable import Ledger
@testable import Newsroom

/// What is to be corrected where a clock was ahead: over drawn logs.
@Suite struct CorrectionPlanTests {
    /// An event as it counts once the plan is carried out.
    private struct Counted {
        var entry: Corrections.Entry
        var at: Int64
    }

    private static let now: Int64 = 1_795_000_000_000

    private func counted(_ entries: [Corrections.Entry], _ ranges: [Corrections.Range]) -> [Counted] {
        entries.map { entry in
            let range = ranges.last {
                $0.origin == entry.origin && $0.first <= entry.sequence && entry.sequence <= $0.last
            }
            return Counted(entry: entry, at: range.map { entry.at + entry.corrected - $0.ahead } ?? entry.at)
        }
    }

    /// A log whose own clock is ahead by more and more, among what other nodes wrote, some of it by clocks that are a
    /// little ahead themselves.
    private func drawn(_ dice: inout Seeded) -> (entries: [Corrections.Entry], before: Int64) {
        let own = [OriginID(repeating: 1), OriginID(repeating: 2)]
        let others = OriginID(repeating: 9)
        var sequences: [OriginID: Int64] = [:]
        var entries: [Corrections.Entry] = []
        var time = Self.now - 3_600_000
        let before = time + Int64.random(in: 0..<600_000, using: &dice)
        var ahead = 3_600_000 + ClockGuard.limit + Int64.random(in: 0..<100_000_000, using: &dice)
        var last: Int64 = 0
        for _ in 0..<(1 + Int.random(in: 0..<40, using: &dice)) {
            time = min(time + Int64.random(in: 0..<120_000, using: &dice), Self.now)
            if Int.random(in: 0..<8, using: &dice) == 0 { ahead += Int64.random(in: 0..<10_000_000, using: &dice) }
            let isConcerned = entries.isEmpty || Int.random(in: 0..<3, using: &dice) > 0
            let origin = isConcerned ? own[Int.random(in: 0..<2, using: &dice)] : others
            sequences[origin, default: 0] += 1
            // Stamps of a node never go back.
            let at = isConcerned ? max(last, time + ahead) : time + Int64.random(in: 0..<ClockGuard.limit, using: &dice)
            if isConcerned { last = at }
            // Some were corrected before, and not by enough.
            let corrected = isConcerned && Int.random(in: 0..<4, using: &dice) == 0 ? Int64(86_400_000) : 0
            entries.append(
                Corrections.Entry(
                    at: at, corrected: corrected, origin: origin, sequence: sequences[origin] ?? 0,
                    isConcerned: isConcerned))
        }
        return (entries, before)
    }

    @Test func whatWasHereBeforeAnEventStaysBeforeItAndNothingLiesAhead() {
        var dice = Seeded("whatWasHereBeforeAnEventStaysBeforeItAndNothingLiesAhead")
        for round in 0..<(isSoak ? 20_000 : 2_000) {
            let (entries, before) = drawn(&dice)
            let ranges = Corrections.level(entries, after: before, now: Self.now, exact: nil)
            let counted = counted(entries, ranges)
            var floor = before
            var previous: Counted?
            for event in counted {
                guard event.entry.isConcerned else {
                    floor = max(floor, event.at)
                    continue
                }
                #expect(event.at > floor, "round \(round)")
                if let previous {
                    #expect(event.at >= previous.at, "round \(round)")
                    #expect(event.at > previous.at || event.entry.at == previous.entry.at, "round \(round)")
                }
                previous = event
                // A millisecond each, where all of them have to come after something that is as far ahead as is believed.
                #expect(event.at <= Self.now + ClockGuard.limit + Int64(entries.count), "round \(round)")
            }
        }
    }

    /// A shift's work after something that is as far ahead as is believed is one stretch, not one for each event.
    @Test func whatComesLaterThanItShouldIsMovedTogether() {
        let chain = OriginID(repeating: 1)
        let day: Int64 = 86_400_000
        // The clock was one day ahead, then two; all of it an hour ago.
        let first = Self.now - 3_600_000
        let entries = (0..<400 as Range<Int64>).map {
            Corrections.Entry(
                at: first + $0 * 1000 + ($0 < 200 ? day : 2 * day), origin: chain, sequence: $0 + 1, isConcerned: true)
        }
        let ranges = Corrections.level(entries, after: first - 1000, now: Self.now, exact: nil)
        #expect(ranges.count <= 4, "\(ranges.count)")
    }

    /// A stamp has a counter within its millisecond: on the last one that is believed it would lie beyond it.
    @Test func nothingComesToStandOnTheLastMillisecondThatIsBelieved() {
        let day: Int64 = 86_400_000
        let entries = [1, 2].map {
            Corrections.Entry(
                at: Self.now + $0 * day, origin: OriginID(repeating: 1), sequence: $0, isConcerned: true)
        }
        let ranges = Corrections.level(entries, after: Self.now - 3_600_000, now: Self.now, exact: nil)
        #expect(counted(entries, ranges).allSatisfy { $0.at < Self.now + ClockGuard.limit })
    }

    @Test func allIsMovedAlikeWhereThatKeepsTheOrder() {
        let chain = OriginID(repeating: 1)
        let entries = (0..<5 as Range<Int64>).map {
            Corrections.Entry(at: Self.now + 86_400_000 + $0 * 1000, origin: chain, sequence: $0 + 1, isConcerned: true)
        }
        let ranges = Corrections.level(entries, after: Self.now - 60_000, now: Self.now, exact: 86_400_000)
        #expect(ranges == [Corrections.Range(origin: chain, first: 1, last: 5, ahead: 86_400_000)])
    }
}
