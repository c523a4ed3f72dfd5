import ArgumentParser
import Ledger
import Newsroom

/// `guantong duty`: the caller takes duty at their own centre.
struct DutyCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: say("在本中心接班", "take duty at your centre"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        let outcome = try desk.ledger.perform(.centre(.takeDuty), as: actor)
        for event in outcome.events {
            session.tell(LogJSON(event, zone: desk.zone, read: desk.read), text: desk.line(event, at: event.at))
        }
    }
}
