import Ledger
import Newsroom
import Terminal

/// What lies over the screen and takes the keys until it is closed.
enum Overlay: Sendable {
    /// The keys of this screen.
    case help(scroll: Int)
    /// Every action, found by typing.
    case palette(LineEditor, index: Int)
    /// A question before what cannot be taken back.
    case confirm(question: String, commands: [Command], done: String)
    case form(Form, purpose: FormPurpose, problem: String?)
    /// A text, where no editor may be started.
    case text(TextEditor, purpose: EditPurpose)
    /// A kept text against what the desk has now, before it is written on over what a colleague saved.
    case difference(KeptText, purpose: EditPurpose, scroll: Int)
    /// The texts that are kept, to be opened or dropped.
    case texts(index: Int, isAsking: Bool)
    /// How the lessons went.
    case results
    /// What the reader did that came to nothing: why, and what can be done now.
    case overruled(OverruledRow)
}

/// What a form makes.
enum FormPurpose: Hashable, Sendable {
    case dispatch, story, lead
    case staff(StaffID?)
    /// What an action makes that has its form with it, by the action's id.
    case action(String)
}

/// The line at the bottom in which one types.
struct Prompt: Sendable {
    enum Kind: Hashable, Sendable {
        /// Any command by name.
        case command
        case filter
        case search
        /// The text that an action asks for: a reason, an opinion, a title.
        case argument(String)
    }

    /// Asks why a text that was written is to take the place of what is out, of `Kind.argument`.
    static let correction = "correction"
    /// The same of a slip.
    static let slip = "slip"

    var kind: Kind
    var label: String
    var editor: LineEditor
    /// What stands below: what will happen, or what is missing.
    var preview: [Span] = []
    var completions: [Completion] = []
    var choice: Int?
    var recommendations: [Recommendation] = []
    var aim: PromptTarget?
    /// What stood there to begin with: only what differs from it is its writer's.
    var begun: String

    init(kind: Kind, label: String, editor: LineEditor, aim: PromptTarget? = nil) {
        (self.kind, self.label, self.editor, self.aim) = (kind, label, editor, aim)
        begun = editor.text
    }

    /// Whether what is typed in it is kept nowhere but where it goes.
    var isSecret: Bool {
        let action: Action? =
            switch kind {
            case .filter, .search: nil
            case .argument(let id): Actions.byID[id]
            case .command: Actions.named(Model.split(editor.text).word)
            }
        return action?.ask?.isSecret ?? false
    }
}

/// What a line is typed about, as it stood when the line was begun: lists and texts may change under whoever types.
struct PromptTarget: Sendable {
    var item: Item?
    /// The story on the screen, with the text that was read.
    var story: Story?
}
