import ArgumentParser
import Dispatch
import Foundation
import Ledger
import Newsroom
import Sync

/// `guantong hub …`
struct HubCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub", abstract: say("PostgreSQL 枢纽", "a hub in PostgreSQL"),
        subcommands: [
            HubInit.self, HubAdmit.self, HubDismiss.self, HubServe.self, HubStatusCommand.self, HubTrust.self,
        ])
}

/// Where the hub is.
struct HubURL: ParsableArguments {
    @Argument(
        help: about(
            "枢纽：postgres://角色@主机[,主机]/数据库", "the hub: postgres://role@host[,host]/database", "HUB"))
    var hub: String

    /// The address whole, and as people are told of it.
    func address() throws -> (url: String, name: String) {
        guard let address = PeerAddress(hub), case .hub(let url) = address else {
            throw Failure.usage(
                Phrase(
                    "“\(CleanText.line(hub, limit: 60))”不是枢纽；可写 postgres://角色@主机/数据库",
                    "'\(CleanText.line(hub, limit: 60))' is no hub; write postgres://role@host/database"))
        }
        return (url, address.name)
    }
}

/// Where the hub's key is.
struct HubKeyOption: ParsableArguments {
    @Option(
        help: about(
            "枢纽密钥文件去掉 .key 的路径（默认在数据库旁，名为 hub）",
            "the hub's key file, without its .key (default: hub, beside the database)", "PATH"),
        completion: .file())
    var key: String?

    func path(_ session: Session) -> String {
        key ?? URL(fileURLWithPath: session.path).deletingLastPathComponent().appendingPathComponent("hub").path
    }
}

struct HubInit: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: say("把一个数据库建成本台的枢纽（以其所有者身份连接）", "make a database this desk's hub; connects as its owner"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL
    @OptionGroup var keyFile: HubKeyOption

    private struct MadeJSON: Encodable {
        let hub: NodeID
        let desk: NodeID
        let key: String
    }

    func perform(in session: Session) throws {
        let (url, name) = try place.address()
        let (desk, actor) = try session.act()
        guard actor.role.may(.manageNodes) else { throw Refusal.noRight(.manageNodes, actor.role) }
        let membership = try desk.ledger.foundMembership(name: desk.directory.charter.id.rawValue, by: actor)
        let path = keyFile.path(session)
        // The same key where the hub is made again, on another server: it is the same hub to those who know it.
        let known = try KeyFile(database: path)
        let key = known ?? KeyFile(node: .random())
        if known == nil { try key.write(database: path) }
        try Hub.found(url, desk: membership.root, key: key)
        session.tell(
            MadeJSON(hub: key.node, desk: membership.root, key: key.publicKey),
            text: session.read(
                "\(name) 已建成枢纽；密钥在 \(path).key，请备份。接着 hub admit 各节点，并让 hub serve 一直开着",
                "\(name) is a hub now; its key is \(path).key, back it up. Next: hub admit each node, and keep hub serve running"
            ))
    }
}

struct HubAdmit: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "admit",
        abstract: say("让一个节点以一个数据库角色使用枢纽", "let a node use the hub, with a role of the database"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL
    @Argument(help: about("节点名或标识", "the node's name or id", "NODE"))
    var node: String
    @Option(help: about("数据库角色（默认同节点名；没有就新建）", "the role (default: the node's name); made where there is none", "ROLE"))
    var role: String?
    @Flag(help: about("也可代交别的节点的事件（指挥中心）", "it may also bring events of other nodes, as a desk does"))
    var relays = false

    private struct AdmittedJSON: Encodable {
        let role: String
        let node: NodeID
        let relays: Bool
    }

    func perform(in session: Session) throws {
        let (url, _) = try place.address()
        let desk = try session.look()
        let card = try desk.node(node)
        let role = role ?? card.name.lowercased()
        try Hub.admit(url, role: role, node: card.id, relays: relays)
        session.tell(
            AdmittedJSON(role: role, node: card.id, relays: relays),
            text: session.read(
                "\(card.name) 可以角色 \(role) 使用枢纽；请为它设密码或证书（pg_hba.conf）",
                "\(card.name) may use the hub as \(role); give the role a password or a certificate (pg_hba.conf)"))
    }
}

struct HubDismiss: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: say("不再让一个角色使用枢纽；它交来的都留着", "let a role use the hub no more; what it brought stays"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL
    @Argument(help: about("数据库角色", "the role", "ROLE"))
    var role: String

    private struct DismissedJSON: Encodable { let role: String }

    func perform(in session: Session) throws {
        let (url, _) = try place.address()
        guard try Hub.dismiss(url, role: role) else {
            throw Refusal.unknownItem(CleanText.line(role, limit: 60))
        }
        session.tell(
            DismissedJSON(role: role),
            text: session.read("角色 \(role) 不再能使用枢纽", "the role \(role) can use the hub no more"))
    }
}

struct HubServe: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: say(
            "签收枢纽上的新事件并通知各节点；一直运行", "sign what the hub holds and tell the nodes of news; runs until it is stopped")
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL
    @OptionGroup var keyFile: HubKeyOption

    func perform(in session: Session) throws {
        let (url, name) = try place.address()
        let path = keyFile.path(session)
        guard let key = try KeyFile(database: path) else { throw LedgerError.keyMissing(path: path + ".key") }
        let read = session.read
        let (done, failure) = (DispatchSemaphore(value: 0), Held<HubError?>(nil))
        let keeper = HubKeeper(url, key: key) { news in
            switch news {
            case .waiting:
                Output.message("\(name): " + read("已有一个在值守，候补中", "another keeper is at work; waiting for its turn"))
            case .keeping: Output.message("\(name): " + read("值守中", "keeping it"))
            case .lost(let why, _):
                Output.message("\(name): " + read(why.phrase))
                // What waiting does not mend.
                if [.notBuilt, .otherKey, .notFounded].contains(why) {
                    failure.value = why
                    done.signal()
                }
            }
        }
        let signals = try awaitSignals { done.signal() }
        keeper.start()
        done.wait()
        keeper.stop()
        signals.end()
        if let failure = failure.value { throw failure }
    }
}

struct HubStatusCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: say("枢纽的状况（以其所有者身份连接）", "how the hub stands; connects as its owner"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL

    private struct StatusJSON: Encodable {
        struct Member: Encodable {
            let role: String
            let node: NodeID
            let name: String?
            let relays: Bool
            let chains: Int
            let events: Int64
            let connections: Int
        }
        struct Standby: Encodable {
            let name: String
            let state: String
            let sync: String
        }
        let hub: NodeID
        let desk: NodeID
        let key: String
        let chains: Int
        let events: Int64
        let unsigned: Int64
        let kept: Bool
        let members: [Member]
        let standbys: [Standby]
    }

    func perform(in session: Session) throws {
        let (url, name) = try place.address()
        let status = try Hub.status(url)
        // Names where there is a desk to ask: the hub's own machine need not have one.
        let nodes: [NodeRow]
        do {
            nodes = try session.look().ledger.read { try $0.nodes() }
        } catch LedgerError.missing, LedgerError.notSynced {
            nodes = []
        }
        func named(_ node: NodeID) -> String? { nodes.first { $0.card.id == node }?.card.name }
        guard !session.json else {
            return session.output.json(
                StatusJSON(
                    hub: status.hub, desk: status.desk, key: status.key, chains: status.chains, events: status.events,
                    unsigned: status.unsigned, kept: status.isKept,
                    members: status.members.map {
                        .init(
                            role: $0.role, node: $0.node, name: named($0.node), relays: $0.relays, chains: $0.chains,
                            events: $0.events, connections: $0.connections)
                    }, standbys: status.standbys.map { .init(name: $0.name, state: $0.state, sync: $0.sync) }))
        }
        let read = session.read
        session.output.text(
            "\(name): "
                + read(
                    "\(status.chains) 条链，\(status.events) 个事件，\(status.unsigned) 个未签收",
                    "\(status.chains) chains, \(status.events) events, \(status.unsigned) of them not signed for"))
        session.output.text(
            status.isKept
                ? read("hub serve 在值守", "hub serve is at work")
                : read("! 没有 hub serve 在值守：新事件要等五分钟才传到", "! no hub serve is at work: news takes up to five minutes"))
        for standby in status.standbys {
            session.output.text(
                read("备机 \(standby.name)：", "standby \(standby.name): ") + "\(standby.state), \(standby.sync)")
        }
        var table = Table([
            read("角色", "role"), read("节点", "node"), read("代交", "relays"), ">" + read("链", "chains"),
            ">" + read("事件", "events"), ">" + read("连接", "connections"),
        ])
        for member in status.members {
            table.add([
                member.role, named(member.node) ?? member.node.short, member.relays ? read("是", "yes") : "",
                "\(member.chains)", "\(member.events)", "\(member.connections)",
            ])
        }
        if table.isEmpty {
            session.output.text(read("还没有节点；用 guantong hub admit 准入", "no nodes yet; guantong hub admit lets them in"))
        } else {
            session.output.text(table.text())
        }
    }
}

struct HubTrust: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: say(
            "认可枢纽现在的密钥，并忘掉它以前的签收", "accept the hub's present key, and forget what it signed for before"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var place: HubURL

    private struct TrustedJSON: Encodable {
        let hub: NodeID
        let key: String
    }

    func perform(in session: Session) throws {
        let (url, name) = try place.address()
        let (desk, actor) = try session.act()
        guard actor.role.may(.manageNodes) else { throw Refusal.noRight(.manageNodes, actor.role) }
        let (hub, key) = try Hub.identity(url)
        try desk.ledger.remember(hub: hub, key: key, named: name, forgetting: true)
        session.tell(
            TrustedJSON(hub: hub, key: key),
            text: session.read("\(name) 的密钥已认可：\(key)", "the key of \(name) is accepted: \(key)"))
    }
}
