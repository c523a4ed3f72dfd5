import Files
import Newsroom

/// How the day's people talk when no script tells them what to say: one file of lists, each in the words of a newsroom.
/// In `bodies`, `{title}` and `{centre}` stand for those of the task.
struct Habits: Sendable {
    /// Why a centre declines a task.
    var declines: [String] = []
    /// Why the desk drops a lead.
    var dismissals: [String] = []
    /// Opinions with which the first, the second and the third review pass.
    var opinions: [Stage: [String]] = [:]
    /// Opinions with which a review returns a story.
    var returns: [String] = []
    /// What an author adds to a returned story.
    var amends: [String] = []
    /// Why a channel failed.
    var failures: [String] = []
    /// What a reporter writes on a task for which nobody has written a text.
    var bodies: [String] = []
    /// Channels that go together.
    var channels: [[ChannelID]] = []
    /// The text that comes of a lead or a task, by its title.
    var writings: [String: Writing] = [:]
    /// When people of a centre cannot be reached.
    var silences: [Silence] = []

    /// A headline and what stands under it.
    struct Writing: Sendable {
        var title: String
        var body: String
    }

    /// A centre from which nothing is heard for a while, in seconds from now.
    struct Silence: Sendable {
        var centre: CentreID
        var from: Int
        var to: Int
    }

    /// Reads `[habits]`.
    mutating func take(_ section: TOMLSection, _ tongue: ScriptTongue) throws(DataFileError) {
        try section.allow(only: [
            "declines", "dismissals", "first", "second", "third", "returns", "amends", "failures", "bodies",
            "channels",
        ])
        func lines(_ key: String) throws(DataFileError) -> [String] {
            try section.need(key, section.strings(key)).map { tongue.line($0) }
        }
        declines = try lines("declines")
        dismissals = try lines("dismissals")
        opinions = [.first: try lines("first"), .second: try lines("second"), .third: try lines("third")]
        returns = try lines("returns")
        amends = try lines("amends")
        failures = try lines("failures")
        bodies = try lines("bodies")
        channels = try section.need("channels", section.strings("channels")).map { list in
            TypedList.names(list).map(ChannelID.init(rawValue:))
        }
    }
}
