import Foundation
import Testing

@testable import Ledger
@testable import Newsroom

/// Texts that look the same and are written with other bytes: what folds take as changed, the read models must take too.
@Suite struct TextBytesLedgerTests {
    private let one = "caf\u{E9}"
    private let two = "cafe\u{301}"

    private func expectWhole(_ ledger: Ledger, _ what: String) throws {
        #expect(try ledger.verify().findings == [], "\(what)")
    }

    @Test func aNameThatChangedItsBytesIsWritten() throws {
        let fixture = try Fixture()
        var card = Cast.card(Cast.reporter)
        for name in [one, two, one] {
            card.name = name
            try fixture.ledger.perform(.staff(.change(card)), as: Cast.admin)
            let read = try #require(try fixture.ledger.read { try $0.staff(card.id) })
            #expect(read.name.hasSameBytes(as: name))
            try expectWhole(fixture.ledger, name)
        }
    }

    @Test func aTextThatChangedItsBytesIsWrittenAndFound() throws {
        let fixture = try Fixture()
        let id = try fixture.draft(one, "正文")
        for title in [two, one, "别的"] {
            try fixture.ledger.perform(.story(.edit(id, title: title, body: nil, base: nil)), as: Cast.reporter)
            #expect(try fixture.ledger.read { try $0.storyRow(id) }?.title.hasSameBytes(as: title) == true)
            try expectWhole(fixture.ledger, title)
        }
        // The search has forgotten every one of the older texts.
        for title in [one, two] {
            #expect(try fixture.ledger.read { try $0.search(title).stories.isEmpty }, "\(Array(title.utf8))")
        }
        #expect(try fixture.ledger.read { try $0.search("别的").stories.count } == 1)
    }

    @Test func soItIsWhenItComesFromAnotherNode() throws {
        let network = try Network(["erqi"])
        let (desk, centre) = (network.desk.ledger, network.centres[0])
        try Network.carry(from: desk, to: centre)
        let made = try desk.perform(
            .story(.draft(StoryCommand.Draft(title: one, body: "正文", centre: "erqi"))), as: Cast.head)
        let id = try #require(made.events.first?.subject)
        for title in [two, one, two] {
            try Network.carry(from: desk, to: centre)
            try desk.perform(.story(.edit(id, title: title, body: nil, base: nil)), as: Cast.head)
            try Network.carry(from: desk, to: centre)
            #expect(try centre.read { try $0.storyRow(id) }?.title.hasSameBytes(as: title) == true)
            try expectWhole(centre, title)
        }
    }

    @Test func keysOfLeadsAreTheirBytesInOneTransactionAndInTwo() throws {
        let fixture = try Fixture()
        func tip(_ key: String) -> Command {
            .lead(.receive(LeadCommand.Tip(title: "线索", source: .feed, sourceKey: key)))
        }
        try fixture.ledger.transaction { transaction in
            for key in [one, two, one] { try transaction.perform(tip(key), as: Cast.duty) }
        }
        for key in [one, two] { try fixture.ledger.perform(tip(key), as: Cast.duty) }
        #expect(try fixture.ledger.read { try $0.leads() }.count == 2)
    }

    @Test func centresWhoseIdsLookAlikeAreTwo() throws {
        let fixture = try Fixture()
        for id in [one, two] {
            let card = CentreCard(id: CentreID(rawValue: id), name: Name(zh: id, en: id), kind: .district)
            _ = try fixture.ledger.transaction {
                try $0.append(.centre(card.id), .centre(.added(card)), by: Cast.admin)
            }
        }
        try fixture.ledger.perform(.rollCall(.call(centres: [one, two].map { CentreID(rawValue: $0) })), as: Cast.duty)
        let call = try #require(try fixture.ledger.read { try $0.rollCall() })
        for id in [one, two] {
            fixture.clock.advance(seconds: 1)
            let editor = Person(staff: "somebody", role: .centreEditor, house: CentreID(rawValue: id))
            try fixture.ledger.perform(.rollCall(.answer(call.id)), as: editor)
        }
        #expect(try fixture.ledger.read { try $0.centres(today: fixture.clock.read()) }.count == 6)
        try expectWhole(fixture.ledger, "two centres that were heard")
    }
}
