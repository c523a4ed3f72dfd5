extension Measure {
    /// The step in a word or two, as columns of figures show it.
    public var phrase: Phrase {
        switch self {
        case .leadToDispatch: Phrase("线索派单", "dispatch")
        case .toAcknowledge: Phrase("接单", "ack")
        case .toScene: Phrase("到场", "to scene")
        case .toCopy: Phrase("交稿", "to copy")
        case .firstReview: Phrase("一审", "review 1")
        case .secondReview: Phrase("二审", "review 2")
        case .thirdReview: Phrase("三审", "review 3")
        case .signature: Phrase("签发", "sign-off")
        case .toChannels: Phrase("分发", "channels")
        }
    }
}
