/// What a loan lacks so that a review that names it would count.
public enum LoanLack: String, Codable, CaseIterable, Sendable {
    /// Nothing is known of it, here and yet.
    case unknown
    /// It is for reviews, and the act is none.
    case notReview
    /// It lends somebody else.
    case otherPerson
    /// It lends between other houses.
    case otherHouse
    /// It is for another story.
    case otherStory
    /// Only one of the houses had written into it.
    case notAccepted
    /// One of the houses had ended it.
    case ended
    /// Its time was over.
    case over

    /// What is the matter, and what can be done, after whose act it is.
    var phrase: Phrase {
        switch self {
        case .unknown: Phrase("所凭的互审还没有收到；收到后自动重判", "the loan has not come here yet; it is judged again when it does")
        case .notReview: Phrase("互审只许审稿；别的事由该处自己的人办", "a loan is for reviews only; the house's own people do the rest")
        case .otherPerson: Phrase("所凭的互审借的是别人；请各凭自己的", "the loan lends somebody else; everybody needs their own")
        case .otherHouse: Phrase("所凭的互审不是这两处之间的；请另提", "the loan is between other houses; propose one between these")
        case .otherStory: Phrase("所凭的互审是另一篇稿件的；请另提", "the loan is for another story; propose one for this")
        case .notAccepted:
            Phrase("当时互审只有一方写下；另一方同意之后再审", "only one house had written into the loan; review after the other has")
        case .ended: Phrase("当时互审已结束；请另提新的再审", "the loan had been ended; propose a new one and review again")
        case .over: Phrase("当时互审已过期；请另提新的再审", "the loan's time was over; propose a new one and review again")
        }
    }
}
