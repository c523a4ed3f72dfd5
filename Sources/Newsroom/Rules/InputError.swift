/// What was typed and means nothing, or several things. It is said in the same words wherever it was typed: on a line, in
/// a form, on the command line.
public enum InputError: Error, Equatable, Sendable {
    /// No such name; `typed` is fit to be said back.
    case unknownCentre(String)
    case unknownStaff(String)
    case unknownChannel(String)
    /// Neither a centre nor a person.
    case unknownAddressee(String)
    /// A name that fits several.
    case ambiguousCentre(String, [CentreCard])
    case ambiguousStaff(String, [StaffCard])
    case ambiguousChannel(String, [ChannelCard])
    /// No time that can be read.
    case unreadableTime(String)
    /// None of the terms that there are.
    case unknownTerm(String, known: [Phrase])
    case ambiguousTerm(String, [Phrase])

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .unknownCentre: "unknownCentre"
        case .unknownStaff: "unknownStaff"
        case .unknownChannel: "unknownChannel"
        case .unknownAddressee: "unknownAddressee"
        case .ambiguousCentre, .ambiguousStaff, .ambiguousChannel, .ambiguousTerm: "ambiguousName"
        case .unreadableTime: "badTime"
        case .unknownTerm: "unknownTerm"
        }
    }

    /// Whether what was typed is wrong whatever the desk holds: no time, no term.
    public var isOfForm: Bool {
        switch self {
        case .unreadableTime, .unknownTerm, .ambiguousTerm: true
        case .unknownCentre, .unknownStaff, .unknownChannel, .unknownAddressee, .ambiguousCentre, .ambiguousStaff,
            .ambiguousChannel:
            false
        }
    }

    /// What was typed, fit to be said back: one line, not long.
    static func shown(_ typed: String) -> String { CleanText.line(typed, limit: 60) }
}
