import Testing

@testable import Console

/// When a console reads under a stream of commits, on a clock of the test's own.
@Suite struct ReadingPaceTests {
    /// A console that reads as its pace has it.
    private struct Reader {
        var pace: ReadingPace
        let cost: Duration
        let consoles: Int
        var chance: Double = 1
        var due: Duration?
        private(set) var readings: [Duration] = []

        init(cost: Duration, consoles: Int, cores: Int = 2) {
            pace = ReadingPace(cores: cores)
            (self.cost, self.consoles) = (cost, consoles)
        }

        mutating func follow(_ step: ReadingPace.Step, at now: Duration) {
            switch step {
            case .read: read(at: now)
            case .wait(let pause): due = now + pause
            case .nothing: break
            }
        }

        mutating func read(at now: Duration) {
            due = nil
            readings.append(now)
            pace.read(at: now + cost, cost: cost, consoles: consoles, chance: chance)
        }

        /// Lets time pass up to a moment.
        mutating func pass(to now: Duration) {
            while let due, due <= now { follow(pace.due(at: due), at: due) }
        }

        mutating func commit(at now: Duration) {
            pass(to: now)
            follow(pace.committed(at: now), at: now)
        }
    }

    @Test func theFirstWordOfACommitIsAnsweredAtOnce() {
        var reader = Reader(cost: .milliseconds(8), consoles: 60)
        reader.commit(at: .seconds(5))
        #expect(reader.readings == [.seconds(5)])
        // And so is one that comes after a pause.
        reader.commit(at: .seconds(9))
        #expect(reader.readings == [.seconds(5), .seconds(9)])
    }

    @Test func underAStreamOfCommitsManyConsolesReadSeldom() {
        var reader = Reader(cost: .milliseconds(8), consoles: 60)
        for commit in 0..<1000 { reader.commit(at: .milliseconds(10 * commit)) }
        // 60 consoles of 8 ms on two cores: about one second between two readings.
        #expect((9...12).contains(reader.readings.count), "\(reader.readings)")
    }

    @Test func aConsoleAloneReadsNearlyEachCommit() {
        var reader = Reader(cost: .milliseconds(2), consoles: 1)
        for commit in 0..<100 { reader.commit(at: .milliseconds(20 * commit)) }
        #expect(reader.readings.count == 100)
    }

    @Test func theLastCommitIsAlwaysShownBeforeLong() {
        let seed = UInt64.random(in: 0...999_999)
        print("seed of theLastCommitIsAlwaysShownBeforeLong: \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var reader = Reader(
                cost: .milliseconds(Int.random(in: 0...400, using: &random)),
                consoles: Int.random(in: 0...200, using: &random), cores: Int.random(in: 0...16, using: &random))
            reader.chance = Double.random(in: -1...2, using: &random)
            var now = Duration.zero
            for _ in 0..<Int.random(in: 1...50, using: &random) {
                now += .milliseconds(Int.random(in: 0...900, using: &random))
                reader.commit(at: now)
                if Int.random(in: 0..<10, using: &random) == 0 { reader.read(at: now) }
            }
            reader.pass(to: now + ReadingPace.longest + reader.cost)
            #expect(reader.readings.last ?? .zero >= now)
            #expect(reader.due == nil)
        }
    }

    @Test func whatOneDoesOneselfEndsTheWaiting() {
        var reader = Reader(cost: .milliseconds(8), consoles: 60)
        reader.commit(at: .zero)
        reader.commit(at: .milliseconds(100))
        #expect(reader.due != nil)
        reader.read(at: .milliseconds(200))
        #expect(reader.pace.due(at: .seconds(9)) == .nothing)
        #expect(reader.readings == [.zero, .milliseconds(200)])
    }
}
