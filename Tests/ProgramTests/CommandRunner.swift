import Foundation
import PseudoTerminal
import Testing

/// A desk of its own in a folder of its own, and the built program to work at it.
final class CommandDesk: Sendable {
    let folder: URL
    var database: String { folder.appendingPathComponent("desk.sqlite").path }

    /// What a run of the program left behind.
    struct Run {
        let status: Int32
        let out: String
        let err: String
        let outBytes: Data

        /// The objects that were printed, one a line.
        var objects: [[String: Any]] {
            out.split(separator: "\n").compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
            }
        }
        /// The one object that was printed.
        var object: [String: Any] { objects.count == 1 ? objects[0] : [:] }
        /// The code of the refusal that was printed.
        var refusal: String? { (object["error"] as? [String: Any])?["code"] as? String }
        var lines: [String] { out.split(separator: "\n").map(String.init) }
    }

    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let program =
        ProcessInfo.processInfo.environment["GUANTONG_PROGRAM"] ?? Child.built.appendingPathComponent("guantong").path
    static let roster = package.appendingPathComponent("Data/zhengzhou.toml").path

    /// A folder of its own; with `staffed`, with a desk that has people in it.
    init(staffed: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guantong-commands-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if staffed { try Self.template.get().write(to: URL(fileURLWithPath: database)) }
    }

    /// A desk with people in it, made once and copied for each test.
    private static let template = Result {
        let desk = try CommandDesk(staffed: false)
        try #require(desk.run("init", "--roster", roster).status == 0)
        let people = [
            ("zhangmin", "张敏", "dutyEditor", "zz"), ("zhouhao", "周浩", "deskHead", "zz"),
            ("wangli", "王莉", "chiefEditor", "zz"), ("lie", "李娥", "centreEditor", "erqi"),
            ("liwei", "李卫", "reporter", "erqi"), ("zhaoqiang", "赵强", "reporter", "jinshui"),
            ("qian", "钱进", "business", "zz"),
        ]
        for (id, name, role, centre) in people {
            try #require(desk.run("staff", "add", id, "--name", name, "--role", role, "--centre", centre).status == 0)
        }
        let copy = desk.folder.appendingPathComponent("copy.sqlite")
        try #require(desk.run("backup", copy.path).status == 0)
        return try Data(contentsOf: copy)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs the program with these arguments.
    func run(_ arguments: String..., input: Data = Data(), environment: [String: String] = [:]) throws -> Run {
        try run(Self.program, arguments, input: input, environment: environment)
    }

    /// Runs the program with arguments that were made.
    func run(_ arguments: [String]) throws -> Run { try run(Self.program, arguments) }

    /// Runs the program for somebody, as the administrator may.
    func run(as person: String, _ arguments: String..., input: Data = Data()) throws -> Run {
        try run(Self.program, arguments + ["--as", person], input: input)
    }

    /// Runs a shell script in which `$G` is the program.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> Run {
        try run("/bin/sh", ["-c", script], environment: environment)
    }

    /// Begins a shell script and does not wait for it.
    func begin(_ script: String) throws -> Child {
        try Child(["/bin/sh", "-c", script], environment: environment(), directory: folder.path, errors: .none)
    }

    /// Starts the program, for as long as what this gives is kept.
    func start(_ arguments: [String], environment more: [String: String] = [:]) throws -> Child {
        try Child([Self.program] + arguments, environment: environment(more), errors: .none)
    }

    /// The environment of a run, with more in it.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "GUANTONG_DB": database,
            "TMPDIR": folder.path, "G": Self.program,
        ].merging(more) { $1 }
    }

    private func run(
        _ tool: String, _ arguments: [String], input: Data = Data(), environment more: [String: String] = [:]
    ) throws -> Run {
        let (ended, out, err) = try Child.run(
            [tool] + arguments, environment: environment(more), directory: folder.path, input: Array(input))
        #expect(ended == .exited(ended.code), "\(arguments.prefix(4)) ended by a signal")
        return Run(
            status: ended.code, out: String(decoding: out, as: UTF8.self), err: String(decoding: err, as: UTF8.self),
            outBytes: Data(out))
    }

    /// Writes a file beside the database and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
