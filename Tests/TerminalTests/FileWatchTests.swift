import Foundation
import Testing

@testable import Terminal

@MainActor
// The main actor's turn may be long in coming while other tests work.
@Suite(.timeLimit(.minutes(240))) struct FileWatchTests {
    /// Waits for the first call after `change`; the watch ends with it.
    private func told(watching path: String, change: () throws -> Void) async throws {
        var watch: FileWatch?
        let calls = AsyncStream<Void>.makeStream()
        watch = try FileWatch(path: path) { calls.continuation.yield() }
        try change()
        for await _ in calls.stream { break }
        watch?.cancel()
        watch = nil
    }

    @Test func aFileIsWrittenReplacedOrNew() async throws {
        let scratch = try Scratch()
        let file = scratch.path + "/dark.toml"
        try await told(watching: file) { try scratch.write("dark.toml", "a") }
        try await told(watching: file) { try scratch.write("dark.toml", "b") }
        try await told(watching: file) {
            try scratch.write("new", "c")
            rename(scratch.path + "/new", file)
        }
        try await told(watching: scratch.path) { unlink(file) }
    }

    @Test func anotherFileIsNone() async throws {
        let scratch = try Scratch()
        var calls = 0
        let watch = try FileWatch(path: scratch.path + "/mine") { calls += 1 }
        defer { watch.cancel() }
        try scratch.write("other", "x")
        // A second watch on the same folder is told later than the first one.
        try await told(watching: scratch.path) { try scratch.write("other", "y") }
        #expect(calls == 0)
    }

    @Test func whatIsNotThereIsAnError() {
        #expect(throws: TerminalError.self) { try FileWatch(path: "/nowhere/at/all") {} }
    }
}
