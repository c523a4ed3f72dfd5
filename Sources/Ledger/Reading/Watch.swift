import Dispatch
import Foundation
import GRDB

/// Word of every commit to a ledger's file, whoever made it, without polling: datagrams from our own programs, and
/// the system's notice when the WAL changes for all others (a `sqlite3` shell, an older program). And word of who comes
/// and goes, apart from that.
public final class Watch: @unchecked Sendable {
    // Used from its queue only, after it is made.
    private var listener: Notice.Listener?
    private var files: (any DispatchSourceRead)?
    private let reader: DatabaseQueue
    private let path: String
    private let queue: DispatchQueue
    private let changed: @Sendable () -> Void
    private var version: Int64 = -1
    private var again: DispatchWorkItem?
    /// Where this console's owner shows themselves and sees the others.
    public private(set) var attendance: Attendance

    /// Watches until `stop`. On `queue`, `changed` is called when something was committed since it was called last,
    /// `presence` when somebody came, went, or looks at something else.
    public init(
        _ ledger: Ledger, queue: DispatchQueue, presence: @escaping @Sendable () -> Void = {},
        changed: @escaping @Sendable () -> Void
    ) {
        reader = ledger.reader
        path = ledger.path
        self.queue = queue
        self.changed = changed
        attendance = Attendance(path: path, name: nil)
        version = current()
        listener = Notice.Listener(path: path, queue: queue) { [weak self] words in
            if words.contains(.presence) { presence() }
            if words.contains(.committed) { self?.look() }
        }
        attendance = Attendance(path: path, name: listener?.name)
        watchFiles(path)
    }

    deinit { stop() }

    /// Stops watching, and leaves: the others are told.
    public func stop() {
        attendance.leave()
        if let listener {
            listener.stop()
            Notice.send(.presence, from: path)
        }
        listener = nil
        again?.cancel()
        files?.cancel()
        files = nil
    }

    private func current() -> Int64 {
        // Sixteen followers ask at each commit: without a transaction, which takes ten times as long as the answer.
        (try? reader.unsafeRead { try Int64.fetchOne($0.cachedStatement(sql: "PRAGMA data_version")) }) ?? -1
    }

    /// Compares SQLite's own change counter, and tells of a change.
    /// - Returns: whether there was one.
    @discardableResult private func look() -> Bool {
        let now = current()
        guard now != version else { return false }
        again?.cancel()
        version = now
        changed()
        return true
    }

    /// The WAL's notice comes before the commit is published (a slow disk takes its time in between), so it is looked for a
    /// few times more, until it is seen. What is there at once is the commit before: nobody writes until that is published.
    private func lookAgain(after delays: ArraySlice<Double>) {
        again?.cancel()
        guard let delay = delays.first else { return }
        let later = DispatchWorkItem { [weak self] in
            guard let self, !look() else { return }
            lookAgain(after: delays.dropFirst())
        }
        again = later
        queue.asyncAfter(deadline: .now() + delay, execute: later)
    }

    private func watchFiles(_ path: String) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return }
        inotify_add_watch(descriptor, path + "-wal", UInt32(IN_MODIFY))
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &bytes, bytes.count) > 0 {}
            self?.look()
            self?.lookAgain(after: [0.0002, 0.001, 0.005, 0.02, 0.1, 0.5])
        }
        source.setCancelHandler { close(descriptor) }
        source.resume()
        files = source
    }
}
