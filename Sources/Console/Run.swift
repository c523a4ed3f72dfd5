import Newsroom

/// Opens the console and stays in it until the user leaves.
///
/// - Parameter atExit: runs when the console has closed and the terminal is restored.
/// - Throws: what keeps it from opening: no terminal, one of an unknown kind.
@MainActor
public func runConsole(_ options: ConsoleOptions, atExit: @escaping @MainActor () -> Void) throws -> Never {
    atExit()
    fatalError()
}
