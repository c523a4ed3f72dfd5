import Newsroom
import Testing

/// What must hold of every fold, over generated histories.
struct FoldPropertyTests {
    @Test func tasks() {
        check(Histories<NewsTask>(dice: Soak.dice("fold of tasks")), reached: TaskState.allCases) { $0.state }
    }

    @Test func leads() {
        check(Histories<Lead>(dice: Soak.dice("fold of leads")), reached: LeadState.allCases) { $0.state }
    }

    @Test func stories() {
        check(Histories<Story>(dice: Soak.dice("fold of stories")), reached: StoryState.allCases) { $0.state }
    }

    @Test func requests() {
        check(Histories<Request>(dice: Soak.dice("fold of requests")), reached: RequestState.allCases) { $0.state }
    }

    @Test func loans() {
        check(Histories<Loan>(dice: Soak.dice("fold of loans")), reached: LoanState.allCases) { $0.state }
    }

    @Test func messages() {
        check(Histories<DeskMessage>(dice: Soak.dice("fold of messages")), reached: [0, 1, 2, 3]) { $0.readBy.count }
    }

    private func check<State: Subject, Place: Hashable & Sendable>(
        _ generator: Histories<State>, reached places: [Place], place: (State) -> Place
    ) {
        var generator = generator
        var ends: Set<Place> = []
        var (voids, outOfReach, told) = (0, 0, 0)
        for round in 0..<Soak.count(10_000) {
            let history = generator.next()
            guard let folded = State.fold(history.map(\.event)) else {
                Issue.record("history \(round) makes nothing")
                return
            }
            ends.insert(place(folded.state))
            voids += folded.void.count
            outOfReach += folded.void.count { if case .otherNode = $0.why { true } else { false } }
            told += history.count { if case .common(.told) = $0.event.fact { true } else { false } }
            let whole =
                stepwise(history, agrees: folded) && voidsChangeNothing(history, folded)
                && anyArrival(history, folded, &generator.dice)
            guard whole else {
                Issue.record("history \(round): \(history.map(\.event.fact.kind.name))")
                return
            }
        }
        #expect(ends == Set(places), "the generator reaches every state")
        #expect(voids > 0 && told > 0, "and makes steps that are refused, and some that are told again")
        let isBound = generatedIsBound(generator)
        #expect((outOfReach > 0) == isBound, "what belongs to a centre is out of the reach of another's node")
    }

    /// Whether what the generator makes belongs to a centre.
    private func generatedIsBound<State: Subject>(_ generator: Histories<State>) -> Bool {
        var generator = generator
        return State.fold(generator.next().map(\.event))?.state.home != nil
    }

    /// The fold is nothing but one `apply` after the other, and a refusal leaves the state as it was.
    private func stepwise<State: Subject>(_ history: [Delivery], agrees folded: Folded<State>) -> Bool {
        guard let birth = history.first, var state = State(birth.event) else { return false }
        var void: [Event] = []
        for delivery in history.dropFirst() {
            let before = state
            do throws(Refusal) {
                try state.take(delivery.event)
            } catch {
                void.append(delivery.event.asItHappened)
                guard state == before else { return false }
            }
        }
        return state == folded.state && void == folded.void.map(\.event)
    }

    /// Without its void events the history folds to the same, and none of the rest becomes void.
    private func voidsChangeNothing<State: Subject>(_ history: [Delivery], _ folded: Folded<State>) -> Bool {
        let void = folded.void.map(\.event)
        let kept = State.fold(history.map(\.event).filter { !void.contains($0.asItHappened) })
        return kept?.state == folded.state && kept?.void.isEmpty == true
    }

    /// Events that come in any order and several times over, as a node takes them in: what is known is passed over,
    /// what is later than all applies in one step, what is late makes the subject fold again.
    private func anyArrival<State: Subject>(
        _ history: [Delivery], _ folded: Folded<State>, _ dice: inout Dice
    ) -> Bool {
        var arriving = history
        for _ in 0..<dice.below(history.count) { arriving.append(dice.pick(history)) }
        arriving.shuffle(using: &dice)
        var known: [Delivery] = []
        var state: State?
        for delivery in arriving where !known.contains(delivery) {
            let place = known.firstIndex { delivery < $0 } ?? known.count
            known.insert(delivery, at: place)
            if place == known.count - 1, state != nil {
                try? state?.take(delivery.event)
            } else {
                state = State.fold(known.map(\.event))?.state
            }
        }
        return known == history && state == folded.state
    }

    @Test func whatComesBeforeTheBeginningIsVoidAndKept() throws {
        let line = try TaskRulesTests.task(in: .filed)
        let early = Event(
            subject: line.subject, stamp: Stamp(value: 1), actor: .person(Sample.actor("ed")), fact: .task(.closed))
        let folded = try #require(NewsTask.fold([early] + line.events))
        #expect(folded.state == line.state)
        #expect(folded.void.map(\.event) == [early])
        #expect(folded.void.map(\.why) == [.outOfPlace("taskClosed")])
        #expect(NewsTask.fold([early]) == nil)
    }

    @Test func aTellingOfATellingIsOutOfPlaceEverywhere() throws {
        let line = try TaskRulesTests.task(in: .filed)
        let stamp = Stamp(at: line.at.adding(seconds: 9))
        func event(_ fact: Fact) -> Event {
            Event(subject: line.subject, stamp: stamp, actor: .person(Sample.actor("duty")), fact: fact)
        }
        let once = Fact.common(.told(CommonFact.Told(at: stamp, fact: .task(.closed))))
        let twice = event(.common(.told(CommonFact.Told(at: stamp, fact: once))))
        #expect(NewsTask.fold(line.events + [event(once)])?.state.state == .closed)
        let folded = try #require(NewsTask.fold(line.events + [twice]))
        #expect(folded.state == line.state && folded.void.map(\.why) == [.outOfPlace("told")])
        // Taken out once more on the way, it is still what it was.
        #expect(AnySubject.fold(line.events + [twice.asItHappened]) == .task(line.state))
        #expect(throws: Refusal.outOfPlace("told")) { try AnySubject.task(line.state).applying(twice) }
    }

    /// What a centre's node makes for another centre makes nothing, whatever comes after it.
    @Test func aBeginningOutOfReachMakesNothing() {
        let birth = Event(
            subject: Timeline<NewsTask>.aSubject, stamp: Stamp(value: 9), actor: .person(Sample.actor("duty")),
            fact: .task(.issued(.sample())), from: "zhongmu")
        var own = birth
        own.from = "erqi"
        #expect(NewsTask.fold([birth]) == nil && AnySubject.fold([birth]) == nil)
        #expect(NewsTask.fold([birth, own])?.void.map(\.why) == [.otherNode("erqi")])
    }

    @Test func anySubjectIsFoldedAsWhatItIs() throws {
        let story = try StoryTableTests.story(in: .corrected)
        #expect(AnySubject.fold(story.events) == .story(story.state))
        let task = try TaskRulesTests.task(in: .onScene)
        #expect(AnySubject.fold(task.events) == .task(task.state))
        #expect(AnySubject.fold(Array(task.events.dropFirst())) == nil)
        for fact in Sample.births {
            let subject = Timeline<Lead>.subject(of: fact)
            // A loan is proposed by somebody of the house for which they do it; what is a centre's the desk orders on its behalf.
            var actor = fact.kind == .loan(.proposed) ? Sample.actor("ed") : Sample.root
            if fact.kind == .placement(.ordered) { actor.capacity = .onBehalf }
            let event = Event(subject: subject, stamp: Stamp(value: 9), actor: .person(actor), fact: fact)
            #expect(AnySubject.fold([event]) != nil, "\(fact.kind)")
            // A card that is told of something else than it names would have a row that no events of its own explain.
            guard subject != Timeline<Lead>.aSubject else { continue }
            let other = Event(
                subject: Timeline<Lead>.aSubject, stamp: Stamp(value: 9), actor: .person(Sample.root), fact: fact)
            #expect(AnySubject.fold([other]) == nil, "\(fact.kind)")
        }
    }

    @Test func stampsRise() {
        let now = MemoryDesk.start
        let first = Stamp(value: 0).next(at: now)
        #expect(first == Stamp(at: now))
        #expect(first.moment == now)
        #expect(first.next(at: now) == Stamp(value: first.value + 1))
        #expect(first.next(at: now.adding(seconds: -60)) > first, "also when the clock is set back")
        #expect(first.next(at: now.adding(seconds: 1)) == Stamp(at: now.adding(seconds: 1)))
        #expect(Stamp(at: Moment(milliseconds: -5)) == Stamp(value: 0))
    }
}
