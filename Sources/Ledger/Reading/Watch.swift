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
    private let idle: IdleCheckpoint
    private let forgetting: ForgettingTimer
    /// After how many seconds a commit is looked for of which nothing more is heard: a disk may stand still before it.
    private static let patience = [0.5, 2, 8, 30]
    /// Whether the notices of the file are not heard for the moment.
    private var isDeaf = false
    /// Where this console's owner shows themselves and sees the others.
    public private(set) var attendance: PresenceService

    /// Watches until `stop`. On `queue`, `changed` is called when something was committed since it was called last,
    /// `presence` when somebody came, went, or looks at something else. Where the ledger can write, what was committed
    /// leaves the WAL once all is quiet, and what is to be forgotten goes in its minute.
    public convenience init(
        _ ledger: Ledger, queue: DispatchQueue, presence: @escaping @Sendable () -> Void = {},
        changed: @escaping @Sendable () -> Void
    ) {
        self.init(ledger, queue: queue, idle: IdleCheckpoint.usual, presence: presence, changed: changed)
    }

    /// The same with other pauses before the WAL is emptied, in seconds.
    init(
        _ ledger: Ledger, queue: DispatchQueue, idle pauses: [Double], presence: @escaping @Sendable () -> Void = {},
        changed: @escaping @Sendable () -> Void
    ) {
        reader = ledger.reader
        path = ledger.path
        self.queue = queue
        self.changed = changed
        idle = IdleCheckpoint(ledger, pauses: pauses)
        forgetting = ForgettingTimer(ledger)
        attendance = PresenceService(path: path, name: nil)
        version = current()
        listener = Notice.Listener(path: path, queue: queue) { [weak self] words in
            if words.contains(.presence) { presence() }
            if words.contains(.committed) { self?.look() }
        }
        attendance = PresenceService(path: path, name: listener?.name)
        watchFiles(path)
    }

    deinit { stop() }

    /// Stops watching, and leaves: the others are told.
    public func stop() {
        attendance.leave()
        idle.stop()
        forgetting.stop()
        if let listener {
            listener.stop()
            Notice.send(.presence, from: path)
        }
        listener = nil
        again?.cancel()
        // Only what runs can end.
        listenAgain()
        files?.cancel()
        files = nil
    }

    private func current() -> Int64 {
        // Sixteen followers ask at each commit: without a transaction, which takes ten times as long as the answer.
        (try? reader.unsafeRead { try Int64.fetchOne($0.cachedStatement(sql: "PRAGMA data_version")) }) ?? -1
    }

    /// The desk is about to be read: of what was committed up to now nothing need be told.
    public func beginReading() { _ = advance() }

    /// Compares SQLite's own change counter, and tells of a change.
    private func look() {
        if advance() { changed() }
    }

    /// Takes notice of what was committed.
    /// - Returns: whether something was.
    private func advance() -> Bool {
        let now = current()
        guard now != version else { return false }
        version = now
        if isDeaf {
            // Somebody else may have begun to write in the meantime.
            listenAgain()
            look(after: Self.patience[...], since: version)
        }
        idle.committed()
        forgetting.committed()
        return true
    }

    /// Somebody writes to the WAL. Our own programs say when they have committed; whether it was another is looked for
    /// a few times, since a slow disk takes its time until the commit is published. Until then no further word is
    /// wanted: there would be one for every page, to each who watches.
    private func written() {
        guard let files else { return }
        files.suspend()
        isDeaf = true
        look(after: [0.005, 0.02, 0.1] + Self.patience, since: version)
    }

    /// Looks again and again until something has been committed after `before`, whoever noticed it.
    private func look(after delays: ArraySlice<Double>, since before: Int64) {
        again?.cancel()
        guard let delay = delays.first, version == before else { return }
        let later = DispatchWorkItem { [weak self] in
            guard let self else { return }
            listenAgain()
            look()
            if version == before { look(after: delays.dropFirst(), since: before) }
        }
        again = later
        queue.asyncAfter(deadline: .now() + delay, execute: later)
    }

    /// Passes over what was written up to now, and hears of what comes.
    private func listenAgain() {
        guard isDeaf, let files else { return }
        isDeaf = false
        var bytes = [UInt8](repeating: 0, count: 4096)
        while read(Int32(files.handle), &bytes, bytes.count) > 0 {}
        files.resume()
    }

    private func watchFiles(_ path: String) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return }
        inotify_add_watch(descriptor, path + "-wal", UInt32(IN_MODIFY))
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.written() }
        source.setCancelHandler { close(descriptor) }
        source.resume()
        files = source
    }
}
