import Newsroom

/// A channel as programs read it.
struct ChannelJSON: Encodable {
    let id: ChannelID
    let name: Name
    let kind: ChannelKind
    let house: CentreID
    /// Who of its house may release there.
    let release: [Role]

    init(_ card: ChannelCard) {
        id = card.id
        name = card.name
        kind = card.kind
        house = card.house
        release = card.releasers
    }
}
