import Newsroom
import Terminal
import Testing

@testable import Console

@Suite struct InputFormTests {
    /// Types keys by name; what is in quotes is typed as it stands.
    @discardableResult
    private func type(_ keys: String..., into form: inout Form) throws -> Form.Outcome {
        var outcome = Form.Outcome.ignored
        for key in keys {
            if key.hasPrefix("'") {
                for character in key.dropFirst() { outcome = form.apply(.key(Key(.character(character)))) }
            } else {
                outcome = form.apply(.key(try #require(Key(named: key))))
            }
        }
        return outcome
    }

    @Test func dispatchesByKeys() throws {
        let context = InputFixture.context()
        var form = Form.dispatch(context)
        try type("'eqq", "Space", "'jins", "Tab", "'暴雨 !积水", "Tab", "Left", "Left", "Tab", into: &form)
        try type(
            "Space", "'sp", "Space", "'tp", "Enter", "'18:00", "Enter", "'liw", "Enter", "'S-0042、L31", into: &form)
        #expect(try type("Enter", into: &form) == .submit)
        #expect(form.values("centres") == ["erqi", "jinshui"])
        #expect(form.value("priority") == "flash")
        let line = DispatchLine.parse(form.dispatchLine(), context)
        #expect(line.problem == nil, "\(form.dispatchLine()): \(line.problem ?? "")")
        #expect(
            line.order
                == TaskCommand.Dispatch(
                    centres: ["erqi", "jinshui"], title: "暴雨 !积水", priority: .flash, deliverables: [.video, .photo],
                    dueAt: Zone.beijing.moment(year: 2026, month: 11, day: 20, hour: 18, minute: 0), assignee: "liwei",
                    story: InputFixture.story, lead: InputFixture.lead))
    }

    @Test(arguments: [
        "erqi,jinshui 暴雨积水路段 !flash +video,photo >18:00 @liwei #S-0042", "erqi \"他说\"\"停\"\" !\" !u", "all 雨 +2h",
        "zhengdong \"New District fire\" +live", "雨 @liwei", "erqi 雨 >2026-11-22T08:00 #L-0031",
    ])
    func makesTheSameOrderAsTheLine(_ text: String) {
        let context = InputFixture.context()
        let wanted = DispatchLine.parse(text, context)
        let made = DispatchLine.parse(Form.dispatch(context, prefill: text).dispatchLine(), context)
        #expect(wanted.order != nil)
        #expect(made.order == wanted.order, "\(text): \(made.problem ?? "")")
    }

    @Test func movesBetweenFields() throws {
        var form = Form.dispatch(InputFixture.context())
        let last = form.fields.count - 1
        try type("S-Tab", into: &form)
        #expect(form.focus == last)
        try type("Down", into: &form)
        #expect(form.focus == last)
        try type("Tab", "Up", into: &form)
        #expect(form.focus == 0)
        #expect(try type("C-s", into: &form) == .submit)
        #expect(try type("'jin", "Esc", into: &form) == .handled)
        #expect(form.value("centres") == "")
        #expect(try type("Esc", into: &form) == .cancel)
        #expect(try type("F5", into: &form) == .ignored)
        #expect(form.apply(.tick) == .ignored)
    }

    /// Nobody is sent where they did not say.
    @Test(arguments: ["C-s", "Enter", "Tab", "BackTab", "Down", "Up"]) func whatMatchesNothingIsNoAnswer(key: String)
        throws
    {
        let context = InputFixture.context()
        var form = Form.story(context)
        try type("'标题", "Enter", "'nowhere", into: &form)
        let (focus, chosen) = (form.focus, form.value("centre"))
        #expect(try type(key, into: &form) == .handled)
        #expect(form.focus == focus && form.value("centre") == chosen && form.fields[focus].shown.isEmpty)
        try type("Esc", "'jins", into: &form)
        #expect(try type("C-s", into: &form) == .submit)
        #expect(form.value("centre") == "jinshui")
    }

    @Test func spaceTakesBack() throws {
        var form = Form.dispatch(InputFixture.context(), prefill: "erqi")
        try type("Space", into: &form)
        #expect(form.values("centres") == [])
        try type("Right", "Space", into: &form)
        #expect(form.values("centres") == ["jinshui"])
    }

    @Test func otherForms() throws {
        let context = InputFixture.context()
        var story = Form.story(context)
        #expect(story.story(context).problem?.contains("标题") == true)
        try type("'路通了", "Tab", "'eqq", "Tab", "'liw", "Tab", "Right", into: &story)
        #expect(story.story(context).problem?.contains("源稿") == true)
        try type("Tab", "'s42", into: &story)
        #expect(
            story.story(context, body: "文").value
                == StoryCommand.Draft(
                    title: "路通了", body: "文", centre: "erqi", authors: ["liwei"], origin: .derived,
                    source: InputFixture.story))

        var lead = Form.lead(context)
        #expect(lead.lead(context).value == nil)
        try type("'路面塌陷", "Tab", "Tab", "'大学路", "Tab", "'eqq", "Tab", "Tab", "Left", "Left", into: &lead)
        #expect(
            lead.lead(context).value
                == LeadCommand.Tip(
                    title: "路面塌陷", source: .hotline, place: "大学路", centre: "erqi", priority: .flash,
                    receivedAt: context.now))

        var staff = Form.staff(context)
        #expect(staff.staff(context).value == nil)
        try type("'sunli", "Tab", "'孙丽", "Tab", "'zjbj", "Tab", "Esc", into: &staff)
        // 值班编辑 is zbbj; nothing matches zjbj: whoever typed it stays there, and taken back the role stays as it was.
        try type("Tab", "'xinmi", "Tab", "'sl", "Tab", "'暴雨、交通", into: &staff)
        #expect(
            staff.staff(context).value
                == StaffCard(
                    id: "sunli", name: "孙丽", role: .reporter, centre: "xinmi", login: "sl", beats: ["暴雨", "交通"]))
        let card = InputFixture.staff[1]
        #expect(Form.staff(context, prefill: card).staff(context, id: card.id).value == card)
    }

    @Test func draws() {
        let form = Form.dispatch(InputFixture.context(), prefill: "erqi 暴雨积水路段 !flash @liwei")
        var canvas = Canvas(size: Size(columns: 72, rows: 14))
        form.draw(&canvas, in: Rect(canvas.size), language: .zh, problem: "还没有标题")
        let lines = canvas.lines()
        #expect(
            lines == [
                "派单", "", "▌   中心  [x] 二七区  [ ] 金水区  [ ] 新密市  [ ] 新郑市  [ ] 郑东新区 →",
                "    标题  暴雨积水路段", "  优先级  特急", "    交付  文字", "    截止  18:00 或 +2h，可不填", "  负责人  李卫（二七区）",
                "    关联  S-0042 或 L-0031，可不填", "", "", "", "打字筛选，空格选取，可选多个              Tab 下一项  C-s 提交  Esc 放下",
                "▲ 还没有标题",
            ], "\n\(lines.joined(separator: "\n"))")
        #expect(canvas.cursor?.y == 2)
    }

    @Test(arguments: [(60, 16), (20, 5), (8, 3), (3, 2), (1, 1), (0, 0)])
    func drawsInAnySize(_ size: (Int, Int)) {
        for language in Language.allCases {
            for glyphs in [Glyphs.unicode, .ascii] {
                for focus in 0..<7 {
                    var form = Form.dispatch(InputFixture.context(language), prefill: "erqi 暴雨")
                    form.focus = focus
                    var canvas = Canvas(
                        size: Size(columns: 80, rows: 24), glyphs: glyphs, widths: Widths(ambiguousWide: glyphs.isASCII)
                    )
                    let rect = Rect(x: 2, y: 2, width: size.0, height: size.1)
                    form.draw(&canvas, in: rect, language: language, problem: "问题")
                    for (y, line) in canvas.lines().enumerated() {
                        let isInside = rect.contains(x: rect.x, y: y)
                        #expect(line.isEmpty || isInside, "\(size) row \(y)")
                        #expect(canvas.widths.width(of: line) <= rect.maxX, "\(size) row \(y): \(line)")
                    }
                    if let cursor = canvas.cursor {
                        #expect(rect.contains(x: cursor.x, y: cursor.y), "\(size) \(focus)")
                    }
                }
            }
        }
    }

    @Test func anyKeysAndPastes() {
        let seed = UInt64.random(in: 0 ... .max)
        print("form seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let context = InputFixture.context()
        for make in [
            { Form.dispatch(context) }, { Form.story(context) }, { Form.lead(context) }, { Form.staff(context) },
        ] {
            var form = make()
            for step in 0..<1_000 {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    _ = form.apply(.paste(Hostile.texts[Int.random(in: 0..<Hostile.texts.count, using: &random)]))
                } else {
                    _ = form.apply(.key(Hostile.key(&random)))
                }
                let isSound =
                    form.fields.indices.contains(form.focus)
                    && form.fields.allSatisfy { field in
                        field.isText
                            || (field.chosen.allSatisfy { id in field.options.contains { $0.id == id } }
                                && (field.isSeveral || field.chosen.count <= 1))
                    }
                #expect(isSound, "seed \(seed) step \(step)")
                if !isSound { return }
                guard step % 20 == 0 else { continue }
                var canvas = Canvas(size: Size(columns: Int.random(in: 1...100, using: &random), rows: 12))
                form.draw(&canvas, in: Rect(canvas.size), language: step % 40 == 0 ? .zh : .en, problem: nil)
                let line = DispatchLine.parse(form.dispatchLine(), context)
                #expect((line.order == nil) == (line.problem != nil))
            }
        }
    }
}
