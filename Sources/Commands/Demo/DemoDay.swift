import Interchange
import Ledger
import Newsroom
import Rehearsal

/// The demonstration's day as it is read from the installation: the roster, the scripts, and who sits there.
struct DemoDay: Sendable {
    let roster: Roster
    let rehearsal: Rehearsal
    let language: Language
    /// Who makes the desk and adds the staff.
    let host: StaffCard
    /// When the scripts' now is, in hours of the desk's day: their morning is its morning.
    static let hour = 15

    /// In whose chair the visitor sits, in the name of the host.
    var visitor: Person {
        let card = rehearsal.staff.first { $0.id == "zhangmin" }
        return Person(
            staff: card?.id ?? host.id, role: card?.role ?? host.role, house: card?.centre ?? host.centre, via: host.id
        )
    }

    /// Reads the day; for lessons only what lies behind, and what they need.
    static func read(in language: Language, lessons: Bool = false) throws -> DemoDay {
        let roster = try RosterFile.read(path: try Places.data("zhengzhou.toml"))
        let words = try (lessons ? ["en", "lessons-en"] : ["en"]).map { try Places.data("demo/\($0).toml") }
        let tongue = language == .zh ? Translation.chinese : try Translation(paths: words)
        let names = lessons ? ["day", "lessons", "desk"] : ["day", "live", "riders", "desk"]
        let scripts = try names.map { try Places.data("demo/\($0).toml") }
        let host = StaffCard(
            id: "demo", name: language == .zh ? "演示" : "Demo", role: .administrator, centre: roster.charter.id)
        return DemoDay(
            roster: roster, rehearsal: try Rehearsal(paths: scripts, in: tongue), language: language, host: host)
    }

    /// The moment at which a day begins to be played live: this one's, or one so many days later.
    func begins(after days: Int, today: Moment) -> Moment {
        let zone = Zone(identifier: roster.charter.zone) ?? .beijing
        return zone.startOfDay(today).adding(seconds: days * 86400 + Self.hour * 3600)
    }

    /// Makes a desk and plays the day up to `now` on it, as one transaction.
    ///
    /// - Returns: the desk, open under `clock`, the day that goes on from there, and the last row of the log.
    func play(
        at path: String, now: Moment, seed: UInt64, clock: DayClock
    ) throws -> (ledger: Ledger, live: LiveDay, row: Int64) {
        // The desk was opened before its day began: a log's time never goes back.
        let opened = now.adding(seconds: (rehearsal.steps.first?.offset ?? 0) - 120)
        try Ledger.create(
            path: path, charter: roster.charter, centres: roster.centres, channels: roster.channels,
            policy: roster.policy,
            administrator: host, clock: { opened }
        ).close()
        let ledger = try Ledger(path: path, clock: { clock.now })
        var live = LiveDay(rehearsal, now: now, seed: seed, language: language, visitor: visitor.staff)
        var people = [host.id: host]
        for card in rehearsal.staff { people[card.id] = card }
        var last: Int64 = 0
        try ledger.transaction { transaction in
            try live.playPast(administrator: host.id) { command, person, moment in
                guard let card = people[person] else { throw Refusal.unknownStaff(person.rawValue) }
                transaction.now = moment
                let actor = card.actor
                return try transaction.perform(command, as: actor).events.map(\.subject)
            }
            let log = try transaction.events(after: 0)
            for event in log.events { live.hear(event) }
            last = log.last
        }
        live.begin()
        return (ledger, live, last)
    }
}
