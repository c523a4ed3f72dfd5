import ArgumentParser
import Foundation
import Interchange
import Ledger
import Newsroom

/// `guantong init`: makes a database with roster, limits, and the caller as administrator.
struct InitCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: say("新建数据库，你即管理员", "make a database; you become its administrator"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("名册文件（默认郑州）", "the roster (default: Zhengzhou's)", "FILE"), completion: .file())
    var roster: String?
    @Option(help: about("你的姓名", "your name"))
    var name: String?
    @Option(
        help: about(
            "加入已有的台：指挥中心的口令（guantong peers word）",
            "join a desk that is there: its word, as guantong peers word prints it", "WORD"))
    var join: String?
    @Option(help: about("与 --join 同用：这个节点属于哪个中心", "with --join: whose node this is", "CENTRE"))
    var centre: String?

    func validate() throws {
        if join != nil, centre == nil {
            throw ValidationError(say("--join 须同时写 --centre", "--join needs --centre"))
        }
        if join == nil, centre != nil {
            throw ValidationError(say("--centre 只与 --join 同用", "--centre goes with --join only"))
        }
        if join != nil, roster != nil {
            throw ValidationError(say("加入的台自有名册，不用 --roster", "the desk that is joined has its roster: no --roster"))
        }
    }

    private struct JoinedJSON: Encodable {
        let database: String
        let node: NodeID
        let name: String
        let centre: CentreID
        let key: String
    }

    private struct MadeJSON: Encodable {
        let database: String
        let desk: CentreID
        let centres: Int
        let administrator: StaffJSON
    }

    func perform(in session: Session) throws {
        if let join, let centre { return try self.join(join, centre, session) }
        let file = try roster ?? Places.data("zhengzhou.toml")
        let roster = try RosterFile.read(path: file)
        let login = Places.login()
        let given = CleanText.line(name ?? Places.fullName(), limit: 40)
        let administrator = StaffCard(
            id: Places.identifier(login: login), name: given.isEmpty ? login : given, role: .administrator,
            centre: roster.charter.id, login: login)
        let ledger = try Ledger.create(
            path: session.path, charter: roster.charter, centres: roster.centres, channels: roster.channels,
            policy: roster.policy,
            administrator: administrator)
        ledger.close()
        session.tell(
            MadeJSON(
                database: session.path, desk: roster.charter.id, centres: roster.centres.count,
                administrator: StaffJSON(administrator)),
            text: session.path)
        guard !session.json else { return }
        session.remark(
            session.read(
                "\(roster.charter.name.zh)，\(roster.centres.count) 个中心；管理员 \(administrator.id.rawValue)。"
                    + "下一步：guantong staff add 添加人员",
                "\(roster.charter.name.en), \(roster.centres.count) centres; administrator "
                    + "\(administrator.id.rawValue). Next: add people with guantong staff add"))
    }

    /// Makes an empty database that trusts the desk named and waits to be admitted there.
    private func join(_ word: String, _ centre: String, _ session: Session) throws {
        guard let desk = DeskWord(word.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure.usage(
                Phrase(
                    "--join 不是台的口令；请在指挥中心运行 guantong peers word 并整行粘贴",
                    "--join is no desk's word; run guantong peers word at the desk and paste the whole line"))
        }
        guard let id = CleanText.identifier(centre) else {
            throw Refusal.badIdentifier(CleanText.line(centre, limit: 60))
        }
        let given = CleanText.line(name ?? "\(id)-1", limit: 40)
        let (ledger, card) = try Ledger.join(
            path: session.path, desk: desk, centre: CentreID(rawValue: id), name: given)
        ledger.close()
        let admit = "guantong peers add \(given) --centre \(id) --node \(card.id.rawValue) --key \(card.key)"
        session.tell(
            JoinedJSON(
                database: session.path, node: card.id, name: given, centre: card.centre, key: card.key),
            text: admit)
        guard !session.json else { return }
        session.remark(
            session.read(
                "请指挥中心运行上面这一行准入本节点，然后在这里 guantong sync PEER",
                "let the desk run the line above to admit this node; then, here: guantong sync PEER"))
    }
}

extension Places {
    /// A file of the installation's Data folder.
    static func data(_ name: String) throws -> String {
        guard let folder = installation() else { throw Failure.noInstallation }
        return folder + "/Data/" + name
    }
}
