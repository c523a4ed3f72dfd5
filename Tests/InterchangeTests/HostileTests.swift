import Files
import Foundation
import Interchange
import Newsroom
import Testing

@Suite struct HostileTests {
    private func kind(_ bytes: [UInt8]) -> ImportError.Kind? {
        do throws(ImportError) {
            _ = try ImportFile.read(data: Data(bytes), path: "x.json", now: now, zone: .beijing)
            return nil
        } catch {
            return error.kind
        }
    }

    private func kind(_ text: String) -> ImportError.Kind? { kind(Array(text.utf8)) }

    @Test func syntaxErrorsTellTheirPlace() {
        #expect(kind("[1,\n 2,, 3]") == .syntax(line: 2, column: 4))
        #expect(kind("{\"a\":\n\n  NaN}") == .syntax(line: 3, column: 3))
        #expect(kind("[{\"title\": \"中文\" \"hot\": 1}]") == .syntax(line: 1, column: 17))
        #expect(kind("[{\"title\": \"没完") == .syntax(line: 1, column: 15))
        #expect(kind("") == .syntax(line: 1, column: 1))
        #expect(kind("{\"a\": Infinity}") == .syntax(line: 1, column: 7))
    }

    @Test func bytesThatAreNoText() {
        #expect(
            kind(Array("[{\"title\":\n\"中".utf8) + [0xE4, 0xB8] + Array("\"}]".utf8)) == .notText(line: 2, column: 3))
        #expect(kind([0xFF, 0xFE, 0x5B, 0x00]) == .notText(line: 1, column: 1))
        #expect(kind([0x5B, 0xED, 0xA0, 0x80, 0x5D]) == .notText(line: 1, column: 2))
        #expect(kind([0xEF, 0xBB, 0xBF] + Array("[]".utf8)) == nil, "a byte order mark is no fault")
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 200_000)
        #expect(kind(deep) == .tooDeep(line: 1, column: 65))
        #expect(kind(String(repeating: "{\"a\":", count: 1000)) == .tooDeep(line: 1, column: 321))
        #expect(kind("[{\"title\": \"[[[[\(String(repeating: "[", count: 100))\", \"hot\": 1}]") == nil)
    }

    @Test func valuesAreCounted() {
        #expect(kind("[" + String(repeating: "[],", count: ImportFile.valueLimit) + "[]]") == .tooManyValues)
        let commas = String(repeating: ",", count: ImportFile.valueLimit)
        #expect(kind("[{\"title\": \"\(commas)\", \"hot\": 1}]") == nil, "commas in texts part nothing")
    }

    @Test(arguments: ["7", "\"a\"", "null", "{}", "[1, 2]", "[[]]", "{\"a\": 1}", "[{\"name\": 1}]"])
    func otherJSONIsNoImport(text: String) { #expect(kind(text) == .unknownFormat) }

    @Test(arguments: ["<?xml version=\"1.0\"?><a/>", "  <html>"])
    func markupIsNamed(text: String) { #expect(kind(text) == .markup) }

    @Test func filesThatCannotBeRead() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func fault(_ path: String) -> ImportError.Kind? {
            do throws(ImportError) {
                _ = try ImportFile.read(path: path, now: now, zone: .beijing)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(fault(folder.path) == .file(.folder))
        #expect(fault(folder.path + "/none.json") == .file(.missing))
        #expect(fault("/dev/zero") == .file(.tooLarge(limit: ImportFile.sizeLimit)))
        let large = folder.appendingPathComponent("large.json")
        try Data("[]".utf8).write(to: large)
        let handle = try FileHandle(forWritingTo: large)
        try handle.truncate(atOffset: UInt64(ImportFile.sizeLimit) + 1)
        try handle.close()
        #expect(fault(large.path) == .file(.tooLarge(limit: ImportFile.sizeLimit)))
    }

    @Test func errorsSpeakBothLanguages() {
        let kinds: [ImportError.Kind] = [
            .file(.missing), .file(.folder), .file(.unreadable), .file(.tooLarge(limit: 1)),
            .notText(line: 1, column: 2),
            .syntax(line: 1, column: 2), .tooDeep(line: 1, column: 2), .tooManyValues, .markup, .unknownFormat,
        ]
        for kind in kinds {
            let phrase = ImportError(file: "feed.json", kind: kind).phrase
            #expect(phrase.zh.contains("feed.json") && phrase.en.contains("feed.json"))
            #expect(phrase.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
            #expect(phrase.en.unicodeScalars.allSatisfy { $0.isASCII }, "\(phrase.en)")
        }
    }

    @Test func longTextsAreCutAndTold() throws {
        let text = String(repeating: "长", count: 400_000)
        let result = try read(#"[{"title": "t", "hot": 1, "description": "\#(text)"}]"#)
        #expect(result.problems.map(\.kind) == [.textCut])
        let body = try #require(result.leads.first?.text)
        #expect(body.utf8.count <= CleanText.bodyLimit && body.allSatisfy { $0 == "长" })
    }

    @Test func walls() throws {
        for wall in ["<", "<a", "<!--", "&", "&#", "<p ", "<a b=\\\""] {
            for end in ["", ">", #"\">"#] {
                let body = String(repeating: wall, count: 100_000) + end
                let result = try read(
                    #"{"uri": "urn:x", "title": "t", "bodies": [{"contenttype": "text/html", "value": "\#(body)"}]}"#)
                #expect(result.leads.count == 1, "\(wall)")
            }
        }
        let many = (0..<ImportFile.leadLimit + 5).map { #"{"title": "t\#($0)", "hot": 1}"# }.joined(separator: ",")
        let result = try read("[\(many)]")
        #expect(result.leads.count == ImportFile.leadLimit && result.problems.map(\.kind) == [.tooMany])
        let bad = try read("[{\"title\": \"a\", \"hot\": 1}" + String(repeating: ",1", count: 5000) + "]")
        #expect(bad.problems.count == ImportFile.problemLimit && bad.problems.last?.kind == .more(4001))
    }

    /// Files that somebody broke at random: an answer or an error, never a crash.
    @Test func brokenAtRandom() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededGenerator(state: seed)
        let good = Array("[\(NinjsTests.two), \(NinjsTests.two)]".utf8)
        let hot = Array(
            #"[{"title": "一 \ud83d\ude00", "hot": 12, "ads": false, "description": "二"}, {"title": "三"}]"#.utf8)
        var read = 0
        for round in 0..<2000 {
            var bytes = round % 2 == 0 ? good : hot
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2:
                    bytes.insert(
                        contentsOf: Array("[]{}\",:0-eE.\\u".utf8.shuffled(using: &random).prefix(3)), at: place)
                default: bytes = Array(bytes.prefix(max(1, place)))
                }
            }
            if kind(bytes) == nil { read += 1 }
        }
        #expect(read > 0, "seed \(seed): some survive their wounds")
    }
}
