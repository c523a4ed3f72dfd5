import Foundation
import Ledger
import Newsroom

/// The ledger's figures on one database, one a line.
struct Measure {
    let path: String
    private let clock = ContinuousClock()

    init(path: String) { self.path = path }

    func all() throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        try queries(ledger)
        try searches(ledger)
        try commits(writers: 1)
        try commits(writers: 8)
        try verify(ledger)
    }

    private func queries(_ ledger: Ledger) throws {
        let today = Zone.beijing.startOfDay(.now())
        try time("opening and the board") {
            let other = try Ledger(path: path)
            defer { other.close() }
            try other.read { desk in
                _ = try (desk.centres(today: today), desk.tasks(Filter(limit: 100)), desk.stories(Filter(limit: 100)))
            }
        }
        try time("centres()") { _ = try ledger.read { try $0.centres(today: today) } }
        try time("tasks(), open") { _ = try ledger.read { try $0.tasks(Filter(openOnly: true)) } }
        try time("tasks(), first 1000") { _ = try ledger.read { try $0.tasks() } }
        try time("tasks() of a centre") { _ = try ledger.read { try $0.tasks(Filter(centre: "erqi", limit: 200)) } }
        try time("stories(), open") { _ = try ledger.read { try $0.stories(Filter(openOnly: true)) } }
        try time("stories(), first 1000") { _ = try ledger.read { try $0.stories() } }
        try time("stories() of a centre") { _ = try ledger.read { try $0.stories(Filter(centre: "erqi", limit: 200)) } }
        try time("leads()") { _ = try ledger.read { try $0.leads() } }
        try time("log(), 200 lines") { _ = try ledger.read { try $0.log() } }
        try time("candidates()") { _ = try ledger.read { try $0.candidates(policy: Policy()) } }
        try time("similar()") { _ = try ledger.read { try $0.similar(to: "二七区暴雨后路面积水") } }
    }

    private func searches(_ ledger: Ledger) throws {
        let typed = [
            "雨", "郑", "麒", "暴雨", "麒麟", "没有过", "龘", "暴雨积水", "皮影戏", "二七区暴雨", "麒麟正在改造", "烩面 少林寺", "麒麟 马拉松",
            "少林寺烩面提前完成任务", "S-0042", "zz",
        ]
        for text in typed {
            var found = 0
            try time("search \(text)") { found = try ledger.read { try $0.search(text).stories.count } }
            if found == 0 { print("    nothing found") }
        }
    }

    private func commits(writers: Int) throws {
        let results = Results()
        let each = 800 / writers
        let began = clock.now
        let threads = try (0..<writers).map { _ in
            // A connection each, as consoles in processes of their own have.
            let ledger = try Ledger(path: path)
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                for index in 0..<each {
                    let start = clock.now
                    do {
                        try ledger.perform(.desk(.note("速度 \(index)")), as: Desk.duty)
                        results.add(start.duration(to: clock.now).milliseconds)
                    } catch {
                        results.add(error)
                    }
                }
                ledger.close()
                done.signal()
            }
            return done
        }
        for thread in threads { thread.wait() }
        let seconds = began.duration(to: clock.now).milliseconds / 1000
        let (times, errors) = results.taken()
        report("command to durable, \(writers) writing", times)
        let first = errors.first.map { ", the first: \($0)" } ?? ""
        print("    \(Int(Double(times.count) / seconds)) a second, \(errors.count) errors\(first)")
    }

    private func verify(_ ledger: Ledger) throws {
        let start = clock.now
        var before = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &before)
        let report = try ledger.verify()
        var after = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &after)
        let taken = start.duration(to: clock.now).milliseconds / 1000
        func seconds(_ usage: rusage) -> Double {
            Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
        }
        let processor = seconds(after) - seconds(before)
        print(
            "verify: \(report.events) events in \(round1(taken)) s, \(Int(Double(report.events) / taken)) a second,",
            "\(round1(processor)) s of processor, \(after.ru_maxrss / 1024) MB at most,",
            "\(report.findings.count) findings")
        for finding in report.findings.prefix(5) { print("    \(finding.phrase(.en))") }
    }

    /// The first time and then the median of thirty.
    private func time(_ name: String, _ body: () throws -> Void) throws {
        var times: [Double] = []
        for _ in 0..<31 {
            let start = clock.now
            try body()
            times.append(start.duration(to: clock.now).milliseconds)
        }
        report(name, Array(times.dropFirst()), first: times[0])
    }

    private func report(_ name: String, _ times: [Double], first: Double? = nil) {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return }
        let median = sorted[sorted.count / 2]
        let high = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        let cold = first.map { "first \(round2($0)) ms, " } ?? ""
        print("\(name): \(cold)median \(round2(median)) ms, p99 \(round2(high)) ms")
    }

    private func round2(_ value: Double) -> Double { (value * 100).rounded() / 100 }
    private func round1(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// What several threads measured.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var times: [Double] = []
    private var errors: [any Error] = []

    func add(_ time: Double) { lock.withLock { times.append(time) } }
    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    func taken() -> ([Double], [any Error]) { lock.withLock { (times, errors) } }
}
