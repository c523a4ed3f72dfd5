// Theme files
//
//     name = "night"                    # required; shown to people
//     inherits = "dark"                 # optional: another theme file, or "builtin"
//
//     [roles.over]                      # one table for each role that differs
//     fg = "#ff5f5f"                    # foreground, and bg likewise:
//                                       #   "#rrggbb", a palette index 0 to 255,
//                                       #   one of sixteen names ("red", "bright-red" ...),
//                                       #   "default" for the terminal's own
//     attributes = ["bold"]             # bold, underline, reverse, dim
//     palette = { fg = 203 }            # on terminals of 256 colours, where fg is not to be reduced
//     sixteen = { fg = "bright-red" }   # on terminals of 16 or 8 colours, likewise
//     mono = ["bold", "underline"]      # attributes where there is no colour; else those above
//
// Roles: text quiet heading bar selection over near done accent border key input match
// added removed. A role's keys replace those inherited one by one; a role that nobody
// names looks like the terminal's own text. At most 64 KB and eight steps of inheritance.

import Foundation
import TOMLKit

/// Why a theme cannot be used. Its description names the file, the line when known, and what to do.
public enum ThemeError: Error, Equatable, CustomStringConvertible {
    case missing(name: String, directories: [String])
    case unreadable(file: String, reason: String)
    case broken(file: String, line: Int?, reason: String)

    /// The file, the line when known, and what to do, in English.
    public var description: String {
        switch self {
        case .missing(let name, let directories):
            "There is no theme “\(name)”: put \(name).toml into \(directories.joined(separator: " or ")), or choose another."
        case .unreadable(let file, let reason):
            "The theme \(file) cannot be read: \(reason)"
        case .broken(let file, let line, let reason):
            "The theme \(file)\(line.map { ", line \($0)," } ?? "") is broken: \(reason)"
        }
    }
}

struct ThemeLoader {
    static let sizeLimit = 64 * 1024
    static let depthLimit = 8

    let directories: [String]

    func available() -> [String] {
        var names: Set<String> = []
        for directory in directories {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for file in files where file.hasSuffix(".toml") && !file.hasPrefix(".") {
                names.insert(String(file.dropLast(5)))
            }
        }
        return names.sorted()
    }

    func load(_ name: String) throws -> Theme {
        try load(name, heirs: [])
    }

    /// The file of a theme. A name is not a path, wherever it comes from: it must not lead out of the folders, nor
    /// end early where a C string would.
    func file(_ name: String) -> String? {
        guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 })
        else { return nil }
        return directories.map { $0 + "/" + name + ".toml" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private func load(_ name: String, heirs: [String]) throws -> Theme {
        guard let file = file(name) else { throw ThemeError.missing(name: name, directories: directories) }
        let source = try read(file)
        return try ThemeFile(path: file, source: source).theme { parent, line in
            if parent == "builtin" { return .builtin }
            if heirs.contains(parent) || parent == name {
                throw ThemeError.broken(
                    file: file, line: line, reason: "it inherits itself by way of “\(parent)”; break the circle.")
            }
            if heirs.count + 1 >= ThemeLoader.depthLimit {
                throw ThemeError.broken(
                    file: file, line: line,
                    reason: "more than \(ThemeLoader.depthLimit) themes inherit one another; inherit an earlier one.")
            }
            do {
                return try load(parent, heirs: heirs + [name])
            } catch ThemeError.missing {
                throw ThemeError.broken(
                    file: file, line: line, reason: "it inherits “\(parent)”, of which there is no \(parent).toml.")
            }
        }
    }

    private func read(_ file: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw ThemeError.unreadable(file: file, reason: "it may not be opened; look at its permissions.")
        }
        defer { try? handle.close() }
        let data: Data
        do {
            data = try handle.read(upToCount: ThemeLoader.sizeLimit + 1) ?? Data()
        } catch {
            throw ThemeError.unreadable(file: file, reason: "it is not a file that can be read.")
        }
        guard data.count <= ThemeLoader.sizeLimit else {
            throw ThemeError.unreadable(file: file, reason: "it is larger than 64 KB, which no theme needs.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ThemeError.unreadable(file: file, reason: "it is not UTF-8 text; save it as UTF-8.")
        }
        return text
    }
}

/// One file, with its place for messages.
private struct ThemeFile {
    let path: String
    let source: String

    func theme(parent: (String, Int?) throws -> Theme) throws -> Theme {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: source)
        } catch let error as TOMLParseError {
            throw ThemeError.broken(file: path, line: error.source.begin.line, reason: error.description)
        }
        for key in table.keys where !["name", "inherits", "roles"].contains(key) {
            throw broken(
                "“\(key)” is not known here; a theme has name, inherits and [roles.…].", at: key)
        }
        guard let name = table["name"]?.string, !name.isEmpty else {
            throw broken("it has no name = \"…\".", at: "name")
        }
        var looks: [Role: Theme.Look] = [:]
        if let value = table["inherits"] {
            guard let heir = value.string else { throw broken("inherits takes the name of a theme.", at: "inherits") }
            looks = try parent(heir, line(of: "inherits")).looks
        }
        if let value = table["roles"] {
            guard let roles = value.table else {
                throw broken("roles is written as [roles.text] and so on.", at: "roles")
            }
            for key in roles.keys {
                guard let role = Role.allCases.first(where: { $0.name == key }) else {
                    let names = Role.allCases.map(\.name).joined(separator: " ")
                    throw broken("there is no role “\(key)”; the roles are \(names).", at: "roles.\(key)")
                }
                guard let values = roles[key]?.table else {
                    throw broken("[roles.\(key)] is a table.", at: "roles.\(key)")
                }
                looks[role] = try look(values, role: key, over: looks[role] ?? Theme.Look())
            }
        }
        return Theme(name: name, looks: looks)
    }

    private func look(_ table: TOMLTable, role: String, over inherited: Theme.Look) throws -> Theme.Look {
        var look = inherited
        for key in table.keys {
            guard let value = table[key] else { continue }
            switch key {
            case "fg": look.direct.foreground = try color(value, role: role, key: key, limit: .direct)
            case "bg": look.direct.background = try color(value, role: role, key: key, limit: .direct)
            case "attributes": look.attributes = try attributes(value, role: role, key: key)
            case "mono": look.mono = try attributes(value, role: role, key: key)
            case "palette": try colors(value, role: role, key: key, limit: .palette, into: &look.palette)
            case "sixteen": try colors(value, role: role, key: key, limit: .sixteen, into: &look.sixteen)
            default:
                throw broken(
                    "“\(key)” is not known in a role; it has fg, bg, attributes, palette, sixteen and mono.",
                    at: key, within: role)
            }
        }
        // A new colour replaces what was inherited for poorer terminals too, unless it is given there.
        if table["fg"] != nil { forget(\.foreground, "fg", table, &look) }
        if table["bg"] != nil { forget(\.background, "bg", table, &look) }
        if table["attributes"] != nil && table["mono"] == nil { look.mono = nil }
        return look
    }

    private func forget(
        _ part: WritableKeyPath<Theme.Colors, Color?>, _ key: String, _ table: TOMLTable, _ look: inout Theme.Look
    ) {
        if table["palette"]?.table?[key] == nil { look.palette[keyPath: part] = nil }
        if table["sixteen"]?.table?[key] == nil { look.sixteen[keyPath: part] = nil }
    }

    private func colors(
        _ value: TOMLValueConvertible, role: String, key: String, limit: ColorDepth, into colors: inout Theme.Colors
    ) throws {
        guard let table = value.table else {
            throw broken("\(key) is written { fg = …, bg = … }.", at: key, within: role)
        }
        for part in table.keys {
            guard let value = table[part] else { continue }
            let color = try color(value, role: role, key: key, limit: limit)
            switch part {
            case "fg": colors.foreground = color
            case "bg": colors.background = color
            default: throw broken("\(key) has fg and bg, not “\(part)”.", at: key, within: role)
            }
        }
    }

    private func color(_ value: TOMLValueConvertible, role: String, key: String, limit: ColorDepth) throws -> Color {
        let advice =
            switch limit {
            case .sixteen: "write one of the sixteen names (\"bright-red\"), 0 to 15 or \"default\""
            case .palette: "write 0 to 255, one of the sixteen names or \"default\""
            default: "write \"#rrggbb\", 0 to 255, one of the sixteen names or \"default\""
            }
        var color: Color?
        if let number = value.int, let index = UInt8(exactly: number) { color = .index(index) }
        if let text = value.string { color = Color(text) }
        guard let color, color == color.reduced(to: limit) else {
            throw broken(
                "\(value.debugDescription) is no colour for \(key) of \(role); \(advice).", at: key, within: role)
        }
        return color
    }

    private func attributes(_ value: TOMLValueConvertible, role: String, key: String) throws -> Theme.Attributes {
        guard let array = value.array else {
            throw broken("\(key) is a list, as in [\"bold\"].", at: key, within: role)
        }
        var attributes: Theme.Attributes = []
        for item in array {
            guard let found = Theme.Attributes.names.first(where: { $0.name == item.string }) else {
                throw broken(
                    "\(item.debugDescription) is no attribute; there are bold, underline, reverse and dim.",
                    at: key, within: role)
            }
            attributes.insert(found.value)
        }
        return attributes
    }

    private func broken(_ reason: String, at key: String, within role: String? = nil) -> ThemeError {
        .broken(file: path, line: line(of: key, within: role), reason: reason)
    }

    /// The parser keeps no places of values, so the line is looked for in the text:
    /// the first that begins with the key, after the heading of its role.
    private func line(of key: String, within role: String? = nil) -> Int? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        var from = 0
        if let role { from = lines.firstIndex { $0.hasPrefix("[roles.\(role)]") } ?? 0 }
        let found = lines[from...].firstIndex {
            $0.hasPrefix(key) || $0.hasPrefix("[" + key) || $0.hasPrefix("\"" + key)
        }
        return found.map { $0 + 1 } ?? (role == nil ? nil : from + 1)
    }
}
