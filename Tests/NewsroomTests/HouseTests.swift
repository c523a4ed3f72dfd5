import Foundation
import Newsroom
import Testing

/// The folders of Newsroom and its sums agree: whoever adds a subject cannot forget half of it.
@Suite struct HouseTests {
    private static let newsroom = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Newsroom")

    private func files(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Self.newsroom.appending(path: folder).path).sorted()
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.newsroom.appending(path: path), encoding: .utf8)
    }

    /// Every folder that has facts is a case of the sums, and every case has a folder with facts.
    @Test func everySubjectHasItsFolder() throws {
        var inFolders: Set<String> = []
        for folder in try files() where folder != "Kernel" {
            for file in try files(folder) where file.hasSuffix("Fact.swift") {
                let name = String(file.dropLast(6))
                inFolders.insert(name)
            }
        }
        let inSums = Set(Sample.facts.map { "\(type(of: $0.subjectFact))" }).subtracting(["CommonFact"])
        #expect(inFolders == inSums)
        #expect(Set(Sample.facts.map(\.kind)) == Set(FactKind.allCases))
    }

    /// What may be asked stands beside what happens: every folder that has facts has commands, and both sums name them.
    @Test func everySubjectHasItsCommands() throws {
        var commands: Set<String> = []
        var facts: Set<String> = []
        for folder in try files() {
            for file in try files(folder) where file != "Fact.swift" {
                let name = String(file.dropLast(6))
                if name.hasSuffix("Command") { commands.insert(name) }
                if name.hasSuffix("Fact"), name != "SubjectFact" { facts.insert(String(name.dropLast(4)) + "Command") }
            }
        }
        #expect(commands == facts)
        #expect(try cases("Kernel/Subjects.swift", "Command") == commands)
        #expect(try cases("Kernel/Subjects.swift", "Fact").count == commands.count)
    }

    /// The types that a sum is of, whose names end in a word.
    private func cases(_ path: String, _ word: String) throws -> Set<String> {
        Set(
            try text(path).components(separatedBy: "\n").compactMap { line in
                guard line.hasPrefix("    case "), line.hasSuffix(word + ")"), let start = line.firstIndex(of: "(")
                else {
                    return nil
                }
                return String(line[line.index(after: start)...].dropLast())
            })
    }

    /// A command that a decision forgets would succeed and record nothing.
    @Test func noDecisionHasADefault() throws {
        var seen = 0
        for folder in try files() {
            for file in try files(folder)
            where file.hasSuffix("Command.swift") || ["Decider.swift", "Subjects.swift"].contains(file) {
                seen += 1
                for (index, line) in try text("\(folder)/\(file)").components(separatedBy: "\n").enumerated() {
                    #expect(!line.drop { $0 == " " }.hasPrefix("default"), "\(folder)/\(file):\(index + 1)")
                }
            }
        }
        #expect(seen > 0)
    }

    @Test func noTwoKindsHaveOneName() {
        let names = FactKind.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        for kind in FactKind.allCases {
            #expect(FactKind(kind.name) == kind)
            #expect((1...Fact.version).contains(kind.rule.since), "\(kind.name)")
        }
    }

    @Test func whatHoldsOfEachKindIsWhatTheFactsDo() {
        let unlisted: Set<FactKind> = [
            .message(.read), .placement(.ordered), .story(.released), .common(.overruledRead),
        ]
        let giving: [FactKind: Series] = [
            .task(.issued): .task, .story(.drafted): .story, .lead(.received): .lead, .request(.made): .request,
            .loan(.proposed): .loan,
        ]
        let births = Set(Sample.births.map(\.kind)).union([.node(.admitted)])
        let at = Stamp(at: MemoryDesk.start)
        for fact in Sample.facts {
            let (kind, rule) = (fact.kind, fact.kind.rule)
            #expect(rule.isListed == !unlisted.contains(kind), "\(kind)")
            #expect(rule.gives == giving[kind] && fact.number?.series == giving[kind], "\(kind)")
            #expect(rule.begins == births.contains(kind), "\(kind)")
            // Words to some people are theirs; everything else that is listed is everybody's.
            let event = Event(subject: .desk, stamp: at, actor: .person(Sample.actor("duty")), fact: fact)
            let isPrivate = kind == .message(.sent)
            #expect(event.isShown(to: "rep") == (rule.isListed && !isPrivate), "\(kind)")
            #expect(event.isShown(to: nil) == (rule.isListed && !isPrivate), "\(kind)")
            #expect(
                event.isShown(to: "duty") == rule.isListed && event.isShown(to: "liwei") == rule.isListed, "\(kind)")
        }
    }

    /// What of a draft stays its centre's own, and what gives it to everybody.
    @Test func onlyEditsLeaveADraftWithItsCentre() {
        let id = SubjectID(at: MemoryDesk.start) { 7 }
        for fact in Sample.facts {
            let one = fact.subjectFact
            switch fact.kind {
            case .story(.drafted):
                #expect(one.staysOwn(at: "erqi", isOwn: false) && !one.staysOwn(at: "zhongmu", isOwn: true))
                #expect(one.shares(id) == nil)
            case .story(.edited), .story(.attached), .story(.detached), .common(.overruledRead):
                #expect(
                    one.staysOwn(at: "erqi", isOwn: true) && !one.staysOwn(at: "erqi", isOwn: false), "\(fact.kind)")
                #expect(one.shares(id) == nil, "\(fact.kind)")
            case .task(.filed):
                #expect(!one.staysOwn(at: "erqi", isOwn: true))
                #expect(one.shares(id) != nil && one.shares(id) != id, "the story that is filed")
            case .story:
                #expect(!one.staysOwn(at: "erqi", isOwn: true) && one.shares(id) == id, "\(fact.kind)")
            case .request(.answered):
                let story: SubjectID? = if case .request(.answered(_, .story(let story))) = fact { story } else { nil }
                #expect(!one.staysOwn(at: "erqi", isOwn: true) && one.shares(id) == story)
            case .desk, .centre, .staff, .channel, .lead, .task, .placement, .request, .loan, .rollCall, .message,
                .node,
                .common:
                #expect(!one.staysOwn(at: "erqi", isOwn: true) && one.shares(id) == nil, "\(fact.kind)")
            }
        }
    }

    // MARK: - The outer rooms

    private static let sources = newsroom.deletingLastPathComponent()

    /// Newsroom and its tests may stand alone, as in the copy in which mutants are tried.
    private static let isWhole = FileManager.default.fileExists(atPath: sources.appending(path: "Ledger").path)

    /// The folders of Newsroom that hold a subject, by the name of its facts: `Tasks` is the folder of `Task`.
    private func subjects() throws -> [(name: String, folder: String)] {
        try files().filter { $0 != "Kernel" && !$0.contains(".") }.flatMap { folder in
            try files(folder).filter { $0.hasSuffix("Fact.swift") }.map { (String($0.dropLast(10)), folder) }
        }
    }

    /// What a subject has in the outer rooms, as paths in Sources.
    private func rooms(_ name: String, _ folder: String) -> [String] {
        ["Ledger/Tables/\(name)Table.swift"]
            + ["Commands", "JSON", "Printing"].map { "Commands/\(folder)/\(name)\($0).swift" }
            + ["Screens", "Actions"].map { "Console/Screens/\(folder)/\(name)\($0).swift" }
    }

    /// What a subject does without.
    private static let absent: Set<String> = [
        // The desk is not one thing among others: its verbs and screens (board, summary, log) have a file each.
        "Commands/Desk/DeskCommands.swift", "Commands/Desk/DeskJSON.swift", "Commands/Desk/DeskPrinting.swift",
        "Console/Screens/Desk/DeskScreens.swift",
        // The verb for nodes is `peers`, and its file is called as people type it.
        "Commands/Nodes/NodeCommands.swift",
        // Channels are set on the command line; a screen names them where a story is placed.
        "Console/Screens/Channels/ChannelScreens.swift", "Console/Screens/Channels/ChannelActions.swift",
        // Nodes are admitted and revoked on the command line only; their screen shows them.
        "Console/Screens/Nodes/NodeActions.swift",
    ]

    /// Folders of Commands that are no subject's, by their purpose.
    private static let purposes: Set<String> = ["Console", "Demo", "Output", "Sync", "Upkeep"]

    private func contents(_ folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: Self.sources.appending(path: folder).path))
    }

    @Test(.enabled(if: isWhole)) func everySubjectHasItsPlaceInTheOuterRooms() throws {
        let subjects = try subjects()
        #expect(subjects.count > 8)
        for (name, folder) in subjects {
            for path in rooms(name, folder) {
                let isThere = FileManager.default.fileExists(atPath: Self.sources.appending(path: path).path)
                #expect(isThere != Self.absent.contains(path), "\(path)")
            }
        }
        let known = Set(subjects.flatMap { rooms($0.name, $0.folder) })
        #expect(Self.absent.isSubset(of: known), "an exception for nothing")
        let folders = Set(subjects.map(\.folder))
        #expect(try contents("Console/Screens") == folders.subtracting(["Channels"]))
        #expect(try contents("Commands").filter { !$0.contains(".") } == folders.union(Self.purposes))
        #expect(
            try contents("Ledger/Tables") == Set(subjects.map { "\($0.name)Table.swift" }).union(["ReadModel.swift"]))
    }

    /// A read model that is in no list is neither created nor verified, and nothing else would say so.
    @Test(.enabled(if: isWhole)) func everyTableIsCreatedAndVerified() throws {
        let file = Self.sources.appending(path: "Ledger/Store/Projection.swift")
        let text = try String(contentsOf: file, encoding: .utf8)
        for (name, _) in try subjects() { #expect(text.contains("\(name)Table.table,"), "\(name)") }
    }

    /// Verbs and screens that are in no list are nowhere, and nothing else would say so.
    @Test(.enabled(if: isWhole)) func everyVerbAndEveryListIsReached() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
        }
        let verbs = try text("Commands/Verbs.swift")
        for (name, folder) in try subjects()
        where !Self.absent.contains("Commands/\(folder)/\(name)Commands.swift") {
            #expect(verbs.contains("\(name)Commands.self,"), "\(name)")
        }
        let screens = try text("Console/Views/ListScreen.swift")
        var seen = 0
        for folder in try contents("Console/Screens") {
            for file in try contents("Console/Screens/\(folder)") where file.hasSuffix(".swift") {
                let lines = try text("Console/Screens/\(folder)/\(file)").matches(of: /struct (\w+): ListScreen/)
                for line in lines { #expect(screens.contains("\(line.1)()"), "\(line.1)") }
                seen += lines.count
            }
        }
        #expect(seen > 0)
    }

    /// Whoever looks for a type opens the file of its name.
    @Test(.enabled(if: isWhole)) func everyFileOfASubjectHasTheTypeOfItsName() throws {
        let folders = try subjects().flatMap {
            ["Newsroom/\($0.folder)", "Commands/\($0.folder)", "Console/Screens/\($0.folder)"]
        }.filter { $0 != "Console/Screens/Channels" }
        let declaration = /^(?:(?:public|package|final|indirect) )*(?:struct|enum|class|actor|protocol) (\w+)/
        var seen = 0
        for folder in Set(folders + ["Ledger/Tables"]) {
            for file in try contents(folder) where file.hasSuffix(".swift") {
                let text = try String(contentsOf: Self.sources.appending(path: "\(folder)/\(file)"), encoding: .utf8)
                let types = text.split(separator: "\n").compactMap { try? declaration.firstMatch(in: $0)?.1 }
                let name = file.dropLast(6).prefix { $0 != "+" }
                seen += types.count
                #expect(types.isEmpty || types.contains(name), "\(folder)/\(file) has \(types)")
            }
        }
        #expect(seen > 0)
    }

    /// A switch over facts, kinds, subjects or commands that has a default forgets the next one without a word.
    @Test func noSwitchOverFactsHasADefault() throws {
        let sources = Self.newsroom.deletingLastPathComponent()
        let paths = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        var seen = 0
        for path in paths.sorted() where path.hasSuffix(".swift") {
            let lines = try String(contentsOf: sources.appending(path: path), encoding: .utf8).components(
                separatedBy: "\n")
            for (index, line) in lines.enumerated()
            where line.contains("switch ")
                && (line.contains("fact {") || line.contains(".kind {") || line.contains("Fact {")
                    || line.contains("ommand {"))
            {
                guard !line.contains("error.kind"), !line.contains("segment.kind"), !line.contains("line.kind"),
                    !line.contains("word.kind"), !line.contains("prompt.kind")
                else { continue }
                seen += 1
                let indent = line.prefix { $0 == " " }
                let end = lines[(index + 1)...].firstIndex { $0.hasPrefix(indent + "}") } ?? lines.count
                let hasDefault = lines[index..<end].contains { $0.hasPrefix(indent + "default") }
                #expect(!hasDefault, "\(path):\(index + 1)")
            }
        }
        #expect(seen > 0)
    }
}
