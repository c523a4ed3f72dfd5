import Foundation
import Newsroom
import Testing

/// The stored form of facts is frozen: `Tests/Golden/facts.tsv` has the kind and the body of facts as the first version wrote them, of
/// each kind at least one with every field. Every later program reads each line and writes it again byte for byte.
///
/// Lines are added for new kinds, words and fields; none is changed or taken away, for it stands in databases of people.
struct FrozenFactsTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/facts.tsv")

    private static func lines() throws -> [(kind: String, body: String)] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let cells = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(cells[0]), cells.count == 2 ? String(cells[1]) : "")
        }
    }

    @Test func whatWasWrittenIsReadAndWrittenTheSame() throws {
        for (kind, body) in try Self.lines() {
            let fact = try Array(body.utf8).withUnsafeBytes { bytes in try Fact(kind: kind, body: bytes) }
            #expect(fact.kind.name == kind)
            #expect(String(decoding: fact.body, as: UTF8.self) == body, "\(kind)")
        }
    }

    /// What this program writes stands in the file: whoever adds a kind or a field adds a line, with `GUANTONG_WRITE_DOCS=1`.
    @Test func whatIsWrittenNowStandsThere() throws {
        let written = (LogPage.more + Sample.facts).map {
            "\($0.kind.name)\t\(String(decoding: $0.body, as: UTF8.self))"
        }
        var known = Set(try Self.lines().map { "\($0.kind)\t\($0.body)" })
        let new = written.filter { known.insert($0).inserted }
        if Soak.environment["GUANTONG_WRITE_DOCS"] == "1", !new.isEmpty {
            let file = try FileHandle(forWritingTo: Self.file)
            try file.seekToEnd()
            try file.write(contentsOf: Data(new.map { $0 + "\n" }.joined().utf8))
            try file.close()
        } else {
            #expect(new.isEmpty, "run the tests once with GUANTONG_WRITE_DOCS=1")
        }
        #expect(Set(written.map { $0.prefix { $0 != "\t" } }).count == FactKind.allCases.count, "of each kind one")
    }
}
