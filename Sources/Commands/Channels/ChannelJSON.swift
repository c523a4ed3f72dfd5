import Newsroom

/// A channel as programs read it.
struct ChannelJSON: Encodable {
    let id: ChannelID
    let name: Name
    let kind: ChannelKind
    let house: CentreID

    init(_ card: ChannelCard) {
        id = card.id
        name = card.name
        kind = card.kind
        house = card.house
    }
}
