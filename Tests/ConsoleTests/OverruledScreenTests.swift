import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

extension Seat {
    /// Lets a centre's node, cut off, edit a draft before Zhang Min of the desk edits it here: when the line is
    /// back, that edit came to nothing.
    ///
    /// - Returns: the draft.
    @discardableResult
    func overrule(_ bodies: (theirs: String, own: String) = ("1", "2")) throws -> StoryRow {
        let founder = Person(staff: "admin", role: .administrator, house: "zz")
        let word = try ledger.membership() ?? ledger.foundMembership(name: "zz", by: founder)
        let draft = try story { row in
            row.state == .draft && model.desk.directory.staff.contains { Self.writes($0, at: row.centre) }
        }
        let person = try #require(model.desk.directory.staff.first { Self.writes($0, at: draft.centre) })
        let (node, card) = try Ledger.join(
            path: "\(NewsDay.folder)/\(UUID().uuidString).sqlite", desk: DeskWord(node: word.node, key: word.rootKey),
            centre: draft.centre, name: "cut-off", clock: { [clock] in clock.now })
        try ledger.perform(.node(.admit(card)), as: founder)
        try Self.carry(from: ledger, to: node)
        clock.now = clock.now.adding(seconds: 10)
        try node.perform(
            .story(.edit(draft.id, title: nil, body: bodies.theirs, base: nil)),
            as: Person(staff: person.id, role: person.role, house: person.centre))
        clock.now = clock.now.adding(seconds: 50)
        try elsewhere("zhangmin", .story(.edit(draft.id, title: nil, body: bodies.own, base: nil)))
        try Self.carry(from: node, to: ledger)
        node.close()
        reload()
        return draft
    }

    private static func writes(_ card: StaffCard, at centre: CentreID) -> Bool {
        card.centre == centre && card.isActive && card.role == .centreEditor && centre != "zz"
    }

    /// Gives `target` what `source` has and it lacks.
    private static func carry(from source: Ledger, to target: Ledger) throws {
        let own = try #require(try target.membership()).node
        let peer = try #require(try source.membership()).node
        let known = try target.heads(for: peer)
        for head in try source.heads(for: own) {
            var have = known.first { $0.origin == head.origin }?.sequence ?? 0
            while have < head.sequence {
                let batch = try #require(
                    try source.batch(
                        of: head.origin, after: have, bytes: Batch.mostBytes, key: try source.nodeKey()))
                guard case .stands(let reached) = try target.take([batch])[0] else {
                    Issue.record("refused")
                    return
                }
                have = reached.sequence
            }
        }
    }
}

/// What the reader did and another node's act made void.
@Suite struct OverruledScreenTests {
    @Test(
        arguments: Language.allCases,
        [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 200, rows: 60)])
    func whoeverWasOverruledIsToldUntilTheySayTheyKnow(language: Language, size: Size) throws {
        let seat = try Seat(language: language, columns: size.columns, rows: size.rows)
        let draft = try seat.overrule()
        let zh = language == .zh
        let mark = "\(seat.model.glyphs.cross) \(draft.number)"
        seat.visit(.summary)
        let row = try #require(seat.screen.first { $0.contains(mark) }, "\(seat.text)")
        #expect(row.contains(zh ? "没有算数：改稿" : "not counted: edited") && row.contains(zh ? "未算" : "void"), "\(row)")
        seat.visit(.board)
        seat.model.focus[.board] = .attention
        let item = try #require(seat.model.attention.first { if case .overruled = $0.item { true } else { false } })
        let place = try #require(seat.model.list.items.firstIndex(of: item.item))
        seat.model.move(to: place)
        seat.tick()
        #expect(seat.text.contains(mark), "\(seat.text)")
        try seat.press("Enter")
        #expect(seat.model.place == .story(draft.id))
        let flat = seat.text.filter { !$0.isWhitespace && $0 != "│" }
        for part in zh
            ? ["没有算数", "你14:33的“改稿（代行）”", "已被改动", "稿件现为“草稿”", "可并入新版", "知道了", "先留着"]
            : ["Didnotcount", "youdidat14:33", "thetextwaschanged", "draftnow", "tomergeit", "gotit", "keepithere"]
        {
            #expect(flat.contains(part), "\(part) in \(seat.text)")
        }
        #expect(Seat.torn(seat.frame) == nil)
        // Esc leaves it where it is.
        try seat.press("Esc")
        #expect(seat.model.overlay == nil && seat.model.desk.overruled.count == 1)
        try seat.command("overruled")
        try seat.press("Enter")
        #expect(seat.model.overlay == nil && seat.model.desk.overruled.isEmpty)
        seat.visit(.summary)
        #expect(!seat.text.contains(mark))
        // Nobody else has to know.
        seat.visit(.log)
        #expect(!seat.text.contains(zh ? "已知有事" : "saw what did"))
        seat.visit(.story(draft.id))
        seat.send(.pointed(.tab(.history), .press))
        #expect(!seat.text.contains(zh ? "已知有事" : "saw what did"))
    }

    @Test func theTextThatLostIsWhereEditingBegins() throws {
        let seat = try Seat()
        let draft = try seat.overrule(("他人的文字", "我的文字"))
        var shown = ""
        seat.editor = { text in
            shown = text
            return "并好的文字"
        }
        try seat.command("overruled")
        try seat.press("Enter", "e", "Enter")
        #expect(shown == "我的文字")
        #expect(try seat.ledger.read { try $0.story(draft.id)?.text.body } == "并好的文字")
        #expect(seat.model.kept.isEmpty && seat.files.isEmpty)
    }

    @Test func whatWasOthersIsNotTheReaders() throws {
        let seat = try Seat()
        let draft = try seat.overrule()
        let other = try seat.colleague("liangdong")
        other.visit(.summary)
        #expect(!other.text.contains("\(other.model.glyphs.cross) \(draft.number)"))
        #expect(other.model.desk.overruled.isEmpty)
        // Who only looks says nothing.
        let looking = try Seat("zhangmin", ledger: seat.ledger, clock: seat.clock, isReadOnly: true)
        try looking.command("overruled")
        try looking.press("Enter")
        looking.reload()
        #expect(looking.model.overlay == nil && looking.model.desk.overruled.count == 1)
    }
}
