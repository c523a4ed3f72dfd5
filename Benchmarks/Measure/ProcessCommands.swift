import ArgumentParser
import Foundation

/// `run`: a program that ends by itself: how long it took, and the most memory that it or a child of its had.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a program to its end: seconds, and megabytes at most.")
    @Option(help: "What the figures are called.")
    var name: String
    @Argument(parsing: .postTerminator, help: "The program and its arguments, after --.")
    var command: [String]

    func run() throws {
        var arguments = command.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var pid = pid_t()
        let start = now()
        let code = posix_spawnp(&pid, command[0], nil, nil, &arguments, environ)
        guard code == 0 else { throw MeasureError("\(command[0]): \(String(cString: strerror(code)))") }
        var (status, usage) = (Int32(), rusage())
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        let seconds = now().milliseconds(since: start) / 1000
        guard status == 0 else { throw MeasureError("\(command.joined(separator: " ")): status \(status)") }
        print("\(name).seconds\t\(seconds)")
        print("\(name).peak\t\(Double(usage.ru_maxrss) / 1024)")
    }
}

/// `idle`: processes that are left alone for a while: the CPU time that they take all the same.
struct IdleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "CPU seconds that processes take while they are left alone.")
    @Option(help: "What the figure is called.")
    var name: String
    @Option(help: "For how many seconds to watch them.")
    var seconds = 30
    @Argument(help: "The processes.")
    var pids: [Int32]

    func run() throws {
        let before = pids.map(Program.processorTime)
        let names = pids.map(Program.command)
        sleep(UInt32(seconds))
        var taken = 0
        for (index, pid) in pids.enumerated() {
            if let start = before[index], let end = Program.processorTime(pid) {
                taken += end - start
            } else {
                FileHandle.standardError.write(Data("gone meanwhile: \(names[index])\n".utf8))
            }
        }
        print("\(name)\t\(Double(taken) / 1_000_000_000)")
    }
}
