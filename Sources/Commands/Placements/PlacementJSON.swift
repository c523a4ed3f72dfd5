import Ledger
import Newsroom

/// A story on a channel, as programs read it.
struct PlacementJSON: Encodable {
    /// The story's number; left out where it stands within the story.
    var story: String?
    let channel: ChannelID
    /// The house to which the channel belongs.
    let house: CentreID
    let act: DeliveryAct
    let version: Int
    let state: DeliveryState
    /// Since when it stands there.
    let at: String
    let note: String?
    let textHash: TextHash
    let failures: Int
    /// Until when the channel's house is to release or refuse it.
    let releaseBy: String?
    /// What the channel is owed and nobody has ordered.
    let due: DeliveryAct?
    /// How it stands where it, or the story, is hidden or to be shown again.
    let hiding: HidingState?
    /// What waits there for somebody to do or decide by hand.
    let work: ChannelWork?
    /// Told of one story only: what stands hidden there by itself.
    var hidings: [HidingJSON]?
    /// Told of one story only.
    var deliveries: [DeliveryJSON]?

    /// One act on the channel.
    struct DeliveryJSON: Encodable {
        let key: SubjectID
        let act: DeliveryAct
        let version: Int
        let textHash: TextHash
        let state: DeliveryState
        let since: String
        let by: String
        let failures: Int
        let note: String?
        let link: String?
    }

    init(_ row: PlacementRow, zone: Zone, isWithinStory: Bool = false) {
        story = isWithinStory ? nil : row.number.description
        channel = row.channel
        house = row.house
        releaseBy = row.releaseBy.map(zone.iso)
        act = row.act
        version = row.version
        state = row.state
        at = zone.iso(row.since)
        note = row.note
        textHash = row.textHash
        failures = row.failures
        (due, hiding, work) = (row.due, row.hiding, row.work)
    }

    /// With each delivery.
    init(_ row: PlacementRow, _ placement: Placement, zone: Zone) {
        self.init(row, zone: zone)
        hidings = placement.hidings.standing.map { HidingJSON($0, zone: zone) }
        deliveries = placement.deliveries.map {
            DeliveryJSON(
                key: $0.id, act: $0.order.act, version: $0.order.version, textHash: $0.order.textHash,
                state: $0.state, since: zone.iso($0.since), by: $0.by.rawValue, failures: $0.failures, note: $0.note,
                link: $0.link)
        }
    }
}
