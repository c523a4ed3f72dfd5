import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// A desk in a folder of its own, which goes when the fixture does.
final class Fixture {
    let folder: String
    let path: String
    let clock = HandClock()
    let ledger: Ledger

    init() throws {
        folder = try temporaryFolder()
        path = folder + "/desk.sqlite"
        ledger = try Fixture.found(path, clock)
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Opens the same file again, as another program would.
    func again(readOnly: Bool = false) throws -> Ledger {
        try Ledger(path: path, readOnly: readOnly, clock: clock.read)
    }

    /// The database through a bare connection, for damage that no program of ours would do.
    func tamper(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql, arguments: arguments) }
    }

    func issue(_ title: String = "暴雨积水路段", to centre: CentreID = "erqi") throws -> SubjectID {
        let outcome = try ledger.perform(
            .task(.dispatch(TaskCommand.Dispatch(centres: [centre], title: title))), as: Cast.duty)
        return try #require(outcome.events.last?.subject)
    }

    func draft(_ title: String = "二七区积水退去", _ body: String = "记者现场看到，路面积水已退。") throws -> SubjectID {
        let outcome = try ledger.perform(
            .story(.draft(StoryCommand.Draft(title: title, body: body))), as: Cast.reporter)
        return try #require(outcome.events.first?.subject)
    }

    /// Takes a story through its reviews up to the signature.
    func signed(_ title: String = "二七区积水退去") throws -> SubjectID {
        let id = try draft(title)
        try ledger.perform(.story(.submit(id)), as: Cast.reporter)
        for (stage, actor) in zip(Stage.reviews, [Cast.editor, Cast.head, Cast.chief]) {
            try ledger.perform(
                .story(.review(id, stage: stage, verdict: .pass, opinion: "可以", textHash: nil)), as: actor)
        }
        try ledger.perform(.story(.sign(id, textHash: nil)), as: Cast.otherChief)
        return id
    }

    static func found(_ path: String, _ clock: HandClock) throws -> Ledger {
        try desk(path, TimeSource(now: clock.read, uptime: nil))
    }

    /// A desk with the people of `Cast`.
    static func desk(_ path: String, _ time: TimeSource) throws -> Ledger {
        let charter = DeskCharter(
            id: "zz", name: Name(zh: "郑州市融媒体指挥中心", en: "Zhengzhou"), zone: "Asia/Shanghai")
        let channels = [
            ChannelCard(id: "paper", name: Name(zh: "报纸", en: "Paper"), kind: .paper, house: "zz"),
            ChannelCard(id: "wechat", name: Name(zh: "微信", en: "WeChat"), kind: .wechat, house: "zz"),
            ChannelCard(id: "erqi/weekly", name: Name(zh: "二七周报", en: "Erqi weekly"), kind: .paper, house: "erqi"),
            ChannelCard(id: "erqi/wechat", name: Name(zh: "二七微信", en: "Erqi WeChat"), kind: .wechat, house: "erqi"),
        ]
        let centres = [
            CentreCard(id: "erqi", name: Name(zh: "二七区", en: "Erqi"), kind: .district),
            CentreCard(id: "jinshui", name: Name(zh: "金水区", en: "Jinshui"), kind: .district),
            CentreCard(id: "xinmi", name: Name(zh: "新密市", en: "Xinmi"), kind: .city, falseFriends: ["新密码"]),
        ]
        let ledger = try Ledger.create(
            path: path, charter: charter, centres: centres, channels: channels, policy: Policy(),
            administrator: Cast.card(Cast.admin), time: time, entropy: .system)
        for actor in Cast.all { try ledger.perform(.staff(.add(Cast.card(actor))), as: Cast.admin) }
        return ledger
    }
}

/// The people of the tests, one for each part.
enum Cast {
    static let admin = Person(staff: "admin", role: .administrator, house: "zz")
    static let duty = Person(staff: "duty", role: .dutyEditor, house: "zz")
    static let head = Person(staff: "head", role: .deskHead, house: "zz")
    static let chief = Person(staff: "chief", role: .chiefEditor, house: "zz")
    static let otherChief = Person(staff: "chief2", role: .chiefEditor, house: "zz")
    static let editor = Person(staff: "editor", role: .centreEditor, house: "erqi")
    static let reporter = Person(staff: "liwei", role: .reporter, house: "erqi")
    static let stranger = Person(staff: "zhao", role: .reporter, house: "jinshui")
    static let viewer = Person(staff: "guest", role: .viewer, house: "zz")
    static let all = [duty, head, chief, otherChief, editor, reporter, stranger, viewer]

    static func card(_ actor: Person) -> StaffCard {
        StaffCard(
            id: actor.staff, name: "某\(actor.staff.rawValue)", role: actor.role, centre: actor.house,
            login: "login-\(actor.staff.rawValue)", beats: ["暴雨"])
    }
}

/// A clock that stands still until a test moves it.
final class HandClock: @unchecked Sendable {
    private let lock = NSLock()
    private var moment = Moment(milliseconds: 1_795_000_000_000)

    var read: @Sendable () -> Moment { { self.lock.withLock { self.moment } } }
    func advance(seconds: Int) { lock.withLock { moment = moment.adding(seconds: seconds) } }
}

/// Random numbers that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    /// With `TEST_SEED` in the environment that seed, else a new one; printed either way.
    init(_ name: String) {
        state = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)
        print("seed of \(name): \(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Whether the long repetitions were asked for.
let isSoak = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == "1"

func temporaryFolder() throws -> String {
    let folder = NSTemporaryDirectory() + "/ledger-\(UUID().uuidString.lowercased())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
}

/// The names in the folder of a file.
func files(beside path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: (path as NSString).deletingLastPathComponent).sorted()
}

/// The last nine bits of a file's mode, or a folder's; not of what a link leads to.
func mode(_ path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_mode & 0o777) : -1
}

/// The error that `body` throws; a test fails where it throws none or another kind.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        Issue.record("nothing was refused")
    } catch let error as Refusal {
        return error
    } catch {
        Issue.record("another error: \(error)")
    }
    return nil
}

func failure(_ body: () throws -> Void) -> LedgerError? {
    do {
        try body()
        Issue.record("nothing failed")
    } catch let error as LedgerError {
        return error
    } catch {
        Issue.record("another error: \(error)")
    }
    return nil
}

extension Ledger {
    /// What is wrong, but for stamps ahead of the fixture's clock: other processes write by the system's.
    func findings() throws -> [Finding] {
        try verify().findings.filter { if case .future = $0 { false } else { true } }
    }

    /// What the log and every read model hold, for comparing before and after.
    func everything() throws -> [String: [String]] {
        try read { desk in
            var all: [String: [String]] = [:]
            for table in ["event", "heard"] + Projection.tables.map(\.name) {
                all[table] = try Row.fetchAll(desk.db, sql: "SELECT * FROM \(table) ORDER BY 1").map(\.description)
            }
            return all
        }
    }
}
