import Foundation
import Newsroom
import Sync
import Testing

/// Whatever is typed: no crash, no dump, nothing that steers a terminal.
@Suite(.waiting) struct CommandHostileTests {
    private static let hostile = [
        "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{9B}31m", "a\rb\nc", "\u{202E}evil\u{202C}",
        "\u{200B}\u{FEFF}x",
        "\u{7F}\u{8}\u{8}x", "e" + String(repeating: "\u{301}", count: 500), "👨‍👩‍👧‍👦🇨🇳", "-", "--", "--json", "%s%n%d",
        "$(id)", "\u{E0001}x",
    ]

    private func expectHarmless(_ run: CommandDesk.Run, _ what: String) {
        #expect([0, 1, 64].contains(run.status), "\(what): \(run.status)")
        for text in [run.out, run.err] {
            let bad = text.unicodeScalars.filter { scalar in
                switch scalar.value {
                case 0x0A: false
                case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x200B, 0xFEFF: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(what): \(bad.map { String($0.value, radix: 16) })")
            #expect(!text.contains("Fatal error") && !text.contains("Swift."), "\(what)")
        }
    }

    @Test(arguments: hostile) func inEveryField(_ text: String) throws {
        let desk = try CommandDesk()
        let runs = [
            try desk.run(
                "task", "dispatch", "--as", "zhangmin", "--topic=\(text)", "--note=\(text)", "--", "erqi", text),
            try desk.run("story", "new", "--as", "liwei", "--body", "-", "--", text, input: Data(text.utf8)),
            try desk.run("lead", "new", "--as", "liwei", "--place=\(text)", "--", text),
            try desk.run("log", "note", "--as", "liwei", "--", text),
            try desk.run("staff", "set", "liwei", "--name=\(text)", "--beat=\(text)"),
            try desk.run("staff", "set", "liwei", "--login=\(text)"),
            try desk.run("staff", "add", "--name=\(text)", "--role", "viewer", "--centre", "zz", "--", text),
            try desk.run("task", "ack", "--as", "liwei", "--", text),
            try desk.run("task", "dispatch", "--as", "zhangmin", "--due=\(text)", "--", "erqi", "x"),
            try desk.run("task", "dispatch", "--as", "zhangmin", "--", text, "x"),
            try desk.run("centre", "show", "--", text),
            try desk.run("search", "--", text),
            try desk.run("import", "--", text),
            try desk.run("init", "--roster=\(text)"),
            try desk.run("--lang=\(text)", "board"),
            try desk.run("--as=\(text)", "board"),
            try desk.run("--" + text), try desk.run(text),
            try desk.run("board"), try desk.run("task", "list"), try desk.run("task", "list", "--json"),
            try desk.run("task", "show", "T-0001"), try desk.run("story", "show", "S-0001"),
            try desk.run("story", "show", "S-0001", "--json"), try desk.run("lead", "show", "L-0001"),
            try desk.run("log"), try desk.run("log", "--json"), try desk.run("staff", "list"),
        ]
        for (index, run) in runs.enumerated() { expectHarmless(run, "run \(index) with \(text.debugDescription)") }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func bytesThatAreNoText() throws {
        let desk = try CommandDesk()
        for bytes in [#"\377\376"#, #"a\300\200b"#, #"\355\240\200"#, #"\364\220\200\200"#] {
            for command in [
                "lead new --as liwei", "search", "task ack --as liwei", "log note --as liwei", "centre show", "import",
                "task dispatch --as zhangmin erqi", "--db", "--as", "backup",
            ] {
                let run = try desk.shell("$G \(command) \"$(printf '\(bytes)')\"")
                expectHarmless(run, "\(command) \(bytes)")
                #expect(String(validating: run.outBytes, as: UTF8.self) != nil)
            }
        }
        #expect(try desk.run("verify").status == 0)
    }

    @Test func hugeArguments() throws {
        let desk = try CommandDesk()
        let long = String(repeating: "长", count: 40_000)
        #expect(try desk.run(as: "liwei", "lead", "new", long).lines == ["L-0001"])
        let title = try desk.run("lead", "show", "L-0001", "--json").object["title"] as? String
        #expect(title?.count == 200)
        let unknown = try desk.run(as: "liwei", "task", "ack", long)
        #expect(unknown.status == 1)
        #expect(unknown.err.count < 400)
        #expect(try desk.run("search", long).status == 0)
        #expect(try desk.run("task", "list", "--limit", "99999999999999999999").status == 64)
        #expect(try desk.run("task", "list", "--limit", "0").status == 64)
        #expect(try desk.run("task", "show", "T-999999999999").status == 1)
        let numbers = (1...2000).map { "T-\($0)" }.joined(separator: " ")
        let many = try desk.shell("$G task show \(numbers)")
        #expect(many.status == 1)
        #expect(many.err.split(separator: "\n").count == 2000)
    }

    @Test func wrongCommandLines() throws {
        let desk = try CommandDesk(staffed: false)
        for arguments in [
            ["nonsense"], ["task", "nonsense"], ["task", "ack"], ["story", "review", "S-1", "--level", "4"],
            ["board", "--nonsense"], ["task", "dispatch", "erqi"], ["--lang", "fr", "board"],
            ["task", "dispatch", "erqi", "x", "--deliver", "song"],
        ] {
            let run = try desk.shell("$G " + arguments.joined(separator: " "))
            #expect(run.status == 64, "\(arguments)")
            #expect(run.out == "", "\(arguments)")
            #expect(!run.err.isEmpty)
        }
        let help = try desk.run("--help")
        #expect(help.status == 0)
        #expect(help.out.contains("rollcall"))
        #expect(try desk.run("--help", "--lang", "zh").out.contains("值班日志"))
        let version = try desk.run("--version")
        #expect(version.status == 0 && version.out.contains("log \(Fact.version), protocol \(SyncProtocol.version))"))
    }

    @Test func anOutputThatIsFull() throws {
        let desk = try CommandDesk()
        let run = try desk.shell("$G staff list > /dev/full")
        #expect(run.status == 1)
        #expect(run.err.split(separator: "\n").count == 1)
    }

    @Test func twoWritersAtOnce() throws {
        let desk = try CommandDesk()
        let rounds = 25
        let writers = try (0..<2).map { writer in
            try desk.begin(
                """
                for i in $(seq \(rounds)); do
                  $G lead new --as liwei "线索 \(writer) $i" >> numbers.\(writer) || exit 1
                  $G task dispatch erqi,jinshui "任务 \(writer) $i" --as zhangmin >> numbers.\(writer) || exit 1
                done
                """)
        }
        #expect(writers.allSatisfy { $0.wait() == .exited(0) })
        let numbers = try (0..<2).flatMap { writer in
            try String(contentsOf: desk.folder.appendingPathComponent("numbers.\(writer)"), encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
        #expect(numbers.count == rounds * 2 * 3)
        #expect(Set(numbers).count == numbers.count)
        #expect(try desk.run("lead", "list", "--json").objects.count == rounds * 2)
        #expect(try desk.run("task", "list", "--json").objects.count == rounds * 4)
        #expect(try desk.run("verify").status == 0)
    }
}
