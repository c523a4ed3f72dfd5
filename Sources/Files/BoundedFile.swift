import Glibc
import Wording

/// Why a file could not be read into memory.
public enum FileFault: Error, Equatable, Sendable {
    case missing
    case folder
    /// A pipe, a socket or a device where a file should be.
    case notAFile
    case unreadable
    case tooLarge(limit: Int)

    /// One sentence: what is wrong and what to do.
    public func phrase(file: String) -> Phrase {
        switch self {
        case .missing: Phrase("没有文件 \(file)；请检查路径", "no file \(file); check the path")
        case .folder: Phrase("\(file) 是文件夹；此处需要文件", "\(file) is a folder; a file is needed there")
        case .notAFile:
            Phrase("\(file) 是管道或设备，不是普通文件；请换成文件", "\(file) is a pipe or a device; put an ordinary file there")
        case .unreadable: Phrase("读不了 \(file)；请检查权限", "cannot read \(file); check its permissions")
        case .tooLarge(let limit):
            Phrase(
                "\(file) 超过 \(Self.size(limit).zh)；请拆分",
                "\(file) is larger than \(Self.size(limit).en); split it")
        }
    }

    private static func size(_ bytes: Int) -> Phrase {
        if bytes >= 1 << 20 { return Phrase("\(bytes >> 20) MB", "\(bytes >> 20) MB") }
        if bytes >= 1 << 10 { return Phrase("\(bytes >> 10) KB", "\(bytes >> 10) KB") }
        return Phrase("\(bytes) 字节", "\(bytes) bytes")
    }
}

/// Reads whole files, but no more of one than a limit.
public enum BoundedFile {
    /// What may lie at a path.
    public enum Kinds: Sendable {
        /// Ordinary files. Nothing else is opened, so that a pipe which nobody writes to holds nobody up.
        case regular
        /// Whatever somebody named on the command line: a pipe too, which may be waited for and may never end.
        case any
    }

    /// The bytes of the file at `path`; a file of more than `limit` bytes is a fault, and is not read on.
    public static func read(path: String, limit: Int, kinds: Kinds = .regular) throws(FileFault) -> [UInt8] {
        // A C string would end at a NUL, and name another file.
        guard !path.utf8.contains(0) else { throw .missing }
        // Without waiting, since what is opened is only known once it is open.
        var flags = O_RDONLY | O_CLOEXEC | O_NOCTTY
        if kinds == .regular { flags |= O_NONBLOCK }
        let file = retried { open(path, flags) }
        guard file >= 0 else {
            // A socket cannot be opened at all, nor can a device that has no driver.
            throw [ENOENT, ENOTDIR].contains(errno)
                ? .missing : [ENXIO, ENODEV].contains(errno) ? .notAFile : .unreadable
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .folder }
        guard kind == S_IFREG || kinds == .any else { throw .notAFile }
        var bytes: [UInt8] = []
        // Its size is only a guess: files grow, and some say zero.
        bytes.reserveCapacity(min(limit, max(0, Int(status.st_size))) + 1)
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = retried { Glibc.read(file, &part, part.count) }
            guard count >= 0 else { throw .unreadable }
            if count == 0 { return bytes }
            bytes.append(contentsOf: part[..<count])
        }
        throw .tooLarge(limit: limit)
    }

    /// Calls again what a signal interrupted.
    private static func retried<Number: SignedInteger>(_ call: () -> Number) -> Number {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
