import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// Copies the database to a new file while others use it: the copy is of one moment, checked, and complete when
    /// this returns.
    ///
    /// - Throws: `LedgerError.exists` when there is a file already; it is left alone.
    public func backup(to destination: String) throws {
        var status = stat()
        guard stat(destination, &status) != 0 else { throw LedgerError.exists(path: destination) }
        // Written under another name first: a file of the wanted name is always a whole one.
        let partial = destination + ".partial"
        unlink(partial)
        do {
            try LedgerError.translating(destination) {
                // VACUUM has its own transaction, and suffers none around it.
                try reader.unsafeRead { db in
                    try db.execute(sql: "VACUUM INTO ?", arguments: [partial])
                }
                try Self.check(partial)
            }
            chmod(partial, 0o600)
            try Self.sync(partial)
            guard link(partial, destination) == 0 else {
                throw errno == EEXIST
                    ? LedgerError.exists(path: destination)
                    : LedgerError.unreadable(path: destination, detail: String(cString: strerror(errno)))
            }
            unlink(partial)
            try Self.sync((destination as NSString).deletingLastPathComponent)
        } catch {
            unlink(partial)
            throw error
        }
    }

    private static func check(_ path: String) throws {
        let queue = try Opening.reader(path)
        let found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        try queue.close()
        guard found == "ok" else { throw LedgerError.damaged(path: path, detail: found ?? "quick_check") }
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw LedgerError.full(path: path) }
    }
}
