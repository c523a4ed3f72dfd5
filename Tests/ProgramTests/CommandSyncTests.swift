import Foundation
import Testing

/// `peers`, `init --join` and `sync`, as somebody uses them who reads Docs/sync.md.
@Suite(.waiting) struct CommandSyncTests {
    /// A desk, and a centre's database beside it that the desk has admitted.
    private func joined() throws -> (desk: CommandDesk, centre: String) {
        let desk = try CommandDesk()
        let centre = desk.folder.appendingPathComponent("erqi.sqlite").path
        let word = try desk.run("peers", "word").out.trimmingCharacters(in: .whitespacesAndNewlines)
        let line = try desk.run("init", "--db", centre, "--join", word, "--centre", "erqi")
        #expect(line.status == 0 && line.err.contains("let the desk run the line above"))
        let words = line.out.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: " ").map(String.init)
        #expect(words.prefix(2) == ["guantong", "peers"])
        let before = try desk.run("sync", "--db", centre, desk.database)
        #expect(before.status == 1 && before.err.contains("let the desk admit it first"), "\(before.err)")
        #expect(try desk.run(Array(words.dropFirst())).status == 0)
        return (desk, centre)
    }

    @Test func aCentreJoinsAndBothHaveEverything() throws {
        let (desk, centre) = try joined()
        let first = try desk.run("sync", "--db", centre, "--json", desk.database)
        #expect(first.status == 0 && first.object["complete"] as? Bool == true, "\(first.out) \(first.err)")
        #expect((first.object["received"] as? Int ?? 0) > 20)
        let task = try desk.run(as: "zhangmin", "task", "dispatch", "erqi", "暴雨积水").lines[0]
        #expect(try desk.run("sync", "--db", centre, desk.database).status == 0)
        #expect(try desk.run("task", "show", task, "--db", centre, "--json").object["state"] as? String == "issued")
        let nodes = try desk.run("sync", "status", "--json").object["nodes"] as? [[String: Any]] ?? []
        #expect(nodes.count == 2)
        #expect(nodes.allSatisfy { $0["ahead"] as? Int == 0 && $0["behind"] as? Int == 0 })
        for database in [desk.database, centre] {
            #expect(try desk.run("verify", "--db", database).status == 0)
        }
        // A centre's node writes for its own people, and the administrator sits at the desk.
        let refused = try desk.run("log", "note", "我在这里", "--db", centre, "--json")
        #expect(refused.status == 1 && refused.refusal == "otherNode", "\(refused.out)")
    }

    @Test func whoIsRemovedGivesNothingMore() throws {
        let (desk, centre) = try joined()
        #expect(try desk.run("sync", "--db", centre, desk.database).status == 0)
        #expect(try desk.run("peers", "remove", "erqi-1", "--reason", "丢失").status == 0)
        let listed = try desk.run("peers", "list", "--json").objects
        #expect(listed.contains { $0["name"] as? String == "erqi-1" && $0["revokedAt"] != nil })
        let after = try desk.run("sync", "--db", centre, desk.database)
        #expect(after.status == 1 && !after.err.isEmpty)
        let last = try desk.run("peers", "remove", "zz", "--reason", "丢失", "--json")
        #expect(last.refusal == "lastNode", "\(last.out) \(last.err)")
    }

    @Test func keysAreMadePrivateAndNeverPrinted() throws {
        let (desk, centre) = try joined()
        for database in [desk.database, centre] {
            let mode = try FileManager.default.attributesOfItem(atPath: database + ".key")[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        let seed = try String(contentsOfFile: centre + ".key", encoding: .utf8).split(separator: "\n")[2].dropFirst(5)
        #expect(try desk.run("sync", "--db", centre, desk.database).status == 0)
        for arguments in [["peers", "list"], ["peers", "word"], ["sync", "status"], ["log", "list", "--json"]] {
            let run = try desk.run(arguments + ["--db", centre])
            #expect(!(run.out + run.err).contains(seed))
        }
        chmod(centre + ".key", 0o644)
        let exposed = try desk.run("sync", "--db", centre, "--json", desk.database)
        #expect(exposed.status == 1 && exposed.refusal == "keyExposed", "\(exposed.out)")
    }

    @Test(arguments: [
        "ssh://-oProxyCommand=id", "ssh://host/$(id)", "ssh://a b", "ssh://h:99999", "http://host",
        "postgres-hub://desk",
        "ssh://h/-x'y", "ssh://",
    ])
    func whatIsNoPeerIsRefused(_ address: String) throws {
        let (desk, centre) = try joined()
        let run = try desk.run("sync", "--db", centre, "--", address)
        #expect(run.status == 64 && run.err.hasPrefix("guantong: "), "\(address): \(run.status) \(run.err)")
    }

    @Test func aWordThatIsNoneIsRefused() throws {
        let desk = try CommandDesk()
        let path = desk.folder.appendingPathComponent("x.sqlite").path
        for word in ["", "abc", "zz:zz", String(repeating: "a", count: 32) + ":short"] {
            #expect(try desk.run("init", "--db", path, "--join", word, "--centre", "erqi").status == 64, "\(word)")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        #expect(try desk.run("init", "--db", path, "--join", "abc").status == 64)
        #expect(try desk.run("replica").status == 64)
    }

    @Test func aServerThatIsNoneIsToldWithWhatSshSaid() throws {
        let (desk, centre) = try joined()
        let script = try desk.write("no-ssh", "#!/bin/sh\necho 'ssh: no such host' >&2\nexit 255\n")
        chmod(script, 0o755)
        let run = try desk.run(
            "sync", "--db", centre, "ssh://nowhere", environment: ["GUANTONG_SSH": script])
        #expect(run.status == 1 && run.err.contains("ssh: no such host"), "\(run.err)")
    }
}
