import CNcurses
import Dispatch
import Glibc

/// Tells when a file or folder changes, without polling, as long as it is kept.
///
/// The folder of a file is watched, not the file: most editors write a new file and
/// rename it over the old one. A file that does not exist yet is told when it comes.
@MainActor
public final class FileWatch {
    private let descriptor: Int32
    private let name: String?
    private let source: any DispatchSourceRead
    private let onChange: @MainActor () -> Void

    /// Watches a path; of a folder, the entries directly in it. Several changes at once
    /// are told once. Throws `TerminalError.system` when the system cannot watch there.
    public init(path: String, onChange: @escaping @MainActor () -> Void) throws {
        var status = stat()
        let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let slash = path.lastIndex(of: "/")
        let folder = isFolder ? path : slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        name = isFolder ? nil : slash.map { String(path[path.index(after: $0)...]) } ?? path
        self.onChange = onChange
        let descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
        guard descriptor >= 0 else { throw TerminalError.system("Watching files", errno: errno) }
        let events = UInt32(
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)
        guard inotify_add_watch(descriptor, folder, events) >= 0 else {
            let reason = errno
            close(descriptor)
            throw TerminalError.system("Watching \(folder)", errno: reason)
        }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.readable() }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    isolated deinit { source.cancel() }

    /// Watches no more.
    public func cancel() { source.cancel() }

    private func readable() {
        var buffer = [UInt8](repeating: 0, count: 8192)
        var concerns = false
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            concerns = concerns || mentions(buffer[..<count])
        }
        if concerns { onChange() }
    }

    /// Whether one of the events is about what is watched.
    private func mentions(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let name else { return true }
        let header = MemoryLayout<inotify_event>.size
        return bytes.withUnsafeBytes { raw in
            var offset = 0
            while offset + header <= raw.count {
                let event = raw.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let length = Int(event.len)
                guard offset + header + length <= raw.count else { return true }
                let text = raw[offset + header..<offset + header + length].prefix { $0 != 0 }
                // After an overflow of the queue nobody knows what changed.
                if text.elementsEqual(name.utf8) || event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
                offset += header + length
            }
            return false
        }
    }
}
