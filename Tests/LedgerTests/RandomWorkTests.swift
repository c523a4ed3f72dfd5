import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct RandomWorkTests {
    /// Whatever people do, allowed or not: the read models are what a fresh fold of the log says, and what was
    /// refused left nothing.
    @Test func readModelsEqualFreshFoldsAfterRandomWork() throws {
        var random = Seeded("readModelsEqualFreshFoldsAfterRandomWork")
        let fixture = try Fixture()
        var known: [SubjectID] = []
        var recorded = try fixture.ledger.verify().events
        var refused = 0
        for round in 0..<(isSoak ? 400 : 40) {
            fixture.clock.advance(seconds: Int.random(in: 0...600, using: &random))
            try fixture.ledger.transaction { transaction in
                for _ in 0..<30 {
                    let command = Self.command(known, &random)
                    let actor = Cast.all.randomElement(using: &random) ?? Cast.duty
                    do {
                        let events = try transaction.perform(command, as: actor).events
                        recorded += events.count
                        for event in events where !known.contains(event.subject) { known.append(event.subject) }
                    } catch is Refusal {
                        refused += 1
                    }
                    if Int.random(in: 0..<50, using: &random) == 0 { try transaction.finish() }
                }
            }
            if round % 5 == 4 {
                let report = try fixture.ledger.verify()
                #expect(report.findings == [])
                #expect(report.events == recorded)
            }
        }
        #expect(recorded > 80)
        #expect(refused > 100)
        try expectFolds(fixture)
    }

    /// The same comparison as verify's, made the slow way.
    private func expectFolds(_ fixture: Fixture) throws {
        try fixture.ledger.read { desk throws in
            let subjects = try Data.fetchAll(desk.db, sql: "SELECT DISTINCT subject FROM event")
            for bytes in subjects {
                let id = try #require(SubjectID(bytes: bytes))
                let state = try #require(AnySubject.fold(try desk.history(id)))
                let wanted = Projection(state)
                let columns = wanted.table.columns.joined(separator: ", ")
                let row = try Row.fetchOne(
                    desk.db, sql: "SELECT \(columns) FROM \(wanted.table.name) WHERE id = ?",
                    arguments: [bytes])
                #expect(row.map { Array($0.databaseValues) } == wanted.values)
                guard let search = wanted.table.search, let text = wanted.text else { continue }
                // Its first and last characters find it, and it alone has its row in the index.
                let number = try #require(
                    try Int64.fetchOne(
                        desk.db, sql: "SELECT row FROM \(wanted.table.name) WHERE id = ?", arguments: [bytes]))
                for character in [text.first, text.last].compactMap({ $0 }) {
                    guard let query = Bigrams.query(String(character)) else { continue }
                    let found = try Int64.fetchAll(
                        desk.db, sql: "SELECT rowid FROM \(search) WHERE \(search) MATCH ?", arguments: [query])
                    #expect(found.contains(number))
                }
            }
        }
    }

    private static func command(_ known: [SubjectID], _ random: inout Seeded) -> Command {
        let words = ["暴雨", "积水", "地铁", "春耕", "x", "", "老人\n照料", "G30 高速", "\"引号\"", "🚇"]
        func text() -> String {
            (0..<Int.random(in: 0...4, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined()
        }
        // Mostly the latest things, so that stories get through their reviews.
        let recent = known.suffix(Bool.random(using: &random) ? 3 : 12)
        let id = recent.randomElement(using: &random) ?? .desk
        let stage = Stage.allCases.randomElement(using: &random) ?? .first
        let verdict: Verdict = Int.random(in: 0..<5, using: &random) == 0 ? .return : .pass
        let priority = Priority.allCases.randomElement(using: &random) ?? .routine
        let all: [Command] = [
            .lead(.receive(LeadCommand.Tip(title: text(), text: text(), sourceKey: text(), priority: priority))),
            .lead(.promote(id, centre: nil, authors: [])),
            .lead(.merge(id, into: known.randomElement(using: &random) ?? id)),
            .lead(.dismiss(id, reason: text())), .lead(.restore(id)),
            .task(
                .dispatch(
                    TaskCommand.Dispatch(centres: ["erqi", "jinshui"], title: text(), priority: priority, lead: id))),
            .task(
                .dispatch(
                    TaskCommand.Dispatch(centres: ["erqi"], title: text(), note: text(), assignee: "liwei", story: id))),
            .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: text(), topic: text()))),
            .task(.acknowledge(id)), .task(.decline(id, reason: text())), .task(.depart(id)), .task(.arrive(id)),
            .task(.file(id, story: nil)), .task(.close(id)),
            .task(.cancel(id, reason: text())), .task(.reassign(id, centre: "erqi", assignee: "liwei")),
            .story(.draft(StoryCommand.Draft(title: text(), body: text()))),
            .story(.draft(StoryCommand.Draft(title: text(), body: text(), origin: .derived, source: id))),
            .story(.edit(id, title: text(), body: nil, base: nil)),
            .story(.edit(id, title: nil, body: text(), base: 1)), .story(.submit(id)),
            .story(.submit(id)), .story(.recall(id)),
            .story(.review(id, stage: stage, verdict: verdict, opinion: text(), textHash: nil)),
            .story(.review(id, stage: stage, verdict: .pass, opinion: "好", textHash: nil)),
            .story(.review(id, stage: stage, verdict: .pass, opinion: "好", textHash: nil)),
            .story(.sign(id, textHash: nil)),
            .story(.publish(id, channels: [])), .story(.publishInEmergency(id, channels: ["wechat"], reason: text())),
            .story(
                .correction(
                    id, .propose(title: text(), body: text(), reason: text(), isSlip: Bool.random(using: &random)))),
            .story(.correction(id, .takeBack(reason: text()))), .story(.withdraw(id, reason: text())),
            .placement(.step(id, channel: "wechat", to: .failed, note: text())),
            .placement(.step(id, channel: "paper", to: .confirmed, note: nil)),
            .placement(.step(id, channel: "paper", to: .recalled, note: nil)), .placement(.settle(id)),
            .centre(.takeDuty),
            .rollCall(.call(centres: ["erqi", "xinmi"])), .rollCall(.answer(id)), .desk(.note(text())),
            .message(.send(text() + "话", to: Bool.random(using: &random) ? ["duty", "liwei"] : nil, about: nil)),
            .message(.send("关于它", to: ["editor"], about: id)), .message(.read([id])), .message(.read(Array(recent))),
        ]
        return all.randomElement(using: &random) ?? .centre(.takeDuty)
    }

    /// The quick reader of bodies never says anything else than `JSONDecoder`.
    /// What is stored is what would be stored again; and whatever damage makes of it, what is read is JSON, and is read as
    /// the same once it is written.
    @Test func whatIsReadIsWhatWasWritten() throws {
        let fixture = try Fixture()
        let task = try fixture.issue("带\"引号\"\\斜杠")
        try fixture.ledger.perform(.task(.acknowledge(task)), as: Cast.reporter)
        try fixture.ledger.perform(.task(.file(task, story: try fixture.signed("题\u{1F687}\t"))), as: Cast.reporter)
        for to in [nil, ["editor", "liwei"] as [StaffID]] {
            let sent = try fixture.ledger.perform(.message(.send("带\"引号\"", to: to, about: task)), as: Cast.duty)
            try fixture.ledger.perform(.message(.read(sent.events.map(\.subject))), as: Cast.editor)
        }
        _ = try fixture.draft("多段", "第一段\n第二段\t“引”\"q\"\\ /")
        let bodies = try fixture.ledger.read { desk in
            try Row.fetchAll(desk.db, sql: "SELECT kind, body FROM event").map { ($0[0] as String, $0[1] as Data) }
        }
        var random = Seeded("whatIsReadIsWhatWasWritten")
        for (kind, body) in bodies {
            let fact = try body.fact(kind)
            #expect(fact.kind.name == kind && Data(fact.body) == body)
            for _ in 0..<(isSoak ? 2000 : 200) {
                var damaged = body
                let place = Int.random(in: 0..<damaged.count, using: &random)
                damaged[place] = UInt8.random(in: 0...255, using: &random)
                if Bool.random(using: &random) { damaged = damaged.prefix(place) }
                guard let read = try? Data(damaged).fact(kind) else { continue }
                #expect((try? JSONSerialization.jsonObject(with: Data(damaged))) != nil)
                #expect(try Data(read.body).fact(kind) == read)
            }
        }
    }
}
