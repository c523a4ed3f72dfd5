import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal
import Synchronization

/// A clock that stands where a test has put it.
final class TestClock: Sendable {
    private let time: Mutex<Moment>
    init(_ start: Moment) { time = Mutex(start) }
    var now: Moment {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// The rehearsed day at the desk of Zhengzhou: played once, then copied for each test that wants a desk of its own.
enum NewsDay {
    /// Friday 2026-11-20, 14:32:08 in Beijing.
    static let now = InputFixture.now
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A folder for the desks of this run, gone when the run ends.
    static let folder: String = {
        let path = NSTemporaryDirectory() + "/guantong-console-\(getpid())-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: NewsDay.folder) }
        return path
    }()

    private static let played = Result { try play("day", rehearsal(["day"])) }
    private static let playedForLessons = Result {
        try play("lessons", rehearsal(["day", "lessons"]))
    }

    private static func rehearsal(_ names: [String]) throws -> Rehearsal {
        try Rehearsal(paths: names.map { package.appendingPathComponent("Data/demo/\($0).toml").path })
    }

    private static func play(_ name: String, _ day: Rehearsal) throws -> String {
        let path = folder + "/\(name).sqlite"
        let roster = try RosterFile.read(path: package.appendingPathComponent("Data/zhengzhou.toml").path)
        let opened = now.adding(seconds: (day.steps.first?.offset ?? 0) - 120)
        try found(path, roster, at: opened)
        let ledger = try Ledger(path: path, clock: { now })
        var people = Dictionary(uniqueKeysWithValues: day.staff.map { ($0.id, $0) })
        people["root"] = root(roster.charter)
        try ledger.transaction { transaction in
            try day.play(now: now, administrator: "root") { command, person, moment in
                guard let card = people[person] else { throw Refusal.unknownStaff(person.rawValue) }
                transaction.now = moment
                let actor = Person(staff: card.id, role: card.role, house: card.centre)
                return try transaction.perform(command, as: actor).events.map(\.subject)
            }
        }
        ledger.close()
        return path
    }

    /// A desk on which nothing has happened yet, and the day with its lessons that is to be played there.
    static func unplayed(_ clock: TestClock) throws -> (ledger: Ledger, day: Rehearsal) {
        let day = try rehearsal(["day", "lessons"])
        let path = folder + "/\(UUID().uuidString).sqlite"
        let roster = try RosterFile.read(path: package.appendingPathComponent("Data/zhengzhou.toml").path)
        clock.now = now.adding(seconds: (day.steps.first?.offset ?? 0) - 120)
        try found(path, roster, at: clock.now)
        return (try Ledger(path: path, clock: { clock.now }), day)
    }

    /// Plays a day command by command, each of which is committed for itself.
    ///
    /// - Parameter after: is called after each.
    static func play(_ day: Rehearsal, into ledger: Ledger, _ clock: TestClock, after: () throws -> Void) throws {
        var people = Dictionary(uniqueKeysWithValues: day.staff.map { ($0.id, $0) })
        people["root"] = root(try ledger.read { try $0.directory() }.charter)
        try day.play(now: now, administrator: "root") { command, person, moment in
            guard let card = people[person] else { throw Refusal.unknownStaff(person.rawValue) }
            clock.now = max(clock.now, moment)
            let actor = Person(staff: card.id, role: card.role, house: card.centre)
            let subjects = try ledger.perform(command, as: actor).events.map(\.subject)
            try after()
            return subjects
        }
    }

    private static func root(_ charter: DeskCharter) -> StaffCard {
        StaffCard(id: "root", name: "管理员", role: .administrator, centre: charter.id)
    }

    private static func found(_ path: String, _ roster: Roster, at moment: Moment) throws {
        try Ledger.create(
            path: path, charter: roster.charter, centres: roster.centres, channels: roster.channels,
            policy: roster.policy,
            administrator: root(roster.charter), clock: { moment }
        ).close()
    }

    /// A copy of the day, opened with that clock.
    static func ledger(_ clock: TestClock, lessons: Bool = false) throws -> Ledger {
        let path = folder + "/\(UUID().uuidString).sqlite"
        try FileManager.default.copyItem(atPath: try (lessons ? playedForLessons : played).get(), toPath: path)
        return try Ledger(path: path, clock: { clock.now })
    }

    /// An empty desk with this many centres that have no place on a map, and one duty editor.
    static func ledger(centres count: Int, _ clock: TestClock) throws -> Ledger {
        let cards = (1...count).map { number in
            CentreCard(
                id: CentreID(rawValue: "c\(number)"), name: Name(zh: "第\(number)中心", en: "Centre \(number)"),
                kind: .district)
        }
        let file = package.appendingPathComponent("Data/zhengzhou.toml").path
        return try ledger(cards, charter: try RosterFile.read(path: file).charter, clock)
    }

    /// An empty desk of the province, and one duty editor.
    static func province(_ clock: TestClock) throws -> Ledger {
        let roster = try RosterFile.read(path: package.appendingPathComponent("Data/province.toml").path)
        return try ledger(roster.centres, charter: roster.charter, clock)
    }

    private static func ledger(_ cards: [CentreCard], charter: DeskCharter, _ clock: TestClock) throws -> Ledger {
        let path = folder + "/\(UUID().uuidString).sqlite"
        try found(path, Roster(charter: charter, centres: cards, channels: [], policy: Policy()), at: clock.now)
        let ledger = try Ledger(path: path, clock: { clock.now })
        let root = Person(staff: "root", role: .administrator, house: charter.id)
        try ledger.perform(
            .staff(.add(StaffCard(id: "zhangmin", name: "张敏", role: .dutyEditor, centre: charter.id))), as: root)
        return ledger
    }

    /// Everything that people have written into the day: the words that no language of the console chooses.
    static let words: String = {
        let desk = try? ledger(TestClock(now))
        defer { desk?.close() }
        let read = try? desk?.read { desk in
            let directory = try desk.directory()
            return String(reflecting: try desk.log(limit: 100_000)) + String(reflecting: directory)
        }
        return read ?? ""
    }()
}
