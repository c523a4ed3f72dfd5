import Foundation

/// A private folder beside a file that is being made: what is in it is nobody else's to read from the first byte on, and the
/// finished file gets its name at one stroke, or not at all.
///
///     .guantong-5b1f…0c.unfinished/     mode 0700; its maker holds a flock on it as long as it lives
///
/// A killed program leaves one behind. It is in nobody's way, and the next one that is made beside it sweeps it.
final class StagingFolder {
    /// Where it is.
    let path: String
    private let descriptor: Int32
    private var isGone = false
    private static let (prefix, suffix) = (".guantong-", ".unfinished")

    /// Makes one in the folder of `destination`, and sweeps what dead programs of this user left there.
    init(beside destination: String) throws {
        let folder = Self.folder(of: destination)
        Self.sweep(folder)
        for _ in 0..<20 {
            let number = UInt64.random(in: .min ... .max)
            let path = "\(folder)/\(Self.prefix)\(String(number, radix: 16))\(Self.suffix)"
            guard mkdir(path, 0o700) == 0 else {
                if errno == EEXIST { continue }
                throw LedgerError.system(errno, .writing, path: destination)
            }
            let descriptor = Self.open(path)
            // Between the two somebody may have taken it for a dead program's.
            guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, WriteLock.isInPlace(descriptor, path)
            else {
                if descriptor >= 0 { close(descriptor) }
                continue
            }
            self.path = path
            self.descriptor = descriptor
            return
        }
        throw LedgerError.unreadable(path: folder, detail: "mkdir")
    }

    deinit { discard() }

    /// Removes it with all that is in it.
    func discard() {
        guard !isGone else { return }
        isGone = true
        Self.remove(descriptor, path)
        close(descriptor)
    }

    /// Gives a file of it another name, which nothing had until then; the file is on the disk under it when this returns.
    ///
    /// - Throws: `LedgerError.exists` when something has that name already; it is left alone.
    func publish(_ name: String, as destination: String) throws {
        let source = path + "/" + name
        try Self.sync(source, of: destination)
        var code = link(source, destination)
        if code == 0 {
            unlink(source)
        } else if [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) {
            // A file system without links: the name is taken by an empty file first, which the whole one replaces.
            let empty = Foundation.open(destination, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if empty >= 0 {
                close(empty)
                code = rename(source, destination)
                if code != 0 {
                    let number = errno
                    unlink(destination)
                    errno = number
                }
            }
        }
        guard code == 0 else {
            throw errno == EEXIST
                ? LedgerError.exists(path: destination) : LedgerError.system(errno, .writing, path: destination)
        }
        try Self.sync(Self.folder(of: destination), of: destination)
    }

    /// Makes sure that a file, or what a folder lists, is on the disk.
    static func sync(_ path: String, of destination: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerError.system(errno, .syncing, path: destination) }
        defer { close(descriptor) }
        // Some file systems know no such thing of a folder.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw LedgerError.system(errno, .syncing, path: destination)
        }
    }

    static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    // MARK: - Sweeping

    private static func sweep(_ folder: String) {
        let directory = Foundation.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        defer { close(directory) }
        guard let stream = fdopendir(dup(directory)) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { continue }
            let path = folder + "/" + name
            let found = open(path)
            guard found >= 0 else { continue }
            defer { close(found) }
            var status = stat()
            // One that is alive holds the lock.
            guard fstat(found, &status) == 0, status.st_uid == geteuid(), flock(found, LOCK_EX | LOCK_NB) == 0 else {
                continue
            }
            remove(found, path)
        }
    }

    private static func remove(_ descriptor: Int32, _ path: String) {
        for name in Notice.names(descriptor) { unlinkat(descriptor, name, 0) }
        rmdir(path)
    }

    private static func open(_ path: String) -> Int32 {
        Foundation.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
}
