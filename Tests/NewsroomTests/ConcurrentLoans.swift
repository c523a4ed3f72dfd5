import Newsroom
import Testing

/// A word on a loan and a review on it, given at two nodes that do not know of each other: no fold sees both, so the review is
/// judged by the loan as it stood before the review's stamp.
struct ConcurrentLoan {
    /// Where the loan stood.
    let from: LoanState
    let word: String
    let act: LoanFact
    let by: StaffID
    /// What the review lacks when the word has the earlier stamp, and when the review has; `nil` where it counts.
    let wordFirst: LoanLack?
    let reviewFirst: LoanLack?

    static let rows = [
        ConcurrentLoan(
            from: .proposed, word: "accept", act: .accepted(LoanTests.card, house: "zhongmu"), by: "med",
            wordFirst: nil,
            reviewFirst: .notAccepted),
        ConcurrentLoan(
            from: .proposed, word: "end", act: .ended(house: "zhongmu", reason: nil), by: "med", wordFirst: .ended,
            reviewFirst: .notAccepted),
        ConcurrentLoan(
            from: .inForce, word: "end", act: .ended(house: "zhongmu", reason: nil), by: "med", wordFirst: .ended,
            reviewFirst: nil),
    ]

    /// The word and the review, by their stamps, and what the review lacks.
    func outcome(wordFirst: Bool) throws -> (word: Event, review: Event, reason: RejectionReason?) {
        let begun = try LoanTests.line(in: from)
        func event(_ fact: Fact, _ actor: Person, _ place: Int, _ subject: SubjectID) -> Event {
            Event(
                subject: subject, stamp: Stamp(at: begun.at.adding(seconds: 60 * place)), actor: .person(actor),
                fact: fact, from: actor.house)
        }
        let word = event(act.fact, Sample.actor(by), wordFirst ? 1 : 2, begun.subject)
        var reviewer = Sample.actor("ed2")
        reviewer.capacity = .loan(begun.subject, to: "zhongmu")
        let review = event(
            StoryTableTests.review(.first, .pass, "正文一"), reviewer, wordFirst ? 2 : 1, LoanTests.story)
        let history = LoanHistory(begun.events + [word])
        return (word, review, Authority.distrust(onLoan: review) { _, stamp in history.loan(before: stamp) })
    }

    /// The section of the pages on concurrent work.
    static func page(_ read: Localizer) throws -> [String] {
        var lines = [
            read("## 互审与审稿", "## Loans and reviews"), "",
            read(
                "凭互审给的审稿，按其时间戳之前互审的状态裁定；不算数的搁置，互审的事实到齐后各处自动重判。",
                "A review on loan is judged by the loan as it stood before the review's stamp. What does not count is set aside, and judged "
                    + "again everywhere when what was said of the loan has come."), "",
            read("| 互审原来 | 先 | 后 | 审稿 |", "| Loan stood | Earlier | Later | The review |"), "| --- | --- | --- | --- |",
        ]
        for row in rows {
            for isWordFirst in [true, false] {
                let (word, review, reason) = try row.outcome(wordFirst: isWordFirst)
                let acts = (isWordFirst ? [word, review] : [review, word]).map {
                    "\(read.name($0.actor.id))\(read("：", ": "))\($0.logText(read))"
                }
                let told = reason?.sentence(read) ?? read("算数", "counts")
                lines.append("| \(read(row.from.phrase)) | \(acts[0]) | \(acts[1]) | \(told) |")
            }
        }
        return lines + [""]
    }
}

/// What each row comes to, in both orders of the stamps.
struct ConcurrentLoanTests {
    @Test func everyRowComesOutAsTheTableSays() throws {
        for row in ConcurrentLoan.rows {
            for (isWordFirst, lack) in [(true, row.wordFirst), (false, row.reviewFirst)] {
                let reason = try row.outcome(wordFirst: isWordFirst).reason
                #expect(reason == lack.map { .onLoan("ed2", $0) }, "\(row.from) \(row.word) \(isWordFirst)")
            }
        }
    }
}
