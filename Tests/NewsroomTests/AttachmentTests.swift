import Foundation
import Testing

@testable import Newsroom

/// The files of a story beside its text: one hash with it, so that whoever did not see them approved another version.
struct AttachmentTests {
    typealias Table = StoryTableTests
    /// The testing library has something of that name too.
    typealias Attachment = Newsroom.Attachment

    static let refusals: [AttachmentRefusal] = [.same, .tooMany, .unknown("x"), .ambiguous("ab"), .badPath]

    static func file(
        _ role: AttachmentRole = .picture, _ digit: String = "a", caption: String? = "图说", path: String = "/srv/a.jpg"
    ) -> Attachment {
        Attachment(
            role: role, hash: FileHash(rawValue: String(repeating: digit, count: 64)), size: 2048, caption: caption,
            path: path)
    }

    static func attached(_ attachment: Attachment = file(), base: TextHash = .sample()) -> Fact {
        .story(.attachment(.attached(attachment, base: base)))
    }

    static func detached(_ attachment: Attachment = file(), base: TextHash) -> Fact {
        .story(.attachment(.detached(attachment.role, attachment.hash, base: base)))
    }

    static func hash(_ attachments: [Attachment], _ body: String = "正文一") -> TextHash {
        TextHash(title: "瑞安传家锅", body: body, attachments: attachments)
    }

    // MARK: - The hash

    /// Without attachments it is the hash that it always was.
    @Test func aTextAloneHasItsOwnHash() {
        #expect(TextHash(title: "标题", body: "正文", attachments: []) == TextHash(title: "标题", body: "正文"))
    }

    @Test func roleHashCaptionAndOrderAreCovered() {
        let one = Self.file()
        let all = [
            [one], [Self.file(.cover)], [Self.file(.picture, "b")], [Self.file(caption: nil)],
            [Self.file(caption: "图")],
            [one, Self.file(.cover)], [Self.file(.cover), one],
        ].map { Self.hash($0) }
        #expect(Set(all).count == all.count && !all.contains(.sample()))
        #expect(Self.hash([one]) != Self.hash([one], "正文二"))
        #expect(Self.hash([one]) == Self.hash([Self.file(path: "/else/where.jpg")]), "a file may be moved")
        // An empty caption is none.
        #expect(Self.hash([Self.file(caption: "")]) == Self.hash([Self.file(caption: nil)]))
    }

    // MARK: - Versions

    @Test func attachingVoidsWhatDidNotSeeIt() throws {
        var line = try ReviewTests.story(passed: 3)
        #expect(line.apply(Self.attached(), by: "rep") == nil)
        #expect(line.state.versions.count == 2 && line.state.text.body == "正文一")
        #expect(line.state.text.textHash == Self.hash([Self.file()]))
        #expect(line.state.openStage == .first && line.state.clock.since == line.at, "the first review waits anew")
        #expect(line.apply(.story(.signed(textHash: .sample())), by: "chief")?.code == "textChanged")
        #expect(line.apply(Self.detached(base: line.state.text.textHash), by: "rep") == nil)
        #expect(line.state.openStage == .signature, "without it the approvals of the text alone stand")
    }

    @Test func anEditAndACorrectionKeepThem() throws {
        var line = try Table.story(in: .draft)
        line.apply(Self.attached(), by: "rep")
        let first = Self.hash([Self.file()])
        #expect(
            line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二", base: .sample())), by: "ed")?.code == "textChanged")
        #expect(line.apply(.story(.edited(title: "瑞安传家锅", body: "正文二", base: first)), by: "rep") == nil)
        #expect(line.state.attachments == [Self.file()] && line.state.text.textHash == Self.hash([Self.file()], "正文二"))
        let hash = line.state.text.textHash
        line.apply(.story(.submitted(limits: .sample)), by: "rep")
        for (stage, person) in zip(Stage.reviews, ["ed", "head", "chief"] as [StaffID]) {
            let fact = Fact.story(.reviewed(stage: stage, verdict: .pass, opinion: "可", textHash: hash))
            #expect(line.apply(fact, by: person) == nil)
        }
        #expect(line.apply(.story(.signed(textHash: hash)), by: "chief") == nil)
        #expect(line.apply(Self.attached(Self.file(.cover), base: hash), by: "rep")?.code == "storyState")
        #expect(line.apply(.story(.published(channels: ["app"], textHash: hash)), by: "duty") == nil)
        #expect(line.state.publishedHash == hash)
        line.apply(StoryCorrectionTests.proposed("正文三", base: hash), by: "rep2")
        let corrected = Self.hash([Self.file()], "正文三")
        for (stage, person) in [(Stage.second, "head"), (.third, "chief")] as [(Stage, StaffID)] {
            let fact = Fact.story(
                .reviewed(stage: stage, verdict: .pass, opinion: "可", textHash: corrected, ofCorrection: true))
            #expect(line.apply(fact, by: person) == nil)
        }
        #expect(line.state.attachments == [Self.file()] && line.state.publishedHash == Self.hash([Self.file()], "正文三"))
    }

    /// Where a file lies is not what was approved.
    @Test func aMovedFileIsNoVersion() throws {
        var line = try Table.story(in: .inReview)
        line.apply(Self.attached(), by: "rep")
        let hash = line.state.text.textHash
        var moved = Self.file(path: "/mnt/b.jpg")
        moved.size = 1
        #expect(line.apply(Self.attached(moved, base: hash), by: "rep") == nil)
        #expect(line.state.versions.count == 2 && line.state.text.textHash == hash)
        #expect(line.state.attachments.map(\.path) == ["/mnt/b.jpg"])
        #expect(line.state.attachments.map(\.size) == [2048], "the same bytes are as many")
        #expect(line.apply(Self.attached(moved, base: hash), by: "rep") == .attachment(.same))
        #expect(line.apply(Self.attached(Self.file(caption: "新图说"), base: hash), by: "rep") == nil)
        #expect(line.state.versions.count == 3 && line.state.attachments.map(\.caption) == ["新图说"])
    }

    @Test func whatIsNotThereIsNotTakenOff() throws {
        var line = try Table.story(in: .draft)
        #expect(line.apply(Self.detached(base: .sample()), by: "rep") == .attachment(.unknown("aaaaaaaa")))
        line.apply(Self.attached(), by: "rep")
        let hash = line.state.text.textHash
        #expect(line.apply(Self.detached(Self.file(.cover), base: hash), by: "rep")?.code == "unknownAttachment")
        #expect(line.apply(Self.detached(base: .sample()), by: "rep")?.code == "textChanged")
    }

    @Test func aStoryHasSoManyAtMost() throws {
        var line = try Table.story(in: .draft)
        for number in 0..<Attachment.mostOfAStory {
            var file = Self.file()
            file.caption = "\(number)"
            file = Attachment(
                role: .picture, hash: FileHash(rawValue: String(format: "%064x", number)), size: 1, path: "/p/\(number)"
            )
            #expect(line.apply(Self.attached(file, base: line.state.text.textHash), by: "rep") == nil)
        }
        #expect(line.apply(Self.attached(base: line.state.text.textHash), by: "rep") == .attachment(.tooMany))
    }

    /// What is out for approval was another version.
    @Test func attachingVoidsWhatIsOut() throws {
        var line = try SendOutTests.out()
        line.apply(Self.attached(), by: "rep")
        #expect(line.state.openSendOut == nil && line.state.sendOuts[0].end?.outcome == .voided)
    }

    // MARK: - Asking

    @Test func pathsThatCannotBeShownAreRefused() throws {
        let scene = try Scene()
        func attach(_ path: String, caption: String? = nil, by person: StaffID = "rep") -> Refusal? {
            refusal {
                let file = Self.file(.cover, "c", caption: caption, path: path)
                try scene.desk.perform(.story(.attachment(scene.story, .attach(file))), by: person)
            }
        }
        for path in [
            "relative.jpg", "", "/a\nb", "/a\u{202E}gpj.exe", "/a\u{1B}[2J", "/\u{200B}",
            "/" + String(repeating: "x", count: 4096),
        ] {
            #expect(attach(path) == .attachment(.badPath), "\(path.prefix(20))")
        }
        #expect(attach("/two  blanks/图 1.jpg", caption: " 积水\u{202E}\n路段 ") == nil)
        let story = try #require(scene.desk.story(scene.story))
        #expect(story.attachments.map(\.caption) == ["积水 路段"] && story.attachments[0].path == "/two  blanks/图 1.jpg")
        #expect(attach("/x", by: "med") == .otherCentre("erqi"))
        #expect(attach("/x", by: "biz") == .noRight(.write, .business))
    }

    @Test func anAttachmentIsFoundByItsNameOrItsHash() throws {
        var line = try Table.story(in: .draft)
        for file in [
            Self.file(.cover, "a", path: "/srv/one.jpg"), Self.file(.picture, "a", path: "/srv/one.jpg"),
            Self.file(.film, "b", path: "/srv/two.mp4"),
        ] {
            #expect(line.apply(Self.attached(file, base: line.state.text.textHash), by: "rep") == nil)
        }
        let story = line.state
        func found(_ name: String, _ role: AttachmentRole? = nil) -> AttachmentRole? {
            (try? story.attachment(named: name, role: role))?.role
        }
        #expect(found("two.mp4") == .film && found("/srv/two.mp4") == .film && found("BBBB") == .film)
        #expect(found("bbb") == nil && found("wo.mp4") == nil && found("") == nil)
        #expect(found("aaaa") == nil && found("aaaa", .cover) == .cover && found("one.jpg", .picture) == .picture)
        #expect(refusal { _ = try story.attachment(named: "one.jpg") } == .attachment(.ambiguous("one.jpg")))
        #expect(refusal { _ = try story.attachment(named: "x") } == .attachment(.unknown("x")))
    }

    /// What another story has is its own: a derived one begins without.
    @Test func aDerivedStoryBeginsWithout() throws {
        let scene = try Scene()
        try scene.desk.perform(.story(.attachment(scene.story, .attach(Self.file()))), by: "rep")
        let new = StoryCommand.Draft(title: "衍生", origin: .derived, source: scene.story)
        let made = try #require(try scene.desk.perform(.story(.draft(new)), by: "rep").first).subject
        #expect(scene.desk.story(made)?.attachments == [] && scene.desk.story(scene.story)?.attachments.count == 1)
    }

    @Test func whatNoProgramMayWriteIsUnreadable() throws {
        let body = String(decoding: Self.attached().body, as: UTF8.self)
        func error(_ old: String, _ new: String) -> FactError? {
            let bytes = Array(body.replacing(old, with: new).utf8)
            let read = bytes.withUnsafeBytes { bytes in
                Result { () throws(FactError) in try Fact(kind: "storyAttached", body: bytes) }
            }
            if case .failure(let error) = read { return error } else { return nil }
        }
        let hash = String(repeating: "a", count: 64)
        #expect(error("x", "x") == nil)
        #expect(error(hash, hash.uppercased()) == .unreadable && error(hash, "aa") == .unreadable)
        #expect(error("2048", "-1") == .unreadable && error("picture", "poster") == .notUnderstood)
    }

    @Test func sizesAreSaidInTheLargestUnit() {
        let sizes: [(Int64, String)] = [
            (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1 KB"), (1536, "1.5 KB"), (20 << 20, "20 MB"),
            (5 << 29, "2.5 GB"), (.max, "8589934591 GB"), (-1, "0 bytes"),
        ]
        for (size, text) in sizes { #expect(Phrase.size(bytes: size).en == text) }
    }
}
