import Newsroom
import Testing

/// Nodes: their ids, their keys and up to where these count, and who is sent away.
struct NodeTests {
    private static let chains = (1...3).map { OriginID(repeating: $0) }

    private static func ends(_ sequences: [Int64]) -> [OriginEnd] {
        zip(chains, sequences).map { OriginEnd(origin: $0, sequence: $1) }
    }

    private func admitted() throws -> Timeline<DeskNode> {
        var card = RightsTests.node
        card.key = "A"
        return try #require(Timeline<DeskNode>(.node(.admitted(card)), by: "root"))
    }

    private func changed(_ key: String, after before: String...) -> Fact {
        .node(.keyChanged(key: key, before: before))
    }

    @Test func inWhateverOrderChangesOfKeyAreToldTheyMakeOneLine() throws {
        let facts = [changed("B", after: "A"), changed("C", after: "A", "B"), changed("D", after: "A", "B", "C")]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var line = try admitted()
            #expect(line.state.keys == ["A"] && line.state.key == "A")
            for place in order { line.apply(facts[place], by: "root") }
            #expect(line.state.keys == ["A", "B", "C", "D"] && line.state.key == "D")
        }
        // The first key is nobody's successor.
        var line = try admitted()
        line.apply(facts[0], by: "root")
        line.apply(changed("A"), by: "root")
        #expect(line.state.keys == ["A", "B"])
    }

    @Test func aRevokedNodeCountsUpToItsEnds() throws {
        var line = try admitted()
        #expect(line.state.end(of: Self.chains[0]) == nil, "it belongs")
        let ends = Self.ends([5, 9]) + [OriginEnd(origin: Self.chains[0], sequence: 99)]
        #expect(line.apply(.node(.revoked(ends: ends, reason: "丢失")), by: "root") == nil)
        #expect(Self.chains.map { line.state.end(of: $0) } == [5, 9, 0], "what is said first counts")
        #expect(line.state.reason == "丢失" && line.state.revokedAt == line.at)
        #expect(line.apply(changed("B", after: "A"), by: "root") == .nodeRevoked("erqi-1"))
        var other = try admitted()
        #expect(other.apply(.node(.admitted(RightsTests.node)), by: "root") == .outOfPlace("nodeAdmitted"))
        #expect(other.apply(.task(.closed), by: "root") == .outOfPlace("taskClosed"))
    }

    @Test func theFirstNodeStays() throws {
        let desk = MemoryDesk()
        var cards: [NodeCard] = []
        for slot in 0...1 {
            var card = RightsTests.node
            card.id = NodeID(rawValue: String(repeating: "\(slot)", count: 32))
            card.slot = slot
            cards.append(card)
            desk.write(.node(card.id), Sample.root, .node(.admitted(card)))
        }
        func revoked(_ id: NodeID, _ reason: String = "丢失") -> Refusal? {
            refusal { try desk.perform(.node(.revoke(id, ends: [], reason: reason)), by: "root") }
        }
        #expect(revoked(cards[0].id) == .lastNode)
        #expect(revoked(cards[1].id, " ") == .reasonMissing)
        #expect(revoked("ffffffffffffffffffffffffffffffff") == .unknownItem("ffffffff"))
        #expect(revoked(cards[1].id) == nil)
        #expect(revoked(cards[1].id) == .nodeRevoked("erqi-1"), "once is enough")
    }

    @Test(arguments: [
        ("0123456789abcdef0123456789abcdef", true), ("0123456789abcdef0123456789abcde", false),
        ("0123456789abcdef0123456789abcdef0", false), ("0123456789ABCDEF0123456789abcdef", false),
        ("0123456789abcdeg0123456789abcdef", false), ("/123456789abcdef0123456789abcdef", false),
        (":123456789abcdef0123456789abcdef", false), ("`123456789abcdef0123456789abcdef", false), ("", false),
    ])
    func anIdOfANodeIsThirtyTwoDigits(id: NodeID, isOne: Bool) {
        #expect(id.isWellFormed == isOne)
    }

    @Test func chainsAreSixteenBytes() throws {
        let bytes: [UInt8] = [0, 1, 9, 10, 15, 16, 17, 99, 127, 128, 159, 160, 200, 254, 255, 3]
        let chain = try #require(OriginID(bytes: bytes))
        #expect(chain.description == "0001090a0f1011637f809fa0c8feff03" && chain.short == "0001090a")
        #expect(OriginID(chain.description) == chain && OriginID(chain.description.uppercased()) == chain)
        for count in [0, 15, 17] {
            #expect(OriginID(bytes: bytes.prefix(count) + [UInt8](repeating: 1, count: max(0, count - 16))) == nil)
        }
        for text in ["", "00", String(repeating: "0", count: 31), String(repeating: "0", count: 33)] {
            #expect(OriginID(text) == nil)
        }
        #expect(OriginID(String(repeating: "0", count: 30) + "0g") == nil)
        #expect(OriginID(repeating: 1) < OriginID(repeating: 2) && !(chain < chain))
    }
}
