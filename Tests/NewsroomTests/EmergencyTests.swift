import Newsroom
import Testing

/// What goes out before its reviews are complete (快审先发): who releases it, on whose word, and what they say of it afterwards.
struct EmergencyTests {
    typealias Table = StoryTableTests

    static let refusals: [EmergencyRefusal] = [
        .writer, .authorityMissing("erqi", []), .authorityMissing("erqi", ["chief", "chief2"]),
        .noAuthority("ed", "erqi", []), .noAuthority("ed", "erqi", ["chief"]), .ownWord, .none,
        .releasedBySelf("chief"), .settled, .otherAuthority("chief", "zz"),
        .answered(last: Refusal.Trace(by: "chief", at: MemoryDesk.start), isDenied: true),
        .answered(last: Refusal.Trace(by: "chief", at: MemoryDesk.start), isDenied: false),
    ]

    static let due = MemoryDesk.start.adding(seconds: 1800)
    /// The other chief of the desk, who is at home.
    static let chief2 = EmergencyAuthority(staff: "chief2", house: "zz", isByPhone: true, confirmBy: due)
    static let authorities = [
        PublicationTests.chief, chief2, EmergencyAuthority(staff: "chief", house: "zz", confirmBy: due),
        EmergencyAuthority(staff: "ed", house: "erqi"),
    ]

    /// By which a release is known.
    static func key(_ number: UInt64 = 1) -> SubjectID { SubjectID(at: MemoryDesk.start) { 60 + number } }

    static func released(
        on authority: EmergencyAuthority, _ hash: TextHash = .sample(), key: SubjectID = key()
    ) -> Fact {
        .story(.publishedInEmergency(key: key, channels: ["app"], textHash: hash, reason: "汛情", authority: authority))
    }
    static let confirmed = Fact.story(.emergency(.confirmed(key: key(), textHash: .sample())))
    static let denied = Fact.story(.emergency(.denied(key: key(), textHash: .sample(), reason: "没有接到电话")))

    /// Out on the word of a chief who is at home.
    static func awaited(passed: Int = 0) throws -> Timeline<Story> {
        var line = try ReviewTests.story(passed: passed)
        #expect(line.apply(released(on: chief2), by: "duty") == nil)
        return line
    }

    // MARK: - Two people

    @Test func whoWroteTheTextNeitherReleasesItNorGivesTheirWord() throws {
        let writer = Refusal.emergency(.writer)
        for authors in [["duty"], ["duty", "rep"]] as [[StaffID]] {
            var line = try #require(Timeline<Story>(.story(.drafted(.sample(authors: authors))), by: "rep2"))
            #expect(line.apply(Self.released(on: Self.chief2), by: "duty") == writer)
            #expect(line.state.state == .draft && line.state.emergency == nil)
            #expect(line.apply(Self.released(on: Self.chief2), by: "duty2") == nil)
        }
        // Whoever wrote the present version is a writer of it, not who wrote an older one.
        var line = try #require(Timeline<Story>(.story(.drafted(.sample())), by: "rep"))
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "duty")
        #expect(line.apply(Self.released(on: Self.chief2, .sample("正文二")), by: "duty") == writer)
        line.apply(.story(.edited(title: "瑞安传家锅", body: "正文三")), by: "rep")
        #expect(line.apply(Self.released(on: Self.chief2, .sample("正文三")), by: "duty") == nil)
        // A chief who wrote it has no word to give for it.
        var edited = try #require(Timeline<Story>(.story(.drafted(.sample())), by: "rep"))
        edited.apply(.story(.edited(title: "瑞安传家锅", body: "正文二")), by: "chief2")
        #expect(edited.apply(Self.released(on: Self.chief2, .sample("正文二")), by: "duty") == writer)
        // A chief who is an author has no word to give for it.
        var own = try #require(Timeline<Story>(.story(.drafted(.sample(authors: ["chief2"]))), by: "rep"))
        #expect(own.apply(Self.released(on: Self.chief2), by: "duty") == writer)
        #expect(own.apply(Self.released(on: PublicationTests.chief), by: "chief") == nil)
    }

    @Test func aWordHoldsTogether() throws {
        let strange: [(StaffID, EmergencyAuthority)] = [
            // Another's that nobody has to confirm, and one's own that somebody has to, or that came by telephone.
            ("duty", PublicationTests.chief),
            ("chief", EmergencyAuthority(staff: "chief", house: "zz", confirmBy: Self.due)),
            ("chief", EmergencyAuthority(staff: "chief", house: "zz", isByPhone: true)),
        ]
        for (person, authority) in strange {
            var line = try ReviewTests.story(passed: 0)
            #expect(
                line.apply(Self.released(on: authority), by: person) == .outOfPlace("storyPublishedInEmergency"))
        }
        // Of a third house: neither the story's nor the one that acts.
        var line = try ReviewTests.story(passed: 0)
        let third = EmergencyAuthority(staff: "mchief", house: "zhongmu", confirmBy: Self.due)
        #expect(line.apply(Self.released(on: third), by: "duty") == .otherCentre("erqi"))
    }

    // MARK: - Afterwards

    @Test func whoeverWasNamedConfirmsOrDeniesOnce() throws {
        var line = try Self.awaited()
        let out = line.at
        #expect(line.state.emergency?.by == "duty" && line.state.emergency?.at == out)
        #expect(
            line.state.openEmergency
                == Emergency.Summary(
                    authority: "chief2", house: "zz", clock: Clock(since: out, limit: Self.due), isDenied: false))
        for other in ["chief", "duty", "ed"] as [StaffID] {
            #expect(line.apply(Self.confirmed, by: other) == .emergency(.otherAuthority("chief2", "zz")))
            #expect(line.apply(Self.denied, by: other) == .emergency(.otherAuthority("chief2", "zz")))
        }
        let elsewhere = Fact.story(.emergency(.confirmed(key: Self.key(), textHash: .sample("正文二"))))
        #expect(line.apply(elsewhere, by: "chief2") == .emergency(.none), "of another text")
        #expect(line.apply(Self.confirmed, by: "chief2") == nil)
        let answered = line.at
        #expect(line.state.emergency?.answer?.by == "chief2" && line.state.emergency?.answer?.at == answered)
        #expect(line.state.openEmergency == nil && line.state.emergency?.isDenied == false)
        let trace = Refusal.Trace(by: "chief2", at: answered)
        #expect(line.apply(Self.denied, by: "chief2") == .emergency(.answered(last: trace, isDenied: false)))
        #expect(line.state.openStage == .first, "the reviews stay owed")
        // Who released it themselves has nothing to add.
        var own = try ReviewTests.story(passed: 0)
        own.apply(PublicationTests.emergency, by: "chief")
        #expect(own.apply(Self.denied, by: "chief") == .emergency(.releasedBySelf("chief")))
        #expect(own.state.openEmergency == nil)
        var never = try ReviewTests.story(passed: 0)
        #expect(never.apply(Self.confirmed, by: "chief2") == .emergency(.none))
    }

    @Test func aDenialNeedsSomebodyUntilItIsWithdrawnOrSigned() throws {
        var line = try Self.awaited()
        #expect(line.apply(Self.denied, by: "chief2") == nil)
        let denied = line.at
        let open = Emergency.Summary(
            authority: "chief2", house: "zz", clock: Clock(since: denied, limit: denied), isDenied: true)
        #expect(line.state.emergency?.isDenied == true && line.state.emergency?.answer?.denial == "没有接到电话")
        #expect(line.state.state == .published && line.state.openEmergency == open && line.state.isOpen)
        var withdrawn = line
        withdrawn.apply(.story(.withdrawn(reason: "未经授权")), by: "head")
        #expect(withdrawn.state.openEmergency == nil)
        for (person, fact) in PublicationTests.reviews("正文一") { #expect(line.apply(fact, by: person) == nil) }
        #expect(line.state.openEmergency == open, "reviews alone do not say that it may stand")
        line.apply(.story(.signed(textHash: .sample())), by: "chief")
        #expect(line.state.openEmergency == nil && !line.state.isOpen && line.state.emergency?.isDenied == true)
    }

    /// Once the reviews and the signature have made up for it nobody answers for it any more: a denial would never end.
    @Test func nothingIsSaidOfItOnceItIsSettled() throws {
        var line = try Self.awaited(passed: 3)
        line.apply(.story(.signed(textHash: .sample())), by: "chief")
        #expect(line.state.isSettled && line.state.openEmergency == nil && !line.state.isOpen)
        for fact in [Self.denied, Self.confirmed] {
            #expect(line.apply(fact, by: "chief2") == .emergency(.settled))
        }
        let lost = Emergency.Step.denied(key: Self.key(2), textHash: .sample(), reason: "没有")
        #expect(line.apply(.story(.emergency(lost)), by: "chief2") == .emergency(.none))
        #expect(line.state.emergency?.answer == nil && line.state.lostDenial == nil && !line.state.isOpen)
    }

    @Test func aWithdrawnStoryOwesItsReviewsAllTheSame() throws {
        var line = try Self.awaited()
        let out = try #require(line.state.publishedAt)
        line.apply(.story(.withdrawn(reason: "失实")), by: "head")
        #expect(line.state.openStage == .first && line.state.isOpen)
        #expect(line.state.clock == Clock(since: out, limit: out))
        #expect(line.state.openEmergency?.isDenied == false, "nor is the word forgotten")
        #expect(line.apply(Table.review(.first, .return), by: "ed") == nil)
        #expect(line.state.state == .withdrawn && line.state.openStage == .second, "what is wrong passes no review")
        #expect(line.apply(Table.review(.second, .return), by: "head2") == nil)
        #expect(line.apply(Table.review(.third, .pass), by: "chief2") == nil)
        #expect(line.state.state == .withdrawn && line.state.isSettled && !line.state.isOpen, "nobody signs it")
        // What was given before counts, also what was returned.
        var returned = try Self.awaited()
        returned.apply(Table.review(.first, .return), by: "ed")
        returned.apply(.story(.withdrawn(reason: "失实")), by: "head")
        #expect(returned.state.openStage == .second)
        var passed = try Self.awaited(passed: 3)
        passed.apply(.story(.withdrawn(reason: "失实")), by: "head")
        #expect(passed.state.isSettled && !passed.state.isOpen)
        // One that owed nothing owes nothing then.
        #expect(try Table.story(in: .withdrawn).state.openStage == nil)
    }

    // MARK: - On whose word

    private func houses(_ more: [StaffCard], _ rule: OnBehalf? = nil) -> Houses {
        var policy = Policy()
        policy.onBehalf["erqi"] = rule
        return Houses(desk: "zz", policy: policy, staff: Sample.staff + more, loans: [], now: MemoryDesk.start)
    }

    private static func chief(deputy: StaffID? = nil, isActive: Bool = true) -> StaffCard {
        StaffCard(
            id: "echief", name: "区总编", role: .chiefEditor, centre: "erqi", isActive: isActive, deputy: deputy)
    }

    @Test func aHousesChiefsAndTheirDeputiesElseTheDesks() {
        let desks = ["chief", "chief2"] as [StaffID]
        func people(_ houses: Houses, barred: StaffID = "") -> [StaffID] {
            houses.authorities(in: "erqi") { $0 == barred }.map(\.staff)
        }
        #expect(people(houses([])) == desks)
        #expect(people(houses([], .never)) == [])
        #expect(people(houses([Self.chief()])) == ["echief"])
        #expect(people(houses([Self.chief()], .always)) == ["echief"] + desks)
        #expect(people(houses([Self.chief(isActive: false)])) == desks)
        #expect(people(houses([Self.chief()]), barred: "echief") == desks, "an author has no word to give")
        #expect(people(houses([Self.chief(deputy: "ed")])) == ["echief", "ed"])
        #expect(houses([Self.chief(deputy: "ed")]).authorities(in: "erqi")[1].deputyOf == "echief")
        // A deputy works in that house, and may publish there.
        #expect(people(houses([Self.chief(deputy: "rep")])) == ["echief"])
        #expect(people(houses([Self.chief(deputy: "duty")])) == ["echief"])
        #expect(houses([]).authorities(in: "zz").map(\.staff) == desks)
    }

    /// The desk acts for a house that has no chief, though its editors could release as well.
    @Test func theDeskActsForAHouseWithoutAChief() throws {
        let story = try #require(Timeline<Story>(.story(.drafted(.sample())), by: "rep")).state
        func capacity(_ houses: Houses, _ person: StaffID) -> Capacity? {
            try? story.capacity(.publishInEmergency, of: Sample.actor(person), in: houses)
        }
        #expect(capacity(houses([]), "duty") == .onBehalf && capacity(houses([]), "ed") == .own)
        #expect(capacity(houses([Self.chief()]), "duty") == nil && capacity(houses([Self.chief()]), "ed") == .own)
        #expect(capacity(houses([]), "med") == nil)
    }

    @Test func itIsDecidedOnWhoseWordAndUntilWhenTheyConfirm() throws {
        let scene = try Scene()
        let desk = scene.desk
        func ask(_ person: StaffID, on authority: StaffID? = nil, isByPhone: Bool = false) -> Refusal? {
            refusal {
                _ = try Command.story(
                    .publishInEmergency(
                        scene.story, channels: ["erqi/app"], reason: "汛情", authority: authority, isByPhone: isByPhone)
                ).decide(by: Sample.actor(person), desk: desk)
            }
        }
        let chiefs = ["chief", "chief2"] as [StaffID]
        #expect(ask("duty") == .emergency(.authorityMissing("erqi", chiefs)))
        #expect(ask("ed") == .emergency(.authorityMissing("erqi", chiefs)))
        #expect(ask("duty", on: "head") == .emergency(.noAuthority("head", "erqi", chiefs)))
        #expect(ask("duty", on: "nobody") == .unknownStaff("nobody"))
        #expect(ask("chief", isByPhone: true) == .emergency(.ownWord))
        #expect(ask("med", on: "chief") == .otherCentre("erqi"))
        #expect(ask("rep", on: "chief") == .noRight(.publishInEmergency, .reporter))
        #expect(ask("chief") == nil && ask("ed", on: "chief", isByPhone: true) == nil)
        try desk.perform(.desk(.setPolicy(Policy(emergencyConfirmation: 600))), by: "root")
        let made = try desk.perform(
            .story(
                .publishInEmergency(
                    scene.story, channels: ["erqi/app"], reason: "汛情", authority: "chief2", isByPhone: true)),
            by: "duty")
        #expect(
            made.first?.fact.emergencyAuthority
                == EmergencyAuthority(
                    staff: "chief2", house: "zz", isByPhone: true, confirmBy: desk.now.adding(seconds: 600)))
        #expect(made.first?.capacity == .onBehalf)
        // Whoever was named says so themselves.
        func answer(_ request: Emergency.Request, _ person: StaffID) -> Refusal? {
            refusal { try desk.perform(.story(.emergency(scene.story, request)), by: person) }
        }
        #expect(answer(.confirm, "chief") == .emergency(.otherAuthority("chief2", "zz")))
        #expect(answer(.deny(reason: " "), "chief2") == .reasonMissing)
        #expect(answer(.deny(reason: "没有"), "chief2") == nil)
        let denied = try #require(desk.story(scene.story))
        #expect(denied.emergency?.isDenied == true && denied.isHidden, "out of sight until somebody shows it again")
        #expect(denied.hidings.standing(of: "zz")?.reason?.text == "没有")
        #expect(Story.fold(desk.events(of: scene.story))?.void.isEmpty == true)
    }

    /// Their own chief, at their own node; the desk's people have no word there then.
    @Test func aHouseWithAChiefReleasesOnTheirWord() throws {
        let scene = try Scene()
        let desk = scene.desk
        try desk.perform(.staff(.add(Self.chief(deputy: "ed2"))), by: "root")
        desk.home = "erqi"
        for (name, deputyOf) in [("echief", nil), ("ed2", "echief")] as [(StaffID, StaffID?)] {
            let made = try Command.story(
                .publishInEmergency(scene.story, channels: [], reason: "汛情", authority: name, isByPhone: true)
            ).decide(by: Sample.actor("ed"), desk: desk)
            let authority = try #require(made.first?.fact.emergencyAuthority)
            #expect(authority.house == "erqi" && authority.staff == name && authority.deputyOf == deputyOf)
        }
        let desks = Command.story(
            .publishInEmergency(scene.story, channels: [], reason: "汛情", authority: "chief"))
        #expect(
            refusal { _ = try desks.decide(by: Sample.actor("ed"), desk: desk) }
                == .emergency(.noAuthority("chief", "erqi", ["echief", "ed2"])))
        desk.home = nil
        #expect(
            refusal { _ = try desks.decide(by: Sample.actor("duty"), desk: desk) }
                == .housesOwn("erqi", ["echief", "ed2"]))
    }

    // MARK: - When an event comes

    /// A name counts as the roster stood just before the act, whoever wrote it.
    @Test func aNameCountsByTheRosterOfThen() {
        let at = Stamp(at: MemoryDesk.start)
        func found(
            _ authority: EmergencyAuthority, by person: Person, desk: CentreID? = "zz",
            _ cards: [StaffCard] = Sample.staff + [Self.chief(deputy: "ed2")], since: Stamp = Stamp(value: 0)
        ) -> RejectionReason? {
            let event = Event(
                subject: Timeline<Story>.aSubject, stamp: at, actor: .person(person), fact: Self.released(on: authority)
            )
            return Authority.distrust(
                onAuthority: event, card: { id, stamp in since < stamp ? cards.first { $0.id == id } : nil },
                desk: { desk })
        }
        func word(_ staff: StaffID, _ house: CentreID, for chief: StaffID? = nil) -> EmergencyAuthority {
            EmergencyAuthority(staff: staff, house: house, deputyOf: chief, isByPhone: true, confirmBy: Self.due)
        }
        let (ed, duty, med) = (Sample.actor("ed"), Sample.actor("duty"), Sample.actor("med"))
        #expect(found(word("echief", "erqi"), by: ed) == nil)
        #expect(found(word("echief", "erqi"), by: duty) == nil, "the desk, for that house")
        #expect(found(word("chief", "zz"), by: ed) == nil && found(word("chief", "zz"), by: duty) == nil)
        #expect(found(word("ed2", "erqi", for: "echief"), by: ed) == nil)
        let forged: [(EmergencyAuthority, Person)] = [
            (word("ed2", "erqi"), ed), (word("head", "zz"), duty), (word("nobody", "zz"), duty),
            (word("chief", "erqi"), ed), (word("echief", "zz"), ed), (word("ed", "erqi", for: "echief"), ed),
            (word("ed2", "erqi", for: "nobody"), ed), (word("duty", "zz", for: "chief"), duty),
            // Of a third house.
            (word("echief", "erqi"), med),
        ]
        for (authority, person) in forged {
            #expect(found(authority, by: person) == .noAuthority(authority.staff, authority.house), "\(authority)")
        }
        #expect(found(word("chief", "zz"), by: ed, desk: nil) == .noAuthority("chief", "zz"), "not known here yet")
        let left = Sample.staff + [Self.chief(isActive: false)]
        #expect(found(word("echief", "erqi"), by: ed, left) == .noAuthority("echief", "erqi"))
        #expect(found(word("chief", "zz"), by: duty, since: at) == .noAuthority("chief", "zz"), "in the same instant")
        let plain = Event(
            subject: Timeline<Story>.aSubject, stamp: at, actor: .person(ed), fact: .story(.withdrawn(reason: "失实")))
        #expect(Authority.distrust(onAuthority: plain, card: { _, _ in nil }, desk: { nil }) == nil)
    }

    @Test func aLimitOfAWrongClockIsMovedWithIt() {
        let written = MemoryDesk.start.adding(seconds: 60)
        var authority = Self.chief2
        authority.confirmBy = written.adding(seconds: 5)
        let event = Event(
            subject: Timeline<Story>.aSubject, stamp: Stamp(at: written), actor: .person(Sample.actor("duty")),
            fact: Self.released(on: authority)
        ).corrected(by: 60_000)
        #expect(event.fact.emergencyAuthority?.confirmBy == MemoryDesk.start.adding(seconds: 5))
    }

    // MARK: - Rules that lists ask

    @Test func attentionNamesWhatIsToBeConfirmedAndWhatWasDenied() throws {
        func list(_ story: Story, _ reader: StaffID, _ seconds: Int) -> Attention? {
            Attention.list(
                tasks: [TaskLine](), stories: [story], failures: [StoryLine](), leads: [LeadLine](),
                proposals: [ProposalLine](), channels: [], rollCall: RollCallLine?.none, for: Sample.actor(reader),
                in: Sample.houses, at: MemoryDesk.start.adding(seconds: seconds)
            ).first { $0.subject == .emergency(story.id) }
        }
        var line = try Self.awaited()
        let awaited = line.state
        #expect(list(awaited, "chief2", 60)?.level == .mine && list(awaited, "chief2", 60)?.kind == nil)
        #expect(list(awaited, "head", 60)?.isReaders == false && list(awaited, "head", 60)?.level == .calm)
        #expect(list(awaited, "chief2", 1500)?.level == .near)
        for reader in ["chief2", "chief", "head"] as [StaffID] {
            #expect(list(awaited, reader, 1800)?.kind == .confirmationOverdue, "\(reader)")
            #expect(list(awaited, reader, 1800)?.isReaders == true && list(awaited, reader, 1800)?.since == Self.due)
        }
        #expect(list(awaited, "duty", 1800)?.isReaders == false)
        line.apply(Self.denied, by: "chief2")
        #expect(list(line.state, "head", 60)?.kind == .emergencyDenied && list(line.state, "head", 60)?.level == .over)
        #expect(list(line.state, "head", 60)?.isReaders == true && list(line.state, "head", 60)?.since == line.at)
        var confirmed = try Self.awaited()
        confirmed.apply(Self.confirmed, by: "chief2")
        #expect(list(confirmed.state, "head", 1800) == nil)
    }
}
