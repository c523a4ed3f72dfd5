/// What a story's state asks of a channel where it is placed. Story and placement are folded each by itself; this joins
/// them, so that it holds in whatever order their facts arrive.
public enum PlacementRule {
    /// What has to be ordered on the channel and is not: a withdrawn story taken down, a corrected one replaced.
    ///
    /// - Parameters:
    ///   - placement: the story on the channel.
    ///   - story: where the story stands.
    ///   - published: the text that is out; `nil` when none is.
    /// - Returns: `nil` when nothing is owed.
    public static func due(_ placement: Placement, story: StoryState, published: TextHash?) -> DeliveryAct? {
        due(
            act: placement.act, state: placement.last.state, textHash: placement.countingText,
            mayBeOut: placement.mayBeOut, story: story, published: published)
    }

    /// The same of what lists know of a placement.
    ///
    /// - Parameters:
    ///   - act: what was ordered there last.
    ///   - state: where that stands.
    ///   - textHash: the text that counts there, `Placement.countingText`.
    ///   - mayBeOut: whether the channel may have anything of the story.
    ///   - story: where the story stands.
    ///   - published: the text that is out; `nil` when none is.
    public static func due(
        act: DeliveryAct, state: DeliveryState, textHash: TextHash?, mayBeOut: Bool, story: StoryState,
        published: TextHash?
    ) -> DeliveryAct? {
        // What is ordered taken down is owed no more, unless that is over and it stands there all the same.
        let isTakenDown = act == .recall && !(state.isOver && mayBeOut)
        let stands = mayBeOut || !state.isOver
        guard stands, !isTakenDown else { return nil }
        switch story {
        case .withdrawn: return .recall
        // What was never published, or was taken back before it was, has no business there; what a house has not let onto its
        // channel is not there.
        case .draft, .inReview, .returned, .signedOff: return state == .proposed && !mayBeOut ? nil : .recall
        case .published, .corrected:
            // A story that is out is not taken down; one that was comes back by a new order.
            return act != .recall && published != nil && published != textHash ? .correct : nil
        }
    }
}

extension Placement {
    /// The text that counts there: what was ordered last; where a correction was kept off or done without, the older one that
    /// stands; `nil` where nobody knows which that is.
    public var countingText: TextHash? {
        let isLeft = last.state == .skipped && act == .correct && mayBeOut
        return isLeft ? standing?.order.textHash : last.order.textHash
    }

    /// Whether it waits for the channel's house: what was proposed is still the story's text, and the story may go out. What was
    /// returned or withdrawn since waits for nobody. Lists ask the same of their rows, `Snapshot.proposals`.
    public func waits(with story: Story) -> Bool {
        last.state == .proposed && last.order.textHash == story.text.textHash
            && StoryStep.publish.from.contains(story.state)
    }
}
