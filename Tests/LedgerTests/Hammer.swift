import Foundation
import PseudoTerminal

extension Child {
    /// A `ledger-hammer` process, which prints a line for what it has done.
    static func hammer(_ arguments: String...) throws -> Child {
        try Child([built.appending(path: "ledger-hammer").path] + arguments, input: .pipe, output: .pipe)
    }
}
