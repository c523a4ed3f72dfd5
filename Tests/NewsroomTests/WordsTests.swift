import Foundation
import Newsroom
import Testing

/// Every sentence for people is there in both languages.
struct WordsTests {
    static let readers = Language.allCases.map { Localizer(language: $0) }

    /// Both texts are there, differ, and each is in its own language.
    static func expectWhole(_ zh: String, _ en: String, _ what: String) {
        #expect(!zh.isEmpty && !en.isEmpty && zh != en, "\(what): \(zh) / \(en)")
        #expect(zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(what): \(zh)")
        #expect(!en.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(what): \(en)")
        #expect(zh == CleanText.line(zh, limit: 500) && en == CleanText.line(en, limit: 500), "\(what)")
    }

    @Test func everyTermIsThereInBothLanguages() {
        var terms: [Phrase] = []
        terms += Priority.allCases.map(\.phrase) + Deliverable.allCases.map(\.phrase)
        terms += TaskState.allCases.map(\.phrase) + StoryState.allCases.map(\.phrase)
        terms += Stage.allCases.map(\.phrase) + Origin.allCases.map(\.phrase)
        terms += [Verdict.pass, .return].map(\.phrase) + DeliveryState.allCases.map(\.phrase)
        terms += DeliveryAct.allCases.flatMap { act in
            [act.phrase, act.owed] + DeliveryState.allCases.map { $0.phrase(act) }
        }
        terms += ChannelKind.allCases.map(\.phrase)
        terms += LeadState.allCases.map(\.phrase) + LeadSource.allCases.map(\.phrase)
        terms += CentreKind.allCases.map(\.phrase) + Reachability.allCases.map(\.phrase)
        terms += Role.allCases.map(\.phrase) + Right.allCases.map(\.phrase)
        for term in terms { Self.expectWhole(term.zh, term.en, term.en) }
        for reason in [
            Recommendation.Reason.place, .free, .busy(2), .rested, .justSent(minutes: 5), .centreQuiet(.lost),
        ] {
            Self.expectWhole(reason.phrase.zh, reason.phrase.en, "\(reason)")
        }
        Self.expectDistinct(TaskState.allCases.map(\.phrase))
        Self.expectDistinct(StoryState.allCases.map(\.phrase))
        Self.expectDistinct(LeadState.allCases.map(\.phrase))
        Self.expectDistinct(Role.allCases.map(\.phrase))
        Self.expectDistinct(Right.allCases.map(\.phrase))
        Self.expectDistinct(DeliveryState.allCases.map(\.phrase))
    }

    static func expectDistinct(_ phrases: [Phrase]) {
        #expect(Set(phrases.map(\.zh)).count == phrases.count)
        #expect(Set(phrases.map(\.en)).count == phrases.count)
    }

    @Test func everyRefusalSaysWhichRuleAndWhatWouldHelp() {
        for sample in Sample.refusals {
            let (zh, en) = (sample.sentence(Self.readers[0]), sample.sentence(Self.readers[1]))
            Self.expectWhole(zh, en, sample.code)
            // The rule stands before the mark, what would help after it.
            #expect(zh.contains("；"), "\(sample.code): \(zh)")
            #expect(en.contains(";"), "\(sample.code): \(en)")
            #expect(sample.code.allSatisfy { $0.isASCII && $0.isLetter }, "\(sample.code)")
        }
        #expect(Set(Sample.refusals.map(\.code)).count == Sample.refusalCount, "one sample of each, at least")
    }

    @Test func noRightNamesThoseWhoHaveIt() {
        for right in Right.allCases {
            let refused = Refusal.noRight(right, .viewer)
            for role in right.roles {
                #expect(refused.sentence(Self.readers[0]).contains(role.phrase.zh))
                #expect(refused.sentence(Self.readers[1]).contains(role.phrase.en))
            }
        }
    }

    @Test func everyFactHasADeedInBothLanguages() {
        for fact in Sample.facts {
            let event = Event(subject: .desk, stamp: Stamp(value: 9), actor: .person(Sample.root), fact: fact)
            let (zh, en) = (event.logText(Self.readers[0]), event.logText(Self.readers[1]))
            // A note is said as it was written.
            if case .desk(.noted(let text)) = fact {
                #expect(zh == text && en == text)
            } else {
                Self.expectWhole(zh, en, fact.kind.name)
            }
        }
        #expect(Set(Sample.facts.map(\.kind)) == Set(FactKind.allCases), "one sample of each")
    }

    @Test func factsComeBackFromTheirBytes() throws {
        for fact in Sample.facts {
            let body = fact.body
            let read = try body.withUnsafeBytes { try Fact(kind: fact.kind.name, body: $0) }
            #expect(read == fact, "\(fact.kind)")
            #expect(read.body == body)
            #expect(try JSONSerialization.jsonObject(with: Data(body)) is [String: Any])
        }
    }

    @Test func thePageOfTheLogIsCurrent() throws {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = docs.deletingLastPathComponent().appending(path: "Docs/log.md")
        if Soak.environment["GUANTONG_WRITE_DOCS"] == "1" {
            try Data(LogPage.text.utf8).write(to: path)
        }
        for vector in LogPage.vectors { #expect(vector.value == vector.written, "\(vector.of)") }
        let written = try String(contentsOf: path, encoding: .utf8)
        #expect(written == LogPage.text, "run the tests once with GUANTONG_WRITE_DOCS=1")
    }

    @Test func namesComeFromTheDirectory() {
        let directory = Directory(
            charter: DeskCharter(
                id: "zz", name: Name(zh: "指挥中心", en: "the desk"), zone: "Asia/Shanghai"),
            centres: Sample.centres.filter { $0.id != "zz" }, channels: Sample.channels, staff: Sample.staff)
        let read = Localizer(language: .en, zone: .beijing, directory: directory)
        #expect(read.name("rep") == "名rep")
        #expect(read.name("nobody") == "nobody")
        #expect(read.centre("erqi") == "Erqi" && read.centre("zz") == "the desk" && read.centre("x") == "x")
        #expect(read.channel("app") == "App" && read.channel("x") == "x")
        let trace = Refusal.Trace(by: "rep", at: MemoryDesk.start)
        #expect(Refusal.taskState(.closed, last: trace).sentence(read).contains("名rep at 10:00"))
    }

    @Test func theLanguageComesFromTheEnvironment() {
        #expect(Language(environment: ["LANG": "zh_CN.UTF-8"]) == .zh)
        #expect(Language(environment: ["LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"]) == .en)
        #expect(Language(environment: ["LC_ALL": "", "LC_MESSAGES": "ZH_TW", "LANG": "C"]) == .zh)
        #expect(Language(environment: [:]) == .en)
    }
}
