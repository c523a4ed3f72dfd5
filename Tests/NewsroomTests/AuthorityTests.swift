import Foundation
import Newsroom
import Testing

/// Who may write what into the log that all nodes share: judged when an event comes, and again when it is folded.
@Suite struct AuthorityTests {
    private static let node = NodeCard(
        id: "0123456789abcdef0123456789abcdef", name: "erqi-1", centre: "erqi", slot: 1, key: "")
    private static let subject = SubjectID(at: MemoryDesk.start, slot: 1) { 7 }
    private static let now = Stamp(at: MemoryDesk.start)

    private func event(
        _ fact: Fact, _ actor: Person, from: CentreID? = nil, at stamp: Stamp = now, subject: SubjectID = subject
    ) -> Event {
        Event(subject: subject, stamp: stamp, actor: .person(actor), fact: fact, from: from)
    }

    /// The cards of the sample staff, all of them since ever.
    private func distrust(
        _ event: Event, cards: [StaffID: StaffCard] = Dictionary(Sample.staff.map { ($0.id, $0) }) { first, _ in first }
    ) -> RejectionReason? {
        Authority.distrust(
            event, of: Self.node, card: { person, _ in cards[person] },
            hasSlot: { slot, centre in centre == "erqi" ? [1, 2].contains(slot) : slot == 3 }, loan: { _, _ in nil },
            desk: { "zz" })
    }

    private func actor(_ role: Role) -> (actor: Person, cards: [StaffID: StaffCard]) {
        let card = StaffCard(id: "somebody", name: "某", role: role, centre: "erqi")
        return (Person(staff: "somebody", role: role, house: "erqi"), ["somebody": card])
    }

    // MARK: - When an event comes

    @Test func aCentresNodeWritesWhatItsPeopleMayAndNothingOfTheDesks() {
        let desks: Set<FactKind> = [
            .desk(.opened), .desk(.policySet), .desk(.clockCorrected), .centre(.added), .staff(.added),
            .staff(.changed), .channel(.added), .channel(.changed),
            .node(.admitted), .node(.revoked),
        ]
        for fact in Sample.facts.map(Self.numbered)
        where fact.kind != .node(.keyChanged) && fact.kind != .common(.told) {
            for role in Role.allCases {
                let (actor, cards) = actor(role)
                let found = distrust(event(fact, actor), cards: cards)
                if desks.contains(fact.kind) {
                    #expect(found == .desksOwn(kind: fact.kind.name), "\(fact.kind) \(role)")
                } else if let right = fact.right, !role.may(right) {
                    #expect(found == .noRight("somebody", kind: fact.kind.name), "\(fact.kind) \(role)")
                } else if let named = fact.emergencyAuthority {
                    #expect(found == .noAuthority(named.staff, named.house), "\(fact.kind) \(role)")
                } else {
                    #expect(found == nil, "\(fact.kind) \(role)")
                }
            }
        }
    }

    @Test func aNodeChangesItsOwnKeyAndNoOthers() {
        let fact = Fact.node(.keyChanged(key: "new", before: []))
        let nobody = Person(staff: "-", role: .administrator, house: "erqi")
        #expect(distrust(event(fact, nobody, subject: .node(Self.node.id))) == nil)
        #expect(distrust(event(fact, nobody, subject: .node("other"))) == .desksOwn(kind: "nodeKeyChanged"))
    }

    /// By itself a node does what nodes do, and only as itself.
    @Test func aNodeActsAsItselfOrNotAtAll() {
        for fact in Sample.facts where !fact.isDesksOwn && fact.kind != .node(.keyChanged) {
            for (node, house) in [(Self.node.id, "erqi"), ("other", "erqi"), (Self.node.id, "zhongmu")]
                as [(NodeID, CentreID)]
            {
                var one = event(fact, Sample.actor("rep"))
                one.actor = .node(node, house: house)
                let isOfNodes = fact.kind == .placement(.stepped) || fact.kind == .placement(.reported)
                let mayDo = isOfNodes && node == Self.node.id && house == "erqi"
                #expect(distrust(one) == (mayDo ? nil : .notByNode(kind: fact.kind.name)), "\(fact.kind) \(house)")
            }
        }
        var folded = event(.task(.issued(.sample())), Sample.actor("duty"))
        folded.actor = .node(Self.node.id, house: "zz")
        #expect(AnySubject.fold([folded]) == nil, "nor at the desk's own nodes")
    }

    /// Whoever has several posts acts in each of them, and in no other.
    @Test func aPersonActsInEachOfTheirPosts() {
        var card = Sample.staff[2]
        card = StaffCard(
            id: "two", name: "两", role: .reporter, centre: "zz", also: [Post(role: .centreEditor, house: "erqi")])
        func found(_ role: Role, _ house: CentreID) -> RejectionReason? {
            distrust(
                event(.story(.edited(title: "t", body: "b")), Person(staff: "two", role: role, house: house)),
                cards: ["two": card])
        }
        #expect(found(.centreEditor, "erqi") == nil)
        #expect(found(.reporter, "erqi") == .otherRole("two", claimed: .reporter))
        #expect(found(.reporter, "zz") == .otherCentre("two", "zz"))
    }

    @Test func whoActsMustBeWhoTheySayWhereTheySay() {
        let fact = Fact.desk(.noted(text: "x"))
        func found(_ staff: StaffID, _ role: Role, _ centre: CentreID) -> RejectionReason? {
            distrust(event(fact, Person(staff: staff, role: role, house: centre)))
        }
        #expect(found("rep", .reporter, "erqi") == nil)
        #expect(found("nobody", .reporter, "erqi") == .unknownActor("nobody"))
        #expect(found("gone", .reporter, "erqi") == .inactive("gone"))
        // Somebody of another centre, and somebody of this one who claims to sit elsewhere.
        #expect(found("mrep", .reporter, "erqi") == .otherCentre("mrep", "erqi"))
        #expect(found("rep", .reporter, "zhongmu") == .otherCentre("rep", "zhongmu"))
        #expect(found("rep", .centreEditor, "erqi") == .otherRole("rep", claimed: .centreEditor))
    }

    @Test func whoActsForAnotherIsAnAdministratorOfTheCentre() {
        let fact = Fact.desk(.noted(text: "x"))
        var cards = Dictionary(Sample.staff.map { ($0.id, $0) }) { first, _ in first }
        cards["admin"] = StaffCard(id: "admin", name: "管", role: .administrator, centre: "erqi")
        cards["left"] = StaffCard(id: "left", name: "离", role: .administrator, centre: "erqi", isActive: false)
        func found(_ via: StaffID) -> RejectionReason? {
            distrust(event(fact, Person(staff: "rep", role: .reporter, house: "erqi", via: via)), cards: cards)
        }
        #expect(found("admin") == nil)
        #expect(found("nobody") == .unknownActor("nobody"))
        #expect(found("left") == .inactive("left"))
        #expect(found("ed") == .otherRole("ed", claimed: .administrator))
        #expect(found("root") == .otherRole("root", claimed: .administrator), "the desk's own is none of the centre")
    }

    @Test func whatIsToldAgainIsJudgedAsItWasAndOnlyOnce() {
        let rep = Person(staff: "rep", role: .reporter, house: "erqi")
        func told(_ at: Int64, _ fact: Fact) -> RejectionReason? {
            distrust(
                event(.common(.told(CommonFact.Told(at: Stamp(value: at), fact: fact))), rep, at: Stamp(value: 100)))
        }
        let unreadable = RejectionReason.unreadable(kind: "told")
        let edited = Fact.story(.edited(title: "题", body: "文"))
        #expect(told(99, edited) == nil)
        #expect(told(100, edited) == unreadable, "nothing is told before it happened")
        #expect(told(101, edited) == unreadable)
        #expect(told(9, .common(.told(CommonFact.Told(at: Stamp(value: 8), fact: edited)))) == unreadable)
        // Whatever cannot have stood in a chain of its centre alone: a key by which the desk's own node would be known above all.
        for fact in Sample.facts
        where ![.story(.drafted), .story(.edited), .story(.attached), .story(.detached), .common(.overruledRead)]
            .contains(fact.kind)
        {
            #expect(told(9, fact) == unreadable, "\(fact.kind.name)")
        }
        #expect(told(9, AttachmentTests.attached()) == nil, "a draft's own")
        // By the roster of then.
        let card = StaffCard(id: "rep", name: "记", role: .reporter, centre: "erqi", isActive: false)
        let was = Authority.distrust(
            event(
                .common(.told(CommonFact.Told(at: Stamp(value: 50), fact: edited))), rep,
                at: Stamp(value: 100)),
            of: Self.node,
            card: { person, stamp in
                guard person == "rep" else { return nil }
                var card = card
                card.isActive = stamp < Stamp(value: 60)
                return card
            }, hasSlot: { _, _ in false }, loan: { _, _ in nil }, desk: { "zz" })
        #expect(was == nil)
    }

    /// With a number that is the node's to give, where it gives one; all of the sample's are the desk's.
    private static func numbered(_ fact: Fact) -> Fact { numbered(fact, in: node.slot) }

    private static func numbered(_ fact: Fact, in slot: Int) -> Fact {
        switch fact {
        case .lead(.received(var card)):
            card.number += slot * Number.perSlot
            return .lead(.received(card))
        case .task(.issued(var order)):
            order.number += slot * Number.perSlot
            return .task(.issued(order))
        case .story(.drafted(var draft)):
            draft.number += slot * Number.perSlot
            return .story(.drafted(draft))
        case .request(.made(var card)):
            card.number += slot * Number.perSlot
            return .request(.made(card))
        case .loan(.proposed(var card, let house)):
            card.number += slot * Number.perSlot
            return .loan(.proposed(card, house: house))
        default: return fact
        }
    }

    /// Whatever begins under an id is what that id means from then on: nobody begins anything under another's, nor under that of
    /// what has a name.
    @Test func aNodeBeginsNothingUnderAnIDOfOthers() {
        let (actor, cards) = actor(.deskHead)
        let named: Set<FactKind> = [.placement(.ordered)]
        for birth in Sample.births.map(Self.numbered) where !birth.isDesksOwn {
            for id in [
                SubjectID(at: MemoryDesk.start) { 7 }, SubjectID(at: MemoryDesk.start, slot: 3) { 7 },
                .placement(of: Self.subject, by: "zz", on: "weibo"), .channel("weibo"),
            ] {
                let found = distrust(event(birth, actor, subject: id), cards: cards)
                #expect(
                    found == (named.contains(birth.kind) ? nil : .othersNumber("\(id)")), "\(birth.kind) \(id)")
            }
            #expect(distrust(event(birth, actor), cards: cards) == nil, "\(birth.kind)")
        }
    }

    /// Each series, since numbering goes on after the highest number that counts.
    @Test func aNodeGivesNoNumberButItsOwn() throws {
        let births = Sample.births.filter { $0.kind.rule.gives != nil }
        #expect(Set(births.compactMap(\.kind.series)) == Set(Series.allCases))
        let (actor, cards) = actor(.deskHead)
        for birth in births {
            func found(_ slot: Int, told: Bool) throws -> RejectionReason? {
                var fact = Self.numbered(birth, in: slot)
                if told { fact = .common(.told(CommonFact.Told(at: Stamp(value: 9), fact: fact))) }
                return distrust(event(fact, actor), cards: cards)
            }
            for slot in [0, 2, 3, NodeCard.lastSlot] {
                let number = try #require(Self.numbered(birth, in: slot).number)
                #expect(try found(slot, told: false) == .othersNumber("\(number)"))
                // Another node of the centre may have numbered what is told again, which is drafts alone.
                guard birth.kind == .story(.drafted) else { continue }
                #expect(try found(slot, told: true) == (slot == 2 ? nil : .othersNumber("\(number)")))
            }
            #expect(try found(1, told: false) == nil)
            if birth.kind == .story(.drafted) { #expect(try found(1, told: true) == nil) }
        }
    }

    // MARK: - When it is folded

    /// What a node may touch: the first facts of each subject, from the desk's node, from its centre's and from another's.
    @Test func aSubjectIsMadeByTheDeskOrItsOwnCentresNode() {
        let anybodys: Set<FactKind> = [.lead(.received), .message(.sent)]
        let desks: Set<FactKind> = [
            .desk(.opened), .centre(.added), .staff(.added), .channel(.added), .node(.admitted),
        ]
        for fact in Sample.births + [.node(.admitted(RightsTests.node))] {
            let id: SubjectID =
                switch fact {
                case .desk: .desk
                case .centre(.added(let card)): .centre(card.id)
                case .staff(let fact): .staff(fact.card.id)
                case .channel(let fact): .channel(fact.card.id)
                case .placement(.ordered(let order)): .placement(of: order.story, by: order.centre, on: order.channel)
                case .node(.admitted(let card)): .node(card.id)
                default: Self.subject
                }
            func isMade(_ from: CentreID?) -> Bool {
                // What the desk orders of a centre's own it orders on its behalf; a centre's node has its own people do it, and a
                // loan is proposed by somebody of the house for which they do it.
                let isErqis = fact.kind == .loan(.proposed) || (from == "erqi" && fact.kind == .placement(.ordered))
                var actor = Sample.actor(isErqis ? "ed" : "duty")
                if from == nil, fact.kind == .placement(.ordered) { actor.capacity = .onBehalf }
                return AnySubject.fold([event(fact, actor, from: from, subject: id)]) != nil
            }
            #expect(isMade(nil), "\(fact.kind)")
            // Erqi's are all but the request, which is Zhongmu's.
            let (own, other): (CentreID, CentreID) =
                fact.kind == .request(.made) ? ("zhongmu", "erqi") : ("erqi", "zhongmu")
            #expect(isMade(own) == !desks.contains(fact.kind), "\(fact.kind)")
            #expect(isMade(other) == anybodys.contains(fact.kind), "\(fact.kind)")
        }
    }

    @Test func aSubjectIsTouchedByTheDeskOrItsOwnCentresNode() throws {
        let task = event(.task(.issued(.sample())), Sample.actor("duty"))
        let centre = event(.centre(.added(Sample.centres[1])), Sample.root, subject: .centre("erqi"))
        let call = event(
            .rollCall(.called(centres: ["erqi", "zhongmu"], answerBy: MemoryDesk.start)), Sample.actor("duty"))
        let later = Stamp(value: Self.now.value + 1)
        func why(_ birth: Event, _ fact: Fact, from: CentreID?) throws -> Refusal? {
            let touch = event(fact, Sample.actor("ed"), from: from, at: later, subject: birth.subject)
            return try #require(AnySubject.replay([birth, touch])).void[1]
        }
        for from in [nil, "erqi"] as [CentreID?] {
            #expect(try why(task, .task(.acknowledged), from: from) == nil)
            #expect(try why(centre, .centre(.dutyTaken(staff: "ed")), from: from) == nil)
            #expect(try why(call, .rollCall(.answered(centre: "erqi")), from: from) == nil)
        }
        #expect(try why(task, .task(.acknowledged), from: "zhongmu") == .otherNode("erqi"))
        #expect(try why(centre, .centre(.dutyTaken(staff: "med")), from: "zhongmu") == .otherNode("erqi"))
        #expect(try why(call, .rollCall(.answered(centre: "erqi")), from: "zhongmu") == .otherNode("erqi"))
        // A centre gives work back to the desk; to others only the desk gives it, and nobody takes another's.
        func given(_ centre: CentreID, from: CentreID?) throws -> Refusal? {
            try why(
                task, .task(.reassigned(centre: centre, assignee: "x", acknowledgeBy: MemoryDesk.start)), from: from)
        }
        #expect(try given("zhongmu", from: nil) == nil)
        #expect(try given("erqi", from: "erqi") == nil)
        #expect(try given("zhongmu", from: "erqi") == .otherNode("zhongmu"))
        #expect(try given("zhongmu", from: "zhongmu") == .otherNode("erqi"))
        // Nothing of the desk's, whatever it is said of.
        #expect(try why(task, .desk(.policySet(Policy())), from: "erqi") == .desksOwn)
        // What somebody has seen is theirs.
        #expect(try why(task, .common(.overruledRead(at: Self.now)), from: "zhongmu") == nil)
    }

    // MARK: - When it is decided

    @Test func aCentresNodeDecidesForItsOwnPeopleOnly() throws {
        let desk = MemoryDesk()
        desk.home = "erqi"
        func refused(_ staff: StaffID, via: StaffID? = nil) -> Refusal? {
            var actor = Sample.actor(staff)
            actor.via = via
            return refusal { _ = try Command.desk(.note("x")).decide(by: actor, desk: desk) }
        }
        #expect(refused("rep") == nil)
        #expect(refused("mrep") == .otherNode("zhongmu"))
        #expect(refused("duty") == .otherNode("zz"))
        #expect(refused("rep", via: "ed") == nil)
        #expect(refused("rep", via: "root") == .otherNode("zz"))
        #expect(refused("gone") == .inactive("gone"))
        desk.home = nil
        #expect(refused("mrep") == nil && refused("rep", via: "root") == nil)
    }

    @Test func aCorrectionOfAClockNamesEventsThatThereCanBe() {
        let desk = MemoryDesk()
        func refused(_ first: Int64, _ last: Int64, _ by: Int64) -> Refusal? {
            refusal {
                _ = try Command.desk(.correctClock(OriginID(repeating: 1), first: first, last: last, by: by))
                    .decide(by: Sample.actor("duty"), desk: desk)
            }
        }
        let most = Stamp.lastMoment.milliseconds
        #expect(refused(1, 1, 0) == nil && refused(1, 9, most) == nil && refused(9, 9, 1) == nil)
        for (first, last, by) in [(0, 1, 1), (-1, 1, 1), (2, 1, 1), (1, 1, -1), (1, 1, most + 1)]
            as [(Int64, Int64, Int64)]
        {
            #expect(refused(first, last, by) == .badCorrection, "\(first) \(last) \(by)")
        }
    }

    @Test func aNodeIsAdmittedWithAKeyThatIsOne() throws {
        let good = NodeCard(
            id: Self.node.id, name: "erqi-1", centre: "erqi", slot: 0,
            key: Data(repeating: 1, count: 32).base64EncodedString())
        func refused(_ change: (inout NodeCard) -> Void) -> Refusal? {
            var card = good
            change(&card)
            return refusal { _ = try Command.node(.admit(card)).decide(by: Sample.root, desk: MemoryDesk()) }
        }
        #expect(refused { _ in } == nil)
        #expect(refused { $0.key = Data(repeating: 1, count: 31).base64EncodedString() } == .badNode)
        #expect(refused { $0.key = "?" } == .badNode)
        #expect(refused { $0.id = "short" } == .badNode)
        #expect(refused { $0.name = "  " } == .titleMissing)
        #expect(refused { $0.centre = "nowhere" } == .unknownCentre("nowhere"))
        let desk = MemoryDesk()
        try desk.perform(.node(.admit(good)), by: "root")
        guard case .node(let node)? = try desk.subject(.node(good.id)) else {
            Issue.record("not admitted")
            return
        }
        #expect(node.card.slot == 1, "the first that is free")
        #expect(refusal { try desk.perform(.node(.admit(good)), by: "root") } == .nodeExists("erqi-1"))
    }

    @Test func aMessageHasNoMoreRecipientsThanItMay() throws {
        let desk = MemoryDesk()
        let people = (0...DeskMessage.recipientLimit).map { StaffID(rawValue: "p\($0)") }
        for person in people {
            desk.write(
                .staff(person), Sample.root,
                .staff(.added(StaffCard(id: person, name: "人", role: .reporter, centre: "erqi"))))
        }
        func refused(_ to: [StaffID]) -> Refusal? {
            refusal {
                _ = try Command.message(.send("x", to: to, about: nil)).decide(by: Sample.actor("duty"), desk: desk)
            }
        }
        #expect(refused(Array(people.dropLast())) == nil)
        #expect(refused(people) == .tooManyRecipients)
        #expect(refused(["duty"]) == .recipientMissing, "oneself is nobody")
    }
}
