import Newsroom
import Testing

/// Words between people: who may say what to whom, and who has read it.
struct MessageTests {
    private func send(
        _ desk: MemoryDesk, _ text: String = "收到请回", to: [StaffID]?, by person: StaffID = "duty",
        about: SubjectID? = nil
    ) throws -> SubjectID {
        try #require(try desk.perform(.message(.send(text, to: to, about: about)), by: person).first).subject
    }

    private func message(_ desk: MemoryDesk, _ id: SubjectID) throws -> DeskMessage {
        try #require(DeskMessage.fold(desk.events(of: id))?.state)
    }

    @Test func aMessageIsForThoseNamedEachOnce() throws {
        let desk = MemoryDesk()
        let sent = try message(desk, try send(desk, " 收到\n请回 ", to: ["ed", "rep", "ed", "duty"]))
        #expect(sent.text == "收到 请回" && sent.from == "duty")
        #expect(sent.to == ["ed", "rep"] && sent.waiting == ["ed", "rep"])
        #expect(sent.isFor("ed") && !sent.isFor("duty") && !sent.isFor("head"))
    }

    @Test func withoutNamesItIsForEverybodyElse() throws {
        let desk = MemoryDesk()
        let sent = try message(desk, try send(desk, to: nil))
        #expect(sent.to == nil && sent.waiting.isEmpty)
        #expect(sent.isFor("ed") && sent.isFor("biz") && !sent.isFor("duty"))
    }

    @Test func itIsReadOnceByEachOfItsRecipientsAndByNobodyElse() throws {
        let desk = MemoryDesk()
        let id = try send(desk, to: ["ed", "rep"])
        #expect(refusal { try desk.perform(.message(.read([id])), by: "head") } == .notRecipient)
        #expect(refusal { try desk.perform(.message(.read([id])), by: "duty") } == .notRecipient)
        try desk.perform(.message(.read([id, id])), by: "ed")
        #expect(try desk.perform(.message(.read([id])), by: "ed").isEmpty, "twice is once")
        #expect(try message(desk, id).waiting == ["rep"])
        try desk.perform(.message(.read([id])), by: "rep")
        #expect(try message(desk, id).readBy.count == 2)
        #expect(refusal { try desk.perform(.message(.read([.desk])), by: "rep") } == .unknownItem("\(SubjectID.desk)"))
    }

    @Test func whatCannotBeSentIsRefused() throws {
        let desk = MemoryDesk()
        func refused(_ text: String = "话", to: [StaffID]?, about: SubjectID? = nil) -> Refusal? {
            refusal { try desk.perform(.message(.send(text, to: to, about: about)), by: "duty") }
        }
        #expect(refused("\u{202E} \n", to: nil) == .titleMissing)
        #expect(refused(to: []) == .recipientMissing)
        #expect(refused(to: ["duty"]) == .recipientMissing)
        #expect(refused(to: ["nobody"]) == .unknownStaff("nobody"))
        #expect(refused(to: ["gone"]) == .inactive("gone"))
        #expect(refused(to: ["ed", "viewer"]) == .takesNoMessages("viewer"))
        #expect(refused(String(repeating: "字", count: 501), to: nil) == .messageTooLong)
        #expect(refused(String(repeating: "字", count: 500), to: nil) == nil)
        #expect(refused(String(repeating: "字", count: 500) + " \n", to: nil) == nil)
        #expect(refused(String(repeating: "字", count: 500) + " 完", to: nil) == .messageTooLong, "and is not cut")
        #expect(refused(to: nil, about: OtherSubjectTests.other) == .unknownItem("\(OtherSubjectTests.other)"))
        #expect(refused(to: nil, about: .centre("erqi")) == .unknownItem("\(SubjectID.centre("erqi"))"))
    }

    @Test func theLogShowsWordsToThoseTheyConcern() throws {
        let scene = try Scene()
        let own = try send(scene.desk, to: ["ed"], about: scene.story)
        let open = try send(scene.desk, to: nil)
        func shown(_ id: SubjectID, to reader: StaffID?) -> Bool {
            scene.desk.events(of: id).contains { $0.isShown(to: reader) }
        }
        #expect(shown(own, to: "duty") && shown(own, to: "ed"))
        #expect(!shown(own, to: "root") && !shown(own, to: "chief") && !shown(own, to: nil))
        #expect(shown(open, to: "chief") && shown(open, to: nil))
        try scene.desk.perform(.message(.read([own])), by: "ed")
        let reading = try #require(scene.desk.events(of: own).last)
        #expect(!reading.isShown(to: "duty") && !reading.isShown(to: "ed"), "reading is no news")
        #expect(scene.desk.events(of: scene.story).allSatisfy { $0.isShown(to: nil) })
        try scene.desk.perform(.common(.readOverruled(scene.story, at: Stamp(value: 9))), by: "ed")
        let seen = try #require(scene.desk.events(of: scene.story).last)
        #expect(!seen.isShown(to: "ed") && !seen.isShown(to: nil), "nor is seeing what came to nothing")
        #expect(
            refusal { try scene.desk.perform(.common(.readOverruled(own, at: Stamp(value: 9))), by: "viewer") } != nil)
    }
}
