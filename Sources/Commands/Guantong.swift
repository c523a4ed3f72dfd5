import ArgumentParser
import CProcess
import Foundation
import Newsroom
import Sync

/// The program, from what was typed to its end.
package enum Program {
    /// Does what the command line says.
    package static func run() {
        // What it knows is other people's texts: a crash leaves its report, and no picture of the memory.
        guantong_leave_no_core()
        do {
            var command = try Guantong.parseAsRoot()
            try command.run()
        } catch {
            Farewell.leave(error)
        }
    }
}

/// The whole command line.
struct Guantong: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guantong",
        abstract: say("新闻编辑部的终端指挥台", "a dispatch console for newsrooms"),
        // Each program makes this as it starts, and hardly ever is asked for the version: the note is read only then.
        version: CommandLine.arguments.contains("--version") ? Version.line() : Version.number,
        subcommands: Verbs.all,
        defaultSubcommand: ConsoleCommand.self)

    // Here too, so that they may stand before the command as well as after it.
    @OptionGroup var common: CommonOptions
}

/// How the program ends when something was thrown.
enum Farewell {
    /// Says what the command line lacks, or prints the help that was asked for, and leaves.
    static func leave(_ error: any Error) -> Never {
        let code = Guantong.exitCode(for: error)
        let message = Guantong.fullMessage(for: error)
        if code == .success {
            // Help, the version or a completion script: our own text, as it is.
            print(message)
        } else if !message.isEmpty {
            // The message quotes what was typed, which may hold anything.
            let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
            Output.message(lines.map { String($0.prefix(2000)) }.joined(separator: "\n"))
        }
        exit(code == .success ? 0 : code == .validationFailure ? 64 : code.rawValue)
    }
}
