import ArgumentParser

/// `guantong board`: the board once, to a pipe or a screen reader.
struct BoardCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: say("把总览打印一次", "print the board once"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws { try session.tellBoard(try session.look()) }
}

extension Session {
    /// Prints the board.
    func tellBoard(_ desk: OpenDesk) throws {
        let board = try Board(desk)
        if json { output.json(try BoardJSON(board, desk: desk)) } else { output.text(desk.text(board)) }
    }
}
