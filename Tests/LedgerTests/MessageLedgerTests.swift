import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Messages in the ledger: found by whom they are for, and by nobody else.
@Suite struct MessageLedgerTests {
    private func send(
        _ fixture: Fixture, _ text: String, to: [StaffID]?, by actor: Person = Cast.duty, about: SubjectID? = nil
    ) throws -> SubjectID {
        fixture.clock.advance(seconds: 1)
        return try #require(
            try fixture.ledger.perform(.message(.send(text, to: to, about: about)), as: actor).events.first
        ).subject
    }

    @Test func unreadIsWhatWasSentAndNotYetRead() throws {
        let fixture = try Fixture()
        let story = try fixture.draft()
        let first = try send(fixture, "先看这条", to: ["head", "editor"], about: story)
        let second = try send(fixture, "全台注意", to: nil)
        func unread(_ person: StaffID) throws -> [String] {
            try fixture.ledger.read { try $0.unread(by: person).map(\.text) }
        }
        #expect(try unread("head") == ["全台注意", "先看这条"])
        #expect(try unread("liwei") == ["全台注意"])
        #expect(try unread("duty") == [], "nobody is told what they said themselves")
        try fixture.ledger.perform(.message(.read([first])), as: Cast.head)
        #expect(try unread("head") == ["全台注意"])
        #expect(try unread("editor") == ["全台注意", "先看这条"])
        try fixture.ledger.perform(.message(.read([second])), as: Cast.reporter)
        #expect(try unread("liwei") == [])
        let row = try #require(try fixture.ledger.read { try $0.message(first) })
        #expect(row.about == story && row.number == Number(.story, 1))
        #expect(row.readBy.keys.sorted() == ["head"] && row.to == ["head", "editor"])
        #expect(try fixture.ledger.verify().findings == [])
    }

    @Test func aNameWithinAnotherIsNobodysMessage() throws {
        let fixture = try Fixture()
        _ = try send(fixture, "给总编二", to: ["chief2"])
        #expect(try fixture.ledger.read { try $0.unread(by: "chief") } == [])
        #expect(try fixture.ledger.read { try $0.messages(of: "chief") } == [])
        #expect(try fixture.ledger.read { try $0.unread(by: "chief2").count } == 1)
    }

    @Test func wordsToEverybodyAreNewsForSomeDaysAndThoseToOneForEver() throws {
        let fixture = try Fixture()
        _ = try send(fixture, "全台", to: nil)
        _ = try send(fixture, "给你", to: ["head"])
        fixture.clock.advance(seconds: DeskMessage.newsDays * 86400 + 10)
        #expect(try fixture.ledger.read { try $0.unread(by: "head").map(\.text) } == ["给你"])
        #expect(try fixture.ledger.read { try $0.messages(of: "head").map(\.text) } == ["给你", "全台"])
    }

    @Test func theLogKeepsWordsBetweenPeopleFromOthers() throws {
        let fixture = try Fixture()
        let own = try send(fixture, "只给主任", to: ["head"])
        _ = try send(fixture, "全台都听", to: nil)
        try fixture.ledger.perform(.message(.read([own])), as: Cast.head)
        func log(_ reader: StaffID?) throws -> [String] {
            try fixture.ledger.read { desk in
                try desk.log(limit: 4, for: reader).compactMap { row in
                    if case .message(.sent(let text, _, _)) = row.event?.fact { text } else { nil }
                }
            }
        }
        #expect(try log("head") == ["全台都听", "只给主任"])
        #expect(try log("duty") == ["全台都听", "只给主任"])
        for other in ["admin", "chief", nil] as [StaffID?] { #expect(try log(other) == ["全台都听"]) }
        let kinds = try fixture.ledger.read { try $0.log(limit: 100, for: "head").map(\.kind) }
        #expect(!kinds.contains("messageRead"))
    }

    @Test func verifySeesWhatWasChangedInAMessage() throws {
        let fixture = try Fixture()
        let id = try send(fixture, "原话", to: ["head"])
        try fixture.tamper("UPDATE message SET text = '改过的话'")
        #expect(
            try fixture.ledger.verify().findings == [.differs(table: "message", subject: id, column: "text")])
        try fixture.tamper("UPDATE message SET text = '原话', waiting = NULL")
        #expect(try fixture.ledger.verify().findings.count == 1)
        try fixture.tamper("DELETE FROM message")
        #expect(try fixture.ledger.verify().findings == [.rowMissing(table: "message", subject: id)])
    }
}
