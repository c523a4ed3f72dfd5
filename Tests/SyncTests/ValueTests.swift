import Foundation
import Ledger
import Testing

@testable import Newsroom
@testable import Sync

/// Values that may have to be forgotten, between databases: who is given them, and what is done with those of liars.
@Suite struct ValueTests {
    private static let words = "王先生13800000000"

    /// A desk with two nodes of its own and two centres, on one clock.
    private final class Desks {
        let folder: String
        let clock = SetClock()
        let desk: Ledger
        var others: [Ledger] = []
        static let admin = Person(staff: "admin", role: .administrator, house: "zz")
        static let duty = Person(staff: "duty", role: .dutyEditor, house: "zz")
        static let reporter = Person(staff: "liwei", role: .reporter, house: "erqi")

        var second: Ledger { others[0] }
        var erqi: Ledger { others[1] }
        var jinshui: Ledger { others[2] }

        init() throws {
            folder = NSTemporaryDirectory() + "/values-\(UUID().uuidString.lowercased())"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func card(_ person: Person) -> StaffCard {
                StaffCard(id: person.staff, name: person.staff.rawValue, role: person.role, centre: person.house)
            }
            desk = try Ledger.create(
                path: folder + "/desk.sqlite",
                charter: DeskCharter(id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai"),
                centres: ["erqi", "jinshui"].map {
                    CentreCard(id: $0, name: Name(zh: $0.rawValue, en: $0.rawValue), kind: .district)
                }, channels: [], policy: Policy(), administrator: card(Self.admin), clock: clock.read)
            for person in [Self.duty, Self.reporter] {
                try desk.perform(.staff(.add(card(person))), as: Self.admin)
            }
            let root = try desk.foundMembership(name: "zz", by: Self.admin)
            for (index, centre) in (["zz", "erqi", "jinshui"] as [CentreID]).enumerated() {
                let (ledger, card) = try Ledger.join(
                    path: "\(folder)/\(index).sqlite", desk: DeskWord(node: root.root, key: root.rootKey),
                    centre: centre,
                    name: "\(centre.rawValue)-\(index)", clock: clock.read)
                try desk.perform(.node(.admit(card)), as: Self.admin)
                others.append(ledger)
            }
        }

        deinit {
            for ledger in others + [desk] { ledger.close() }
            try? FileManager.default.removeItem(atPath: folder)
        }

        func wire(_ from: Ledger, _ to: Ledger, mode: Exchange.Mode = .once) throws -> Wire {
            Wire(try LedgerReplica(from), try LedgerReplica(to), mode: mode, at: clock.read().milliseconds)
        }

        /// One exchange with the desk each; everybody has everything then.
        func meet() throws {
            for ledger in others {
                let wire = try wire(ledger, desk)
                wire.run()
                #expect(wire.dialled.outcome.isEqual && wire.called.outcome.isEqual, "\(wire.dialled.outcome)")
            }
        }

        func lead(_ ledger: Ledger? = nil, by person: Person = duty, contact: String? = words) throws -> SubjectID {
            let tip = LeadCommand.Tip(title: "井盖缺失", centre: "erqi", contact: contact)
            return try #require(
                try (ledger ?? desk).perform(.lead(.receive(tip)), as: person).events.first?.subject)
        }

        func reading(_ id: SubjectID, _ ledger: Ledger) throws -> ContactReading? {
            try ledger.read { desk in try desk.lead(id).flatMap { desk.contact(of: $0) } }
        }

        func text(_ id: SubjectID, _ ledger: Ledger) throws -> String? { try reading(id, ledger)?.text }
    }

    @Test func itGoesToTheDeskAndToTheLeadsOwnCentre() throws {
        let desks = try Desks()
        let id = try desks.lead()
        try desks.meet()
        #expect(try desks.text(id, desks.second) == Self.words)
        #expect(try desks.text(id, desks.erqi) == Self.words)
        #expect(try desks.reading(id, desks.jinshui)?.state == .absent)
        #expect(!FileManager.default.fileExists(atPath: desks.jinshui.path + ".private"))
        // The other way: what the centre was told, the desk has, and its other nodes through it.
        let own = try desks.lead(desks.erqi, by: Desks.reporter, contact: "李女士")
        try desks.meet()
        #expect(try desks.text(own, desks.desk) == "李女士")
        try desks.meet()
        #expect(try desks.text(own, desks.second) == "李女士")
        #expect(try desks.reading(own, desks.jinshui)?.state == .absent)
        // Erased anywhere, gone everywhere.
        try desks.erqi.perform(.lead(.eraseContact(id)), as: Desks.reporter)
        try desks.meet()
        try desks.meet()
        for ledger in [desks.desk, desks.second, desks.erqi] {
            #expect(try desks.reading(id, ledger) == ContactReading(.erased))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: ledger.path + ".private"))
            #expect(bytes.range(of: Data(Self.words.utf8)) == nil)
        }
    }

    /// Who learns only in the exchange whom it talks to has it all the same.
    @Test func whoDidNotKnowTheOtherHasItToo() throws {
        for isDialling in [true, false] {
            let desks = try Desks()
            let id = try desks.lead()
            try desks.wire(desks.erqi, desks.desk).run()
            #expect(try desks.text(id, desks.erqi) == Self.words)
            let (near, far) = isDialling ? (desks.second, desks.erqi) : (desks.erqi, desks.second)
            let wire = try desks.wire(near, far)
            wire.run()
            #expect(wire.dialled.outcome.isEqual && wire.called.outcome.isEqual, "\(wire.called.outcome)")
            #expect(try desks.text(id, desks.second) == Self.words)
        }
    }

    @Test func manyGoInSeveralFrames() throws {
        let desks = try Desks()
        let ids = try (0..<150).map { try desks.lead(contact: "第\($0)位") }
        try desks.meet()
        for (index, id) in ids.enumerated() { #expect(try desks.text(id, desks.erqi) == "第\(index)位") }
        #expect(!FileManager.default.fileExists(atPath: desks.jinshui.path + ".private"))
    }

    @Test func whoStaysIsGivenWhatIsNew() throws {
        let desks = try Desks()
        try desks.meet()
        let wire = try desks.wire(desks.erqi, desks.desk, mode: .follow)
        wire.run()
        let id = try desks.lead()
        wire.called.committed()
        wire.run()
        #expect(try desks.text(id, desks.erqi) == Self.words)
        let own = try desks.lead(desks.erqi, by: Desks.reporter, contact: "李女士")
        wire.dialled.committed()
        wire.run()
        #expect(try desks.text(own, desks.desk) == "李女士")
        #expect(!wire.dialled.isOver && wire.dialled.outcome.isEqual && wire.called.outcome.isEqual)
    }

    /// The word of a lead may come before the value does, from another node.
    @Test func whatWasAskedForInVainIsSentWhenItComes() throws {
        let desks = try Desks()
        try desks.meet()
        let id = try desks.lead(desks.erqi, by: Desks.reporter)
        let old = Old(try LedgerReplica(desks.erqi))
        let first = Wire(old, try LedgerReplica(desks.desk), at: desks.clock.read().milliseconds)
        first.run()
        #expect(try desks.reading(id, desks.desk)?.state == .absent)
        let wire = try desks.wire(desks.second, desks.desk, mode: .follow)
        wire.run()
        #expect(try desks.reading(id, desks.second)?.state == .absent)
        try desks.wire(desks.erqi, desks.desk).run()
        #expect(try desks.text(id, desks.desk) == Self.words)
        wire.called.committed()
        wire.run()
        #expect(try desks.text(id, desks.second) == Self.words)
    }

    @Test func programsThatDoNotKnowTheFramesGoOn() throws {
        for isDialling in [true, false] {
            let desks = try Desks()
            try desks.meet()
            let id = try desks.lead()
            let old: any Replica = Old(try LedgerReplica(desks.erqi))
            let desk: any Replica = try LedgerReplica(desks.desk)
            let wire = isDialling ? Wire(old, desk) : Wire(desk, old)
            var kinds: Set<UInt8> = []
            wire.tamper = { bytes, _, _ in
                kinds.formUnion(Self.kinds(bytes))
                return bytes
            }
            wire.run()
            #expect(wire.dialled.outcome.isEqual && wire.called.outcome.isEqual)
            #expect(try desks.reading(id, desks.erqi)?.state == .absent)
            // Neither is it asked nor does it get an answer.
            #expect(kinds.isDisjoint(with: [0x40, 0x41]) && kinds.contains(Frame.Kind.batch.rawValue))
        }
    }

    /// The kinds of whole frames.
    private static func kinds(_ bytes: [UInt8]) -> [UInt8] {
        var kinds: [UInt8] = []
        var place = 0
        while place + 5 <= bytes.count {
            kinds.append(bytes[place + 4] & 0x7F)
            place += 4 + bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return kinds
    }

    @Test func whoAsksForAnothersGetsNothing() throws {
        let desks = try Desks()
        let id = try desks.lead()
        try desks.meet()
        let greedy = Liar(try LedgerReplica(desks.jinshui))
        greedy.wants = try #require(try desks.desk.read { try $0.lead(id) }?.contact?.reference).id
        let wire = Wire(greedy, try LedgerReplica(desks.desk), at: desks.clock.read().milliseconds)
        wire.run()
        #expect(greedy.asked == 1 && greedy.kept == [])
        #expect(wire.dialled.outcome.isEqual && wire.called.outcome.isEqual)
    }

    @Test func whatIsForgedOrWasNotAskedForIsDropped() throws {
        let desks = try Desks()
        try desks.meet()
        let id = try desks.lead()
        let other = try desks.lead(contact: "赵师傅")
        let liar = Liar(try LedgerReplica(desks.desk))
        liar.forges = { values in
            values.compactMap { ErasableValue(id: $0.id, salt: $0.salt, text: $0.text + "9") }
                + values.compactMap { ErasableValue(id: $0.id, salt: $0.salt.reversed(), text: $0.text) }
        }
        let wire = Wire(try LedgerReplica(desks.erqi), liar, at: desks.clock.read().milliseconds)
        wire.run()
        #expect(wire.dialled.outcome.isEqual && liar.given > 0)
        for id in [id, other] { #expect(try desks.reading(id, desks.erqi)?.state == .absent) }
        #expect(!FileManager.default.fileExists(atPath: desks.erqi.path + ".private"))
        // And the right ones, when nobody lies.
        try desks.wire(desks.erqi, desks.desk).run()
        #expect(try desks.text(id, desks.erqi) == Self.words)
    }

    @Test func whatNobodyAskedForIsNotTaken() throws {
        let desks = try Desks()
        let id = try desks.lead()
        for ledger in desks.others { Wire(Old(try LedgerReplica(ledger)), try LedgerReplica(desks.desk)).run() }
        let reference = try #require(try desks.desk.read { try $0.lead(id) }?.contact?.reference)
        let node = try #require(try desks.second.membership()).node
        let values = try desks.desk.values([reference.id], for: node)
        #expect(values.map(\.text) == [Self.words])
        let exchange = Exchange(
            replica: try LedgerReplica(desks.second), mode: .serve, nonce: Data(repeating: 1, count: 32),
            now: desks.clock.read())
        exchange.theirHello = Hello(
            isDialled: true, follows: false, asksDeflated: false, keepsValues: true, node: node, desk: node,
            nonce: Data(), window: 0, log: 1, kinds: [])
        #expect(throws: PeerError.malformed("order")) { try exchange.hear(values, isAnswer: false) }
        exchange.hasTheirHeads = true
        try exchange.hear(values, isAnswer: false)
        #expect(try desks.reading(id, desks.second)?.state == .absent)
        #expect(throws: PeerError.malformed("values")) { try exchange.hear(values, isAnswer: true) }
        exchange.valueTalk.pending = [reference.id]
        try exchange.hear(values, isAnswer: false)
        #expect(try desks.text(id, desks.second) == Self.words)
    }

    @Test func whatIsOverIsNeverSent() throws {
        let desks = try Desks()
        let id = try desks.lead()
        for ledger in desks.others { Wire(Old(try LedgerReplica(ledger)), try LedgerReplica(desks.desk)).run() }
        desks.clock.advance(seconds: ErasableValue.usualTime)
        let asking = Liar(try LedgerReplica(desks.erqi))
        asking.wants = try #require(try desks.desk.read { try $0.lead(id) }?.contact?.reference).id
        Wire(asking, try LedgerReplica(desks.desk), at: desks.clock.read().milliseconds).run()
        #expect(asking.asked == 1 && asking.kept == [])
        try desks.meet()
        #expect(try desks.reading(id, desks.erqi)?.state == .expired)
        #expect(!FileManager.default.fileExists(atPath: desks.erqi.path + ".private"))
    }

    /// Who keeps none, as a hub, and who meets a hub, says nothing of values, and passes over what is said.
    @Test func whoKeepsNoneIsDeaf() throws {
        let stage = try Stage()
        let id = try #require(ErasableReference.ID(bytes: [UInt8](repeating: 7, count: 16)))
        let wire = Wire(stage.first, stage.desk, mode: .follow)
        wire.run()
        #expect(wire.called.theirHello?.keepsValues == false)
        for frame in [Frame.wants([id]), .values([], isAnswer: true), .wants([])] {
            wire.called.received(frame.encoded(), now: wire.now)
            wire.run()
        }
        #expect(!wire.called.isOver && wire.called.outcome.isEqual && wire.dialled.outcome.isEqual)
        #expect(wire.called.valueTalk.asked.isEmpty && wire.called.valueTalk.owed.isEmpty)
    }

    @Test func framesComeOutAsTheyWentIn() throws {
        let values = try ["王先生 13800000000", "x"].map { text in
            try #require(ErasableValue(text) { [UInt8](repeating: UInt8(text.utf8.count), count: $0) })
        }
        let ids = values.map(\.id)
        for frame in [
            Frame.wants([]), .wants(ids), .values([], isAnswer: true), .values(values, isAnswer: false),
        ] {
            #expect(try Frame(frame.kind, frame.payload) == frame)
            for deflate in [false, true] {
                var decoder = FrameDecoder()
                decoder.feed(frame.encoded(deflate: deflate))
                #expect(try decoder.next() == frame)
            }
        }
        #expect(throws: PeerError.self) { try Frame(.wants, [1, 2, 3]) }
        let payload = Frame.values(values, isAnswer: true).payload
        for cut in 2..<payload.count where cut != 1 + Frame.valueHead + values[0].text.utf8.count {
            #expect(throws: PeerError.self, "\(cut)") { try Frame(.values, payload.prefix(cut)) }
        }
        // A text that nobody may keep is passed over, and its neighbour is not.
        let raw = payload.map { $0 == UInt8(ascii: "x") ? 0x1B : $0 }
        #expect(try Frame(.values, raw) == .values([values[0]], isAnswer: true))
        let one = Frame.values([values[1]], isAnswer: true).payload.dropFirst()
        #expect(throws: PeerError.malformed("values")) {
            try Frame(.values, [0] + (0...Frame.mostWants).flatMap { _ in one })
        }
    }
}

/// A program that knows nothing of values.
private class Old: Replica {
    let replica: LedgerReplica
    init(_ replica: LedgerReplica) { self.replica = replica }
    var values: (any ValueReplica)? { nil }
    func introduction() throws -> Introduction { try replica.introduction() }
    func sign(_ bytes: Data) throws -> Data { try replica.sign(bytes) }
    func check(_ signature: Data, over bytes: Data, by node: NodeID) throws -> Bool? {
        try replica.check(signature, over: bytes, by: node)
    }
    func heads(for peer: NodeID) throws -> [Head] { try replica.heads(for: peer) }
    func newest() throws -> Int64? { try replica.newest() }
    func batch(of origin: OriginID, after sequence: Int64, bytes: Int) throws -> Batch? {
        try replica.batch(of: origin, after: sequence, bytes: bytes)
    }
    func writer(of origin: OriginID) throws -> NodeID? { try replica.writer(of: origin) }
    func take(_ batches: [Batch], from peer: NodeID) throws -> [Taken] { try replica.take(batches, from: peer) }
    func note(_ contact: Contact, of peer: NodeID) throws { try replica.note(contact, of: peer) }
    func note(_ trouble: PeerError?, of peer: NodeID) throws { try replica.note(trouble, of: peer) }
    func owedProofs(to peer: NodeID) throws -> String? { try replica.owedProofs(to: peer) }
    func noteProofs(by key: String, to peer: NodeID) throws { try replica.noteProofs(by: key, to: peer) }
}

/// A node that asks for what it may not have, and gives what is not what it seems.
private final class Liar: Old, ValueReplica {
    var wants: ErasableReference.ID?
    var forges: ([ErasableValue]) -> [ErasableValue] = { $0 }
    var kept: [String] = []
    var (asked, given) = (0, 0)

    override var values: (any ValueReplica)? { self }

    func wantedValues(
        except asked: Set<ErasableReference.ID>, limit: Int
    ) throws -> [ErasableReference.ID] {
        guard let wants, !asked.contains(wants) else { return [] }
        self.asked += 1
        return [wants]
    }

    func values(_ ids: [ErasableReference.ID], for peer: NodeID) throws -> [ErasableValue] {
        let values = forges(try replica.values(ids, for: peer))
        given += values.count
        return values
    }

    func keep(_ values: [ErasableValue]) throws { kept += values.map(\.text) }
}

/// A clock that stands still until a test moves it.
private final class SetClock: @unchecked Sendable {
    private let lock = NSLock()
    private var moment = Moment(milliseconds: 1_800_000_000_000)

    var read: @Sendable () -> Moment { { self.lock.withLock { self.moment } } }
    func advance(seconds: Int) { lock.withLock { moment = moment.adding(seconds: seconds) } }
}
