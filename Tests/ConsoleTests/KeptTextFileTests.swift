import Foundation
import Newsroom
import Testing

@testable import Console

/// The files of kept texts: names, places, and what editors leave behind.
@Suite struct KeptTextFileTests {
    private let folder = NewsDay.folder + "/texts-\(UUID().uuidString)"
    private let owner = TextOwner(desk: "d1", writer: "li.wei")

    private func texts(_ folders: [String]? = nil, _ owner: TextOwner? = nil) -> KeptTexts {
        KeptTexts(folders: folders ?? [folder], owner: owner ?? self.owner)
    }

    private func text(_ content: String, id: String = "a-1", _ purpose: KeptText.Purpose? = nil) throws -> KeptText {
        KeptText(
            id: id, purpose: try purpose ?? .story(story), base: TextBase(number: 3, hash: "1a2b3c4d5e6f7a8b"),
            text: content, label: "S-0042", at: NewsDay.now)
    }

    private var story: SubjectID { get throws { SubjectID(kind: "story", name: "x") } }

    private func write(_ texts: KeptTexts, _ text: KeptText) {
        texts.write(text) { _ in }
        texts.wait(seconds: 60)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func everyPurposeIsFoundAsItWasKept() throws {
        let id = try story
        let purposes: [KeptText.Purpose] = [
            .story(id), .correction(id), .line("task.dispatch", about: nil), .line("story.pass", about: id),
            .form(.dispatch), .form(.story), .form(.lead), .form(.staff(nil)), .form(.staff("li.wei")),
        ]
        let texts = texts()
        for (index, purpose) in purposes.enumerated() { write(texts, try text("第\(index)", id: "a-\(index)", purpose)) }
        let found = texts.load()
        #expect(found.count == purposes.count)
        for (index, purpose) in purposes.enumerated() {
            let one = try #require(found.first { $0.id == "a-\(index)" })
            #expect(one.purpose == purpose && one.text == "第\(index)" && one.label == "S-0042")
            #expect(one.base == TextBase(number: 3, hash: "1a2b3c4d5e6f7a8b"))
        }
        texts.forget(purposes.indices.map { "a-\($0)" })
        texts.wait(seconds: 60)
        #expect(try names(folder).isEmpty)
    }

    @Test func onlyItsOwnerReadsIt() throws {
        let texts = texts()
        write(texts, try text("只给我看"))
        let file = try #require(texts.load().first?.path)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(file) == 0o600)
        #expect(try mode(folder) == 0o700)
    }

    @Test func aTextOfOneDeskOrWriterNeverComesUpAtAnother() throws {
        write(texts(), try text("甲台的"))
        #expect(texts(nil, TextOwner(desk: "d2", writer: "li.wei")).load().isEmpty)
        #expect(texts(nil, TextOwner(desk: "d1", writer: "li")).load().isEmpty)
        #expect(texts().load().map(\.text) == ["甲台的"])
    }

    @Test func aFileOfAnEarlierVersionIsFoundHoweverOld() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("旧的".utf8).write(to: URL(fileURLWithPath: folder + "/S-0007-1000.txt"))
        for other in ["S-0008-notes.txt", "notes.txt", "a.b.c.txt"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/" + other))
        }
        let texts = texts()
        let found = texts.load()
        #expect(found.map(\.purpose) == [.unknown(try #require(Number("S-0007")))] && found.map(\.text) == ["旧的"])
        texts.forget(found.map(\.id))
        texts.wait(seconds: 60)
        #expect(try names(folder) == ["S-0008-notes.txt", "a.b.c.txt", "notes.txt"], "what is not ours stays")
    }

    @Test func aTextWithAnotherBaseIsStillOneFile() throws {
        let texts = texts()
        var kept = try text("一")
        write(texts, kept)
        kept.base = TextBase(number: 4, hash: "aaaa")
        kept.text = "二"
        write(texts, kept)
        #expect(texts.load().map(\.text) == ["二"])
        #expect(try names(folder).count == 1)
    }

    @Test func whereTheFirstPlaceFailsTheNextIsTaken() throws {
        // A file where the folder should be: not even root writes there.
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let blocked = folder + "/blocked"
        try Data().write(to: URL(fileURLWithPath: blocked))
        let texts = texts([blocked + "/unsaved", folder + "/spare"])
        write(texts, try text("别处"))
        #expect(texts.load().map(\.text) == ["别处"])
        #expect(try names(folder + "/spare").count == 1)
        // A place that somebody else has prepared is none.
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/spare")
        let nowhere = self.texts([blocked + "/unsaved", folder + "/link"])
        nowhere.write(try text("无处")) { result in
            guard case .failure(.system(let path, _)) = result else { return #expect(Bool(false), "\(result)") }
            #expect(path.hasPrefix(blocked), "the first place says why: \(path)")
        }
        nowhere.wait(seconds: 60)
    }

    // MARK: - Editors

    @Test func whatAnEditorLeftBehindIsFound() throws {
        let texts = texts()
        let kept = try text("原文")
        let edit = try texts.beginEditing(kept)
        #expect(texts.load().isEmpty, "nothing was written yet")
        try Data("编辑器里的".utf8).write(to: URL(fileURLWithPath: edit.file))
        let found = try #require(texts.load().first)
        #expect(found.text == "编辑器里的" && found.id == kept.id && found.base == kept.base)
        // Nano, told to end, writes beside its file.
        try Data("更新的".utf8).write(to: URL(fileURLWithPath: edit.file + ".save"))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: edit.file + ".save")
        #expect(texts.load().map(\.text) == ["更新的"])
        // Taken up again, the editor finds its own folder.
        #expect(try texts.beginEditing(found.with("更新的")) == edit)
        #expect(KeptTexts.text(edit.file) == "更新的")
        try texts.endEditing(edit, found.with("存好的"))
        #expect(texts.load().map(\.text) == ["存好的"])
        #expect(try names(folder).allSatisfy { $0.hasSuffix(".txt") }, "the folder went after the text was in its file")
    }

    @Test func aSwapFileIsLeftForItsEditor() throws {
        let texts = texts()
        let kept = try text("原文")
        let edit = try texts.beginEditing(kept)
        try Data([0]).write(to: URL(fileURLWithPath: edit.path + "/.text.txt.swp"))
        #expect(texts.load().map(\.text) == ["原文"], "the editor may know more")
        #expect(try texts.beginEditing(kept) == edit)
        #expect(FileManager.default.fileExists(atPath: edit.path + "/.text.txt.swp"))
        #expect(texts.load().map(\.holdsMore) == [true])
        // Its question was left open: nothing goes.
        try texts.endEditing(edit, kept, changed: false)
        #expect(texts.load().map(\.holdsMore) == [true])
        // Beside a newer file of the same text it still comes first.
        write(texts, kept)
        #expect(texts.load().map(\.holdsMore) == [true])
        try texts.endEditing(edit, kept.with("取回的"), changed: true)
        #expect(texts.load().map(\.text) == ["取回的"] && texts.load().map(\.holdsMore) == [false])
    }

    @Test func whereTheTextIsEmptyASwapFileCountsToo() throws {
        let texts = texts()
        let kept = try text("")
        let edit = try texts.beginEditing(kept)
        #expect(texts.load().isEmpty)
        try Data([0]).write(to: URL(fileURLWithPath: edit.path + "/.text.txt.swp"))
        let found = try #require(texts.load().first)
        #expect(found.id == kept.id && found.holdsMore && found.text.isEmpty)
        #expect(try texts.beginEditing(found) == edit)
        #expect(try names(folder).count == 1)
    }

    @Test func onlyWhatSaysSomethingElseIsMore() throws {
        let texts = texts()
        let edit = try texts.beginEditing(try text("原文"))
        try Data("写好的".utf8).write(to: URL(fileURLWithPath: edit.file))
        #expect(texts.load().map(\.holdsMore) == [false])
        try Data("原文".utf8).write(to: URL(fileURLWithPath: edit.file + "~"))
        #expect(texts.load().map(\.holdsMore) == [false], "a copy of what stood there")
        try Data("其间的".utf8).write(to: URL(fileURLWithPath: edit.file + "~"))
        #expect(texts.load().map(\.holdsMore) == [true])
    }
}
