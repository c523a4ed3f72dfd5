import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal
import Testing

@testable import Console

/// Whoever follows the desk, and reads after each commit only what has changed, sees what somebody sees who has just come.
@Suite struct FollowingTests {
    /// A whole day and the lessons after it, command by command, seen by several people from several places.
    @Test func whoFollowedADaySeesWhatANewcomerSees() throws {
        let clock = TestClock(NewsDay.now)
        let (ledger, day) = try NewsDay.unplayed(clock)
        defer { ledger.close() }
        let seed = UInt64(20_261_129)
        var random = SeededGenerator(seed: seed)
        var followers = ["zhangmin", "zhoumingyuan", "liwei", "sunlei"].map { Follower(staff: StaffID(rawValue: $0)) }
        var readings = 0
        func look() throws {
            for index in followers.indices where Int.random(in: 0..<3, using: &random) == 0 {
                if Int.random(in: 0..<4, using: &random) == 0 { followers[index].wander(ledger, &random) }
                readings += 1
                if let wrong = try followers[index].read(ledger) {
                    Issue.record("\(followers[index].staff) at \(followers[index].place): \(wrong)")
                }
            }
        }
        try NewsDay.play(day, into: ledger, clock) {
            try look()
        }
        // Then nobody does anything but write a line now and then, for days: limits pass, loans and what is told run out.
        let duty = Person(staff: "zhangmin", role: .dutyEditor, house: "zz")
        for _ in 0..<200 {
            clock.now = clock.now.adding(seconds: Int.random(in: 0..<4_000, using: &random))
            try ledger.perform(.desk(.note("无事")), as: duty)
            try look()
        }
        print("followers: seed \(seed), \(readings) readings")
        #expect(readings > 500)
    }

    /// Somebody with a console open.
    private struct Follower {
        var staff: StaffID
        var place = Place.board
        var query = ""
        private var data: DeskData?

        init(staff: StaffID) { self.staff = staff }

        /// Goes somewhere else.
        mutating func wander(_ ledger: Ledger, _ random: inout SeededGenerator) {
            let (stories, tasks, leads) =
                (try? ledger.read { (try $0.stories(), try $0.tasks(), try $0.leads()) }) ?? ([], [], [])
            let things: [Place] =
                stories.prefix(8).map { .story($0.id) } + tasks.prefix(4).map { .task($0.id) }
                + leads.prefix(4).map { .lead($0.id) }
            let places: [Place] = [
                .board, .board, .tasks, .stories, .leads, .log, .summary, .messages, .centre("erqi"),
            ]
            place = (places + things)[Int.random(in: 0..<places.count + things.count, using: &random)]
        }

        /// Reads what has changed, and says how that differs from all that there is.
        mutating func read(_ ledger: Ledger) throws -> String? {
            guard let card = try ledger.read({ try $0.staff(staff) }) else { return nil }
            let (person, place, query, before) =
                (Person(staff: staff, role: card.role, house: card.centre), place, query, data)
            let (followed, fresh) = try ledger.read { desk in
                (
                    try DeskData.load(place, query: query, for: person, desk, zone: .beijing, after: before),
                    try DeskData.load(place, query: query, for: person, desk, zone: .beijing)
                )
            }
            data = followed
            return Seat.differs(followed, fresh)
        }
    }
}

extension Seat {
    /// Says in what two readings of a desk differ.
    static func differs(_ one: DeskData, _ other: DeskData) -> String? {
        var wrong: [String] = []
        func same(_ name: String, _ isSame: Bool) { if !isSame { wrong.append(name) } }
        let (place, fresh) = (one.place, other.place)
        same("centres", one.centres == other.centres)
        same("tasks", one.tasks == other.tasks)
        same("stories", one.stories == other.stories)
        same("leads", one.leads == other.leads)
        same("requests", one.others.compactMap { $0 as? RequestRow } == other.others.compactMap { $0 as? RequestRow })
        same("loans", one.others.compactMap { $0 as? LoanRow } == other.others.compactMap { $0 as? LoanRow })
        same("others", one.others.map(\.id) == other.others.map(\.id))
        same("loss", one.loss == other.loss)
        same("failures", one.failures == other.failures)
        same("proposals", one.proposals == other.proposals)
        same("roll call", one.rollCall == other.rollCall)
        same("log", one.log == other.log)
        same("unread", one.unread == other.unread)
        same("overruled", one.overruled == other.overruled)
        same("houses", one.houses == other.houses)
        same("staff", one.directory.staff == other.directory.staff)
        same("channels", one.directory.channels == other.directory.channels)
        same("policy", one.policy == other.policy)
        same("tasks there", place.tasks == fresh.tasks)
        same("stories there", place.stories == fresh.stories)
        same("leads there", place.leads == fresh.leads)
        same("others there", place.others.map(\.id) == fresh.others.map(\.id))
        same("log there", place.log == fresh.log)
        same("messages", place.messages == fresh.messages)
        same("story", place.story == fresh.story)
        same("task", place.task == fresh.task)
        same("placements", place.placements == fresh.placements)
        same("lead", place.lead == fresh.lead)
        same("history", place.history == fresh.history)
        same("nodes", place.nodes == fresh.nodes)
        same("barred", place.barred == fresh.barred)
        same("subject", place.subject == fresh.subject)
        same("findings", place.findings == fresh.findings)
        same("set aside", place.setAside == fresh.setAside)
        same("recommendations", place.recommendations == fresh.recommendations)
        same("contact", "\(String(describing: place.contact))" == "\(String(describing: fresh.contact))")
        return wrong.isEmpty ? nil : wrong.joined(separator: ", ")
    }
}
