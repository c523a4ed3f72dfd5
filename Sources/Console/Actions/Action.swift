import Newsroom

/// One thing that somebody can do. The table of actions makes the keys, the hints, the help, the palette, the `:`
/// commands, and the reason why something is not possible now.
struct Action: Sendable {
    /// The name used in the configuration, such as `task.acknowledge`.
    let id: String
    /// A word or two, for hints and menus.
    let name: Phrase
    /// A sentence, for the help.
    let help: Phrase
    /// The keys it has unless the configuration says otherwise.
    let keys: [String]
    /// What one types after `:`.
    let commands: [String]
    let group: Group
    /// The text it asks for before it can be done.
    var ask: Ask?
    /// The form that it opens, where it has one of its own.
    var form: FormMaker?
    /// Its weight in the hints bar where it is possible; 0 keeps it out.
    var hint = 0
    /// Whether it is what one would do here; possible but unlikely actions stay out of the hints.
    var isApt: @Sendable (Model) -> Bool = { _ in true }
    let possible: @Sendable (Model) -> Availability
    /// Does it; the text is what was asked for, or what stood behind the command.
    let run: @Sendable (inout Model, String) -> [Effect]

    enum Group: Hashable, CaseIterable, Sendable {
        case go, task, story, lead
        /// Of a series with screens of its own.
        case series(Series)
        case desk, view

        static let allCases: [Group] =
            [.go, .task, .story, .lead] + SubjectScreens.all.map { .series($0.series) } + [.desk, .view]

        var phrase: Phrase {
            switch self {
            case .go: Phrase("去哪里", "Going places")
            case .task: Phrase("任务", "Tasks")
            case .story: Phrase("稿件", "Stories")
            case .lead: Phrase("线索", "Leads")
            case .series(let series): SubjectScreens.of(series)?.name ?? Phrase(series.rawValue, series.rawValue)
            case .desk: Phrase("指挥台", "The desk")
            case .view: Phrase("画面", "The screen")
            }
        }

        /// Whether its actions are about one thing each.
        var isOfThings: Bool { self != .go && self != .desk && self != .view }
    }

    /// A form, and what it comes to.
    struct FormMaker: Sendable {
        let make: @Sendable (Model) -> Form
        let commands: @Sendable (Form, Model) -> FormAnswer<[Command]>
        /// What to say when it is done.
        let done: Phrase
    }

    /// A text that an action needs.
    struct Ask: Sendable {
        let label: Phrase
        /// What it is about beside the thing that is named, such as the review that is open.
        var about: @Sendable (Model) -> String = { _ in "" }
        /// What stands there to begin with.
        var proposal: @Sendable (Model) -> String = { _ in "" }
        var isRequired = true
        /// Whether what is typed is kept nowhere but where it goes: in no file of its writer's, and not among the lines that
        /// Up brings back.
        var isSecret = false
    }

    /// Whether an action can be done now.
    enum Availability: Sendable {
        case yes
        /// It belongs here but not now, and why.
        case no(String)
        /// It has nothing to do with this screen.
        case elsewhere

        var isYes: Bool {
            if case .yes = self { true } else { false }
        }
    }
}

/// What `update` asks the runtime to do.
enum Effect: Sendable {
    case perform(Submission)
    case reload
    /// Hand the terminal to the editor; the text comes back as `Message.edited`. One that is new is nobody's yet, and
    /// goes when it comes back unchanged.
    case edit(KeptText, EditPurpose, isNew: Bool)
    /// Put a text into its file now.
    case keep(KeptText)
    /// The open text has changed: put it into its file soon.
    case keepSoon
    /// The desk has these texts, or their writer dropped them: their files go.
    case forget([KeptText.ID])
    /// Look for the texts that are kept; they come back as `Message.keptTexts`.
    case findTexts
    /// Look for what a station or an exercise is about; it comes back as `Message.scouted`.
    case scout(TargetFinder)
    case recommend(title: String, centres: [CentreID])
    /// Take the hash of the file at a path; it comes back as `Message.digested`.
    case digest(String, AttachmentOrder)
    case theme(String)
    case mouse(Bool)
    /// The bell, and a word to the desktop where that is wanted.
    case alert(String)
    /// Go to what a number names.
    case find(String)
    /// Find what these numbers and ids name; it comes back as `Message.lookedUp`.
    case lookUp([String])
    case redraw
    case suspend
    case quit
}

/// What a text from the editor is for.
enum EditPurpose: Equatable, Sendable {
    /// The version that was opened, so that a change by somebody else in between is noticed.
    case story(SubjectID, base: TextBase)
    /// Of what is out, or of the open correction of it; `isSlip` where no fact is to change.
    case correction(SubjectID, base: TextBase, isSlip: Bool)

    /// Whose text it is.
    var story: SubjectID {
        switch self {
        case .story(let id, _), .correction(let id, _, _): id
        }
    }

    var base: TextBase {
        switch self {
        case .story(_, let base), .correction(_, let base, _): base
        }
    }

    /// The same from another version.
    func from(_ base: TextBase) -> EditPurpose {
        switch self {
        case .story(let id, _): .story(id, base: base)
        case .correction(let id, _, let isSlip): .correction(id, base: base, isSlip: isSlip)
        }
    }

    /// The same for a text that is kept.
    var kept: KeptText.Purpose {
        switch self {
        case .story(let id, _): .story(id)
        case .correction(let id, _, _): .correction(id)
        }
    }
}

/// The table.
enum Actions {
    // The order is that of the help and of Docs/keys.md; of several on one key the first that is possible is meant.
    static let all: [Action] =
        going + tasks + stories + corrections + emergencies + sendOuts + attachments + hidings + placements + leads
        + SubjectScreens.all.flatMap(\.actions)
        + centres
        + rollCalls
        + theDesk + ListScreens.others.flatMap(\.actions) + own + messages + overruled + viewing
        + guiding
    static let byID: [String: Action] = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

    /// Those that the hints bar may show, the weightiest first.
    static let hinted = all.filter { $0.hint > 0 }.sorted { $0.hint > $1.hint }

    /// The action with this command word.
    static func named(_ word: String) -> Action? {
        let wanted = word.lowercased()
        return all.first { $0.commands.contains(wanted) || $0.id == wanted || $0.name.zh == wanted }
    }
}
