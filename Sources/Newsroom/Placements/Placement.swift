/// A story on a channel (分发), folded from its events: a thing of its own, with its own history of deliveries.
///
/// Its id follows from story, centre and channel, so that whoever places the story there, at whatever node, speaks of the same
/// placement.
public struct Placement: Equatable, Sendable {
    /// What its events are about.
    public let id: SubjectID
    /// All that was to be done there, in order; never empty.
    public private(set) var deliveries: [Delivery]
    /// What was hidden of it on this channel by itself.
    public internal(set) var hidings = Hidings()
    /// That it is out of sight there; `nil` while it is not, and where nobody has said so.
    public internal(set) var hiddenThere: Report?

    /// What was ordered under a key: a delivery of its own, or one that was ordered already, at a node that had not heard of it.
    private var places: [SubjectID: Place] = [:]
    /// How much the desk's nodes have ordered, and the centre's.
    private var orders = Orders()

    private struct Orders: Equatable {
        var ofDesk = 0
        var ofCentre = 0
    }

    /// Where what was ordered under a key is.
    private struct Place: Equatable {
        var index: Int
        /// Whether one of the desk's own nodes ordered it. No centre takes its key from it by ordering under that earlier.
        var isDesks: Bool
    }

    /// No channel is given more of one story by its centre, nor by the desk.
    public static let mostDeliveries = 500

    /// The story that is placed.
    public var story: SubjectID { deliveries[0].order.story }
    /// The centre whose story it is.
    public var centre: CentreID { deliveries[0].order.centre }
    /// Where it is placed.
    public var channel: ChannelID { deliveries[0].order.channel }
    /// The house to which the channel belongs, as far as its events tell: of one without a centre in its id what a centre's node
    /// alone has said is not to be believed. Who knows the channel's card asks that: `Sequence.house(of:)`.
    public private(set) var channelHouse: CentreID
    /// What is to be done there now, or was done last.
    public var last: Delivery { deliveries[deliveries.count - 1] }
    /// How often anything failed there.
    public var failures: Int { deliveries.reduce(0) { $0 + $1.failures } }
    /// The delivery whose text stands there, as far as is known; `nil` when none does.
    public var standing: Delivery? { deliveries.last { $0.state == .confirmed } }
    /// The delivery that somebody speaks of who says what has become of it: the oldest that may come to a state, else the last.
    public func delivery(comingTo state: DeliveryState) -> Delivery {
        deliveries.first { !$0.state.isSettled && $0.state.after($0.order.act).contains(state) }
            // What becomes of what stands there is said of that, though something else be under way.
            ?? deliveries.last { state == .gone && $0.state.after($0.order.act).contains(state) } ?? last
    }

    /// What was ordered under a key, also one by which an older order goes on; `nil` when nothing was.
    public func order(under key: SubjectID) -> DeliveryOrder? { delivery(under: key)?.order }

    /// What goes on under a key; `nil` when nothing does.
    func delivery(under key: SubjectID) -> Delivery? { index(under: key).map { deliveries[$0] } }

    private func index(under key: SubjectID) -> Int? { places[key]?.index }

    /// What each delivery comes to: where an older text of the story stands, or may, what was ordered to be published takes its
    /// place, whatever was known at the node that ordered it.
    var acts: [DeliveryAct] {
        // The text that may be out before a delivery, and whether another may be besides.
        var (out, isSeveral): (TextHash?, Bool) = (nil, false)
        return deliveries.map { delivery in
            let order = delivery.order
            let isBeside = isSeveral || out ?? order.textHash != order.textHash
            if order.act != .recall, delivery.state.mayBeOut { (out, isSeveral) = (order.textHash, isBeside) }
            return order.act == .publish && isBeside ? .correct : order.act
        }
    }

    /// What the last one comes to.
    public var act: DeliveryAct { acts[deliveries.count - 1] }
    /// What goes on under a key comes to.
    func act(under key: SubjectID) -> DeliveryAct? { index(under: key).map { acts[$0] } }

    /// Whether anything of it waits for somebody.
    public var isOpen: Bool { deliveries.contains { !$0.state.isSettled } }
    /// Whether somebody has to look after it.
    public var isInTrouble: Bool {
        // What is to be corrected or taken down waits for whoever does it from the first moment; where a correction was refused
        // what is wrong still stands.
        let acts = acts
        return zip(deliveries, acts).contains { delivery, act in
            delivery.state.isTrouble || (act != .publish && delivery.state != .proposed && !delivery.state.isSettled)
        } || (acts[acts.count - 1] == .correct && last.isRefused && mayBeOut)
    }
    /// Whether the channel may have anything of it.
    public var mayBeOut: Bool { deliveries.contains { $0.order.act != .recall && $0.state.mayBeOut } }

    /// The placement that `event` begins; `nil` when it begins none, or another than it is about.
    public init?(_ event: Event) {
        guard case .placement(.ordered(let order)) = event.fact,
            event.subject == .placement(of: order.story, by: order.centre, on: order.channel),
            order.namesHouse(from: event.from), event.hasCapacity(home: order.centre)
        else { return nil }
        id = event.subject
        channelHouse = order.house
        deliveries = []
        add(order, event)
    }

    /// Applies an event; refuses one that the state does not allow.
    public mutating func apply(_ event: Event) throws(Refusal) {
        guard case .placement(let fact) = event.fact else { throw .outOfPlace(event.fact.kind.name) }
        try event.checkCapacity(home: centre, authors: [])
        switch fact {
        case .ordered(let order):
            guard order.story == story, order.channel == channel, order.centre == centre,
                order.namesHouse(from: event.from)
            else {
                throw .outOfPlace(event.fact.kind.name)
            }
            // Whose a channel of the desk is its own nodes know, whatever a centre's said before them.
            if event.from == nil { channelHouse = order.house }
            if try isSame(order, isDesks: event.from == nil) {
                note(order, at: deliveries.count - 1, event)
                return
            }
            for index in deliveries.indices where deliveries[index].state.isSuperseded {
                set(index, .superseded, event)
            }
            add(order, event)
        case .released(let named, let key, let textHash):
            // Whoever ordered another text under the same key has no word for that.
            if let order = order(under: key), order.textHash != textHash { throw .olderVersion(channel) }
            try judge(named, key, to: .queued, note: nil, event)
        case .refused(let named, let key, let reason): try judge(named, key, to: .skipped, note: reason, event)
        case .stepped(let named, let key, let state, let note, let link):
            guard named == channel else { throw .outOfPlace(event.fact.kind.name) }
            guard let index = index(under: key) else { throw .noPlacement(channel) }
            try checkHouse(of: deliveries[index], to: state, event)
            try step(index, to: state, event)
            deliveries[index].note = note
            if let link { deliveries[index].link = link }
        case .hiding(let named, let step):
            guard named == channel else { throw .outOfPlace(event.fact.kind.name) }
            try apply(step, event)
        case .reported(let named, let key, let visibility):
            guard named == channel else { throw .outOfPlace(event.fact.kind.name) }
            try checkServed(event)
            try apply(visibility, of: key, event)
        }
    }

    /// Whether an order is for what is under way or stands there already: ordered twice, at two nodes that did not know of each
    /// other, it is done once.
    private func isSame(_ order: DeliveryOrder, isDesks: Bool) throws(Refusal) -> Bool {
        // What must be taken down is, however much was ordered before.
        let most = Self.mostDeliveries + (order.act == .recall ? Self.mostDeliveries : 0)
        let isTaken = places[order.key].map { $0.isDesks || !isDesks } ?? false
        guard !isTaken, isDesks ? orders.ofDesk < most : orders.ofCentre < most else {
            throw .alreadyPlaced(channel)
        }
        let isOpen = !last.state.isOver
        if isOpen, last.order.act == order.act, last.order.textHash == order.textHash { return true }
        // A recall cancels what waits, and stands until it is over.
        if isOpen, order.act != .recall, last.order.act == .recall { throw .recallOpen(channel) }
        // What was ordered at first is not put in the place of what came after it; a correction says what is right now.
        if order.act == .publish, order.version < last.order.version { throw .olderVersion(channel) }
        return false
    }

    /// The channel's house decides on what was proposed.
    private mutating func judge(
        _ named: ChannelID, _ key: SubjectID, to next: DeliveryState, note: String?, _ event: Event
    ) throws(Refusal) {
        guard named == channel else { throw .outOfPlace(event.fact.kind.name) }
        guard let index = index(under: key) else { throw .noPlacement(channel) }
        try checkServed(event)
        guard deliveries[index].state == .proposed else { throw .deliveryState(channel, deliveries[index].state) }
        set(index, next, event)
        deliveries[index].note = note
        deliveries[index].isRefused = next == .skipped
    }

    /// Whether somebody who does without a delivery takes back what the story's house ordered; else the channel's house does
    /// without it.
    func isTakenBack(_ delivery: Delivery, by actor: Person) -> Bool {
        // Of what the platform removed there is nothing to take back: the channel's house may say as well that it is left.
        if actor.house == centre { return true }
        return delivery.state != .gone && (delivery.state == .proposed || act(under: delivery.id) != .publish)
    }

    /// The right upon the story that whoever does without a delivery must have. What the platform removed is as when it was
    /// published.
    func leavingRight(of delivery: Delivery) -> Right {
        delivery.state == .gone ? .publish : (act(under: delivery.id) ?? delivery.order.act).right
    }

    /// What becomes of a delivery the channel's house says, by its own node or one of the desk's: which house has a channel
    /// without a centre in its id, those alone can vouch for. The story's house takes back what it asked for, and nobody else
    /// does without a recall.
    private func checkHouse(of delivery: Delivery, to next: DeliveryState, _ event: Event) throws(Refusal) {
        guard next == .skipped else { return try checkServed(event) }
        if event.acts(for: centre) { return }
        // What was proposed it refuses; what stands there, and a correction or a recall, are not its own to do without.
        if delivery.state == .proposed || (act(under: delivery.id) != .publish && delivery.state != .gone) {
            throw .otherCentre(centre)
        }
        try checkServed(event)
    }

    private func checkServed(_ event: Event) throws(Refusal) {
        // Whose a channel of the desk is its own nodes know: what the story's centre alone has said of it is not held against them.
        let isDesks = channel.centre == nil && event.actor.house != centre
        guard channel.isServed(from: event.from), isDesks || event.acts(for: channelHouse) else {
            throw .othersChannel(channel, channelHouse)
        }
    }

    private mutating func step(_ index: Int, to next: DeliveryState, _ event: Event) throws(Refusal) {
        let delivery = deliveries[index]
        guard delivery.state.after(delivery.order.act).contains(next) else {
            throw .deliveryState(channel, delivery.state)
        }
        // A machine does not take up again what a person must decide on, nor send again what may be out already.
        let isReopened =
            delivery.state == .held
            ? !next.mayBeOut : delivery.state.needsPerson || (delivery.state == .unknown && next == .queued)
        if isReopened, event.actor.person == nil { throw .deliveryState(channel, delivery.state) }
        // No version arrives before an earlier one; what may be there already is taken down all the same.
        let isOnItsWay = [.sending, .sent, .confirmed].contains(next)
        let earlier = deliveries[..<index].map(\.state)
        let isHeld = earlier.contains(.sending) || (delivery.order.act != .recall && earlier.contains(.unknown))
        if isOnItsWay, isHeld { throw .deliveryState(channel, delivery.state) }
        if next == .failed { deliveries[index].failures += 1 }
        // What is put there anew is to be seen, whatever was before; a correction takes the place of what it corrects.
        if next.mayBeOut, !delivery.state.mayBeOut, acts[index] == .publish { hiddenThere = nil }
        set(index, next, event)
        // What was taken down, by us or by the platform, was all that stood there.
        guard next == .recalled || next == .gone else { return }
        hiddenThere = nil
        for earlier in 0..<index where deliveries[earlier].state.mayBeOut {
            set(earlier, next, event)
        }
    }

    /// A recall of what never went out has nothing to take down.
    private mutating func add(_ order: DeliveryOrder, _ event: Event) {
        let isDown = order.act == .recall && !mayBeOut
        note(order, at: deliveries.count, event)
        deliveries.append(
            Delivery(
                order: order, state: isDown ? .recalled : order.needsRelease ? .proposed : .queued, since: event.at,
                by: event.actor.id))
    }

    private mutating func note(_ order: DeliveryOrder, at index: Int, _ event: Event) {
        places[order.key] = Place(index: index, isDesks: event.from == nil)
        if event.from == nil { orders.ofDesk += 1 } else { orders.ofCentre += 1 }
    }

    private mutating func set(_ index: Int, _ state: DeliveryState, _ event: Event) {
        deliveries[index].state = state
        deliveries[index].since = event.at
        deliveries[index].by = event.actor.id
    }
}

extension SubjectID {
    /// A story on a channel, as the centre whose story it is places it: another centre cannot place it in its stead, for what it
    /// writes is about something else.
    public static func placement(of story: SubjectID, by centre: CentreID, on channel: ChannelID) -> SubjectID {
        SubjectID(beside: story, kind: "placement", name: "\(story)/\(centre.rawValue)/\(channel.rawValue)")
    }
}

extension Placement: Subject {
    /// What happens to it.
    public typealias Facts = PlacementFact
    /// It among all subjects.
    public var any: AnySubject { .placement(self) }
    /// The centre whose story is placed.
    public var home: CentreID? { centre }
}
