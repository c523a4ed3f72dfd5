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

import Files
import Foundation
import Wording

/// Why a theme cannot be used. Its description names the file, the line when known, and what to do.
public enum ThemeError: Error, Equatable, CustomStringConvertible {
    case missing(name: String, directories: [String])
    case unreadable(file: String, FileFault)
    case broken(file: String, line: Int?, reason: Phrase)

    /// One sentence: which theme, the line when known, and what to do.
    public var phrase: Phrase {
        switch self {
        case .missing(let name, let directories): Self.missing(Quoted.text(name), directories)
        case .unreadable(let file, let fault):
            Phrase(
                "配色不能用：\(fault.phrase(file: file).zh)", "The theme cannot be used: \(fault.phrase(file: file).en).")
        case .broken(let file, let line, let reason):
            Phrase(
                "配色 \(file)\(line.map { " 第 \($0) 行" } ?? "")有误：\(reason.zh)",
                "The theme \(file)\(line.map { ", line \($0)," } ?? "") is broken: \(reason.en)")
        }
    }

    private static func missing(_ name: String, _ directories: [String]) -> Phrase {
        Phrase(
            "没有配色“\(name)”；把 \(name).toml 放进 \(directories.joined(separator: " 或 "))，或另选一种",
            "There is no theme “\(name)”: put \(name).toml into \(directories.joined(separator: " or ")), or choose another."
        )
    }

    /// The same in English.
    public var description: String { phrase.en }
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

    func load(_ name: String) throws(ThemeError) -> Theme {
        try load(name, heirs: [])
    }

    /// The file of a theme. A name is not a path, wherever it comes from: it must not lead out of the folders, nor
    /// end early where a C string would.
    func file(_ name: String) -> String? {
        guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 })
        else { return nil }
        return directories.map { $0 + "/" + name + ".toml" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private func load(_ name: String, heirs: [String]) throws(ThemeError) -> Theme {
        guard let file = file(name) else { throw ThemeError.missing(name: name, directories: directories) }
        return try ThemeFile(document: try document(file)).theme { (parent, broken) throws(ThemeError) -> Theme in
            if parent == "builtin" { return .builtin }
            if heirs.contains(parent) || parent == name {
                throw broken(
                    Phrase(
                        "它经“\(Quoted.text(parent))”继承了自己；请断开这个圈",
                        "it inherits itself by way of “\(Quoted.text(parent))”; break the circle."))
            }
            if heirs.count + 1 >= ThemeLoader.depthLimit {
                throw broken(
                    Phrase(
                        "一连继承超过 \(ThemeLoader.depthLimit) 种配色；请继承更早的一种",
                        "more than \(ThemeLoader.depthLimit) themes inherit one another; inherit an earlier one."))
            }
            do throws(ThemeError) {
                return try load(parent, heirs: heirs + [name])
            } catch {
                guard case .missing = error else { throw error }
                throw broken(
                    Phrase(
                        "它继承“\(Quoted.text(parent))”，但没有 \(Quoted.text(parent)).toml；请放入或改名",
                        "it inherits “\(Quoted.text(parent))”, of which there is no \(Quoted.text(parent)).toml."))
            }
        }
    }

    private func document(_ file: String) throws(ThemeError) -> TOMLSection {
        do throws(DataFileError) {
            return try TOMLDocument(path: file, limit: Self.sizeLimit).root
        } catch {
            switch error.kind {
            case .file(let fault): throw .unreadable(file: error.file, fault)
            case .syntax(let syntax): throw .broken(file: error.file, line: syntax.line, reason: syntax.phrase)
            default: throw .broken(file: error.file, line: error.line, reason: error.phrase)
            }
        }
    }
}

/// One file, with its place for messages.
struct ThemeFile {
    let document: TOMLSection

    /// What the file says; `parent` finds the theme that it inherits, and is given what to throw where it does not.
    func theme(
        parent: (String, (Phrase) -> ThemeError) throws(ThemeError) -> Theme
    ) throws(ThemeError) -> Theme {
        for key in document.keys where !["name", "inherits", "roles"].contains(key) {
            throw broken(
                document, key,
                Phrase(
                    "没有“\(Quoted.key(key))”这一项；配色有 name、inherits 和 [roles.…]",
                    "“\(Quoted.key(key))” is not known here; a theme has name, inherits and [roles.…]."))
        }
        guard let name = document.table["name"]?.value.string, !name.isEmpty else {
            throw broken(document, "name", Phrase("没有 name = \"…\"；请补上", "it has no name = \"…\"."))
        }
        var looks: [StyleRole: Theme.Look] = [:]
        if let item = document.table["inherits"] {
            guard let heir = item.value.string else {
                throw broken(
                    document, "inherits", Phrase("inherits 应为一种配色的名称", "inherits takes the name of a theme."))
            }
            looks = try parent(heir) { broken(document, "inherits", $0) }.looks
        }
        guard document.has("roles") else { return Theme(name: name, looks: looks) }
        guard let roles = section(document, "roles") else {
            throw broken(
                document, "roles", Phrase("roles 写作 [roles.text] 等表", "roles is written as [roles.text] and so on."))
        }
        for key in roles.keys {
            guard let role = StyleRole.allCases.first(where: { $0.name == key }) else {
                let names = StyleRole.allCases.map(\.name).joined(separator: " ")
                throw broken(
                    roles, key,
                    Phrase(
                        "没有“\(Quoted.key(key))”这种用途；有 \(names)",
                        "there is no role “\(Quoted.key(key))”; the roles are \(names)."))
            }
            guard let values = section(roles, key) else {
                throw broken(roles, key, Phrase("[roles.\(key)] 应为表", "[roles.\(key)] is a table."))
            }
            looks[role] = try look(values, role: key, over: looks[role] ?? Theme.Look())
        }
        return Theme(name: name, looks: looks)
    }

    private func look(
        _ section: TOMLSection, role: String, over inherited: Theme.Look
    ) throws(ThemeError) -> Theme.Look {
        var look = inherited
        for key in section.keys {
            switch key {
            case "fg": look.direct.foreground = try color(section, key, of: role, limit: .direct)
            case "bg": look.direct.background = try color(section, key, of: role, limit: .direct)
            case "attributes": look.attributes = try attributes(section, key)
            case "mono": look.mono = try attributes(section, key)
            case "palette": try colors(section, key, of: role, limit: .palette, into: &look.palette)
            case "sixteen": try colors(section, key, of: role, limit: .sixteen, into: &look.sixteen)
            default:
                throw broken(
                    section, key,
                    Phrase(
                        "用途里没有“\(Quoted.key(key))”；有 fg、bg、attributes、palette、sixteen、mono",
                        "“\(Quoted.key(key))” is not known in a role; it has fg, bg, attributes, palette, sixteen and mono."
                    ))
            }
        }
        // A new colour replaces what was inherited for poorer terminals too, unless it is given there.
        if section.has("fg") { forget(\.foreground, "fg", section, &look) }
        if section.has("bg") { forget(\.background, "bg", section, &look) }
        if section.has("attributes") && !section.has("mono") { look.mono = nil }
        return look
    }

    private func forget(
        _ part: WritableKeyPath<Theme.Colors, Color?>, _ key: String, _ section: TOMLSection, _ look: inout Theme.Look
    ) {
        if section.table["palette"]?.value.table?[key] == nil { look.palette[keyPath: part] = nil }
        if section.table["sixteen"]?.value.table?[key] == nil { look.sixteen[keyPath: part] = nil }
    }

    private func colors(
        _ outer: TOMLSection, _ key: String, of role: String, limit: ColorDepth, into colors: inout Theme.Colors
    ) throws(ThemeError) {
        guard let inner = section(outer, key) else {
            throw broken(outer, key, Phrase("\(key) 写作 { fg = …, bg = … }", "\(key) is written { fg = …, bg = … }."))
        }
        for part in inner.keys {
            switch part {
            case "fg": colors.foreground = try color(inner, part, of: role, limit: limit)
            case "bg": colors.background = try color(inner, part, of: role, limit: limit)
            default:
                throw broken(
                    inner, part,
                    Phrase(
                        "\(key) 只有 fg 和 bg，没有“\(Quoted.key(part))”", "\(key) has fg and bg, not “\(Quoted.key(part))”.")
                )
            }
        }
    }

    private func color(
        _ section: TOMLSection, _ key: String, of role: String, limit: ColorDepth
    ) throws(ThemeError) -> Color {
        let value = section.table[key]?.value
        var color: Color?
        if let number = value?.int, let index = UInt8(exactly: number) { color = .index(index) }
        if let text = value?.string { color = Color(text) }
        if let color, color == color.reduced(to: limit) { return color }
        let advice =
            switch limit {
            case .sixteen:
                Phrase(
                    "写十六色之一（\"bright-red\"）、0 至 15 或 \"default\"",
                    "write one of the sixteen names (\"bright-red\"), 0 to 15 or \"default\"")
            case .palette:
                Phrase(
                    "写 0 至 255、十六色之一或 \"default\"", "write 0 to 255, one of the sixteen names or \"default\"")
            default:
                Phrase(
                    "写 \"#rrggbb\"、0 至 255、十六色之一或 \"default\"",
                    "write \"#rrggbb\", 0 to 255, one of the sixteen names or \"default\"")
            }
        let shown = value?.quoted ?? ""
        throw broken(
            section, key,
            Phrase(
                "\(shown) 不能作 \(role) 的 \(key)；\(advice.zh)",
                "\(shown) is no colour for \(key) of \(role); \(advice.en)."))
    }

    private func attributes(_ section: TOMLSection, _ key: String) throws(ThemeError) -> Theme.Attributes {
        guard let items = section.table[key]?.value.array else {
            throw broken(section, key, Phrase("\(key) 是列表，如 [\"bold\"]", "\(key) is a list, as in [\"bold\"]."))
        }
        var attributes: Theme.Attributes = []
        for (place, item) in items.enumerated() {
            guard let found = Theme.Attributes.names.first(where: { $0.name == item.value.string }) else {
                throw broken(
                    section, key, element: place,
                    Phrase(
                        "没有 \(item.value.quoted) 这种字形；有 bold、underline、reverse、dim",
                        "\(item.value.quoted) is no attribute; there are bold, underline, reverse and dim."))
            }
            attributes.insert(found.value)
        }
        return attributes
    }

    /// A table at a key; `nil` where something else stands.
    private func section(_ outer: TOMLSection, _ key: String) -> TOMLSection? {
        do throws(DataFileError) { return try outer.section(key) } catch { return nil }
    }

    private func broken(
        _ section: TOMLSection, _ key: String, element: Int? = nil, _ reason: Phrase
    ) -> ThemeError {
        let fault = section.fault(key, element: element, .badValue(reason))
        return .broken(file: fault.file, line: fault.line, reason: reason)
    }
}
