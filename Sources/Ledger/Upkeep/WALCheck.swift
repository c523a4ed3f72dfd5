import Foundation
import GRDB

/// Looks past the last whole commit of a WAL. SQLite ends its reading there without a word, also where it ends because
/// a bit was damaged and commits that somebody was told of stand behind it.
///
/// A WAL is a header of 32 bytes (magic, version, page size, number, two salts, two sums) and frames: 24 bytes (page,
/// size of the database after a commit or 0, the salts, two sums over all before) and a page. Frames of an earlier
/// round bear other salts.
struct WALCheck: Equatable, Sendable {
    /// The first frame that cannot be read, from 1; 0 for the header.
    var frame: Int
    /// How many commits stand from there on.
    var commits: Int

    /// What is wrong with a database's WAL; `nil` for nothing.
    static func run(_ path: String) -> WALCheck? {
        guard let first = read(path + "-wal") else { return nil }
        // Whoever writes just now leaves pieces as well. Under the lock nobody does.
        guard let lock = try? WriteLock(database: path) else { return read(path + "-wal") == first ? first : nil }
        do {
            return try lock.held { read(path + "-wal") }
        } catch {
            return read(path + "-wal") == first ? first : nil
        }
    }

    /// Keeps a damaged WAL for a closer look, as `DATABASE.damaged-wal`, before somebody goes on in it. The caller
    /// holds the write lock.
    static func keep(_ path: String) {
        guard read(path + "-wal") != nil else { return }
        // A help for whoever looks for what was lost: without it the desk goes on all the same.
        unlink(path + ".damaged-wal")
        try? FileManager.default.copyItem(atPath: path + "-wal", toPath: path + ".damaged-wal")
        chmod(path + ".damaged-wal", 0o600)
    }

    /// Moves everything out of the WAL and cuts it to nothing, unless somebody reads just now. The caller holds the
    /// write lock.
    ///
    /// - Returns: whether it is empty.
    @discardableResult static func empty(_ writer: DatabaseQueue) throws -> Bool {
        try writer.writeWithoutTransaction { db in
            // Nobody waits for a reader while all writers wait for the lock.
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            // What is not given back now is given back when the connection closes.
            defer { try? db.execute(sql: "PRAGMA busy_timeout = 5000") }
            return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        }
    }

    private static func read(_ path: String) -> WALCheck? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: 32)
        guard pread(file, &header, 32, 0) == 32 else { return nil }
        let magic = word(header, 0)
        let isWhole = magic & 0xFFFF_FFFE == 0x377F_0682
        var sum = Sum(isBigEndian: magic & 1 == 1)
        sum.add(header[0..<24])
        let pageSize = Int(word(header, 8))
        guard isWhole, sum.first == word(header, 24), sum.second == word(header, 28),
            pageSize >= 512, pageSize <= 65536
        else { return behindHeader(file) }
        var frame = [UInt8](repeating: 0, count: 24 + pageSize)
        var result: WALCheck?
        var number = 0
        while pread(file, &frame, frame.count, off_t(32 + number * frame.count)) == frame.count {
            number += 1
            let isOfThisRound = frame[8..<16].elementsEqual(header[16..<24])
            if result == nil {
                sum.add(frame[0..<8])
                sum.add(frame[24...])
                if isOfThisRound, sum.first == word(frame, 16), sum.second == word(frame, 20) { continue }
                result = WALCheck(frame: number, commits: 0)
            }
            // A transaction that was given up leaves frames too, but none that commits.
            if isOfThisRound, word(frame, 4) != 0 { result?.commits += 1 }
        }
        return result.flatMap { $0.commits > 0 ? $0 : nil }
    }

    /// The header says nothing that could be believed: what commits is counted by the size of pages and the salts that
    /// the first frame has.
    private static func behindHeader(_ file: Int32) -> WALCheck? {
        var frame = [UInt8](repeating: 0, count: 24 + 4096)
        var (number, commits, salts) = (0, 0, [UInt8]())
        while pread(file, &frame, frame.count, off_t(32 + number * frame.count)) == frame.count {
            if number == 0 { salts = Array(frame[8..<16]) }
            number += 1
            if frame[8..<16].elementsEqual(salts), word(frame, 4) != 0 { commits += 1 }
        }
        return commits > 0 ? WALCheck(frame: 0, commits: commits) : nil
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
            | UInt32(bytes[place + 3])
    }

    /// The sums of a WAL, over pairs of words.
    private struct Sum {
        var first: UInt32 = 0
        var second: UInt32 = 0
        let isBigEndian: Bool

        init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            bytes.withUnsafeBytes { raw in
                for place in stride(from: 0, to: raw.count - 7, by: 8) {
                    let (left, right) = (
                        raw.loadUnaligned(fromByteOffset: place, as: UInt32.self),
                        raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                    )
                    first = first &+ (isBigEndian ? UInt32(bigEndian: left) : UInt32(littleEndian: left)) &+ second
                    second = second &+ (isBigEndian ? UInt32(bigEndian: right) : UInt32(littleEndian: right)) &+ first
                }
            }
        }
    }
}
