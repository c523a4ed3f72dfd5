import Files
import Foundation
import Interchange
import Newsroom
import Rehearsal
import Testing

/// The smallest desk that can decide: all events in memory, its clock set by whoever plays.
private final class MemoryDesk: DeskFacts {
    var now: Moment
    private(set) var events: [SubjectID: [Event]] = [:]
    private(set) var states: [SubjectID: AnySubject] = [:]
    private var keys: [String: SubjectID] = [:]
    private var numbers: [Series: Int] = [:]
    private var stamp = Stamp(value: 0)
    private var random = SeededGenerator(state: 1)

    init(_ roster: Roster, at start: Moment) {
        now = start
        let root = Person(staff: "root", role: .administrator, house: roster.charter.id)
        append(.desk, .desk(.opened(roster.charter)), root)
        append(.desk, .desk(.policySet(roster.policy)), root)
        let desk = CentreCard(id: roster.charter.id, name: roster.charter.name, kind: .municipal)
        for card in [desk] + roster.centres { append(.centre(card.id), .centre(.added(card)), root) }
        for card in roster.channels { append(.channel(card.id), .channel(.added(card)), root) }
        let card = StaffCard(id: "root", name: "管理员", role: .administrator, centre: roster.charter.id)
        append(.staff("root"), .staff(.added(card)), root)
    }

    private func append(_ subject: SubjectID, _ fact: Fact, _ actor: Person) {
        stamp = stamp.next(at: now)
        let event = Event(subject: subject, stamp: stamp, actor: .person(actor), fact: fact)
        events[subject, default: []].append(event)
        states[subject] = AnySubject.fold(events[subject] ?? [])
        if case .lead(.received(let card)) = fact, let key = card.sourceKey { keys[key] = subject }
    }

    func perform(_ command: Command, by staff: StaffID, at moment: Moment) throws -> [SubjectID] {
        #expect(moment >= now, "steps come in time order")
        now = moment
        guard let person = try self.staff(staff)?.card else { throw Refusal.unknownStaff(staff.rawValue) }
        let actor = Person(staff: staff, role: person.role, house: person.centre)
        let proposals = try command.decide(by: actor, desk: self)
        for proposal in proposals {
            var actor = actor
            actor.capacity = proposal.capacity
            append(proposal.subject, proposal.fact, actor)
        }
        return proposals.map(\.subject)
    }

    func desk() throws -> Desk {
        guard case .desk(let desk) = states[.desk] else { throw Refusal.unknownItem("desk") }
        return desk
    }

    func centre(_ id: CentreID) -> Centre? { if case .centre(let centre) = states[.centre(id)] { centre } else { nil } }
    func staff(_ id: StaffID) throws -> Staff? { if case .staff(let staff) = states[.staff(id)] { staff } else { nil } }
    func staff(login: String) -> Staff? { nil }
    func houses() throws -> Houses {
        let staff = states.values.compactMap { state -> StaffCard? in
            if case .staff(let one) = state { one.card } else { nil }
        }
        let loans = states.compactMap { id, state -> LoanTerms? in
            guard case .loan(let loan) = state, loan.state == .inForce else { return nil }
            return LoanTerms(id: id, card: loan.card)
        }
        return Houses(desk: try desk().charter.id, policy: try desk().policy, staff: staff, loans: loans, now: now)
    }
    func subject(_ id: SubjectID) -> AnySubject? { states[id] }
    func lead(sourceKey: String) -> SubjectID? { keys[sourceKey] }
    func channels() -> [ChannelCard] {
        states.values.compactMap { if case .channel(let channel) = $0 { channel.card } else { nil } }.sorted {
            $0.id < $1.id
        }
    }
    func placements(of story: SubjectID) -> [Placement] {
        placements.filter { $0.story == story }.sorted { $0.channel < $1.channel }
    }
    var placements: [Placement] {
        states.values.compactMap { if case .placement(let placement) = $0 { placement } else { nil } }
    }
    func makeID() -> SubjectID { SubjectID(at: now) { random.next() } }
    func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }

    func nextNumber(_ series: Series) -> Int {
        numbers[series, default: 0] += 1
        return numbers[series, default: 0]
    }

    var tasks: [NewsTask] { states.values.compactMap { if case .task(let task) = $0 { task } else { nil } } }
    var stories: [Story] { states.values.compactMap { if case .story(let story) = $0 { story } else { nil } } }
    var leads: [Lead] { states.values.compactMap { if case .lead(let lead) = $0 { lead } else { nil } } }
    var rolls: [RollCall] { states.values.compactMap { if case .rollCall(let call) = $0 { call } else { nil } } }
}

@Suite struct RehearsalTests {
    private static let data = packageRoot.appendingPathComponent("Data")

    private func play() throws -> (Rehearsal, MemoryDesk) {
        let roster = try RosterFile.read(path: Self.data.appendingPathComponent("zhengzhou.toml").path)
        let rehearsal = try Rehearsal(path: Self.data.appendingPathComponent("demo/day.toml").path)
        let desk = MemoryDesk(roster, at: now.adding(seconds: -86400))
        do throws(RehearsalError) {
            try rehearsal.play(now: now, administrator: "root") { command, staff, moment in
                try desk.perform(command, by: staff, at: moment)
            }
        } catch {
            Issue.record("\(error.phrase.en) / \(error.phrase.zh)")
        }
        desk.now = now
        return (rehearsal, desk)
    }

    @Test func theDayPlaysWithoutRefusal() throws {
        let (rehearsal, desk) = try play()
        #expect(rehearsal.staff.count >= 55)
        #expect(rehearsal.steps.allSatisfy { (-12 * 3600...0).contains($0.offset) })
        #expect(desk.leads.count >= 24 && desk.tasks.count >= 30 && desk.stories.count >= 35)
        for (id, events) in desk.events {
            for event in events { #expect(event.at <= now, "\(id)") }
        }
    }

    @Test func workIsLeftInEveryState() throws {
        let (_, desk) = try play()
        #expect(Set(desk.tasks.map(\.state)) == Set(TaskState.allCases))
        #expect(Set(desk.stories.map(\.state)) == Set(StoryState.allCases))
        #expect(Set(desk.leads.map(\.state)) == Set(LeadState.allCases))
        #expect(Set(desk.stories.map(\.draft.origin)) == Set(Origin.allCases))
        let inReview = desk.stories.filter { $0.state == .inReview }
        #expect(Set(inReview.compactMap(\.openStage)) == Set(Stage.allCases))
        #expect(Set(desk.placements.map(\.last.state)).isSuperset(of: [.queued, .confirmed, .failed, .recalled]))
        let readings = desk.tasks.filter(\.state.isOpen).map { $0.clock.reading(at: now) }
        #expect(readings.contains(.over) && readings.contains(.calm))
        #expect(desk.stories.contains { $0.emergency != nil && $0.openStage != nil })
        #expect(desk.tasks.contains { $0.order.priority == .flash && $0.state.isOpen })
        #expect(desk.tasks.contains { !$0.declinedBy.isEmpty && $0.state.isOpen && $0.state != .declined })
        #expect(desk.rolls.contains { $0.missing.count == 1 })
        let derived = Dictionary(grouping: desk.stories.compactMap(\.draft.source)) { $0 }
        #expect((derived.values.map(\.count).max() ?? 0) >= 6, "one lead, many reports")
    }

    @Test func everyCentreHasSomebodyOnDutyAndWork() throws {
        let (rehearsal, desk) = try play()
        let roster = try RosterFile.read(path: Self.data.appendingPathComponent("zhengzhou.toml").path)
        for centre in roster.centres {
            #expect(desk.centre(centre.id)?.dutyEditor != nil, "\(centre.id.rawValue)")
            #expect(desk.tasks.contains { $0.order.centre == centre.id }, "\(centre.id.rawValue) has no task")
            #expect(desk.stories.contains { $0.draft.centre == centre.id }, "\(centre.id.rawValue) has no story")
            let people = rehearsal.staff.filter { $0.centre == centre.id }.map(\.role)
            // Gongyi has a head and a chief of its own.
            #expect(people.count == (centre.id == "gongyi" ? 5 : 3) && people.contains(.centreEditor))
        }
    }

    @Test func bodiesAreCopyNotFiller() throws {
        let (_, desk) = try play()
        for story in desk.stories {
            let paragraphs = story.text.body.components(separatedBy: "\n\n")
            #expect((2...6).contains(paragraphs.count), "\(story.title): \(paragraphs.count)")
            #expect(story.text.body.count >= 70, "\(story.title)")
        }
        #expect(Set(desk.stories.map(\.text.body)).count == desk.stories.count)
    }

    // MARK: - The reader of scripts

    private static let staff = "[[staff]]\nid = \"a\"\nname = \"甲\"\nrole = \"reporter\"\ncentre = \"erqi\"\n"

    @Test(arguments: [
        ("[desk]\nsteps = [\"-1:00 a sing\"]", "desk.steps"), ("[desk]\nsteps = [\"soon a note x\"]", "desk.steps"),
        ("[desk]\nsteps = [\"-1:00 a note\"]", "desk.steps"), ("[desk]\nsteps = [\"-1:75 a note x\"]", "desk.steps"),
        ("[[staff]]\nid = \"a\"\nname = \"甲\"\nrole = \"king\"\ncentre = \"erqi\"", "staff[0].role"),
        (
            "[[story]]\nlabel = \"s\"\nat = \"-1:00\"\nby = \"a\"\ntitle = \"t\"\nbody = \"b\"\nsteps = [\"-0:50 a edit x\"]",
            "story[0].texts.x"
        ),
        ("[[lead]]\nlabel = \"l\"\nat = \"now\"\nby = \"a\"\nsource = \"desk\"\ntitle = \"t\"", "lead[0].at"),
        (
            "[[task]]\nlabel = \"t\"\nat = \"-1:00\"\nby = \"a\"\ncentres = [\"erqi\"]\ntitle = \"t\"\ndeliver = [\"song\"]",
            "task[0].deliver"
        ),
        ("[play]", "play"),
    ])
    func faultsNameTheirKey(text: String, key: String) throws {
        do throws(DataFileError) {
            _ = try Rehearsal(text: text, file: "day.toml")
            Issue.record("let through: \(text)")
        } catch {
            #expect(error.key == key && error.line != nil, "\(error.phrase.en)")
        }
    }

    @Test func refusalsAndUnknownLabelsNameTheirStep() throws {
        let roster = try RosterFile.read(path: Self.data.appendingPathComponent("zhengzhou.toml").path)
        func error(_ text: String) throws -> RehearsalError? {
            let rehearsal = try Rehearsal(text: Self.staff + text, file: "day.toml")
            let desk = MemoryDesk(roster, at: now.adding(seconds: -86400))
            do throws(RehearsalError) {
                try rehearsal.play(now: now, administrator: "root") { try desk.perform($0, by: $1, at: $2) }
                return nil
            } catch { return error }
        }
        let refused = try error("[desk]\nsteps = [\"-1:00 a note 好\", \"-0:50 a duty\"]")
        #expect(refused?.place == "desk, step 2")
        if case .refused(let why as Refusal) = refused?.cause {
            #expect(why == .noRight(.takeDuty, .reporter))
        } else {
            Issue.record("no refusal")
        }
        let unknown = try error("[desk]\nsteps = [\"-1:00 a answer morning\"]")
        if case .unknown(let label) = unknown?.cause { #expect(label == "morning") } else { Issue.record("known") }
        #expect(try error("[desk]\nsteps = [\"-1:00 a note 好\"]") == nil)
    }
}
