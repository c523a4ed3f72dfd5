import Foundation
import GRDB
import GRDBSQLite
import Newsroom

/// What a disk would not do, and the system's own word for it.
public struct DiskFault: Equatable, Sendable {
    /// What was asked of the disk.
    public enum Step: Equatable, Sendable {
        case reading, writing
        /// Making sure that what was written is on the disk.
        case syncing
        /// The memory that the processes which have the database open share, a file too.
        case sharing
        case other
    }

    /// What was asked of it.
    public var step: Step
    /// The system's error, as `errno` has it; 0 where it told none.
    public var number: Int32

    /// A fault at a step.
    public init(_ step: Step, _ number: Int32) {
        self.step = step
        self.number = number
    }

    /// Whether the disk has no room, or this user has used up theirs.
    var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }

    /// In words: `cannot read: Input/output error`.
    var phrase: Phrase {
        let system = number == 0 ? "" : ": \(String(cString: strerror(number)))"
        let zh = number == 0 ? "" : "：\(String(cString: strerror(number)))"
        return switch step {
        case .reading: Phrase("读不出" + zh, "cannot read" + system)
        case .writing: Phrase("写不进" + zh, "cannot write" + system)
        case .syncing: Phrase("不能确认已写入磁盘" + zh, "cannot make sure that it is written" + system)
        case .sharing: Phrase("共享索引不可用" + zh, "cannot use the shared index" + system)
        case .other: Phrase("操作失败" + zh, "does not work" + system)
        }
    }

    /// What SQLite says of the disk; `nil` where it says something else.
    ///
    /// A page that the disk would not give it calls damaged, in the end; the system's error tells the two apart.
    init?(_ error: DatabaseError, number: Int32) {
        switch error.resultCode {
        case .SQLITE_IOERR: self.init(code: error.extendedResultCode.rawValue, number: number)
        case .SQLITE_CORRUPT where [EIO, ENXIO, ERANGE].contains(number): self.init(.reading, number)
        case .SQLITE_CANTOPEN where number == EIO || DiskFault(.other, number).isFull: self.init(.other, number)
        default: return nil
        }
    }

    /// The same of its extended result code.
    init?(code: Int32, number: Int32) {
        guard code & 0xFF == SQLITE_IOERR else { return nil }
        // The second byte tells which call it was (sqlite3.h, SQLITE_IOERR_…).
        let step: Step =
            switch code >> 8 {
            case 1, 2, 7, 13, 33: .reading
            case 3, 6: .writing
            case 4, 5: .syncing
            case 18...21: .sharing
            default: .other
            }
        self.init(step, number)
    }

    /// What a line of `integrity_check` says of the disk, which it reports beside real damage.
    init?(inCheck line: String) {
        let words = line.split { !$0.isLetter && !$0.isNumber }
        guard words.count > 2, words.dropLast().suffix(2) == ["error", "code"],
            let code = words.last.flatMap({ Int32($0) })
        else { return nil }
        self.init(code: code, number: 0)
    }
}

extension DatabaseError {
    /// Whether the connection it came from is better not used any more: what it keeps in memory may not be what is on
    /// the disk.
    var spoilsConnection: Bool {
        [.SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode)
    }

    /// The system's error behind it: the thread's, right after it happened, where `errno` was 0 before; else what the
    /// connection noted, which it does not for every error.
    func systemError(_ connection: DatabaseQueue?) -> Int32 {
        let last = errno
        guard last == 0, let connection, [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(resultCode) else { return last }
        return connection.unsafeReentrantRead { sqlite3_system_errno($0.sqliteConnection) }
    }
}

extension LedgerError {
    /// Runs `body`; what SQLite says of the file becomes a sentence.
    static func translating<Result>(
        _ path: String, _ connection: DatabaseQueue? = nil, _ body: () throws -> Result
    ) throws -> Result {
        // What the system says is asked of this thread, which is the one that the connection works on.
        errno = 0
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerError(error, path: path, number: error.systemError(connection))
        } catch is RowDecodingError {
            throw LedgerError.damaged(path: path, detail: "a column is not of its type")
        }
    }

    /// What SQLite says, with the system's error behind it.
    init(_ error: DatabaseError, path: String, number: Int32) {
        if let fault = DiskFault(error, number: number) {
            self = fault.isFull ? .full(path: path) : .diskFailed(path: path, fault)
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        // What the disk would not give SQLite calls damage too. Nobody is to restore a backup over a sound database.
        case .SQLITE_CORRUPT where error.extendedResultCode == .SQLITE_CORRUPT && Opening.isSound(path):
            self = .diskFailed(path: path, DiskFault(.reading, 0))
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: error.message ?? "SQLite")
        case .SQLITE_NOTADB: self = .notOurs(path: path)
        default: self = .unreadable(path: path, detail: error.message ?? "SQLite \(error.resultCode)")
        }
    }

    /// The same of the desk's being read, which undoes nothing that is recorded.
    var ofReading: LedgerError {
        guard case .diskFailed(let path, let fault) = self else { return self }
        return .readFailed(path: path, fault)
    }

    /// What a call of the system's own failed with.
    static func system(_ number: Int32, _ step: DiskFault.Step = .other, path: String) -> LedgerError {
        switch number {
        case EACCES, EPERM, EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT, EFBIG: .full(path: path)
        case EIO: .diskFailed(path: path, DiskFault(step, number))
        default: .unreadable(path: path, detail: String(cString: strerror(number)))
        }
    }
}
