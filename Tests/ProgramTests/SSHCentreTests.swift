import Foundation
import Glibc
import Testing

extension SSHTests {
    /// Centres that come to the desk by the same door, each by an account that is named after its node.
    @Suite struct Centres {
        /// A centre's database, and how it calls ssh.
        private struct Centre {
            let desk: CommandDesk
            let name: String
            var database: String { desk.folder.appendingPathComponent("\(name).sqlite").path }

            /// Exchanges, with the key of an account.
            func sync(_ stage: SSHStage, keyOf account: String) throws -> CommandDesk.Run {
                let words = stage.client(account).map { "'\($0)'" }.joined(separator: " ")
                let script = try desk.write("ssh-\(account)", "#!/bin/sh\nexec \(words) \"$@\"\n")
                chmod(script, 0o755)
                return try desk.run(
                    "sync", "--db", database, "--json", "ssh://\(account)@127.0.0.1:\(stage.port)",
                    environment: ["GUANTONG_SSH": script])
            }
        }

        /// Both centres, admitted by the desk, step by step as the pages say.
        private static let admitted = Result {
            let stage = try SSHStage.shared.get()
            let desk = try CommandDesk(staffed: false)
            let word = try stage.run("desk peers word").out.trimmingCharacters(in: .whitespacesAndNewlines)
            return try ["erqi", "jinshui"].map { id in
                let centre = Centre(desk: desk, name: id + "-1")
                let run = try desk.run("init", "--db", centre.database, "--join", word, "--centre", id)
                let line = run.out.trimmingCharacters(in: .whitespacesAndNewlines)
                try #require(run.status == 0 && line.hasPrefix("guantong peers add \(centre.name) "), "\(run)")
                try #require(stage.run("desk \(line.dropFirst("guantong ".count))").status == 0)
                return centre
            }
        }

        @Test func aCentreExchangesThroughTheGate() throws {
            let stage = try SSHStage.shared.get()
            let centre = try Self.admitted.get()[0]
            let task = try stage.run("desk --as duty task dispatch erqi '经门而来'").out
            // Whoever runs the tests is somebody of that centre.
            try #require(
                stage.run("desk staff add centrist --name 中心人 --role reporter --centre erqi --login root").status == 0)
            let first = try centre.sync(stage, keyOf: "erqi-1")
            #expect(first.status == 0, "\(first)")
            let there = try centre.desk.run("task", "list", "--db", centre.database)
            #expect(there.out.contains("经门而来"), "\(task) \(there)")
            // And back: what is done at the centre is known at the desk.
            let lead = try centre.desk.run("lead", "new", "中心的线索", "--db", centre.database)
            try #require(lead.status == 0, "\(lead)")
            #expect(try centre.sync(stage, keyOf: "erqi-1").status == 0)
            #expect(try stage.run("desk lead list").out.contains("中心的线索"))
            #expect(try stage.run("desk verify").status == 0)
        }

        /// The account says which node it must be, and the node's own key proves it.
        @Test func anAccountIsForItsOwnNode() throws {
            let stage = try SSHStage.shared.get()
            let other = try Self.admitted.get()[1]
            let wrong = try other.sync(stage, keyOf: "erqi-1")
            #expect(wrong.status == 1, "\(wrong)")
            #expect(try other.desk.run("task", "list", "--db", other.database).out.contains("经门而来") == false)
            #expect(try other.sync(stage, keyOf: "jinshui-1").status == 0)
            // A person's account opens the console, and nothing is exchanged.
            let person = try other.sync(stage, keyOf: "duty")
            #expect(
                person.status == 1 && (person.out + person.err).contains("only the console opens here"), "\(person)")
        }

        @Test(arguments: Escapes.ways) func nobodyGetsMoreThanTheExchange(_ way: Escapes.Way) throws {
            let stage = try SSHStage.shared.get()
            _ = try Self.admitted.get()
            let before = try stage.events()
            _ = try Escapes.attempt(way, as: "erqi-1")
            #expect(try stage.events() == before)
        }

        @Test func aRevokedNodesAccountIsNobodys() throws {
            let stage = try SSHStage.shared.get()
            let made = try stage.run(
                """
                set -e
                desk peers add gone-1 --centre erqi --node \(String(repeating: "a", count: 32)) \
                    --key 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                desk peers remove gone-1 --reason 搬走
                """)
            try #require(made.status == 0, "\(made)")
            let result = try stage.ssh("gone-1", ["-tt"])
            #expect(result.status != 0 && result.out.contains("the login gone-1 is nobody's at this desk"), "\(result)")
        }
    }
}
