import Foundation
import Ledger
import Newsroom

// Batches and answers, once both know what the other has.

extension Exchange {
    /// All that came is at hand: takes it, and sees whether that was everything.
    func settle() throws {
        try takeInbox()
        try conclude()
    }

    // MARK: - Sending

    func enqueue(_ origin: OriginID) {
        guard var line = lines[origin], line.isToSend, !line.isQueued else { return }
        line.isQueued = true
        lines[origin] = line
        queue.append(origin)
        saidDone = false
        outcome.isComplete = false
    }

    /// Reads batches as long as there is room for them on the way and with the peer.
    func pump() throws {
        guard knowsPeer, hasTheirHeads, let peer = outcome.peer, let theirHello else { return }
        let window = min(options.window, max(theirHello.window, 1 << 16))
        while queueStart < queue.count, output.count < Self.outputLow, outstandingBytes < window,
            outstanding.count < Frame.mostAnswers / 2
        {
            let origin = queue[queueStart]
            guard var line = lines[origin], line.isToSend,
                let batch = try replica.batch(of: origin, after: line.sent, bytes: options.batchBytes),
                batch.end.sequence > line.sent
            else {
                lines[origin]?.isQueued = false
                queueStart += 1
                continue
            }
            if line.sent == line.theirs, !line.isProvedAnew { judge(line, batch, peer) }
            line.sent = batch.end.sequence
            lines[origin] = line
            outstanding.append(
                Sent(
                    origin: origin, end: batch.end.sequence, count: batch.count, bytes: batch.records.count,
                    epoch: line.epoch))
            outstandingBytes += batch.records.count
            say(.batch(batch))
        }
        if queueStart == queue.count {
            queue.removeAll()
            queueStart = 0
        }
        try conclude()
    }

    /// What the first batch after the peer's head shows of the peer. It is sent all the same: it proves to the peer
    /// what is said here, and gives back what was lost.
    private func judge(_ line: ChainProgress, _ batch: Batch, _ peer: NodeID) {
        let origin = batch.certificate.origin
        if let hash = line.theirHash, hash != batch.start.hash { note(.fork(origin, sequence: line.theirs)) }
        if theirDigests?.knows == true, batch.certificate.node == peer, peer != me?.node, let had = earlier[origin],
            had > line.theirs,
            line.acknowledged == 0
        {
            note(.rolledBack(origin, from: had, to: line.theirs))
        }
    }

    /// Queues what is new here since it was looked at last.
    func lookAgain() throws {
        guard let peer = outcome.peer else { return }
        // How peers stand is noted now and then, which is a commit too.
        let newest = try replica.newest()
        guard newest == nil || newest != seen else { return }
        seen = newest
        for head in try replica.heads(for: peer) {
            var line = lines[head.origin] ?? ChainProgress()
            guard head.sequence > line.mine?.sequence ?? 0 else { continue }
            line.mine = head
            lines[head.origin] = line
            enqueue(head.origin)
            valueTalk.saidAll = false
        }
    }

    func hear(_ answers: [Answer]) throws {
        for answer in answers {
            if answer.what == .again {
                restart(answer.head)
                continue
            }
            guard let sent = outstanding.first, sent.origin == answer.head.origin, var line = lines[sent.origin] else {
                throw PeerError.malformed("answer")
            }
            outstanding.removeFirst()
            outstandingBytes -= sent.bytes
            switch answer.what {
            case .stands:
                guard answer.head.sequence >= sent.end else { throw PeerError.malformed("answer") }
                // What it had already is not counted.
                outcome.sent += max(0, min(Int64(sent.count), sent.end - line.theirs))
                line.theirs = max(line.theirs, answer.head.sequence)
                line.theirHash = nil
                // What it says beyond what was sent is its word only, and proves nothing.
                line.acknowledged = max(line.acknowledged, sent.end)
                if !line.isProvedAnew { line.sent = max(line.sent, line.theirs) }
                outcome.troubles.removeAll { $0 == .notTakenYet(sent.origin) }
            case .refusedForNow:
                if line.epoch == sent.epoch, line.out == .open { line.out = .waiting }
            case .early:
                if line.epoch == sent.epoch, line.out == .open { line.out = .waiting }
                note(.notTakenYet(sent.origin))
            case .refused: line.out = .closed
            case .again: break
            }
            lines[sent.origin] = line
        }
        tellProgress()
    }

    /// The peer wants a chain from there on, which it refused before.
    private func restart(_ head: Head) {
        guard var line = lines[head.origin], line.out != .closed else { return }
        guard head.sequence >= line.acknowledged else {
            line.out = .closed
            lines[head.origin] = line
            return note(.rolledBack(head.origin, from: line.acknowledged, to: head.sequence))
        }
        line.out = .open
        line.theirs = head.sequence
        line.theirHash = nil
        line.sent = head.sequence
        line.epoch += 1
        lines[head.origin] = line
        enqueue(head.origin)
    }

    // MARK: - Taking

    /// Gives all that waits to the replica as one, and answers it.
    func takeInbox() throws {
        guard !inbox.isEmpty, let peer = outcome.peer else { return }
        let batches = inbox
        (inbox, inboxBytes, inboxEvents) = ([], 0, 0)
        guard lines.count + batches.count <= 2 * Self.mostChains else {
            throw PeerError.oversized(bytes: Int64(lines.count))
        }
        var answers = batches.map { Answer(what: .refused, head: $0.start) }
        var wanted: [Int] = []
        for (index, batch) in batches.enumerated() {
            let origin = batch.certificate.origin
            switch lines[origin, default: ChainProgress()].way {
            case .closed: break
            case .waiting where !(lines[origin]?.isAskedAgain ?? false): answers[index].what = .refusedForNow
            case .waiting where batch.start.sequence > lines[origin]?.mine?.sequence ?? 0:
                // Sent before we asked for it again.
                answers[index].what = .refusedForNow
            default:
                lines[origin, default: ChainProgress()].isAskedAgain = false
                lines[origin, default: ChainProgress()].way = .open
                wanted.append(index)
            }
        }
        var learnt = false
        let results = wanted.isEmpty ? [] : try replica.take(wanted.map { batches[$0] }, from: peer)
        guard results.count == wanted.count else { throw PeerError.malformed("replica") }
        for (index, result) in zip(wanted, results) {
            switch result {
            case .stands(let head):
                learnt = stands(head, batches[index]) || learnt
                answers[index] = Answer(what: .stands, head: head)
            case .refused(let trouble):
                answers[index].what = refused(trouble, batches[index].certificate.origin)
            }
        }
        var asked: [Answer] = []
        if learnt {
            valueTalk.saidAll = false
            asked = askAgain(&untold)
            if !follows { asked += askAgain(&early) }
            try meetAgain()
        }
        // What is asked for again is asked before the last answer: until then the peer does not think it is done.
        answers = asked + answers
        var start = 0
        while start < answers.count {
            let end = min(start + Frame.mostAnswers, answers.count)
            say(.answers(Array(answers[start..<end])))
            start = end
        }
        tellProgress()
    }

    private func stands(_ head: Head, _ batch: Batch) -> Bool {
        var line = lines[batch.certificate.origin] ?? ChainProgress()
        let gained = max(
            0, min(Int64(batch.count), head.sequence - max(line.mine?.sequence ?? 0, batch.start.sequence)))
        outcome.received += gained
        if head.sequence >= line.mine?.sequence ?? 0 { line.mine = head }
        if batch.end.sequence > line.theirs {
            line.theirs = batch.end.sequence
            line.theirHash = nil
        }
        if !line.isProvedAnew { line.sent = max(line.sent, line.theirs) }
        line.refusal = nil
        lines[batch.certificate.origin] = line
        return gained > 0
    }

    private func refused(_ trouble: PeerError, _ origin: OriginID) -> Answer.What {
        var line = lines[origin] ?? ChainProgress()
        defer { lines[origin] = line }
        // What follows a refused batch of its chain is refused with it.
        if line.way == .waiting { return .refusedForNow }
        if line.way == .closed { return .refused }
        line.refusal = trouble
        switch trouble {
        case .unknownNode where line.tries < Self.mostTries:
            untold.append(origin)
            line.way = .waiting
            return .refusedForNow
        case .clockAhead where follows:
            note(trouble)
            early.append(origin)
            earlyAgain = age + (60_000 << min(earlyTries, 6))
            line.way = .waiting
            return .early
        case .clockAhead where line.tries < Self.mostTries:
            // Not noted yet: what the desk says of a clock may come in this very exchange.
            early.append(origin)
            line.way = .waiting
            return .early
        default:
            note(trouble)
            line.way = .closed
            if case .clockAhead = trouble { return .early }
            return .refused
        }
    }

    /// Asks for chains again that were refused for now.
    func askAgain(_ origins: inout [OriginID]) -> [Answer] {
        let asked = origins
        origins = []
        if !asked.isEmpty { earlyTries += 1 }
        return asked.compactMap { origin in
            guard var line = lines[origin], line.way == .waiting else { return nil }
            line.tries += 1
            line.isAskedAgain = true
            lines[origin] = line
            let nowhere = Head(origin: origin, sequence: 0, hash: Data(repeating: 0, count: 32))
            return Answer(what: .again, head: line.mine ?? nowhere)
        }
    }

    // MARK: - Standing

    /// Says that all is sent when it is, and that both are done when they are.
    func conclude() throws {
        guard state == .open, hasTheirHeads, inbox.isEmpty else { return }
        if !saidDone, queueStart == queue.count, outstanding.isEmpty {
            // What is new goes first.
            if try proveAnew() { return }
            saidDone = true
            say(.done)
        }
        guard saidDone, heardDone, outstanding.isEmpty, try askForValues() else { return }
        if !outcome.isComplete {
            outcome.isComplete = true
            for line in lines.values where line.way == .waiting { if let refusal = line.refusal { note(refusal) } }
            measure()
            if let key = provesAnew, let peer = outcome.peer {
                provesAnew = nil
                // What is refused for good would be refused again.
                if !lines.values.contains(where: { $0.isProvedAnew && $0.out == .waiting }) {
                    try replica.noteProofs(by: key, to: peer)
                }
            }
            if knowsPeer, let peer = outcome.peer, outcome.troubles.isEmpty, !isWell {
                isWell = true
                try replica.note(nil, of: peer)
            }
            try noteContact(always: lastNoted == nil || notedStanding != [outcome.ahead, outcome.behind])
            events.append(.settled(outcome))
        }
        if !follows {
            say(.bye(.well))
            end(nil)
        }
    }

    /// After a change of key the peer is given this node's own chains once more, as the new key signs them, so that it can pass
    /// them on to those who take nothing more of the old one.
    ///
    /// - Returns: whether there is something to send.
    private func proveAnew() throws -> Bool {
        guard !hasLookedForProofs, knowsPeer, theirDigests?.knows == true, let me, let peer = outcome.peer else {
            return false
        }
        hasLookedForProofs = true
        guard let key = try replica.owedProofs(to: peer) else { return false }
        provesAnew = key
        for (origin, line) in lines where line.mine != nil && line.out == .open {
            guard try replica.writer(of: origin) == me.node else { continue }
            lines[origin]?.isProvedAnew = true
            lines[origin]?.sent = 0
            enqueue(origin)
        }
        return queueStart < queue.count
    }

    private func measure() {
        outcome.ahead = sum(\.ahead)
        outcome.behind = knowsPeer ? sum(\.behind) : 0
    }

    /// Of all chains; a peer may name any numbers, and no sum of them may trap.
    private func sum(_ count: (ChainProgress) -> Int64) -> Int64 {
        let most: Int64 = 1 << 60
        return lines.values.reduce(0) { min($0 + min(count($1), most), most) }
    }

    private func tellProgress() {
        guard state == .open else { return }
        events.append(.progress(outcome))
    }

    /// Writes how the peer stands, where that is news: when it changed, else every five minutes.
    func noteContact(always: Bool, isConnected: Bool = true) throws {
        guard let peer = outcome.peer, knowsPeer, hasTheirHeads else { return }
        measure()
        let standing = [outcome.ahead, outcome.behind]
        if !always, let last = lastNoted {
            let rest = age - last
            guard rest >= Self.sameAgain || (rest >= keepAlive && standing != notedStanding) else { return }
        }
        lastNoted = age
        notedStanding = standing
        let contact = Contact(
            at: heardAt, ahead: outcome.ahead, behind: outcome.behind, isConnected: isConnected,
            log: theirHello?.log ?? 0, kinds: theirHello?.kinds ?? [])
        try replica.note(contact, of: peer)
    }
}
