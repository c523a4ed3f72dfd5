import Ledger
import Newsroom
import Terminal

/// What a dispatch line is read against: the desk as it stands, and what the person is looking at.
struct DispatchContext {
    /// A lead or a story that is selected: it may lend its title, and is linked then.
    typealias Selected = (id: SubjectID, number: Number, title: String)

    var directory: Directory
    var now: Moment
    var zone: Zone
    var language: Language
    var actor: Person
    /// Whom to send, the best first.
    var recommendations: [Recommendation] = []
    var selectedLead: Selected?
    var selectedStory: Selected?
    var policy = Policy()
    /// What a number or an id names.
    var find: (String) -> Directory.Found<NumberedItem> = { _ in .none }

    /// Names and languages for sentences.
    var reader: Localizer { Localizer(language: language, zone: zone, directory: directory) }

    /// The text in the person's language.
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// Names in a row, as the language joins them.
    func list(_ names: [String]) -> String { names.joined(separator: say("、", ", ")) }
}

/// A piece of a line with its meaning.
struct Span: Equatable, Sendable {
    var text: String
    var style: Style

    init(_ text: String, _ style: Style = .text) {
        self.text = text
        self.style = style
    }
}

/// One way to go on with a line that is being typed.
struct Completion: Equatable, Sendable {
    /// The whole line with the word completed.
    var replacement: String
    /// Where the cursor stands in it, in characters.
    var cursor: Int
    /// The word for a list of choices.
    var label: String
    /// What it is, and why it is offered.
    var detail: String
}
