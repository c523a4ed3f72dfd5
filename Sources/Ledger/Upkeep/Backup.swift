import Foundation
import GRDB
import Newsroom

extension Ledger {
    /// Copies the database to a new file while others use it: the copy is of one moment, checked, on the disk and complete
    /// when this returns. Until then it has no name, and nobody but its owner may read it (`StagingFolder`).
    ///
    /// - Throws: `LedgerError.exists` when there is a file already; it is left alone.
    public func backup(to destination: String) throws {
        var status = stat()
        guard lstat(destination, &status) != 0 else { throw LedgerError.exists(path: destination) }
        let staging = try StagingFolder(beside: destination)
        defer { staging.discard() }
        let copy = staging.path + "/copy.sqlite"
        // SQLite fills an empty file, and leaves its mode alone.
        let file = open(copy, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LedgerError.system(errno, .writing, path: destination) }
        Foundation.close(file)
        errno = 0
        do {
            // VACUUM has its own transaction, and suffers none around it.
            try reader.unsafeRead { db in try db.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
        } catch let error as DatabaseError {
            // What cannot be read or is damaged is the database; what cannot be written is the copy.
            let number = error.systemError(reader)
            let fault = DiskFault(error, number: number)
            let isOfCopy = error.resultCode == .SQLITE_FULL || (fault != nil && fault?.step != .reading)
            throw LedgerError(error, path: isOfCopy ? destination : path, number: number)
        }
        try LedgerError.translating(destination) { try Self.check(copy, for: destination) }
        try staging.publish("copy.sqlite", as: destination)
    }

    private static func check(_ copy: String, for destination: String) throws {
        let queue = try Opening.reader(copy)
        let found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "quick_check"
        try queue.close()
        if let fault = DiskFault(inCheck: found) { throw LedgerError.diskFailed(path: destination, fault) }
        guard found == "ok" else { throw LedgerError.copyFailed(path: destination, detail: found) }
    }
}
