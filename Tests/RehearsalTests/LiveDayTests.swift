import Foundation
import Newsroom
import Rehearsal
import Testing

/// How often the long tests repeat.
enum Soak {
    private static let environment = ProcessInfo.processInfo.environment

    /// `full` in the long run, a tenth of it otherwise.
    static func count(_ full: Int) -> Int { environment["GUANTONG_SOAK"] == "1" ? full : full / 10 }

    /// The first seed of a run, printed so that a failure can be had again.
    static func seed(_ test: String) -> UInt64 {
        let seed = environment["GUANTONG_SEED"].flatMap(UInt64.init) ?? 20_180_831
        print("\(test): seed \(seed)")
        return seed
    }
}

@Suite struct LiveDayTests {
    @Test func wholeDaysGoOnWithoutARefusal() throws {
        let seed = Soak.seed("wholeDays")
        for number in 0..<UInt64(Soak.count(40)) {
            let stage = try Stage(seed: seed &+ number, language: number % 2 == 0 ? .zh : .en)
            try stage.playAll()
            #expect(stage.live.passedOver == 0, "seed \(seed &+ number)")
            let report = try stage.ledger.verify()
            #expect(report.findings.isEmpty, "seed \(seed &+ number): \(report.findings)")
            // Somewhere something happens all the time.
            let times = try stage.events().map(\.at).filter { $0 > Stage.now }
            #expect(times.count > 1000)
            let longest = zip(times, times.dropFirst()).map { $1.seconds(since: $0) }.max() ?? 0
            #expect(longest < 240, "seed \(seed &+ number): nothing for \(longest) seconds")
        }
    }

    @Test func theSameSeedPlaysTheSameDayAndAnotherAnother() throws {
        func log(_ seed: UInt64) throws -> [String] {
            let stage = try Stage(seed: seed)
            try stage.playAll()
            return try stage.log()
        }
        let first = try log(4)
        // How often the player wakes up makes no difference.
        let stage = try Stage(seed: 4)
        while let due = stage.live.due, due <= stage.live.ends { try stage.play(until: due.adding(seconds: 3)) }
        try stage.play(until: stage.live.ends)
        let slow = try stage.log()
        #expect(first.count <= slow.count)
        for (one, other) in zip(first, slow) where one != other {
            Issue.record("\(one)\n\(other)")
            break
        }
        #expect(try log(5) != first)
    }

    @Test func whatTheDayPromisesHappens() throws {
        let stage = try Stage(seed: 11)
        try stage.playAll()
        let events = try stage.events().filter { $0.at > Stage.now }
        let stories = try stage.stories()

        // The warning goes to six centres.
        let orders = events.compactMap { if case .task(.issued(let order)) = $0.fact { order } else { nil } }
        let six = orders.filter { $0.title == "暴雨黄色预警：六地响应与值守" }
        #expect(Set(six.map(\.centre)).count == 6 && six.allSatisfy { $0.priority == .flash })

        // One lead has grown into dozens of stories, across centres and channels, in a tree.
        let root = try #require(stories.first { $0.versions.contains { $0.title == "雨夜，六十三顶头盔挂满一面墙" } })
        var tree: Set<SubjectID> = [root.id]
        var depth = 0
        while true {
            let next = stories.filter { $0.draft.source.map(tree.contains) == true && !tree.contains($0.id) }
            if next.isEmpty { break }
            depth += 1
            tree.formUnion(next.map(\.id))
        }
        let grown = stories.filter { tree.contains($0.id) }
        #expect(grown.count >= 30 && depth >= 3, "\(grown.count) stories, \(depth) deep")
        #expect(Set(grown.map(\.draft.centre)).count >= 12)
        let placed = try stage.ledger.read { desk in try grown.flatMap { try desk.placements(of: $0.id) } }
        #expect(Set(placed.map(\.channel)).count >= 7)
        #expect(root.state == .corrected)

        // A review returned, and mended; an emergency, and its late reviews.
        let mended = try #require(stories.first { $0.title == "经开区一段旧围墙，拆在大雨之前" })
        #expect(mended.reviews.contains { $0.verdict == .return } && mended.versions.count == 2 && mended.state.isOut)
        let emergency = try #require(stories.first { $0.emergency != nil && $0.createdAt > Stage.now })
        #expect(emergency.isSettled && emergency.reviews.count == 3)
        let after = emergency.reviews.compactMap { review in emergency.publishedAt.map { review.at > $0 } }
        #expect(after == [true, true, true])

        // A decline, and the next best is sent.
        let declines = events.filter { if case .task(.declined) = $0.fact { true } else { false } }
        #expect(!declines.isEmpty)
        for decline in declines where decline.at.adding(seconds: 900) < stage.live.ends {
            let sent = events.contains {
                if case .task(.reassigned) = $0.fact {
                    $0.subject == decline.subject && $0.at > decline.at
                } else {
                    false
                }
            }
            #expect(sent, "nobody was sent after a decline")
        }

        // A centre goes quiet and comes back; its roll call stays unanswered meanwhile.
        let from = Stage.now.adding(seconds: 16 * 60)
        let to = Stage.now.adding(seconds: 70 * 60)
        let dengfeng = events.filter { $0.actor.house == "dengfeng" }
        #expect(!dengfeng.contains { $0.at > from && $0.at < to } && dengfeng.contains { $0.at > to })
        let call = try #require(
            events.first {
                if case .rollCall(.called(let centres, _)) = $0.fact { centres.contains("dengfeng") } else { false }
            })
        #expect(call.at > from && call.at < to)
        let answer = dengfeng.first {
            if case .rollCall(.answered) = $0.fact { $0.subject == call.subject } else { false }
        }
        #expect(answer.map { $0.at.seconds(since: call.at) > 300 } == true)

        // The duty is handed over.
        #expect(
            events.contains { if case .centre(.dutyTaken(let staff)) = $0.fact { staff == "sunlei" } else { false } })
        // What the script still has in mind on a thing keeps everybody else off: it is never done twice.
        #expect(stage.live.passedOver == 0)
    }

    // MARK: - Both languages

    @Test func everyTextHasItsEnglish() throws {
        #expect(try Stage.english.get().untranslated == [])
        #expect(try Stage.chinese.get().untranslated == [])
    }

    @Test func anEnglishDayHoldsNoChinese() throws {
        let stage = try Stage(seed: 3, language: .en)
        try stage.playAll()
        for event in try stage.events() {
            switch event.fact {
            // A roster has both names, and knows false friends.
            case .desk(.opened), .centre(.added), .channel(.added): continue
            case .staff(.added(let card)) where card.id == "demo": continue
            default: break
            }
            let text = String(describing: event.fact)
            let han = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
            #expect(!han, "\(text.prefix(200))")
        }
        for story in try stage.stories() where story.createdAt > Stage.now && story.state.isOut {
            #expect(story.text.body.count > 120, "\(story.title)")
        }
    }

    @Test func liveTextsStandAlone() throws {
        let stage = try Stage(seed: 2)
        try stage.playAll()
        let live = try stage.stories().filter { $0.createdAt > Stage.now && $0.state.isOut }
        #expect(live.count > 50)
        let twice = Dictionary(grouping: live, by: \.title).values.filter { $0.count > 1 }.compactMap(\.first?.title)
        #expect(twice == [])
        for story in live { #expect(story.text.body.count >= 60, "\(story.title)") }
    }
}
