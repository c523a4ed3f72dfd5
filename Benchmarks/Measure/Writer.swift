import ArgumentParser
import Foundation
import Ledger
import Newsroom

/// `writer`: writes a line of the duty log for each byte on standard input, and prints when the commit returned.
struct WriterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "writer", abstract: "Commits once for each byte on standard input.", shouldDisplay: false)
    @Argument var database: String
    @Argument var writer: String

    func run() throws {
        let ledger = try Ledger(path: database)
        defer { ledger.close() }
        guard let card = try ledger.read({ try $0.staff(StaffID(rawValue: writer)) }) else {
            throw MeasureError("\(writer) is not of this desk")
        }
        let actor = card.actor
        var byte: UInt8 = 0
        var number = 0
        while read(STDIN_FILENO, &byte, 1) == 1 {
            number += 1
            try ledger.perform(.desk(.note("旁人的一笔 \(number)")), as: actor)
            let text = "\(now())\n"
            guard write(STDOUT_FILENO, text, text.utf8.count) > 0 else { return }
        }
    }
}

/// `clock`: makes sure that a clock which runs by the second is to be seen: the board's first task is due soon.
struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Sends a task out that is due within the hour.", shouldDisplay: false)
    @Argument var database: String

    func run() throws {
        let ledger = try Ledger(path: database)
        defer { ledger.close() }
        try ledger.transaction { transaction in
            let order = TaskCommand.Dispatch(
                centres: ["erqi"], title: "看得见的钟", deliverables: [.text], dueAt: transaction.now.adding(seconds: 2_700),
                assignee: nil)
            try transaction.perform(.task(.dispatch(order)), as: Bench.duty)
        }
    }
}

enum Bench {
    /// Who acts on the desks that `guantong-generate` makes.
    static let duty = Person(staff: "duty", role: .dutyEditor, house: "zz")
}

/// Another process that has the desk open and commits when it is asked to.
final class Writer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(database: String, as writer: String) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["writer", database, writer]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit { try? input.fileHandleForWriting.close() }

    var readiness: pollfd {
        pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    }

    func ask() throws {
        guard write(input.fileHandleForWriting.fileDescriptor, "\n", 1) == 1 else {
            throw MeasureError("the other process is gone")
        }
    }

    /// When its commit had returned.
    func answer() throws -> Instant {
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let time = Instant(text.filter(\.isNumber)) else { throw MeasureError("the other process is gone") }
        return time
    }
}
