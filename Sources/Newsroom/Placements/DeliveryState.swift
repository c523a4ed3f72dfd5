/// What is to be done on a channel.
public enum DeliveryAct: String, Codable, CaseIterable, Sendable {
    /// Put the story there.
    case publish
    /// Put a corrected text in the place of the one that stands there.
    case correct
    /// Take the story down.
    case recall

    /// The right upon the story that whoever decides on it must have: to do without it.
    public var right: Right {
        switch self {
        case .publish: .publish
        case .correct: .correct
        case .recall: .withdraw
        }
    }

    /// The right upon the story that whoever orders it must have. That a correction is out was decided by those who passed it.
    public var rightToOrder: Right {
        switch self {
        case .publish, .correct: .publish
        case .recall: .withdraw
        }
    }
}

/// Where a delivery stands.
///
///     proposed → queued → held, scheduled → sending → sent → confirmed → gone, recalled
///                            sending → unknown; failed and missed are reopened by a person
///     a recall: queued → sending → sent → recalled
public enum DeliveryState: String, Codable, CaseIterable, Sendable {
    /// On another house's channel, which has neither released nor refused it.
    case proposed
    /// To be sent as soon as the channel takes it.
    case queued
    /// Somebody has stopped it.
    case held
    /// To be sent at its time.
    case scheduled
    /// On its way.
    case sending
    /// The channel has accepted it.
    case sent
    /// It stands there: read back, or somebody has seen it.
    case confirmed
    /// It broke off, and nobody knows whether the channel has it.
    case unknown
    /// The channel refused it, or could not be reached.
    case failed
    /// Its time has passed before it was sent.
    case missed
    /// Taken down by us; of a recall, that the story is down.
    case recalled
    /// The platform has removed it.
    case gone
    /// A later delivery has taken its place before it was sent.
    case superseded
    /// Somebody decided to do without it.
    case skipped

    /// Whether nothing more happens to it.
    public var isOver: Bool {
        switch self {
        case .recalled, .gone, .superseded, .skipped: true
        case .proposed, .queued, .held, .scheduled, .sending, .sent, .confirmed, .unknown, .failed, .missed: false
        }
    }

    /// Whether it has come to where it was to come: nothing of it waits for anybody.
    public var isSettled: Bool { isOver || self == .confirmed }

    /// Whether the channel may have it, so that a recall has something to take down.
    public var mayBeOut: Bool {
        switch self {
        case .sending, .sent, .confirmed, .unknown: true
        case .proposed, .queued, .held, .scheduled, .failed, .missed, .recalled, .gone, .superseded, .skipped: false
        }
    }

    /// Whether somebody has to look after it.
    public var isTrouble: Bool {
        switch self {
        case .unknown, .failed, .missed: true
        case .proposed, .queued, .held, .scheduled, .sending, .sent, .confirmed, .recalled, .gone, .superseded,
            .skipped:
            false
        }
    }

    /// Whether a later delivery takes its place: it waits, and has not been sent.
    public var isSuperseded: Bool {
        switch self {
        case .proposed, .queued, .held, .scheduled, .failed, .missed: true
        case .sending, .sent, .confirmed, .unknown, .recalled, .gone, .superseded, .skipped: false
        }
    }

    /// Whether only a person leads it further: something was decided, or has to be.
    public var needsPerson: Bool {
        switch self {
        case .proposed, .held, .failed, .missed, .gone: true
        case .queued, .scheduled, .sending, .sent, .confirmed, .unknown, .recalled, .superseded, .skipped: false
        }
    }

    /// The states to which a delivery may go from this one. Nothing steps back but by a person's word.
    public func after(_ act: DeliveryAct) -> [DeliveryState] {
        act == .recall ? afterOfRecall : afterOfText
    }

    private var afterOfText: [DeliveryState] {
        switch self {
        // Its house releases or refuses it; whoever proposed it takes it back.
        case .proposed: [.skipped]
        case .queued: [.held, .scheduled, .sending, .sent, .confirmed, .failed, .missed, .skipped]
        // Whoever had sent it before they heard that it is held says so.
        case .held: [.queued, .scheduled, .sent, .confirmed, .unknown, .skipped]
        case .scheduled: [.queued, .held, .sending, .missed, .skipped]
        case .sending: [.sent, .confirmed, .unknown, .failed]
        case .sent: [.confirmed, .unknown, .failed, .gone]
        // Nobody sends again what is unknown, unless a person has looked and says so.
        case .unknown: [.queued, .sent, .confirmed, .failed, .skipped]
        // One that is served by hand may fail again, or stand there after all.
        case .failed: [.queued, .confirmed, .failed, .skipped]
        case .missed: [.queued, .scheduled, .skipped]
        case .confirmed: [.gone, .recalled]
        // It is never sent; but where somebody had sent it before they heard of that, what they say of it is so.
        case .superseded, .skipped: [.sent, .confirmed, .unknown]
        case .recalled: []
        // Published again by a new order, or left so.
        case .gone: [.skipped]
        }
    }

    private var afterOfRecall: [DeliveryState] {
        switch self {
        case .proposed, .held, .scheduled, .missed, .confirmed: []
        case .queued: [.sending, .sent, .recalled, .failed, .skipped]
        case .sending: [.sent, .recalled, .unknown, .failed]
        case .sent: [.recalled, .unknown, .failed]
        case .unknown: [.queued, .sent, .recalled, .failed, .skipped]
        case .failed: [.queued, .recalled, .failed, .skipped]
        case .recalled, .gone, .superseded, .skipped: []
        }
    }
}
