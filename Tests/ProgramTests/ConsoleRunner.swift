import Foundation
import PseudoTerminal
import Testing

extension CommandDesk {
    /// Opens the console for somebody in a terminal of its own, and waits for its first screen.
    func console(
        as person: String = "zhangmin", columns: Int = 80, rows: Int = 24, _ arguments: [String] = [],
        environment: [String: String] = [:], waitFor text: String = "总览"
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            command: [Self.program, "console", "--as", person, "--lang", "zh"] + arguments,
            environment: surroundings.merging(environment) { $1 }, directory: folder.path, columns: columns, rows: rows)
        try terminal.wait(for: text)
        return terminal
    }

    /// What a console finds around it: this desk, and nothing of the machine's own.
    var surroundings: [String: String] {
        [
            "HOME": folder.path, "TMPDIR": folder.path, "GUANTONG_DB": database, "G": Self.program,
            "EDITOR": "/bin/true", "VISUAL": "",
        ]
    }

    /// Writes a file in the folder where the console looks for its configuration.
    func configure(_ name: String, _ text: String) throws {
        let path = folder.appendingPathComponent(".config/guantong/" + name)
        try FileManager.default.createDirectory(
            at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
    }

    /// A program for `$EDITOR`: a shell script that is given the file as `$1`.
    func editor(_ script: String) throws -> String {
        // What a screen still shows of one call must not be taken for the next one: what is typed too early is thrown away
        // when the terminal changes hands. The count stands in the script itself.
        let count = #"printf '# called\n' >> "$0"; call=$(grep -c '^# called$' "$0")"#
        let path = try write("editor-\(UUID().uuidString).sh", "#!/bin/sh\n\(count)\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    /// Every file of the desk's folder but the database's own, which is there to stay.
    var files: Set<String> {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return Set(
            names.filter { name in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder.path + "/" + name, isDirectory: &isFolder)
                return !isFolder.boolValue && !name.hasPrefix("desk.sqlite-") && name != "desk.sqlite.lock"
            })
    }

    /// The titles of all tasks.
    func titles() throws -> [String] {
        try run("task", "list", "--json").objects.compactMap { $0["title"] as? String }
    }
}

extension PseudoTerminal {
    /// Whether some row of the screen has this text.
    func shows(_ text: String) -> Bool { screen().contains { $0.contains(text) } }

    /// Escape in the form (CSI u) that cannot be taken for Alt with the key that follows, however late it is read.
    static let escapeKey = "\u{1B}[27u"

    /// Presses Escape.
    func escape() throws { try send(Self.escapeKey) }

    /// Leaves the way one does, and expects the terminal as it was.
    func leave(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        try escape()
        try escape()
        try send("q")
        #expect(try waitForExit() == .exited(0), sourceLocation: sourceLocation)
        #expect(try leftovers() == [], sourceLocation: sourceLocation)
    }

    /// Nothing that came would steer a terminal, or be more than it knows.
    func expectHarmless(_ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        _ = screen()
        // The cursor's form has sequences of its own on the Linux console, and on screen and tmux.
        let forms = ["CSI ?0c", "CSI ?1c", "CSI ?8c", "CSI 34h", "CSI 34l"]
        let unknown = display.unrecognised.filter { !forms.contains($0) }
        #expect(unknown == [], "\(what)", sourceLocation: sourceLocation)
        #expect(Set(display.commands.keys).isSubset(of: [0, 2]), "\(what)", sourceLocation: sourceLocation)
        #expect(["贯通", "Guantong", ""].contains(display.title), "\(what)", sourceLocation: sourceLocation)
        let steering = display.lines.joined().unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
            default: false
            }
        }
        #expect(steering.isEmpty, "\(what)", sourceLocation: sourceLocation)
        #expect(torn() == nil, "\(what)", sourceLocation: sourceLocation)
    }
}
