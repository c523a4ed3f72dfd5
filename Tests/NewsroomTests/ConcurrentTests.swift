import Foundation
import Newsroom
import Testing

/// What comes out when two nodes act on one thing while they are apart: each row of the tables, in both orders of the
/// stamps and both orders of arrival, and the pages that tell of it.
struct ConcurrentTests {
    static let tables = [
        ("task", Concurrent.tasks), ("story", Concurrent.stories), ("placement", Concurrent.placements),
        ("lead", Concurrent.leads),
        ("other", Concurrent.others),
    ]

    @Test func everyRowComesOutAsTheTableSays() throws {
        for (_, rows) in Self.tables {
            for row in rows {
                for order in try Outcome.both(row) {
                    let wanted = order.isSwapped ? row.otherFirst : row.oneFirst
                    #expect(order.stands == wanted.stands, "\(row.from) \(order.first), \(order.second)")
                    #expect(order.voidText == wanted.void, "\(row.from) \(order.first), \(order.second)")
                }
            }
        }
    }

    /// Whichever of the two arrives first, a node that takes in both has the same in the end.
    @Test func arrivalDoesNotMatter() throws {
        for (_, rows) in Self.tables {
            for row in rows {
                for order in try Outcome.both(row) {
                    let (before, first, second) = (order.before, order.events[0], order.events[1])
                    let known = try #require(AnySubject.fold(before))
                    // In order: one step each, a refusal leaves it as it was.
                    var state = known
                    for event in [first, second] { state = (try? state.applying(event)) ?? state }
                    #expect(state == order.state, "\(row.from) \(order.first), \(order.second)")
                    // The later one first: the subject folds again when the earlier comes.
                    let again = [second, first].reduce(into: before) { log, event in
                        let place = log.firstIndex { $0.stamp > event.stamp } ?? log.count
                        log.insert(event, at: place)
                    }
                    #expect(AnySubject.fold(again) == order.state)
                }
            }
        }
    }

    /// Whose act was void is told what it was, which rule refused it, and what can be done.
    @Test func whoeverWasOverruledIsTold() throws {
        for (_, rows) in Self.tables {
            for row in rows {
                for order in try Outcome.both(row) {
                    guard let void = order.void else { continue }
                    let zh = void.event.overruled(by: void.why, number: Number(.task, 117), Page.reader(.zh))
                    let en = void.event.overruled(by: void.why, number: Number(.task, 117), Page.reader(.en))
                    #expect(zh.hasPrefix("T-0117：") && zh.contains("没有算数") && zh.contains("；"))
                    #expect(en.hasPrefix("T-0117: ") && en.contains("does not count") && en.contains(";"))
                }
            }
        }
    }

    /// The sentence says how the thing stands now where that is more than the refusal says, and the day of an older act.
    @Test func whatCanBeDoneNowIsSaidOnce() throws {
        let (zh, en) = (Page.reader(.zh), Page.reader(.en))
        let now = MemoryDesk.start.adding(seconds: 86_400)
        for state in TaskState.allCases {
            let line = try TaskRulesTests.task(in: state)
            let event = Event(
                subject: line.subject, stamp: Stamp(at: line.at), actor: .person(Sample.actor("ed")),
                fact: .task(.departed))
            let why = Refusal.taskState(.filed, last: Refusal.Trace(by: "rep", at: line.at))
            let said = event.overruled(by: why, standing: .task(line.state), now: now, en)
            let parts = said.components(separatedBy: "the task is ")
            #expect(parts.count == (state == .filed ? 2 : 3) && said.contains("-"), "\(said)")
            #expect(state == .filed || parts.last?.hasPrefix("\(state.phrase.en) now; ") == true, "\(said)")
            let other = AnySubject.task(line.state).outlook(after: .otherNode("erqi"), zh)
            #expect(other?.hasPrefix("任务现为“\(state.phrase.zh)”；") == true)
        }
        for state in StoryState.allCases {
            let line = try StoryTableTests.story(in: state)
            let trace = Refusal.Trace(by: "ed", at: line.at)
            for read in [zh, en] {
                let text = try #require(line.state.outlook(after: .textChanged(last: trace), read))
                #expect(text.contains(read(state.phrase)) && (text.contains("；") || text.contains("; ")))
            }
            #expect(line.state.outlook(after: .storyState(state, last: trace), en) == nil)
        }
        let event = Event(
            subject: .desk, stamp: Stamp(at: now), actor: .person(Sample.actor("ed")), fact: .task(.closed))
        #expect(event.nullity(to: "ed", now: now, zh).hasPrefix("你 ") && event.nullity(zh).hasPrefix("中心编辑 "))
    }

    /// A log of before has no `base`: its edits all count, in their order.
    @Test func editsWithoutABaseCountAsBefore() throws {
        let bytes = Array(#"{"title":"瑞安传家锅","body":"正文二"}"#.utf8)
        let old = try bytes.withUnsafeBytes { try Fact(kind: "storyEdited", body: $0) }
        #expect(old == .story(.edited(title: "瑞安传家锅", body: "正文二")))
        #expect(old.body == bytes)
        var line = try StoryTableTests.story(in: .draft)
        #expect(line.apply(.story(.edited(title: "瑞安传家锅", body: "正文三")), by: "ed") == nil)
        #expect(line.apply(old, by: "rep") == nil)
        #expect(line.state.versions.count == 3)
    }

    @Test func thePagesAreCurrent() throws {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs")
        for (language, name) in [(Language.en, "concurrent.md"), (.zh, "concurrent.zh-CN.md")] {
            let (page, text) = (docs.appending(path: name), try Page.text(language))
            if Soak.environment["GUANTONG_WRITE_DOCS"] == "1" {
                try text.write(to: page, atomically: true, encoding: .utf8)
            }
            let written = try String(contentsOf: page, encoding: .utf8)
            #expect(written == text, "run the tests once with GUANTONG_WRITE_DOCS=1")
        }
    }
}

/// One order of the stamps of a row, folded.
struct Outcome {
    let first: String
    let second: String
    let isSwapped: Bool
    let before: [Event]
    let events: [Event]
    let state: AnySubject
    let void: (event: Event, why: Refusal)?
    private let voidName: String?

    /// The row with `one` first, then with `other` first.
    static func both(_ row: Concurrent) throws -> [Outcome] {
        [try Outcome(row, isSwapped: false), try Outcome(row, isSwapped: true)]
    }

    private init(_ row: Concurrent, isSwapped: Bool) throws {
        let names = isSwapped ? [row.other, row.one] : [row.one, row.other]
        self.isSwapped = isSwapped
        (first, second) = (names[0], names[1])
        let before = try Self.history(row.from)
        self.before = before
        let begin = try #require(before.last)
        let events = try names.enumerated().map { place, name in
            let act = try #require(Concurrent.acts[name], "\(name)")
            let home = AnySubject.replay(before)?.state.home
            let actor = Sample.actor(act.by, of: act.fact, home: home)
            return Event(
                subject: begin.subject, stamp: Stamp(at: begin.at.adding(seconds: 60 * (place + 1))),
                actor: .person(actor),
                fact: act.fact, from: actor.house == "zz" ? nil : actor.house)
        }
        self.events = events
        let judged = try #require(AnySubject.replay(before + events))
        state = judged.state
        #expect(judged.void.count <= 1, "\(row.from) \(names)")
        let place = judged.void.keys.first.map { $0 - before.count }
        void = place.flatMap { place in judged.void[before.count + place].map { (events[place], $0) } }
        voidName = place.map { names[$0] }
    }

    var voidText: String { void.map { "\(voidName ?? ""):\($0.why.code)" } ?? "-" }

    /// The end, as the tables write it.
    var stands: String {
        let bodies = ["正文一": "B1", "正文二": "B2", "正文三": "B3", "正文四": "B4", "正文五": "B5"]
        return switch state {
        case .task(let task): "\(task.state)@\(task.order.centre.rawValue)"
        case .story(let story):
            "\(story.state):\(bodies[story.text.body] ?? "")"
                + (story.attachments.isEmpty ? "" : "+\(story.attachments.count)") + Self.hidden(story.hidings)
                + (story.emergency?.answer.map { $0.denial == nil ? "=yes" : "=no" } ?? "")
                // A correction beside it.
                + (story.openCorrection.map { "~" + (bodies[$0.draft.body]?.dropFirst() ?? "") } ?? "")
        case .lead(let lead): "\(lead.state)"
        case .centre(let centre): centre.dutyEditor?.rawValue ?? "-"
        case .rollCall(let call): call.answers["erqi"] == nil ? "-" : "answered"
        case .staff(let staff): staff.card.role.rawValue
        case .request(let request): "\(request.state):\(request.answers.count)"
        case .loan(let loan): "\(loan.state)"
        case .message(let message): "\(message.readBy.count)"
        case .placement(let placement):
            "\(placement.last.state):"
                + (placement.last.order.act == .recall ? "recall" : "B\(placement.last.order.version)")
                + Self.hidden(placement.hidings) + (placement.hiddenThere == nil ? "" : "-")
        case .desk, .channel, .node: "-"
        }
    }

    /// By how many acts it is hidden; whether it is out of sight on a channel stands behind that as a stroke.
    private static func hidden(_ hidings: Hidings) -> String {
        hidings.isHidden ? "/\(hidings.standing.count)" : ""
    }

    private static func history(_ from: String) throws -> [Event] {
        if let state = TaskState(rawValue: from) { return try TaskRulesTests.task(in: state).events }
        if let state = StoryState(rawValue: from) { return try StoryTableTests.story(in: state).events }
        func one(_ fact: Fact) -> [Event] {
            let subject = Timeline<Lead>.subject(of: fact)
            return [
                Event(
                    subject: subject, stamp: Stamp(at: MemoryDesk.start), actor: .person(Sample.actor("duty")),
                    fact: fact)
            ]
        }
        switch from {
        // Reviewed at all levels, and waiting for the signature.
        case "ready": return try StoryTableTests.story(in: .signedOff).events.dropLast()
        case "proposed":
            var line = try StoryTableTests.story(in: .signedOff)
            line.apply(.story(.proposed(channels: ["app", "zhongmu/wechat"], textHash: .sample())), by: "ed2")
            return line.events
        case "beside", "passing":
            var line = try StoryTableTests.story(in: .published)
            for (person, fact) in StoryCorrectionTests.steps("正文四").prefix(from == "beside" ? 1 : 2) {
                line.apply(fact, by: person)
            }
            return line.events
        case "asked":
            return try PlacementTests.begun(PlacementTests.asked).events
        case "out": return try SendOutTests.out().events
        // Out on the word of a chief who is at home.
        case "awaited": return try EmergencyTests.awaited().events
        // Out, and hidden by its house.
        case "covered":
            var line = try StoryTableTests.story(in: .published)
            line.apply(HidingTests.hidden(), by: "ed")
            return line.events
        case "coveredOnAir":
            var line = try PlacementTests.begun()
            line.apply(PlacementTests.step(.confirmed), by: "duty")
            line.apply(HidingTests.on(.hidden(key: HidingTests.key(), reason: nil)), by: "duty")
            return line.events
        case "borrowed": return try HidingTests.borrowed().events
        case "placed": return try PlacementTests.begun().events
        case "onAir":
            var line = try PlacementTests.begun()
            line.apply(PlacementTests.step(.confirmed), by: "duty")
            return line.events
        case "open": return one(.lead(.received(OtherSubjectTests.card)))
        case "dismissed":
            var line = try #require(Timeline<Lead>(.lead(.received(OtherSubjectTests.card)), by: "rep"))
            line.apply(.lead(.dismissed(reason: "旧闻")), by: "ed")
            return line.events
        case "duty": return one(.centre(.added(Sample.centres[1])))
        case "roll": return one(.rollCall(.called(centres: ["erqi"], answerBy: MemoryDesk.start.adding(seconds: 300))))
        case "request": return one(.request(.made(RequestTests.card)))
        case "loan": return try LoanTests.line().events
        case "staff":
            return one(.staff(.added(StaffCard(id: "liwei", name: "Li Wei", role: .reporter, centre: "erqi"))))
        default: return one(.message(.sent(text: "hello", to: ["ed", "head", "chief"], about: nil)))
        }
    }
}
