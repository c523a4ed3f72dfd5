/// How a story that is hidden, or was, stands on a channel.
public enum HidingState: String, Codable, CaseIterable, Sendable {
    /// Wanted out of sight; whoever serves the channel has not said that it is.
    case hiding
    /// Out of sight, or not out at all.
    case hidden
    /// Wanted in sight again; whoever serves the channel has not said that it is.
    case showing
}

/// What waits on a channel for somebody to do or decide by hand, beside the orders that are under way or owed.
public enum ChannelWork: String, Codable, CaseIterable, Sendable {
    /// To be put out of sight.
    case hide
    /// To be put in sight again.
    case show
    /// The platform has removed it: whether it is published again, or left.
    case decide

    /// Who sees to it: whoever has the channel for what is done there, the story's house for what is decided.
    public var isStorys: Bool {
        switch self {
        case .hide, .show: false
        case .decide: true
        }
    }
}

/// What story and placement together mean on a channel, of which each is folded by itself: so whatever comes to a channel of a
/// story that is hidden is hidden, in whatever order that happened and at whatever node.
public enum HidingRule {
    /// How it stands; `nil` where nothing is or was hidden.
    ///
    /// - Parameters:
    ///   - isWanted: whether story or placement is hidden.
    ///   - wasWanted: whether it ever was. What is out of sight and never was to be is a remark, and nobody's work.
    ///   - isHiddenThere: whether whoever serves the channel said that it is out of sight.
    ///   - mayBeOut: whether the channel may have anything of it.
    ///   - act: what was ordered there last.
    ///   - state: where that stands.
    ///   - story: where the story stands.
    public static func state(
        isWanted: Bool, wasWanted: Bool, isHiddenThere: Bool, mayBeOut: Bool, act: DeliveryAct, state: DeliveryState,
        story: StoryState
    ) -> HidingState? {
        // What is taken down is not hidden besides.
        guard story != .withdrawn, act != .recall || state.isOver else { return nil }
        guard mayBeOut else { return isWanted && !state.isOver ? .hidden : nil }
        if isWanted { return isHiddenThere ? .hidden : .hiding }
        guard isHiddenThere else { return nil }
        if wasWanted { return .showing }
        // What waits to go there beside it is not held by that.
        return state.isSuperseded ? nil : .hidden
    }

    /// Where a delivery stands for people: what is to be published and is hidden is held until it is shown again. A correction
    /// goes out, and stays hidden with what it corrects.
    public static func standing(_ state: DeliveryState, _ act: DeliveryAct, _ hiding: HidingState?) -> DeliveryState {
        let isStopped = act == .publish && (hiding == .hidden || hiding == .hiding)
        return isStopped && (state == .queued || state == .scheduled) ? .held : state
    }

    /// What waits for somebody there; `nil` where nothing does.
    public static func work(_ hiding: HidingState?, state: DeliveryState, story: StoryState) -> ChannelWork? {
        switch hiding {
        case .hiding: return .hide
        case .showing: return .show
        case .hidden, nil: return state == .gone && story.isOut ? .decide : nil
        }
    }
}

extension HidingRule {
    /// How a placement stands for people, in a word or two.
    ///
    /// - Parameters:
    ///   - state: where its last delivery stands, as `standing` says.
    ///   - act: what was ordered there last.
    ///   - hiding: how it stands while it is hidden, or to be shown again.
    ///   - work: what waits there for somebody.
    ///   - isRefused: whether its channel's house kept it off, and nothing stands there.
    public static func phrase(
        _ state: DeliveryState, _ act: DeliveryAct, _ hiding: HidingState?, _ work: ChannelWork?, isRefused: Bool
    ) -> Phrase {
        // What was refused never stood there, so hidden or not is no matter.
        if isRefused { return DeliveryState.refusedPhrase }
        if work == .decide { return ChannelWork.decide.phrase }
        guard let hiding else { return state.phrase(act) }
        // Where it stands as it was to, that it is hidden is all there is to say.
        if state == .confirmed { return hiding.phrase }
        let phrase = state.phrase(act)
        return Phrase("\(phrase.zh)·\(hiding.phrase.zh)", "\(phrase.en), \(hiding.phrase.en)")
    }
}

extension Placement {
    /// How it stands while the story, or it, is hidden or to be shown again; `nil` where neither is.
    public func hiding(of story: Story) -> HidingState? {
        HidingRule.state(
            isWanted: isHidden || story.isHidden, wasWanted: hidings.lastEnd != nil || story.hidings.lastEnd != nil,
            isHiddenThere: hiddenThere != nil, mayBeOut: mayBeOut, act: act, state: last.state,
            story: story.state)
    }

    /// Where its last delivery stands for people.
    public func standing(of story: Story) -> DeliveryState {
        HidingRule.standing(last.state, act, hiding(of: story))
    }

    /// Since when it stands so.
    public func since(of story: Story) -> Moment {
        // What is under way there besides is what the line tells of.
        guard last.state == .confirmed else { return last.since }
        let all = story.hidings.all + hidings.all
        return switch hiding(of: story) {
        case .hiding: all.filter { $0.end == nil }.map(\.at).min() ?? last.since
        case .hidden: hiddenThere?.at ?? last.since
        case .showing: (all.compactMap(\.end?.at) + [hiddenThere?.at].compactMap(\.self)).max() ?? last.since
        case nil: last.since
        }
    }

    /// How it stands, in a word or two.
    public func phrase(of story: Story) -> Phrase {
        HidingRule.phrase(
            standing(of: story), act, hiding(of: story), work(of: story),
            isRefused: last.isRefused && !mayBeOut)
    }

    /// What waits there for somebody; `nil` where nothing does.
    public func work(of story: Story) -> ChannelWork? {
        HidingRule.work(hiding(of: story), state: last.state, story: story.state)
    }
}

/// How far the hiding of a story has come: wanted is not done, and only what serves a channel says that it is.
public struct HidingProgress: Equatable, Sendable {
    /// The channels on which it is to be out of sight and is not yet, on which it is, and on which it is to be seen again.
    public var hiding: Int, hidden: Int, showing: Int

    /// How it stands on each of its channels; `nil` where nothing of it is hidden, nor to be shown again.
    ///
    /// - Parameter isWhole: whether the story is hidden as a whole.
    public init?(isWhole: Bool, _ states: [HidingState?]) {
        hiding = states.count { $0 == .hiding }
        hidden = states.count { $0 == .hidden }
        showing = states.count { $0 == .showing }
        guard isWhole || hiding + hidden + showing > 0 else { return nil }
    }

    /// Whether a channel has not done what is wanted.
    public var isOpen: Bool { hiding + showing > 0 }

    /// How far it has come, such as 1/2.
    public var phrase: Phrase {
        if hiding == 0, hidden == 0, showing > 0 { return HidingState.showing.phrase }
        let word = hiding > 0 ? HidingState.hiding.phrase : HidingState.hidden.phrase
        let count = hiding > 0 || hidden > 1 ? " \(hidden)/\(hidden + hiding)" : ""
        return Phrase(word.zh + count, word.en + count)
    }
}

/// How far a withdrawal has come (撤稿): only what a channel has confirmed is done.
public struct Withdrawal: Equatable, Sendable {
    /// The channels that may have had the story.
    public var all: Int
    /// Those of them that have nothing of it any more.
    public var down: Int

    /// As counted.
    public init(all: Int, down: Int) { (self.all, self.down) = (all, down) }

    /// How far that of a story has come; `nil` where it is not withdrawn, or never was on a channel.
    public init?(_ story: Story, _ placements: [Placement]) {
        let reached = placements.filter(\.wasOut)
        guard story.state == .withdrawn, !reached.isEmpty else { return nil }
        self.init(all: reached.count, down: reached.count { !$0.mayBeOut })
    }
}

extension Withdrawal {
    /// How far it has come, such as 3/5.
    public var phrase: Phrase { Phrase("\(down)/\(all) 已撤", "\(down)/\(all) down") }
}

extension HidingState {
    /// How it stands, in a word.
    public var phrase: Phrase {
        switch self {
        case .hiding: Phrase("下线中", "to be hidden")
        case .hidden: Phrase("已下线", "hidden")
        case .showing: Phrase("恢复中", "to be shown")
        }
    }
}

extension ChannelWork {
    /// What waits, in a word.
    public var phrase: Phrase {
        switch self {
        case .hide: HidingState.hiding.phrase
        case .show: HidingState.showing.phrase
        case .decide: Phrase("平台下架待定", "gone: decide")
        }
    }
}
