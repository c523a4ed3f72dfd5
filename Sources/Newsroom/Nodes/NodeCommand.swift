import Foundation

/// What somebody asks of a node.
public enum NodeCommand: Equatable, Sendable {
    /// Its slot is given here; the one on the card is not looked at.
    case admit(NodeCard)
    /// What comes after `ends` does not count; chains that are not named do not count at all.
    case revoke(NodeID, ends: [OriginEnd], reason: String)
}

extension Decider {
    func decide(_ command: NodeCommand) throws -> [Proposal] {
        try need(.manageNodes)
        switch command {
        case .admit(var card):
            guard card.id.isWellFormed, Data(base64Encoded: card.key)?.count == 32 else {
                throw Refusal.badNode
            }
            if let known = try desk.node(card.id) {
                throw known.ends == nil ? Refusal.nodeExists(card.name) : Refusal.nodeRevoked(known.card.name)
            }
            card.name = try title(card.name)
            _ = try centre(card.centre)
            let taken = try desk.slots()
            guard let slot = (1...NodeCard.lastSlot).first(where: { !taken.contains($0) }) else {
                throw Refusal.badNode
            }
            card.slot = slot
            return [Proposal(subject: .node(card.id), fact: .node(.admitted(card)))]
        case .revoke(let id, let ends, let text):
            guard let node = try desk.node(id) else { throw Refusal.unknownItem(id.short) }
            // The first node is what everybody trusts: without it nobody could admit another.
            guard node.card.slot != 0 else { throw Refusal.lastNode }
            return [Proposal(subject: .node(id), fact: .node(.revoked(ends: ends, reason: try reason(text))))]
        }
    }
}
