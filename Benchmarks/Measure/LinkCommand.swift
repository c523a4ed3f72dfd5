import ArgumentParser
import CPseudoTerminal
import Glibc
import PseudoTerminal

/// `link`: a program at the other end of a slow line: bytes, seconds and round trips to its first screen and to the
/// answers to keys. The line is made by the measurer itself, in front of the terminal; of a command that has `PROXY` in
/// it (ssh's ProxyCommand) it is made by `relay` under ssh, so that ssh's own bytes and round trips are in the figures.
struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Measures a program on a slow line.",
        discussion: "With ssh: link -- ssh -o 'ProxyCommand=PROXY %h %p' HOST")
    @OptionGroup var program: ProgramOptions
    @Option(help: "Milliseconds there and back.")
    var roundTrip = 300
    @Option(help: "Bytes a second that arrive at the screen.")
    var rate = 2048
    @Option(help: "A text that stands on the first screen when it is whole.")
    var text = "Guantong"
    @Option(help: "Keys to measure one by one, each until nothing more comes.")
    var keys = "tbs?"

    func run() throws {
        let relay = CommandLine.arguments[0] + " relay --round-trip \(roundTrip) --rate \(rate)"
        let isRelayed = program.command.contains { $0.contains("PROXY") }
        var environment: [String: String] = [:]
        for entry in program.env {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            environment[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        // ssh shows nothing of a packet before all of it is there: quiet is longer than a screen of 4 KB takes.
        let quiet = roundTrip * 2 + 4096 * 1000 / rate
        let start = ContinuousClock.now
        let terminal = try PseudoTerminal(
            command: program.command.map { $0.replacing("PROXY", with: relay) }, environment: environment,
            columns: program.columns, rows: program.rows)
        if !isRelayed { terminal.line = SlowLine(delay: .milliseconds(roundTrip / 2), bytesPerSecond: rate) }
        try terminal.wait(for: text, timeout: 60)
        tell("first", start, 0, terminal)
        try terminal.settle(quiet: quiet, timeout: 60)
        tell("whole", start, 0, terminal, quiet: quiet)
        for key in keys {
            let (begun, before) = (ContinuousClock.now, terminal.bytesReceived)
            terminal.line?.forgetFigures()
            try terminal.send(String(key))
            try terminal.settle(quiet: quiet, timeout: 60)
            tell("key \(key)", begun, before, terminal, quiet: quiet)
        }
        try terminal.signal(SIGTERM)
    }

    private func tell(
        _ what: String, _ start: ContinuousClock.Instant, _ before: Int, _ terminal: PseudoTerminal, quiet: Int = 0
    ) {
        let time = ((ContinuousClock.now - start) - .milliseconds(quiet)) / .milliseconds(1)
        program.tell("link.\(what).bytes", Double(terminal.bytesReceived - before))
        program.tell("link.\(what).milliseconds", time.rounded())
        program.tell("link.\(what).roundtrips", (time / Double(roundTrip) * 10).rounded() / 10)
    }
}

/// `relay`: joins its own input and output with a port, over a line of that length and width in each direction. What it
/// is given it takes at once, as the buffers of a long way do.
struct RelayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "A slow line to a port, for ssh's ProxyCommand.")
    @Option(help: "Milliseconds there and back.")
    var roundTrip = 300
    @Option(help: "Bytes a second in each direction.")
    var rate = 2048
    @Argument var host: String
    @Argument var port: UInt16

    private struct Way {
        let from: CInt
        let to: CInt
        var line: SlowLine
        var isOpen = true
    }

    func run() throws {
        let connection = try connect()
        func line() -> SlowLine { SlowLine(delay: .milliseconds(roundTrip / 2), bytesPerSecond: rate) }
        var ways = [
            Way(from: STDIN_FILENO, to: connection, line: line()),
            Way(from: connection, to: STDOUT_FILENO, line: line()),
        ]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while ways.allSatisfy({ $0.isOpen || !$0.line.isEmpty }) {
            let next = ways.compactMap(\.line.next).min()
            let wait = next.map {
                max(0, Int32((ContinuousClock.now.duration(to: $0) / .milliseconds(1)).rounded(.up)))
            }
            var descriptors = ways.map { pollfd(fd: $0.isOpen ? $0.from : -1, events: Int16(POLLIN), revents: 0) }
            poll(&descriptors, 2, wait ?? -1)
            for index in ways.indices {
                if descriptors[index].revents != 0 {
                    let count = read(ways[index].from, &buffer, buffer.count)
                    if count > 0 { ways[index].line.carry(Array(buffer[..<count])) } else { ways[index].isOpen = false }
                }
                let arrived = ways[index].line.arrivals()
                var sent = 0
                while sent < arrived.count {
                    let count = arrived[sent...].withUnsafeBytes { write(ways[index].to, $0.baseAddress, $0.count) }
                    guard count > 0 else { return }
                    sent += count
                }
            }
        }
    }

    private func connect() throws -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &address.sin_addr) == 1 else {
            throw MeasureError("\(host) is no address")
        }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw MeasureError("\(host) \(port): \(String(cString: strerror(errno)))") }
        return descriptor
    }
}
