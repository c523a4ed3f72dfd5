import ArgumentParser
import Glibc

/// Measures what a person feels of a terminal program, whichever it is, through a pseudo-terminal that answers as
/// xterm does. Prints lines of `metric<TAB>label<TAB>value`, which `table` lays out.
@main struct GuantongMeasure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guantong-measure",
        abstract: "Measures a terminal program from outside, through a pseudo-terminal.",
        subcommands: [
            StartCommand.self, SessionCommand.self, CommitCommand.self, WriterCommand.self, ClockCommand.self,
            RunCommand.self, IdleCommand.self, CrowdCommand.self, LinkCommand.self, RelayCommand.self,
            TableCommand.self,
        ])
}

/// Which program is measured, and in what terminal.
struct ProgramOptions: ParsableArguments {
    @Option(help: "What the figures are filed under.")
    var label: String
    @Option(help: "Width of the terminal in cells.")
    var columns = 120
    @Option(help: "Height of the terminal in cells.")
    var rows = 36
    @Option(parsing: .singleValue, help: "A variable of the program's environment, NAME=VALUE; may be repeated.")
    var env: [String] = []
    @Argument(parsing: .postTerminator, help: "The program and its arguments, after --.")
    var command: [String]

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("name the program to measure after --") }
    }

    func open() throws -> Line {
        var environment: [String: String] = [:]
        for entry in env {
            guard let cut = entry.firstIndex(of: "=") else { throw ValidationError("--env takes NAME=VALUE") }
            environment[String(entry[..<cut])] = String(entry[entry.index(after: cut)...])
        }
        return try Line(command, environment: environment, columns: columns, rows: rows)
    }

    func tell(_ metric: String, _ value: Double?) {
        guard let value else { return }
        print("\(metric)\t\(label)\t\(value)")
    }
}

/// `start`: once from the program's start to its board. Run it often; the table takes the median.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Starts the program once and says when its screen stood.")
    @OptionGroup var program: ProgramOptions

    func run() throws {
        let line = try program.open()
        defer { line.end() }
        let start = try line.watchStart()
        program.tell("start.first", start.firstText)
        program.tell("start.board", start.board)
        program.tell("start.bytes", Double(start.bytes))
    }
}

/// `session`: one run of the program: its memory, its idleness and its keys.
struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Measures memory, idleness and keys in one run of the program.")
    @OptionGroup var program: ProgramOptions
    @Option(help: "What comes before the name of each figure.")
    var prefix = ""
    @Option(help: "Keys to type before anything is measured, to get to a screen.")
    var before = ""
    @Option(help: "How many keys, down and up in turn by tens; 0 for none.")
    var keys = 0
    @Option(help: "For how many seconds to watch the program idle; 0 for not at all.")
    var idle = 0
    @Flag(help: "Measure resident memory.")
    var memory = false
    @Flag(help: "Print the screen to standard error, to see what was measured.")
    var show = false

    func run() throws {
        let line = try program.open()
        defer { line.end() }
        _ = try line.watchStart()
        for key in before {
            try line.type(String(key))
            try line.rest(milliseconds: 300)
        }
        if memory, let memory = Program.memory(line.pid) {
            program.tell(prefix + "memory.resident", memory.resident)
            program.tell(prefix + "memory.proportional", memory.proportional)
            program.tell(prefix + "memory.own", memory.anonymous)
        }
        if idle > 0 {
            let idleness = try line.watchIdle(seconds: idle)
            program.tell(prefix + "idle.wakes", idleness.wakes)
            program.tell(prefix + "idle.cpu", idleness.processor)
            program.tell(prefix + "idle.bytes", idleness.bytes)
        }
        if keys > 0 {
            let answers = try line.pressKeys(keys)
            program.tell(prefix + "key.first", answers.first.median)
            program.tell(prefix + "key.median", answers.last.median)
            program.tell(prefix + "key.p99", answers.last.percentile(99))
            program.tell(prefix + "key.bytes", answers.bytes.mean)
            program.tell(prefix + "key.silent", Double(answers.silent))
        }
        if memory, keys > 0, let memory = Program.memory(line.pid) {
            program.tell(prefix + "memory.after", memory.resident)
        }
        if show {
            let text = line.screen.lines.joined(separator: "\n") + "\n"
            _ = write(STDERR_FILENO, text, text.utf8.count)
        }
    }
}

/// `commit`: from another process's commit to the program's screen.
struct CommitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "From another process's commit to the first byte that shows it.")
    @OptionGroup var program: ProgramOptions
    @Option(help: "The desk that the program has open, or another node's with which that one keeps exchanging.")
    var database: String
    @Option(help: "Who writes there.")
    var writer = "duty"
    @Option(help: "How many commits.")
    var count = 100
    @Flag(help: "Print the screen to standard error, to see what was measured.")
    var show = false

    func run() throws {
        let writer = try Writer(database: database, as: writer)
        let line = try program.open()
        defer { line.end() }
        _ = try line.watchStart()
        let answers = try line.watchCommits(of: writer, count)
        if show {
            let text = line.screen.lines.joined(separator: "\n") + "\n"
            _ = write(STDERR_FILENO, text, text.utf8.count)
        }
        program.tell("commit.median", answers.median)
        program.tell("commit.p99", answers.percentile(99))
        program.tell("commit.unseen", Double(count - answers.count))
    }
}

/// `table`: the figures side by side.
struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Lays figures out beside their limits.")
    @Argument(help: "A file of figures.")
    var file: String
    @Option(help: "The seconds that idleness was watched.")
    var idle = 10

    func run() throws { print(try Table(file: file, idle: Double(idle)).text, terminator: "") }
}
