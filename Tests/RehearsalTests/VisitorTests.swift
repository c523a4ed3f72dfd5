import Foundation
import Newsroom
import Rehearsal
import Testing

/// The day goes on around whoever sits down in it.
@Suite struct VisitorTests {
    @Test func anOrderOfTheVisitorsIsAnsweredWithinBelievableTimes() throws {
        var declines = 0
        for seed in UInt64(1)...6 {
            let stage = try Stage(seed: seed)
            try stage.play(seconds: 1200)
            let made = try stage.visit(
                .task(.dispatch(TaskCommand.Dispatch(centres: ["huiji"], title: "河堤上的风筝", priority: .urgent))))
            let id = try #require(made.first?.subject)
            try stage.play(seconds: 600)
            let soon = try #require(try stage.ledger.read { try $0.task(id) })
            #expect(soon.state != .issued || !soon.declinedBy.isEmpty, "seed \(seed): nobody answered")
            try stage.play(seconds: 3 * 3600)
            let task = try #require(try stage.ledger.read { try $0.task(id) })
            declines += task.declinedBy.count
            #expect([.filed, .closed].contains(task.state), "seed \(seed): \(task.state)")
            let story = try #require(try task.story.flatMap { id in try stage.ledger.read { try $0.story(id) } })
            #expect(story.title.hasSuffix("河堤上的风筝") && story.text.body.count > 60)
            // Nobody answers in the same second: people think, drive and write.
            if let acknowledged = task.acknowledgedAt { #expect(acknowledged.seconds(since: task.issuedAt) >= 10) }
            if let filed = task.filedAt { #expect(filed.seconds(since: task.issuedAt) > 900) }
        }
        print("declined \(declines) times")
    }

    @Test func aStoryOfTheVisitorsIsReviewedSignedAndPublished() throws {
        let stage = try Stage(seed: 5)
        try stage.play(seconds: 300)
        let made = try stage.visit(
            .story(.draft(StoryCommand.Draft(title: "参观者的稿子", body: "写在演示里的一段话，够审一回的。", centre: "zz"))))
        let id = try #require(made.first?.subject)
        try stage.play(seconds: 1800)
        #expect(try stage.ledger.read { try $0.story(id) }?.state == .draft, "it is theirs to hand in")
        try stage.visit(.story(.submit(id)))
        try stage.play(seconds: 2 * 3600)
        let story = try #require(try stage.ledger.read { try $0.story(id) })
        #expect(story.signature != nil || story.reviews.contains { $0.verdict == .return }, "\(story.state)")
        #expect(story.reviews.allSatisfy { !$0.opinion.isEmpty && $0.by.staff != Stage.visitor })
    }

    @Test func aRollThatTheVisitorCallsIsAnswered() throws {
        let stage = try Stage(seed: 5)
        try stage.play(seconds: 120)
        let id = try #require(try stage.visit(.rollCall(.call(centres: ["erqi", "xinmi", "jinshui"]))).first?.subject)
        try stage.play(seconds: 299)
        let call = try #require(try stage.ledger.read { try $0.rollCall() })
        #expect(call.id == id && call.missing.isEmpty)
    }

    @Test func whoeverSitsInTheChairDoesNotActByThemselves() throws {
        let stage = try Stage(seed: 9)
        try stage.play(seconds: 600)
        #expect(try stage.events().contains { $0.at > Stage.now && $0.actor.person?.staff == Stage.visitor })
        stage.live.isVisited = true
        let seated = try stage.events().count
        try stage.play(seconds: 7200)
        let since = try stage.events().dropFirst(seated)
        #expect(!since.isEmpty && !since.contains { $0.actor.person?.staff == Stage.visitor })
        #expect(since.contains { $0.actor.person?.staff == "sunlei" })
    }

    /// A visitor who cancels, closes, declines, withdraws, merges and edits at random never stops the day.
    @Test func whateverAVisitorDoesTheDayGoesOn() throws {
        let seed = Soak.seed("visitor")
        for number in 0..<UInt64(Soak.count(30)) {
            let stage = try Stage(seed: seed &+ number)
            var dice = Dice(state: seed &+ number)
            var refused = 0
            while stage.live.due.map({ $0 < stage.live.ends }) == true {
                try stage.play(seconds: Int.random(in: 20...400, using: &dice))
                do {
                    try stage.visit(try command(stage, &dice), after: 1, as: dice.pick(Self.chairs))
                } catch is Refusal {
                    refused += 1
                }
            }
            let report = try stage.ledger.verify()
            #expect(report.findings.isEmpty, "seed \(seed &+ number): \(report.findings)")
            #expect(try stage.events().count { $0.at > Stage.now } > 700, "seed \(seed &+ number)")
            #expect(refused < 200)
        }
    }

    private static let chairs: [StaffID] = ["zhangmin", "zhoumingyuan", "liangdong", "tiantian"]

    private func command(_ stage: Stage, _ dice: inout Dice) throws -> Command {
        let (tasks, stories, leads) = try stage.ledger.read { desk in
            (try desk.tasks().map(\.id), try desk.stories().map(\.id), try desk.leads().map(\.id))
        }
        let (task, story, lead) = (dice.pick(tasks), dice.pick(stories), dice.pick(leads))
        switch Int.random(in: 0..<14, using: &dice) {
        case 0: return .task(.cancel(task, reason: "参观者撤了"))
        case 1: return .task(.close(task))
        case 2: return .task(.acknowledge(task))
        case 3: return .task(.decline(task, reason: "参观者拒了"))
        case 4: return .task(.file(task, story: story))
        case 5: return .story(.withdraw(story, reason: "参观者撤稿"))
        case 6: return .story(.edit(story, title: nil, body: "参观者改写的一段。", base: nil))
        case 7: return .story(.review(story, stage: .first, verdict: .return, opinion: "参观者退回", textHash: nil))
        case 8: return .story(.publishInEmergency(story, channels: ["app"], reason: "参观者先发"))
        case 9: return .lead(.dismiss(lead, reason: "参观者不要"))
        case 10: return .lead(.merge(lead, into: dice.pick(leads)))
        case 11: return .lead(.promote(lead, centre: "erqi", authors: []))
        case 12: return .task(.reassign(task, centre: "huiji", assignee: nil))
        default: return .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi", "xinmi"], title: "参观者的活", lead: lead)))
        }
    }
}

/// A small generator, so that a failing run can be had again from its seed.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Values: RandomAccessCollection>(_ list: Values) -> Values.Element where Values.Index == Int {
        list[list.startIndex + Int.random(in: 0..<list.count, using: &self)]
    }
}
