import Newsroom
import Testing

/// Leads, roll calls, centres, staff and the desk.
struct OtherSubjectTests {
    static let card = LeadCard(number: 31, title: "井盖缺失", source: .hotline, receivedAt: MemoryDesk.start)
    static let other = SubjectID(at: MemoryDesk.start) { 9 }
    static let facts: [(name: String, fact: Fact)] = [
        ("promote", .lead(.promoted(story: other))), ("merge", .lead(.merged(into: other))),
        ("dismiss", .lead(.dismissed(reason: "旧闻"))), ("restore", .lead(.restored)),
    ]

    @Test func everyLeadStateAndEveryStep() throws {
        let table = RuleTable(
            """
            state     promote  merge  dismiss   restore
            open      promoted merged dismissed -
            promoted  -        -      -         -
            dismissed -        -      -         open
            merged    -        -      -         open
            """)
        #expect(table.isWhole)
        #expect(table.rows.map(\.state) == LeadState.allCases.map(\.rawValue))
        for (name, cells) in table.rows {
            var before = try #require(Timeline<Lead>(.lead(.received(Self.card)), by: "rep"))
            if let way = Self.facts.first(where: {
                ["promoted": "promote", "merged": "merge", "dismissed": "dismiss"][name] == $0.name
            }) {
                before.apply(way.fact, by: "ed")
            }
            #expect(before.state.state.rawValue == name)
            for ((step, fact), cell) in zip(Self.facts, cells) {
                var line = before
                let refused = line.apply(fact, by: "duty")
                #expect(
                    refused == (cell == "-" ? .leadState(before.state.state, last: before.state.last) : nil),
                    "\(name) \(step)")
                #expect(cell == "-" ? line.state == before.state : line.state.state.rawValue == cell, "\(name) \(step)")
            }
            var line = before
            #expect(line.apply(.task(.closed), by: "duty") == .outOfPlace("taskClosed"))
        }
    }

    @Test func aLeadIsNotMergedIntoItself() throws {
        var line = try #require(Timeline<Lead>(.lead(.received(Self.card)), by: "rep"))
        #expect(line.apply(.lead(.merged(into: line.subject)), by: "ed") == .sameLead)
        #expect(line.state.finder == "rep")
    }

    @Test func onlyAnOpenLeadRunsAClock() throws {
        var card = Self.card
        card.dispatchBy = MemoryDesk.start.adding(seconds: 60)
        var line = try #require(Timeline<Lead>(.lead(.received(card)), by: "rep"))
        #expect(line.state.clock == Clock(since: MemoryDesk.start, limit: card.dispatchBy))
        line.apply(.lead(.promoted(story: Self.other)), by: "duty")
        #expect(line.state.clock.limit == nil)
        #expect(line.state.story == Self.other)
    }

    @Test func aRollCallTakesOneAnswerFromEachCentreCalled() throws {
        let limit = MemoryDesk.start.adding(seconds: 5)
        var line = try #require(
            Timeline<RollCall>(.rollCall(.called(centres: ["erqi", "zhongmu"], answerBy: limit)), by: "duty"))
        #expect(line.apply(.rollCall(.answered(centre: "xinmi")), by: "ed") == .notCalled("xinmi"))
        #expect(line.apply(.rollCall(.answered(centre: "erqi")), by: "ed") == nil)
        #expect(line.apply(.rollCall(.answered(centre: "erqi")), by: "ed2") == .rollAnswered)
        #expect(line.state.missing == ["zhongmu"])
        for _ in 0..<9 { line.apply(.rollCall(.answered(centre: "erqi")), by: "ed2") }
        #expect(line.apply(.rollCall(.answered(centre: "zhongmu")), by: "med") == nil, "a late answer is one")
        #expect((line.state.answers["zhongmu"] ?? limit) > limit)
        #expect(line.state.missing.isEmpty)
    }

    @Test func centresStaffAndDeskTakeTheirOwnFactsOnly() throws {
        var centre = try #require(Timeline<Centre>(.centre(.added(Sample.centres[1])), by: "root"))
        #expect(centre.apply(.centre(.dutyTaken(staff: "ed")), by: "ed") == nil)
        #expect(centre.state.dutyEditor == "ed")
        #expect(centre.apply(.lead(.restored), by: "ed") == .outOfPlace("leadRestored"))
        let card = Sample.staff[3]
        var staff = try #require(Timeline<Staff>(.staff(.added(card)), by: "root"))
        #expect(staff.apply(.staff(.changed(Sample.staff[4])), by: "root") == .outOfPlace("staffChanged"))
        var changed = card
        changed.isActive = false
        #expect(staff.apply(.staff(.changed(changed)), by: "root") == nil)
        #expect(staff.state.card == changed)
        let charter = DeskCharter(id: "zz", name: Name(zh: "郑", en: "Z"), zone: "UTC")
        var desk = try #require(Timeline<Desk>(.desk(.opened(charter)), by: "root"))
        #expect(desk.apply(.desk(.policySet(Policy(quiet: 10))), by: "root") == nil)
        #expect(desk.state.policy.quiet == 10)
        #expect(desk.apply(.desk(.noted(text: "夜班")), by: "duty") == nil)
        #expect(desk.apply(.rollCall(.answered(centre: "erqi")), by: "ed") == .outOfPlace("rollAnswered"))
    }
}
