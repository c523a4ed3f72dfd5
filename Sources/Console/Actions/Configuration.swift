import Files
import Newsroom
import Terminal

/// What the user's `config.toml` says. Every setting is optional:
///
///     theme = "light"            language = "zh" | "en"
///     ascii = true               ambiguous-wide = true       mouse = false
///     title = true               escape-delay = 30           # milliseconds
///     silence = 45               # seconds after which a terminal that answers nothing is gone; 0 for never
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
        do throws(DataFileError) {
            return Configuration(try TOMLDocument(path: path, limit: limit))
        } catch {
            var empty = Configuration()
            if error.kind != .file(.missing) {
                let why = error.phrase
                empty.problems.append(Phrase("没有读入配置：\(why.zh)", "no configuration was read: \(why.en)"))
            }
            return empty
        }
    }

    /// Nothing is set.
    init() {}

    /// What a configuration file says; what is wrong in it is reported and left out.
    init(_ document: TOMLDocument) {
        let root = document.root
        for key in root.keys {
            do throws(DataFileError) {
                try take(key, of: root)
            } catch {
                problems.append(error.phrase)
            }
        }
    }

    private mutating func take(_ key: String, of root: TOMLSection) throws(DataFileError) {
        switch key {
        case "theme": theme = try root.string(key)
        case "language":
            language = root.table[key]?.value.string.flatMap(Language.init(rawValue:))
            if language == nil {
                throw root.fault(key, .wrongType(expected: Phrase(" \"zh\" 或 \"en\"", "\"zh\" or \"en\"")))
            }
        case "ascii": ascii = try root.bool(key)
        case "ambiguous-wide": ambiguousWide = try root.bool(key)
        case "mouse": mouse = try root.bool(key)
        case "title": title = try root.bool(key)
        case "notifications":
            let value = root.table[key]?.value
            if let wanted = value?.bool {
                notifications = wanted ? .osc9 : nil
            } else if let way = value?.string.flatMap(Notifications.init(rawValue:)) {
                notifications = way
            } else {
                let ways = Phrase(
                    " true、false、\"osc9\" 或 \"osc777\"", "true, false, \"osc9\" or \"osc777\"")
                throw root.fault(key, .wrongType(expected: ways))
            }
        case "escape-delay":
            guard let delay = root.table[key]?.value.int else {
                throw root.fault(key, .wrongType(expected: Phrase("毫秒数，5 到 1000", "milliseconds, 5 to 1000")))
            }
            escapeDelay = min(max(delay, 5), 1000)
        case "silence":
            guard let seconds = root.table[key]?.value.int, (0...86_400).contains(seconds) else {
                throw root.fault(key, .wrongType(expected: Phrase("秒数，0 到 86400", "seconds, 0 to 86400")))
            }
            silence = seconds
        case "keys":
            if let bindings = try root.section(key) { takeKeys(bindings) }
        default: throw root.fault(key, .unknownKey(known: Self.known))
        }
    }

    private static let known = [
        "theme", "language", "ascii", "ambiguous-wide", "mouse", "title", "notifications", "escape-delay",
        "silence", "keys",
    ]

    /// First all actions that are named let go of their keys, then each takes its new ones in the order of the
    /// file: so two actions can change places.
    private mutating func takeKeys(_ bindings: TOMLSection) {
        var wanted: [(id: String, keys: [Key])] = []
        for id in bindings.keys {
            guard Actions.byID[id] != nil else {
                complain(bindings, id, "没有这个操作；? 列出全部", "there is no such action; ? lists them")
                continue
            }
            let value = bindings.table[id]?.value
            guard let names = value?.string.map({ [$0] }) ?? value?.array?.compactMap(\.value.string) else {
                complain(bindings, id, "应为一个键或一列键", "must be a key or a list of keys")
                continue
            }
            var keys: [Key] = []
            for name in names {
                if let key = Key(named: name) {
                    keys.append(key)
                } else {
                    complain(
                        bindings, id, "没有“\(Quoted.text(name))”这个键；? 列出全部",
                        "there is no key '\(Quoted.text(name))'; ? lists them")
                }
            }
            // An empty list takes an action's keys away; a list of unknown names leaves it as it was.
            if !keys.isEmpty || names.isEmpty { wanted.append((id, keys)) }
        }
        for (id, _) in wanted { keymap.bind(id, []) }
        for (id, keys) in wanted {
            var free = keys.filter { key in
                guard let rival = keymap.rival(of: id, for: key) else { return true }
                complain(
                    bindings, id, "键 \(key) 已属于 \(rival)；没有改", "the key \(key) belongs to \(rival); it was not changed")
                return false
            }
            if free.isEmpty, !keys.isEmpty {
                free = (Keymap.standard.keys[id] ?? []).filter { keymap.rival(of: id, for: $0) == nil }
            }
            keymap.bind(id, free)
        }
    }

    private mutating func complain(_ section: TOMLSection, _ key: String, _ zh: String, _ en: String) {
        problems.append(section.fault(key, .badValue(Phrase(zh, en))).phrase)
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
