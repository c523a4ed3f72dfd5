import Foundation

@testable import Console
@testable import Files
@testable import Interchange
@testable import Ledger
@testable import Newsroom
@testable import Rehearsal
@testable import Terminal

/// What lies in a file, given to what reads such files. The first byte says what kind of file it is.
final class FileFuzz: FuzzTarget {
    private enum Kind: UInt8, CaseIterable {
        case toml, configuration, theme, roster, script, translation, news, unsaved, presence, key, note
    }

    let folder = Example.folder()
    let ledger: Ledger

    init() throws {
        (ledger, _) = try Example.database(folder)
        try FileManager.default.createDirectory(atPath: folder + "/unsaved", withIntermediateDirectories: true)
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func run(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let kind = Kind.allCases[Int(first) % Kind.allCases.count]
        let bytes = Array(input.dropFirst())
        switch kind {
        case .toml: try toml(bytes)
        case .configuration:
            let document: TOMLDocument
            do throws(DataFileError) { document = try TOMLDocument(bytes: bytes, file: "f") } catch {
                return try check(error, bytes)
            }
            for problem in Configuration(document).problems { try check(problem) }
        case .theme: try theme(bytes)
        case .roster:
            do {
                let roster = try RosterFile.read(text: String(decoding: bytes, as: UTF8.self), file: "f")
                guard (1...RosterFile.centreLimit).contains(roster.centres.count) else { throw Finding("too many") }
            } catch let error as DataFileError {
                try check(error, bytes)
            }
        case .script:
            do throws(DataFileError) {
                let day = try Rehearsal(text: String(decoding: bytes, as: UTF8.self), file: "f")
                _ = (day.steps.count, day.live.count, day.untranslated.count)
            } catch {
                _ = (error.phrase.zh, error.phrase.en)
            }
        case .translation:
            try write(bytes, "translation.toml")
            do throws(DataFileError) { _ = try Translation(path: folder + "/translation.toml") } catch {
                try check(error, bytes)
            }
        case .news: try news(bytes)
        case .unsaved: try unsaved(bytes)
        case .presence: try presence(bytes)
        case .key: try key(bytes)
        case .note: try note(bytes)
        }
    }

    // MARK: - Kinds

    /// What was read says the same when it is written anew.
    private func toml(_ bytes: [UInt8]) throws {
        let table: TOMLTable
        do throws(TOMLError) { table = try TOMLParser.parse(bytes) } catch { return try check(error, bytes) }
        let text = Self.written(table)
        do throws(TOMLError) {
            let again = try TOMLParser.parse(Array(text.utf8))
            guard Self.written(again) == text else { throw TOMLError(line: 0, column: 0, kind: .notText) }
        } catch {
            // What lay in headings lies in brackets now, and these have their limit.
            guard error.kind != .tooDeep else { return }
            throw Finding("not the same once written: \(error) \(text)")
        }
    }

    private func theme(_ bytes: [UInt8]) throws {
        do {
            let document = try TOMLDocument(bytes: bytes, file: "f")
            let theme = try ThemeFile(document: document.root).theme { _, _ throws(ThemeError) in .builtin }
            for role in Terminal.StyleRole.allCases {
                for depth in ColorDepth.allCases { _ = theme.appearance(role, depth: depth) }
            }
        } catch let error as DataFileError {
            try check(error, bytes)
        } catch let error as ThemeError {
            try check(error.phrase)
        }
    }

    private func news(_ bytes: [UInt8]) throws {
        let result: ImportResult
        do throws(ImportError) {
            result = try ImportFile.read(data: Data(bytes), path: "f.json", now: Example.now, zone: .beijing)
        } catch {
            return try check(error.phrase)
        }
        for problem in result.problems { try check(problem.phrase) }
        for lead in result.leads {
            guard !lead.title.isEmpty, CleanText.line(lead.title) == lead.title, lead.sourceKey != nil,
                lead.text.utf8.count <= CleanText.bodyLimit
            else { throw Finding("no lead as it should be: \(lead)") }
        }
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    // MARK: - Sentences

    private func check(_ error: DataFileError, _ bytes: [UInt8]) throws {
        if case .syntax(let syntax) = error.kind { try check(syntax, bytes) }
        try check(error.phrase)
        if let line = error.line { try check(line: line, bytes) }
    }

    private func check(_ error: TOMLError, _ bytes: [UInt8]) throws {
        try check(line: error.line, bytes)
        guard error.column >= 1, error.column <= bytes.count + 1 else { throw Finding("no such column: \(error)") }
        try check(error.phrase)
    }

    private func check(line: Int, _ bytes: [UInt8]) throws {
        guard (1...bytes.count { $0 == 0x0A } + 1).contains(line) else { throw Finding("no line \(line)") }
    }

    /// A sentence in both languages, of one line, short, and nothing in it that steers a terminal.
    private func check(_ phrase: Phrase) throws {
        for text in [phrase.zh, phrase.en] {
            let steers = text.unicodeScalars.contains {
                [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            guard !text.isEmpty, !steers, text.unicodeScalars.count < 2_000 else {
                throw Finding("no sentence: \(text.debugDescription)")
            }
        }
    }

    // MARK: - Writing TOML

    private static func written(_ table: TOMLTable) -> String {
        table.keys.map { "\(quoted($0)) = \(table[$0].map { written($0.value) } ?? "")\n" }.joined()
    }

    private static func written(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .date(let date): date.text
        case .array(let items): "[" + items.map { written($0.value) }.joined(separator: ",") + "]"
        case .table(let table):
            "{" + table.keys.map { "\(quoted($0))=\(table[$0].map { written($0.value) } ?? "")" }.joined(separator: ",")
                + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\"" || scalar == "\\" {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

// MARK: - Inputs to begin with

extension FileFuzz {
    static let words = [
        "[", "[[", "]]", "[.", "{", "}", "\"\"\"", "'''", "\\u0041", "\\U0001F600", "\r\n", "0xFF", "0b1", "0o7",
        "1e400",
        "-inf", "nan", "1979-05-27T07:32:00Z", "07:32:00.5", "a.b = 1\n", "[roles.over]\n", "fg = \"#ff0000\"",
        "[keys]\n",
        "\"task.close\" = \"F6\"", "[[centre]]\n", "[[story]]\n", "steps = [\"-1:00 a note x\"]", "guantong key 1\n",
    ]

    var seeds: [[UInt8]] {
        var texts: [(Kind, String)] = [
            (.toml, Self.everything), (.toml, "[."), (.toml, "[,"), (.toml, "[[["), (.toml, "a = {"),
            (
                .theme,
                "name = \"x\"\ninherits = \"y\"\n[roles.over]\nfg = 203\npalette = { bg = \"red\" }\nmono = [\"bold\"]"
            ),
            (
                .configuration,
                "theme = \"x\"\nlanguage = \"zh\"\nmouse = false\n[keys]\n\"task.close\" = [\"F6\", \"C-n\"]"
            ),
            (.script, Self.script), (.translation, "[words]\n\"张敏\" = \"Zhang Min\"\n[bodies]\nr = \"\"\"\nx\"\"\""),
            (
                .news,
                #"[{"uri":"urn:a","type":"text","versioncreated":"2026-11-28T00:00:00Z","headlines":[{"value":"标题"}],"#
                    + #""bodies":[{"value":"<p>a &amp; b</p>","contenttype":"text/html"}]}]"#
            ),
            (.news, #"[{"title":"热 \ud83d\ude00","hot":12,"ads":false,"category":"社会","description":"二"}]"#),
            (.unsaved, "第一行\n第二行\r\n\t"),
            (.presence, #"{"staff":"liwei","since":1795226400000,"place":"story","readOnly":true}"#),
            (
                .key,
                "guantong key 1\nnode 01010101010101010101010101010101\nseed AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
                    + "old  AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n"
            ),
        ]
        if let note = try? String(contentsOfFile: ledger.path + ".origin", encoding: .utf8) {
            texts.append((.note, note))
        }
        // What the program comes with, where it lies beside the tests.
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for (kind, name) in [
            (Kind.theme, "Themes/dark.toml"), (.theme, "Themes/high-contrast.toml"), (.roster, "Data/zhengzhou.toml"),
            (.configuration, "Docs/config.toml"), (.script, "Data/demo/lessons.toml"), (.script, "Data/demo/desk.toml"),
            (.translation, "Data/demo/lessons-en.toml"),
        ] {
            guard let text = try? String(contentsOf: package.appendingPathComponent(name), encoding: .utf8) else {
                continue
            }
            texts.append((kind, text))
            if kind == .configuration { texts.append((kind, text.replacing("\n# ", with: "\n"))) }
        }
        return texts.map { [$0.rawValue] + Array($1.utf8) }
    }

    private static let everything = """
        # 例
        a = "x\\u4e2d\\n" # y
        b . "c d" = [1, 0xFF, -1.5e3, inf, 2026-11-28T03:30:00.5+08:00, 07:32:00, { d = 'e', f.g = true }]
        [h."i j".k]
        l = \"""
        m \\
          n\"""
        [[o]]
        p = '''
        q'''
        [[o]]
        [o.r]
        s = [[[]], {}, # t
        ]

        """

    private static let script = """
        [[staff]]
        id = "a"
        name = "甲"
        role = "reporter"
        centre = "erqi"
        [desk]
        ends = "+4:00"
        steps = ["-9:00 a duty", "-1:00 a roll morning erqi,jinshui", "-8:55 a note 接班"]
        [[lead]]
        label = "rain"
        at = "-8:00"
        by = "a"
        source = "hotline"
        title = "雨"
        steps = ["-7:50 a promote erqi r", "-7:30 a restore"]
        [[task]]
        label = "rain"
        at = "-7:30"
        by = "a"
        centres = ["erqi"]
        title = "去"
        deliver = ["video"]
        due = "-6:00"
        steps = ["-7:29 a erqi ack", "-7:20 a erqi decline 远"]
        [[story]]
        label = "r"
        at = "-6:50"
        by = "a"
        title = "雨"
        body = "下"
        steps = ["-6:40 a submit", "-6:30 a pass 1 可", "+0:10 a edit x"]
        [story.texts]
        x = "改"
        [[silence]]
        centre = "dengfeng"
        from = "+0:50"
        to = "+1:40"
        """
}
