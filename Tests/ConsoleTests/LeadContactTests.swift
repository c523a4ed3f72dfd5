import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// How to reach whoever brought a lead: seen and given at its own screen, and typed nowhere that keeps it.
@Suite struct LeadContactTests {
    private static let words = "王先生13800000000"

    private func seat(_ staff: StaffID = "liwei", _ language: Language = .zh) throws -> (Seat, SubjectID) {
        let seat = try Seat(staff, language: language, columns: 120, rows: 36)
        let tip = LeadCommand.Tip(title: "井盖缺失", centre: "erqi")
        let id = try #require(try seat.elsewhere("liwei", .lead(.receive(tip))).first).subject
        seat.visit(.lead(id))
        return (seat, id)
    }

    @Test func itIsGivenSeenAndErased() throws {
        for language in Language.allCases {
            let (seat, id) = try seat("liwei", language)
            let label = language == .zh ? "联系人" : "Contact"
            #expect(!seat.text.contains(label + " "))
            try seat.command("contact " + Self.words)
            let until = language == .zh ? " · 保留至 " : " · kept until "
            #expect(seat.text.contains(Self.words + until), "\(seat.text)")
            #expect(seat.model.desk.place.contact?.state == .kept)
            // Only there.
            seat.visit(.leads)
            #expect(!seat.text.contains("王先生"))
            seat.visit(.log)
            #expect(!seat.text.contains("王先生"))
            // A screen that stands open shows it no longer than it may be kept.
            seat.visit(.lead(id))
            seat.tick(seconds: ErasableValue.usualTime)
            #expect(!seat.text.contains("王先生"), "before anything was read again")
            #expect(seat.text.contains(language == .zh ? "已过期" : "expired"))
            try seat.command("contact " + Self.words)
            #expect(seat.text.contains(Self.words))
            // One that is there is not written over unasked.
            try seat.command("contact 李女士")
            #expect(seat.text.contains(Self.words) && seat.model.overlay != nil)
            try seat.press("Esc")
            #expect(seat.text.contains(Self.words))
            try seat.command("forget")
            #expect(seat.text.contains("L-0027") && seat.model.desk.place.contact?.state == .kept, "it asks")
            try seat.press("y")
            #expect(!seat.text.contains("王先生") && seat.text.contains(language == .zh ? "已删除" : "erased"))
        }
    }

    @Test func othersDoNotSeeIt() throws {
        let (seat, id) = try seat()
        try seat.elsewhere("liwei", .lead(.giveContact(id, Self.words)))
        for (staff, maySee) in [("zhangmin", true), ("liangdong", true), ("liwei", true), ("qianjin", false)]
            as [(StaffID, Bool)]
        {
            let other = try seat.colleague(staff)
            other.resize(120, 36)
            other.visit(.lead(id))
            #expect(other.text.contains(Self.words) == maySee, "\(staff): \(other.text)")
            #expect(other.text.contains("井盖缺失"))
        }
    }

    /// Other lines lie in a file of their writer's while they are typed, and are brought back by Up.
    @Test func whatIsTypedIsKeptNowhereElse() throws {
        let (seat, _) = try seat()
        for begin in [":contact ", ":联系人 "] {
            try seat.press(":")
            seat.type(begin.dropFirst() + Self.words)
            #expect(seat.kept.isEmpty && seat.model.openText == nil)
            try seat.press("Esc")
            #expect(seat.kept.isEmpty && seat.model.kept.isEmpty)
        }
        // The line that the action asks with.
        try seat.command("contact")
        #expect(seat.model.prompt?.kind == .argument("lead.contact"))
        seat.type(Self.words)
        #expect(seat.kept.isEmpty)
        try seat.press("Enter")
        #expect(seat.text.contains(Self.words))
        #expect(seat.kept.isEmpty)
        try seat.command("contact " + Self.words)
        for history in seat.model.histories.values {
            #expect(!history.lines.joined().contains("王先生"), "\(history.lines)")
        }
        #expect(!seat.notice.contains("王先生"))
    }
}
