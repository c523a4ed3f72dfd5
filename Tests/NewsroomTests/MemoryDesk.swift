import Newsroom

/// A desk in memory: what `decide` asks of a ledger, and the log that its facts make.
final class MemoryDesk: DeskFacts {
    var now: Moment
    /// The centre whose node it is; `nil` for the desk's own.
    var home: CentreID?
    private(set) var log: [Event] = []
    private var counters: [Series: Int] = [:]
    private var lastStamp = Stamp(value: 0)
    private var dice = Dice(seed: 1)

    static let start = Moment(milliseconds: 1_795_226_400_000)

    init(now: Moment = MemoryDesk.start) {
        self.now = now
        let charter = DeskCharter(
            id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai")
        write(.desk, Sample.root, .desk(.opened(charter)))
        for card in Sample.centres { write(.centre(card.id), Sample.root, .centre(.added(card))) }
        for card in Sample.channels { write(.channel(card.id), Sample.root, .channel(.added(card))) }
        for card in Sample.staff { write(.staff(card.id), Sample.root, .staff(.added(card))) }
    }

    /// Decides, writes what was decided, and returns it.
    @discardableResult
    func perform(_ command: Command, by person: StaffID) throws -> [Proposal] {
        let proposals = try command.decide(by: Sample.actor(person), desk: self)
        for proposal in proposals { write(proposal, by: person) }
        return proposals
    }

    /// Writes what was decided, by what it was decided.
    func write(_ proposal: Proposal, by person: StaffID) {
        var actor = Sample.actor(person)
        actor.capacity = proposal.capacity
        write(proposal.subject, actor, proposal.fact)
    }

    /// Writes a fact that nothing was asked about.
    ///
    /// - Parameter from: the centre whose node wrote it; `nil` for one of the desk's.
    func write(_ subject: SubjectID, _ actor: Person, _ fact: Fact, from: CentreID? = nil) {
        lastStamp = lastStamp.next(at: now)
        log.append(Event(subject: subject, stamp: lastStamp, actor: .person(actor), fact: fact, from: from))
    }

    func events(of subject: SubjectID) -> [Event] { log.filter { $0.subject == subject } }

    func task(_ id: SubjectID) -> NewsTask? { NewsTask.fold(events(of: id))?.state }
    func story(_ id: SubjectID) -> Story? { Story.fold(events(of: id))?.state }
    func lead(_ id: SubjectID) -> Lead? { Lead.fold(events(of: id))?.state }

    // MARK: - DeskFacts

    func desk() throws -> Desk {
        guard let desk = Desk.fold(events(of: .desk)) else { throw Refusal.unknownItem("desk") }
        return desk.state
    }
    func centre(_ id: CentreID) throws -> Centre? { Centre.fold(events(of: .centre(id)))?.state }
    func staff(_ id: StaffID) throws -> Staff? { Staff.fold(events(of: .staff(id)))?.state }
    func staff(login: String) throws -> Staff? { everyone().first { $0.card.login == login } }
    func houses() throws -> Houses {
        let loans = made { if case .loan(.proposed) = $0 { true } else { false } }.compactMap {
            Loan.fold(events(of: $0))?.state
        }
        return Houses(
            desk: "zz", policy: try desk().policy, staff: everyone().map(\.card),
            loans: loans.filter { $0.state == .inForce }.map { LoanTerms(id: $0.id, card: $0.card) }, now: now)
    }
    func subject(_ id: SubjectID) throws -> AnySubject? { AnySubject.fold(events(of: id)) }
    func lead(sourceKey: String) throws -> SubjectID? {
        for event in log {
            if case .lead(.received(let card)) = event.fact, card.sourceKey == sourceKey { return event.subject }
        }
        return nil
    }
    func channels() throws -> [ChannelCard] {
        made { if case .channel(.added) = $0 { true } else { false } }.compactMap {
            Channel.fold(events(of: $0))?.state.card
        }
    }
    func placements(of story: SubjectID) throws -> [Placement] {
        made { if case .placement(.ordered(let order)) = $0 { order.story == story } else { false } }.compactMap {
            Placement.fold(events(of: $0))?.state
        }
    }
    private func made(_ isWanted: (Fact) -> Bool) -> [SubjectID] {
        log.reduce(into: []) { ids, event in
            if isWanted(event.fact), !ids.contains(event.subject) { ids.append(event.subject) }
        }
    }
    func nextNumber(_ series: Series) throws -> Int {
        counters[series, default: 0] += 1
        return counters[series, default: 0]
    }
    func makeID() -> SubjectID { SubjectID(at: now) { self.dice.next() } }
    func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) } }

    private func everyone() -> [Staff] {
        var ids: [StaffID] = []
        for event in log { if case .staff(.added(let card)) = event.fact { ids.append(card.id) } }
        return ids.compactMap { Staff.fold(events(of: .staff($0)))?.state }
    }
}

/// People, places and channels of the tests.
enum Sample {
    static let channels = [
        ChannelCard(id: "app", name: Name(zh: "客户端", en: "App"), kind: .app, house: "zz"),
        ChannelCard(id: "wechat", name: Name(zh: "微信", en: "WeChat"), kind: .wechat, house: "zz"),
        ChannelCard(id: "weibo", name: Name(zh: "微博", en: "Weibo"), kind: .weibo, house: "zz"),
        ChannelCard(id: "erqi/app", name: Name(zh: "二七客户端", en: "Erqi app"), kind: .app, house: "erqi"),
        ChannelCard(id: "erqi/wechat", name: Name(zh: "二七微信", en: "Erqi WeChat"), kind: .wechat, house: "erqi"),
        ChannelCard(id: "erqi/weibo", name: Name(zh: "二七微博", en: "Erqi Weibo"), kind: .weibo, house: "erqi"),
        ChannelCard(
            id: "zhongmu/wechat", name: Name(zh: "中牟微信", en: "Zhongmu WeChat"), kind: .wechat, house: "zhongmu"),
    ]

    static let centres = [
        CentreCard(id: "zz", name: Name(zh: "郑州市融媒体指挥中心", en: "Zhengzhou desk"), kind: .municipal),
        CentreCard(id: "erqi", name: Name(zh: "二七区", en: "Erqi"), kind: .district, falseFriends: ["二七广场站"]),
        CentreCard(id: "zhongmu", name: Name(zh: "中牟县", en: "Zhongmu"), kind: .county, aliases: ["牟县"]),
        CentreCard(id: "zhongyuan", name: Name(zh: "中原区", en: "Zhongyuan"), kind: .district),
        CentreCard(id: "xingyang", name: Name(zh: "荥阳市", en: "Xingyang"), kind: .city),
        CentreCard(id: "xinmi", name: Name(zh: "新密市", en: "Xinmi"), kind: .city, falseFriends: ["新密码", "鸢新密探"]),
        CentreCard(id: "xinzheng", name: Name(zh: "新郑市", en: "Xinzheng"), kind: .city),
        CentreCard(
            id: "hangkonggang", name: Name(zh: "航空港区", en: "Airport Zone"), kind: .zone, aliases: ["机场", "port"]),
    ]

    static let staff = [
        card("root", .administrator, "zz"), card("viewer", .viewer, "zz"), card("biz", .business, "erqi"),
        card("rep", .reporter, "erqi"), card("rep2", .reporter, "erqi"), card("ed", .centreEditor, "erqi"),
        card("ed2", .centreEditor, "erqi"), card("mrep", .reporter, "zhongmu"), card("med", .centreEditor, "zhongmu"),
        card("duty", .dutyEditor, "zz"), card("duty2", .dutyEditor, "zz"), card("head", .deskHead, "zz"),
        card("head2", .deskHead, "zz"), card("chief", .chiefEditor, "zz"), card("chief2", .chiefEditor, "zz"),
        StaffCard(id: "gone", name: "离职", role: .reporter, centre: "erqi", isActive: false),
    ]

    static let root = Person(staff: "root", role: .administrator, house: "zz")

    /// The first of the sample staff with a role.
    static func person(_ role: Role) -> StaffID { staff.first { $0.role == role }?.id ?? "root" }

    static func actor(_ id: StaffID) -> Person {
        guard let card = staff.first(where: { $0.id == id }) else {
            return Person(staff: id, role: .viewer, house: "zz")
        }
        return Person(staff: id, role: card.role, house: card.centre)
    }

    /// Who may do what in which house.
    static let houses = Houses(desk: "zz", policy: Policy(), staff: staff, loans: [], now: MemoryDesk.start)

    /// The same as they act on something: the desk's people on what is a house's own on its behalf.
    static func actor(_ id: StaffID, of fact: Fact, home: CentreID?) -> Person {
        var actor = actor(id)
        if let home, fact.right?.reach == .house, actor.house == "zz", home != "zz" { actor.capacity = .onBehalf }
        return actor
    }

    private static func card(_ id: StaffID, _ role: Role, _ centre: CentreID) -> StaffCard {
        StaffCard(id: id, name: "名\(id.rawValue)", role: role, centre: centre, login: id.rawValue)
    }
}

/// What a body of code refuses with; `nil` when it goes through.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        return nil
    } catch {
        return error as? Refusal
    }
}
