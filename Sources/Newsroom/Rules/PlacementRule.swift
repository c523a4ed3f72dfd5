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
        let last = placement.last
        return due(
            act: last.order.act, state: last.state, textHash: last.order.textHash, mayBeOut: placement.mayBeOut,
            story: story, published: published)
    }

    /// The same of what lists know of a placement.
    ///
    /// - Parameters:
    ///   - act: what was ordered there last.
    ///   - state: where that stands.
    ///   - textHash: the text that was ordered there last.
    ///   - mayBeOut: whether the channel may have anything of the story.
    ///   - story: where the story stands.
    ///   - published: the text that is out; `nil` when none is.
    public static func due(
        act: DeliveryAct, state: DeliveryState, textHash: TextHash, mayBeOut: Bool, story: StoryState,
        published: TextHash?
    ) -> DeliveryAct? {
        // What was ordered taken down is owed no more; that it is still to be done shows in its state.
        guard act != .recall else { return nil }
        let stands = mayBeOut || !state.isOver
        switch story {
        case .withdrawn: return stands ? .recall : nil
        case .published, .corrected: return stands && published != nil && published != textHash ? .correct : nil
        case .draft, .inReview, .returned, .signedOff: return nil
        }
    }
}
