import Newsroom
import Testing

/// What a loan carries when an event comes, and in the fold of the story that it names.
struct LoanHistoryTests {
    /// Each way in which a loan may not carry what names it, judged as the loan stood before the review.
    @Test func whatALoanLacks() throws {
        let history = LoanHistory(try LoanTests.line(LoanTests.card, [LoanTests.accepted, LoanTests.ended]).events)
        let one = LoanHistory(
            try LoanTests.line(LoanTests.ofOneStory, [LoanTests.accepted(LoanTests.ofOneStory)]).events)
        let review = Fact.story(.reviewed(stage: .first, verdict: .pass, opinion: "可", textHash: .sample()))
        func lack(
            _ history: LoanHistory, seconds: Int = 2, _ staff: StaffID = "ed2", _ house: CentreID = "erqi",
            to: CentreID = "zhongmu", of subject: SubjectID = LoanTests.story, fact: Fact? = nil
        ) -> LoanLack? {
            let actor = Person(
                staff: staff, role: .centreEditor, house: house, capacity: .loan(Timeline<Loan>.aSubject, to: to))
            let event = Event(
                subject: subject, stamp: Stamp(at: MemoryDesk.start.adding(seconds: seconds)), actor: .person(actor),
                fact: fact ?? review, from: house)
            let reason = Authority.distrust(onLoan: event) { id, stamp in
                id == Timeline<Loan>.aSubject ? history.loan(before: stamp) : nil
            }
            guard case .onLoan(let who, let lack) = reason else { return nil }
            #expect(who == staff)
            return lack
        }
        // Proposed at 0, accepted at 1, ended at 2: an act of the same stamp was not known.
        #expect(lack(history, seconds: 2) == nil)
        #expect(lack(history, seconds: 0) == .unknown)
        #expect(lack(history, seconds: 1) == .notAccepted)
        #expect(lack(history, seconds: 3) == .ended)
        #expect(lack(history, "ed") == .otherPerson)
        #expect(lack(history, "ed2", "xinmi") == .otherHouse)
        #expect(lack(history, to: "xinmi") == .otherHouse)
        #expect(lack(one) == nil)
        #expect(lack(one, of: Timeline<Story>.aSubject) == .otherStory)
        #expect(lack(one, seconds: 99_999) == nil)
        let open = LoanHistory(try LoanTests.line(LoanTests.card, [LoanTests.accepted]).events)
        #expect(lack(open, seconds: 3599) == nil && lack(open, seconds: 3600) == .over)
        #expect(lack(open, fact: .story(.signed(textHash: .sample()))) == .notReview)
        #expect(lack(open, fact: .loan(.accepted(LoanTests.card, house: "zhongmu"))) == .notReview)
        for lack in LoanLack.allCases {
            for language in Language.allCases {
                let said = RejectionReason.onLoan("ed2", lack).sentence(Localizer(language: language))
                #expect(said.contains("ed2") && (said.contains("；") || said.contains("; ")), "\(said)")
            }
        }
    }

    /// A history takes events one by one as well as all at once, and says where it must read again.
    @Test func aHistoryIsTheSameHoweverItCame() throws {
        let events = try LoanTests.line(LoanTests.card, [LoanTests.accepted, LoanTests.ended]).events
        var grown = LoanHistory(Array(events.prefix(1)))
        for event in events.dropFirst() {
            let isTaken = grown.add(event)
            #expect(isTaken)
        }
        let whole = LoanHistory(events)
        for seconds in 0...4 {
            let stamp = Stamp(at: MemoryDesk.start.adding(seconds: seconds))
            #expect(grown.loan(before: stamp) == whole.loan(before: stamp), "\(seconds)")
        }
        let isTaken = grown.add(events[1])
        #expect(!isTaken, "it comes before what is known")
    }

    /// In the story's own fold: a review on a loan to its house counts from the node of the reviewer's house, on one to another house
    /// nowhere, and what is no review on none.
    @Test func theStoryAsksForWhichHouseTheLoanIs() throws {
        let begun = try StoryTableTests.story(in: .inReview)
        let review = StoryTableTests.review(.first, .pass, "正文一")
        func why(_ to: CentreID, _ fact: Fact = review, from: CentreID? = "zhongmu") throws -> Refusal? {
            let actor = Person(
                staff: "med", role: .centreEditor, house: "zhongmu", capacity: .loan(LoanTests.story, to: to))
            let event = Event(
                subject: begun.subject, stamp: Stamp(at: begun.at.adding(seconds: 1)), actor: .person(actor),
                fact: fact, from: from)
            return try #require(AnySubject.replay(begun.events + [event])).void[begun.events.count]
        }
        #expect(try why("erqi") == nil && why("erqi", from: nil) == nil)
        #expect(try why("xinmi") == .otherNode("erqi"))
        #expect(try why("xinmi", from: nil) == .otherCentre("erqi"))
        #expect(try why("erqi", from: "xinmi") == .otherNode("erqi"), "whose people others are a node cannot say")
        let edited = Fact.story(.edited(title: "瑞安传家锅", body: "改"))
        #expect(try why("erqi", edited) == .otherNode("erqi") && why("erqi", edited, from: nil) == .otherCentre("erqi"))
    }
}
