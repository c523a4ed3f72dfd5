import Foundation
import Newsroom
import TOMLKit
import Terminal

/// Which keys do what. One key may stand for several actions that never share a screen; the first that is at home
/// on the present one is meant.
struct Keymap: Sendable {
    private(set) var actions: [Key: [String]] = [:]
    private(set) var keys: [String: [Key]] = [:]

    /// The keys of the table of actions.
    static let standard: Keymap = {
        var map = Keymap()
        for action in Actions.all { map.bind(action.id, action.keys.compactMap(Key.init(named:))) }
        return map
    }()

    /// Gives an action these keys and no others.
    mutating func bind(_ id: String, _ keys: [Key]) {
        for key in self.keys[id] ?? [] { actions[key]?.removeAll { $0 == id } }
        self.keys[id] = keys
        for key in keys { actions[key, default: []].append(id) }
    }

    /// What a key does on this screen: an action that is possible, else one that says why not.
    func action(for key: Key, _ model: Model) -> Action? {
        let candidates = (actions[key] ?? []).compactMap { Actions.byID[$0] }
        var refused: Action?
        for action in candidates {
            switch action.possible(model) {
            case .yes: return action
            case .no: if refused == nil { refused = action }
            case .elsewhere: continue
            }
        }
        return refused
    }

    /// The key to show for an action.
    func label(_ id: String) -> String? { keys[id]?.first.map { "\($0)" } }
}

/// What the user's `config.toml` says.
struct Configuration: Sendable {
    var theme: String?
    var language: Language?
    var keymap = Keymap.standard
    var ascii: Bool?
    var ambiguousWide: Bool?
    var mouse: Bool?
    /// Milliseconds to wait after Esc for the rest of a key.
    var escapeDelay: Int?
    var notifications: Bool?
    /// Whether the window's title names the program.
    var title: Bool?
    /// What was wrong with the file, a sentence each, with its line.
    var problems: [Phrase] = []

    /// The largest file that is read, in bytes.
    private static let limit = 1 << 20

    /// Reads a configuration file. What is wrong in it is reported and left out; a file that is not there is empty.
    static func read(_ path: String) -> Configuration {
        var result = Configuration()
        guard let file = FileHandle(forReadingAtPath: path) else { return result }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: limit + 1), data.count <= limit else {
            result.problems.append(Phrase("\(path) 太大，没有读", "\(path) is too large and was not read"))
            return result
        }
        let text = String(decoding: data, as: UTF8.self)
        do {
            result.take(try TOMLTable(string: text), path: path, lines: text.components(separatedBy: "\n"))
        } catch let error as TOMLParseError {
            let line = error.source.begin.line
            result.problems.append(
                Phrase("\(path) 第 \(line) 行：\(error.description)", "\(path) line \(line): \(error.description)"))
        } catch {
            result.problems.append(Phrase("\(path)：\(error)", "\(path): \(error)"))
        }
        return result
    }

    private mutating func take(_ table: TOMLTable, path: String, lines: [String]) {
        var problems: [Phrase] = []
        defer { self.problems += problems }
        func line(_ key: String) -> Int {
            (lines.firstIndex { line in
                let bare = line.drop { $0 == " " || $0 == "\t" || $0 == "\"" }
                return bare.hasPrefix(key)
            } ?? -1) + 1
        }
        func complain(_ key: String, _ zh: String, _ en: String) {
            problems.append(Self.problem(path, line(key), key, zh, en))
        }
        for key in table.keys {
            switch key {
            case "theme": theme = table[key]?.string
            case "language":
                language = table[key]?.string.flatMap(Language.init(rawValue:))
                if language == nil { complain(key, "应为 \"zh\" 或 \"en\"", "must be \"zh\" or \"en\"") }
            case "ascii": ascii = table[key]?.bool
            case "ambiguous-wide": ambiguousWide = table[key]?.bool
            case "mouse": mouse = table[key]?.bool
            case "notifications": notifications = table[key]?.bool
            case "title": title = table[key]?.bool
            case "escape-delay":
                escapeDelay = table[key]?.int.map { min(max($0, 5), 1000) }
            case "keys":
                guard let bindings = table[key]?.table else {
                    complain(key, "应为一张表", "must be a table")
                    continue
                }
                takeKeys(bindings, &problems, line, path)
            default: complain(key, "没有这个设置", "there is no such setting")
            }
        }
    }

    private static func problem(_ path: String, _ line: Int, _ key: String, _ zh: String, _ en: String) -> Phrase {
        Phrase("\(path) 第 \(line) 行 \(key)：\(zh)", "\(path) line \(line), \(key): \(en)")
    }

    private mutating func takeKeys(
        _ bindings: TOMLTable, _ problems: inout [Phrase], _ line: (String) -> Int, _ path: String
    ) {
        func complain(_ key: String, _ zh: String, _ en: String) {
            problems.append(Self.problem(path, line(key), key, zh, en))
        }
        for id in bindings.keys {
            guard let action = Actions.byID[id] else {
                complain(id, "没有这个操作；? 列出全部", "there is no such action; ? lists them")
                continue
            }
            let names = bindings[id]?.string.map { [$0] } ?? bindings[id]?.array?.compactMap { $0.string } ?? []
            var keys: [Key] = []
            for name in names {
                guard let key = Key(named: name) else {
                    complain(id, "没有“\(name)”这个键", "there is no key '\(name)'")
                    continue
                }
                let rivals = (keymap.actions[key] ?? []).filter { other in
                    guard other != id, let rival = Actions.byID[other] else { return false }
                    return rival.group == action.group || rival.group == .go || rival.group == .view
                        || action.group == .go || action.group == .view
                }
                if let rival = rivals.first {
                    complain(
                        id, "键 \(name) 已属于 \(rival)；两者都留在原处",
                        "the key \(name) belongs to \(rival); both stay as they were")
                } else {
                    keys.append(key)
                }
            }
            if !keys.isEmpty || names.isEmpty { keymap.bind(id, keys) }
        }
    }
}
