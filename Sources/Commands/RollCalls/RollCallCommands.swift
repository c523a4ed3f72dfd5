import ArgumentParser
import Ledger
import Newsroom

/// `guantong rollcall …`
struct RollCallCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall", abstract: say("点名", "the roll call"),
        subcommands: [RollCallCall.self, RollCallAnswer.self, RollCallShow.self])
}

struct RollCallCall: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: say("点名（默认全部中心）", "call the roll, of all centres by default"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("中心", "the centres", "CENTRE"))
    var centres: [String] = []

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let named = try centres.flatMap(desk.centres)
        let all = desk.directory.roster.map(\.id)
        try desk.ledger.perform(.rollCall(.call(centres: named.isEmpty ? all : named)), as: actor)
        session.recorded { try session.tellRollCall(desk) }
    }
}

struct RollCallAnswer: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: say("代表本中心应答最近一次点名", "answer the latest roll call for your centre"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        guard let call = try desk.ledger.read({ try $0.rollCall() }) else { throw Failure.noRollCall }
        try desk.ledger.perform(.rollCall(.answer(call.id)), as: actor)
        session.recorded { try session.tellRollCall(desk) }
    }
}

struct RollCallShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: say("最近一次点名：谁应答了，谁没有", "the latest roll call: who answered, who did not"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws { try session.tellRollCall(try session.look()) }
}
