import Foundation
import Newsroom
import Terminal

/// Opens the console and stays in it until the user leaves.
///
/// - Parameter atExit: runs when the console has closed and the terminal is restored.
/// - Throws: what keeps it from opening: no terminal, one of an unknown kind, a database that cannot be read.
@MainActor
public func runConsole(_ options: ConsoleOptions, atExit: @escaping @MainActor () -> Void) throws -> Never {
    var options = options
    var configuration = options.reach.configuration.map(Configuration.read) ?? Configuration()
    var terminal = TerminalOptions()
    let theme = options.theme ?? configuration.theme ?? "dark"
    do throws(ThemeError) {
        terminal.theme = try Theme.load(named: theme, from: options.reach.themeFolders)
    } catch {
        // The desk opens all the same, with the theme that is built in.
        terminal.theme = .builtin
        configuration.problems.insert(error.phrase, at: 0)
    }
    terminal.ascii = options.ascii || configuration.ascii == true
    terminal.noColor = options.noColor
    if let wide = configuration.ambiguousWide { terminal.ambiguousWide = wide }
    if let delay = configuration.escapeDelay { terminal.escapeDelay = .milliseconds(delay) }
    terminal.mouse = configuration.mouse ?? true
    terminal.notifications = configuration.notifications
    terminal.silence = configuration.silence.map { $0 == 0 ? nil : .seconds($0) } ?? options.reach.silence
    // Only where asked for: a window's title is its owner's, and scripts find windows by it.
    if configuration.title == true { terminal.title = options.language == .zh ? "贯通" : "Guantong" }
    options.reach.prepare()
    terminal.crashReportDirectory = options.reach.stateFolder
    if let language = configuration.language, !options.isLanguageChosen { options.language = language }
    let session = try TerminalSession(options: terminal)
    let console: Console
    do {
        console = try Console(options, configuration: configuration, session: session, atExit: atExit)
    } catch {
        session.end()
        throw error
    }
    console.start()
    // The console lives as long as the loop, which never returns.
    return withExtendedLifetime(console) { runLoop() }
}
