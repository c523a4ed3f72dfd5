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

    private struct MadeJSON: Encodable {
        let database: String
        let desk: CentreID
        let centres: Int
        let administrator: StaffJSON
    }

    func perform(in session: Session) throws {
        let file = try roster ?? Places.data("zhengzhou.toml")
        let roster = try RosterFile.read(path: file)
        let login = Places.login()
        let given = CleanText.line(name ?? Places.fullName(), limit: 40)
        let administrator = StaffCard(
            id: Places.identifier(login: login), name: given.isEmpty ? login : given, role: .administrator,
            centre: roster.charter.id, login: login)
        let ledger = try Ledger.create(
            path: session.path, charter: roster.charter, centres: roster.centres, policy: roster.policy,
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
}

extension Places {
    /// A file of the installation's Data folder.
    static func data(_ name: String) throws -> String {
        guard let folder = installation() else { throw Failure.noInstallation }
        return folder + "/Data/" + name
    }
}
