import Foundation
import Newsroom
import Testing

@testable import Commands

/// What stands between a damaged or foreign database and the terminal, and the layout of tables.
@Suite(.waiting) struct CommandOutputTests {
    @Test func controlsInJSONBecomeEscapes() throws {
        let nasty = "a\u{1B}[2J\u{9B}m\u{202E}b\u{200B}\u{2028}中"
        let data = try JSONEncoder().encode([nasty])
        let line = Output.escaped(String(decoding: data, as: UTF8.self))
        #expect(line.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "中" })
        #expect(try JSONDecoder().decode([String].self, from: Data(line.utf8)) == [nasty])
    }

    @Test func linesAreClean() {
        for nasty in ["\u{1B}[2J", "\u{9B}2J", "\u{202E}x", "a\nb", "a\tb", "\u{7F}"] {
            let clean = Output.clean(nasty)
            #expect(!clean.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            #expect(!clean.contains("\u{202E}"))
        }
    }

    @Test func columnsLineUpInCells() {
        var table = Table(["中心", ">n", "title"])
        table.add(["二七区", "7", "x"])
        table.add(["Airport Zone", "123", "雨"])
        #expect(
            table.text() == """
                中心            n  title
                二七区          7  x
                Airport Zone  123  雨
                """)
    }

    @Test(arguments: [(0, "00:00"), (59, "00:59"), (252, "04:12"), (3600, "1:00:00"), (86_400, "1d 00:00")])
    func durations(_ seconds: Int, _ text: String) { #expect(OpenDesk.duration(seconds) == text) }

    @Test func loginsBecomeIdentifiers() {
        #expect(Places.identifier(login: "Li.Wei") == "li.wei")
        #expect(Places.identifier(login: "DOMAIN\\li wei") == "domain-li-wei")
        #expect(Places.identifier(login: "") == "admin")
        #expect(Places.identifier(login: String(repeating: "x", count: 90)).rawValue.count == 32)
    }
}
