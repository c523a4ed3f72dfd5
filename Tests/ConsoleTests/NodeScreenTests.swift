import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

extension NodeID {
    /// Ids of digits only: a screen of either language may show them.
    static let samples = (1...4).map { String(repeating: "\($0)", count: 32) }
}

extension Seat {
    /// Shares the desk with nodes of four centres: one level, one behind, one silent, one with a trouble.
    func shareDesk() throws {
        guard try ledger.membership() == nil else { return }
        let founder = Person(staff: "admin", role: .administrator, house: "zz")
        let membership = try ledger.foundMembership(name: "zz", by: founder)
        let now = clock.now
        let nodes: [(CentreID, Int, Int64, Int64, PeerError?)] = [
            ("erqi", 5, 0, 0, nil), ("jinshui", 40, 12, 3, nil), ("gongyi", 7200, 0, 57, nil),
            ("dengfeng", 20, 0, 0, .clockAhead("", seconds: 4000)),
        ]
        for (index, (centre, seconds, ahead, behind, trouble)) in nodes.enumerated() {
            let card = NodeCard(
                id: NodeID(rawValue: NodeID.samples[index]), name: "\(centre.rawValue)-1",
                centre: centre, slot: 0, key: membership.rootKey)
            try ledger.perform(.node(.admit(card)), as: founder)
            try ledger.note(
                peer: card.id, at: now.adding(seconds: -seconds), ahead: ahead, behind: behind,
                isConnected: seconds < 60)
            if let trouble { try ledger.note(trouble: trouble, of: card.id) }
        }
        reload()
    }
}

/// The screen of the nodes that share the desk.
@Suite struct NodeScreenTests {
    @Test(
        arguments: Language.allCases,
        [
            Size(columns: 60, rows: 20), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
            Size(columns: 200, rows: 60),
        ])
    func eachNodeStandsWithItsLagAndItsTrouble(language: Language, size: Size) throws {
        let seat = try Seat(language: language, columns: size.columns, rows: size.rows)
        try seat.shareDesk()
        try seat.press("7")
        #expect(seat.model.place == .nodes)
        let zh = language == .zh
        func row(_ name: String) throws -> String { try #require(seat.screen.first { $0.contains(name) }) }
        #expect(try row("erqi-1").contains(zh ? "已同步" : "level"))
        #expect(
            try row("jinshui-1").contains(zh ? "它少 3，我少 12" : size.columns < 80 ? "lacks 3" : "lacks 3, we lack 12"))
        // The reason of a colour stands beside it.
        #expect(try row("gongyi-1").contains(seat.model.glyphs.over))
        #expect(try row("dengfeng-1").contains(seat.model.glyphs.over))
        try seat.press("End")
        #expect(seat.text.contains(zh ? "67 分钟" : "67 minutes"), "\(seat.text)")
    }

    /// A version may bring words to kinds that both know: then only its number tells who is behind.
    @Test(arguments: Language.allCases) func whoIsBehindIsSaidByKindsAndByTheVersionOfTheLog(language: Language) throws
    {
        let seat = try Seat(language: language, columns: 120, rows: 36)
        try seat.shareDesk()
        let node = NodeID(rawValue: String(repeating: "3", count: 32))
        let all = FactKind.allCases.map(\.name)
        func word(log: Int, kinds: [String]) throws -> String? {
            try seat.ledger.note(
                peer: node, at: seat.clock.now, ahead: 0, behind: 0, isConnected: true, log: log, kinds: kinds)
            let row = try #require(try seat.ledger.read { try $0.nodes() }.first { $0.card.id == node })
            #expect((row.versionWord == nil) == (row.versionGap == nil))
            return row.versionWord?(language)
        }
        let (older, newer) = language == .zh ? ("版本旧", "版本新") : ("older version", "newer version")
        #expect(try word(log: Fact.version, kinds: all) == nil)
        #expect(try word(log: 0, kinds: []) == nil, "who says nothing")
        #expect(try word(log: Fact.version + 1, kinds: all) == newer)
        #expect(try word(log: Fact.version, kinds: all + ["horoscopeCast"]) == newer)
        #expect(try word(log: Fact.version, kinds: Array(all.dropLast())) == older)
        _ = try word(log: Fact.version + 1, kinds: all)
        seat.reload()
        try seat.press("7")
        for _ in 0..<20 where seat.model.nodeUnderCursor != node { try seat.press("j") }
        let told =
            language == .zh
            ? "日志 \(Fact.version + 1)，本机 \(Fact.version)" : "log \(Fact.version + 1), here \(Fact.version)"
        #expect(seat.text.contains(told), "\(seat.text)")
    }

    @Test func anEmptyListSaysHowToBegin() throws {
        let seat = try Seat()
        seat.visit(.nodes)
        #expect(seat.text.contains("guantong peers add"))
    }

    @Test func aCentreIsOnlineWhileItsNodeIsHeard() throws {
        let seat = try Seat()
        let before = try #require(seat.model.rows.centres["gongyi"]?.lastHeard)
        try seat.shareDesk()
        let node = NodeID(rawValue: String(repeating: "3", count: 32))
        let now = seat.clock.now
        try seat.ledger.note(peer: node, at: now, ahead: 0, behind: 0, isConnected: true)
        seat.reload()
        #expect(before < now)
        #expect(seat.model.rows.centres["gongyi"]?.lastHeard == now)
    }
}
