import Foundation
import GRDB
import Newsroom

/// One write transaction: decides commands against the desk as it stands, appends their events and, at the end,
/// brings the read models up to date once for each subject that changed.
public final class Transaction: DeskFacts {
    let db: Database
    private let ledger: Ledger
    private var tips: [ChainAudience: EventStore.Tip]
    /// The latest stamp of all chains: what happens now comes after everything that is known here.
    private var stamp: Stamp
    private var chain = Chain()
    private var subjects: [SubjectID: AnySubject] = [:]
    private var before: [SubjectID: Projection] = [:]
    private var changed: Set<SubjectID> = []
    /// The same in the order of their first change, which the rows of the read models keep.
    private var order: [SubjectID] = []
    private var hasChangedCards = false
    /// As they were asked for last; `nil` once a card or the policy has changed.
    private var knownHouses: Houses?
    private var changedStreams: Set<ChainAudience> = []
    private var heard: [CentreID: Moment] = [:]
    /// Drafts given to everybody in this transaction.
    private var shared: [SubjectID] = []
    private var numbers: [Series: Int] = [:]
    /// Keys of leads received in this transaction, which the read model does not know yet.
    private var keys: [TextKey: SubjectID] = [:]
    /// The machine was started again since then, which the first act of a person tells before it.
    private var resumedFrom: Moment?
    private var hasCorrections = false
    /// What is to be kept beside the log before its facts are committed.
    private var values: [(value: ErasableValue, subject: SubjectID, expires: Moment)] = []
    /// Whether a value was given or is to be forgotten: then something may lie beside the log that nothing refers to.
    private(set) var hasChangedValues = false
    /// Whether anything here lies further ahead of the clock than is believed, so that an act could come before what it is
    /// about.
    private let isBehind: Bool

    /// What the log holds after one of its rows, 0 for all of it: also what this transaction has recorded. Whoever
    /// follows the log keeps `last` for the next time.
    public func events(after row: Int64) throws -> (events: [Event], last: Int64) {
        try EventStore.events(db, after: row)
    }

    /// The last row of the log, with what this transaction has recorded.
    public func lastRow() throws -> Int64 { try EventStore.lastRow(db) }

    /// The time at which everything in this transaction happens; the wall clock's unless a rehearsal sets it.
    public var now: Moment

    init(_ db: Database, ledger: Ledger, at now: Moment) throws {
        self.db = db
        self.ledger = ledger
        self.now = now
        (tips, stamp) = try EventStore.tips(db, now: now)
        let latest = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(stamp) FROM origin"))
        isBehind = (latest ?? 0) > ClockGuard.latest(now).value
    }

    /// Refuses to go on where the clock is not believed; else keeps where it stands.
    func checkClock() throws {
        let anchor: ClockGuard.Anchor?
        switch try ClockGuard.outcome(db, now: now, uptime: ledger.uptime) {
        case nil: return
        case .steady(let kept): anchor = kept
        case .believed(let fresh):
            try ClockGuard.keep(fresh, db)
            anchor = fresh
        case .jumped(let jump): throw LedgerError.clockJumped(path: ledger.path, jump)
        }
        resumedFrom = anchor?.untold.map(Moment.init(milliseconds:))
    }

    /// Performs a command for somebody.
    /// - Throws: `Refusal` when a rule says no; nothing of this command is recorded then.
    @discardableResult
    public func perform(_ command: Command, as actor: Person) throws -> Ledger.Outcome {
        let proposals = try command.decide(by: actor, desk: self)
        // A console may be open since before the post was taken away.
        if let card = try staff(actor.staff)?.card, !card.posts.contains(actor.post) {
            throw Refusal.otherPosts(card.id, card.posts)
        }
        return Ledger.Outcome(
            events: try proposals.map { proposal in
                var actor = actor
                actor.capacity = proposal.capacity
                let event = try append(proposal.subject, proposal.fact, by: actor)
                if let value = proposal.value {
                    guard let reference = proposal.fact.subjectFact.reference else {
                        throw LedgerError.unreadable(path: ledger.path, detail: "a value that no fact refers to")
                    }
                    values.append((value, event.subject, reference.expiresAt))
                }
                return event
            })
    }

    /// Records a fact that no rule needs to judge: the first ones of a new desk.
    @discardableResult
    func append(_ id: SubjectID, _ fact: Fact, by actor: Person) throws -> Event {
        try append(id, fact, by: .person(actor))
    }

    /// The same of whoever it may be.
    @discardableResult
    func append(_ id: SubjectID, _ fact: Fact, by actor: Actor) throws -> Event {
        // A word of the node itself has nobody behind it who could tell this as well, nor has a change of its key by somebody
        // who does not work here any more: elsewhere it would not count. The next one who acts does.
        if let last = resumedFrom, let person = actor.person, let card = try staff(person.staff)?.card, card.isActive,
            card.posts.contains(person.post)
        {
            resumedFrom = nil
            try ClockGuard.markTold(db)
            try append(.desk, .desk(.clockResumed(last: last)), by: actor)
        }
        // A chain that goes on would fall back behind its own stamps; accepting a clock begins new ones first.
        if case .desk(.clockCorrected(let origin, _, _, _)) = fact, tips.values.contains(where: { $0.origin == origin })
        {
            throw Refusal.badCorrection
        }
        if isBehind {
            try checkOrder(id)
            if let person = actor.person { try checkOrder(.staff(person.staff)) }
            if let authority = fact.emergencyAuthority { try checkOrder(.staff(authority.staff)) }
        }
        let stream = try stream(of: id, fact)
        let event = Event(subject: id, stamp: stamp.next(at: now), actor: actor, fact: fact, from: home)
        // By the stamp that it has got, as every other node judges it: others' clocks, ahead of this one, draw it forwards.
        if event.actor.person?.capacity.loan != nil || fact.emergencyAuthority != nil {
            switch try Authorizer(db).distrust(ofDesk: event) {
            case .onLoan(_, let lack): throw Refusal.loan(.lacks(lack))
            case .noAuthority(let person, let house):
                let others = try houses().authorities(in: house) { $0 == person }.map(\.staff)
                throw Refusal.emergency(.noAuthority(person, house, others))
            case .revoked, .unknownActor, .otherCentre, .otherRole, .inactive, .desksOwn, .noRight, .notByNode,
                .othersNumber, .unreadable, .notUnderstood, nil:
                break
            }
        }
        let state = try subject(id)
        // What stands in the read model now: only the first change of a subject finds it unchanged.
        if !changed.contains(id), let state { before[id] = Projection(state) }
        subjects[id] = try state.map { try $0.applying(event) } ?? AnySubject.fold([event])
        try write(event, stream)
        if changed.insert(id).inserted { order.append(id) }
        if case .staff = subjects[id] { (hasChangedCards, knownHouses) = (true, nil) }
        if case .loan = subjects[id] { (hasChangedCards, knownHouses) = (true, nil) }
        if case .desk(.policySet) = fact { knownHouses = nil }
        if case .channel = subjects[id] { hasChangedCards = true }
        if Corrections.isCorrection(event) { hasCorrections = true }
        for house in event.heard { heard[house] = event.at }
        if case .lead(let fact) = fact {
            switch fact {
            case .contactGiven, .contactErased: hasChangedValues = true
            case .received(let card): if let key = card.sourceKey { keys[TextKey(rawValue: key)] = id }
            case .promoted, .merged, .dismissed, .restored: break
            }
        }
        return event
    }

    /// Refuses an act that would come before what is known of a subject: a clock that is behind would let it count nowhere.
    private func checkOrder(_ id: SubjectID) throws {
        // Of the desk itself there are corrections, which are of what lies ahead.
        guard id != .desk else { return }
        let last = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT max(e.stamp) FROM event e LEFT JOIN aside q ON q.event = e.row
                    WHERE e.subject = ? AND q.event IS NULL
                    """), arguments: [id])
        guard let last, last >= stamp.next(at: now).value else { return }
        let seconds = Stamp(value: last).moment.seconds(since: now)
        throw LedgerError.clockJumped(path: ledger.path, .logAhead(seconds: seconds))
    }

    private func write(_ event: Event, _ stream: ChainAudience) throws {
        guard var tip = tips[stream] else { throw LedgerError.damaged(path: ledger.path, detail: "no origin") }
        try EventStore.append(db, event, tip: &tip, chain: &chain)
        tips[stream] = tip
        stamp = event.stamp
        changedStreams.insert(stream)
    }

    // MARK: - Drafts that are a centre's own

    /// Where an event belongs. At a centre's node a draft is its centre's own until anything but an edit happens to it:
    /// then its history is told again to everybody, and from there on it is everybody's.
    private func stream(of id: SubjectID, _ fact: Fact) throws -> ChainAudience {
        guard let home, tips[.own] != nil else { return .shared }
        let fact = fact.subjectFact
        if try fact.staysOwn(at: home, isOwn: isOwn(id)) { return .own }
        if let draft = fact.shares(id) { try share(draft) }
        return .shared
    }

    private func isOwn(_ id: SubjectID) throws -> Bool { EventStore.isOwn(try EventStore.stored(db, of: id)) }

    private func share(_ id: SubjectID) throws {
        let events = try EventStore.stored(db, of: id)
        guard EventStore.isOwn(events) else { return }
        shared.append(id)
        // What others have told everybody of it before makes nothing, and stays as it is.
        for stored in events where stored.stream == .own {
            let event = stored.event
            let body = try Data.fetchOne(
                db.cachedStatement(sql: "SELECT body FROM event WHERE row = ?"), arguments: [stored.row])
            let told = CommonFact.Told(at: event.stamp, fact: event.fact, body: [UInt8](body ?? Data(event.fact.body)))
            try write(
                Event(
                    subject: id, stamp: stamp.next(at: now), actor: event.actor, fact: .common(.told(told)), from: home),
                .shared)
        }
    }

    /// Brings the read models up to date; called once, before the commit. A long transaction may call it in between
    /// to free memory.
    public func finish() throws {
        let writer = ModelWriter(db)
        for id in order {
            guard let state = subjects[id] else { continue }
            try writer.write(Projection(state), replacing: before[id])
        }
        try writer.finish()
        if changed.contains(where: { if case .node = subjects[$0] { true } else { false } }) {
            var models = try Models(db)
            let judge = Authorizer(db)
            try judge.judgeRevoked(&models)
            try judge.judgeLoans(&models)
            try models.finish()
            try judge.hearAgain()
        }
        // What happens now comes after what is known, and nothing that was judged changes; unless this clock is behind.
        let loans = changed.filter { if case .loan = subjects[$0] { true } else { false } }
        if !loans.isEmpty {
            var models = try Models(db)
            let judge = Authorizer(db)
            judge.doubtLoans(loans)
            try judge.judgeLoans(&models)
            try models.finish()
            try judge.hearAgain()
        }
        if hasCorrections {
            hasCorrections = false
            try Corrections.settle(db)
        }
        // What was void in the centre's own chain is void where it was told again.
        for id in shared { try Models.noteVoid(db, of: id) }
        shared.removeAll()
        for stream in changedStreams {
            guard let tip = tips[stream] else { continue }
            try db.cachedStatement(sql: "UPDATE origin SET seq = ?, stamp = ?, written = NULL, hash = ? WHERE row = ?")
                .execute(
                    arguments: [tip.sequence, tip.stamp.value, tip.hash, tip.row])
        }
        changedStreams.removeAll()
        for (centre, at) in heard {
            try db.cachedStatement(
                sql: """
                    INSERT INTO heard(centre, at) VALUES(?, ?)
                    ON CONFLICT(centre) DO UPDATE SET at = max(at, excluded.at)
                    """
            ).execute(arguments: [centre.rawValue, at.milliseconds])
        }
        subjects.removeAll()
        before.removeAll()
        changed.removeAll()
        order.removeAll()
        hasChangedCards = false
        heard.removeAll()
        keys.removeAll()
    }

    /// Questions about all of the staff, or all channels, go to the read model, so it must know what this transaction did
    /// to them.
    private func finishCards() throws {
        if hasChangedCards { try finish() }
    }

    /// Puts the values beside the log, before what refers to them is committed: nothing that is acknowledged is lost. Those
    /// of a transaction that comes to nothing are swept (`Ledger.forgetValues`).
    func keepValues() throws {
        guard !values.isEmpty else { return }
        try ErasableStore(making: ledger.path).insert(values)
        values.removeAll()
    }

    // MARK: - What the rules ask

    /// The centre whose node this is, which may act for its own people only; `nil` at the desk's own nodes.
    public var home: CentreID? { tips[.shared]?.centre }

    /// The subject as this transaction has it now; `nil` when no event makes it.
    public func subject(_ id: SubjectID) throws -> AnySubject? {
        if let known = subjects[id] { return known }
        let folded = try id == .desk ? foldedDesk() : AnySubject.fold(EventStore.events(db, of: id))
        subjects[id] = folded
        return folded
    }

    /// The desk from its read model: every note is an event of the desk, so that its own grow without end, and every
    /// command asks for its policy.
    private func foldedDesk() throws -> AnySubject? {
        let stored = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT charter, policy FROM desk WHERE id = ?"),
            arguments: [SubjectID.desk])
        let decoder = JSONDecoder()
        guard let stored, let charter = try? decoder.decode(DeskCharter.self, from: Data(stored.text(0).utf8)),
            let policy = try? decoder.decode(Policy.self, from: Data(stored.text(1).utf8))
        else { return AnySubject.fold(try EventStore.events(db, of: .desk)) }
        let nobody = Person(staff: "", role: .administrator, house: charter.id)
        return AnySubject.fold(
            [Fact.desk(.opened(charter)), .desk(.policySet(policy))].map {
                Event(subject: .desk, stamp: Stamp(value: 0), actor: .person(nobody), fact: $0)
            })
    }

    /// The desk as it stands; throws `LedgerError.damaged` when the file has none.
    public func desk() throws -> Desk {
        guard case .desk(let desk) = try subject(.desk) else {
            if home != nil { throw LedgerError.notSynced(path: ledger.path) }
            throw LedgerError.damaged(path: ledger.path, detail: "no desk")
        }
        return desk
    }

    /// The centre with this id; `nil` when the roster has none.
    public func centre(_ id: CentreID) throws -> Centre? {
        guard case .centre(let centre) = try subject(.centre(id)) else { return nil }
        return centre
    }

    /// All channels, with what this transaction did to them.
    public func channels() throws -> [ChannelCard] {
        try finishCards()
        return try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM channel ORDER BY row")).compactMap {
            ledger.cards.read(ChannelCard.self, $0.text(0))
        }
    }

    /// A story on all its channels, with what this transaction did to them.
    public func placements(of story: SubjectID) throws -> [Placement] {
        guard case .story(let placed) = try subject(story) else { return [] }
        let known = try PlacementTable.ids(db, of: story)
        let fresh = order.filter { id in
            guard !known.contains(id), case .placement(let placement) = subjects[id] else { return false }
            return placement.story == story && placement.centre == placed.draft.centre
        }
        return try (known + fresh).compactMap { id in
            guard case .placement(let placement) = try subject(id) else { return nil }
            return placement
        }.sorted { $0.channel.rawValue < $1.channel.rawValue }
    }

    /// The person with this id, active or not; `nil` when there is none.
    public func staff(_ id: StaffID) throws -> Staff? {
        guard case .staff(let staff) = try subject(.staff(id)) else { return nil }
        return staff
    }

    /// The person with this login, active or not; `nil` when it is nobody's.
    public func staff(login: String) throws -> Staff? {
        try finishCards()
        let key = try String.fetchOne(
            db.cachedStatement(sql: "SELECT key FROM staff WHERE login = ?"), arguments: [login])
        return try key.flatMap { try staff(StaffID(rawValue: $0)) }
    }

    /// Who may do what in which house, with what this transaction changed.
    public func houses() throws -> Houses {
        if var known = knownHouses {
            // A rehearsal moves the clock within one transaction.
            known.now = now
            return known
        }
        try finishCards()
        let desk = try desk()
        let cards = try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM staff WHERE active = 1 ORDER BY row"))
        let houses = Houses(
            desk: desk.charter.id, policy: desk.policy,
            staff: cards.compactMap { ledger.cards.read(StaffCard.self, $0.text(0)) },
            loans: try LoanTable.agreed(db, at: now), now: now)
        knownHouses = houses
        return houses
    }

    /// The lead with this key, also one received in this transaction; `nil` when none came before.
    public func lead(sourceKey: String) throws -> SubjectID? {
        // Leads keep their keys clean and short, so that is how a key is found again.
        let key = CleanText.line(sourceKey, limit: 500)
        if let id = keys[TextKey(rawValue: key)] { return id }
        return try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM lead WHERE source_key = ?"), arguments: [key])?.value(0)
    }

    /// The node with this id; `nil` when none was admitted.
    public func node(_ id: NodeID) throws -> DeskNode? {
        guard case .node(let node) = try subject(.node(id)) else { return nil }
        return node
    }

    /// The places in numbers that nodes have already.
    public func slots() throws -> Set<Int> {
        if changed.contains(where: { if case .node = subjects[$0] { true } else { false } }) { try finish() }
        return Set(try Int.fetchAll(db.cachedStatement(sql: "SELECT slot FROM member")))
    }

    /// The next free number, from 1; each call takes another, whether it is used or not.
    public func nextNumber(_ series: Series) throws -> Int {
        let table = series.table.name
        // Each node has numbers of its own, so that two which are apart never give the same.
        let first = try slot() * Number.perSlot
        let last =
            try numbers[series] ?? Witness.lastNumber(
                db, series, from: first + 1, through: first + Number.perSlot - 1) ?? first
        let floor = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'floor.' || ?"),
            arguments: [table])
        let given = max(last, floor ?? 0)
        // A damaged row may hold any number; at the end of all numbers none is left.
        guard given < first + Number.perSlot - 1 else {
            throw LedgerError.damaged(path: ledger.path, detail: "no number is left in \(table)")
        }
        numbers[series] = given + 1
        return given + 1
    }

    private func slot() throws -> Int {
        guard home != nil else { return 0 }
        let slot = try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT m.slot FROM origin o JOIN member m ON m.key = o.node
                    WHERE o.mine = 1 AND o.stream = 'shared'
                    """))
        guard let slot else { throw LedgerError.notSynced(path: ledger.path) }
        guard (0...NodeCard.lastSlot).contains(slot) else {
            throw LedgerError.damaged(path: ledger.path, detail: "a node's slot is none")
        }
        return slot
    }

    /// A fresh id, ordered by the time of this transaction.
    public func makeID() throws -> SubjectID { SubjectID(at: now, slot: try slot(), random: ledger.entropy.next) }

    /// From where ids and keys come.
    public func randomBytes(_ count: Int) -> [UInt8] { ledger.entropy.bytes(count) }
}
