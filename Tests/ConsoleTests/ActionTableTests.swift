import Foundation
import Newsroom
import Terminal
import Testing

@testable import Console

/// One table makes keys, hints, help, palette and commands; and the user's configuration rebinds it.
@Suite struct ActionTableTests {
    @Test func everyActionIsWithinReach() throws {
        let seat = try Seat()
        let listed = seat.model.paletteActions("").map(\.action.id)
        for action in Actions.all {
            let keys = action.keys.map { Key(named: $0) }
            #expect(!keys.contains(nil), "\(action.id): \(action.keys)")
            if action.id.hasPrefix("move.") {
                #expect(!keys.isEmpty, "\(action.id)")
            } else {
                #expect(listed.contains(action.id), "\(action.id) is not in the palette")
                #expect(!keys.isEmpty || !action.commands.isEmpty, "\(action.id)")
            }
            for word in action.commands { #expect(Actions.named(word)?.id == action.id, ":\(word)") }
        }
    }

    @Test func noKeyMeansTwoThingsAtOnce() throws {
        // Everybody, everywhere: of the actions on a key, one at most is possible.
        for person: StaffID in ["zhangmin", "liangdong", "zhoumingyuan", "liwei", "qianjin"] {
            for stop in Stop.places {
                let seat = try Seat(person)
                try stop.go(seat)
                for (key, ids) in seat.model.keymap.actions {
                    let possible = ids.filter { Actions.byID[$0]?.possible(seat.model).isYes == true }
                    // Arrows and h go back, or to the left among tiles; Right opens, or goes right.
                    let words = possible.filter { !["go.back", "go.open"].contains($0) && !$0.hasPrefix("move.") }
                    #expect(words.count <= 1, "\(person.rawValue) at \(stop.name): \(key) is \(possible)")
                }
            }
        }
    }

    @Test func theHelpOfAScreenIsItsKeys() throws {
        for stop in Stop.places {
            let seat = try Seat(columns: 200, rows: 60)
            try stop.go(seat)
            let help = helpLines(seat.model).map { $0.map(\.text).joined() }
            for action in Actions.all {
                let word = action.commands.first.map { ":\($0)" } ?? action.help.zh
                let line = help.first { $0.contains(action.help.zh) && $0.contains(word) }
                switch action.possible(seat.model) {
                case .yes: #expect(line != nil, "\(stop.name): \(action.id) is possible and not in the help")
                case .no(let why): #expect(line?.contains(why) == true, "\(stop.name): \(action.id)")
                case .elsewhere: break
                }
            }
        }
    }

    @Test func thePaletteSaysWhyNotAndDoesWhatIsPossible() throws {
        let seat = try Seat("liwei", columns: 120, rows: 36)
        try seat.press("C-p")
        seat.type("点名")
        let row = try #require(
            seat.screen.first { $0.contains("点名") && $0.contains(Newsroom.Role.dutyEditor.phrase.zh) })
        #expect(row.contains("点名"))
        try seat.press("Enter")
        #expect(seat.notice.contains(Newsroom.Role.dutyEditor.phrase.zh), "\(seat.notice)")
        try seat.press("C-p")
        seat.type("renyuan")
        let first = try #require(seat.model.paletteActions("renyuan").first)
        #expect(first.verdict.isYes)
        try seat.press("C-p", "Esc")
        try seat.press("C-p")
        seat.type("rizhi")
        try seat.press("Enter")
        #expect(seat.model.place == .log || seat.model.prompt != nil)
    }

    @Test func everyCommandHasAnAnswer() throws {
        for action in Actions.all {
            for word in action.commands where action.id != "view.quit" && action.id != "view.suspend" {
                let seat = try Seat()
                try seat.command(word)
                let effects = seat.effects.count
                let isSilent =
                    seat.notice.isEmpty && seat.model.prompt == nil && seat.model.overlay == nil
                    && seat.model.place == .board && effects == 0
                let isQuiet = ["go.board", "view.reorder", "view.language", "go.nextPane"].contains(action.id)
                #expect(!isSilent || isQuiet, ":\(word) does nothing and says nothing")
            }
        }
        let seat = try Seat()
        try seat.command("不存在的命令")
        #expect(seat.notice.contains("不存在的命令"))
    }

    @Test func aNumberGoesToItsThing() throws {
        let seat = try Seat()
        let story = try seat.story { $0.state == .published }
        for text in ["\(story.number)", "go \(story.number)", "\(story.number)".lowercased()] {
            seat.visit(.board)
            try seat.command(text)
            #expect(seat.text.contains(String(story.title.prefix(6))), "\(text)")
        }
    }

    // MARK: - Configuration

    private func configuration(_ text: String) throws -> Configuration {
        let path = NewsDay.folder + "/\(UUID().uuidString).toml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return Configuration.read(path)
    }

    @Test func keysAreRebound() throws {
        let configuration = try configuration(
            """
            [keys]
            "task.dispatch" = "C-n"
            "go.tasks" = ["F6", "T"]
            "view.quit" = []
            """)
        #expect(configuration.problems.isEmpty, "\(configuration.problems)")
        let seat = try Seat(keymap: configuration.keymap)
        try seat.press("d")
        #expect(seat.model.prompt == nil)
        try seat.press("C-n")
        #expect(seat.model.prompt?.editor.text == "d ")
        try seat.press("Esc", "q")
        #expect(!seat.hasQuit)
        try seat.press("T")
        #expect(seat.model.place == .tasks)
        // Help and hints show the new keys.
        #expect(helpLines(seat.model).contains { $0.map(\.text).joined().contains("C-n") })
        #expect(!hints(seat.model).contains { $0.id == "view.quit" })
        try seat.command("q")
        #expect(seat.hasQuit, "what has no key is still a command")
    }

    @Test func aClashIsReportedWithItsLineAndBothStayAsTheyWere() throws {
        let configuration = try configuration(
            """
            theme = "dark"
            [keys]
            "task.acknowledge" = "c"
            """)
        let problem = try #require(configuration.problems.first)
        #expect(configuration.problems.count == 1)
        for words in [problem.zh, problem.en] {
            #expect(
                words.contains("3") && words.contains("task.acknowledge") && words.contains("task.close"), "\(words)")
        }
        #expect(configuration.keymap.keys["task.close"] == Keymap.standard.keys["task.close"])
    }

    @Test(arguments: [
        ("[keys]\n\"task.fly\" = \"x\"", "task.fly", 2), ("\n\n[keys]\n\"task.close\" = \"Hyper\"", "Hyper", 4),
        ("them = \"dark\"", "them", 1), ("theme = \"dark\"\nlanguage = \"fr\"", "language", 2),
        ("keys = 3", "keys", 1), ("theme = ", "", 1), ("\nmouse = [", "", 2), ("[.", "", 1), ("\n[,", "", 2),
        ("[[[", "", 1),
        ("[.keys]\n", "", 1), ("theme = \"dark\"\nmouse = 1", "mouse", 2),
        ("\n\nescape-delay = 1.5", "escape-delay", 3),
        ("title = true\nkeys = []", "keys", 2), ("[keys]\n\"task.close\" = 1", "task.close", 2),
        ("# theme = 1\ntext = \"\"\"\ntheme = 1\n\"\"\"\ntheme = 1", "theme", 5),
    ])
    func whatIsWrongIsSaidWithItsLine(text: String, name: String, line: Int) throws {
        let configuration = try configuration(text)
        let problem = try #require(configuration.problems.first, "\(text)")
        for words in [problem.zh, problem.en] {
            #expect(words.contains("\(line)"), "\(words)")
            #expect(name.isEmpty || words.contains(name), "\(words)")
        }
        #expect(configuration.keymap.actions == Keymap.standard.actions, "the rest stays")
    }

    @Test func whatIsNoFileIsReportedAndNotWaitedFor() throws {
        let path = NewsDay.folder + "/\(UUID().uuidString).toml"
        func problem() throws -> Phrase {
            let configuration = Configuration.read(path)
            #expect(configuration.problems.count == 1 && configuration.keymap.actions == Keymap.standard.actions)
            let problem = try #require(configuration.problems.first)
            #expect(problem.zh.contains(path) && problem.en.contains(path))
            return problem
        }
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try problem().en.contains("a pipe or a device"))
        unlink(path)
        mkdir(path, 0o700)
        #expect(try problem().en.contains("is a folder"))
        #expect(try problem().en.contains("no configuration was read"))
        rmdir(path)
        try Data(count: 1 << 21).write(to: URL(fileURLWithPath: path))
        #expect(try problem().en.contains("larger than 1 MB"))
        try Data([0xFF, 0xFE, 0, 1]).write(to: URL(fileURLWithPath: path))
        #expect(try problem().en.contains("UTF-8"))
        unlink(path)
    }

    @Test func whatIsWrongIsReadToItsEndInTheHelp() throws {
        let path = "/home/somebody/with/a/long/name/and/more/folders/.config/guantong/themes/night.toml"
        for language in Language.allCases {
            let seat = try Seat(language: language, columns: 60, rows: 20)
            seat.model.problems = [
                Phrase("配色 \(path) 第 3 行有误：没有颜色 #12345", "The theme \(path), line 3, is broken: no colour #12345")
            ]
            try seat.press("?")
            #expect(seat.text.contains("#12345"), "\(seat.text)")
        }
    }

    @Test func aFileThatIsNotThereIsNoProblem() {
        let configuration = Configuration.read("/nonexistent/config.toml")
        #expect(configuration.problems.isEmpty && configuration.theme == nil)
    }
}
