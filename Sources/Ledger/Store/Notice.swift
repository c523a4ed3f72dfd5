import Dispatch
import Foundation

/// Word between the processes that have one database open: each console has a socket in the folder `FILE.consoles`
/// beside the database. An empty datagram says that something was committed, one byte that somebody came, went or
/// looks at something else. Nobody polls.
enum Notice {
    /// What a datagram says.
    enum Word: Sendable {
        case committed, presence
    }

    /// No folder is read further: a desk has far fewer consoles.
    static let limit = 1000

    static func folder(_ path: String) -> String { path + ".consoles" }

    /// The folder's descriptor, -1 where there is none. Not through a link: what is behind one is somebody else's.
    static func open(_ path: String) -> Int32 {
        Foundation.open(folder(path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }

    /// Looks whether the folder can be one.
    /// - Throws: `LedgerError.inTheWay` where something else has its name.
    static func check(_ path: String) throws {
        var status = stat()
        guard lstat(folder(path), &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return }
        throw LedgerError.inTheWay(path: folder(path))
    }

    /// Tells every console but the one named. Whoever does not listen any more is swept away, with what it left, and
    /// the others are told of that too; nothing here can fail a commit.
    static func send(_ word: Word, from path: String, but own: String? = nil) {
        let directory = open(path)
        guard directory >= 0 else { return }
        defer { close(directory) }
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard sender >= 0 else { return }
        defer { close(sender) }
        var hasSwept = false
        var consoles = names(directory).filter { $0.hasSuffix(".socket") && $0 != own }
        consoles.removeAll { name in
            guard tell(word, sender, directory, name) == ECONNREFUSED else { return false }
            sweep(directory, String(name.dropLast(7)))
            hasSwept = true
            return true
        }
        guard hasSwept else { return }
        for name in consoles { _ = tell(.presence, sender, directory, name) }
    }

    /// Sends one word; the error's number, 0 for none.
    private static func tell(_ word: Word, _ sender: Int32, _ directory: Int32, _ name: String) -> Int32 {
        let sent = withAddress(directory, name) { address, length in
            sendto(sender, "!", word == .committed ? 0 : 1, Int32(MSG_DONTWAIT), address, length)
        }
        return sent < 0 ? errno : 0
    }

    /// Whether a console still listens; asking does not wake it.
    static func isLive(_ directory: Int32, _ name: String) -> Bool {
        let caller = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard caller >= 0 else { return true }
        defer { close(caller) }
        return withAddress(directory, name + ".socket") { connect(caller, $0, $1) } == 0
            || (errno != ECONNREFUSED && errno != ENOENT)
    }

    /// Removes what a console that is no more has left.
    static func sweep(_ directory: Int32, _ name: String) {
        for suffix in [".who", ".new", ".socket"] { unlinkat(directory, name + suffix, 0) }
    }

    /// The names in a folder, a bounded number of them.
    static func names(_ directory: Int32) -> [String] {
        let own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A console's own socket. Its callback comes on `queue` after each commit of anybody, as one call for many, and
    /// when it was told of somebody's coming or going.
    final class Listener: @unchecked Sendable {
        // Immutable once made; the source is Dispatch's own.
        private let source: any DispatchSourceRead
        private let path: String
        /// What its files are called, without their ending.
        let name: String

        init?(path: String, queue: DispatchQueue, heard: @escaping @Sendable (Set<Word>) -> Void) {
            self.path = path
            name = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
            mkdir(Notice.folder(path), 0o700)
            let directory = Notice.open(path)
            guard directory >= 0 else { return nil }
            defer { close(directory) }
            // Colleagues who may write the database may leave word here; the umask has no say in that. A folder that
            // somebody else made is theirs.
            var (database, status) = (stat(), stat())
            if stat(path, &database) == 0, fstat(directory, &status) == 0, status.st_uid == geteuid() {
                let mode: mode_t = database.st_mode & 0o020 == 0 ? 0o700 : 0o770
                if status.st_mode & 0o7777 != mode { fchmod(directory, mode) }
            }
            let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            let descriptor = socket(AF_UNIX, kind, 0)
            guard descriptor >= 0 else { return nil }
            guard Notice.withAddress(directory, name + ".socket", { bind(descriptor, $0, $1) }) == 0 else {
                close(descriptor)
                return nil
            }
            fchmodat(directory, name + ".socket", 0o660, 0)
            source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setEventHandler {
                var words: Set<Word> = []
                while true {
                    var byte: UInt8 = 0
                    let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
                    guard count >= 0 else { break }
                    words.insert(count == 0 ? .committed : .presence)
                }
                heard(words)
            }
            source.setCancelHandler { close(descriptor) }
            source.resume()
        }

        func stop() {
            source.cancel()
            let directory = Notice.open(path)
            guard directory >= 0 else { return }
            Notice.sweep(directory, name)
            close(directory)
            rmdir(Notice.folder(path))
        }
    }

    /// The socket's address through the folder's descriptor: a path of any length fits into 108 bytes that way.
    private static func withAddress<Result>(
        _ directory: Int32, _ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory)/\(name)".utf8CString.prefix(107)) + [0]
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            path.withUnsafeBytes { place.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(place.count))) }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
