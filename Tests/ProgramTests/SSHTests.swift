import Foundation
import Glibc
import PseudoTerminal
import Testing

/// People from outside, through a real sshd and sudo: what they can do, and what they cannot. One after another, with
/// the suites below it: each looks at what the others would leave running.
@Suite(.waiting(in: .ssh), .serialized, .enabled(if: SSHStage.hindrance == nil, "\(SSHStage.hindrance ?? "")"))
struct SSHTests {
    private func state(_ stage: SSHStage, _ story: String) throws -> String {
        let shown = try stage.run("desk story show \(story) --json").out
        return ((try? JSONSerialization.jsonObject(with: Data(shown.utf8))) as? [String: Any])?["state"] as? String
            ?? shown
    }

    @Test func aSupervisorSignsOffAStory() throws {
        let stage = try SSHStage.shared.get()
        let story = try stage.stories(1)[0]
        let chief = try stage.console("chief2")
        try chief.send(":go \(story)\r")
        try chief.wait(for: "送签 1")
        try chief.send("S")
        try chief.wait(for: "Sign off \(story)")
        try chief.send("\r")
        try chief.wait(for: "is signed off")
        try chief.leave()
        #expect(try state(stage, story) == "signedOff")
        let history = try stage.run("desk story show \(story)").out
        #expect(history.contains("总编2  signed off"), "\(history)")
    }

    @Test func whoMayNotWriteWritesNothing() throws {
        let stage = try SSHStage.shared.get()
        let story = try stage.stories(1)[0]
        for login in ["looker", "trader"] {
            let before = try stage.events()
            let terminal = try stage.console(login)
            try terminal.send(":go \(story)\r")
            try terminal.wait(for: "送签 1")
            for keys in ["S\r", "p\r", "r不行\r", "e", "P\r", "!急\r", ":sign\r", ":edit\r", "n", ":d erqi 派不出\r", "K\r"] {
                try terminal.send(keys)
                try terminal.settle()
                try terminal.escape()
            }
            try terminal.leave()
            #expect(try stage.events() == before, "\(login)")
            #expect(try state(stage, story) == "inReview")
        }
    }

    @Test func somebodyEditsATextWithoutAnEditor() throws {
        let stage = try SSHStage.shared.get()
        let number = try stage.run("desk --as writer story new '现场手记' --centre erqi --body - <<<初稿").out
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let writer = try stage.console("writer", columns: 60, rows: 20, environment: ["EDITOR": "/bin/sh"])
        try writer.send(":go \(number)\r")
        try writer.wait(for: "初稿")
        try writer.send("e")
        try writer.wait(for: "Editing \(number)")
        try writer.paste("从手机上\r写的")
        try writer.send("\u{13}")
        try writer.wait(for: "saved as a new version")
        try writer.leave()
        let text = try stage.run("desk story show \(number)").out
        #expect(text.contains("从手机上\n写的初稿") || text.contains("写的初稿"), "\(text)")
    }

    @Test func theDoorIsShutForWhoIsNobody() throws {
        let stage = try SSHStage.shared.get()
        let stranger = try stage.begin("stranger")
        #expect(try stranger.waitForExit() == .exited(1))
        #expect(
            stranger.screen().joined().contains("the login stranger is nobody's at this desk; ask an administrator"))
        // Somebody who has left is nobody too, from the next login on.
        try #require(try stage.run("desk staff set trader --no-active").status == 0)
        let gone = try stage.begin("trader")
        #expect(try gone.waitForExit() == .exited(1))
        #expect(gone.screen().joined().contains("is nobody's at this desk"))
        try stage.run("desk staff set trader --active")
    }

    @Test func nobodyIsSomebodyElse() throws {
        let stage = try SSHStage.shared.get()
        // Another's login with one's own key.
        let other = try stage.ssh("looker", as: "chief1", ["-tt"])
        #expect(other.status == 255 && other.out.contains("Permission denied"), "\(other)")
        // Variables, whether the client sends them or sets them for the session.
        let names = ["LOGNAME", "USER", "SUDO_USER", "SUDO_UID", "SUDO_GID", "GUANTONG_DB", "HOME", "XDG_CONFIG_HOME"]
        let forged = Dictionary(uniqueKeysWithValues: names.map { ($0, $0 == "SUDO_UID" ? "0" : "chief1") })
        let options =
            names.flatMap { ["-o", "SendEnv=\($0)"] } + ["-o", "SetEnv=SUDO_UID=0 USER=chief1 GUANTONG_DB=/x"]
        let looker = try stage.console("looker", options, environment: forged)
        #expect(looker.shows("客人"), "\(looker.screen())")
        try looker.leave()
        // And on the machine itself: whoever is not the owner of the desk is who they are, whatever they say.
        let wrong = try stage.run(
            "SUDO_UID=0 setpriv --reuid looker --regid looker --clear-groups guantong gate --db \(SSHStage.database)")
        #expect(wrong.status != 0 && !wrong.out.contains("Guantong ›"), "\(wrong)")
    }

    @Test func eightSupervisorsSeeEachOther() throws {
        let stage = try SSHStage.shared.get()
        let chiefs = try (1...8).map { try stage.begin("chief\($0)", columns: 120, rows: 36) }
        try PseudoTerminal.wait(on: chiefs, "eight consoles") {
            chiefs.allSatisfy { $0.display.lines.contains { $0.contains("Guantong") } }
        }
        for (number, chief) in chiefs.enumerated() {
            let note = "八人同席 \(number)"
            try chief.send(":d erqi \(note)\r")
            try PseudoTerminal.wait(on: chiefs, note) {
                chiefs.allSatisfy { $0.display.lines.contains { $0.contains(note) } }
            }
        }
        for chief in chiefs { try chief.leave() }
        #expect(try stage.run("desk verify").status == 0)
    }
}
