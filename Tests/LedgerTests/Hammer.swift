import Foundation
import Testing

/// A `ledger-hammer` process and what it prints.
final class Hammer {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var pending = Data()

    init(_ arguments: [String]) throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "ledger-hammer")
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = input
        try process.run()
    }

    /// The next line; `nil` at the end.
    func line() -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending = Data(pending[(end + 1)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            pending.append(more)
        }
    }

    /// All lines to the end; one that was cut by a kill was not printed.
    func rest() -> [String] {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        return lines
    }

    /// Lets a waiting one go on.
    func go() { input.fileHandleForWriting.write(Data([0x0A])) }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end.
    func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
