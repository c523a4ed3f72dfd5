import Newsroom

/// A text that somebody has written and the desk has not taken. It lies in a file of its writer's from the first keys
/// on, until the desk has it for good or its writer drops it.
struct KeptText: Identifiable, Equatable, Sendable {
    /// What a text is for.
    enum Purpose: Hashable, Sendable {
        case story(SubjectID)
        case correction(SubjectID)
        /// What an action asks for in a line, by the action's id, about one thing or none.
        case line(String, about: SubjectID?)
        case form(FormPurpose)
        /// A file of an earlier version: it names its story by number, and no desk.
        case unknown(Number)
    }

    /// Names its file, too; no other console gives the same.
    let id: String
    var purpose: Purpose
    /// The version that it began from.
    var base: TextBase?
    var text: String
    /// The number of what it is about, for people who look into the folder.
    var label = ""
    var at: Moment
    /// Texts that this one began with: they go when the desk has it.
    var replaces: [String] = []
    /// Where its file was found.
    var path: String?
    /// Whether an editor left more beside its file than stands in it: a swap file, a copy. Only that editor can tell what.
    var holdsMore = false
}

extension KeptText.Purpose {
    /// The story whose text it is.
    var story: SubjectID? {
        switch self {
        case .story(let id), .correction(let id): id
        case .line, .form, .unknown: nil
        }
    }
}

/// A version that a text began from.
struct TextBase: Equatable, Sendable {
    /// From 1.
    var number: Int
    /// Sixteen digits of its hash: after an exchange with another node the same number may be another text's.
    var hash: String

    init(number: Int, hash: String) {
        self.number = number
        self.hash = hash
    }

    init(_ version: Story.Version) {
        self.init(number: version.number, hash: String(version.textHash.rawValue.prefix(16)))
    }
}

/// The text that is open, and the file that it goes to.
struct Draft: Equatable, Sendable {
    /// By what it is seen that the text has changed, without comparing long ones.
    enum Mark: Equatable, Sendable {
        case text(String)
        case changes(Int)
    }

    let id: String
    var purpose: KeptText.Purpose
    var mark: Mark
    /// Whether there is something of its writer's in it, and so in its file.
    var isKept = false
}

/// A text as it stands while somebody writes it.
struct OpenText: Sendable {
    var purpose: KeptText.Purpose
    var base: TextBase?
    var mark: Draft.Mark
    /// The text itself, which takes a moment where it is long.
    var text: @Sendable () -> String
}

/// What became of a text in the reader's own editor.
enum EditResult: Sendable {
    case changed(KeptText)
    /// It came back as it was; with the text where it is one that was kept.
    case unchanged(KeptText?)
    /// There is no file that an editor could be given.
    case noFile(KeptText, isNew: Bool, KeepingError)
    /// The editor ended badly; with what it left, where it left something.
    case failed(String, left: KeptText?)
}
