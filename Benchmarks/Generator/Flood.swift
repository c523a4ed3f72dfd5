import Foundation
import Ledger
import Newsroom
import Sync

/// A node that the desk has admitted and that means no good: it greets and proves itself as it should, then sends as much
/// as the line takes and never reads an answer. What is told is the most memory that the program at the other end ever had.
struct Flood {
    /// What it sends without end.
    enum Kind: String, CaseIterable {
        /// Batches of its own chain, true ones, the same again and again: each is read, hashed and checked.
        case again
        /// The heads of as many chains as may be named, and a batch for each.
        case chains
        /// Events of the largest size there is, compressed to a thousandth of it.
        case large
    }

    let kind: Kind
    private let ledger: Ledger

    /// - Parameter path: the database of a centre's node that the desk has admitted.
    init(_ kind: Kind, path: String, as editor: Person) throws {
        self.kind = kind
        ledger = try Ledger(path: path)
        // Something true to send.
        guard kind == .again else { return }
        try ledger.transaction { transaction in
            for number in 0..<4096 { try transaction.perform(.desk(.note("没完没了 \(number)")), as: editor) }
        }
    }

    /// Floods the standard input of a program (`guantong replica --stdio`) until it takes no more, or for so many seconds.
    func run(_ command: [String], seconds: Double = 15) throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw Failed.noLine }
        signal(SIGPIPE, SIG_IGN)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle(fileDescriptor: ends[1])
        process.standardOutput = FileHandle(fileDescriptor: ends[1])
        try process.run()
        close(ends[1])
        defer {
            process.terminate()
            process.waitUntilExit()
            close(ends[0])
        }
        let pid = process.processIdentifier
        let helping = try greet(ends[0])
        var (sent, peak) = (0, 0)
        let end = ContinuousClock.now + .seconds(seconds)
        // A program that takes nothing for two seconds has had enough; one that goes away, too.
        while ContinuousClock.now < end, let count = push(helping, to: ends[0]) {
            sent += count
            peak = max(peak, Self.peak(pid))
        }
        peak = max(peak, Self.peak(pid))
        print("flood.\(kind.rawValue)\t\(Double(peak) / 1024)")
        print("flood.\(kind.rawValue).sent\t\(Double(sent) / 1_000_000)")
    }

    private enum Failed: Error {
        case noLine
        case ended(SyncOutcome)
        case nothingToSend
    }

    /// Talks as a peer should until batches are to be sent, and gives these.
    private func greet(_ line: Int32) throws -> [UInt8] {
        let replica = Liar(try LedgerReplica(ledger), kind)
        let exchange = Exchange(replica, mode: .follow, options: Exchange.Options(compresses: kind == .large))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let output = exchange.takeOutput()
            _ = push(output, to: line)
            // What goes out at once is enough: the rest is the same again.
            let batches = Self.batches(output)
            if !batches.isEmpty { return batches }
            let count = read(line, &buffer, buffer.count)
            guard count > 0 else { throw Failed.ended(exchange.outcome) }
            exchange.received(buffer[..<count], now: .now())
            guard !exchange.isOver else { throw Failed.ended(exchange.outcome) }
        }
    }

    /// The frames that are batches: length (4 bytes), kind (1), payload; see `Frame.swift`.
    private static func batches(_ output: [UInt8]) -> [UInt8] {
        var batches: [UInt8] = []
        var start = 0
        while start + 5 <= output.count {
            let length = output[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            if output[start + 4] & 0x7F == 5 { batches += output[start..<start + 4 + length] }
            start += 4 + length
        }
        return batches
    }

    /// Writes all of it; `nil` when the other side has taken nothing for two seconds, or is gone.
    private func push(_ bytes: [UInt8], to line: Int32) -> Int? {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(line, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                sent += count
            } else {
                guard errno == EAGAIN else { return nil }
                var room = pollfd(fd: line, events: Int16(POLLOUT), revents: 0)
                guard poll(&room, 1, 2_000) > 0 else { return nil }
            }
        }
        return sent
    }

    /// Kilobytes: the most that a process has had in memory.
    private static func peak(_ pid: pid_t) -> Int {
        let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}

/// A replica that names chains and has batches that never were.
private final class Liar: Replica {
    private let replica: LedgerReplica
    private let kind: Flood.Kind
    private var invented: [Head] = []
    private let node = NodeID.random()

    init(_ replica: LedgerReplica, _ kind: Flood.Kind) {
        self.replica = replica
        self.kind = kind
        let count = kind == .chains ? 199_000 : kind == .large ? 1000 : 0
        invented = (0..<count).map { _ in Head(origin: .random(), sequence: 1, hash: Data(repeating: 7, count: 32)) }
    }

    func heads(for peer: NodeID) throws -> [Head] {
        (try replica.heads(for: peer) + invented).sorted { $0.origin < $1.origin }
    }

    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        guard let head = invented.first(where: { $0.origin == origin }) else {
            return try replica.batch(of: origin, after: sequence, bytes: bytes)
        }
        return Batch(
            certificate: Certificate(
                origin: origin, node: node, stream: .shared, signature: Data(repeating: 7, count: 64)),
            start: Head(origin: origin, sequence: 0, hash: Data(repeating: 0, count: 32)), records: record,
            count: 1, end: head, proof: Data(repeating: 7, count: 64))
    }

    /// One event in the form of a batch: all its fields, the body as large as it may be.
    private lazy var record: Data = {
        let body = kind == .large ? Batch.largestRecord - 200 : 100
        var bytes = Data(repeating: 0, count: 8)
        for field in [
            "a", "b", "c", "d", String(repeating: "e", count: 16), "noted", String(repeating: "f", count: body),
        ] {
            bytes.append(contentsOf: withUnsafeBytes(of: UInt32(field.utf8.count).bigEndian) { Array($0) })
            bytes.append(contentsOf: Array(field.utf8))
        }
        return bytes
    }()

    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func writer(of origin: OriginID) throws -> NodeID? { node }
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try replica.take(batches, from: peer) }
    func note(_ contact: Contact, of peer: NodeID) throws {}
    func note(_ trouble: PeerError?, of peer: NodeID) throws {}
    func owedProofs(to _: NodeID) throws -> String? { nil }
    func noteProofs(by _: String, to _: NodeID) throws {}
}
