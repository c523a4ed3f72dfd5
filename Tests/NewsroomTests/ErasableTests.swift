import Foundation
import Testing

@testable import Newsroom

/// Values that may have to be forgotten: what stands for them in the log, and who may give one.
struct ErasableTests {
    private static let words = "王先生 13800000000"
    private static let value = ErasableValue(words) { (0..<$0).map(UInt8.init) }
    static let reference = ErasableReference(
        id: ErasableReference.ID(bytes: [UInt8](repeating: 6, count: 16))!, expiresAt: MemoryDesk.start,
        hash: String(repeating: "1e", count: 32))

    /// The hash as another program reckons it.
    @Test func theHashIsOverPrefixSaltAndText() throws {
        let value = try #require(Self.value)
        #expect(
            value.hash(of: OtherSubjectTests.other)
                == "a52aca9e752e7cd81b1b40c9819997b835200edca68104ed64f57c2a98894215")
        let lead = OtherSubjectTests.other
        let reference = value.reference(of: lead, expiresAt: MemoryDesk.start)
        #expect(reference.matches(value, of: lead))
        #expect(!reference.matches(value, of: Timeline<Lead>.aSubject), "copied into another lead")
        let other = try #require(ErasableValue(id: value.id, salt: value.salt, text: "王先生 13800000001"))
        #expect(!reference.matches(other, of: lead))
        let salted = try #require(ErasableValue(id: value.id, salt: value.salt.reversed(), text: value.text))
        #expect(!reference.matches(salted, of: lead))
        let renamed = try #require(ErasableValue(id: Self.reference.id, salt: value.salt, text: value.text))
        #expect(!reference.matches(renamed, of: lead))
    }

    @Test func aReferenceIsWrittenAndReadAgain() throws {
        let reference = try #require(Self.value?.reference(of: OtherSubjectTests.other, expiresAt: MemoryDesk.start))
        let fact = Fact.lead(.contactGiven(reference))
        let body = fact.body
        #expect(try body.withUnsafeBytes { try Fact(kind: fact.kind.name, body: $0) } == fact)
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("000102030405060708090a0b0c0d0e0f") && text.contains("\(MemoryDesk.start.milliseconds)"))
        #expect(!text.contains("王") && !text.contains("138"))
        for wrong in [
            text.replacing("0e0f", with: "0e"), text.replacing("0e0f", with: "0E0F"),
            text.replacing(reference.hash, with: String(reference.hash.dropLast(2))),
            text.replacing(reference.hash, with: reference.hash.dropLast() + "g"), "{}",
        ] {
            #expect(throws: FactError.unreadable, "\(wrong)") {
                try Array(wrong.utf8).withUnsafeBytes { try Fact(kind: fact.kind.name, body: $0) }
            }
        }
    }

    @Test func aValueIsOneCleanLineOfBoundedLength() throws {
        func made(_ text: String) -> ErasableValue? { ErasableValue(text) { [UInt8](repeating: 1, count: $0) } }
        #expect(made(" 王\u{1B}[31m先生\n\n138 ")?.text == "王[31m先生 138")
        #expect(made("\u{200B} ") == nil)
        #expect(made(String(repeating: "a", count: 900))?.text.count == 500)
        let wide = try #require(made(String(repeating: "e\u{301}\u{302}\u{303}\u{304}\u{307}\u{308} ", count: 400)))
        #expect((1900...ErasableValue.byteLimit).contains(wide.text.utf8.count) && !wide.text.hasSuffix(" "))
        // What comes from elsewhere is what this program would have made, or nothing.
        #expect(ErasableValue(id: wide.id, salt: wide.salt, text: wide.text) == wide)
        #expect(ErasableValue(id: wide.id, salt: wide.salt, text: "王\u{1B}先生") == nil)
        #expect(ErasableValue(id: wide.id, salt: wide.salt, text: "") == nil)
        #expect(ErasableValue(id: wide.id, salt: [1], text: "王先生") == nil)
        #expect(ErasableValue(id: wide.id, salt: wide.salt, text: String(repeating: "a", count: 2001)) == nil)
    }

    @Test func theLastOneGivenCountsUntilItIsErased() throws {
        var line = try #require(Timeline<Lead>(.lead(.received(OtherSubjectTests.card)), by: "rep"))
        #expect(line.state.contact == nil)
        let before = line.state.last
        #expect(line.apply(.lead(.contactGiven(Sample.reference)), by: "rep") == nil)
        #expect(line.state.contact == .given(Sample.reference))
        #expect(line.apply(.lead(.dismissed(reason: "旧闻")), by: "ed") == nil)
        // Whatever became of the lead.
        #expect(line.apply(.lead(.contactGiven(Self.reference)), by: "ed") == nil)
        #expect(line.state.contact == .given(Self.reference) && line.state.state == .dismissed)
        #expect(line.state.last != before && line.state.last.by == "ed")
        #expect(line.apply(.lead(.contactErased), by: "duty") == nil)
        #expect(line.apply(.lead(.contactErased), by: "ed") == nil, "two who erase it mean the same")
        #expect(line.state.contact == .erased && line.state.last.by == "ed")
        #expect(line.apply(.lead(.contactGiven(Sample.reference)), by: "rep") == nil)
        #expect(line.state.contact == .given(Sample.reference))
    }

    @Test func nobodyBindsTheOthersForEver() throws {
        var line = try #require(Timeline<Lead>(.lead(.received(OtherSubjectTests.card)), by: "rep"))
        let endless = ErasableReference(
            id: Self.reference.id, expiresAt: Moment(milliseconds: .max), hash: Self.reference.hash)
        #expect(line.apply(.lead(.contactGiven(endless)), by: "rep") == nil)
        #expect(line.state.contact?.reference?.expiresAt == line.at.adding(seconds: ErasableValue.longestTime))
        #expect(line.state.contact?.reference?.id == endless.id)
    }

    @Test func aClockThatWasAheadKeepsNothingLonger() {
        let written = Stamp(at: MemoryDesk.start.adding(seconds: 7200))
        let reference = ErasableReference(
            id: Self.reference.id, expiresAt: written.moment.adding(seconds: ErasableValue.usualTime),
            hash: Self.reference.hash)
        let event = Event(
            subject: OtherSubjectTests.other, stamp: written, actor: .person(Sample.actor("rep")),
            fact: .lead(.contactGiven(reference)))
        guard case .lead(.contactGiven(let corrected)) = event.corrected(by: 7_200_000).fact else {
            Issue.record("another fact")
            return
        }
        #expect(corrected.expiresAt == MemoryDesk.start.adding(seconds: ErasableValue.usualTime))
        #expect(corrected.id == reference.id && corrected.hash == reference.hash)
    }

    @Test func theValueGoesBesideTheFact() throws {
        let scene = try Scene()
        let made = try scene.desk.perform(.lead(.giveContact(scene.lead, Self.words)), by: "rep")
        let value = try #require(made.first?.value)
        guard case .lead(.contactGiven(let reference))? = made.first?.fact else {
            Issue.record("another fact")
            return
        }
        #expect(made.count == 1 && value.text == Self.words && reference.matches(value, of: scene.lead))
        #expect(reference.expiresAt == scene.desk.now.adding(seconds: 30 * 86_400))
        // Another time it is another reference, of the same text too.
        let again = try scene.desk.perform(.lead(.giveContact(scene.lead, Self.words)), by: "ed")
        #expect(again.first?.value?.id != value.id && again.first?.value?.salt != value.salt)
        #expect(again.first?.fact != made.first?.fact)
        // With the lead itself, in one go.
        let tip = LeadCommand.Tip(title: "塌陷", centre: "erqi", contact: " 王先生 ")
        let both = try scene.desk.perform(.lead(.receive(tip)), by: "rep")
        #expect(both.map(\.fact.kind.name) == ["leadReceived", "leadContactGiven"])
        #expect(both[0].subject == both[1].subject && both[1].value?.text == "王先生" && both[0].value == nil)
        let none = LeadCommand.Tip(title: "塌陷二", contact: " ")
        #expect(try scene.desk.perform(.lead(.receive(none)), by: "rep").count == 1)
        #expect(
            refusal { try scene.desk.perform(.lead(.giveContact(scene.lead, "\u{200B}")), by: "rep") }
                == .contactMissing)
    }

    @Test func itIsForWhoMayWorkOnTheLead() throws {
        let scene = try Scene()
        let lead = try #require(scene.desk.lead(scene.lead))
        for (person, why) in [
            ("viewer", Refusal.noRight(.receiveLead, .viewer)), ("biz", .noRight(.receiveLead, .business)),
            ("mrep", .otherCentre("erqi")), ("med", .otherCentre("erqi")),
            ("root", .noRight(.receiveLead, .administrator)),
        ] as [(StaffID, Refusal)] {
            #expect(refusal { try scene.desk.perform(.lead(.giveContact(scene.lead, "王")), by: person) } == why)
            #expect(refusal { try scene.desk.perform(.lead(.eraseContact(scene.lead)), by: person) } == why)
            #expect(!lead.isContactOpen(to: Sample.actor(person), in: Sample.houses), "\(person)")
        }
        // Who runs another house's desk is none of those who run this one.
        for role in [Role.dutyEditor, .deskHead, .chiefEditor] {
            let other = Person(staff: "x", role: role, house: "zhongmu")
            #expect(!lead.isContactOpen(to: other, in: Sample.houses), "\(role)")
        }
        for person: StaffID in ["rep", "ed", "duty", "chief"] {
            #expect(lead.isContactOpen(to: Sample.actor(person), in: Sample.houses), "\(person)")
            try scene.desk.perform(.lead(.giveContact(scene.lead, "王")), by: person)
            #expect(try scene.desk.perform(.lead(.eraseContact(scene.lead)), by: person).count == 1)
            #expect(try scene.desk.perform(.lead(.eraseContact(scene.lead)), by: person).isEmpty, "nothing is left")
        }
        // A centre's node acts on its own centre's, and nobody brings a contact for another's lead.
        #expect(
            refusal {
                try scene.desk.perform(
                    .lead(.receive(LeadCommand.Tip(title: "别处", centre: "zhongmu", contact: "王"))), by: "rep")
            } == .otherCentre("zhongmu"))
    }

    /// The duty log hangs on walls.
    @Test func theLogSaysOnlyThatThereIsOne() throws {
        let desk = MemoryDesk()
        let tip = LeadCommand.Tip(title: "塌陷", contact: Self.words)
        let id = try #require(try desk.perform(.lead(.receive(tip)), by: "rep").first?.subject)
        try desk.perform(.lead(.eraseContact(id)), by: "duty")
        for language in Language.allCases {
            let read = Localizer(language: language)
            let lines = desk.events(of: id).map { $0.logText(read) }
            #expect(lines.count == 3 && !lines.joined().contains("王") && !lines.joined().contains("138"), "\(lines)")
        }
        for event in desk.log {
            #expect(!String(decoding: event.fact.body, as: UTF8.self).contains("王先生"))
        }
    }
}
