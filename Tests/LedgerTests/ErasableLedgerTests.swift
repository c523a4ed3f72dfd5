import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Values beside the log: where they lie, where they do not, and when they go.
@Suite struct ErasableLedgerTests {
    private static let words = "王先生13800000000"
    private static let month = ErasableValue.usualTime

    private func lead(_ fixture: Fixture, contact: String? = words) throws -> SubjectID {
        let tip = LeadCommand.Tip(title: "井盖缺失", centre: "erqi", contact: contact)
        return try #require(try fixture.ledger.perform(.lead(.receive(tip)), as: Cast.reporter).events.first?.subject)
    }

    private func contact(_ id: SubjectID, _ ledger: Ledger) throws -> ContactReading? {
        try ledger.read { desk in try desk.lead(id).flatMap { desk.contact(of: $0) } }
    }

    /// Whether a text stands anywhere in a file.
    private func holds(_ path: String, _ text: String) throws -> Bool {
        try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(text.utf8)) != nil
    }

    /// What is kept, as it lies in the file.
    private func kept(_ fixture: Fixture) throws -> [String] {
        try DatabaseQueue(path: fixture.path + ".private").read {
            try String.fetchAll($0, sql: "SELECT value FROM value ORDER BY value")
        }
    }

    @Test func itLiesInItsOwnFileAndNowhereElse() throws {
        let fixture = try Fixture()
        let id = try lead(fixture, contact: nil)
        #expect(
            !FileManager.default.fileExists(atPath: fixture.path + ".private"), "nothing is made before it is needed")
        try fixture.ledger.perform(.lead(.giveContact(id, Self.words)), as: Cast.reporter)
        #expect(mode(fixture.path + ".private") == 0o600)
        let until = fixture.clock.read().adding(seconds: Self.month)
        #expect(try contact(id, fixture.ledger) == ContactReading(.kept, text: Self.words, until: until))
        #expect(try holds(fixture.path + ".private", Self.words))
        #expect(try kept(fixture) == [Self.words])
        // While it is in the WAL, and when it has left it.
        for round in 0..<2 {
            for name in try files(beside: fixture.path) where !name.hasSuffix(".private") {
                let path = fixture.folder + "/" + name
                guard mode(path) >= 0, !name.hasSuffix(".consoles") else { continue }
                #expect(try !holds(path, Self.words) && !holds(path, "王先生"), "\(name), \(round)")
            }
            if round == 0 { #expect(fixture.ledger.emptyWAL()) }
        }
        let backup = fixture.folder + "/copy.sqlite"
        try fixture.ledger.backup(to: backup)
        #expect(try !holds(backup, "王先生"))
        #expect(!FileManager.default.fileExists(atPath: backup + ".private"))
        for query in ["王先生", "13800000000", "王"] {
            #expect(try fixture.ledger.read { try $0.search(query).leads }.isEmpty, "\(query)")
        }
        #expect(try fixture.ledger.rebuild().isEmpty)
        #expect(try fixture.ledger.verify().findings == [])
        #expect(try contact(id, fixture.ledger)?.text == Self.words)
        // A copy knows that there is one, and does not have it.
        let copy = try Ledger(path: backup, readOnly: true, clock: fixture.clock.read)
        defer { copy.close() }
        #expect(try contact(id, copy) == ContactReading(.absent, until: until))
    }

    /// Whoever works at the desk may read it, and nobody else, whatever became of the file's mode.
    @Test func theFileIsItsOwnersOrTheGroups() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        chmod(fixture.path + ".private", 0o644)
        fixture.ledger.forgetValues()
        #expect(mode(fixture.path + ".private") == 0o600)
        chmod(fixture.path, 0o666)
        fixture.ledger.forgetValues()
        #expect(mode(fixture.path + ".private") == 0o660)
        #expect(try contact(id, fixture.ledger)?.text == Self.words)
    }

    @Test func itIsNotReadAfterItsTimeAndThenDeleted() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        fixture.clock.advance(seconds: Self.month - 1)
        fixture.ledger.forgetValues()
        #expect(try contact(id, fixture.ledger)?.state == .kept)
        fixture.clock.advance(seconds: 1)
        #expect(try contact(id, fixture.ledger)?.state == .expired, "before it is deleted")
        #expect(try kept(fixture) == [Self.words])
        fixture.ledger.forgetValues()
        #expect(try kept(fixture) == [])
        #expect(try !holds(fixture.path + ".private", "王先生"), "overwritten")
        #expect(fixture.ledger.warnings.take() == nil)
    }

    @Test func whoOpensTheDeskDeletesWhatIsOver() throws {
        let fixture = try Fixture()
        _ = try lead(fixture)
        fixture.ledger.close()
        fixture.clock.advance(seconds: Self.month)
        let looking = try fixture.again(readOnly: true)
        looking.close()
        #expect(try kept(fixture) == [Self.words], "who only looks changes nothing")
        try fixture.again().close()
        #expect(try kept(fixture) == [])
    }

    /// A database that was restored knows nothing of what its lost acts referred to; they may come back from other nodes,
    /// and the value could not.
    @Test func whatLostActsReferredToStaysWhileTheyMayComeBack() throws {
        let fixture = try Fixture()
        try fixture.ledger.perform(.desk(.note("before")), as: Cast.duty)
        let backup = fixture.folder + "/backup.sqlite"
        try fixture.ledger.backup(to: backup)
        _ = try lead(fixture)
        fixture.ledger.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: fixture.path + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: fixture.path)
        let again = try fixture.again()
        defer { again.close() }
        try again.perform(.desk(.note("after")), as: Cast.duty)
        again.forgetValues()
        #expect(try kept(fixture) == [Self.words])
        fixture.clock.advance(seconds: Self.month)
        again.forgetValues()
        #expect(try kept(fixture) == [], "its time ends it all the same")
    }

    /// Nobody has vouched for the clock of a machine that has just been started.
    @Test func aClockThatIsWrongAfterARestartDeletesNothing() throws {
        let fixture = try Fixture()
        _ = try lead(fixture)
        fixture.ledger.close()
        let now = fixture.clock.read()
        func open(_ boot: String, after seconds: Int) throws -> Ledger {
            let uptime = Uptime(boot: boot, milliseconds: 60_000)
            return try Ledger(
                path: fixture.path, time: TimeSource(now: { now.adding(seconds: seconds) }, uptime: { uptime }),
                entropy: .system)
        }
        let first = try open("first", after: 60)
        try first.perform(.desk(.note("right")), as: Cast.duty)
        first.close()
        let ahead = try open("second", after: 2 * Self.month)
        ahead.forgetValues()
        #expect(try kept(fixture) == [Self.words])
        ahead.close()
        let later = try open("third", after: 2 * Self.month)
        try later.perform(.desk(.note("it is so late")), as: Cast.duty)
        later.forgetValues()
        #expect(try kept(fixture) == [], "somebody has written by it")
        later.close()
    }

    @Test func itGoesWhenItIsErasedOrAnotherIsGiven() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        let other = try lead(fixture, contact: "李女士")
        try fixture.ledger.perform(.lead(.giveContact(id, "赵师傅")), as: Cast.duty)
        #expect(try kept(fixture) == ["李女士", "赵师傅"])
        #expect(try !holds(fixture.path + ".private", "王先生"))
        #expect(try contact(id, fixture.ledger)?.text == "赵师傅")
        try fixture.ledger.perform(.lead(.eraseContact(id)), as: Cast.editor)
        #expect(try kept(fixture) == ["李女士"])
        #expect(try contact(id, fixture.ledger) == ContactReading(.erased))
        #expect(try contact(other, fixture.ledger)?.text == "李女士")
        #expect(try fixture.ledger.perform(.lead(.eraseContact(id)), as: Cast.editor).events.isEmpty)
        #expect(try fixture.ledger.verify().findings == [])
    }

    @Test func whatComesToNothingIsSwept() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        // The value is beside the log before the fact is in it; then something goes wrong.
        struct Failed: Error {}
        #expect(throws: Failed.self) {
            try fixture.ledger.transaction { transaction in
                try transaction.perform(.lead(.giveContact(id, "赵师傅")), as: Cast.duty)
                try transaction.keepValues()
                throw Failed()
            }
        }
        #expect(try kept(fixture) == [Self.words, "赵师傅"].sorted())
        try fixture.again().close()
        #expect(try kept(fixture) == [Self.words])
        #expect(try contact(id, fixture.ledger)?.text == Self.words)
    }

    /// A table of the read models that was damaged is made anew; what goes beside the log cannot be.
    @Test func aDamagedTableForgetsNothing() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        try fixture.tamper("UPDATE lead SET contact = NULL, contact_until = NULL")
        fixture.ledger.forgetValues()
        #expect(try kept(fixture) == [Self.words])
        #expect(try fixture.ledger.verify().findings.contains { $0.isDerived })
        _ = try fixture.ledger.rebuild()
        #expect(try contact(id, fixture.ledger)?.text == Self.words)
    }

    @Test func whatIsNotOursIsLeftAloneAndStopsNothing() throws {
        let fixture = try Fixture()
        try Data("somebody else's".utf8).write(to: URL(fileURLWithPath: fixture.path + ".private"))
        let other = try fixture.again()
        defer { other.close() }
        #expect(other.warnings.take() != nil)
        let id = try lead(fixture, contact: nil)
        #expect(throws: LedgerError.self) {
            try fixture.ledger.perform(.lead(.giveContact(id, Self.words)), as: Cast.duty)
        }
        // Nothing is acknowledged that is not kept.
        #expect(try contact(id, fixture.ledger) == nil)
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path + ".private")) == Data("somebody else's".utf8))
    }

    @Test func anAltereredValueIsNotShown() throws {
        let fixture = try Fixture()
        let id = try lead(fixture)
        try DatabaseQueue(path: fixture.path + ".private").write {
            try $0.execute(sql: "UPDATE value SET value = '赵师傅'")
        }
        #expect(try contact(id, fixture.ledger)?.state == .absent)
    }

    @Test func aNewDeskInTheSamePlaceHasNothingOfTheOld() throws {
        let fixture = try Fixture()
        _ = try lead(fixture)
        fixture.ledger.close()
        try FileManager.default.removeItem(atPath: fixture.path)
        let fresh = try Fixture.found(fixture.path, fixture.clock)
        defer { fresh.close() }
        #expect(!FileManager.default.fileExists(atPath: fixture.path + ".private"))
    }

    // MARK: - Other nodes

    @Test func whoMayHaveItIsJudgedByWhoHasIt() throws {
        let network = try Network(["erqi", "jinshui"])
        let id = try lead(network.desk)
        try network.meet()
        let (desk, erqi, jinshui) = (network.desk.ledger, network.centres[0], network.centres[1])
        let nodes = try network.centres.map { try #require(try $0.membership()).node }
        #expect(try contact(id, erqi)?.state == .absent && contact(id, jinshui)?.state == .absent)
        let wanted = try erqi.wantedValues(except: [], limit: 9)
        #expect(wanted.count == 1)
        #expect(try jinshui.wantedValues(except: [], limit: 9) == [])
        #expect(try desk.wantedValues(except: [], limit: 9) == [])
        #expect(try erqi.wantedValues(except: Set(wanted), limit: 9) == [])
        #expect(try desk.values(wanted, for: nodes[1]) == [], "another centre's, whatever it asks for")
        #expect(try desk.values(wanted, for: NodeID(rawValue: String(repeating: "0", count: 32))) == [])
        let values = try desk.values(wanted, for: nodes[0])
        #expect(values.map(\.text) == [Self.words])
        // And by who is given it.
        try jinshui.keep(values)
        #expect(!FileManager.default.fileExists(atPath: jinshui.path + ".private"))
        let forged = try #require(ErasableValue(id: values[0].id, salt: values[0].salt, text: "赵师傅"))
        try erqi.keep([forged])
        #expect(try contact(id, erqi)?.state == .absent)
        try erqi.keep(values + [forged])
        #expect(try contact(id, erqi)?.text == Self.words)
        #expect(try erqi.wantedValues(except: [], limit: 9) == [])
        #expect(try erqi.values(wanted, for: try #require(try desk.membership()).node) == values)
        // A node that was revoked gets nothing more.
        try network.revoke(erqi, ends: [])
        #expect(try desk.values(wanted, for: nodes[0]) == [])
    }

    /// References are known to everybody: who copies one into a lead of its own is not given what it stands for.
    @Test func aCopiedReferenceStandsForNothing() throws {
        let network = try Network(["erqi", "jinshui"])
        let id = try lead(network.desk)
        try network.meet()
        let (desk, jinshui) = (network.desk.ledger, network.centres[1])
        let node = try #require(try jinshui.membership()).node
        let reference = try #require(try jinshui.read { try $0.lead(id) }?.contact?.reference)
        let tip = LeadCommand.Tip(title: "自家的", centre: "jinshui")
        let own = try #require(try jinshui.perform(.lead(.receive(tip)), as: Cast.stranger).events.first?.subject)
        _ = try jinshui.transaction { try $0.append(own, .lead(.contactGiven(reference)), by: Cast.stranger) }
        try network.meet()
        #expect(try desk.read { try $0.lead(own) }?.contact == .given(reference), "it is a fact like any other")
        #expect(try desk.values([reference.id], for: node) == [])
        // Whoever leaks it all the same leaks it to nobody: it is not taken for the other lead.
        let values = try desk.values([reference.id], for: try #require(try network.centres[0].membership()).node)
        #expect(values.map(\.text) == [Self.words])
        try jinshui.keep(values)
        #expect(!FileManager.default.fileExists(atPath: jinshui.path + ".private"))
        #expect(try contact(own, desk)?.state == .absent && contact(id, desk)?.text == Self.words)
        // Nor does the copy's going take the value with it.
        try jinshui.perform(.lead(.eraseContact(own)), as: Cast.stranger)
        try network.meet()
        desk.forgetValues()
        #expect(try contact(id, desk)?.text == Self.words)
    }

    @Test func whatIsOverIsNeitherAskedForNorGivenNorTaken() throws {
        let network = try Network(["erqi"])
        _ = try lead(network.desk)
        try network.meet()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        let node = try #require(try erqi.membership()).node
        let wanted = try erqi.wantedValues(except: [], limit: 9)
        let values = try desk.values(wanted, for: node)
        #expect(values.count == 1)
        network.desk.clock.advance(seconds: Self.month)
        #expect(try erqi.wantedValues(except: [], limit: 9) == [])
        #expect(try desk.values(wanted, for: node) == [])
        try erqi.keep(values)
        #expect(!FileManager.default.fileExists(atPath: erqi.path + ".private"))
    }

    @Test func whatWasErasedElsewhereGoesWhenTheWordComes() throws {
        let network = try Network(["erqi"])
        let id = try lead(network.desk)
        try network.meet()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        let node = try #require(try erqi.membership()).node
        try erqi.keep(try desk.values(try erqi.wantedValues(except: [], limit: 9), for: node))
        #expect(try contact(id, erqi)?.text == Self.words)
        try desk.perform(.lead(.eraseContact(id)), as: Cast.duty)
        try network.meet()
        erqi.forgetValues()
        #expect(try contact(id, erqi) == ContactReading(.erased))
        #expect(try !holds(erqi.path + ".private", "王先生"))
        try network.expectAlike()
    }
}
