import Dispatch
import Foundation
import GRDB

/// Moves what was committed out of the WAL once nobody has committed for a while: one damaged bit in a WAL takes all
/// later commits with it, and a database file none. Armed by each commit that is heard of; nothing polls.
final class IdleCheckpoint: @unchecked Sendable {
    // What changes is touched on the queue only.
    private weak var ledger: Ledger?
    private let queue = DispatchQueue(label: "ledger.checkpoint", qos: .utility)
    private let pauses: [Double]
    private var next: DispatchWorkItem?
    private var isOver = false

    /// Seconds without a commit until it is tried, and tried again where somebody was reading. Not all consoles of a
    /// desk at once: the first leaves the others nothing to do.
    static var usual: [Double] {
        let chance = Double.random(in: 0...1)
        return [3, 6, 12, 24, 48].map { $0 + 3 * chance }
    }

    init(_ ledger: Ledger, pauses: [Double]) {
        self.ledger = ledger
        self.pauses = pauses
    }

    /// Somebody has committed.
    func committed() { queue.async { self.wait(self.pauses[...]) } }

    /// Does nothing any more.
    func stop() {
        queue.async { [self] in
            isOver = true
            next?.cancel()
            next = nil
        }
    }

    private func wait(_ pauses: ArraySlice<Double>) {
        next?.cancel()
        next = nil
        guard !isOver, let pause = pauses.first else { return }
        let later = DispatchWorkItem { [weak self] in
            guard let self, !isOver, let ledger else { return }
            if !ledger.emptyWAL() { wait(pauses.dropFirst()) }
        }
        next = later
        queue.asyncAfter(deadline: .now() + pause, execute: later)
    }
}

extension Ledger {
    /// Moves everything out of the WAL and cuts it to nothing, unless somebody reads just now. A checkpoint that left the
    /// WAL as it is would be worse than none: what stands there before a damaged bit would be read in place of the newer
    /// pages in the file.
    ///
    /// - Returns: whether the WAL is empty.
    @discardableResult func emptyWAL() -> Bool {
        guard let writer else { return true }
        guard !isWALEmpty else { return true }
        // Where the lock is not to be had somebody writes, and their commit asks for this again.
        do {
            return try writer.held { connection in
                guard !isWALEmpty else { return true }
                return try WALCheck.empty(connection)
            }
        } catch LedgerError.unreadable(_, Writer.closed) {
            return true
        } catch LedgerError.diskFailed(_, let fault) {
            // Nothing is lost; but a disk that fails is worth a word.
            warnings.add(.checkpointFailed(path: path, fault))
            return false
        } catch {
            return false
        }
    }

    private var isWALEmpty: Bool {
        var status = stat()
        return stat(path + "-wal", &status) != 0 || status.st_size == 0
    }
}
