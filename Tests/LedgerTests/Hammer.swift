import Foundation
import PseudoTerminal

extension Child {
    /// A `ledger-hammer` process, which prints a line for what it has done.
    static func hammer(_ arguments: String...) throws -> Child {
        try hammer(arguments)
    }

    /// The same, with a disk that fails as `CFaults` says: `["OP": "fsync", "MATCH": "-wal"]`.
    static func hammer(_ arguments: [String], fault: [String: String]? = nil) throws -> Child {
        var environment = ProcessInfo.processInfo.environment
        if let fault {
            environment["LD_PRELOAD"] = built.appending(path: "libFaults.so").path
            environment.merge(fault.map { ("FAULT_" + $0, $1) }) { $1 }
        }
        return try Child(
            [built.appending(path: "ledger-hammer").path] + arguments, environment: environment, input: .pipe,
            output: .pipe, errors: fault == nil ? .inherited : .none)
    }
}
