import Foundation
import GRDB
import Synchronization

@testable import Ledger
@testable import Newsroom

/// What a simulated run found wrong.
struct Wrong: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A clock that the simulation sets.
final class SimulatedClock: @unchecked Sendable {
    private let lock = NSLock()
    private var moment: Int64
    private var running: Int64 = 0
    private var boots = 0
    private var isAlone = false

    init(_ moment: Int64) { self.moment = moment }

    var now: Moment {
        get { lock.withLock { Moment(milliseconds: moment) } }
        set { lock.withLock { moment = newValue.milliseconds } }
    }

    /// The machine runs on, whatever its clock says.
    func run(to time: Moment) { lock.withLock { running = time.milliseconds - World.beginning.milliseconds } }

    /// The machine is started again.
    func boot() { lock.withLock { boots += 1 } }

    /// Whether the machine tells no uptime for the moment.
    var hasNoUptime: Bool {
        get { lock.withLock { isAlone } }
        set { lock.withLock { isAlone = newValue } }
    }

    /// What the ledger asks.
    var source: TimeSource {
        TimeSource(
            now: { [self] in now },
            uptime: { [self] in
                lock.withLock { isAlone ? nil : Uptime(boot: "\(boots)", milliseconds: running) }
            })
    }
}

/// One database of the simulation.
final class SimulatedNode {
    let path: String
    let centre: CentreID
    let clock: SimulatedClock
    private let entropy: Entropy
    var ledger: Ledger
    var offset = 0
    var backup: String?
    var isRevoked = false
    /// What it acknowledged to somebody at it: its own events.
    var acknowledged: [Promise] = []
    /// What it acknowledged to other nodes.
    var answered: Set<Promise> = []
    /// What happens when it is given batches next.
    var taking: TakingFault?
    /// The files as they were before the taking during which its power failed.
    var lost: Files?

    struct Promise: Hashable {
        var origin: OriginID
        var sequence: Int64
        var hash: Data
    }

    init(path: String, centre: CentreID, clock: SimulatedClock, entropy: Entropy, ledger: Ledger) {
        self.path = path
        self.centre = centre
        self.clock = clock
        self.entropy = entropy
        self.ledger = ledger
    }

    var files: Files { Files(path) }

    func reopen() throws { ledger = try Ledger(path: path, time: clock.source, entropy: entropy) }

    /// Where the chains stand that this file writes.
    func tips() throws -> [Promise] {
        try ledger.read { desk in
            try Row.fetchAll(desk.db, sql: "SELECT id, seq, hash FROM origin WHERE mine = 1 AND seq > 0").compactMap {
                row in row.origin(0).map { Promise(origin: $0, sequence: row[1], hash: row[2]) }
            }
        }
    }

    /// An event's hash; `nil` where the file does not hold it.
    func hash(_ origin: OriginID, _ sequence: Int64) throws -> Data? {
        try ledger.read { desk in
            try Data.fetchOne(
                desk.db,
                sql: "SELECT e.hash FROM event e JOIN origin o ON o.row = e.origin WHERE o.id = ? AND e.seq = ?",
                arguments: [Data(origin.bytes), sequence])
        }
    }

    /// Whether the file holds an event.
    func holds(_ promise: Promise) throws -> Bool {
        try hash(promise.origin, promise.sequence) == promise.hash
    }
}

/// A desk and its centres, with clocks, lines and disks that fail.
final class World {
    let folder: String
    var nodes: [SimulatedNode] = []
    var lines: [SimulatedLine] = []
    /// Nodes that asked no rules.
    var hostile: Set<Int> = []
    /// The true time.
    var now = World.beginning
    /// Bytes that went over lines.
    var carried = 0
    static let beginning = Moment(milliseconds: 1_795_000_000_000)
    private var dice: Dice

    static let admin = Person(staff: "admin", role: .administrator, house: "zz")
    static let people: [Person] = [
        Person(staff: "duty", role: .dutyEditor, house: "zz"), Person(staff: "head", role: .deskHead, house: "zz"),
        Person(staff: "chief", role: .chiefEditor, house: "zz"),
        Person(staff: "chief2", role: .chiefEditor, house: "zz"),
        Person(staff: "eed", role: .centreEditor, house: "erqi"), Person(staff: "ejz", role: .reporter, house: "erqi"),
        Person(staff: "ejz2", role: .reporter, house: "erqi"),
        Person(staff: "jed", role: .centreEditor, house: "jinshui"),
        Person(staff: "jjz", role: .reporter, house: "jinshui"),
    ]

    /// - Parameter centres: whose nodes there are besides the desk's.
    init(_ seed: UInt64, centres: [CentreID]) throws {
        dice = Dice(seed ^ 0xD15C)
        // Ids and keys too: a seed that fails once fails each time.
        let drawn = Mutex(Dice(seed ^ 0x1D5))
        let entropy = Entropy { drawn.withLock { $0.next() } }
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = "\(base)/guantong-simulator-\(getpid())-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let clock = SimulatedClock(now.milliseconds)
        let charter = DeskCharter(
            id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai")
        let channels = [
            ChannelCard(id: "app", name: Name(zh: "客户端", en: "App"), kind: .app, house: "zz"),
            ChannelCard(id: "web", name: Name(zh: "网站", en: "Web"), kind: .website, house: "zz"),
            ChannelCard(id: "erqi/app", name: Name(zh: "二七", en: "Erqi"), kind: .app, house: "erqi"),
            ChannelCard(id: "jinshui/app", name: Name(zh: "金水", en: "Jinshui"), kind: .app, house: "jinshui"),
        ]
        let cards = ["erqi", "jinshui"].map {
            CentreCard(id: CentreID(rawValue: $0), name: Name(zh: $0, en: $0), kind: .district)
        }
        let desk = try Ledger.create(
            path: folder + "/desk.sqlite", charter: charter, centres: cards, channels: channels, policy: Policy(),
            administrator: Self.card(Self.admin), time: clock.source, entropy: entropy)
        try desk.transaction { transaction in
            for person in Self.people { try transaction.perform(.staff(.add(Self.card(person))), as: Self.admin) }
        }
        nodes = [SimulatedNode(path: desk.path, centre: "zz", clock: clock, entropy: entropy, ledger: desk)]
        let root = try desk.foundMembership(name: "zz", by: Self.admin)
        for (index, centre) in centres.enumerated() {
            let clock = SimulatedClock(now.milliseconds)
            let (ledger, card) = try Ledger.join(
                path: "\(folder)/\(index + 1).sqlite", desk: DeskWord(node: root.root, key: root.rootKey),
                centre: centre,
                name: "\(centre)-\(index + 1)", time: clock.source, entropy: entropy)
            try desk.perform(.node(.admit(card)), as: Self.admin)
            nodes.append(
                SimulatedNode(path: ledger.path, centre: centre, clock: clock, entropy: entropy, ledger: ledger))
        }
    }

    deinit {
        lines = []
        for node in nodes { node.ledger.close() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func card(_ actor: Person) -> StaffCard {
        StaffCard(id: actor.staff, name: actor.staff.rawValue, role: actor.role, centre: actor.house)
    }

    func nonce() -> Data { Data((0..<32).map { _ in UInt8(truncatingIfNeeded: dice.next()) }) }

    func set() {
        for node in nodes {
            node.clock.now = now.adding(seconds: node.offset)
            node.clock.run(to: now)
        }
    }
}
