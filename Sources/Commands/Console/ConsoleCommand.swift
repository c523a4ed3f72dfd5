import ArgumentParser
import Console
import Foundation
import Ledger
import Newsroom
import Terminal

/// How the console looks, for `console` and `demo`.
struct LookOptions: ParsableArguments {
    @Option(help: about("主题", "the theme", "NAME"))
    var theme: String?
    @Flag(help: about("只用 ASCII 字符", "draw with ASCII only"))
    var ascii = false
}

/// `guantong console`: the desk.
struct ConsoleCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: say("打开指挥台（默认）", "open the desk (the default)"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var look: LookOptions
    @Flag(help: about("只看不写", "look only, write nothing"))
    var readOnly = false

    func perform(in session: Session) throws {
        guard Places.hasTerminal() else { throw Failure.noTerminal }
        let ledger = try session.open(readOnly: readOnly)
        let desk = try session.adopt(ledger)
        let actor = try session.actor(desk)
        if !readOnly { try session.settleClock(ledger, actor, mayGoOn: true) }
        try session.console(desk, actor: actor, look: look, reach: .ordinary)
    }
}

extension Session {
    /// Opens the console of somebody at a desk that lasts.
    func console(_ desk: OpenDesk, actor: Person, look: LookOptions, reach: HostAccess) throws -> Never {
        try open(
            ConsoleOptions(
                ledger: desk.ledger, actor: actor, language: language, isLanguageChosen: isLanguageChosen,
                theme: look.theme, ascii: look.ascii, noColor: Places.isColourUnwanted(), reach: reach))
    }

    /// Opens a console; `atExit` runs once it has closed.
    func open(_ options: ConsoleOptions, atExit: @escaping @Sendable () -> Void = {}) throws -> Never {
        // Commands run on the main thread, from main.swift.
        try MainActor.assumeIsolated { try runConsole(options) { atExit() } }
    }
}

extension HostAccess {
    /// Somebody at their own account: whatever it may, the console may.
    static var ordinary: HostAccess {
        let configuration = Places.configuration()
        return HostAccess(
            editor: TerminalSession.editorCommand(), suspends: true, readsFiles: true,
            themeFolders: [configuration + "/themes"] + Places.themes(), configuration: configuration + "/config.toml",
            stateFolder: Places.state(), spareFolder: Places.spare())
    }

    /// A visitor at the demonstration: no program is started, no file of the account is read, and what is written goes
    /// into a folder that is thrown away.
    static func demonstration(in folder: String) -> HostAccess {
        HostAccess(themeFolders: Places.themes(), stateFolder: folder + "/state")
    }
}

extension Places {
    /// The folder of the themes that came with the program.
    static func themes() -> [String] { installation().map { [$0 + "/Themes"] } ?? [] }

    /// Whether a person sits at both ends.
    static func hasTerminal() -> Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Whether colours are unwanted (`NO_COLOR`).
    static func isColourUnwanted() -> Bool { !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty }
}
