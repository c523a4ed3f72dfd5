import Foundation
import Ledger
import Newsroom

@testable import Sync

/// A desk, two centres, and chains that know them.
struct Stage {
    let desk: MemoryReplica
    let first: MemoryReplica
    let second: MemoryReplica
    static let deskChain = OriginID(repeating: 0xF0)
    static let firstChain = OriginID(repeating: 0x11)
    static let secondChain = OriginID(repeating: 0x22)

    init(events: Int = 3) throws {
        let nodes = try [1, 2, 3].map { try TestNode($0) }
        desk = MemoryReplica(nodes[0], desk: nodes[0])
        first = MemoryReplica(nodes[1], desk: nodes[0])
        second = MemoryReplica(nodes[2], desk: nodes[0])
        for node in nodes { try desk.admit(node, in: Self.deskChain) }
        for number in 0..<events {
            try desk.write(Self.deskChain, Data("desk \(number)".utf8))
            try first.write(Self.firstChain, Data("first \(number)".utf8))
            try second.write(Self.secondChain, Data("second \(number)".utf8))
        }
    }
}

/// Two exchanges and the line between them.
final class Wire {
    let dialled: Exchange
    let called: Exchange
    var now: Moment
    /// How many bytes at a time go over; everything at once where `nil`.
    var piece: Int?
    /// Changes bytes on their way; the number of the first of them is given too. `true` is towards who was called.
    var tamper: ((_ bytes: [UInt8], _ place: Int, _ toCalled: Bool) -> [UInt8])?
    /// The line is cut when so many bytes have gone over it.
    var cut = Int.max
    private(set) var carried = 0
    private var places = [0, 0]
    var events: [ExchangeEvent] = []

    init(
        _ from: any Replica, _ to: any Replica, mode: Exchange.Mode = .once, options: Exchange.Options = .init(),
        calledOptions: Exchange.Options = .init(), at milliseconds: Int64 = 1_800_000_000_000
    ) {
        now = Moment(milliseconds: milliseconds)
        dialled = Exchange(
            replica: from, mode: mode, options: options, nonce: Data(repeating: 0xAA, count: 32), now: now)
        called = Exchange(
            replica: to, mode: .serve, options: calledOptions, nonce: Data(repeating: 0xBB, count: 32), now: now)
    }

    /// Carries bytes until none are left on either side.
    func run() {
        while true {
            let there = carry(dialled, called, 0)
            let back = carry(called, dialled, 1)
            if !there, !back { return }
        }
    }

    private func carry(_ from: Exchange, _ to: Exchange, _ way: Int) -> Bool {
        var bytes = from.takeOutput()
        events += from.takeEvents() + to.takeEvents()
        guard !bytes.isEmpty else { return false }
        if let tamper { bytes = tamper(bytes, places[way], way == 0) }
        places[way] += bytes.count
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + (piece ?? bytes.count), start + max(0, cut - carried))
            if end == start {
                dialled.closed()
                called.closed()
                return false
            }
            to.received(bytes[start..<end], now: now)
            carried += end - start
            start = end
        }
        return true
    }

    func tick(seconds: Int) {
        now = now.adding(seconds: seconds)
        dialled.tick(now: now)
        called.tick(now: now)
        run()
    }
}

extension MemoryReplica {
    var standing: [Head] { (try? heads(for: node.id)) ?? [] }
}
