// A story that is hidden on one channel: what the fold of its placement lets count.

extension Placement {
    /// Whether it is hidden on this channel by itself; the story may be hidden as a whole besides.
    public var isHidden: Bool { hidings.isHidden }

    /// Whether something of the story stands on the channel, or waits to.
    public var isPresent: Bool { mayBeOut || !last.state.isOver }

    /// Whether the channel ever may have had anything of it.
    public var wasOut: Bool {
        deliveries.contains { delivery in
            switch delivery.state {
            case .recalled, .gone: delivery.order.act != .recall
            case .sending, .sent, .confirmed, .unknown: true
            case .proposed, .queued, .held, .scheduled, .failed, .missed, .superseded, .skipped: false
            }
        }
    }

    /// That it is out of sight there, as whoever serves the channel said last.
    public struct Report: Equatable, Sendable {
        /// Who said so.
        public let by: ActorID
        /// When they did.
        public let at: Moment
    }

    /// Takes what happened: houses that have a say are the story's and the channel's (`PlacementFact.scope`), and the desk.
    mutating func apply(_ step: Hiding.Step, _ event: Event) throws(Refusal) {
        switch step {
        case .hidden:
            guard isPresent else { throw .hiding(.nothingThere(channel)) }
            // It comes down already, which is more than being hidden.
            if last.order.act == .recall, !last.state.isOver { throw .recallOpen(channel) }
        // What is taken down since stays hidden, so that nothing that comes there later is seen.
        case .shown: guard isPresent || isHidden else { throw .hiding(.nothingThere(channel)) }
        case .explained: break
        }
        try hidings.take(step, event)
    }

    /// Takes what whoever serves the channel says of what stands there under a key: it is so, whatever is wanted. Of what was
    /// taken away since it says nothing of what came after.
    mutating func apply(_ visibility: Visibility, of key: SubjectID, _ event: Event) throws(Refusal) {
        guard let delivery = delivery(under: key), delivery.state.mayBeOut else {
            throw .hiding(.nothingThere(channel))
        }
        guard (hiddenThere == nil) == (visibility == .hidden) else {
            throw .hiding(.saidBefore(channel, visibility))
        }
        hiddenThere = visibility == .hidden ? Report(by: event.actor.id, at: event.at) : nil
    }
}
