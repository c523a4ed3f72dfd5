import Newsroom
import Testing

/// Requests: what one centre asks of others, and what they answer.
struct RequestTests {
    static let card = RequestCard(
        number: 7, centre: "zhongmu", title: "积水航拍", deliverables: [.video], to: ["erqi", "xinmi"],
        dueAt: MemoryDesk.start.adding(seconds: 3600), priority: .urgent)
    private static let trace = Refusal.Trace(by: "liwei", at: MemoryDesk.start)
    /// One refusal of each kind; of those that speak of a state, one for each state.
    static let refusals: [RequestRefusal] =
        [.answered("erqi"), .notAsked("erqi"), .own] + RequestState.allCases.map { .state($0, last: trace) }

    private static let story = SubjectID(at: MemoryDesk.start) { 21 }
    private static let task = SubjectID(at: MemoryDesk.start) { 22 }
    private static let erqiNo = Fact.request(.answered(centre: "erqi", .no(reason: "无人")))
    private static let xinmiNo = Fact.request(.answered(centre: "xinmi", .no(reason: "无车")))
    private static let erqiStory = Fact.request(.answered(centre: "erqi", .story(story)))

    private func line(_ facts: [Fact] = []) throws -> Timeline<Request> {
        var line = try #require(Timeline<Request>(.request(.made(Self.card)), by: "mrep"))
        for fact in facts { #expect(line.apply(fact, by: "duty") == nil) }
        return line
    }

    private func line(in state: RequestState) throws -> Timeline<Request> {
        switch state {
        case .open: try line()
        case .refused: try line([Self.erqiNo, Self.xinmiNo])
        case .answered: try line([Self.erqiStory])
        case .closed: try line([.request(.closed(reason: nil))])
        }
    }

    @Test func everyStateAndEveryStep() throws {
        let steps: [(String, Fact)] = [
            ("no", .request(.answered(centre: "xinmi", .no(reason: "无车")))),
            ("story", .request(.answered(centre: "zhongyuan", .story(Self.story)))),
            ("task", .request(.answered(centre: "xinmi", .task(Self.task)))),
            ("close", .request(.closed(reason: "够了"))),
        ]
        let table = RuleTable(
            """
            state    no       story    task     close
            open     open     answered answered closed
            refused  refused  answered answered closed
            answered answered answered answered closed
            closed   -        -        -        -
            """)
        #expect(table.isWhole)
        #expect(table.rows.map(\.state) == RequestState.allCases.map(\.rawValue))
        for (name, cells) in table.rows {
            let before = try line(in: try #require(RequestState(rawValue: name)))
            #expect(before.state.state.rawValue == name)
            for ((step, fact), cell) in zip(steps, cells) {
                var line = before
                let refused = line.apply(fact, by: "duty")
                #expect(
                    refused == (cell == "-" ? .request(.state(before.state.state, last: before.state.last)) : nil),
                    "\(name) \(step)")
                #expect(cell == "-" ? line.state == before.state : line.state.state.rawValue == cell, "\(name) \(step)")
                let isStep = (step == "close" ? RequestStep.close : .answer).from.contains(before.state.state)
                #expect(isStep == (cell != "-"))
            }
            var line = before
            #expect(line.apply(.task(.closed), by: "duty") == .outOfPlace("taskClosed"))
            #expect(line.apply(.request(.made(Self.card)), by: "duty") == .outOfPlace("requestMade"))
        }
    }

    /// The no of one closes nothing; a no may become help, and help stands.
    @Test func aCentreAnswersOnceAndANoMayBecomeHelp() throws {
        var line = try line([Self.erqiNo])
        #expect(line.state.state == .open && line.state.waits(for: "xinmi") && !line.state.waits(for: "erqi"))
        #expect(line.apply(Self.erqiStory, by: "ed") == nil)
        #expect(line.state.answers.map(\.answer) == [.story(Self.story)] && line.state.answers.first?.by == "ed")
        let before = line.state
        #expect(line.apply(Self.erqiNo, by: "ed") == .request(.answered("erqi")))
        #expect(line.state == before)
        #expect(line.apply(.request(.answered(centre: "zhongmu", .story(Self.story))), by: "med") == .request(.own))
        #expect(
            line.apply(.request(.answered(centre: "xinzheng", .no(reason: "无人"))), by: "duty")
                == .request(.notAsked("xinzheng")))
    }

    /// Where everybody is asked, there is always somebody left.
    @Test func whatIsAskedOfEverybodyIsNeverRefusedByAll() throws {
        var card = Self.card
        card.to = []
        var line = try #require(Timeline<Request>(.request(.made(card)), by: "mrep"))
        for centre in Sample.centres where centre.id != "zhongmu" {
            #expect(line.apply(.request(.answered(centre: centre.id, .no(reason: "无人"))), by: "duty") == nil)
        }
        #expect(line.state.state == .open)
        #expect(!card.asks("zhongmu") && card.asks("zz"))
    }

    @Test func theClockRunsWhileNobodyHelps() throws {
        for state in RequestState.allCases {
            let limit = try line(in: state).state.clock.limit
            #expect(limit == (state == .open || state == .refused ? Self.card.dueAt : nil), "\(state)")
        }
        let line = try line()
        #expect(line.state.clock.reading(at: Self.card.dueAt) == .over)
        let ahead = Event(
            subject: line.subject, stamp: Stamp(at: MemoryDesk.start), actor: .person(Sample.actor("mrep")),
            fact: .request(.made(Self.card))
        ).corrected(by: 60_000)
        guard case .request(.made(let card)) = ahead.fact else { throw Refusal.bodyMissing }
        #expect(card.dueAt == Self.card.dueAt.adding(seconds: -60))
    }

    /// Whom it waits for: those asked who have not answered, and whoever asked once somebody helps.
    @Test(
        arguments: [
            (RequestState.open, ["erqi", "xinmi"], ["rep", "rep2", "ed", "ed2", "gone"]), (.refused, [], []),
            (.answered, [], ["mrep"]), (.closed, [], []),
        ] as [(RequestState, [CentreID], [StaffID])])
    func whomItWaitsFor(_ state: RequestState, _ centres: [CentreID], _ people: [StaffID]) throws {
        let request = try line(in: state).state
        #expect(Sample.centres.map(\.id).filter { request.waits(for: $0) } == centres)
        #expect(Sample.staff.map(\.id).filter { request.waits(for: Sample.actor($0)) } == people)
        #expect(request.urgency(at: MemoryDesk.start.adding(seconds: 1)) == (state == .refused ? .over : .calm))
    }

    /// Asked of everybody, it waits for all but the asking centre; the desk's own people only where the desk is named.
    @Test func theDeskIsAskedWhereItIsNamed() throws {
        for (to, isDesks) in [([], false), (["zz"], true), (["erqi", "zz"], true)] as [([CentreID], Bool)] {
            var card = Self.card
            card.to = to
            let request = try #require(Timeline<Request>(.request(.made(card)), by: "mrep")).state
            #expect(request.waits(for: "zz"))
            #expect(!request.waits(for: "zhongmu") && request.waits(for: "erqi") == (to != ["zz"]))
            for person in ["duty", "head", "chief"] as [StaffID] {
                #expect(request.waits(for: Sample.actor(person)) == isDesks, "\(to)")
            }
            for person in ["root", "viewer", "biz", "mrep", "med"] as [StaffID] {
                #expect(!request.waits(for: Sample.actor(person)), "\(person)")
            }
        }
    }

    /// Whoever asked, the asking centre's editors, and the desk close it.
    @Test func whoMayClose() throws {
        for (person, isAllowed) in [
            ("mrep", true), ("med", true), ("duty", true), ("head", true), ("rep", false),
        ] as [(StaffID, Bool)] {
            var line = try line()
            let refused = line.apply(.request(.closed(reason: nil)), by: person)
            #expect(refused == (isAllowed ? nil : .noRight(.settleRequest, .reporter)), "\(person)")
        }
    }

    @Test func fieldsComeBack() throws {
        var full = Self.card
        (full.note, full.place, full.story) = ("快", "二七广场", Self.story)
        let facts: [RequestFact] = [
            .made(Self.card), .made(full), .answered(centre: "erqi", .story(Self.story)),
            .answered(centre: "erqi", .task(Self.task)), .answered(centre: "erqi", .no(reason: "无\"人\"")),
            .closed(reason: nil), .closed(reason: "够了"),
        ]
        for fact in facts {
            let read = try fact.fact.body.withUnsafeBytes { try Fact(kind: fact.kind.rawValue, body: $0) }
            #expect(read == .request(fact))
        }
        let newer = Array(#"{"centre":"erqi","loan":"x"}"#.utf8)
        #expect(throws: FactError.notUnderstood) {
            try newer.withUnsafeBytes { try Fact(kind: "requestAnswered", body: $0) }
        }
    }

    // MARK: - Decisions

    private static func wish(to: [CentreID] = ["erqi"], centre: CentreID? = nil) -> RequestCommand.Wish {
        RequestCommand.Wish(
            title: " 积水\n航拍 ", dueAt: MemoryDesk.start.adding(seconds: 3600), centre: centre, to: to,
            deliverables: [], place: " ", note: "细说")
    }

    @Test func whatIsAskedIsCleanedAndChecked() throws {
        let desk = MemoryDesk()
        let made = try desk.perform(.request(.make(Self.wish(to: ["erqi", "erqi", "xinmi"]))), by: "mrep")
        guard case .request(.made(let card)) = made.first?.fact else { throw Refusal.bodyMissing }
        #expect(card.title == "积水 航拍" && card.centre == "zhongmu" && card.to == ["erqi", "xinmi"])
        #expect(card.deliverables == [.text] && card.place == nil && card.note == "细说" && card.number == 1)
        var past = Self.wish()
        past.dueAt = desk.now
        #expect(refusal { try desk.perform(.request(.make(past)), by: "mrep") } == .dueInThePast)
        #expect(refusal { try desk.perform(.request(.make(Self.wish(to: ["zhongmu"]))), by: "mrep") } == .request(.own))
        #expect(
            refusal { try desk.perform(.request(.make(Self.wish(centre: "erqi"))), by: "mrep") } == .otherCentre("erqi")
        )
        #expect(
            refusal { try desk.perform(.request(.make(Self.wish(to: ["nowhere"]))), by: "mrep") }
                == .unknownCentre("nowhere"))
    }

    /// A centre answers with what is its own, the desk with anything, and for others.
    @Test func whoAnswersWithWhat() throws {
        let desk = MemoryDesk()
        let id = try #require(try desk.perform(.request(.make(Self.wish())), by: "mrep").first).subject
        let story = try #require(
            try desk.perform(.story(.draft(StoryCommand.Draft(title: "积水", body: "正文"))), by: "rep").first
        ).subject
        let task = try #require(
            try desk.perform(.task(.dispatch(TaskCommand.Dispatch(centres: ["zhongmu"], title: "航拍"))), by: "duty")
                .first
        ).subject
        func answer(_ answer: RequestAnswer, _ person: StaffID, for centre: CentreID? = nil) -> Refusal? {
            refusal {
                _ = try Command.request(.answer(id, answer, centre: centre)).decide(
                    by: Sample.actor(person), desk: desk)
            }
        }
        #expect(answer(.story(story), "rep") == nil)
        #expect(answer(.story(story), "ed") == nil)
        #expect(answer(.story(story), "duty", for: "erqi") == nil)
        #expect(answer(.story(story), "duty") == nil, "the desk has it too")
        #expect(answer(.task(task), "rep") == .otherCentre("zhongmu"))
        #expect(answer(.no(reason: " "), "rep") == .reasonMissing)
        #expect(answer(.story(story), "mrep", for: "erqi") == .otherCentre("erqi"))
        #expect(answer(.no(reason: "无人"), "med") == .request(.own))
        #expect(answer(.no(reason: "无人"), "biz") == .noRight(.request, .business))
        #expect(answer(.story(task), "rep") == .unknownItem("\(task)"))
        #expect(refusal { try desk.perform(.request(.close(id)), by: "ed") } == .otherCentre("zhongmu"))
        #expect(refusal { try desk.perform(.request(.close(id, reason: " ")), by: "mrep") } == nil)
        guard case .request(let closed) = try desk.subject(id) else { throw Refusal.bodyMissing }
        #expect(closed.state == .closed && closed.reason == nil)
    }

    // MARK: - Several nodes

    private func event(_ fact: Fact, _ person: StaffID, seconds: Int, from: CentreID?) -> Event {
        Event(
            subject: Timeline<Request>.aSubject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: seconds)),
            actor: .person(Sample.actor(person)), fact: fact, from: from)
    }

    /// A centre's node answers for its own centre, though the request is another's; it closes nothing there.
    @Test func whoseNodeMayWriteWhat() throws {
        let made = event(.request(.made(Self.card)), "mrep", seconds: 0, from: "zhongmu")
        let answered = event(Self.erqiStory, "ed", seconds: 1, from: "erqi")
        let forged = event(Self.xinmiNo, "ed", seconds: 2, from: "erqi")
        let closed = event(.request(.closed(reason: nil)), "ed", seconds: 3, from: "erqi")
        let folded = try #require(Request.fold([made, answered, forged, closed]))
        #expect(folded.state.state == .answered && folded.state.answers.count == 1)
        #expect(folded.void.map(\.why) == [.otherNode("xinmi"), .otherNode("zhongmu")])
        #expect(AnySubject.fold([event(.request(.made(Self.card)), "ed", seconds: 0, from: "erqi")]) == nil)
    }

    /// Answered here and closed there, while the two are apart: what came first counts, everywhere the same.
    @Test func answerAndCloseAtTheSameTime() throws {
        let made = event(.request(.made(Self.card)), "mrep", seconds: 0, from: "zhongmu")
        for isAnswerFirst in [true, false] {
            let answered = event(Self.erqiStory, "ed", seconds: isAnswerFirst ? 1 : 2, from: "erqi")
            let closed = event(.request(.closed(reason: "已有")), "med", seconds: isAnswerFirst ? 2 : 1, from: "zhongmu")
            let folded = try #require(
                Request.fold([made, answered, closed].sorted { $0.stamp < $1.stamp }))
            #expect(folded.state.state == .closed && folded.state.reason == "已有")
            #expect(folded.state.answers.count == (isAnswerFirst ? 1 : 0))
            #expect(folded.void.map(\.why.code) == (isAnswerFirst ? [] : ["requestState"]))
            for void in folded.void {
                for language in Language.allCases {
                    let told = void.event.overruled(
                        by: void.why, number: folded.state.number, Localizer(language: language))
                    #expect(told.contains("R-0007"), "\(told)")
                }
            }
        }
    }
}
