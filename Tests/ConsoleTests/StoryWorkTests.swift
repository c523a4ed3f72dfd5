import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// A story's way from draft to correction, by the keys of the people who have a hand in it.
@Suite struct StoryWorkTests {
    private func story(_ seat: Seat, _ id: SubjectID) throws -> Story {
        try #require(try seat.ledger.read { try $0.story(id) })
    }

    /// A fresh draft of a reporter of 二七, opened at their seat.
    private func draft() throws -> (seat: Seat, id: SubjectID) {
        let seat = try Seat("liwei")
        let body = "第一段。\n\n第二段。"
        let made = try seat.elsewhere(
            "liwei", .story(.draft(StoryCommand.Draft(title: "雨夜接力", body: body, centre: "erqi"))))
        let id = try #require(made.first).subject
        seat.visit(.story(id))
        return (seat, id)
    }

    /// The first who have these roles: an editor of 二七, a desk head, a chief editor.
    private func person(_ seat: Seat, _ role: Newsroom.Role, _ centre: CentreID) throws -> StaffID {
        try #require(seat.model.desk.directory.staff.first { $0.role == role && $0.centre == centre }).id
    }

    @Test func threePeopleReviewThenItIsSignedPublishedAndCorrected() throws {
        let (author, id) = try draft()
        try author.press("m")
        #expect(try story(author, id).openStage == .first)
        for (role, centre, stage) in [
            (Newsroom.Role.centreEditor, CentreID("erqi"), Stage.first), (.deskHead, "zz", .second),
            (.chiefEditor, "zz", .third),
        ] {
            let seat = try author.colleague(try person(author, role, centre))
            seat.visit(.story(id))
            #expect(try story(seat, id).openStage == stage)
            try seat.press("p")
            seat.type("，标题可用")
            try seat.press("Enter")
            let review = try #require(try story(seat, id).reviews.last)
            #expect(review.stage == stage && review.verdict == .pass && review.opinion == "同意，标题可用")
            #expect(review.by.staff == seat.model.actor.staff)
            // Nobody takes two levels of one story: the key says so instead.
            try seat.press("p")
            if let prompt = seat.model.prompt { Issue.record("\(role) is asked for a second opinion: \(prompt.label)") }
            #expect(!seat.notice.isEmpty)
        }
        let chief = try author.colleague(try person(author, .chiefEditor, "zz"))
        chief.visit(.story(id))
        try chief.press("S")
        #expect(chief.text.contains("雨夜接力"), "the question names the story")
        try chief.press("Esc")
        #expect(try story(chief, id).openStage == .signature, "asked, not signed")
        try chief.press("S", "Enter")
        #expect(try story(chief, id).state == .signedOff)

        // It is Erqi's to publish; the desk's channel it asks for.
        try chief.press("P")
        #expect(chief.model.prompt == nil && !chief.notice.isEmpty)
        let editor = try author.colleague(try person(author, .centreEditor, "erqi"))
        editor.visit(.story(id))
        try editor.press("P")
        editor.type("erqi/wechat app")
        try editor.press("Enter")
        #expect(editor.text.contains("放行"), "the question says what is asked for")
        try editor.press("Enter")
        #expect(try story(editor, id).state == .published)
        #expect(try editor.ledger.read { try $0.placements(of: id) }.map(\.last.state) == [.proposed, .queued])
        let duty = try author.colleague(try person(author, .dutyEditor, "zz"))
        duty.visit(.board)
        #expect(
            duty.model.attention.contains {
                if case .proposal(id, "zz") = $0.item { $0.isReaders } else { false }
            })
        // On the board too, where a story that is out stands in no other list, what is asked names it.
        #expect(duty.model.label(.story(id)) == "\(try story(duty, id).number)")
        duty.visit(.story(id))
        try duty.press("F")
        #expect(duty.text.contains("客户端"), "the question names the channel")
        try duty.press("Enter")
        #expect(
            try duty.ledger.read { try $0.placements(of: id) }.map(\.last.state) == [.queued, .queued], "\(duty.notice)"
        )
        #expect(!duty.model.attention.contains { if case .proposal(id, _) = $0.item { true } else { false } })
        chief.visit(.story(id))

        chief.editor = { $0.replacing("第二段", with: "第二段（更正）") }
        try chief.press("C")
        chief.type("数字有误")
        try chief.press("Enter", "Enter")
        let proposed = try story(chief, id)
        #expect(proposed.state == .published && proposed.openCorrection?.by == chief.model.actor.staff)
        try chief.press("p")
        #expect(chief.model.prompt == nil && !chief.notice.isEmpty, "nobody passes what they wrote")
        for role in [Role.deskHead, .chiefEditor] {
            let people = author.model.desk.directory.staff.filter {
                $0.role == role && $0.centre == "zz" && $0.isActive && $0.id != chief.model.actor.staff
            }
            let stage: Stage = role == .deskHead ? .second : .third
            let free = try #require(
                people.first { card in proposed.reviews.allSatisfy { $0.by.staff != card.id || $0.stage == stage } })
            let reviewer = try author.colleague(free.id)
            reviewer.visit(.board)
            #expect(reviewer.model.attention.contains { $0.item == .story(id) && $0.isReaders })
            reviewer.visit(.story(id))
            #expect(reviewer.text.contains("更正待\(role == .deskHead ? "二审" : "三审")"), "\(reviewer.text)")
            #expect(reviewer.text.contains("（更正）"), "the difference is what one sees")
            try reviewer.press("p")
            try reviewer.press("Enter")
        }
        chief.visit(.story(id))
        let corrected = try story(chief, id)
        #expect(corrected.state == .corrected && corrected.text.body.contains("第二段（更正）"))
        // What was corrected is no longer somebody's unsaved text.
        chief.editor = { text in
            #expect(text == corrected.text.body)
            return nil
        }
        try chief.press("C")
        #expect(try author.ledger.read { try $0.history(id) }.isEmpty == false)
    }

    /// Typed in a line, read from the file, shown below the text; taken back, taken off, and kept by an edit.
    @Test func aFileIsAttachedAndTakenOff() throws {
        let (author, id) = try draft()
        let path = NewsDay.folder + "/\(UUID().uuidString) 图.jpg"
        try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        func attach(_ line: String) throws {
            // What was refused stands in its line still.
            if author.model.prompt == nil { try author.press("A") }
            try author.press("C-u")
            author.type(line)
            try author.press("Enter")
        }
        try attach("海报 \(path)")
        #expect(author.notice.contains("封面"), "what roles there are: \(author.notice)")
        #expect(author.model.prompt != nil, "what is typed next is meant for it, and no command")
        try attach("封面 /nowhere/x.jpg")
        #expect(author.notice.contains("/nowhere/x.jpg"), "\(author.notice)")
        try attach("封面 \"\(path)\" 积水路段")
        let attached = try #require(try story(author, id).attachments.first)
        #expect(attached.role == .cover && attached.size == 3 && attached.caption == "积水路段")
        #expect(attached.hash.short == "ba7816bf" && attached.path.hasSuffix(" 图.jpg"))
        #expect(author.text.contains("封面  3 字节  ba7816bf") && author.text.contains("积水路段"), "\(author.text)")
        author.editor = { _ in "新的正文" }
        try author.press("e")
        #expect(try story(author, id).attachments == [attached])
        author.send(.pointed(.tab(.changes), .press))
        try author.command("detach ba7816bf")
        #expect(try story(author, id).attachments == [])
        #expect(author.text.contains("- 封面 ba7816bf"), "\(author.text)")
        try author.press("z")
        #expect(try story(author, id).attachments == [attached])
        author.model.reach = HostAccess()
        try author.press("A")
        #expect(author.model.prompt == nil && author.notice.contains("story attach"), "\(author.notice)")
    }

    @Test func aLineNamesRoleFileAndCaption() throws {
        func read(_ line: String) throws -> [String]? {
            try AttachmentLine.read(line).map { [$0.role.rawValue, $0.path, $0.caption] }
        }
        #expect(try read("film /a/b.mp4") == ["film", "/a/b.mp4", ""])
        #expect(try read("图片 ~/a.jpg  两  字") == ["picture", "~/a.jpg", "两  字"])
        #expect(try read("zimu '/a b/c.srt' x") == ["subtitles", "/a b/c.srt", "x"])
        #expect(try read("封面 “/a b.jpg”图") == ["cover", "/a b.jpg", "图"])
        #expect(try read("cover") == nil && read("cover \"/a b") == nil && read("cover \"\" x") == nil)
    }

    /// By the keys of the desk's head and chief: sent out by the form, seen in list and header, answered, signed.
    @Test func aStoryIsSentOutForApproval() throws {
        let (author, id) = try draft()
        try author.press("m")
        for (role, centre) in [(Newsroom.Role.centreEditor, CentreID("erqi")), (.deskHead, "zz"), (.chiefEditor, "zz")]
        {
            let seat = try author.colleague(try person(author, role, centre))
            seat.visit(.story(id))
            try seat.press("p", "Enter")
        }
        #expect(try story(author, id).openStage == .signature)
        let head = try author.colleague(try person(author, .deskHead, "zz"))
        head.visit(.story(id))
        try head.press("E", "C-s")
        #expect(head.text.contains("没说送给谁"), "\(head.text)")
        head.type("宣传部")
        try head.press("C-s")
        #expect(try story(head, id).openSendOut?.order.to == "宣传部", "\(head.text)")
        #expect(head.text.contains("外审 宣传部"), "\(head.text)")
        let chief = try author.colleague(try person(author, .chiefEditor, "zz"))
        chief.visit(.story(id))
        try chief.press("S")
        #expect(chief.notice.contains("宣传部"), "\(chief.notice)")
        chief.visit(.stories)
        #expect(chief.text.contains("外审"))
        chief.visit(.story(id))
        try chief.press("v")
        chief.type("宣字 7 号")
        try chief.press("Enter")
        #expect(try story(chief, id).sendOuts.map { $0.end?.note } == ["宣字 7 号"])
        chief.send(.pointed(.tab(.reviews), .press))
        #expect(chief.text.contains("宣字 7 号"), "\(chief.text)")
        try chief.press("S", "Enter")
        #expect(try story(chief, id).state == .signedOff)
    }

    @Test func aReturnTellsTheAuthorWhy() throws {
        let (author, id) = try draft()
        try author.press("m")
        let editor = try author.colleague(try person(author, .centreEditor, "erqi"))
        editor.visit(.story(id))
        try editor.press("r")
        try editor.press("Enter")
        #expect(try story(author, id).state == .inReview, "without a reason nothing is returned")
        try editor.press("r")
        editor.type("导语太长")
        try editor.press("Enter")
        author.reload()
        #expect(try story(author, id).state == .returned)
        author.send(.pointed(.tab(.reviews), .press))
        #expect(author.text.contains("导语太长"))
        author.visit(.board)
        #expect(author.model.attention.contains { $0.item == .story(id) }, "it waits for its author")
    }

    @Test func theAuthorReviewsNoneOfTheirOwnAndIsToldTheRule() throws {
        let seat = try Seat()
        let editor = try person(seat, .centreEditor, "erqi")
        let made = try seat.elsewhere(
            editor, .story(.draft(StoryCommand.Draft(title: "自己的稿", body: "文", centre: "erqi"))))
        let id = try #require(made.first).subject
        try seat.elsewhere(editor, .story(.submit(id)))
        let author = try seat.colleague(editor)
        author.visit(.story(id))
        try author.press("p")
        #expect(author.model.prompt == nil)
        #expect(author.notice.contains(Refusal.ownStory.sentence(author.model.read)), "\(author.notice)")
    }

    @Test func aRefusalNamesTheRightAndWhoHasIt() throws {
        let (author, id) = try draft()
        try author.press("S")
        #expect(author.notice.contains(Newsroom.Role.chiefEditor.phrase.zh), "\(author.notice)")
        try author.press("d")
        #expect(author.notice.contains(Newsroom.Role.dutyEditor.phrase.zh), "\(author.notice)")
        #expect(try story(author, id).state == .draft)
    }

    @Test func anEditIsANewVersionAndIsTakenBack() throws {
        let (author, id) = try draft()
        author.editor = { _ in "全新的正文" }
        try author.press("e")
        #expect(try story(author, id).text.body == "全新的正文")
        #expect(author.text.contains("全新的正文"))
        try author.press("z")
        #expect(try story(author, id).text.body == "第一段。\n\n第二段。")
        author.editor = { _ in nil }
        try author.press("e")
        #expect(try story(author, id).versions.count == 3, "unchanged is no version")
    }

    @Test func twoEditsAtOnceLoseNeither() throws {
        let (author, id) = try draft()
        let editor = try person(author, .centreEditor, "erqi")
        author.editor = { _ in
            // While the author writes, the editor saves.
            _ = try? author.elsewhere(editor, .story(.edit(id, title: nil, body: "编辑的文字", base: 1)))
            return "作者的文字"
        }
        try author.press("e")
        #expect(try story(author, id).text.body == "编辑的文字")
        #expect(author.notice.contains(author.model.read.name(editor)), "who was first: \(author.notice)")
        #expect(author.kept == ["作者的文字"])
        // The next time both are shown, and then the author's own text is there to go on with.
        author.editor = { text in
            #expect(text == "作者的文字")
            return "编辑的文字，作者的文字"
        }
        try author.press("e")
        #expect(author.text.contains("- 编辑的文字") || author.text.contains("编辑"), "\(author.text)")
        #expect(try story(author, id).text.body == "编辑的文字", "nothing goes over it unseen")
        try author.press("Enter")
        #expect(try story(author, id).text.body == "编辑的文字，作者的文字")
        #expect(author.model.kept.isEmpty && author.kept.isEmpty)
    }

    @Test func anOpinionIsAboutTheTextThatWasRead() throws {
        let (author, id) = try draft()
        try author.press("m")
        let editor = try author.colleague(try person(author, .centreEditor, "erqi"))
        editor.visit(.story(id))
        try editor.press("p")
        editor.type("，数字核过")
        // While the opinion is typed the text changes, and the screen with it.
        try author.elsewhere("liwei", .story(.edit(id, title: nil, body: "数字全改了", base: nil)))
        editor.reload()
        try editor.press("Enter")
        #expect(try story(author, id).reviews.isEmpty, "nobody passed this text")
        #expect(editor.notice.contains(editor.model.read.name("liwei")), "\(editor.notice)")
    }

    /// A chief's own word: channels and word stand there already, the reason is asked.
    @Test func anEmergencyLeavesTheReviewsOpen() throws {
        let (author, id) = try draft()
        let chief = try author.colleague(try person(author, .chiefEditor, "zz"))
        chief.visit(.story(id))
        try chief.press("!")
        #expect(chief.text.contains("本人"), "\(chief.text)")
        try chief.press("C-s")
        #expect(try story(chief, id).state == .draft && chief.text.contains("理由"), "\(chief.text)")
        try chief.press("Tab", "Tab", "Tab")
        chief.type("险情")
        try chief.press("C-s")
        let out = try story(chief, id)
        #expect(out.state == .published && out.emergency?.reason == "险情" && out.openStage == .first)
        #expect(out.emergency?.authority.staff == chief.model.actor.staff && out.openEmergency == nil)
        chief.visit(.board)
        #expect(chief.model.attention.contains { $0.item == .story(id) && $0.level == .over })
        // Whoever wrote it is told that it takes two.
        try author.press("!")
        #expect(try story(author, id).emergency?.by == chief.model.actor.staff)
    }

    /// The duty editor names a channel and a chief who is at home; the chief confirms from the list, or denies.
    @Test(arguments: [true, false]) func aChiefConfirmsOrDeniesTheirWord(isConfirmed: Bool) throws {
        let (author, id) = try draft()
        let duty = try author.colleague(try person(author, .dutyEditor, "zz"))
        duty.visit(.story(id))
        // Whose word it was nobody guesses.
        try duty.press("!", "Tab", "Tab", "Tab")
        duty.type("险情")
        try duty.press("C-s")
        #expect(duty.model.overlay != nil && duty.text.contains("凭谁授权"), "\(duty.text)")
        try duty.press("S-Tab", "S-Tab", "Space", "C-s")
        let out = try story(duty, id)
        let named = try #require(out.emergency?.authority)
        #expect(named.isByPhone && named.confirmBy != nil && named.house == "zz")
        #expect(out.emergency?.by == duty.model.actor.staff)
        try duty.press("y")
        #expect(try story(duty, id).emergency?.answer == nil, "it is not their word")
        let chief = try duty.colleague(named.staff)
        let item = Item.emergency(id)
        chief.visit(.summary)
        #expect(chief.model.mine.map(\.item).contains(item), "it waits for whoever was named")
        chief.visit(.story(id))
        if isConfirmed {
            try chief.press("y")
            // Rows move up as they are answered, and a key is soon pressed twice: what is confirmed is asked by name.
            #expect(try story(chief, id).emergency?.answer == nil)
            #expect(chief.text.contains("险情") && chief.text.contains(out.title), "\(chief.text)")
            try chief.press("y")
        } else {
            try chief.press("N")
            chief.type("没有接到电话")
            try chief.press("Enter")
        }
        let answered = try story(chief, id)
        #expect(answered.emergency?.answer?.by == named.staff && answered.emergency?.isDenied == !isConfirmed)
        chief.visit(.board)
        let found = chief.model.attention.first { $0.item == item }
        #expect(isConfirmed ? found == nil : found?.kind == .emergencyDenied && found?.level == .over)
        guard isConfirmed else {
            // Whoever released it does not show it again, and is told who may.
            #expect(try story(duty, id).isHidden)
            duty.visit(.story(id))
            try duty.press("u")
            #expect(duty.model.overlay == nil && duty.notice.contains("否认"), "\(duty.notice)")
            return
        }
        // The same key lets out what cannot wait of a correction.
        author.editor = { $0 + "（更正）" }
        author.visit(.story(id))
        try author.press("C")
        author.type("险情有变")
        try author.press("Enter", "Enter")
        duty.visit(.story(id))
        try duty.press("!", "Space", "Tab", "Tab")
        duty.type("等不得")
        try duty.press("C-s")
        let urgent = try story(duty, id)
        #expect(urgent.state == .corrected && urgent.emergency?.reason == "等不得", "\(duty.notice) \(duty.text)")
        #expect(urgent.text.body.hasSuffix("（更正）") && urgent.openStage == .first)
    }

    @Test func aFailedChannelIsNeverOverlooked() throws {
        let seat = try Seat()
        let story = try seat.story { $0.state == .published && $0.failures == 0 }
        seat.visit(.story(story.id))
        let channel = try #require(seat.model.desk.place.placements.first).channel
        try seat.command("placement \(channel.rawValue) failed 超时")
        seat.visit(.board)
        #expect(seat.model.attention.contains { $0.item == .story(story.id) && $0.level == .over }, "\(seat.notice)")
    }
}
