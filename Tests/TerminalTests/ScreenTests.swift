import CNcurses
import Foundation
import Testing

@testable import Terminal

/// The bytes that frames become; curses draws into memory, so no terminal is needed.
@MainActor
@Suite(.serialized) struct ScreenTests {
    private let size = Size(columns: 200, rows: 60)

    private func screen(_ term: String = "xterm-256color", noColor: Bool = false) throws -> CursesScreen {
        TerminalSession.chooseLocale()
        return try CursesScreen(term: term, size: size, theme: .builtin, noColor: noColor)
    }

    private func frame(_ number: Int, widths: Widths = Widths()) -> Canvas {
        var canvas = Canvas(size: size, widths: widths)
        for y in 0..<60 { canvas.write("二七 暴雨积水路段 特急 T-0117", x: 0, y: y, style: y % 2 == 0 ? .over : .quiet) }
        canvas.write("04:\(10 + number)", x: 100, y: 30, style: .near)
        return canvas
    }

    private func bytes(_ screen: CursesScreen, _ canvas: Canvas) -> String {
        screen.show(canvas)
        return String(decoding: screen.takeBytes(), as: UTF8.self)
    }

    @Test(arguments: ["xterm-256color", "xterm", "linux", "vt100", "screen", "ansi"])
    func everyTerminalGetsTheText(_ term: String) throws {
        let screen = try screen(term)
        defer { screen.close() }
        let first = bytes(screen, frame(0))
        #expect(first.contains("暴雨积水路段"))
        #expect(screen.depth == ["xterm-256color": .palette, "vt100": .mono][term, default: .sixteen])
    }

    @Test func aTerminalThatCannotPlaceTheCursorIsRefused() {
        #expect(throws: TerminalError.tooSimple("dumb")) { try screen("dumb") }
    }

    @Test func sendsOnlyWhatChanged() throws {
        let screen = try screen()
        defer { screen.close() }
        #expect(bytes(screen, frame(0)).utf8.count > 1000)
        #expect(bytes(screen, frame(0)) == "")
        let change = bytes(screen, frame(1))
        #expect(change.contains("1"))
        #expect(!change.contains("04:"))
        #expect(change.utf8.count < 40)
    }

    @Test func repaintSendsEverything() throws {
        let screen = try screen()
        defer { screen.close() }
        _ = bytes(screen, frame(0))
        screen.repaint()
        #expect(bytes(screen, frame(0)).contains("暴雨积水路段"))
        screen.resize(to: Size(columns: 30, rows: 10))
        #expect(bytes(screen, frame(0)).contains("暴雨积水路段"))
    }

    @Test func noColorMeansNone() throws {
        let screen = try screen(noColor: true)
        defer { screen.close() }
        #expect(!bytes(screen, frame(0)).contains("[38;5"))
        let colored = try self.screen()
        defer { colored.close() }
        #expect(bytes(colored, frame(0)).contains("38;5;203"))
    }

    /// curses must take a character for as wide as we do, whatever libc says.
    @Test func wideAmbiguousCharactersKeepTheirColumns() throws {
        let screen = try screen()
        defer { screen.close() }
        let widths = Widths(ambiguousWide: true)
        var canvas = Canvas(size: size, widths: widths)
        canvas.write("“a”b\u{30000}…", x: 0, y: 0)
        let sent = bytes(screen, canvas)
        #expect(sent.contains("“a”b\u{30000}…"))
        for (column, base) in [(0, 0x201c), (2, 0x61), (3, 0x201d), (5, 0x62), (6, 0x30000), (8, 0x2026)] {
            #expect(screen.cursesHolds(x: column, y: 0, codeOrProxyOf: UInt32(base)), "\(column)")
        }
    }

    @Test func hostileTextCannotReachTheTerminal() throws {
        let screen = try screen()
        defer { screen.close() }
        let seed = chosenSeed()
        var random = Seeded(seed: seed)
        for _ in 0..<50 {
            var canvas = Canvas(size: size)
            for y in 0..<60 { canvas.write("\u{1b}]0;evil\u{7}" + randomText(upTo: 60, using: &random), x: 0, y: y) }
            let sent = bytes(screen, canvas)
            #expect(!sent.contains("\u{1b}]"), "seed \(seed)")
            #expect(
                !sent.unicodeScalars.contains { (0x80..<0xa0).contains($0.value) || $0.value == 0x202e }, "seed \(seed)"
            )
        }
    }
}

@Suite struct EditorTests {
    /// A file with a text, in a folder of its own.
    private func file(_ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "editor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "text.txt")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func discard(_ file: String) {
        try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent)
    }

    @Test func aRoundThroughAnEditor() throws {
        let file = try file("旧")
        defer { discard(file) }
        #expect(Editor.run("true", file: file) == 0)
        #expect(try Editor.readBack(file, before: "旧") == nil)
        #expect(Editor.run("sh -c 'printf 新 >> \"$0\"'", file: file) == 0)
        #expect(try Editor.readBack(file, before: "旧") == "旧新")
        #expect(access(file, F_OK) == 0, "whose file it is takes it away")
    }

    /// A story begins without a text.
    @Test func anEmptyTextComesBackAsItIs() throws {
        let file = try file("")
        defer { discard(file) }
        #expect(try Editor.readBack(file, before: "") == nil)
        #expect(try Editor.readBack(file, before: "旧") == "")
    }

    @Test func failuresKeepTheFile() throws {
        let file = try file("x")
        defer { discard(file) }
        #expect(Editor.run("sh -c 'exit 3'", file: file) == 3)
        #expect(Editor.run("no-such-editor-here 2>/dev/null", file: file) == 127)
        #expect(Editor.run("sh -c 'kill -9 $$'", file: file) == 137)
        #expect(Editor.run("sh -c 'printf \"\\377\" > \"$0\"'", file: file) == 0)
        #expect(throws: TerminalError.textNotReadable(file: file)) { try Editor.readBack(file, before: "x") }
        #expect(access(file, F_OK) == 0)
    }

    /// An editor that hears nothing of the line's end must not hold the program for ever.
    @Test func whoIsToEndDoesNotWaitForAnEditorThatGoesOn() throws {
        let file = try file("x")
        defer { discard(file) }
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        // It says who it is, and waits for a line that never comes.
        let pipe = file + ".fifo"
        try #require(mkfifo(pipe, 0o600) == 0)
        var signal: UInt8 = 15
        #expect(write(ends[1], &signal, 1) == 1)
        let status = Editor.run("sh -c 'echo $$ > \"$0\"; exec cat \(pipe)'", file: file, wakes: ends[0]) { true }
        #expect(status == 128 + SIGHUP)
        // Whatever it writes is still in its file.
        let pid = Int32(try String(contentsOfFile: file, encoding: .utf8).dropLast())
        #expect(kill(try #require(pid), SIGKILL) == 0)
        waitpid(pid ?? 0, nil, 0)
    }
}
