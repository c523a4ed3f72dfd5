import Foundation
import Newsroom
import TOMLKit
import Terminal

/// What the user's `config.toml` says. Every setting is optional:
///
///     theme = "light"            language = "zh" | "en"
///     ascii = true               ambiguous-wide = true       mouse = false
///     title = true               escape-delay = 30           # milliseconds
///     notifications = false      # true or "osc9", "osc777"
///     [keys]
///     "task.acknowledge" = "a"   "go.search" = ["f", "F5"]
struct Configuration: Sendable {
    var theme: String?
    var language: Language?
    var keymap = Keymap.standard
    var ascii: Bool?
    var ambiguousWide: Bool?
    var mouse: Bool?
    /// Milliseconds to wait after Esc for the rest of a key.
    var escapeDelay: Int?
    /// Seconds, at most a day; 0 for never.
    var silence: Int?
    /// How the desktop is told; `nil` for not at all.
    var notifications: Notifications?
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
            let table = try TOMLTable(string: text)
            var complaints = Complaints(
                path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            result.take(table, &complaints)
            result.problems += complaints.problems
        } catch let error as TOMLParseError {
            let line = error.source.begin.line
            result.problems.append(
                Phrase("\(path) 第 \(line) 行：\(error.description)", "\(path) line \(line): \(error.description)"))
        } catch {
            result.problems.append(Phrase("\(path)：\(error)", "\(path): \(error)"))
        }
        return result
    }

    private mutating func take(_ table: TOMLTable, _ complaints: inout Complaints) {
        func bool(_ key: String) -> Bool? {
            if let value = table[key]?.bool { return value }
            complaints.add(key, "应为 true 或 false", "must be true or false")
            return nil
        }
        for key in table.keys {
            switch key {
            case "theme":
                theme = table[key]?.string
                if theme == nil {
                    complaints.add(key, "应为配色名，如 \"light\"", "must be a theme's name, such as \"light\"")
                }
            case "language":
                language = table[key]?.string.flatMap(Language.init(rawValue:))
                if language == nil { complaints.add(key, "应为 \"zh\" 或 \"en\"", "must be \"zh\" or \"en\"") }
            case "ascii": ascii = bool(key)
            case "ambiguous-wide": ambiguousWide = bool(key)
            case "mouse": mouse = bool(key)
            case "notifications":
                if let value = table[key]?.bool {
                    notifications = value ? .osc9 : nil
                } else if let way = table[key]?.string.flatMap(Notifications.init(rawValue:)) {
                    notifications = way
                } else {
                    complaints.add(
                        key, "应为 true、false、\"osc9\" 或 \"osc777\"", "must be true, false, \"osc9\" or \"osc777\"")
                }
            case "title": title = bool(key)
            case "escape-delay":
                escapeDelay = table[key]?.int.map { min(max($0, 5), 1000) }
                if escapeDelay == nil { complaints.add(key, "应为毫秒数，5 到 1000", "must be milliseconds, 5 to 1000") }
            case "silence":
                silence = table[key]?.int.flatMap { (0...86400).contains($0) ? $0 : nil }
                if silence == nil {
                    complaints.add(key, "应为秒数，0 到 86400", "must be seconds, 0 to 86400")
                }
            case "keys":
                guard let bindings = table[key]?.table else {
                    complaints.add(key, "应为一张表", "must be a table")
                    continue
                }
                takeKeys(bindings, &complaints)
            default: complaints.add(key, "没有这个设置", "there is no such setting")
            }
        }
    }

    /// First all actions that are named let go of their keys, then each takes its new ones in the order of the
    /// file: so two actions can change places.
    private mutating func takeKeys(_ bindings: TOMLTable, _ complaints: inout Complaints) {
        var wanted: [(id: String, keys: [Key])] = []
        for id in bindings.keys.sorted(by: { complaints.line($0) < complaints.line($1) }) {
            guard Actions.byID[id] != nil else {
                complaints.add(id, "没有这个操作；? 列出全部", "there is no such action; ? lists them")
                continue
            }
            let value = bindings[id]
            guard let names = value?.string.map({ [$0] }) ?? value?.array?.compactMap(\.string) else {
                complaints.add(id, "应为一个键或一列键", "must be a key or a list of keys")
                continue
            }
            var keys: [Key] = []
            for name in names {
                if let key = Key(named: name) {
                    keys.append(key)
                } else {
                    complaints.add(id, "没有“\(name)”这个键", "there is no key '\(name)'")
                }
            }
            // An empty list takes an action's keys away; a list of unknown names leaves it as it was.
            if !keys.isEmpty || names.isEmpty { wanted.append((id, keys)) }
        }
        for (id, _) in wanted { keymap.bind(id, []) }
        for (id, keys) in wanted {
            var free = keys.filter { key in
                guard let rival = keymap.rival(of: id, for: key) else { return true }
                complaints.add(
                    id, "键 \(key) 已属于 \(rival)；没有改", "the key \(key) belongs to \(rival); it was not changed")
                return false
            }
            if free.isEmpty, !keys.isEmpty {
                free = (Keymap.standard.keys[id] ?? []).filter { keymap.rival(of: id, for: $0) == nil }
            }
            keymap.bind(id, free)
        }
    }

    /// Collects what is wrong, each with the line where its key stands.
    private struct Complaints {
        let path: String
        let lines: [String]
        var problems: [Phrase] = []

        func line(_ key: String) -> Int {
            (lines.firstIndex { $0.drop { $0 == " " || $0 == "\t" || $0 == "\"" }.hasPrefix(key) } ?? -1) + 1
        }

        mutating func add(_ key: String, _ zh: String, _ en: String) {
            let line = line(key)
            problems.append(
                Phrase("\(path) 第 \(line) 行 \(key)：\(zh)", "\(path) line \(line), \(key): \(en)"))
        }
    }
}

extension Keymap {
    /// An action that has this key and could be meant on the same screen; those that share a key in the standard
    /// table never are.
    func rival(of id: String, for key: Key) -> String? {
        let shared = Keymap.standard.actions[key] ?? []
        return (actions[key] ?? []).first { other in
            // What only a demonstration has is no rival: a demonstration reads no configuration.
            guard other != id, !other.hasPrefix("demo."), let action = Actions.byID[id], let rival = Actions.byID[other]
            else { return false }
            if shared.contains(id), shared.contains(other) { return false }
            let general: Set<Action.Group> = [.go, .view]
            return rival.group == action.group || general.contains(rival.group) || general.contains(action.group)
        }
    }
}
