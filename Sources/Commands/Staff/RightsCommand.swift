import ArgumentParser
import Newsroom

/// `guantong rights`: who may do what, from the one table.
struct RightsCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "rights", abstract: say("各角色的权限表", "who may do what"))
    @OptionGroup var common: CommonOptions

    private struct RightJSON: Encodable {
        let right: String
        let roles: [Role]
    }

    func perform(in session: Session) throws {
        let read = session.read
        if session.json {
            for right in Right.allCases {
                session.output.json(RightJSON(right: right.rawValue, roles: right.roles))
            }
            return
        }
        var table = Table([read("权限", "right")] + Role.allCases.map { read($0.phrase) })
        for right in Right.allCases {
            table.add([read(right.phrase)] + Role.allCases.map { $0.may(right) ? read("可", "yes") : "-" })
        }
        session.tellTable(table)
    }
}
