import Foundation
import Newsroom
import Testing

@testable import Ledger

/// A desk and centres with databases of their own, on one clock.
struct Network {
    let desk: Desked
    var centres: [Desked] = []

    /// One database with its folder and its key.
    final class Desked {
        let folder: URL
        let ledger: Ledger

        init(folder: URL, ledger: Ledger) {
            self.folder = folder
            self.ledger = ledger
        }

        deinit {
            ledger.close()
            try? FileManager.default.removeItem(at: folder)
        }

        func key() throws -> KeyFile { try ledger.nodeKey() }
    }

    static let chief = Actor(staff: "zhang", role: .administrator, centre: "zz")
    static let duty = Actor(staff: "duty", role: .dutyEditor, centre: "zz")
    static let erqi = Actor(staff: "liwei", role: .centreEditor, centre: "erqi")

    init(_ names: [CentreID] = ["erqi"]) throws {
        let fixture = try Fixture()
        desk = Desked(folder: fixture.folder, ledger: fixture.ledger)
        fixture.isKept = true
        let founder = Self.chief
        let word = try desk.ledger.foundMembership(name: "desk", by: founder)
        for (index, name) in names.enumerated() {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-\(UUID())")
            let (ledger, card) = try Ledger.join(
                path: folder.appendingPathComponent("desk.sqlite").path, desk: (word.node, word.rootKey), centre: name,
                name: "\(name)-1")
            var admitted = card
            admitted.slot = index + 1
            _ = try desk.ledger.transaction { try $0.append(.node(card.id), .nodeAdmitted(admitted), by: founder) }
            centres.append(Desked(folder: folder, ledger: ledger))
        }
    }

    /// Gives `target` what `source` has and it lacks.
    static func carry(from source: Desked, to target: Desked) throws -> [Trouble] {
        let own = try #require(try target.ledger.membership()).node
        let peer = try #require(try source.ledger.membership()).node
        var troubles: [Trouble] = []
        for round in 0..<3 {
            var news = 0
            let known = Dictionary(
                uniqueKeysWithValues: try target.ledger.heads(for: peer).map { ($0.origin, $0.sequence) })
            troubles = []
            for head in try source.ledger.heads(for: own) {
                var have = known[head.origin] ?? 0
                while have < head.sequence,
                    let batch = try source.ledger.batch(
                        of: head.origin, after: have, bytes: Batch.mostBytes, key: try source.key())
                {
                    switch try target.ledger.take([batch])[0] {
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

    static func join(_ one: Desked, _ other: Desked) throws -> [Trouble] {
        try carry(from: one, to: other) + carry(from: other, to: one)
    }
}

@Suite struct ReplicationTests {
    @Test func `A fresh centre gets everything the desk has`() throws {
        let network = try Network()
        let centre = network.centres[0]
        #expect(try Network.join(network.desk, centre) == [])
        #expect(try centre.ledger.read { try $0.centres(today: Moment(milliseconds: 0)).count }
            == network.desk.ledger.read { try $0.centres(today: Moment(milliseconds: 0)).count })
        #expect(try centre.ledger.verify().isClean)
        #expect(try network.desk.ledger.verify().isClean)
    }
}
