import Files
import Newsroom

extension ScriptStep {
    /// A line of a story's `steps` about its being hidden; `nil` for any other:
    ///
    ///     "… hide", "… hide 理由", "… show-again", "… hidden app", "… shown app"
    ///
    /// The last two are what whoever serves a channel says of it.
    static func hiding(_ line: ScriptLine, _ label: String) throws(DataFileError) -> ScriptStep? {
        let command: @Sendable (SubjectID) -> Command
        switch line.verb {
        case "hide":
            let reason = line.words.isEmpty ? nil : try line.rest(0)
            command = { .story(.hiding($0, .hide(reason: reason))) }
        case "show-again": command = { .story(.hiding($0, .show)) }
        case "hidden", "shown":
            let (channel, visibility) = (
                ChannelID(rawValue: try line.word(0)), line.verb == "hidden" ? Visibility.hidden : .shown
            )
            command = { .placement(.report($0, channel: channel, visibility)) }
        default: return nil
        }
        return .other(
            ScriptStep.Other(touches: ["story \(label)"]) { labels throws(UnknownLabel) in
                command(try labels.id("story", label))
            })
    }
}
