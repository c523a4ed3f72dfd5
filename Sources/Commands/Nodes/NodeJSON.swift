import Ledger
import Newsroom

/// A node as scripts see it.
struct NodeJSON: Encodable {
    let id: NodeID
    let name: String
    let centre: CentreID
    let slot: Int
    let key: String
    let isSelf: Bool
    let connected: Bool
    let events: Int64
    /// Events that it has and this node lacks, and the other way round, as far as is known.
    let ahead: Int64
    let behind: Int64
    let lagSince: String?
    let lastHeard: String?
    let quarantined: Int
    /// How many of its events this version does not understand.
    let notUnderstood: Int
    /// The version of the log that it writes; absent where it has not said.
    let log: Int?
    /// The kinds of facts that it does not know, and those that only it knows.
    let lacksKinds: [String]
    let knowsKinds: [String]
    let trouble: String?
    let revokedAt: String?

    init(_ row: NodeRow, zone: Zone) {
        id = row.card.id
        name = row.card.name
        centre = row.card.centre
        slot = row.card.slot
        key = row.card.key
        isSelf = row.isSelf
        connected = row.isConnected
        events = row.events
        ahead = row.ahead
        behind = row.behind
        lagSince = row.since.map { zone.iso($0) }
        lastHeard = row.heardAt.map { zone.iso($0) }
        quarantined = row.quarantined
        notUnderstood = row.notUnderstood
        log = row.log > 0 ? row.log : nil
        lacksKinds = row.lacks
        knowsKinds = row.knows
        trouble = row.trouble?.code
        revokedAt = row.revokedAt.map { zone.iso($0) }
    }
}
