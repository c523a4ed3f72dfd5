import Testing

@testable import Console
@testable import Newsroom

@Suite struct InputDispatchTests {
    @Test(arguments: [
        ("erqi", ["erqi"]), ("二七区", ["erqi"]), ("二七", ["erqi"]), ("eqq", ["erqi"]), ("ERQI", ["erqi"]),
        ("erq", ["erqi"]),
        ("erqi,jinshui", ["erqi", "jinshui"]), ("二七、金水", ["erqi", "jinshui"]), ("二七，金水区", ["erqi", "jinshui"]),
        ("erqi, jinshui", ["erqi", "jinshui"]), ("erqi ,jinshui", ["erqi", "jinshui"]),
        ("erqi,,jinshui,", ["erqi", "jinshui"]),
        ("erqi,erqi", ["erqi"]), ("cbd", ["zhengdong"]), ("港区", ["hangkonggang"]), ("hkg", ["hangkonggang"]),
        ("Zhengdong New District", ["zhengdong"]), ("airport zone", ["hangkonggang"]), ("jinshuiqu", ["jinshui"]),
        ("all", ["erqi", "jinshui", "xinmi", "xinzheng", "zhengdong", "hangkonggang"]),
        ("全部", ["erqi", "jinshui", "xinmi", "xinzheng", "zhengdong", "hangkonggang"]),
    ])
    func centres(_ row: (String, [String])) {
        let line = DispatchLine.parse(row.0 + " 雨情", InputFixture.context())
        #expect(line.problem == nil, "\(row.0): \(line.problem ?? "")")
        #expect(line.order?.centres.map(\.rawValue) == row.1, "\(row.0)")
        #expect(line.order?.title == "雨情", "\(row.0)")
    }

    @Test(arguments: [
        ("!flash", Priority.flash), ("!urgent", .urgent), ("!routine", .routine), ("!特急", .flash), ("!加急", .urgent),
        ("!普通", .routine), ("！特急", .flash), ("!tj", .flash), ("!f", .flash), ("!jj", .urgent), ("!pt", .routine),
        ("!FLASH", .flash), ("!u", .urgent), ("", .routine),
    ])
    func priorities(_ row: (String, Priority)) {
        let line = DispatchLine.parse("erqi 雨情 \(row.0)", InputFixture.context())
        #expect(line.problem == nil)
        #expect(line.order?.priority == row.1, "\(row.0)")
    }

    @Test(arguments: [
        ("+video,photo", [Deliverable.video, .photo]), ("+视频、图片", [.video, .photo]), ("＋视频，图片", [.video, .photo]),
        ("+sp,tp", [.video, .photo]), ("+v,p", [.video, .photo]), ("+v +p +v", [.video, .photo]), ("+zb", [.live]),
        ("+tb", [.graphic]), ("+wz", [.text]), ("", [.text]),
    ])
    func deliverables(_ row: (String, [Deliverable])) {
        let line = DispatchLine.parse("erqi 雨情 \(row.0)", InputFixture.context())
        #expect(line.problem == nil, "\(line.problem ?? "")")
        #expect(line.order?.deliverables == row.1, "\(row.0)")
    }

    @Test(arguments: [
        (">18:00", "2026-11-20T18:00:00+08:00"), ("＞18:00", "2026-11-20T18:00:00+08:00"),
        ("》18：00", "2026-11-20T18:00:00+08:00"), (">１８：００", "2026-11-20T18:00:00+08:00"),
        (">9:00", "2026-11-21T09:00:00+08:00"), (">+2h", "2026-11-20T16:32:08+08:00"),
        (">+45m", "2026-11-20T15:17:08+08:00"), (">+2小时", "2026-11-20T16:32:08+08:00"),
        (">18点", "2026-11-20T18:00:00+08:00"),
        (">18点半", "2026-11-20T18:30:00+08:00"), (">18点15分", "2026-11-20T18:15:00+08:00"),
        ("+2h", "2026-11-20T16:32:08+08:00"),
        (">2026-11-22T08:00", "2026-11-22T08:00:00+08:00"), (">2026-11-22T08:00:00Z", "2026-11-22T16:00:00+08:00"),
    ])
    func times(_ row: (String, String)) {
        let line = DispatchLine.parse("erqi 雨情 \(row.0)", InputFixture.context())
        #expect(line.problem == nil, "\(line.problem ?? "")")
        #expect(line.order?.dueAt.map(Zone.beijing.iso) == row.1, "\(row.0)")
    }

    @Test(arguments: [
        ("erqi 雨情 @liwei", "liwei", ["erqi"]), ("erqi 雨情 @李卫", "liwei", ["erqi"]), ("雨情 ＠李卫", "liwei", ["erqi"]),
        ("@liwei 雨情", "liwei", ["erqi"]), ("雨情 @wf", "wangfang", ["jinshui"]),
        ("jinshui 雨情 @lw", "liwei2", ["jinshui"]),
        ("erqi,jinshui 雨情 @wangfang", "wangfang", ["erqi", "jinshui"]),
    ])
    func people(_ row: (String, String, [String])) {
        let line = DispatchLine.parse(row.0, InputFixture.context())
        #expect(line.problem == nil, "\(row.0): \(line.problem ?? "")")
        #expect(line.order?.assignee?.rawValue == row.1)
        #expect(line.order?.centres.map(\.rawValue) == row.2)
    }

    @Test func orderIsFree() {
        let parts = ["!flash", "+video,photo", ">18:00", "@liwei", "#S-0042", "#l31"]
        var random = SeededGenerator(seed: 7)
        let wanted = DispatchLine.parse(
            "erqi,jinshui 暴雨 积水 " + parts.joined(separator: " "), InputFixture.context()
        ).order
        #expect(wanted?.story == InputFixture.story)
        #expect(wanted?.lead == InputFixture.lead)
        #expect(wanted?.title == "暴雨 积水")
        for _ in 0..<50 {
            // Signs anywhere; centres before the title.
            var words = ["erqi,jinshui", "暴雨", "积水"]
            for part in parts.shuffled(using: &random) {
                words.insert(part, at: Int.random(in: 0...words.count, using: &random))
            }
            let line = DispatchLine.parse(words.joined(separator: "\u{3000}"), InputFixture.context())
            #expect(line.order == wanted, "\(words): \(line.problem ?? "")")
        }
    }

    @Test(arguments: [
        ("erqi 雨 \"!important +1 >2\" 情", "雨 !important +1 >2 情"), ("erqi \"他说\"\"停\"\"了\"", "他说\"停\"了"),
        ("erqi 《路》“通”了！", "《路》“通”了！"), ("erqi \"未完", "未完"), ("erqi  雨\u{202E}情\u{1B}[2J", "雨情[2J"),
        ("erqi 雨 #S-0042 情", "雨 情"), ("\"erqi\" 雨 @liwei", "erqi 雨"), ("erqi jinshui rain", "jinshui rain"),
    ])
    func titles(_ row: (String, String)) {
        let line = DispatchLine.parse(row.0, InputFixture.context())
        #expect(line.order?.title == row.1, "\(row.0): \(line.problem ?? "")")
    }

    @Test(arguments: [
        ("", ["中心 标题"], ["centre title"]), ("erqi", ["标题"], ["title"]), ("暴雨", ["中心", "erqi"], ["centre", "erqi"]),
        ("二七塔下暴雨", ["二七区", "erqi"], ["Erqi", "begin with erqi"]),
        ("新密码泄露", ["没写派给哪个中心", "如"], ["no centre named", "such as"]),
        ("nowhere 雨", ["没有中心“nowhere”"], ["no centre 'nowhere'"]), ("xin 雨", ["新密市", "新郑市"], ["Xinmi", "Xinzheng"]),
        ("erqi,nowhere 雨", ["没有中心“nowhere”"], ["no centre 'nowhere'"]), ("erqi 雨 !", ["!特急"], ["!flash"]),
        ("erqi 雨 !重要", ["不认得“!重要”"], ["cannot read '!重要'"]), ("erqi 雨 +", ["视频"], ["video"]),
        ("erqi 雨 +audio", ["+audio", "视频"], ["+audio", "video"]), ("erqi 雨 +tu", ["图片", "图表"], ["photo", "graphic"]),
        ("erqi 雨 >", ["18:00"], ["18:00"]), ("erqi 雨 >25:00", ["25:00"], ["25:00"]), ("erqi 雨 @", ["@"], ["@"]),
        ("erqi 雨 @nobody", ["没有人员“nobody”"], ["nobody called 'nobody'"]),
        ("erqi 雨 @gone", ["已停用"], ["no longer active"]),
        ("雨 @lw", ["李卫", "李伟"], ["liwei ", "liwei2"]), ("erqi 雨 @wangfang", ["王芳属于金水区"], ["belongs to Jinshui"]),
        ("erqi 雨 #", ["S-0042"], ["S-0042"]), ("erqi 雨 #T-0001", ["#T-0001"], ["#T-0001"]),
        ("erqi 雨 #S-0099", ["S-0099"], ["S-0099"]), ("erqi 雨 !f !u", ["两个优先级"], ["two priorities"]),
        ("erqi 雨 >18:00 >19:00", ["两个截止时间"], ["two due times"]),
        ("erqi 雨 >2020-01-01T08:00", ["截止时间已过"], ["due time is past"]),
        ("jinshui,erqi 雨 @liwei @wangfang", ["两个负责人"], ["two people"]),
    ])
    func problems(_ row: (String, [String], [String])) {
        for (language, wanted) in [(Language.zh, row.1), (.en, row.2)] {
            let line = DispatchLine.parse(row.0, InputFixture.context(language))
            #expect(line.order == nil, "\(row.0)")
            for piece in wanted {
                #expect(line.problem?.contains(piece) == true, "\(row.0): \(line.problem ?? "no problem")")
            }
            #expect(line.words.hasPrefix(line.problem ?? "?"), "\(row.0)")
        }
    }

    @Test func titlesAreNotCutInSilence() {
        let line = DispatchLine.parse("erqi " + String(repeating: "雨", count: 201), InputFixture.context())
        #expect(line.order == nil)
        #expect(line.problem?.contains("201") == true)
        let right = DispatchLine.parse("erqi " + String(repeating: "雨", count: 200), InputFixture.context())
        #expect(right.order != nil)
    }

    @Test func rightsComeFirst() {
        let line = DispatchLine.parse("erqi 雨", InputFixture.context(role: .reporter))
        #expect(line.order == nil)
        #expect(line.problem?.contains("无权派单") == true)
    }

    @Test func previews() {
        let text = "erqi,jinshui 暴雨积水路段 !flash +video,photo >18:00 @liwei #L-0031"
        #expect(
            DispatchLine.parse(text, InputFixture.context()).words
                == "将派给二七区、金水区 各一件：暴雨积水路段 · 特急（60 秒内接单） · 视频、图片 · 18:00 前 · 李卫负责二七区 · 线索 L-0031")
        #expect(
            DispatchLine.parse(text, InputFixture.context(.en)).words
                == "will send Erqi, Jinshui one task each: 暴雨积水路段 · flash (acknowledge within 60 s) · video, photo"
                + " · by 18:00 · 李卫 for Erqi · lead L-0031")
        #expect(
            DispatchLine.parse("all 雨 !u >9:00", InputFixture.context()).words
                == "将派给全部 6 个中心 各一件：雨 · 加急（5 分钟内接单） · 文字 · 明天 09:00 前")
        var context = InputFixture.context()
        context.policy.acknowledge.routine = 3600
        context.recommendations = [Recommendation(staff: "liwei", centre: "erqi", score: 1, reasons: [.place, .free])]
        #expect(
            DispatchLine.parse("erqi 雨", context).words
                == "将派给二七区：雨 · 普通（1 小时内接单） · 文字 · 可加 @liwei 李卫：属地、手头空闲")
    }

    @Test func selectedLeadLendsItsTitle() {
        var context = InputFixture.context()
        context.selectedLead = (InputFixture.lead, Number(.lead, 31), "热线：路面塌陷")
        let bare = DispatchLine.parse("erqi !f", context)
        #expect(bare.order?.title == "热线：路面塌陷")
        #expect(bare.order?.lead == InputFixture.lead)
        // A title of one's own is about something else, unless it says so.
        #expect(DispatchLine.parse("erqi 雨", context).order?.lead == nil)
        #expect(DispatchLine.parse("erqi 雨 #L-0031", context).order?.lead == InputFixture.lead)
    }
}

@Suite struct InputCompletionTests {
    private func complete(_ marked: String, _ context: DispatchContext = InputFixture.context()) -> [String] {
        let cursor = marked.firstIndex(of: "|").map { marked.distance(from: marked.startIndex, to: $0) } ?? marked.count
        let text = marked.replacing("|", with: "")
        return DispatchLine.complete(text, cursor: cursor, context).map { completion in
            completion.replacement.prefix(completion.cursor) + "|" + completion.replacement.dropFirst(completion.cursor)
        }
    }

    @Test(arguments: [
        ("er|", ["erqi|"]), ("x|", ["xinmi|", "xinzheng|"]), ("金|", ["jinshui|"]), ("erqi,j|", ["erqi,jinshui|"]),
        ("erqi, j|", ["erqi, jinshui|"]), ("er| 雨", ["erqi| 雨"]), ("er|xx,jinshui 雨", ["erqi|,jinshui 雨"]),
        ("erqi 雨 !|", ["erqi 雨 !特急 |", "erqi 雨 !加急 |", "erqi 雨 !普通 |"]), ("erqi !t| 雨", ["erqi !特急 |雨"]),
        ("erqi 雨 ！f|", ["erqi 雨 ！特急 |"]), ("erqi 雨 +视频,t|", ["erqi 雨 +视频,文字|"]), ("erqi 雨 +视频,s|", []),
        ("erqi 雨 +tu|", ["erqi 雨 +图片|", "erqi 雨 +图表|"]), ("erqi 雨 >15|", ["erqi 雨 >15:00 |"]),
        ("erqi 雨 >+2|", ["erqi 雨 >+2h |"]),
        ("erqi 雨 @|", ["erqi 雨 @liwei |"]), ("jinshui 雨 @l|", ["jinshui 雨 @liwei2 |"]), ("erqi 雨 @wang|", []),
        ("erqi 雨|", []), ("\"er|", []), ("erqi 雨 #|", []),
    ])
    func completes(_ row: (String, [String])) {
        #expect(complete(row.0) == row.1, "\(row.0)")
    }

    @Test func centresComeFirst() {
        #expect(complete("|").contains("jinshui|"))
        #expect(complete("|").last == "全部|")
        #expect(complete("|", InputFixture.context(.en)).last == "all|")
        #expect(complete("erqi,|").first?.hasPrefix("erqi,") == true)
        #expect(!complete("erqi,|").contains("erqi,erqi|"))
        #expect(complete("| 新密山洪").first == "xinmi| 新密山洪")
    }

    @Test func recommendedPeopleComeFirstWithReasons() {
        var context = InputFixture.context()
        context.recommendations = [
            Recommendation(staff: "wangfang", centre: "jinshui", score: 9, reasons: [.place, .free])
        ]
        let found = DispatchLine.complete("jinshui 雨 @", cursor: 12, context)
        #expect(found.map(\.label) == ["@wangfang 王芳", "@liwei2 李伟"])
        #expect(found.first?.detail == "金水区 记者：属地、手头空闲")
        #expect(complete("jinshui 雨 |", context).first == "jinshui 雨 @wangfang |")
    }

    @Test func everyCompletionIsUnderstood() {
        for text in ["", "er", "erqi 雨 !", "erqi 雨 +", "erqi 雨 >", "erqi 雨 @", "erqi 雨 "] {
            for completion in DispatchLine.complete(text, cursor: text.count, InputFixture.context()) {
                let line = completion.replacement + (text.contains("雨") ? "" : " 雨")
                #expect(DispatchLine.parse(line, InputFixture.context()).problem == nil, "\(line)")
            }
        }
    }

    @Test func anyLine() {
        let seed = UInt64.random(in: 0 ... .max)
        print("dispatch line seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let pieces =
            Hostile.texts + ["erqi", "二七", "雨", " ", " ", ",", "!", "+", ">18:00", "@liwei", "#L-0031", "all", "xin"]
        for round in 0..<1_500 {
            let context = InputFixture.context(round % 2 == 0 ? .zh : .en)
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let line = DispatchLine.parse(text, context)
            #expect((line.order == nil) == (line.problem != nil), "seed \(seed): \(text.debugDescription)")
            #expect(!line.preview.isEmpty)
            if let order = line.order { #expect(!order.centres.isEmpty && !order.title.isEmpty) }
            let cursor = Int.random(in: -1...text.count + 1, using: &random)
            for completion in DispatchLine.complete(text, cursor: cursor, context) {
                #expect(
                    (0...completion.replacement.count).contains(completion.cursor),
                    "seed \(seed): \(text.debugDescription) at \(cursor)")
            }
        }
        _ = DispatchLine.parse(String(repeating: "erqi,", count: 200_000), InputFixture.context())
        _ = DispatchLine.parse("erqi " + String(repeating: "\u{301}", count: 1_000_000), InputFixture.context())
    }
}
