import ArgumentParser
import Foundation
import Ledger
import Newsroom

/// `guantong peers …`
struct PeersCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers", abstract: say("共享同一个台的节点", "the nodes that share the desk"),
        subcommands: [PeersList.self, PeersAdd.self, PeersRemove.self, PeersWord.self, PeersRotate.self],
        defaultSubcommand: PeersList.self)
}

struct PeersList: DeskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("列出节点", "list the nodes"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let desk = try session.look()
        let (rows, now) = try desk.ledger.read { (try $0.nodes(), $0.now) }
        guard !session.json else {
            for row in rows { session.output.json(NodeJSON(row, zone: desk.zone)) }
            return
        }
        session.tellTable(desk.table(rows, at: now))
    }
}

struct PeersAdd: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: say("准入一个节点（在指挥中心，限管理员）", "admit a node; at the desk, for administrators"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("给它起的名字", "what to call it", "NAME"))
    var name: String
    @Option(help: about("属于哪个中心", "whose node it is", "CENTRE"))
    var centre: String
    @Option(help: about("节点标识", "the node's id", "ID"))
    var node: String
    @Option(help: about("节点公钥", "the node's public key", "KEY"))
    var key: String

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        // Asked before anything is founded: who may not admit makes no key either.
        guard actor.role.may(.manageNodes) else { throw Refusal.noRight(.manageNodes, actor.role) }
        let card = NodeCard(
            id: NodeID(rawValue: node), name: name, centre: try desk.centre(centre), slot: 0, key: key)
        _ = try desk.ledger.foundMembership(name: desk.directory.charter.id.rawValue, by: actor)
        try desk.ledger.perform(.node(.admit(card)), as: actor)
        session.recorded {
            let row = try desk.ledger.read { try $0.nodes().first { $0.card.id == card.id } }
            guard let row else { throw Refusal.unknownItem(card.id.short) }
            session.tell(
                NodeJSON(row, zone: desk.zone),
                text: desk.read(
                    "已准入 \(row.card.name)，编号位 \(row.card.slot)",
                    "admitted \(row.card.name), place \(row.card.slot) in numbers"))
        }
    }
}

struct PeersRemove: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: say("除名一个节点：此后所写不再算数", "revoke a node: what it writes from now on does not count"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("节点名或标识", "the node's name or id", "NODE"))
    var node: String
    @OptionGroup var reason: Reason

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let card = try desk.node(node)
        let ends = try desk.ledger.ends(of: card.id)
        try desk.ledger.perform(.node(.revoke(card.id, ends: ends, reason: try reason.text())), as: actor)
        session.recorded {
            let row = try desk.ledger.read { try $0.nodes().first { $0.card.id == card.id } }
            guard let row else { return }
            session.tell(NodeJSON(row, zone: desk.zone), text: desk.read("已除名 \(card.name)", "revoked \(card.name)"))
        }
    }
}

struct PeersWord: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "word",
        abstract: say("打印本台的口令，供新节点 init --join", "print the desk's word, which a new node needs for init --join"))
    @OptionGroup var common: CommonOptions

    private struct WordJSON: Encodable { let word: String }

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let known = try desk.ledger.membership()
        if known == nil, !actor.role.may(.manageNodes) { throw Refusal.noRight(.manageNodes, actor.role) }
        if known == nil {
            _ = try desk.ledger.foundMembership(name: desk.directory.charter.id.rawValue, by: actor)
        }
        let word = try desk.ledger.deskWord().text
        session.tell(WordJSON(word: word), text: word)
    }
}

struct PeersRotate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: say("为本节点换新密钥", "make a new key for this node"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        try desk.ledger.rotateKey(by: actor)
        let own = try desk.ledger.membership()?.node
        let row = try desk.ledger.read { try $0.nodes().first { $0.card.id == own } }
        guard let row else { return }
        session.tell(
            NodeJSON(row, zone: desk.zone),
            text: desk.read(
                "已换新密钥，旧密钥从此无效；同步后各节点知晓。以前发出的 peers word 口令请重发",
                "the key is changed and the old one counts no more; the others learn of it with the next sync. Words of peers word that were given before are to be given anew"
            ))
    }
}

extension OpenDesk {
    /// The node that a typed name or the beginning of an id means.
    func node(_ typed: String) throws -> NodeCard {
        let cards = try ledger.read { try $0.nodes() }.filter { $0.revokedAt == nil }.map(\.card)
        let found = cards.filter { $0.name == typed || (typed.count >= 4 && $0.id.rawValue.hasPrefix(typed)) }
        guard let card = found.first else { throw Refusal.unknownItem(CleanText.line(typed, limit: 60)) }
        guard found.count == 1 else {
            throw Failure.ambiguousNode(
                CleanText.line(typed, limit: 60), candidates: found.prefix(12).map { "\($0.name) \($0.id.short)" })
        }
        return card
    }
}
