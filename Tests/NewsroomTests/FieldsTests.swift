import Newsroom
import Testing

/// The reader of stored facts, against everything that a body may hold.
@Suite struct FieldsTests {
    private func read<Value>(_ json: String, _ body: (Fields) throws(FactError) -> Value) -> Result<Value, FactError> {
        Array(json.utf8).withUnsafeBytes { bytes in
            Result { () throws(FactError) in try body(Fields(bytes)) }
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ] as [(String, Int64)])
    func wholeNumbersAreReadWhole(text: String, number: Int64) {
        #expect(read(#"{"a":\#(text)}"#) { fields throws(FactError) in try fields["a"].long() } == .success(number))
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "1E3", "\"1\"", "true", "null", "[1]", "01", "-",
        "+1",
        "1 2", "NaN", "",
    ])
    func whatIsNoWholeNumberIsNone(text: String) {
        #expect(
            read(#"{"a":\#(text)}"#) { fields throws(FactError) in try fields["a"].long() } == .failure(.unreadable))
    }

    @Test(arguments: [
        (#"a"#, "a"), (#"\n\t\r\b\f\"\\\/"#, "\n\t\r\u{8}\u{C}\"\\/"), (#"\u4e2d\u00e9"#, "中é"),
        (#"\ud83d\ude87"#, "\u{1F687}"), ("中文 🚇", "中文 🚇"), ("", ""), (#"\u001f"#, "\u{1F}"),
    ])
    func textsComeWithTheirEscapes(text: String, whole: String) {
        #expect(
            read(#"{"a":"\#(text)"}"#) { fields throws(FactError) in try fields["a"].text(.body) } == .success(whole))
    }

    /// One id has one form in the log, whoever wrote it.
    @Test(arguments: ["0ABCDEF0-f500-7007-8000-000000000007", #"\u0030abcdef0-f500-7007-8000-000000000007"#])
    func anotherFormOfAnIdIsNone(text: String) {
        let plain = "0abcdef0-f500-7007-8000-000000000007"
        func subject(_ text: String) -> Result<SubjectID, FactError> {
            read("{\"a\":\"\(text)\"}") { fields throws(FactError) in try fields["a"].subject() }
        }
        func origin(_ text: String) -> Result<OriginID, FactError> {
            let digits = text.split(separator: "-").joined()
            return read("{\"a\":\"\(digits)\"}") { fields throws(FactError) in try fields["a"].origin() }
        }
        #expect((try? subject(plain).get().description) == plain && (try? origin(plain).get()) != nil)
        #expect(subject(text) == .failure(.unreadable) && origin(text) == .failure(.unreadable))
    }

    /// Also where what takes the place of the bytes that are none would be as long as they are.
    @Test(
        arguments: [[0xFF], [0x80], [0xC3], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0x61, 0xC0, 0x80]] as [[UInt8]])
    func whatIsNotUTF8IsNoText(bytes: [UInt8]) {
        let body = Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)
        let text = body.withUnsafeBytes { bytes in
            Result { () throws(FactError) in try Fields(bytes)["a"].text(.line) }
        }
        #expect(text == .failure(.unreadable))
    }

    /// In bytes, once its escapes are resolved; lists by what they hold.
    @Test func nothingIsLongerThanProgramsWriteIt() {
        func length(_ text: String, _ most: TextLength) -> Result<Int, FactError> {
            read(#"{"a":"\#(text)"}"#) { fields throws(FactError) in try fields["a"].text(most).utf8.count }
        }
        for most in [TextLength.id, .line, .remark, .body] {
            let full = String(repeating: "a", count: most.rawValue)
            #expect(length(full, most) == .success(most.rawValue))
            #expect(length(full + "a", most) == .failure(.unreadable))
            // What is one line holds no other.
            let isLine = most == .line || most == .remark
            #expect(
                length(String(full.dropLast()) + #"\n"#, most)
                    == (isLine ? .failure(.unreadable) : .success(most.rawValue)))
            #expect(length(String(full.dropLast()) + "é", most) == .failure(.unreadable))
        }
        let long = String(repeating: "a", count: TextLength.id.rawValue + 1)
        #expect(
            read(#"{"a":"\#(long)"}"#) { fields throws(FactError) in try fields["a"].id() as StaffID }
                == .failure(.unreadable))
        func count(_ items: Int) -> Result<Int, FactError> {
            read(#"{"a":["# + Array(repeating: "1", count: items).joined(separator: ",") + "]}") {
                fields throws(FactError) in try fields["a"].list { value throws(FactError) in try value.long() }.count
            }
        }
        #expect(count(10_000) == .success(10_000) && count(10_001) == .failure(.unreadable))
    }

    /// What commands let through, every program reads.
    @Test func theLongestThatCommandsMakeIsRead() throws {
        let stack = "a" + String(repeating: "\u{20D0}", count: 40)
        let desk = MemoryDesk()
        let long = String(repeating: stack, count: 3000)
        let made = try [
            Command.lead(
                .receive(
                    LeadCommand.Tip(
                        title: long, text: String(repeating: "文", count: 333_333), source: .hotline, sourceKey: long,
                        place: long))),
            .desk(.note(long)),
        ].flatMap { try $0.decide(by: Sample.actor("duty"), desk: desk) }
        #expect(made.count == 2)
        for proposal in made {
            let body = proposal.fact.body
            #expect(try body.withUnsafeBytes { try Fact(kind: proposal.fact.kind.name, body: $0) } == proposal.fact)
        }
    }

    @Test(arguments: [
        #"\u0000"#, #"\ud83d"#, #"\ud83dx"#, #"\ud83d\u0041"#, #"\ude87"#, #"\x"#, #"\u12"#, #"\u12g4"#, "\n", "\u{0}",
        #"\"#,
    ])
    func whatIsNoTextIsNone(text: String) {
        #expect(
            read(#"{"a":"\#(text)"}"#) { fields throws(FactError) in try fields["a"].text(.line) }
                == .failure(.unreadable))
    }

    @Test(arguments: [
        "", "{", "}", "[]", "{}x", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{a:1}"#,
        #"{"a":1}{}"#,
        #"{"a":1,"a":2}"#, #"{"é":1}"#, #"{"a\qb":1}"#, #"{"a\u0062":1}"#, #"{"a":tru}"#, #"{"a":nul}"#, #"{"a":"x}"#,
        "\u{FEFF}{}",
    ])
    func whatIsNoObjectIsNone(text: String) {
        #expect(read(text) { _ throws(FactError) in 0 } == .failure(.unreadable))
    }

    @Test func depthIsLimitedAndSpacesAndStrangeFieldsArePassedOver() {
        func nested(_ depth: Int) -> String {
            #"{"x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + #","a":"b"}"#
        }
        func text(_ json: String) -> Result<String, FactError> {
            read(json) { fields throws(FactError) in try fields["a"].text(.line) }
        }
        #expect(text(nested(20)) == .success("b"))
        #expect(text(nested(100_000)) == .failure(.unreadable))
        #expect(text(" {\n\"z\" : {\"y\":[1.5e-3,true,null]} ,\t\"a\" : \"b\"\r} ") == .success("b"))
        #expect(text(#"{"a":null}"#) == .failure(.unreadable), "null is nothing")
        #expect(read(#"{"a":null}"#) { fields throws(FactError) in fields.optional("a") == nil } == .success(true))
    }

    @Test(arguments: ["[", "{\"x\":"]) func whatIsNestedIsReadToADepthOfThirtyTwo(begin: String) {
        let end = begin == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            let core = begin == "[" ? "" : "1"
            return #"{"a":"# + String(repeating: begin, count: depth) + core + String(repeating: end, count: depth)
                + "}"
        }
        // The number within the objects is nested once more.
        let deepest = begin == "[" ? 32 : 31
        #expect(read(nested(deepest)) { _ throws(FactError) in 0 } == .success(0))
        #expect(read(nested(deepest + 1)) { _ throws(FactError) in 0 } == .failure(.unreadable))
    }

    /// An object that ends too early is none, wherever it ends.
    @Test func whatIsCutShortIsUnreadable() {
        let whole = Array(#"{"a":"x\\\n\u4e2d","b":[-10,1.5e+3,true],"c":{"":null},"d":false}"#.utf8)
        for count in 0...whole.count {
            // In memory of its own, so that nothing stands behind it.
            let cut = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
            defer { cut.deallocate() }
            cut.copyBytes(from: whole.prefix(count))
            let found = Result { () throws(FactError) in try Fields(UnsafeRawBufferPointer(cut)).optional("d") != nil }
            #expect(found == (count == whole.count ? .success(true) : .failure(.unreadable)), "\(count)")
        }
    }

    @Test(arguments: [0x7F, 0x80, 0xC3, 0xFF] as [UInt8]) func namesOfFieldsAreASCII(byte: UInt8) {
        let bytes: [UInt8] = [0x7B, 0x22, byte, 0x22, 0x3A, 0x31, 0x7D]
        let found = bytes.withUnsafeBytes { bytes in
            Result { () throws(FactError) in
                _ = try Fields(bytes)
                return true
            }
        }
        #expect(found == (byte < 0x80 ? .success(true) : .failure(.unreadable)))
    }

    @Test func aNameIsTheSameWhereAllOfItIs() {
        func text(_ json: String, _ key: String) -> Result<String, FactError> {
            read(json) { fields throws(FactError) in try fields[key].text(.line) }
        }
        let json = #"{"":"none","a":"one","ab":"two","b":"three"}"#
        for (key, value) in [("", "none"), ("a", "one"), ("ab", "two"), ("b", "three")] {
            #expect(text(json, key) == .success(value))
        }
        #expect(text(json, "abc") == .failure(.unreadable) && text(json, "c") == .failure(.unreadable))
        #expect(text(#"{"":"x","":"y"}"#, "") == .failure(.unreadable), "nor may the empty name come twice")
    }

    @Test(arguments: [
        ("true", true), ("false", false), ("null", nil), ("1", nil), ("1234", nil), ("12345", nil), (#""ab""#, nil),
        (#""abc""#, nil), ("[1,2]", nil), (#""true""#, nil),
    ])
    func aFlagIsYesOrNo(text: String, flag: Bool?) {
        let found = read(#"{"a":\#(text)}"#) { fields throws(FactError) in try fields["a"].flag() }
        #expect(found == (flag.map { .success($0) } ?? .failure(.unreadable)))
    }

    /// What is written is read as the same, whatever needs an escape in it.
    @Test(arguments: [
        "", "a", "\"", "\\", "\"\"", "\\\\", "\u{1F}", "\u{1}", "\u{10}", "\n", "\t", "\r", " ", "\u{7F}", "中 🚇",
        "a\"b", "a\\b", "a\nb",
    ])
    func aTextComesBackFromItsBytes(text: String) {
        var writer = FieldWriter()
        writer.text("a", text)
        writer.texts("b", [text, text])
        let bytes = writer.finished()
        let found = bytes.withUnsafeBytes { bytes in
            Result { () throws(FactError) in
                let fields = try Fields(bytes)
                // A list holds lines, which hold no control character.
                let isLine = !text.utf8.contains { $0 < 0x20 }
                return try [fields["a"].text(.body)] + (isLine ? fields["b"].lines() : [text, text])
            }
        }
        #expect(found == .success([text, text, text]))
        // The shortest form, of which there is one.
        let plain = text.allSatisfy { $0 != "\"" && $0 != "\\" && ($0.asciiValue ?? 0x20) >= 0x20 }
        #expect(!plain || bytes == Array(#"{"a":"\#(text)","b":["\#(text)","\#(text)"]}"#.utf8))
    }

    @Test func nobodyIsKeptBusyWithFieldsWithoutEnd() {
        func object(_ count: Int) -> String { "{" + (0..<count).map { "\"f\($0)\":1" }.joined(separator: ",") + "}" }
        #expect(read(object(100)) { _ throws(FactError) in 0 } == .success(0))
        #expect(read(object(300_000)) { _ throws(FactError) in 0 } == .failure(.unreadable))
    }

    @Test func aWordOfALaterVersionIsNotUnderstoodAndEverythingElseIsUnreadable() {
        func priority(_ json: String) -> Result<Priority, FactError> {
            read(json) { fields throws(FactError) in try fields["a"].word() }
        }
        #expect(priority(#"{"a":"urgent"}"#) == .success(.urgent))
        #expect(priority(#"{"a":"whenever"}"#) == .failure(.notUnderstood))
        #expect(priority(#"{"a":1}"#) == .failure(.unreadable))
        #expect(throws: FactError.notUnderstood) {
            try Array("{}".utf8).withUnsafeBytes { try Fact(kind: "horoscopeCast", body: $0) }
        }
        #expect(throws: FactError.unreadable) {
            try Array("{}".utf8).withUnsafeBytes { try Fact(kind: "noted", body: $0) }
        }
    }
}
