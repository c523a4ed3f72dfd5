import ArgumentParser
import Foundation
import Ledger
import Newsroom

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: about(
            "数据库文件（默认 $GUANTONG_DB，其次用户数据目录）", "the database (default: $GUANTONG_DB, else in the user's data folder)",
            "PATH"),
        completion: .file())
    var database: String?

    @Option(
        name: .customLong("as"),
        help: about("以某人名义办理，仅限管理员", "act for this staff member; for administrators only", "STAFF"))
    var actingFor: String?

    @Option(
        help: about(
            "以自己的哪个岗位办理（有几个岗位时）", "in which of one's posts to act, of several", "ROLE@CENTRE"))
    var post: String?

    @Option(help: about("语言：zh 或 en", "the language: zh or en", "LANG"))
    var lang: Language?

    @Flag(help: about("输出 JSON", "print JSON"))
    var json = false

    @Flag(
        name: .customLong("clock-is-right"),
        help: about("本机时钟跳过，但现在是对的：接着写", "this machine's clock was set and is right now: go on"))
    var clockIsRight = false

    var language: Language { lang ?? Language(environment: ProcessInfo.processInfo.environment) }
}

extension Language: ExpressibleByArgument {}

// Terms are read here as everywhere: by their names in either language, their beginnings and sounds.

extension Role: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension Priority: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension Origin: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension Verdict: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension DeliveryState: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension AttachmentRole: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}
extension LeadSource: ExpressibleByArgument {
    /// From a name in either language, its beginning or its sound; `nil` for none and for several.
    public init?(argument: String) { self.init(typed: argument) }
}

extension TypedTerm {
    /// The one term that a typed word means; `nil` for none and for several.
    fileprivate init?(typed: String) {
        guard let term = try? Self.read(typed) else { return nil }
        self = term
    }
}

/// A review's level on the command line: 1, 2 or 3.
enum Level: Int, ExpressibleByArgument, CaseIterable {
    case first = 1
    case second, third

    var stage: Stage {
        switch self {
        case .first: .first
        case .second: .second
        case .third: .third
        }
    }
}

/// Several words in one argument: `text,photo`.
struct DeliverableList: ExpressibleByArgument {
    let items: [Deliverable]

    init?(argument: String) {
        // Which word it was the command line says itself.
        guard let items = try? Deliverable.list(argument) else { return nil }
        guard !items.isEmpty else { return nil }
        self.items = items
    }
}

/// The numbers that a verb is for.
struct Numbers: ParsableArguments {
    @Argument(help: about("编号（如 T-0117）或标识，可多个", "numbers such as T-0117, or ids; several may be given", "NUMBER"))
    var numbers: [String]
}

/// Which part of a list is wanted.
struct ListOptions: ParsableArguments {
    @Option(help: about("只看某中心", "only of this centre", "CENTRE"))
    var centre: String?
    @Flag(help: about("只看未办结的", "only what is still open"))
    var open = false
    @Option(help: about("最多列出多少", "how many at most", "N"))
    var limit = 1000

    func validate() throws { try Self.check(limit) }

    /// Refuses how many rows no list has.
    static func check(_ limit: Int) throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError(say("--limit 须在 1 到 1000000 之间", "--limit is from 1 to 1000000"))
        }
    }

    func filter(_ desk: OpenDesk) throws -> Filter {
        Filter(centre: try centre.map(desk.centre), openOnly: open, limit: limit)
    }
}

/// Why something is done.
struct Reason: ParsableArguments {
    @Option(help: about("理由，- 为标准输入", "why; - for standard input", "TEXT"))
    var reason: String

    func text() throws -> String { try InputText.typed(reason) }
}

/// A help text in the language that the command line or the environment asks for.
func say(_ zh: String, _ en: String) -> String { helpLanguage == .zh ? zh : en }

/// A help text for an option, with the name of its value.
func about(_ zh: String, _ en: String, _ value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(say(zh, en), valueName: value)
}

/// Help is made before the command line is parsed, so `--lang` is looked for by hand.
private let helpLanguage: Language = {
    let words = CommandLine.arguments.prefix(200)
    for (word, next) in zip(words, words.dropFirst() + [""]) {
        if word == "--lang", let language = Language(rawValue: next) { return language }
        if word.hasPrefix("--lang="), let language = Language(rawValue: String(word.dropFirst(7))) { return language }
    }
    return Language(environment: ProcessInfo.processInfo.environment)
}()

/// A command at a desk: whatever it throws is said in a sentence.
protocol DeskCommand: ParsableCommand {
    var common: CommonOptions { get }
    /// Does the work.
    func perform(in session: Session) throws
}

extension DeskCommand {
    func run() throws {
        let session = Session(common)
        do {
            try perform(in: session)
            try session.finish()
        } catch {
            throw session.end(with: error)
        }
    }
}
