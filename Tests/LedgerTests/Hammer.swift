import Foundation
import PseudoTerminal

extension Child {
    /// A `ledger-hammer` process, which prints a line for what it has done.
    static func hammer(_ arguments: String...) throws -> Child {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return try Child([own.appending(path: "ledger-hammer").path] + arguments, input: .pipe, output: .pipe)
    }
}
