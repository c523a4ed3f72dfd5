import Dispatch
import Foundation
import Ledger
import Newsroom

/// One attempt at a peer: an exchange with whoever is at an address, on a queue of its own.
public final class Connection: @unchecked Sendable {
    // What changes is touched on the queue only.
    private let queue: DispatchQueue
    private var carrier: (any Transport)?
    private var line: SSHLine?
    /// The other side, where it is served here: it has notes of its own to write when all is said.
    private var served: DispatchGroup?
    private var hasEnded = false
    private let ended: @Sendable (SyncOutcome, String) -> Void

    /// Opens it; nothing waits.
    ///
    /// - Parameters:
    ///   - program: what to run in the place of `ssh`.
    ///   - told: news of the exchange.
    ///   - ended: called once; with what OpenSSH complained of, if anything.
    public init(
        _ ledger: Ledger, to address: PeerAddress, mode: Exchange.Mode, program: String = "ssh",
        told: @escaping @Sendable (ExchangeEvent) -> Void = { _ in },
        ended: @escaping @Sendable (SyncOutcome, String) -> Void
    ) {
        queue = DispatchQueue(label: "sync." + address.name)
        self.ended = ended
        queue.async { [self] in
            do {
                try open(ledger, address, mode, program, told)
            } catch {
                var outcome = SyncOutcome()
                outcome.failure = error
                end(outcome)
            }
        }
    }

    private func open(
        _ ledger: Ledger, _ address: PeerAddress, _ mode: Exchange.Mode, _ program: String,
        _ told: @escaping @Sendable (ExchangeEvent) -> Void
    ) throws {
        let replica = try LedgerReplica(ledger)
        switch address {
        case .ssh(let user, let host, let port, let path):
            let line = try SSHLine(user: user, host: host, port: port, path: path, program: program)
            self.line = line
            begin(
                Exchange(replica, mode: mode, options: Exchange.Options(compresses: true)), line.descriptor, told)
        case .path(let path):
            // Over a socket, as if it were elsewhere: both sides go on as they can, and follow where that is asked.
            let other = try Ledger(path: path)
            var ends: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
                throw CocoaError(.fileReadUnknown)
            }
            let served = DispatchGroup()
            served.enter()
            let server = Server(other, input: ends[1], output: ends[1]) { _ in
                other.close()
                served.leave()
            }
            do {
                try server.start()
            } catch {
                for end in ends { close(end) }
                other.close()
                served.leave()
                throw error
            }
            self.served = served
            begin(Exchange(replica, mode: mode), ends[0], told)
        case .hub(let url):
            #if Hub
                begin(
                    HubLine(ledger, url: url, name: address.name, mode: mode, queue: queue, told: told) { [weak self] in
                        self?.end($0)
                    })
            #else
                _ = url
                throw HubError.notBuilt
            #endif
        }
    }

    private func begin(
        _ exchange: Exchange, _ descriptor: Int32, _ told: @escaping @Sendable (ExchangeEvent) -> Void
    ) {
        begin(
            Pipe(exchange, input: descriptor, output: descriptor, queue: queue, told: told) { [weak self] in
                self?.end($0)
            })
    }

    private func begin(_ carrier: any Transport) {
        self.carrier = carrier
        carrier.start()
    }

    private func end(_ outcome: SyncOutcome) {
        guard !hasEnded else { return }
        hasEnded = true
        carrier = nil
        if let served { return served.notify(queue: queue) { [ended] in ended(outcome, "") } }
        guard let line else { return ended(outcome, "") }
        line.whenOver(queue) { [ended] in ended(outcome, line.complaint) }
    }

    /// Something was committed here.
    public func committed() { queue.async { self.carrier?.committed() } }

    /// Goes, in order.
    public func stop() { queue.async { self.carrier?.stop() } }
}

/// Serves one peer over two descriptors: what `guantong replica --stdio` is.
public final class Server: @unchecked Sendable {
    // What changes is touched on the queue only.
    private let ledger: Ledger
    private let queue = DispatchQueue(label: "sync.server")
    private let input: Int32
    private let output: Int32
    private let expected: NodeID?
    private let ended: @Sendable (SyncOutcome) -> Void
    private var pipe: Pipe?
    private var watch: Watch?

    /// - Parameter expected: the only node that the peer may be; `nil` for anybody.
    public init(
        _ ledger: Ledger, input: Int32, output: Int32, expected: NodeID? = nil,
        ended: @escaping @Sendable (SyncOutcome) -> Void
    ) {
        self.ledger = ledger
        self.input = input
        self.output = output
        self.expected = expected
        self.ended = ended
    }

    /// Begins.
    /// - Throws: `LedgerError` when the database belongs to no membership, or its key is missing.
    public func start() throws {
        let replica = try LedgerReplica(ledger)
        queue.async { [self] in
            let exchange = Exchange(replica, mode: .serve, options: Exchange.Options(expected: expected))
            // The watch and the pipe hold each other until the exchange is over.
            watch = Watch(ledger, queue: queue) { [self] in pipe?.committed() }
            pipe = Pipe(exchange, input: input, output: output, queue: queue) { [self] outcome in
                watch?.stop()
                (watch, pipe) = (nil, nil)
                ended(outcome)
            }
            pipe?.start()
        }
    }

    /// Goes, in order.
    public func stop() { queue.async { self.pipe?.stop() } }
}
