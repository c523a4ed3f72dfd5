import Crypto
import Glibc
import Wording

/// What is known of a file that stays where it is: where, how large, and its hash.
public struct FileDigest: Equatable, Sendable {
    /// Where it lies, from the root, with links resolved.
    public let path: String
    /// In bytes.
    public let size: Int64
    /// SHA-256 of its bytes, as 64 hex digits in lower case.
    public let hash: String

    /// The largest file that is taken: 32 GiB, an hour of film as cameras record it.
    public static let limit: Int64 = 32 << 30

    /// Reads a file once, from its beginning to its end, and keeps none of it.
    ///
    /// - Throws: `FileDigestFault` for what is no ordinary file, cannot be read, is larger than `limit` bytes, or changed
    ///   while it was read.
    public static func read(path: String, limit: Int64 = limit) throws(FileDigestFault) -> FileDigest {
        // A C string would end at a NUL, and name another file.
        guard !path.utf8.contains(0) else { throw .file(.missing) }
        // Without waiting, since what is opened is only known once it is open.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else {
            throw .file([ENOENT, ENOTDIR].contains(errno) ? .missing : errno == ENXIO ? .notAFile : .unreadable)
        }
        defer { close(file) }
        let before = try status(of: file)
        let kind = before.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .file(.folder) }
        guard kind == S_IFREG else { throw .file(.notAFile) }
        guard before.st_size <= limit else { throw .tooLarge(limit: limit) }
        guard let real = realPath(path) else { throw .file(.unreadable) }
        var hasher = SHA256()
        var (part, size) = ([UInt8](repeating: 0, count: 1 << 20), Int64(0))
        while true {
            let count = Glibc.read(file, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(.unreadable) }
            if count == 0 { break }
            size += Int64(count)
            // A file that grows as fast as it is read has no end.
            guard size <= before.st_size else { throw .changed }
            part.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        // What lies there now is what was read: neither written to nor replaced meanwhile.
        var after = stat()
        guard size == before.st_size, isSame(before, try status(of: file)), stat(real, &after) == 0,
            isSame(before, after)
        else { throw .changed }
        return FileDigest(path: real, size: size, hash: hasher.finalize().map(digits).joined())
    }

    private static func status(of file: Int32) throws(FileDigestFault) -> stat {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .file(.unreadable) }
        return status
    }

    private static func isSame(_ one: stat, _ other: stat) -> Bool {
        one.st_dev == other.st_dev && one.st_ino == other.st_ino && one.st_size == other.st_size
            && one.st_mtim.tv_sec == other.st_mtim.tv_sec && one.st_mtim.tv_nsec == other.st_mtim.tv_nsec
    }

    /// `nil` also for a path that is not UTF-8: no log could hold it.
    private static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    private static func digits(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

/// Why a file's hash could not be taken.
public enum FileDigestFault: Error, Equatable, Sendable {
    case file(FileFault)
    /// It was written to, or replaced, while it was read.
    case changed
    /// In bytes.
    case tooLarge(limit: Int64)

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .file: "fileUnreadable"
        case .changed: "fileChanged"
        case .tooLarge: "fileTooLarge"
        }
    }

    /// One sentence: what is wrong and what to do.
    ///
    /// - Parameter file: the file as it was named, fit to be said back.
    public func phrase(file: String) -> Phrase {
        switch self {
        case .file(let fault): fault.phrase(file: file)
        case .changed:
            Phrase("\(file) 在读的时候变了；写完再附", "\(file) changed while it was read; attach it once it is written")
        case .tooLarge(let limit):
            Phrase(
                "\(file) 超过 \(limit >> 30) GB；请压缩或分段",
                "\(file) is larger than \(limit >> 30) GB; compress it or split it")
        }
    }
}
