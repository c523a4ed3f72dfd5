import Foundation
import Ledger
import Newsroom

// Values that may have to be forgotten: asked for once both have all events, by who may have them and lacks them.

/// Where the talk of values stands.
struct ValueTalk {
    /// No more is asked for in one connection.
    static let mostAsked = 16_384
    /// Nobody is remembered to have asked for more than this in vain.
    static let mostOwed = 1024

    /// What was asked for in this connection, and is not asked for again.
    var asked: Set<ErasableReference.ID> = []
    /// What of it has not come.
    var pending: Set<ErasableReference.ID> = []
    var isWaiting = false
    /// Whether this side, and the other, said that it wants no more.
    var saidAll = false
    var heardAll = false
    /// What the peer asked for and was not here, or not for the peer: it may come, or become so.
    var owed: Set<ErasableReference.ID> = []
}

extension Exchange {
    /// Where values are kept, while the peer speaks of them, too.
    private var keeper: (any ValueReplica)? { theirHello?.keepsValues == true ? replica.values : nil }

    /// Asks for what is lacking, a few at a time.
    ///
    /// - Returns: whether neither side wants any more.
    func askForValues() throws -> Bool {
        guard let keeper else { return true }
        if !valueTalk.saidAll, !valueTalk.isWaiting {
            let isOpen = knowsPeer && valueTalk.asked.count < ValueTalk.mostAsked
            let wanted = isOpen ? try keeper.wantedValues(except: valueTalk.asked, limit: Frame.mostWants) : []
            valueTalk.asked.formUnion(wanted)
            valueTalk.pending.formUnion(wanted)
            (valueTalk.isWaiting, valueTalk.saidAll) = (!wanted.isEmpty, wanted.isEmpty)
            say(.wants(wanted))
        }
        return valueTalk.saidAll && valueTalk.heardAll
    }

    func hear(wants ids: [ErasableReference.ID]) throws {
        guard hasTheirHeads else { throw PeerError.malformed("order") }
        guard let keeper, let peer = outcome.peer else { return }
        valueTalk.heardAll = ids.isEmpty
        guard !ids.isEmpty else { return }
        let found = knowsPeer ? try keeper.values(ids, for: peer) : []
        say(.values(Array(found.prefix(Frame.mostWants)), isAnswer: true))
        valueTalk.owed.formUnion(
            Set(ids).subtracting(found.map(\.id)).prefix(ValueTalk.mostOwed - valueTalk.owed.count))
    }

    func hear(_ values: [ErasableValue], isAnswer: Bool) throws {
        guard hasTheirHeads else { throw PeerError.malformed("order") }
        guard let keeper else { return }
        guard !isAnswer || valueTalk.isWaiting else { throw PeerError.malformed("values") }
        if isAnswer { valueTalk.isWaiting = false }
        // What nobody asked for is nobody's to give.
        let wanted = values.filter { valueTalk.pending.contains($0.id) }
        valueTalk.pending.subtract(wanted.map(\.id))
        if !wanted.isEmpty { try keeper.keep(wanted) }
    }

    /// Sends what was asked for before it was here.
    func sendLateValues() throws {
        guard !valueTalk.owed.isEmpty, knowsPeer, let keeper, let peer = outcome.peer else { return }
        let owed = valueTalk.owed.sorted()
        for start in stride(from: 0, to: owed.count, by: Frame.mostWants) {
            let found = try keeper.values(Array(owed[start..<min(start + Frame.mostWants, owed.count)]), for: peer)
            guard !found.isEmpty else { continue }
            valueTalk.owed.subtract(found.map(\.id))
            say(.values(Array(found.prefix(Frame.mostWants)), isAnswer: false))
        }
    }
}
