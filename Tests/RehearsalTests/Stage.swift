import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal
import Synchronization

/// A demonstration's day on a desk of its own, played as fast as it goes.
final class Stage {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// 2026-11-21 15:00 in Beijing.
    static let now = Moment(milliseconds: 1_795_244_400_000)
    static let visitor: StaffID = "zhangmin"

    let ledger: Ledger
    var live: LiveDay
    let folder: URL
    private let time = Mutex(Stage.now)
    private var row: Int64 = 0

    static func data(_ name: String) -> String { package.appendingPathComponent("Data/\(name)").path }
    static let scripts = ["day", "live", "riders", "desk"].map { data("demo/\($0).toml") }
    static let chinese = Result { try Rehearsal(paths: scripts) }
    static let english = Result { try Rehearsal(paths: scripts, in: Translation(path: data("demo/en.toml"))) }

    init(seed: UInt64, language: Language = .zh, rehearsal: Rehearsal? = nil) throws {
        let rehearsal = try rehearsal ?? (language == .zh ? Self.chinese : Self.english).get()
        let roster = try RosterFile.read(path: Self.data("zhengzhou.toml"))
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-stage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("desk.sqlite").path
        let opened = Self.now.adding(seconds: (rehearsal.steps.first?.offset ?? 0) - 120)
        let host = StaffCard(id: "demo", name: "演示", role: .administrator, centre: roster.charter.id)
        try Ledger.create(
            path: path, charter: roster.charter, centres: roster.centres, channels: roster.channels,
            policy: roster.policy, administrator: host,
            clock: { opened }
        ).close()
        let moment = Box(Self.now)
        clock = moment
        ledger = try Ledger(path: path, clock: { moment.now })
        live = LiveDay(rehearsal, now: Self.now, seed: seed, language: language, visitor: Self.visitor)
        var people = [host.id: host]
        for card in rehearsal.staff { people[card.id] = card }
        try ledger.transaction { transaction in
            try live.playPast(administrator: host.id) { command, person, moment in
                guard let card = people[person] else { throw Refusal.unknownStaff(person.rawValue) }
                transaction.now = moment
                let actor = Person(staff: card.id, role: card.role, house: card.centre)
                return try transaction.perform(command, as: actor).events.map(\.subject)
            }
            let log = try transaction.events(after: 0)
            for event in log.events { live.hear(event) }
            row = log.last
        }
        live.begin()
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: folder)
    }

    private let clock: Box

    /// A clock that stands where the stage has put it.
    private final class Box: Sendable {
        private let time: Mutex<Moment>
        init(_ start: Moment) { time = Mutex(start) }
        var now: Moment {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }
    }

    /// Lets the day go on until then.
    func play(until end: Moment) throws {
        clock.now = end
        try ledger.transaction { transaction in
            for event in try transaction.events(after: row).events { live.hear(event) }
            try live.play(until: end) { command, actor, moment in
                transaction.now = moment
                return try transaction.perform(command, as: actor).events
            }
            row = try transaction.lastRow()
        }
    }

    func play(seconds: Int) throws { try play(until: clock.now.adding(seconds: seconds)) }

    /// The whole day.
    func playAll() throws { try play(until: live.ends) }

    /// Lets a visitor do something, in somebody's chair.
    @discardableResult
    func visit(_ command: Command, after seconds: Int = 0, as person: StaffID = Stage.visitor) throws -> [Event] {
        clock.now = clock.now.adding(seconds: seconds)
        let card = try ledger.read { try $0.staff(person) }
        guard let card else { throw Refusal.unknownStaff(person.rawValue) }
        let actor = Person(staff: card.id, role: card.role, house: card.centre, via: "demo")
        let events = try ledger.perform(command, as: actor).events
        hear()
        return events
    }

    /// The people of the day hear of everything that happened.
    func hear() {
        guard let log = try? ledger.read({ try $0.events(after: row) }) else { return }
        for event in log.events { live.hear(event) }
        row = log.last
    }

    // MARK: - What happened

    func events() throws -> [Event] { try ledger.read { try $0.events(after: 0).events } }

    /// Who did what when, one line each. Ids are chance, so they are told by the order in which they came.
    func log() throws -> [String] {
        let events = try events()
        var names: [String: String] = [:]
        for event in events where names["\(event.subject)"] == nil { names["\(event.subject)"] = "#\(names.count)" }
        let id = try Regex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
        return events.map { event in
            // The order of a dispatch is nobody's subject: it is told by its number alone.
            let fact = String(describing: event.fact).replacing(id) { names[String($0.0)] ?? "order" }
            return "\(event.at.milliseconds) \(event.actor.id.rawValue) \(names["\(event.subject)"] ?? "") \(fact)"
        }
    }

    func stories() throws -> [Story] {
        let ids = try events().filter { if case .story(.drafted) = $0.fact { true } else { false } }.map(\.subject)
        return try ledger.read { desk in try ids.compactMap { try desk.story($0) } }
    }
}
