import Dispatch
import Foundation
import PseudoTerminal
import Testing

@testable import Ledger
@testable import Newsroom

/// Who is at the desk: seen by the others, gone with its console, and never believed without a look.
@Suite(.serialized) struct PresenceServiceTests {
    private let patience = DispatchTime.now() + .seconds(300)

    /// A console without a screen.
    private final class Console {
        let watch: Watch
        private let queue = DispatchQueue(label: "console")
        let heard = DispatchSemaphore(value: 0)
        let committed = DispatchSemaphore(value: 0)

        init(_ ledger: Ledger) {
            let (heard, committed) = (heard, committed)
            watch = Watch(
                ledger, queue: queue, presence: { heard.signal() },
                changed: { committed.signal() })
        }

        func show(_ staff: StaffID, _ place: String, _ subject: SubjectID? = nil, isReadOnly: Bool = false) {
            watch.attendance.show(
                Present(
                    staff: staff, since: Moment(milliseconds: 1_794_999_000_000), place: place, subject: subject,
                    isReadOnly: isReadOnly))
        }

        func stop() { queue.sync { watch.stop() } }

        /// Who this console sees; asked after all that it has shown.
        func others(_ ledger: Ledger) -> [Present] {
            let done = DispatchSemaphore(value: 0)
            nonisolated(unsafe) var found: [Present] = []
            watch.attendance.look(ledger) {
                found = $0
                done.signal()
            }
            done.wait()
            return found
        }
    }

    private func files(_ fixture: Fixture) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: Notice.folder(fixture.path))) ?? []).sorted()
    }

    @Test func eachSeesTheOtherAndWhatTheyLookAt() throws {
        let fixture = try Fixture()
        let story = try fixture.draft()
        let (one, two) = (Console(fixture.ledger), Console(fixture.ledger))
        one.show("duty", "board")
        #expect(two.heard.wait(timeout: patience) == .success)
        two.show("head", "story", story, isReadOnly: true)
        #expect(one.heard.wait(timeout: patience) == .success)
        let seen = try #require(one.others(fixture.ledger).first)
        #expect(seen.staff == "head" && seen.place == "story" && seen.subject == story && seen.isReadOnly)
        #expect(seen.number == Number(.story, 1))
        #expect(two.others(fixture.ledger).map(\.staff) == ["duty"], "and not itself")
        #expect(try fixture.ledger.present().map(\.staff) == ["duty", "head"])
        #expect(one.committed.wait(timeout: .now()) == .timedOut, "the desk need not be read for that")
        // The same place once more is no news.
        two.show("head", "story", story, isReadOnly: true)
        _ = two.others(fixture.ledger)
        #expect(one.heard.wait(timeout: .now()) == .timedOut)
        two.stop()
        #expect(one.heard.wait(timeout: patience) == .success)
        #expect(one.others(fixture.ledger).isEmpty)
        one.stop()
        #expect(files(fixture).isEmpty)
    }

    @Test func nothingOfItIsInTheLedger() throws {
        let fixture = try Fixture()
        let before = try fixture.ledger.everything()
        let console = Console(fixture.ledger)
        console.show("duty", "board")
        #expect(try fixture.ledger.present().isEmpty || true)
        _ = console.others(fixture.ledger)
        #expect(try fixture.ledger.everything() == before)
        console.stop()
    }

    @Test(arguments: [false, true]) func whoeverWasKilledVanishes(byReader: Bool) throws {
        let fixture = try Fixture()
        let console = Console(fixture.ledger)
        defer { console.stop() }
        console.show("duty", "board")
        let hammer = try Child.hammer("attend", fixture.path, "head")
        #expect(hammer.line() == "ready")
        #expect(console.heard.wait(timeout: patience) == .success)
        #expect(console.others(fixture.ledger).map(\.staff) == ["head"])
        hammer.signal(SIGKILL)
        hammer.wait()
        while console.heard.wait(timeout: .now()) == .success {}
        if byReader {
            #expect(console.others(fixture.ledger).isEmpty)
        } else {
            // A commit by anybody finds the silent socket, and says so to whoever is there.
            try fixture.ledger.perform(.desk(.note("有人走了")), as: Cast.duty)
            #expect(console.heard.wait(timeout: patience) == .success)
        }
        #expect(files(fixture).count == 2, "the own socket and card are left: \(files(fixture))")
    }

    /// Everything in the folder may have been put there by somebody else who may write it.
    @Test func whatIsNotACardIsNobody() throws {
        let fixture = try Fixture()
        let console = Console(fixture.ledger)
        defer { console.stop() }
        console.show("duty", "board")
        _ = console.others(fixture.ledger)
        let folder = Notice.folder(fixture.path)
        let own = try #require(files(fixture).first { $0.hasSuffix(".who") })
        let name = String(own.dropLast(4))
        let good = #"{"staff":"head","since":1794999000000,"place":"board"}"#
        func expectNobody(_ what: String, _ body: (String) throws -> Void) throws {
            // It bears the name of a live socket, so nothing but its content can tell.
            unlink("\(folder)/\(own)")
            try body("\(folder)/\(name).who")
            #expect(try fixture.ledger.present().isEmpty, "\(what)")
            unlink("\(folder)/\(own)")
        }
        func expectNobody(_ text: String) throws {
            try expectNobody(text.prefix(60).description) { try Data(text.utf8).write(to: URL(filePath: $0)) }
        }
        try Data(good.utf8).write(to: URL(filePath: "\(folder)/\(own)"))
        #expect(try fixture.ledger.present().map(\.staff) == ["head"], "as it should be")
        for text in [
            "", "{", "[]", "null", "42", #"{"staff":"head"}"#,
            #"{"staff":"nobody","since":1794999000000,"place":"board"}"#,
            #"{"staff":"HEAD;x","since":1794999000000,"place":"board"}"#,
            #"{"staff":"head","since":-5,"place":"board"}"#,
            #"{"staff":"head","since":9223372036854775807,"place":"board"}"#,
            #"{"staff":"head","since":1e400,"place":"board"}"#,
            "{\"staff\":\"head\",\"since\":1794999000000,\"place\":\"\u{1B}[2J\"}",
            #"{"staff":"head","since":1794999000000,"place":"board","subject":"short"}"#,
            #"{"staff":"head","since":1794999000000,"place":"board"}"# + String(repeating: " ", count: 1000),
            String(repeating: "[", count: 1000), String(repeating: "x", count: 1 << 20), "\u{0}\u{0}\u{0}",
        ] { try expectNobody(text) }
        try Data(good.utf8).write(to: URL(filePath: fixture.folder + "/card"))
        try expectNobody("a link") {
            try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "../card")
        }
        try expectNobody("a pipe") { _ = mkfifo($0, 0o666) }
        try expectNobody("a folder") {
            try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false)
            rmdir($0)
        }
        // Strange names are neither read nor swept, and a crowd ends somewhere.
        try Data(good.utf8).write(to: URL(filePath: folder + "/other.who"))
        for number in 0..<1500 { try Data().write(to: URL(filePath: folder + "/\(number).who")) }
        #expect(try fixture.ledger.present().count <= 1)
        try fixture.ledger.perform(.desk(.note("照常")), as: Cast.duty)
        #expect(FileManager.default.fileExists(atPath: folder + "/other.who"))
        for name in files(fixture) where !name.hasPrefix("\(name)") { unlink("\(folder)/\(name)") }
        for name in files(fixture) where name.hasSuffix(".who") { unlink("\(folder)/\(name)") }
    }

    @Test func withoutAFolderOfOnesOwnOneSeesButIsNotSeen() throws {
        let fixture = try Fixture()
        // A file where the folder must go.
        try Data().write(to: URL(filePath: Notice.folder(fixture.path)))
        let console = Console(fixture.ledger)
        console.show("duty", "board")
        #expect(console.others(fixture.ledger).isEmpty)
        #expect(try fixture.ledger.present().isEmpty)
        console.stop()
        #expect(try fixture.ledger.verify().isClean)
    }
}
