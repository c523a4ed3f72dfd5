import Dispatch
import Foundation
import Ledger
import Newsroom

/// Stays connected to peers and passes events on as they are committed. A line that is cut is opened again, at first
/// after a second, then after ever longer pauses up to a minute, each a little different so that sixteen centres do not
/// come back in the same instant.
public final class Follower: @unchecked Sendable {
    /// What there is to tell of a peer.
    public enum News: Sendable {
        case event(ExchangeEvent)
        /// It ended; the next attempt is after so many seconds.
        case ended(SyncOutcome, complaint: String, next: Double)
    }

    // What changes is touched on the queue only.
    private let ledger: Ledger
    private let queue = DispatchQueue(label: "sync.follower")
    private let program: String
    private let told: @Sendable (PeerAddress, News) -> Void
    private var peers: [Peer]
    private var watch: Watch?
    private var isStopped = false

    private struct Peer {
        var address: PeerAddress
        var connection: Connection?
        var failures = 0
    }

    /// - Parameter told: called on a queue of its own.
    public init(
        _ ledger: Ledger, peers: [PeerAddress], program: String = "ssh",
        told: @escaping @Sendable (PeerAddress, News) -> Void
    ) {
        self.ledger = ledger
        self.program = program
        self.told = told
        self.peers = peers.map { Peer(address: $0) }
    }

    /// Begins.
    public func start() {
        queue.async { [self] in
            watch = Watch(ledger, queue: queue) { [weak self] in
                guard let self else { return }
                for peer in peers { peer.connection?.committed() }
            }
            for index in peers.indices { connect(index) }
        }
    }

    /// Goes from all of them, in order.
    public func stop() {
        queue.async { [self] in
            isStopped = true
            watch?.stop()
            watch = nil
            for peer in peers { peer.connection?.stop() }
        }
    }

    private func connect(_ index: Int) {
        guard !isStopped else { return }
        let address = peers[index].address
        peers[index].connection = Connection(
            ledger, to: address, mode: .follow, program: program,
            told: { [weak self] event in
                guard let self else { return }
                queue.async {
                    if case .settled = event { self.peers[index].failures = 0 }
                    self.told(address, .event(event))
                }
            },
            ended: { [weak self] outcome, complaint in
                guard let self else { return }
                queue.async { self.lost(index, outcome, complaint) }
            })
    }

    private func lost(_ index: Int, _ outcome: SyncOutcome, _ complaint: String) {
        peers[index].connection = nil
        guard !isStopped else { return }
        let pause = Self.pause(after: peers[index].failures)
        peers[index].failures += 1
        told(peers[index].address, .ended(outcome, complaint: complaint, next: pause))
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in self?.connect(index) }
    }

    /// Seconds before the next attempt.
    static func pause(after failures: Int, chance: Double = .random(in: 0...1)) -> Double {
        min(60, Double(1 << min(failures, 6))) * (0.75 + 0.5 * chance)
    }
}
