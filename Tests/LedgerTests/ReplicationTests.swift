import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// A desk and centres with databases of their own, on one clock.
struct Network {
    let desk: Fixture
    let centres: [Ledger]
    private let folder: String

    /// - Parameter names: the centres whose nodes are admitted; a centre may have several.
    init(_ names: [CentreID] = ["erqi"]) throws {
        desk = try Fixture()
        folder = desk.folder
        let word = try desk.ledger.foundMembership(name: "desk", by: Cast.admin)
        var centres: [Ledger] = []
        for (index, name) in names.enumerated() {
            let (ledger, card) = try Ledger.join(
                path: "\(folder)/\(name)-\(index).sqlite", desk: DeskWord(node: word.node, key: word.rootKey),
                centre: name,
                name: "\(name)-\(index)", clock: desk.clock.read)
            try Self.admit(card, slot: index + 1, at: desk)
            centres.append(ledger)
        }
        self.centres = centres
    }

    static func admit(_ card: NodeCard, slot: Int, at desk: Fixture) throws {
        var card = card
        card.slot = slot
        _ = try desk.ledger.transaction { try $0.append(.node(card.id), .node(.admitted(card)), by: Cast.admin) }
    }

    func revoke(_ ledger: Ledger, ends: [OriginEnd]) throws {
        let node = try #require(try ledger.membership()).node
        _ = try desk.ledger.transaction {
            try $0.append(.node(node), .node(.revoked(ends: ends, reason: "丢失")), by: Cast.admin)
        }
    }

    /// Everybody's databases, the desk's first.
    var all: [Ledger] { [desk.ledger] + centres }

    /// Gives `target` what `source` has and it lacks.
    @discardableResult
    static func carry(from source: Ledger, to target: Ledger) throws -> [PeerError] {
        let own = try #require(try target.membership()).node
        let peer = try #require(try source.membership()).node
        var troubles: [PeerError] = []
        for round in 0..<3 {
            var news = 0
            let known = Dictionary(
                uniqueKeysWithValues: try target.heads(for: peer).map { ($0.origin, $0.sequence) })
            troubles = []
            for head in try source.heads(for: own) {
                var have = known[head.origin] ?? 0
                while have < head.sequence,
                    let batch = try source.batch(
                        of: head.origin, after: have, bytes: Batch.mostBytes, key: try source.nodeKey())
                {
                    switch try target.watched({ try target.take([batch])[0] }) {
                    case .stands(let head): have = head.sequence
                    case .refused(let trouble):
                        troubles.append(trouble)
                        have = .max
                    }
                    news += 1
                }
            }
            if news == 0 || round == 2 { break }
        }
        return troubles
    }

    /// Until nobody has anything that another lacks.
    @discardableResult
    func meet() throws -> [PeerError] {
        var troubles: [PeerError] = []
        for _ in 0..<2 {
            for centre in centres {
                troubles += try Self.carry(from: desk.ledger, to: centre)
                troubles += try Self.carry(from: centre, to: desk.ledger)
            }
        }
        return troubles
    }

    /// Whether all have the same state: the read models are alike, and everything verifies.
    func expectAlike(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let models = try all.map { try $0.models() }
        for (ledger, model) in zip(all, models) {
            for (table, rows) in model {
                #expect(rows == models[0][table], comment, sourceLocation: sourceLocation)
            }
            #expect(try ledger.verify().findings == [], comment, sourceLocation: sourceLocation)
        }
    }
}

extension Ledger {
    /// What everybody's read models hold, without what is only this file's.
    func models() throws -> [String: [String]] {
        try read { desk in
            var all: [String: [String]] = [:]
            for table in Projection.tables {
                let columns = table.columns.joined(separator: ", ")
                all[table.name] = try Row.fetchAll(desk.db, sql: "SELECT \(columns) FROM \(table.name) ORDER BY id")
                    .map(\.description)
            }
            return all
        }
    }

    func story(_ id: SubjectID) throws -> Story? { try read { try $0.story(id) } }
    func task(_ id: SubjectID) throws -> NewsTask? { try read { try $0.task(id) } }
}

@Suite struct ReplicationTests {
    @Test func aFreshCentreGetsEverythingTheDeskHas() throws {
        let network = try Network()
        _ = try network.desk.issue()
        _ = try network.desk.signed()
        #expect(try network.meet() == [])
        try network.expectAlike()
    }

    /// A second node of the desk acts as the desk does, and what it writes counts there as it does everywhere.
    @Test func aSecondNodeOfTheDeskIsTheDesks() throws {
        let network = try Network(["zz", "erqi"])
        try network.meet()
        let second = network.centres[0]
        let draft = StoryCommand.Draft(title: "防汛", body: "正文", centre: "zz", partners: ["erqi"])
        let story = try #require(try second.perform(.story(.draft(draft)), as: Cast.duty).events.first?.subject)
        try second.perform(.story(.submit(story)), as: Cast.duty)
        #expect(try second.story(story)?.partners == ["erqi"])
        let task = TaskCommand.Dispatch(centres: ["erqi"], title: "暴雨积水路段")
        try second.perform(.task(.dispatch(task)), as: Cast.duty)
        #expect(try network.meet() == [])
        #expect(try network.desk.ledger.story(story)?.state == .inReview)
        try network.expectAlike()
        // Written again by folding, all the same.
        let before = try second.models()
        _ = try second.rebuild()
        #expect(try second.models() == before)
    }

    @Test func bothSidesWorkOnApartAndMeet() throws {
        let network = try Network(["erqi", "jinshui"])
        let task = try network.desk.issue()
        try network.meet()
        let (erqi, jinshui) = (network.centres[0], network.centres[1])
        try erqi.perform(.task(.acknowledge(task)), as: Cast.reporter)
        let own = try network.desk.issue("另一件", to: "jinshui")
        try jinshui.perform(.lead(.receive(LeadCommand.Tip(title: "金水路灯坏了"))), as: Cast.stranger)
        #expect(try network.meet() == [])
        try network.expectAlike()
        #expect(try network.desk.ledger.task(task)?.state == .acknowledged)
        #expect(try jinshui.task(own)?.state == .issued)
        #expect(try jinshui.task(task)?.state == .acknowledged)
    }

    @Test func aDraftIsItsCentresOwnUntilItIsSubmitted() throws {
        let network = try Network(["erqi", "jinshui", "erqi"])
        try network.meet()
        let erqi = network.centres[0]
        let drafted = try erqi.perform(.story(.draft(StoryCommand.Draft(title: "积水退去", body: "初稿"))), as: Cast.reporter)
        let story = try #require(drafted.events.first?.subject)
        network.desk.clock.advance(seconds: 60)
        try erqi.perform(.story(.edit(story, title: nil, body: "二稿", base: nil)), as: Cast.reporter)
        try network.meet()
        #expect(try network.desk.ledger.story(story) == nil)
        #expect(try network.centres[1].story(story) == nil)
        try Network.carry(from: erqi, to: network.centres[2])
        #expect(try network.centres[2].story(story)?.text.body == "二稿")
        try erqi.perform(.story(.submit(story)), as: Cast.reporter)
        try network.meet()
        try Network.carry(from: erqi, to: network.centres[2])
        try network.expectAlike()
        let seen = try #require(try network.desk.ledger.story(story))
        #expect(seen.versions.map(\.body) == ["初稿", "二稿"])
        #expect(try seen == erqi.story(story))
        #expect(seen.createdAt < seen.versions[1].at)
    }

    @Test func oneActMayGoIntoBothChains() throws {
        let network = try Network()
        try network.meet()
        let erqi = network.centres[0]
        let lead = try erqi.perform(.lead(.receive(LeadCommand.Tip(title: "路灯坏了"))), as: Cast.reporter)
        // The story is the centre's own, that the lead became one is everybody's.
        try erqi.perform(
            .lead(.promote(try #require(lead.events.first?.subject), centre: nil, authors: [])), as: Cast.editor)
        #expect(try erqi.verify().findings == [])
        #expect(try network.meet() == [])
        #expect(try network.desk.ledger.verify().findings == [])
    }
}
