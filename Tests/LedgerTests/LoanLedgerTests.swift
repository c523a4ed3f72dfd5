import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Loans of reviewers in the ledger: the row that lists read, and what is reviewed on them at several nodes, in whatever order it
/// comes.
@Suite struct LoanLedgerTests {
    /// An editor of Jinshui, who is lent to Erqi.
    private static let lent = Person(staff: "jsed", role: .centreEditor, house: "jinshui")
    private static let head = Person(staff: "jshead", role: .deskHead, house: "jinshui")

    private static func offer(_ term: LoanTerm) -> Command {
        .loan(.propose(LoanCommand.Offer(person: lent.staff, to: "erqi", term: term)))
    }

    private func pass(_ story: SubjectID) -> Command {
        .story(.review(story, stage: .first, verdict: .pass, opinion: "可", textHash: nil))
    }

    private func reasons(_ ledger: Ledger) throws -> [RejectionReason] {
        try ledger.read { try $0.quarantine().map(\.reason) }
    }

    /// A desk, Erqi and Jinshui, with a story of Erqi that waits for its first review.
    private struct Scene {
        let network: Network
        let story: SubjectID
        var desk: Ledger { network.desk.ledger }
        var erqi: Ledger { network.centres[0] }
        var jinshui: Ledger { network.centres[1] }

        init() throws {
            network = try Network(["erqi", "jinshui"])
            for person in [LoanLedgerTests.lent, LoanLedgerTests.head] {
                try network.desk.ledger.perform(.staff(.add(Cast.card(person))), as: Cast.admin)
            }
            story = try network.desk.draft()
            try network.desk.ledger.perform(.story(.submit(story)), as: Cast.reporter)
            try network.meet()
        }

        func advance(_ seconds: Int = 10) { network.desk.clock.advance(seconds: seconds) }

        var end: Moment { network.desk.clock.read().adding(seconds: 7200) }

        /// What a node itself wrote, without what it passes on.
        func carryOwn(from source: Ledger, to target: Ledger) throws {
            for head in try source.heads(for: "") where try source.isOwn(head.origin) {
                let have = try target.heads(for: "").first { $0.origin == head.origin }?.sequence ?? 0
                guard have < head.sequence else { continue }
                let batch = try #require(
                    try source.batch(of: head.origin, after: have, bytes: Batch.mostBytes, key: try source.nodeKey()))
                #expect(try target.take([batch]) == [.stands(batch.end)])
            }
        }

        /// A loan that both houses have written into, known everywhere.
        func agreed(_ term: LoanTerm? = nil) throws -> SubjectID {
            let made = try jinshui.perform(LoanLedgerTests.offer(term ?? .until(end)), as: LoanLedgerTests.lent)
            let id = try #require(made.events.first).subject
            try network.meet()
            advance()
            try erqi.perform(.loan(.accept(id)), as: Cast.editor)
            try network.meet()
            advance()
            return id
        }

        func reviewer(_ ledger: Ledger) throws -> StaffID? { try ledger.story(story)?.approval(.first)?.by.staff }
    }

    // MARK: - Lists

    @Test func theRowIsWhatTheFoldSays() throws {
        let fixture = try Fixture()
        for person in [Self.lent, Self.head] {
            try fixture.ledger.perform(.staff(.add(Cast.card(person))), as: Cast.admin)
        }
        let end = fixture.clock.read().adding(seconds: 3600)
        let id = try #require(
            try fixture.ledger.perform(Self.offer(.until(end)), as: Self.lent).events.first
        ).subject
        func row() throws -> LoanRow { try #require(try fixture.ledger.read { try $0.loanRow(id) }) }
        let proposed = try row()
        #expect(proposed.number == Number(.loan, 1) && proposed.state == .proposed && proposed.awaited == "erqi")
        #expect(proposed.card.term == .until(end) && proposed.proposer == "jsed" && proposed.house == "jinshui")
        #expect(try fixture.ledger.read { try $0.directory().loans } == [])
        try fixture.ledger.perform(.loan(.accept(id)), as: Cast.editor)
        let loan = try #require(try fixture.ledger.read { try $0.loan(id) })
        #expect(try row().state == .inForce && row().acceptedBy == "editor" && row().card == loan.card)
        #expect(try fixture.ledger.read { try $0.directory().loans } == [LoanTerms(id: id, card: loan.card)])
        for centre in ["erqi", "jinshui"] as [CentreID] {
            #expect(try fixture.ledger.read { try $0.loans(Filter(centre: centre)).map(\.id) } == [id])
        }
        #expect(try fixture.ledger.read { try $0.loans(Filter(centre: "xinmi")) } == [])
        for typed in ["jsed", "B-0001", "b1"] {
            #expect(try fixture.ledger.read { try $0.search(typed).rows.map(\.id) } == [id], "\(typed)")
        }
        // Past its time it is listed with what is over, and lets nobody in.
        fixture.clock.advance(seconds: 3600)
        #expect(try fixture.ledger.read { try $0.directory().loans } == [])
        #expect(try fixture.ledger.read { try $0.loans(Filter(openOnly: true)) } == [])
        #expect(try fixture.ledger.read { try $0.loans().map(\.id) } == [id])
        try fixture.ledger.perform(.loan(.end(id, reason: "够了")), as: Self.head)
        #expect(try row().state == .ended && !row().isOpen)
        #expect(try fixture.ledger.verify().findings == [])
        #expect(try fixture.ledger.rebuild() == [])
        try fixture.tamper("UPDATE loan SET state = 'x'")
        #expect(try fixture.ledger.read { try $0.loanRow(id) } == nil)
        #expect(try !fixture.ledger.verify().findings.isEmpty)
    }

    /// Whoever follows the desk learns from this that a story that is written decides about a loan, also one that is used up for now.
    @Test func aStoryIsLentForAsLongAsItsLoanIsOpen() throws {
        let fixture = try Fixture()
        for person in [Self.lent, Self.head] {
            try fixture.ledger.perform(.staff(.add(Cast.card(person))), as: Cast.admin)
        }
        let (story, other) = try (fixture.draft(), fixture.draft("另一件", "另一篇正文。"))
        func isLent(_ story: SubjectID) throws -> Bool { try fixture.ledger.read { try $0.isLent(for: [story]) } }
        #expect(try !isLent(story))
        let loan = try #require(
            try fixture.ledger.perform(Self.offer(.story(story)), as: Self.head).events.first?.subject)
        #expect(try isLent(story) && !isLent(other))
        try fixture.ledger.perform(.loan(.accept(loan)), as: Cast.editor)
        #expect(try isLent(story))
        try fixture.ledger.perform(.loan(.end(loan)), as: Self.head)
        #expect(try !isLent(story))
    }

    /// A loan for a story is used up when the story is out and its reviews are given.
    @Test func aLoanForAStoryLastsAsLongAsTheStoryNeedsIt() throws {
        let fixture = try Fixture()
        for person in [Self.lent, Self.head] {
            try fixture.ledger.perform(.staff(.add(Cast.card(person))), as: Cast.admin)
        }
        let story = try fixture.signed()
        let id = try #require(
            try fixture.ledger.perform(Self.offer(.story(story)), as: Self.lent).events.first
        ).subject
        try fixture.ledger.perform(.loan(.accept(id)), as: Cast.editor)
        #expect(try fixture.ledger.read { try $0.directory().loans.map(\.id) } == [id])
        try fixture.ledger.perform(.story(.publish(story, channels: ["erqi/weekly"])), as: Cast.editor)
        #expect(try fixture.ledger.read { try $0.directory().loans } == [])
        #expect(try fixture.ledger.read { try $0.loans(Filter(openOnly: true)) } == [])
    }

    /// Others' clocks are a little ahead, and their acts known here: a review gets a stamp behind theirs, and is judged by that one
    /// as all other nodes will.
    @Test func aReviewIsJudgedByTheStampThatItGets() throws {
        let fixture = try Fixture()
        for person in [Self.lent, Self.head] {
            try fixture.ledger.perform(.staff(.add(Cast.card(person))), as: Cast.admin)
        }
        let story = try fixture.draft()
        try fixture.ledger.perform(.story(.submit(story)), as: Cast.reporter)
        let now = fixture.clock.read()
        let made = try fixture.ledger.perform(Self.offer(.until(now.adding(seconds: 60))), as: Self.lent)
        try fixture.ledger.perform(.loan(.accept(try #require(made.events.first).subject)), as: Cast.editor)
        _ = try fixture.ledger.transaction { transaction in
            transaction.now = now.adding(seconds: 120)
            return try transaction.perform(.desk(.note("快两分钟")), as: Cast.duty)
        }
        #expect(
            refusal { try fixture.ledger.perform(pass(story), as: Self.lent) } == .loan(.lacks(.over)))
        #expect(try fixture.ledger.story(story)?.approval(.first) == nil)
    }

    // MARK: - Several nodes

    @Test func whoIsLentReviewsAtTheirOwnNode() throws {
        let scene = try Scene()
        #expect(refusal { try scene.jinshui.perform(pass(scene.story), as: Self.lent) } == .otherNode("erqi"))
        let loan = try scene.agreed()
        try scene.jinshui.perform(pass(scene.story), as: Self.lent)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try scene.reviewer(ledger) == "jsed" && reasons(ledger) == [])
            #expect(try ledger.story(scene.story)?.approval(.first)?.by.capacity == .loan(loan, to: "erqi"))
        }
        try scene.network.expectAlike()
    }

    /// What names a loan of which only one house's word is here waits, and counts once the other's comes.
    @Test func aReviewThatComesBeforeTheOtherHousesWordWaits() throws {
        let scene = try Scene()
        let made = try scene.jinshui.perform(Self.offer(.until(scene.end)), as: Self.lent)
        let loan = try #require(made.events.first).subject
        try scene.network.meet()
        scene.advance()
        try scene.erqi.perform(.loan(.accept(loan)), as: Cast.editor)
        try scene.carryOwn(from: scene.erqi, to: scene.jinshui)
        scene.advance()
        try scene.jinshui.perform(pass(scene.story), as: Self.lent)
        try scene.carryOwn(from: scene.jinshui, to: scene.desk)
        #expect(try reasons(scene.desk) == [.onLoan("jsed", .notAccepted)])
        #expect(try scene.reviewer(scene.desk) == nil)
        #expect(try scene.desk.read { try $0.overruled() }.isEmpty, "set aside, not void")
        #expect(try scene.desk.verify().findings == [])
        try scene.carryOwn(from: scene.erqi, to: scene.desk)
        #expect(try scene.reviewer(scene.desk) == "jsed" && reasons(scene.desk) == [])
        try scene.network.meet()
        try scene.network.expectAlike()
    }

    /// The same where nothing is known of the loan: the other house proposed it.
    @Test func aReviewThatComesBeforeTheLoanWaits() throws {
        let scene = try Scene()
        let made = try scene.erqi.perform(Self.offer(.story(scene.story)), as: Cast.editor)
        let loan = try #require(made.events.first).subject
        try scene.carryOwn(from: scene.erqi, to: scene.jinshui)
        scene.advance()
        try scene.jinshui.perform(.loan(.accept(loan)), as: Self.head)
        scene.advance()
        try scene.jinshui.perform(pass(scene.story), as: Self.lent)
        try scene.carryOwn(from: scene.jinshui, to: scene.desk)
        #expect(try reasons(scene.desk) == [.onLoan("jsed", .unknown)])
        // The program may end and begin again in between.
        let again = try scene.network.desk.again()
        #expect(try reasons(again) == [.onLoan("jsed", .unknown)])
        again.close()
        try scene.carryOwn(from: scene.erqi, to: scene.desk)
        #expect(try scene.reviewer(scene.desk) == "jsed" && reasons(scene.desk) == [])
        try scene.network.meet()
        try scene.network.expectAlike()
    }

    /// Ended at one node before the review was given at another that had not heard of it: judged backwards, everywhere alike,
    /// also at the node where it was given, and where it was given at the desk's own.
    @Test(arguments: [false, true]) func whatWasEndedBeforeCountsNoMore(isAtDesk: Bool) throws {
        let scene = try Scene()
        let loan = try scene.agreed()
        let node = isAtDesk ? scene.desk : scene.jinshui
        try scene.erqi.perform(.loan(.end(loan)), as: Cast.editor)
        scene.advance()
        try node.perform(pass(scene.story), as: Self.lent)
        #expect(try scene.reviewer(node) == "jsed")
        if !isAtDesk { try scene.carryOwn(from: scene.jinshui, to: scene.desk) }
        #expect(try scene.reviewer(scene.desk) == "jsed" && reasons(scene.desk) == [])
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try scene.reviewer(ledger) == nil && reasons(ledger) == [.onLoan("jsed", .ended)])
            #expect(try ledger.story(scene.story)?.openStage == .first)
        }
        try scene.network.expectAlike()
        // Tables made anew and a program that starts anew say the same.
        #expect(try scene.desk.rebuild() == [])
        let again = try scene.network.desk.again()
        #expect(try scene.reviewer(again) == nil)
        again.close()
    }

    @Test func whatWasReviewedBeforeTheEndCountsOn() throws {
        let scene = try Scene()
        let loan = try scene.agreed()
        try scene.jinshui.perform(pass(scene.story), as: Self.lent)
        scene.advance()
        try scene.erqi.perform(.loan(.end(loan)), as: Cast.editor)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try scene.reviewer(ledger) == "jsed" && reasons(ledger) == [])
        }
        #expect(refusal { try scene.jinshui.perform(pass(scene.story), as: Self.lent) } == .otherNode("erqi"))
        try scene.network.expectAlike()
    }

    /// Who has left is judged by the roster as ever, and a loan by who may write it.
    @Test func theRosterIsAskedAsWell() throws {
        let scene = try Scene()
        let loan = try scene.agreed()
        var card = Cast.card(Cast.editor)
        card.isActive = false
        // The desk hears later that the editor who accepted had left before.
        try scene.desk.perform(.staff(.change(card)), as: Cast.admin)
        scene.advance()
        let other = try scene.jinshui.perform(Self.offer(.story(scene.story)), as: Self.lent)
        let second = try #require(other.events.first).subject
        try scene.carryOwn(from: scene.jinshui, to: scene.erqi)
        scene.advance()
        try scene.erqi.perform(.loan(.accept(second)), as: Cast.editor)
        try scene.erqi.perform(.loan(.end(loan)), as: Cast.editor)
        try scene.carryOwn(from: scene.erqi, to: scene.jinshui)
        scene.advance()
        try scene.jinshui.perform(pass(scene.story), as: Self.lent)
        #expect(try scene.network.meet() == [])
        // Neither word counts: the first loan stands, the second does not, and the review named the second.
        for ledger in scene.network.all {
            let found = try reasons(ledger)
            #expect(found.count { $0 == .inactive("editor") } == 2, "\(ledger.path)")
            #expect(found.count { $0 == .onLoan("jsed", .notAccepted) } == 1 && found.count == 3)
            #expect(try ledger.read { try $0.loanRow(loan) }?.state == .inForce)
            #expect(try ledger.read { try $0.loanRow(second) }?.state == .proposed)
        }
        try scene.network.expectAlike()
    }

    /// A node that asks no rules: with the word of one house, in another's name, for another story, for more than reviews.
    @Test func aLoanCarriesNoMoreThanBothHousesSaid() throws {
        let scene = try Scene()
        let hostile = Hostile(ledger: scene.jinshui)
        func id(_ random: UInt64) -> SubjectID { SubjectID(at: scene.network.desk.clock.read(), slot: 2) { random } }
        let number = Number.perSlot * 2
        func card(_ value: Int, _ person: StaffID = "jsed", _ term: LoanTerm? = nil) -> LoanCard {
            LoanCard(
                number: number + value, person: person, lender: "jinshui", borrower: "erqi",
                term: term ?? .until(scene.end))
        }
        let text = try #require(try scene.desk.story(scene.story)?.text.textHash)
        let review = Fact.story(.reviewed(stage: .first, verdict: .pass, opinion: "可", textHash: text))
        func write(_ fact: Fact, of subject: SubjectID? = nil, on loan: SubjectID, _ staff: StaffID = "jsed") throws {
            let actor = Person(
                staff: staff, role: staff == "jsed" ? .centreEditor : .deskHead, house: "jinshui",
                capacity: .loan(loan, to: "erqi"))
            try hostile.write(subject ?? scene.story, fact, as: actor)
        }
        var expected: [RejectionReason] = []
        // One house only, then its node in the other's name, and in the other house's person's.
        try hostile.write(id(1), .loan(.proposed(card(1), house: "jinshui")), as: Self.lent)
        try write(review, on: id(1))
        expected.append(.onLoan("jsed", .notAccepted))
        try hostile.write(id(1), .loan(.accepted(card(1), house: "erqi")), as: Self.head)
        try hostile.write(id(1), .loan(.accepted(card(1), house: "jinshui")), as: Self.head)
        try write(review, on: id(1))
        expected.append(.onLoan("jsed", .notAccepted))
        try hostile.write(id(1), .loan(.accepted(card(1), house: "erqi")), as: Cast.editor)
        expected.append(.otherCentre("editor", "erqi"))
        // None at all, and one that is no loan.
        try write(review, on: id(9))
        try write(review, on: scene.story)
        expected += [.onLoan("jsed", .unknown), .onLoan("jsed", .unknown)]
        #expect(try scene.network.meet() == [])
        for ledger in [scene.desk, scene.erqi] {
            #expect(try reasons(ledger).reversed() == expected, "\(ledger.path)")
            #expect(try scene.reviewer(ledger) == nil)
        }
        // A good one: for somebody else, another story, and another act it is worth nothing.
        let good = try scene.agreed(.story(scene.story))
        let other = try scene.network.desk.draft("另一篇")
        try scene.desk.perform(.story(.submit(other)), as: Cast.reporter)
        try scene.network.meet()
        try write(review, on: good, "jshead")
        try write(review, of: other, on: good)
        try write(.story(.edited(title: "改", body: "改")), on: good)
        expected += [.onLoan("jshead", .otherPerson), .onLoan("jsed", .otherStory), .onLoan("jsed", .notReview)]
        #expect(try scene.network.meet() == [])
        for ledger in [scene.desk, scene.erqi] {
            #expect(try reasons(ledger).reversed() == expected, "\(ledger.path)")
            #expect(try scene.reviewer(ledger) == nil && ledger.verify().findings == [])
        }
        // And the real review counts beside all that; at the desk's node, since the other one has never judged itself.
        try scene.desk.perform(pass(scene.story), as: Self.lent)
        try scene.network.meet()
        for ledger in [scene.desk, scene.erqi] { #expect(try scene.reviewer(ledger) == "jsed") }
        #expect(try scene.desk.models() == scene.erqi.models())
    }

    /// Past its time by the review's stamp, whenever it comes.
    @Test func aReviewPastTheTimeIsSetAside() throws {
        let scene = try Scene()
        let loan = try scene.agreed(.until(scene.network.desk.clock.read().adding(seconds: 60)))
        scene.advance(120)
        #expect(refusal { try scene.jinshui.perform(pass(scene.story), as: Self.lent) } == .otherNode("erqi"))
        let text = try #require(try scene.desk.story(scene.story)?.text.textHash)
        var actor = Self.lent
        actor.capacity = .loan(loan, to: "erqi")
        try Hostile(ledger: scene.jinshui).write(
            scene.story, .story(.reviewed(stage: .first, verdict: .pass, opinion: "可", textHash: text)), as: actor)
        try scene.network.meet()
        // The hostile node writes right behind its last stamp, which lies before the end.
        #expect(try scene.reviewer(scene.desk) == "jsed")
        try scene.jinshui.perform(.desk(.note("之后")), as: Self.lent)
        try Hostile(ledger: scene.jinshui).write(
            scene.story, .story(.reviewed(stage: .first, verdict: .return, opinion: "退", textHash: text)), as: actor)
        try scene.network.meet()
        for ledger in [scene.desk, scene.erqi] {
            #expect(try reasons(ledger) == [.onLoan("jsed", .over)])
        }
    }
}
