import Foundation
import Glibc
import PseudoTerminal
import Testing

extension SSHTests {
    /// Lines that break in the middle of an act.
    @Suite struct HangUps {
        private static let isSoak = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] != nil

        /// The client is killed at any moment between opening the story and the word that it is signed.
        @Test func nothingIsHalfDone() throws {
            let stage = try SSHStage.shared.get()
            let seed =
                ProcessInfo.processInfo.environment["GUANTONG_SEED"].flatMap(UInt64.init) ?? .random(in: 0...99_999)
            print("hang-ups: seed \(seed)")
            var random = Seeded(state: seed)
            let stories = try stage.stories(Self.isSoak ? 800 : 104)
            for first in stride(from: 0, to: stories.count, by: 8) {
                let batch = Array(stories[first..<min(first + 8, stories.count)])
                let clients = try batch.indices.map { try stage.begin("chief\($0 + 1)", columns: 60, rows: 20) }
                try PseudoTerminal.wait(on: clients, "the consoles") {
                    clients.allSatisfy { $0.display.lines.contains { $0.contains("Guantong") } }
                }
                for (client, story) in zip(clients, batch) { try client.send(":go \(story)\r") }
                try PseudoTerminal.wait(on: clients, "the stories") {
                    clients.allSatisfy { $0.display.lines.contains { $0.contains("送签") } }
                }
                for client in clients {
                    try client.send("S\r")
                    // Any moment: this is no wait for something.
                    poll(nil, 0, Int32.random(in: 0...60, using: &random))
                    kill(client.pid, SIGKILL)
                    _ = try client.waitForExit()
                }
            }
            // Every console finishes what it writes and goes: none is left, and nothing that others would wait for.
            let left = try stage.run(
                "for p in $(pgrep -u guantong); do timeout 30 tail --pid=$p -f /dev/null; done; pgrep -u guantong")
            #expect(left.out.isEmpty, "seed \(seed): \(left.out)")
            #expect(try stage.run("timeout 5 flock \(SSHStage.database).lock true").status == 0, "seed \(seed)")

            let states = try stage.run("desk story list --json --limit 10000").out
            let log = try stage.run("desk log show --json --limit 100000").out
            var signed = 0
            for story in stories {
                let row = states.split(separator: "\n").first { $0.contains("\"\(story)\"") } ?? ""
                let acts = log.split(separator: "\n").count {
                    $0.contains("\"\(story)\"") && $0.contains("storySigned")
                }
                #expect(acts <= 1, "seed \(seed): \(story) was signed \(acts) times")
                #expect(
                    row.contains(acts == 1 ? "\"signedOff\"" : "\"inReview\""), "seed \(seed): \(story) \(acts) \(row)")
                signed += acts
            }
            print("hang-ups: \(stories.count), \(signed) of them after the signature")
            #expect(try stage.run("desk verify").status == 0, "seed \(seed)")
            // What a killed console may leave, a socket that nobody hears, is swept away by the next act.
            #expect(
                try stage.run("desk log note 之后; ls \(SSHStage.database).consoles 2>/dev/null | wc -l").out.hasSuffix(
                    "0\n"))
        }

        /// What somebody was writing when the line broke is there when they come back.
        @Test func aTextThatWasBeingWrittenIsOfferedAgain() throws {
            let stage = try SSHStage.shared.get()
            let made = try stage.run("desk --as writer story new '断在半路' --centre erqi --body - <<<初稿")
            let number = made.out.trimmingCharacters(in: .whitespacesAndNewlines)
            let writer = try stage.console("writer")
            try writer.send(":go \(number)\r")
            try writer.wait(for: "初稿")
            try writer.send("e")
            try writer.wait(for: "Editing")
            try writer.send("隧道里")
            try writer.wait(for: "隧道里初稿")
            kill(writer.pid, SIGKILL)
            try stage.run("for p in $(pgrep -u guantong); do timeout 30 tail --pid=$p -f /dev/null; done")
            let again = try stage.console("writer")
            try again.send(":go \(number)\r")
            try again.wait(for: "初稿")
            try again.send("e")
            try again.wait(for: "this is your text that was not saved")
            #expect(again.shows("隧道里初稿"))
            try again.send("。")
            try again.send("\u{13}")
            try again.wait(for: "saved as a new version")
            try again.leave()
            #expect(try stage.run("ls /var/lib/guantong/people/writer/unsaved").out.isEmpty)
        }

        private struct Seeded: RandomNumberGenerator {
            var state: UInt64
            mutating func next() -> UInt64 {
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                return mixed ^ (mixed >> 31)
            }
        }
    }
}
