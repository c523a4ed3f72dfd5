import ArgumentParser
import Dispatch
import Foundation
import Ledger
import Newsroom
import Sync
import Terminal

/// `guantong sync …`
struct SyncCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: say("与其他节点同步", "exchange with other nodes"),
        subcommands: [SyncRun.self, SyncStatus.self, SyncOverruled.self], defaultSubcommand: SyncRun.self)
}

struct SyncRun: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: say("同步到双方都有全部事件；--follow 则一直连着", "exchange until both have everything; with --follow stay connected")
    )

    @OptionGroup var common: CommonOptions
    @Flag(help: about("一直连着，一有新事就传；断了自己重连", "stay connected, pass on what is new, come back after every break"))
    var follow = false
    @Argument(
        help: about(
            "对方：ssh://[用户@]主机[:端口][/数据库]、枢纽 postgres://角色@主机/数据库，或本机另一数据库的路径",
            "the peer: ssh://[user@]host[:port][/database], a hub postgres://role@host/database, or the path of another database here",
            "PEER"))
    var peers: [String]

    private struct OutcomeJSON: Encodable {
        let peer: String
        let node: NodeID?
        let sent: Int64
        let received: Int64
        let complete: Bool
        let troubles: [String]
    }

    func perform(in session: Session) throws {
        let addresses = try peers.map { typed in
            guard let address = PeerAddress(typed) else {
                throw Failure.usage(
                    Phrase(
                        "“\(CleanText.line(typed, limit: 60))”不是节点地址；可写 ssh://用户@主机 或数据库路径",
                        "'\(CleanText.line(typed, limit: 60))' is no peer; write ssh://user@host or the path of a database"
                    ))
            }
            return address
        }
        let ledger = try session.open()
        session.warn(ledger)
        // Before anything is opened: without a key nothing can be said.
        _ = try ledger.nodeKey()
        if session.isClockRight { try session.settleClock(ledger, try session.actor(try session.adopt(ledger))) }
        signal(SIGPIPE, SIG_IGN)
        let program = ProcessInfo.processInfo.environment["GUANTONG_SSH"] ?? "ssh"
        if follow { return try stay(ledger, addresses, program, session) }
        let reader = Self.reader(ledger, session)
        for address in addresses {
            let (outcome, complaint) = Self.once(ledger, address, program)
            if outcome.isEqual || outcome.sent + outcome.received > 0 || session.json {
                session.tell(
                    OutcomeJSON(
                        peer: address.name, node: outcome.peer, sent: outcome.sent, received: outcome.received,
                        complete: outcome.isComplete,
                        troubles: (outcome.troubles + [outcome.ending].compactMap { $0 }).map(\.code)),
                    text: session.read(
                        "\(address.name)：送出 \(outcome.sent)，收到 \(outcome.received)",
                        "\(address.name): sent \(outcome.sent), received \(outcome.received)"))
            }
            if outcome.isEqual { continue }
            for trouble in outcome.troubles.dropFirst(outcome.ending == nil ? 1 : 0) {
                session.remark("\(address.name): \(trouble.sentence(reader))")
            }
            if let failure = outcome.failure {
                session.fail(failure, item: address.name)
            } else {
                session.fail(
                    Failure.sync(outcome.ending ?? outcome.troubles.first, complaint: complaint), item: address.name)
            }
        }
        // What others have is taken all the same, by the time that it would be; whoever started this is told.
        do { try ledger.checkClock() } catch { session.fail(error) }
    }

    /// The names of the desk, where there is one yet.
    static func reader(_ ledger: Ledger, _ session: Session) -> Localizer {
        (try? OpenDesk(ledger, language: session.language).read) ?? session.read
    }

    /// One exchange, waited for.
    private static func once(_ ledger: Ledger, _ address: PeerAddress, _ program: String) -> (SyncOutcome, String) {
        let done = DispatchSemaphore(value: 0)
        let result = Held((SyncOutcome(), ""))
        let connection = Connection(
            ledger, to: address, mode: .once, program: program,
            ended: { outcome, complaint in
                result.value = (outcome, complaint)
                done.signal()
            })
        done.wait()
        withExtendedLifetime(connection) {}
        return result.value
    }

    private func stay(_ ledger: Ledger, _ addresses: [PeerAddress], _ program: String, _ session: Session) throws {
        let read = Self.reader(ledger, session)
        let done = DispatchSemaphore(value: 0)
        let said = Held([String: String]())
        let follower = Follower(ledger, peers: addresses, program: program) { address, news in
            // Each thing once, until something else is to be said.
            guard let line = Self.line(address, news, read), said.value[address.name] != line else { return }
            said.value[address.name] = line
            Output.message("\(address.name): \(line)")
        }
        let signals = try awaitSignals { done.signal() }
        follower.start()
        done.wait()
        follower.stop()
        signals.end()
    }

    private static func line(_ address: PeerAddress, _ news: Follower.News, _ read: Localizer) -> String? {
        switch news {
        case .event(.settled): read("已同步，连着", "level and connected")
        case .event(.trouble(let trouble)): trouble.sentence(read)
        case .event: nil
        case .ended(let outcome, let complaint, _):
            (outcome.ending ?? outcome.troubles.first).map {
                $0.sentence(read) + (complaint.isEmpty ? "" : " (\(complaint))")
            }
                ?? outcome.failure.map { Told($0, read).message }
                ?? read("连接断了，会自己重连", "the line is gone and will be opened again")
        }
    }
}

/// Does something when the program is asked to go; a line that is gone is an error like others from then on.
func awaitSignals(_ body: @escaping @Sendable () -> Void) throws -> Signals {
    signal(SIGPIPE, SIG_IGN)
    return try Signals(Signals.endings, on: .global()) { _ in body() }
}

/// A value that one queue writes and another reads.
final class Held<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var held: Value

    init(_ value: Value) { held = value }

    var value: Value {
        get { lock.withLock { held } }
        set { lock.withLock { held = newValue } }
    }
}

struct SyncStatus: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: say("各节点的滞后、最近联络、隔离的事件", "each node's lag, when it was heard, what was set aside"))
    @OptionGroup var common: CommonOptions

    private struct AsideJSON: Encodable {
        let node: NodeID
        let name: String
        let sequence: Int64
        let kind: String
        let at: String
        let actor: String
        let reason: String
    }

    private struct StatusJSON: Encodable {
        let nodes: [NodeJSON]
        let setAside: [AsideJSON]
    }

    func perform(in session: Session) throws {
        let desk = try session.look()
        let (nodes, aside, now) = try desk.ledger.read { (try $0.nodesAndHubs(), try $0.quarantine(), $0.now) }
        guard !session.json else {
            return session.output.json(
                StatusJSON(
                    nodes: nodes.map { NodeJSON($0, zone: desk.zone) },
                    setAside: aside.map { row in
                        AsideJSON(
                            node: row.node, name: row.name, sequence: row.sequence, kind: row.kind,
                            at: desk.zone.iso(row.at), actor: row.actor.rawValue, reason: row.reason.sentence(desk.read)
                        )
                    }))
        }
        guard !nodes.isEmpty else { throw LedgerError.noMembership(path: session.path) }
        session.output.text(desk.table(nodes, at: now).text())
        guard !aside.isEmpty else { return }
        session.output.text("")
        var table = Table([
            desk.read("隔离自", "set aside from"), desk.read("号", "number"), desk.read("时间", "time"),
            desk.read("谁", "who"),
            desk.read("所做", "what"), desk.read("原因", "why"),
        ])
        for row in aside {
            table.add([
                row.name, "\(row.sequence)", desk.time(row.at, at: now), desk.read.name(row.actor),
                row.event?.asItHappened.logText(desk.read) ?? row.kind, row.reason.sentence(desk.read),
            ])
        }
        session.output.text(table.text())
    }
}

struct SyncOverruled: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "overruled",
        abstract: say(
            "同时发生、后来没算数的操作（默认只列你的、还没看过的）",
            "acts that came to nothing because another came first; by default yours that you have not seen yet")
    )
    @OptionGroup var common: CommonOptions
    @Flag(help: about("所有人的", "everybody's"))
    var all = false

    private struct OverruledJSON: Encodable {
        let at: String
        let actor: String
        let number: String?
        let title: String?
        let kind: String
        let reason: String
        let message: String
    }

    func perform(in session: Session) throws {
        let desk = try session.look()
        let person = try all ? nil : session.caller(desk)
        let (rows, now) = try desk.ledger.read { (try $0.overruled(of: person), $0.now) }
        if session.json {
            for row in rows {
                session.output.json(
                    OverruledJSON(
                        at: desk.zone.iso(row.event.at), actor: row.event.actor.id.rawValue,
                        number: row.number?.description,
                        title: row.title, kind: row.event.fact.kind.name, reason: row.why.code,
                        message: row.sentence(now: now, desk.read)))
            }
            return
        }
        var table = Table([
            desk.read("谁", "who"), desk.read("所做，为何没算数，还能怎么办", "what, why it does not count, and what can be done"),
        ])
        for row in rows {
            table.add([desk.read.name(row.event.actor.id), row.sentence(now: now, desk.read)])
        }
        session.tellTable(table)
    }
}

/// `guantong replica --stdio`: serves one peer; started by the other side through OpenSSH.
struct ReplicaCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "replica",
        abstract: say("由对方经 SSH 启动，与它交换事件", "started by a peer through SSH; exchanges with it"))

    @OptionGroup var common: CommonOptions
    @Flag(help: about("经标准输入输出", "over standard input and output"))
    var stdio = false
    @Option(help: about("只许这个节点（名字或标识）", "this node only, by its name or id", "NODE"))
    var node: String?

    func validate() throws {
        guard stdio else { throw ValidationError(say("须写 --stdio", "--stdio is needed")) }
    }

    func perform(in session: Session) throws {
        let ledger = try session.open()
        try ledger.serve(node.map { typed in try OpenDesk(ledger, language: session.language).node(typed).id })
    }
}

extension Ledger {
    /// Exchanges with the peer at the other end of standard input and output until it has gone.
    ///
    /// - Parameter expected: the only node that it may be.
    func serve(_ expected: NodeID?) throws {
        guard isatty(STDIN_FILENO) == 0 else {
            throw Failure.usage(
                Phrase(
                    "这里与对方的程序交换事件，不在终端里用；请用 guantong sync ssh://账号@主机",
                    "events are exchanged here with a peer's program, not at a terminal; use guantong sync ssh://user@host"
                ))
        }
        let done = DispatchSemaphore(value: 0)
        let result = Held<SyncOutcome?>(nil)
        let server = Server(self, input: STDIN_FILENO, output: STDOUT_FILENO, expected: expected) { outcome in
            result.value = outcome
            done.signal()
        }
        try server.start()
        let signals = try awaitSignals { server.stop() }
        done.wait()
        signals.end()
        // What OpenSSH brings to the other side's screen: why it ended.
        if let failure = result.value?.failure { throw failure }
        if let ending = result.value?.ending, ending != .brokenOff {
            throw Failure.sync(ending, complaint: "")
        }
    }
}
