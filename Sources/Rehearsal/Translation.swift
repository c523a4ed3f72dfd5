import Files

/// The language of a visitor's day. Scripts are written in Chinese; another language is a file beside them:
///
///     [words]                             # names, titles, opinions, reasons, notes: anything of one line
///     "张敏" = "Zhang Min"
///     [bodies]                            # texts by the label of their story, or of one of its later texts
///     rain-main = """…"""
///     "rain-main fixed" = """…"""
///
/// What the file does not have stays Chinese.
public struct Translation: Sendable {
    private var words: [String: String] = [:]
    private var bodies: [String: String] = [:]
    private let isOriginal: Bool

    /// The language that the scripts are written in.
    public static let chinese = Translation()

    private init() { isOriginal = true }

    /// Reads a language's file, or several for a day of several scripts.
    public init(paths: [String]) throws(DataFileError) {
        isOriginal = false
        for path in paths {
            let root = try TOMLDocument(path: path).root
            try root.allow(only: ["words", "bodies"])
            if let section = try root.section("words") {
                for key in section.keys { words[key] = try section.text(key) }
            }
            if let section = try root.section("bodies") {
                for key in section.keys { bodies[key] = try section.text(key) }
            }
        }
    }

    /// Reads a language's file.
    public init(path: String) throws(DataFileError) { try self.init(paths: [path]) }

    fileprivate func found(line text: String) -> String? { isOriginal ? text : words[text] }
    fileprivate func found(body label: String, _ text: String) -> String? { isOriginal ? text : bodies[label] }
}

/// Reads scripts in a language, and notes what the language has not.
final class ScriptTongue {
    private let tongue: Translation
    private(set) var missing: [String] = []

    init(_ tongue: Translation) { self.tongue = tongue }

    /// A text of one line.
    func line(_ text: String) -> String {
        if let found = tongue.found(line: text) { return found }
        missing.append(text)
        return text
    }

    /// A text of several lines, by its label.
    func body(_ label: String, _ text: String) -> String {
        if let found = tongue.found(body: label, text) { return found }
        missing.append(label)
        return text
    }
}
