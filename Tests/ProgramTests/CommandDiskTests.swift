import Foundation
import Ledger
import Newsroom
import PseudoTerminal
import Testing

/// The program on a disk that fails: what it says is true.
@Suite(.waiting) struct CommandDiskTests {
    /// A call that fails, and on which file.
    struct Fault: CustomTestStringConvertible, Sendable {
        var operation: String
        var file: String
        var number: Int32

        var testDescription: String { "\(operation) of \(file): \(String(cString: strerror(number)))" }

        func environment(after: Int) -> [String: String] {
            [
                "LD_PRELOAD": Child.built.appending(path: "libFaults.so").path, "FAULT_OP": operation,
                "FAULT_MATCH": file, "FAULT_AFTER": "\(after)", "FAULT_ERRNO": "\(number)", "FAULT_LOG": "1",
            ]
        }
    }

    static let faults: [Fault] =
        [
            ("fsync", "-wal"), ("fsync", "desk.sqlite"), ("pwrite", "-wal"), ("pwrite", "desk.sqlite"),
            ("pwrite", "-shm"), ("ftruncate", "-wal"), ("ftruncate", "-shm"), ("flock", ".lock"),
        ].flatMap { operation, file in
            [EIO, ENOSPC, EDQUOT].map { Fault(operation: operation, file: file, number: $0) }
        } + ["-wal", "desk.sqlite", "-shm"].map { Fault(operation: "pread", file: $0, number: EIO) }

    @Test(arguments: faults) func whatIsSaidOfAnActIsTrue(fault: Fault) throws {
        let places = Soak.isFull ? Array(1...14) : [1, 2, 3, 5, 8]
        var (tried, lies, unsound) = (0, 0, 0)
        for after in places {
            for isShared in [false, true] {
                let desk = try CommandDesk()
                // Somebody else who has it open: then nothing is carried over when the program ends.
                let other = isShared ? try Ledger(path: desk.database) : nil
                defer { other?.close() }
                let run = try desk.run(
                    "lead", "new", "线索", "--text", String(repeating: "文", count: 3000), "--as", "zhangmin", "--json",
                    environment: fault.environment(after: after))
                guard run.err.contains("[fault") else { break }
                let context: Comment = "after \(after), shared \(isShared): \(run.status) \(run.out) \(run.err)"
                let isThere = try desk.run("lead", "list", "--json").objects.count == 1
                tried += 1
                if run.refusal != "mayBeRecorded" {
                    #expect((run.status == 0) == isThere, context)
                    if (run.status == 0) != isThere { lies += 1 }
                }
                #expect(try restarted(desk) == isThere, context)
                if run.status != 0 {
                    let wanted = fault.number == EIO ? "diskFailed" : "full"
                    #expect([wanted, "mayBeRecorded", "readFailed"].contains(run.refusal ?? ""), context)
                }
                let isSound = try desk.run("verify").status == 0
                #expect(isSound, context)
                if !isSound { unsound += 1 }
            }
        }
        Reliability.tell("\(fault.testDescription)", tried: tried, lost: lies, unsound: unsound)
    }

    /// Whether the lead is there after the machine was switched off now: without the memory that processes share.
    private func restarted(_ desk: CommandDesk) throws -> Bool {
        let folder = desk.folder.appending(path: "restarted")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: desk.database + suffix) {
            // By a program of its own: closing a file of the database here would drop SQLite's locks on it.
            _ = try Child.run(["cp", desk.database + suffix, folder.path + "/desk.sqlite" + suffix])
        }
        return try desk.run("lead", "list", "--json", "--db", folder.path + "/desk.sqlite").objects.count == 1
    }

    @Test func whatReadsOnAFailingDiskIsNotToldOfDamage() throws {
        let desk = try CommandDesk()
        for file in ["desk.sqlite", "-wal"] {
            for verb in ["verify", "board", "backup"] {
                for after in [1, 2, 3, 5, 9, 15, 25] {
                    let copy = desk.folder.appending(path: "copy-\(after).sqlite").path
                    let fault = Fault(operation: "pread", file: file, number: EIO)
                    let run = try desk.run(
                        [verb] + (verb == "backup" ? [copy] : []) + ["--json"], fault.environment(after: after))
                    guard run.err.contains("[fault") else { break }
                    #expect(
                        run.status == 0 || ["diskFailed", "readFailed"].contains(run.refusal ?? ""),
                        "\(verb) \(file) \(after): \(run)")
                }
            }
        }
        #expect(try desk.run("verify").status == 0)
    }

    /// Killed anywhere, `init` leaves a whole desk or none, and nothing that is in the way of the next.
    @Test(arguments: ["pwrite", "fsync"], [false, true]) func aKilledInitIsNotInTheWay(operation: String, joins: Bool)
        throws
    {
        let key = "00000000000000000000000000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let arguments = ["init"] + (joins ? ["--join", key, "--centre", "erqi"] : ["--roster", CommandDesk.roster])
        var (killed, whole) = (0, 0)
        for after in stride(from: 1, to: 2000, by: Soak.isFull ? 3 : 41) {
            let desk = try CommandDesk(staffed: false)
            let child = try Child(
                [CommandDesk.program] + arguments,
                environment: [
                    "PATH": "/usr/bin:/bin", "HOME": desk.folder.path, "GUANTONG_DB": desk.database,
                    "LD_PRELOAD": Child.built.appending(path: "libFaults.so").path, "FAULT_OP": operation,
                    "FAULT_AFTER": "\(after)", "FAULT_KILL": "1",
                ], errors: .none)
            if child.wait() == .exited(0) { break }
            killed += 1
            let isThere = FileManager.default.fileExists(atPath: desk.database)
            if isThere { whole += 1 }
            let again = try desk.run(arguments + ["--json"], [:])
            #expect(isThere ? again.refusal == "exists" : again.status == 0, "\(after): \(again)")
            #expect(try desk.run("verify").status == 0, "\(after)")
            let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder.path)
            #expect(isThere || !left.contains { $0.hasPrefix(".guantong") }, "\(after): \(left)")
        }
        #expect(killed > 0)
        Reliability.tell(
            "init\(joins ? " --join" : "") killed at \(operation): \(whole) whole desks, else none", tried: killed,
            lost: 0,
            unsound: 0)
    }

    @Test func whatIsInTheWayIsSaidAndLeftAlone() throws {
        let desk = try CommandDesk()
        let victim = desk.folder.appending(path: "victim").path
        for name in [".lock", ".consoles", ".origin"] {
            try FileManager.default.createDirectory(atPath: victim, withIntermediateDirectories: true)
            chmod(victim, 0o755)
            unlink(desk.database + name)
            symlink(victim, desk.database + name)
            let run = try desk.run("lead", "new", "线索", "--as", "zhangmin", "--json")
            #expect(run.refusal == "inTheWay", "\(run)")
            var status = stat()
            #expect(stat(victim, &status) == 0 && status.st_mode & 0o777 == 0o755)
            unlink(desk.database + name)
        }
        #expect(try desk.run("lead", "new", "线索", "--as", "zhangmin").status == 0)
    }
}

extension CommandDesk {
    fileprivate func run(_ arguments: [String], _ environment: [String: String]) throws -> Run {
        try shell(
            "\"$G\" " + arguments.map { "'\($0)'" }.joined(separator: " "), environment: environment)
    }
}
