import Newsroom
import Testing

/// Whom to send, and why.
struct RecommendationTests {
    static let now = MemoryDesk.start

    static func candidate(
        _ id: StaffID, _ centre: CentreID, _ role: Role = .reporter, beats: [String] = [], open: Int = 0,
        sent: Int? = nil,
        presence: Reachability = .online, active: Bool = true
    ) -> Recommendation.Candidate {
        Recommendation.Candidate(
            card: StaffCard(id: id, name: id.rawValue, role: role, centre: centre, beats: beats, isActive: active),
            openTasks: open, lastSent: sent.map { now.adding(seconds: -60 * $0) }, presence: presence)
    }

    static func rank(
        _ title: String, _ candidates: [Recommendation.Candidate], preferred: [CentreID] = [], declined: [StaffID] = []
    ) -> [Recommendation] {
        Recommendation.rank(
            title: title, centres: Sample.centres, preferred: preferred, candidates: candidates, declined: declined,
            now: now)
    }

    @Test func thePlaceInTheTitleComesFirst() {
        let ranked = Self.rank(
            "二七区暴雨积水", [Self.candidate("far", "zhongmu", beats: ["暴雨"]), Self.candidate("near", "erqi")])
        #expect(ranked.map(\.staff) == ["near", "far"])
        #expect(ranked[0].reasons == [.place, .free, .rested])
        #expect(ranked[1].reasons == [.beat("暴雨"), .free, .rested])
    }

    @Test func loadRestAndSilenceCount() {
        let ranked = Self.rank(
            "二七火情",
            [
                Self.candidate("lost", "erqi", presence: .lost), Self.candidate("tired", "erqi", sent: 10),
                Self.candidate("day", "erqi", sent: 240), Self.candidate("rested", "erqi", sent: 600),
                Self.candidate("busy", "erqi", open: 2), Self.candidate("quiet", "erqi", presence: .quiet),
                Self.candidate("ed", "erqi", .centreEditor),
            ])
        #expect(ranked.map(\.staff) == ["rested", "day", "ed", "quiet", "tired", "lost", "busy"])
        #expect(ranked.map(\.score) == ranked.map(\.score).sorted(by: >))
        #expect(ranked.first { $0.staff == "tired" }?.reasons.contains(.justSent(minutes: 10)) == true)
        #expect(ranked.first { $0.staff == "rested" }?.reasons == [.place, .free, .rested])
        #expect(ranked.first { $0.staff == "day" }?.reasons == [.place, .free])
        #expect(ranked.first { $0.staff == "busy" }?.reasons.contains(.busy(2)) == true)
        #expect(ranked.first { $0.staff == "lost" }?.reasons.contains(.centreQuiet(.lost)) == true)
    }

    @Test func whoDeclinedIsLeftOutAndTheNextBestComes() {
        let candidates = [
            Self.candidate("a", "erqi"), Self.candidate("b", "erqi"), Self.candidate("c", "erqi", sent: 5),
        ]
        #expect(Self.rank("二七区", candidates).map(\.staff) == ["a", "b", "c"])
        #expect(Self.rank("二七区", candidates, declined: ["a"]).map(\.staff) == ["b", "c"])
    }

    @Test func nobodyFits() {
        let unfit = [
            Self.candidate("editor", "erqi", .dutyEditor), Self.candidate("biz", "erqi", .business),
            Self.candidate("left", "erqi", active: false), Self.candidate("full", "erqi", open: 3),
            Self.candidate("far", "zhongmu"), Self.candidate("no", "erqi"),
        ]
        #expect(Self.rank("二七区积水", unfit, declined: ["no"]).isEmpty)
        #expect(Self.rank("二七区积水", []).isEmpty)
    }

    @Test func namedCentresGoBeforeTheTitle() {
        let candidates = [Self.candidate("a", "erqi"), Self.candidate("b", "zhongmu")]
        #expect(Self.rank("二七区积水", candidates, preferred: ["zhongmu"]).map(\.staff) == ["b"])
    }

    @Test(arguments: [
        ("新密市举行发布会", ["xinmi"]), ("新密煤矿", ["xinmi"]), ("请设置新密码", []), ("代号鸢新密探上线", []),
        ("新密警方：勿用旧密码，请设新密码", ["xinmi"]), ("中牟大蒜、荥阳柿子", ["zhongmu", "xingyang"]), ("机场延误", ["hangkonggang"]),
        ("牟县旧称", ["zhongmu"]), ("全市高温", []), ("port", []),
    ])
    func placesInAText(_ text: String, _ expected: [CentreID]) {
        #expect(Recommendation.places(in: text, Sample.centres) == expected)
    }

    @Test func restIsCountedInMinutes() {
        for (minutes, reasons) in [
            (-5, [.justSent(minutes: 0)]), (0, [.justSent(minutes: 0)]), (119, [.justSent(minutes: 119)]), (120, []),
            (479, []), (480, [.rested]),
        ] as [(Int, [Recommendation.Reason])] {
            let ranked = Self.rank("二七区", [Self.candidate("a", "erqi", sent: minutes)])
            #expect(ranked.first?.reasons == [.place, .free] + reasons, "\(minutes)")
        }
    }

    /// The better first, of equals by their ids, and what is alike as it was given.
    @Test func equalsAreInTheOrderOfTheirIds() {
        let candidates = [
            Self.candidate("b", "erqi", beats: ["暴雨"]), Self.candidate("a", "zhongmu", beats: ["暴雨"]),
            Self.candidate("a", "erqi", beats: ["暴雨"]), Self.candidate("c", "erqi", beats: ["暴雨"], open: 1),
        ]
        let ranked = Self.rank("暴雨", candidates)
        #expect(
            ranked.map(\.staff) == ["a", "a", "b", "c"] && ranked.map(\.centre) == ["zhongmu", "erqi", "erqi", "erqi"])
    }

    @Test func theFirstBeatThatFitsIsNamed() {
        let ranked = Self.rank("暴雨积水", [Self.candidate("a", "erqi", beats: ["火情", "积水", "暴雨"])])
        #expect(ranked.first?.reasons == [.beat("积水"), .free, .rested])
    }

    /// Whoever has a tie to what happened is sent; who is merely free only where nobody has one.
    @Test func whoIsMerelyFreeComesLast() throws {
        let declined: [(StaffID, Fact)] = [("ed", .task(.declined(reason: "车坏")))]
        let tied = Self.candidate("tied", "zhongmu", .centreEditor, beats: ["积水"], open: 2)
        let free = Self.candidate("free", "zhongmu")
        let silent = Self.candidate("silent", "zhongmu", presence: .quiet)
        #expect(try Self.next(declined, candidates: [free, tied, silent]) == ["tied"])
        #expect(try Self.next(declined, candidates: [free, silent]) == ["free"])
        #expect(try Self.next(declined, candidates: [silent]).isEmpty)
    }

    /// A name of two characters is not cut, and names in letters are no places in a text.
    @Test func aShortNameIsNamedInFull() {
        let centres = [
            CentreCard(id: "gongyi", name: Name(zh: "巩义", en: "Gongyi"), kind: .city, aliases: ["GY", "巩县", "é"]),
            CentreCard(
                id: "xinmi", name: Name(zh: "新密市", en: "Xinmi"), kind: .city, falseFriends: ["", "新密码", "老新密"]),
        ]
        for (text, expected) in [
            ("巩固成果", []), ("巩义", ["gongyi"]), ("巩县石窟", ["gongyi"]), ("GY", []), ("caf\u{E9}", ["gongyi"]),
            ("新密码新密码", []), ("新新密码密", []), ("新密码新密", ["xinmi"]), ("老新密码", []), ("新密老新密", ["xinmi"]),
        ] as [(String, [CentreID])] {
            #expect(Recommendation.places(in: text, centres) == expected, "\(text)")
        }
    }

    // MARK: - For a task that nobody has taken

    /// Whom the rule proposes for a task of Erqi's, by the state that these facts lead to.
    static func next(
        _ facts: [(StaffID, Fact)], assignee: StaffID? = nil, candidates: [Recommendation.Candidate], late: Bool = false
    ) throws -> [StaffID] {
        var line = try #require(Timeline<NewsTask>(.task(.issued(.sample(assignee: assignee))), by: "duty"))
        for (person, fact) in facts { #expect(line.apply(fact, by: person) == nil) }
        let now = late ? line.state.order.acknowledgeBy : line.at
        return Recommendation.ranked(for: line.state, roster: Sample.centres, candidates: candidates, now: now).map(
            \.staff)
    }

    @Test func aTaskThatNobodyTookGoesToItsCentreFirst() throws {
        let candidates = [
            Self.candidate("rep", "erqi"), Self.candidate("rep2", "erqi"), Self.candidate("mrep", "zhongmu"),
        ]
        let declined = Fact.task(.declined(reason: "车坏"))
        #expect(try Self.next([], assignee: "rep", candidates: candidates) == ["rep2"])
        // A person said no: a colleague goes. A centre said no: somebody else's people.
        #expect(try Self.next([("rep", declined)], assignee: "rep", candidates: candidates) == ["rep2"])
        #expect(try Self.next([("ed", declined)], candidates: candidates) == ["mrep"])
        // Who let the limit pass is not asked first again, but before nobody is.
        #expect(try Self.next([], candidates: candidates, late: true) == ["mrep"])
        #expect(try Self.next([], candidates: Array(candidates.prefix(2)), late: true) == ["rep", "rep2"])
        // Nor is anybody sent on what somebody has in hand.
        #expect(try Self.next([("rep", .task(.acknowledged))], candidates: candidates).isEmpty)
    }

    @Test func anOrderGoesToTheCentresNamed() {
        let candidates = [Self.candidate("rep", "erqi"), Self.candidate("mrep", "zhongmu")]
        func best(_ centres: [CentreID]) -> [StaffID] {
            Recommendation.ranked(
                forOrder: "二七区暴雨", to: centres, roster: Sample.centres, candidates: candidates, now: Self.now
            ).map(\.staff)
        }
        #expect(best(["zhongmu"]) == ["mrep"] && best([]) == ["rep"])
    }

    @Test func thoseWhoAreSentMayAnswer() {
        for role in Recommendation.roles { #expect(role.may(.answerTask), "\(role)") }
    }
}
