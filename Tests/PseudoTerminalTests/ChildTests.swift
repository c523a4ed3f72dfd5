import Glibc
import PseudoTerminal
import Testing

@Suite struct ChildTests {
    @Test func itTalksThroughPipes() throws {
        let child = try Child(["/bin/cat"], input: .pipe, output: .pipe)
        child.write("早上好\n")
        #expect(child.line() == "早上好")
        child.write("一行\n半行")
        child.endInput()
        #expect(child.rest() == ["一行"], "what has no end is no line")
        #expect(child.wait() == .exited(0))
        child.write("没有人了\n")
    }

    @Test func whatItWritesIsKeptHoweverMuch() throws {
        let input = [UInt8](repeating: 0x61, count: 3_000_000)
        let script = "cat; echo 出错 >&2; pwd; echo \"$A\"; exit 3"
        let run = try Child.run(["/bin/sh", "-c", script], environment: ["A": "甲"], directory: "/", input: input)
        #expect(run.status == .exited(3) && run.status.code == 3)
        #expect(run.output == input + Array("/\n甲\n".utf8))
        #expect(run.errors == Array("出错\n".utf8))
    }

    @Test func errorsGoWhereTheOutputGoes() throws {
        let child = try Child(["/bin/sh", "-c", "echo 1; echo 2 >&2; echo 3"], output: .kept(), errors: .output)
        child.wait()
        #expect(child.written() == Array("1\n2\n3\n".utf8))
    }

    @Test func itHasThreeDescriptorsOnlyAndUsualSignals() throws {
        let held = Glibc.open("/dev/null", O_RDONLY)
        defer { close(held) }
        let run = try Child.run(["/bin/sh", "-c", "ls /proc/$$/fd; exec cat /proc/self/status"])
        let said = String(decoding: run.output, as: UTF8.self)
        #expect(said.hasPrefix("0\n1\n2\nName"), "\(said)")
        for name in ["SigBlk", "SigIgn"] {
            let line = try #require(said.split(separator: "\n").first { $0.hasPrefix(name) })
            // Above are the real-time ones; the C library keeps two of them for itself.
            #expect(Int(line.suffix(8), radix: 16).map { $0 & 0x7FFF_FFFF } == 0, "\(line)")
        }
    }

    @Test func whatIsNotThereIsSaid() {
        #expect(throws: PseudoTerminalError.self) { try Child(["/no/such/program"]) }
        #expect(throws: PseudoTerminalError.self) { try Child(["/bin/cat"], input: .file("/no/such/file")) }
    }

    @Test func oneThatIsLetGoIsGone() throws {
        var child: Child? = try Child(["/bin/sleep", "1000"])
        let pid = try #require(child?.pid)
        #expect(kill(pid, 0) == 0)
        child = nil
        #expect(kill(pid, 0) != 0)
        let other = try Child(["/bin/sleep", "1000"])
        other.stop()
        #expect(other.wait() == .signalled(SIGTERM) && other.wait().code == 128 + SIGTERM)
    }
}
