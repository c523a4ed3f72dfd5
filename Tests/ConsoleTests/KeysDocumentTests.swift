import Foundation
import Testing

@testable import Console
@testable import Newsroom

/// The page of keys tells what the table of actions says.
struct KeysDocumentTests {
    @Test func thePageOfKeysIsCurrent() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/keys.md")
        if ProcessInfo.processInfo.environment["GUANTONG_WRITE_DOCS"] == "1" {
            try KeysPage.text.write(to: page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == KeysPage.text, "run the tests once with GUANTONG_WRITE_DOCS=1")
    }

    @Test func theExampleConfigurationNamesEveryActionWithItsKeys() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/config.toml")
        let lines = Set(try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n"))
        for action in Actions.all {
            let keys = action.keys.map { "\"\($0)\"" }.joined(separator: ", ")
            let line = "# \"\(action.id)\" = [\(keys)]"
            #expect(lines.contains(line), "Docs/config.toml lacks: \(line)")
        }
        #expect(Configuration.read(file.path).problems.isEmpty)
    }
}

/// `Docs/keys.md`, made from the table of actions.
enum KeysPage {
    static var text: String {
        var lines = [
            "# 按键 Keys", "",
            "由代码里的操作表生成，测试保证一致；请勿手改。Made from the table of actions, and a test keeps it current: do not",
            "edit. 同一个键在不同画面可有不同意思，`?` 列出本屏的。One key may mean different things on different screens; `?`",
            "lists those of the present one. 改键见 [config.toml](config.toml)。To change keys, see [config.toml](config.toml).",
            "`C-` 是 Ctrl，`S-` 是 Shift。`C-` is Ctrl, `S-` is Shift.",
        ]
        for group in Action.Group.allCases {
            lines += [
                "", "## \(group.phrase.zh) \(group.phrase.en)", "",
                "| 操作 Action | 键 Keys | 命令 Commands | 说明 | What it does |", "| --- | --- | --- | --- | --- |",
            ]
            for action in Actions.all where action.group == group {
                let keys = action.keys.map { "`\($0)`" }.joined(separator: " ")
                let commands = action.commands.map { "`:\($0)`" }.joined(separator: " ")
                let help = [action.help.zh, action.help.en].map { $0.split(separator: "|").joined(separator: "\\|") }
                lines.append(
                    "| `\(action.id)` | \(keys) | \(commands) | \(help.joined(separator: " | ")) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
