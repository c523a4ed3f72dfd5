import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// A number is said aloud, so it means one thing; where two databases gave the same all the same, nobody chooses.
@Suite struct NumberTests {
    /// A source of ids and keys that a test can repeat.
    private func entropy(_ seed: UInt64) -> Entropy {
        let state = Counter(seed)
        return Entropy { state.next() }
    }

    private final class Counter: @unchecked Sendable {
        private let lock = NSLock()
        private var value: UInt64

        init(_ seed: UInt64) { value = seed }

        func next() -> UInt64 {
            lock.withLock {
                value &+= 0x9E37_79B9_7F4A_7C15
                let mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
                return mixed ^ (mixed >> 27)
            }
        }
    }

    @Test func twoFromOneBackupGiveDifferentNumbersAlsoAfterTheyHaveMet() throws {
        let network = try Network()
        try network.meet()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        let backup = network.desk.folder + "/backup.sqlite"
        try erqi.backup(to: backup)
        let twins = try [1, 2].map { twin in
            let path = network.desk.folder + "/twin\(twin).sqlite"
            try FileManager.default.copyItem(atPath: backup, toPath: path)
            try FileManager.default.copyItem(atPath: erqi.path + ".key", toPath: path + ".key")
            return try Ledger(
                path: path, time: TimeSource(now: network.desk.clock.read, uptime: nil), entropy: entropy(UInt64(twin)))
        }
        defer { for twin in twins { twin.close() } }
        var given: [Number] = []
        for round in 1...3 {
            for (name, ledger) in [("原件", erqi), ("一", twins[0]), ("二", twins[1])] {
                let tip = LeadCommand.Tip(title: "\(name) 第 \(round) 条")
                given += try ledger.perform(.lead(.receive(tip)), as: Cast.editor).numbers
            }
            // Each comes to know what the others gave.
            for ledger in twins + [erqi] + twins + [erqi] {
                #expect(try Network.carry(from: ledger, to: desk) == [])
                #expect(try Network.carry(from: desk, to: ledger) == [])
            }
        }
        #expect(Set(given).count == 9, "\(given)")
        #expect(try desk.read { try $0.leads() }.count == 9)
        // Each goes on with its own.
        for place in 0..<3 {
            let own = stride(from: place, to: 9, by: 3).map { given[$0].value }
            #expect(own == [own[0], own[0] + 1, own[0] + 2])
        }
    }

    @Test func aNumberOfTwoThingsIsNotDecided() throws {
        let fixture = try Fixture()
        let first = try fixture.draft("甲")
        let drafted = try #require(try fixture.ledger.read { try $0.history(first) }.first)
        let second = try fixture.ledger.transaction { transaction in
            let id = try transaction.makeID()
            try transaction.append(id, drafted.fact, by: Cast.reporter)
            return id
        }
        let number = try #require(try fixture.ledger.read { try $0.story(first) }).number
        try fixture.ledger.read { desk throws in
            guard case .several(let items) = try desk.find("\(number)") else {
                Issue.record("one was chosen")
                return
            }
            #expect(items.map(\.id) == [first, second])
            #expect(items.allSatisfy { $0.number == number && $0.centre == "erqi" && $0.title == "甲" })
            #expect(try desk.find("\(second)").only == second)
            #expect(try desk.search("\(number)").stories.map(\.id) == [first, second])
        }
    }
}

extension Directory.Found where Card == NumberedItem {
    /// What was found, where it is one thing.
    var only: SubjectID? { if case .one(let item) = self { item.id } else { nil } }
}
