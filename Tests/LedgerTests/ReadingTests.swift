import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

@Suite struct ReadingTests {
    private func story(_ fixture: Fixture, _ title: String, _ body: String) throws -> SubjectID {
        try fixture.draft(title, body)
    }

    @Test func chineseIsFoundByOneAndTwoCharacters() throws {
        let fixture = try Fixture()
        let rain = try story(fixture, "暴雨积水路段", "二七区大学路，积水已退。")
        let old = try story(fixture, "老物件", "收音机与缝纫机，雨")
        let mixed = try story(fixture, "G30高速", "2026年Covid检测 ABC-7，iPhone手机")
        func found(_ typed: String) throws -> [SubjectID] {
            try fixture.ledger.read { try $0.search(typed).stories.map(\.id) }
        }
        #expect(try found("雨") == [old, rain])
        #expect(try found("暴雨") == [rain])
        #expect(try found("暴雨积水") == [rain])
        #expect(try found("段") == [rain])
        #expect(try found("退") == [rain])
        #expect(try found("水路") == [rain])
        #expect(try found("大学 积水") == [rain])
        #expect(try found("大学 收音") == [])
        #expect(try found("雨暴") == [])
        #expect(try found("covid") == [mixed])
        #expect(try found("COV") == [mixed])
        #expect(try found("2026") == [mixed])
        #expect(try found("g30") == [mixed])
        #expect(try found("iphone手机") == [mixed])
        #expect(try found("abc 7") == [mixed])
        #expect(try found("   ") == [])
        #expect(try found("") == [])
    }

    @Test func fullWidthAndKanaAndAccentsAreFound() throws {
        let fixture = try Fixture()
        let one = try story(fixture, "ＡＢＣ新闻", "ラーメン店与咖啡 café 𠮷野家")
        func found(_ typed: String) throws -> [SubjectID] {
            try fixture.ledger.read { try $0.search(typed).stories.map(\.id) }
        }
        #expect(try found("ラー") == [one])
        #expect(try found("cafe") == [one])
        #expect(try found("𠮷") == [one])
        #expect(try found("𠮷野") == [one])
        #expect(try found("ＡＢＣ") == [one])
    }

    @Test func hostileQueriesAreOnlyWords() throws {
        let fixture = try Fixture()
        let id = try story(fixture, "AND 与 OR", "NEAR(雨 水) \"引号\" * ^ col:")
        for typed in [
            "\"", "\"\"", "'; DROP TABLE story; --", "AND", "OR NOT", "NEAR(", "text:雨", "*",
            "^雨", "雨*", "-雨", "{a b}", "\u{0}",
            "雨\u{0}水", "\u{202E}雨", "%", "_", "\\", String(repeating: "雨", count: 100_000),
            String(repeating: "a ", count: 100_000), "\u{301}\u{301}", "👩‍👩‍👧‍👦", "½", "٣", "雨 \" 水",
        ] {
            _ = try fixture.ledger.read { try $0.search(typed) }
            _ = try fixture.ledger.read { try $0.similar(to: typed) }
        }
        #expect(try fixture.ledger.read { try $0.search("AND").stories.map(\.id) } == [id])
        #expect(try fixture.ledger.read { try $0.search("引号").stories.map(\.id) } == [id])
        #expect(try fixture.ledger.read { try $0.search("\"雨 水\"").stories.map(\.id) } == [id])
    }

    @Test func anEditedTextIsFoundByItsNewWordsOnly() throws {
        let fixture = try Fixture()
        let id = try story(fixture, "麒麟出没", "现场照片")
        try fixture.ledger.perform(.story(.edit(id, title: "凤凰来仪", body: "航拍画面", base: nil)), as: Cast.reporter)
        func found(_ typed: String) throws -> [SubjectID] {
            try fixture.ledger.read { try $0.search(typed).stories.map(\.id) }
        }
        for gone in ["麒麟", "麒", "照片", "现场"] { #expect(try found(gone) == []) }
        for here in ["凤凰", "凤", "航拍", "面"] { #expect(try found(here) == [id]) }
        // Drafted and changed in one transaction, twice.
        let at = try fixture.ledger.transaction { transaction -> SubjectID in
            let new = StoryCommand.Draft(title: "甲乙丙", body: "丁戊")
            let made = try transaction.perform(.story(.draft(new)), as: Cast.reporter).events.first?.subject
            let id = try #require(made)
            try transaction.perform(.story(.edit(id, title: "子丑", body: nil, base: nil)), as: Cast.reporter)
            try transaction.perform(.story(.edit(id, title: "寅卯", body: nil, base: nil)), as: Cast.reporter)
            return id
        }
        #expect(try found("甲乙") == [])
        #expect(try found("子丑") == [])
        #expect(try found("寅卯") == [at])
        #expect(try found("丁戊") == [at])
    }

    @Test func tasksLeadsAndNumbersAreFoundToo() throws {
        let fixture = try Fixture()
        let task = try fixture.issue("去紫荆山拍摄")
        let tip = Command.lead(.receive(LeadCommand.Tip(title: "紫荆山地铁口漏水")))
        let made = try fixture.ledger.perform(tip, as: Cast.duty).events.first?.subject
        let lead = try #require(made)
        let hits = try fixture.ledger.read { try $0.search("紫荆山") }
        #expect(hits.tasks.map(\.id) == [task])
        #expect(hits.leads.map(\.id) == [lead])
        #expect(hits.stories.isEmpty)
        #expect(try fixture.ledger.read { try $0.search("t-0001").tasks.map(\.id) } == [task])
        #expect(try fixture.ledger.read { try $0.search(" L1 ").leads.map(\.id) } == [lead])
    }

    @Test func similarLeadsAreShown() throws {
        let fixture = try Fixture()
        for title in ["紫荆山地铁口漏水", "大学路树倒了", "紫荆山的花开了"] {
            try fixture.ledger.perform(.lead(.receive(LeadCommand.Tip(title: title))), as: Cast.duty)
        }
        func similar(_ title: String) throws -> [String] {
            try fixture.ledger.read { try $0.similar(to: title).map(\.title) }
        }
        #expect(try similar("市民反映：紫荆山地铁口有水") == ["紫荆山地铁口漏水"])
        #expect(try similar("大学路，树倒了！") == ["大学路树倒了"])
        #expect(try similar("毫不相干的事") == [])
        #expect(try similar("山") == [])
    }

    @Test func listsGiveTheOpenOnesByLimitAndThenTheLatest() throws {
        let fixture = try Fixture()
        let slow = try fixture.issue("慢")
        fixture.clock.advance(seconds: 10)
        let quick = TaskCommand.Dispatch(centres: ["jinshui"], title: "急", priority: .flash)
        let flash = try fixture.ledger.perform(.task(.dispatch(quick)), as: Cast.duty).events.first?.subject
        var closed: [SubjectID] = []
        for _ in 0..<3 {
            fixture.clock.advance(seconds: 1)
            let id = try fixture.issue("完")
            try fixture.ledger.perform(.task(.cancel(id, reason: "不去了")), as: Cast.duty)
            closed.append(id)
        }
        try fixture.ledger.read { desk throws in
            #expect(try desk.tasks().map(\.id) == [flash, slow] + closed.reversed())
            #expect(try desk.tasks(Filter(openOnly: true)).map(\.id) == [flash, slow])
            #expect(try desk.tasks(Filter(centre: "erqi", limit: 3)).map(\.id) == [slow, closed[2], closed[1]])
            #expect(try desk.tasks(Filter(limit: 1)).map(\.id) == [flash])
        }
    }

    @Test func leadsWithALimitComeFirstThenTheLatest() throws {
        let fixture = try Fixture()
        func receive(_ title: String, _ priority: Priority, _ centre: CentreID?) throws -> SubjectID? {
            fixture.clock.advance(seconds: 1)
            let tip = LeadCommand.Tip(title: title, centre: centre, priority: priority)
            return try fixture.ledger.perform(.lead(.receive(tip)), as: Cast.duty).events.first?.subject
        }
        let calm = try receive("一", .routine, "erqi")
        let flash = try receive("二", .flash, "erqi")
        let later = try receive("三", .routine, nil)
        let gone = try #require(try receive("四", .flash, "erqi"))
        try fixture.ledger.perform(.lead(.dismiss(gone, reason: "不实")), as: Cast.duty)
        try fixture.ledger.read { desk throws in
            #expect(try desk.leads().map(\.id) == [flash, later, calm, gone])
            #expect(try desk.leads(Filter(centre: "erqi")).map(\.id) == [flash, calm, gone])
            #expect(try desk.leads(Filter(openOnly: true, limit: 2)).map(\.id) == [flash, later])
        }
    }

    @Test func theBoardCounts() throws {
        let fixture = try Fixture()
        let began = fixture.clock.read()
        _ = try fixture.issue()
        let out = try fixture.signed()
        try fixture.ledger.perform(.story(.publish(out, channels: [])), as: Cast.editor)
        _ = try fixture.signed()
        _ = try fixture.draft()
        let waiting = try fixture.draft()
        try fixture.ledger.perform(.story(.submit(waiting)), as: Cast.reporter)
        try fixture.ledger.perform(.centre(.takeDuty), as: Cast.editor)
        try fixture.ledger.read { desk throws in
            let rows = try desk.centres(today: began)
            #expect(rows.map(\.id) == ["zz", "erqi", "jinshui", "xinmi"])
            let erqi = rows[1]
            #expect(erqi.openTasks == 1)
            #expect([erqi.drafts, erqi.inReview, erqi.signedOff, erqi.publishedToday] == [1, 1, 1, 1])
            #expect(erqi.dutyEditor == "editor")
            #expect(erqi.lastHeard == began)
            #expect(rows[3].lastHeard == nil)
            #expect(erqi.overdue(at: began) == 0)
            #expect(erqi.overdue(at: began.adding(seconds: 1800)) == 1)
            #expect(try desk.centres(today: began.adding(seconds: 1))[1].publishedToday == 0)
        }
    }

    @Test func candidatesCarryTheirLoad() throws {
        let fixture = try Fixture()
        let order = TaskCommand.Dispatch(centres: ["erqi"], title: "去", assignee: "liwei")
        try fixture.ledger.perform(.task(.dispatch(order)), as: Cast.duty)
        let candidates = try fixture.ledger.read { try $0.candidates(policy: Policy()) }
        #expect(Set(candidates.map(\.card.id)) == ["editor", "liwei", "zhao"])
        let liwei = try #require(candidates.first { $0.card.id == "liwei" })
        #expect(liwei.openTasks == 1)
        #expect(liwei.lastSent == fixture.clock.read())
    }

    @Test func theLogRunsBackwardsInPages() throws {
        let fixture = try Fixture()
        for index in 0..<5 { try fixture.ledger.perform(.desk(.note("记\(index)")), as: Cast.duty) }
        let task = try fixture.issue("看路")
        try fixture.ledger.read { desk throws in
            let all = try desk.log(limit: 10_000)
            let first = try desk.log(limit: 4)
            #expect(first.first?.event?.subject == task)
            #expect(first.first?.number == Number(.task, 1))
            #expect(first.first?.title == "看路")
            let second = try desk.log(before: first.last?.id, limit: 4)
            #expect(first + second == Array(all.prefix(8)))
            #expect(all.map(\.id) == all.map(\.id).sorted(by: >))
        }
    }
}
