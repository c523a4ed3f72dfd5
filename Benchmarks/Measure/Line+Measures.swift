import Glibc
import PseudoTerminal

extension Line {
    struct Start {
        /// Milliseconds from the start to the first visible character.
        var firstText: Double
        /// Milliseconds from the start to the last byte of the first screen that is whole.
        var board: Double
        /// The bytes until then.
        var bytes: Int
    }

    /// Watches the program paint its first screen.
    ///
    /// What comes with pauses under 20 ms counts as one paint. The first paint that leaves nearly as many characters
    /// on the screen as stand there when it has come to rest is the complete one; later ticks only change them.
    func watchStart() throws -> Start {
        var paints: [(end: Instant, filled: Int, bytes: Int)] = []
        var firstText: Instant?
        var total = 0
        let deadline = started + 6_000_000_000
        while case let moment = now(), moment < deadline {
            let last = paints.last?.end
            if let last, firstText != nil, moment.milliseconds(since: last) > 450 { break }
            guard let arrival = try read(within: 450) else { continue }
            total += arrival.bytes
            let filled = screen.lines.reduce(0) { $0 + $1.utf8.count { $0 != 0x20 } }
            if firstText == nil, filled > 0 { firstText = arrival.first }
            let paint = (end: arrival.last, filled: filled, bytes: total)
            if let last, arrival.first.milliseconds(since: last) < 20 {
                paints[paints.count - 1] = paint
            } else {
                paints.append(paint)
            }
        }
        guard let firstText, let final = paints.last?.filled else { throw MeasureError("nothing was painted in 6 s") }
        let complete = paints.first { $0.filled * 100 >= final * 97 }
        guard let complete else { throw MeasureError("the screen never stood") }
        return Start(
            firstText: firstText.milliseconds(since: started), board: complete.end.milliseconds(since: started),
            bytes: complete.bytes)
    }

    struct Answers {
        /// Milliseconds from each key to the first byte of what it caused, and to the last.
        var first: [Double] = []
        var last: [Double] = []
        /// Bytes of each answer.
        var bytes: [Double] = []
        /// Keys that changed nothing within 50 ms.
        var silent = 0
    }

    /// Types down ten times and up ten times until all keys are typed, one at a time, each after the one before was
    /// answered and a short rest. What begins within 50 ms of a key and goes on with pauses under 6 ms is its answer.
    func pressKeys(_ count: Int) throws -> Answers {
        var answers = Answers()
        for index in 0..<count {
            let key: Key = index / 10 % 2 == 0 ? .down : .up
            let sequence = key.sequence(application: screen.modes.applicationCursorKeys)
            // Keys come at no fixed beat.
            try rest(milliseconds: 12 + index * 7 % 13)
            try avoidTick()
            let typed = now()
            try type(sequence)
            guard let first = try read(within: 50) else {
                answers.silent += 1
                continue
            }
            var (last, bytes) = (first.last, first.bytes)
            while last.milliseconds(since: typed) < 150, let more = try read(within: 6) {
                last = more.last
                bytes += more.bytes
            }
            answers.first.append(first.first.milliseconds(since: typed))
            answers.last.append(last.milliseconds(since: typed))
            answers.bytes.append(Double(bytes))
        }
        return answers
    }

    struct Idleness {
        /// A second each: how often threads went to sleep and were woken, CPU time in seconds, bytes written.
        var wakes: Double
        var processor: Double
        var bytes: Double
    }

    /// Types nothing for a while and watches what the program does all the same.
    func watchIdle(seconds: Int) throws -> Idleness {
        try rest(milliseconds: 1_500)
        // Begun between two seconds, a whole number of them holds as many ticks.
        try avoidTick()
        guard let before = Program.processorTime(pid) else { throw MeasureError("the program is gone") }
        let began = now()
        let first = Program.sleeps(pid)
        var latest = first
        var bytes = 0
        for _ in 0..<seconds * 4 {
            bytes += try rest(milliseconds: 250)
            // Looked at often, because the count of a thread that ends is gone with it.
            latest.merge(Program.sleeps(pid)) { $1 }
        }
        guard let after = Program.processorTime(pid) else { throw MeasureError("the program is gone") }
        let taken = now().milliseconds(since: began) / 1_000
        let wakes = latest.reduce(0) { $0 + $1.value - (first[$1.key] ?? 0) }
        return Idleness(
            wakes: Double(wakes) / Double(seconds), processor: Double(after - before) / 1_000_000_000 / taken,
            bytes: Double(bytes) / taken)
    }

    /// Milliseconds from the return of each commit in another process to the first byte that came of it; a negative
    /// one came before the writer had its answer.
    func watchCommits(of writer: Writer, _ count: Int) throws -> [Double] {
        var answers: [Double] = []
        for index in 0..<count {
            try rest(milliseconds: 40 + index * 11 % 37)
            try avoidTick()
            try writer.ask()
            var seen: Arrival?
            var committed: Instant?
            let deadline = now() + 1_000_000_000
            while seen == nil || committed == nil, now() < deadline {
                var descriptors = [readiness, writer.readiness]
                guard poll(&descriptors, 2, 100) > 0 else { continue }
                if descriptors[0].revents != 0, let arrival = try readWaiting(), seen == nil { seen = arrival }
                if descriptors[1].revents != 0 { committed = try writer.answer() }
            }
            guard let committed else { throw MeasureError("the other process did not commit within a second") }
            if let seen { answers.append(seen.first.milliseconds(since: committed)) }
        }
        return answers
    }
}

extension [Double] {
    var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = self.sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

    /// The smallest value that at least so many in a hundred do not exceed.
    func percentile(_ part: Int) -> Double? {
        isEmpty ? nil : sorted()[Swift.min(count - 1, (count * part + 99) / 100 - 1)]
    }
}
