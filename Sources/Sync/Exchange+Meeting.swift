import Crypto
import Foundation
import Ledger
import Newsroom

// From hello to the comparison of heads.

extension Exchange {
    func take(_ frame: Frame) throws {
        switch (frame, state) {
        case (.bye(let why), _): try left(why)
        case (.hello(let hello), .greeting): try met(hello)
        case (.proof(let proof), .proving): try proved(proof)
        case (.alive, .open): break
        case (.digests(let knows, let digests), .open): try compare(knows, digests)
        case (.heads(let heads, let isLast), .open): try hear(heads, isLast: isLast)
        case (.batch(let batch), .open):
            guard hasTheirHeads else { throw PeerError.malformed("order") }
            inbox.append(batch)
            inboxBytes += batch.records.count
            inboxEvents += batch.count
            heardDone = false
            outcome.isComplete = false
            if inboxBytes >= Self.groupBytes || inboxEvents >= Self.groupEvents { try takeInbox() }
        case (.answers(let answers), .open):
            guard hasTheirHeads else { throw PeerError.malformed("order") }
            try hear(answers)
        case (.done, .open):
            guard hasTheirHeads else { throw PeerError.malformed("order") }
            heardDone = true
        case (.wants(let ids), .open): try hear(wants: ids)
        case (.values(let values, let isAnswer), .open): try hear(values, isAnswer: isAnswer)
        default: throw PeerError.malformed("order")
        }
    }

    private func left(_ why: CloseReason) throws {
        switch why {
        case .well:
            try settle()
            end(outcome.isComplete ? nil : .brokenOff)
        case .otherVersion: end(.otherVersion(theirHello?.version ?? 0))
        case .otherDesk: end(.otherDesk)
        case .notUnderstood, .oversized, .failure: end(.brokenOff)
        }
    }

    private func met(_ hello: Hello) throws {
        guard let me else { return }
        theirHello = hello
        theirHelloBytes = decoder.hello
        guard hello.isDialled != (mode != .serve), hello.nonce != nonce else { throw PeerError.malformed("hello") }
        guard hello.desk == me.desk else { throw PeerError.otherDesk }
        if let expected = options.expected, expected != hello.node {
            throw PeerError.otherNode(expected: expected, found: hello.node)
        }
        outcome.peer = hello.node
        // Before the peer looks at its own heads, which it does when it has our proof.
        for head in try replica.heads(for: hello.node) { earlier[head.origin] = head.sequence }
        let words = Seal.greeting(theirs: Self.digest(theirHelloBytes), ours: Self.digest(myHello))
        say(.proof(try replica.sign(words)))
        state = .proving
    }

    static func digest(_ bytes: [UInt8]) -> Data { Data(SHA256.hash(data: bytes)) }

    /// Whether the peer is who it says, as far as is known now; `nil` when nobody of that name is known.
    private func isProved() throws -> Bool? {
        guard let proof = theirProof, let peer = theirHello?.node else { return nil }
        let words = Seal.greeting(theirs: Self.digest(myHello), ours: Self.digest(theirHelloBytes))
        return try replica.check(proof, over: words, by: peer)
    }

    private func proved(_ proof: Data) throws {
        theirProof = proof
        state = .open
        // A wrong proof may be made with a key that we have not heard of yet: it is treated as a stranger's.
        knowsPeer = try isProved() ?? false
        if let peer = outcome.peer { events.append(.met(peer)) }
        try sayDigests()
    }

    /// Says what is here, to who is known; to others nothing, but that they may send.
    private func sayDigests() throws {
        guard let peer = outcome.peer else { return }
        snapshot = knowsPeer ? try replica.heads(for: peer) : []
        myDigests = Digests(of: snapshot)
        saidDone = false
        valueTalk.saidAll = false
        say(.digests(knows: knowsPeer, myDigests))
    }

    /// When what was taken has made the peer known, all is compared anew.
    func meetAgain() throws {
        guard !knowsPeer, try isProved() == true else { return }
        knowsPeer = true
        try sayDigests()
        try sayHeads()
    }

    private func compare(_ knows: Bool, _ digests: Digests) throws {
        // Once more only to say that one is known by now.
        if let before = theirDigests, before.knows || !knows { throw PeerError.malformed("order") }
        theirDigests = (knows, digests)
        hasTheirHeads = false
        heardDone = false
        valueTalk.heardAll = false
        outcome.isComplete = false
        saidDone = false
        theirHeads = []
        try sayHeads()
    }

    /// Heads of the buckets that differ, in frames of bounded size.
    private func sayHeads() throws {
        guard let (_, digests) = theirDigests else { return }
        differing = myDigests.differences(from: digests)
        hasTheirHeads = false
        theirHeads = []
        let heads = snapshot.filter { differing[Digests.bucket(of: $0.origin)] }
        var start = 0
        repeat {
            let end = min(start + Frame.mostHeads, heads.count)
            say(.heads(Array(heads[start..<end]), isLast: end == heads.count))
            start = end
        } while start < heads.count
    }

    private func hear(_ heads: [Head], isLast: Bool) throws {
        guard theirDigests != nil, !hasTheirHeads else { throw PeerError.malformed("order") }
        if let last = theirHeads.last, let first = heads.first, last.origin >= first.origin {
            throw PeerError.malformed("heads")
        }
        guard theirHeads.count + heads.count <= Self.mostChains else {
            throw PeerError.oversized(bytes: Int64(theirHeads.count + heads.count) * 56)
        }
        theirHeads += heads
        guard isLast else { return }
        hasTheirHeads = true
        try plan()
    }

    /// Knows from both lists of heads what is to be sent, and what is wrong.
    private func plan() throws {
        let theirs = theirHeads
        theirHeads = []
        var isListed: Set<OriginID> = []
        var listing: [Head] = theirs
        for head in theirs { isListed.insert(head.origin) }
        // What did not differ is there as it was here; what differed and is not named is not there.
        listing += snapshot.filter { !differing[Digests.bucket(of: $0.origin)] && !isListed.contains($0.origin) }
        for head in snapshot { lines[head.origin, default: ChainProgress()].mine = head }
        for head in listing {
            var line = lines[head.origin] ?? ChainProgress()
            // Who does not know us says nothing of what it has.
            if head.sequence < line.acknowledged, theirDigests?.knows == true {
                note(.rolledBack(head.origin, from: line.acknowledged, to: head.sequence))
            }
            line.theirs = head.sequence
            line.theirHash = head.hash
            line.sent = max(line.sent, head.sequence)
            if let mine = line.mine, mine.sequence == head.sequence, mine.hash != head.hash {
                note(.fork(head.origin, sequence: head.sequence))
                (line.out, line.way) = (.closed, .closed)
            }
            lines[head.origin] = line
        }
        snapshot = []
        if theirDigests?.knows == false {
            note(.notAdmitted)
        } else {
            outcome.troubles.removeAll { $0 == .notAdmitted }
        }
        if let peer = outcome.peer {
            let stranger: [PeerError] = [.unknownNode(peer), .malformed("proof")]
            if knowsPeer {
                outcome.troubles.removeAll { stranger.contains($0) }
            } else {
                note(try isProved() == nil ? stranger[0] : stranger[1])
            }
        }
        try enqueueAll()
        try noteContact(always: true)
    }

    /// Queues all chains that are longer here, those of the desk's founder first: they say who the others are.
    private func enqueueAll() throws {
        guard knowsPeer, let me else { return }
        var behind = lines.filter { $0.value.isToSend }.map(\.key).sorted()
        if behind.count > 1 {
            var first: [OriginID] = []
            var rest: [OriginID] = []
            for origin in behind {
                if try replica.writer(of: origin) == me.desk { first.append(origin) } else { rest.append(origin) }
            }
            behind = first + rest
        }
        for origin in behind { enqueue(origin) }
    }
}
