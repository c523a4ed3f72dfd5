import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Words between people at their consoles.
@Suite struct MessageScreenTests {
    private func messages(_ seat: Seat, of person: StaffID) throws -> [MessageRow] {
        try seat.ledger.read { try $0.messages(of: person) }
    }

    @Test func aWordIsSentFromWhereOneStandsAndRingsAtTheOther() throws {
        let seat = try Seat("zhangmin")
        let other = try seat.colleague("liangdong")
        let story = try seat.story { $0.state == .inReview }
        seat.visit(.story(story.id))
        try seat.press("@")
        seat.type("liangd")
        try seat.press("Tab")
        #expect(seat.model.prompt?.editor.text == "message liangdong ", "completed")
        seat.type("第三段的数字核一下")
        #expect(seat.screen.suffix(3).joined().contains("\(story.number)"), "\(seat.screen.suffix(3))")
        try seat.press("Enter")
        #expect(seat.notice.contains(seat.model.read.name("liangdong")), "\(seat.notice)")
        let sent = try #require(try messages(seat, of: "liangdong").first)
        #expect(sent.text == "第三段的数字核一下" && sent.about == story.id && sent.to == ["liangdong"])
        // The other console.
        let bells = other.bells
        other.reload()
        #expect(other.bells == bells + 1)
        #expect(other.screen[0].contains("✉ 1"))
        let line = try #require(other.screen.last)
        #expect(line.contains("张敏") && line.contains("第三段") && line.contains("\(story.number)"), "\(line)")
        other.reload()
        #expect(other.bells == bells + 1, "once")
        // Other keys leave it; the key for it says that it was read.
        try other.press("Down", "Up")
        #expect(other.screen.last?.contains("第三段") == true)
        try other.press("R")
        #expect(other.model.newsLine == nil && !other.screen[0].contains("✉"))
        #expect(try messages(seat, of: "zhangmin").first?.readBy.keys.sorted() == ["liangdong"])
        #expect(other.notice.isEmpty, "that goes without saying: \(other.notice)")
    }

    @Test func whatCameWhileOneWasAwayWaits() throws {
        let seat = try Seat("zhangmin")
        try seat.elsewhere("zhangmin", .message(.send("接班后看我", to: ["liangdong"], about: nil)))
        let later = try seat.colleague("liangdong")
        #expect(later.bells == 0, "the bell is for what comes now")
        #expect(later.screen[0].contains("✉ 1") && later.screen.last?.contains("接班后看我") == true)
        later.tick(seconds: 120)
        #expect(later.screen.last?.contains("接班后看我") == false, "the line goes")
        #expect(later.screen[0].contains("✉ 1"), "the mark stays")
        #expect(try messages(seat, of: "zhangmin").first?.readBy.isEmpty == true, "and it is not read")
    }

    @Test func oneAfterTheOtherIsRead() throws {
        let seat = try Seat("liangdong")
        for text in ["第一句", "第二句", "第三句"] {
            seat.clock.now = seat.clock.now.adding(seconds: 1)
            try seat.elsewhere("zhangmin", .message(.send(text, to: ["liangdong"], about: nil)))
        }
        seat.reload()
        #expect(seat.bells == 1, "one bell for what came at once")
        for text in ["第三句", "第二句", "第一句"] {
            #expect(seat.screen.last?.contains(text) == true, "\(seat.screen.last ?? "")")
            try seat.press("R")
        }
        #expect(seat.model.newsLine == nil)
        #expect(try messages(seat, of: "liangdong").allSatisfy { $0.readBy.keys.contains("liangdong") })
    }

    @Test func namesAreTypedAsEverywhere() throws {
        let seat = try Seat("zhangmin")
        let name = seat.model.read.name("liangdong")
        for (typed, whom) in [
            ("liangdong", ["liangdong"]), (name, ["liangdong"]), ("liangdong，liwei", ["liangdong", "liwei"]),
            ("zhangmin,liwei", ["liwei"]),
        ] as [(String, [StaffID])] {
            try seat.command("message \(typed) 收到请回")
            #expect(try messages(seat, of: "zhangmin").first?.to == whom, "\(typed): \(seat.notice)")
        }
        try seat.command("message 全台 今晚八点开会")
        #expect(try messages(seat, of: "liwei").first?.to == nil)
        for wrong in ["没这个人 话", "zhangmin 给自己", "liwei", "liwei 关于它 #S-9999"] {
            let count = try messages(seat, of: "zhangmin").count
            try seat.command("message \(wrong)")
            #expect(try messages(seat, of: "zhangmin").count == count, "\(wrong)")
            #expect(!seat.notice.isEmpty && seat.model.prompt?.editor.text == "message \(wrong)", "\(wrong)")
            try seat.press("Esc")
        }
        let task = try seat.task { $0.state == .issued }
        try seat.command("message liwei 到了吗 #\(task.number)")
        let row = try #require(try messages(seat, of: "liwei").first)
        #expect(row.text == "到了吗" && row.about == task.id)
    }

    @Test func theScreenReadsWhatIsUnderTheCursorAndAnswers() throws {
        for language in Language.allCases {
            for size in Stop.sizes {
                let seat = try Seat("liangdong", language: language, columns: size.columns, rows: size.rows)
                let story = try seat.story { $0.state == .inReview }
                let long = String(repeating: "请把第三段的数字与气象局核对，", count: 20) + "完。"
                try seat.elsewhere("zhangmin", .message(.send("先来的", to: ["liangdong"], about: nil)))
                seat.clock.now = seat.clock.now.adding(seconds: 60)
                try seat.elsewhere("liwei", .message(.send(long, to: ["liangdong", "zhangmin"], about: story.id)))
                seat.reload()
                // Too long for the line: its key opens it.
                #expect(seat.model.newsLine != nil)
                try seat.press("R")
                #expect(seat.model.place == .messages, "\(size), \(language)")
                #expect(Seat.torn(seat.frame) == nil)
                let rows = try messages(seat, of: "liangdong")
                #expect(rows[0].readBy.keys.sorted() == ["liangdong"], "what is before one's eyes is read")
                #expect(rows[1].readBy.isEmpty, "and nothing else")
                #expect(seat.text.contains("\(story.number)") && seat.text.contains("先来的"))
                try seat.press("Tab", "End")
                #expect(
                    seat.text.contains("完。") || seat.text.contains(seat.model.read.name("zhangmin")),
                    "its end can be read")
                try seat.press("Tab", "@")
                #expect(seat.model.prompt?.editor.text == "message liwei ")
                seat.type("已核对")
                try seat.press("Enter")
                let answer = try #require(try messages(seat, of: "liwei").first)
                #expect(answer.text == "已核对" && answer.about == story.id && answer.to == ["liwei"])
                // The answer joined at the end: the message stands where it stood.
                try seat.press("g", "Enter")
                #expect(seat.model.place == .story(story.id), "\(size), \(language)")
            }
        }
    }

    @Test func nobodyAtTheKeysReadsNothing() throws {
        let seat = try Seat("liangdong")
        seat.visit(.messages)
        seat.tick(seconds: 300)
        try seat.elsewhere("zhangmin", .message(.send("在吗", to: ["liangdong"], about: nil)))
        seat.reload()
        #expect(try messages(seat, of: "liangdong").first?.readBy.isEmpty == true)
        try seat.press("Home")
        #expect(try messages(seat, of: "liangdong").first?.readBy.isEmpty == false)
    }

    @Test func whoOnlyLooksReadsNothingAndSendsNothing() throws {
        let clock = TestClock(NewsDay.now)
        let seat = try Seat("liangdong", ledger: try NewsDay.ledger(clock), clock: clock, isReadOnly: true)
        try seat.elsewhere("zhangmin", .message(.send("在吗", to: ["liangdong"], about: nil)))
        seat.reload()
        seat.visit(.messages)
        try seat.press("Home", "R")
        try seat.command("message zhangmin 在")
        #expect(try messages(seat, of: "liangdong").count == 1)
        #expect(try messages(seat, of: "liangdong").first?.readBy.isEmpty == true)
    }

    @Test func theLogShowsWordsToEverybodyAndNoOthers() throws {
        let seat = try Seat("zhoumingyuan", columns: 120, rows: 36)
        try seat.elsewhere("zhangmin", .message(.send("悄悄话", to: ["liangdong"], about: nil)))
        try seat.elsewhere("zhangmin", .message(.send("全台都听", to: nil, about: nil)))
        seat.visit(.log)
        #expect(seat.text.contains("全台都听") && !seat.text.contains("悄悄话"))
        seat.visit(.board)
        #expect(!seat.text.contains("悄悄话"))
        let own = try seat.colleague("liangdong")
        own.visit(.log)
        #expect(own.text.contains("悄悄话"))
        own.tick(seconds: 120)
        own.resize(120, 36)
        own.visit(.board)
        #expect(own.text.contains("全台都听") && !own.text.contains("悄悄话"), "boards hang on walls")
    }

    @Test func asciiHasItsMarks() throws {
        let seat = try Seat("liangdong")
        seat.model.glyphs = .ascii
        try seat.elsewhere("zhangmin", .message(.send("在吗", to: ["liangdong"], about: nil)))
        seat.reload()
        seat.send(.present([Present(staff: "liwei", since: NewsDay.now, place: "board")]))
        #expect(seat.screen[0].contains("m1") && seat.screen[0].contains("o 1"), "\(seat.screen[0])")
    }
}
