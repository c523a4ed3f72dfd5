import Files
import Foundation
import Testing

@testable import Terminal

@Suite struct ThemeTests {
    private let shipped = ["colour-blind", "dark", "high-contrast", "kitchen", "light", "mono", "solarized"]

    @Test func allShippedLoad() throws {
        #expect(Set(shipped).isSubset(of: Theme.available(in: [themeFolder])))
        for name in Theme.available(in: [themeFolder]) {
            let theme = try Theme.load(named: name, from: [themeFolder])
            #expect(theme.name == name)
            for depth in ColorDepth.allCases { check(theme, depth) }
        }
    }

    /// What every theme owes: an obvious selection and alarms that differ from plain text.
    private func check(_ theme: Theme, _ depth: ColorDepth) {
        let text = theme.appearance(.text, depth: depth)
        let selection = theme.appearance(.selection, depth: depth)
        #expect(
            selection.attributes.contains(.reverse) || selection.background != text.background,
            "\(theme.name) \(depth)")
        for role in [StyleRole.over, .near, .accent, .heading, .key, .input, .match] {
            #expect(theme.appearance(role, depth: depth) != text, "\(theme.name) \(depth) \(role)")
        }
        #expect(
            theme.appearance(.over, depth: depth) != theme.appearance(.near, depth: depth), "\(theme.name) \(depth)")
        // The whole background is never painted.
        #expect(text.background == .standard, "\(theme.name)")
        if depth == .sixteen {
            for role in StyleRole.allCases {
                let look = theme.appearance(role, depth: depth)
                for color in [look.foreground, look.background] {
                    if case .index(let index) = color { #expect(index < 16) }
                    if case .rgb = color { Issue.record("\(theme.name) \(role) is not reduced") }
                }
            }
        }
    }

    @Test func builtinIsDark() throws {
        let dark = try Theme.load(named: "dark", from: [themeFolder])
        for role in StyleRole.allCases {
            for depth in ColorDepth.allCases {
                #expect(
                    dark.appearance(role, depth: depth) == Theme.builtin.appearance(role, depth: depth),
                    "\(role) \(depth)")
            }
        }
    }

    @Test func colorsAreReduced() {
        #expect(Color.rgb(0xff5f5f).reduced(to: .palette) == .index(203))
        #expect(Color.rgb(0x808080).reduced(to: .palette) == .index(244))
        #expect(Color.rgb(0xfe0101).reduced(to: .sixteen) == .index(9))
        #expect(Color.index(196).reduced(to: .sixteen) == .index(9))
        #expect(Color.index(3).reduced(to: .sixteen) == .index(3))
        #expect(Color.rgb(0x123456).reduced(to: .mono) == .standard)
        #expect(Color("#12345g") == nil)
        #expect(Color("#+12345") == nil)
        #expect(Color("mauve") == nil)
    }

    @Test func inheritance() throws {
        let scratch = try Scratch()
        try scratch.write(
            "base.toml",
            "name = \"base\"\n[roles.over]\nfg = \"#ff0000\"\nsixteen = { fg = 1 }\nattributes = [\"bold\"]\n")
        try scratch.write("heir.toml", "name = \"heir\"\ninherits = \"base\"\n[roles.over]\nbg = 7\n")
        try scratch.write("third.toml", "name = \"third\"\ninherits = \"heir\"\n[roles.over]\nfg = \"blue\"\n")
        let heir = try Theme.load(named: "heir", from: ["/nowhere", scratch.path])
        #expect(
            heir.appearance(.over, depth: .sixteen)
                == .init(foreground: .index(1), background: .index(7), attributes: .bold))
        // A new colour replaces the inherited one on poorer terminals too.
        let third = try Theme.load(named: "third", from: [scratch.path])
        #expect(third.appearance(.over, depth: .sixteen).foreground == .index(4))
        #expect(third.appearance(.over, depth: .direct).background == .index(7))
    }

    static let broken: [(text: String, line: Int?, word: String)] = [
        ("name = \"x\"\n[roles.over\n", 2, "expected"),
        ("[roles.over]\nfg = 1\n", nil, "name"),
        ("name = \"x\"\ncolour = 1\n", 2, "colour"),
        ("name = \"x\"\n[roles.loud]\nfg = 1\n", 2, "loud"),
        ("name = \"x\"\n[roles.over]\nfg = \"mauve\"\n", 3, "mauve"),
        ("name = \"x\"\n[roles.near]\nfg = 1\n[roles.over]\nfg = 256\n", 5, "256"),
        ("name = \"x\"\n[roles.over]\nfg = -1\n", 3, "-1"),
        ("name = \"x\"\n[roles.over]\nsixteen = { fg = 17 }\n", 3, "17"),
        ("name = \"x\"\n[roles.over]\npalette = { fg = \"#ffffff\" }\n", 3, "#ffffff"),
        ("name = \"x\"\n[roles.over]\nattributes = [\"blink\"]\n", 3, "blink"),
        ("name = \"x\"\n[roles.over]\nattributes = \"bold\"\n", 3, "list"),
        ("name = \"x\"\n[roles.over]\nfont = 1\n", 3, "font"),
        ("name = \"x\"\ninherits = \"nobody\"\n", 2, "nobody"),
        ("name = \"x\"\ninherits = \"bad\"\n", 2, "circle"),
        ("name = \"x\"\nroles = 3\n", 2, "roles"),
    ]

    @Test(arguments: broken)
    func brokenOnesSayWhere(_ text: String, _ line: Int?, _ word: String) throws {
        let scratch = try Scratch()
        try scratch.write("bad.toml", text)
        let error = try #require(throws: ThemeError.self) { try Theme.load(named: "bad", from: [scratch.path]) }
        guard case .broken(let file, let found, let reason) = error else {
            Issue.record("not broken but \(String(describing: error))")
            return
        }
        #expect(file == scratch.path + "/bad.toml")
        #expect(found == line)
        #expect(reason.en.contains(word), "\(reason.en)")
        #expect(reason.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(reason.zh)")
        #expect(error.phrase.zh.contains("bad.toml") && error.phrase.en.contains("bad.toml"))
    }

    /// What an editor, or a link that breaks, may leave of a theme.
    @Test func everyHalfOfAThemeIsReadOrRefused() throws {
        let scratch = try Scratch()
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: themeFolder + "/dark.toml")))
        for count in 0...whole.count {
            try Data(whole[..<count]).write(to: URL(fileURLWithPath: scratch.path + "/half.toml"))
            do throws(ThemeError) {
                _ = try Theme.load(named: "half", from: [scratch.path])
            } catch {
                guard case .broken = error else {
                    Issue.record("\(count) bytes: \(error)")
                    return
                }
            }
        }
        for tail in ["[.", "[,", "[[[", "[.roles]", "[roles", "a.", "x = {", "x = [,", "\u{0}", "\u{1B}[2J = 1"] {
            try scratch.write("half.toml", "name = \"x\"\n" + tail)
            let error = try #require(throws: ThemeError.self) { try Theme.load(named: "half", from: [scratch.path]) }
            guard case .broken(_, let line, _) = error else {
                Issue.record("\(tail): \(error)")
                continue
            }
            #expect(line == 2, "\(tail)")
        }
    }

    @Test func whatIsNoFileIsNotWaitedFor() throws {
        let scratch = try Scratch()
        func fault() throws -> FileFault? {
            let error = try #require(throws: ThemeError.self) { try Theme.load(named: "odd", from: [scratch.path]) }
            if case .unreadable(_, let fault) = error { return fault }
            return nil
        }
        let path = scratch.path + "/odd.toml"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try fault() == .notAFile)
        unlink(path)
        symlink("/dev/zero", path)
        #expect(try fault() == .notAFile)
        unlink(path)
        mkdir(path, 0o700)
        #expect(try fault() == .folder)
        rmdir(path)
        try scratch.write("odd.toml", String(repeating: "#", count: 65_537))
        #expect(try fault() == .tooLarge(limit: 65_536))
    }

    @Test func circlesAndLongLinesOfHeirs() throws {
        let scratch = try Scratch()
        try scratch.write("a.toml", "name = \"a\"\ninherits = \"b\"\n")
        try scratch.write("b.toml", "name = \"b\"\ninherits = \"a\"\n")
        try #require(throws: ThemeError.self) { try Theme.load(named: "a", from: [scratch.path]) }
        for step in 0..<20 { try scratch.write("s\(step).toml", "name = \"s\"\ninherits = \"s\(step + 1)\"\n") }
        try scratch.write("s20.toml", "name = \"s\"\n")
        try #require(throws: ThemeError.self) { try Theme.load(named: "s0", from: [scratch.path]) }
        _ = try Theme.load(named: "s13", from: [scratch.path])
    }

    @Test func missingTooLargeAndNotText() throws {
        let scratch = try Scratch()
        try #require(throws: ThemeError.missing(name: "x", directories: [scratch.path])) {
            try Theme.load(named: "x", from: [scratch.path])
        }
        try #require(throws: ThemeError.self) { try Theme.load(named: "../x", from: [scratch.path]) }
        try scratch.write("big.toml", "name = \"x\"\n" + String(repeating: "# filler\n", count: 9000))
        try #require(throws: ThemeError.self) { try Theme.load(named: "big", from: [scratch.path]) }
        #expect(Theme.available(in: [scratch.path, "/nowhere"]) == ["big"])
    }
}
