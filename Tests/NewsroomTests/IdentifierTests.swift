import Foundation
import Newsroom
import Testing

/// Subject ids, spoken numbers and text hashes.
struct IdentifierTests {
    @Test func idsAreOrderedByTimeAndComeBackFromTextAndBytes() throws {
        var dice = Soak.dice("ids")
        var last: SubjectID?
        for round in 0..<Soak.count(10_000) {
            let at = MemoryDesk.start.adding(seconds: round)
            let id = SubjectID(at: at) { dice.next() }
            if let last {
                #expect(last < id && !(id < last))
                #expect(last.description < id.description, "text sorts like the id")
                #expect(last.bytes.lexicographicallyPrecedes(id.bytes), "bytes sort like the id")
            }
            let text = id.description
            #expect(SubjectID(text) == id && SubjectID(text.uppercased()) == id && SubjectID(bytes: id.bytes) == id)
            let uuid = try #require(UUID(uuidString: text))
            #expect(uuid.uuidString.lowercased() == text)
            #expect(Array(text)[14] == "7" && "89ab".contains(Array(text)[19]))
            last = id
        }
    }

    @Test func namedThingsHaveTheSameIdEverywhere() throws {
        #expect(SubjectID.centre("erqi") == SubjectID(kind: "centre", name: "erqi"))
        #expect(SubjectID.centre("erqi") != SubjectID.staff("erqi"))
        #expect(Array(SubjectID.desk.description)[14] == "8")
        let bytes = try JSONEncoder().encode([SubjectID.desk])
        #expect(try JSONDecoder().decode([SubjectID].self, from: bytes) == [.desk])
    }

    @Test(arguments: [
        "", "T-0117", "01a1fbd4-f500-7007-8000-00000000000", "01a1fbd4-f500-7007-8000-00000000000g",
        "01a1fbd4-f500-7007-8000-0000000000077", "01a1fbd4f50070078000000000000007",
        "{01a1fbd4-f500-7007-8000-000000000007}", "+1a1fbd4-f500-7007-8000-000000000007",
        " 1a1fbd4-f500-7007-8000-000000000007", "0x1a1fbd-f500-7007-8000-000000000007",
        "01a1fbd4-f500-7007-80000-00000000007", "０1a1fbd4-f500-7007-8000-0000000000",
    ])
    func rubbishIsNoId(_ text: String) {
        #expect(SubjectID(text) == nil)
    }

    /// One id has one written form but for the case of its letters.
    @Test func chainsAreReadAsTheyAreWritten() {
        let written = "00112233445566778899aabbccddeeff"
        #expect(OriginID(written)?.description == written && OriginID(written.uppercased())?.description == written)
        for text in [
            "+0112233445566778899aabbccddeef0", " 0112233445566778899aabbccddeeff", "0\(written)", "g" + written,
        ] {
            #expect(OriginID(text) == nil, "\(text)")
        }
    }

    /// What is written and read together lies together in every index.
    @Test func placementsLieBesideTheirStory() {
        var dice = Soak.dice("placements")
        let stories = (0..<20).map { round in SubjectID(at: MemoryDesk.start.adding(seconds: round)) { dice.next() } }
        let placements = stories.map { story in
            (0..<20).map { SubjectID.placement(of: story, by: "erqi", on: ChannelID(rawValue: "\($0)")) }
        }
        #expect(Set(placements.joined()).count == 400)
        #expect(placements.joined().allSatisfy { Array($0.description)[14] == "8" })
        for (earlier, later) in zip(placements, placements.dropFirst()) {
            #expect(earlier.allSatisfy { one in later.allSatisfy { one < $0 } })
        }
    }

    @Test func idsHaveSixteenBytes() {
        #expect(SubjectID(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(SubjectID(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }

    @Test func numbersAsPeopleSayThem() {
        for text in ["t117", "T117", "T-117", "T-0117", "t-0117", "T0117", "Ｔ－０１１７", "ｔ0117"] {
            #expect(Number(text) == Number(.task, 117), "\(text)")
        }
        #expect(Number("s-42") == Number(.story, 42))
        #expect(Number("L31") == Number(.lead, 31))
        #expect(Number(.story, 42).description == "S-0042")
        #expect(Number(.task, 1_234_567).description == "T-1234567")
        // A centre's node has numbers of its own.
        #expect(Number("t-3-117") == Number(.task, 3 * Number.perSlot + 117))
        #expect(Number(.task, 3 * Number.perSlot + 117).description == "T-3-0117")
        #expect(Number("T-3-0117")?.slot == 3)
        for text in ["T-0-1", "T-3-", "T--3-1", "T-3-0", "T-100000-1", "T-1-2-3", "T-1-1000000000"] {
            #expect(Number(text) == nil, "\(text)")
        }
        #expect(Number(.task, 9) < Number(.task, 10))
        for series in Series.allCases {
            for value in [1, 9, 42, 9999, 10_000, 999_999_999_999] {
                #expect(Number(Number(series, value).description) == Number(series, value))
            }
        }
    }

    @Test(arguments: [
        "", "T", "T-", "117", "X-1", "T-0", "T--1", "T-1a", "T 1", " T-1", "T-+1", "T-9999999999999",
        "TT-1", "T-0117 ", "线-1",
    ])
    func rubbishIsNoNumber(_ text: String) {
        #expect(Number(text) == nil)
    }

    @Test func theTextHashIsThatOfTitleAndBody() {
        #expect(TextHash(title: "a", body: "b") != TextHash(title: "ab", body: ""))
        #expect(
            TextHash(title: "", body: "").rawValue == "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"
        )
        #expect(TextHash(title: "", body: "").short == "01ba4719")
    }

    @Test func anIdIsReadFromWhateverHoldsItsBytes() {
        let id = SubjectID(kind: "test", name: "x")
        let apart = id.bytes.lazy.map { $0 }
        #expect(apart.withContiguousStorageIfAvailable { _ in 0 } == nil, "else this proves nothing")
        #expect(SubjectID(bytes: apart) == id && SubjectID(bytes: apart.prefix(15)) == nil)
        #expect(!(id < id) && !(Number(.task, 9) < Number(.task, 9)))
        #expect(Number(.story, 9) < Number(.task, 1) || Number(.task, 1) < Number(.story, 9))
    }

    @Test(arguments: [
        ("", "", true), ("", "a", false), ("a", "", true), ("abc", "abc", true), ("abc", "abcd", false),
        ("abc", "ab", true), ("abc", "bc", true), ("abc", "c", true), ("abc", "ac", false), ("aab", "ab", true),
        ("中牟县", "牟", true), ("caf\u{E9}", "cafe\u{301}", false),
    ])
    func bytesAreFoundWhereTheyAre(_ text: String, _ piece: String, _ isThere: Bool) {
        #expect(text.holds(piece) == isThere)
    }

    @Test func termsThatHaveAnOrderAreSortedByIt() {
        #expect(Priority.allCases.map(\.order) == [0, 1, 2])
        #expect(Array(Priority.allCases.reversed()).sorted() == [.flash, .urgent, .routine])
        #expect(Array(Stage.allCases.reversed()).sorted() == [.first, .second, .third, .signature])
        for one in Priority.allCases { #expect(!(one < one)) }
        for one in Stage.allCases { #expect(!(one < one)) }
    }
}
