import Dispatch
import Foundation

/// Word between the processes that have one database open: after a commit the writer sends an empty datagram to the
/// socket of each console, in the folder `FILE.consoles` beside the database. Nobody polls.
enum Notice {
    static func folder(_ path: String) -> String { path + ".consoles" }

    /// Tells every console. Whoever does not listen any more is swept away; nothing here can fail a commit.
    static func send(from path: String) {
        let folder = folder(path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder), !names.isEmpty else { return }
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard sender >= 0 else { return }
        defer { close(sender) }
        for name in names {
            let sent = withAddress(descriptor, name) { address, length in
                sendto(sender, "", 0, Int32(MSG_DONTWAIT), address, length)
            }
            if sent != 0, errno == ECONNREFUSED { unlinkat(descriptor, name, 0) }
        }
    }

    /// A console's own socket. Its callback comes on `queue` after each commit of anybody, as one call for many.
    final class Listener: @unchecked Sendable {
        // Immutable once made; the source is Dispatch's own.
        private let source: any DispatchSourceRead
        private let folder: String
        private let name: String

        init?(path: String, queue: DispatchQueue, heard: @escaping @Sendable () -> Void) {
            folder = Notice.folder(path)
            name = "\(getpid())-\(UInt32.random(in: 0...UInt32.max)).socket"
            mkdir(folder, 0o700)
            // Colleagues who may write the database may leave word here; the umask has no say in that.
            var status = stat()
            if stat(path, &status) == 0 { chmod(folder, status.st_mode & 0o020 == 0 ? 0o700 : 0o770) }
            let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard directory >= 0 else { return nil }
            defer { close(directory) }
            let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            let descriptor = socket(AF_UNIX, kind, 0)
            guard descriptor >= 0 else { return nil }
            guard Notice.withAddress(directory, name, { bind(descriptor, $0, $1) }) == 0 else {
                close(descriptor)
                return nil
            }
            fchmodat(directory, name, 0o660, 0)
            source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setEventHandler {
                var byte: UInt8 = 0
                while recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) >= 0 {}
                heard()
            }
            source.setCancelHandler { close(descriptor) }
            source.resume()
        }

        func stop() {
            source.cancel()
            unlink(folder + "/" + name)
            rmdir(folder)
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
