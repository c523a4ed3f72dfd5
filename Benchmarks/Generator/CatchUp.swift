import Foundation
import Ledger
import Newsroom

/// Catching up without a line between: how fast a fresh centre's database takes everything that the desk has. What the
/// desk does for it is not measured.
struct CatchUp {
    let source: Ledger
    let path: String

    init(path: String) throws {
        source = try Ledger(path: path)
        self.path =
            URL(fileURLWithPath: path).deletingLastPathComponent()
            .appendingPathComponent("catchup-\(getpid()).sqlite").path
    }

    /// - Parameter folding: without it the log is taken with its chain and signatures, and no read model is written.
    /// - Returns: events a second.
    func run(folding: Bool) throws -> Double {
        let membership = try source.foundMembership(name: "desk", by: Desk.admin)
        let key = try source.nodeKey()
        let (target, _) = try Ledger.join(
            path: path, desk: DeskWord(node: membership.root, key: membership.rootKey), centre: "erqi", name: "erqi-1")
        defer {
            target.close()
            for ending in ["", "-wal", "-shm", ".key", ".origin", ".lock"] { unlink(path + ending) }
        }
        var (events, busy) = (0, Duration.zero)
        for head in try source.heads(for: "") {
            var have: Int64 = 0
            while have < head.sequence {
                // One transaction's worth is got ready first.
                var batches: [Batch] = []
                while batches.reduce(0, { $0 + $1.count }) < 20_000, have < head.sequence,
                    let batch = try source.batch(of: head.origin, after: have, bytes: Batch.mostBytes, key: key)
                {
                    batches.append(batch)
                    have = batch.end.sequence
                }
                let start = ContinuousClock.now
                for case .refused(let trouble) in try target.take(batches, folding: folding) { throw trouble }
                busy += start.duration(to: .now)
                events += batches.reduce(0) { $0 + $1.count }
            }
        }
        return Double(events) / busy.milliseconds * 1000
    }
}
