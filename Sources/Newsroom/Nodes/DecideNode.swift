import Foundation

extension Court {
    func decideNode(_ command: Command) throws -> [Proposal] {
        try need(.manageNodes)
        switch command {
        case .admitNode(var card):
            guard card.id.isWellFormed, Data(base64Encoded: card.key)?.count == 32 else {
                throw Refusal.badNode
            }
            guard try desk.node(card.id) == nil else { throw Refusal.nodeExists(card.name) }
            card.name = try title(card.name)
            _ = try centre(card.centre)
            let taken = try desk.slots()
            guard let slot = (1...NodeCard.lastSlot).first(where: { !taken.contains($0) }) else {
                throw Refusal.badNode
            }
            card.slot = slot
            return [Proposal(subject: .node(card.id), fact: .node(.admitted(card)))]
        case .revokeNode(let id, let ends, let text):
            guard let node = try desk.node(id) else { throw Refusal.unknownItem(id.short) }
            // The first node is what everybody trusts: without it nobody could admit another.
            guard node.card.slot != 0 else { throw Refusal.lastNode }
            return [Proposal(subject: .node(id), fact: .node(.revoked(ends: ends, reason: try reason(text))))]
        default: return []
        }
    }
}
