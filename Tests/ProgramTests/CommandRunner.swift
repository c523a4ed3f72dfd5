import Foundation
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
    /// Where these tests were built, and the programs with them.
    static let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    static let program =
        ProcessInfo.processInfo.environment["GUANTONG_PROGRAM"] ?? built.appendingPathComponent("guantong").path
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
    func begin(_ script: String) throws -> Process {
        let process = try process("/bin/sh", ["-c", script], environment: [:])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func process(_ tool: String, _ arguments: [String], environment: [String: String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "GUANTONG_DB": database,
            "TMPDIR": folder.path, "G": Self.program,
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private func run(
        _ tool: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) throws -> Run {
        let process = try process(tool, arguments, environment: environment)
        // Files rather than pipes: nothing can block, however much is written.
        let name = UUID().uuidString
        let (inFile, outFile, errFile) = (file(name + ".in"), file(name + ".out"), file(name + ".err"))
        try input.write(to: inFile)
        for url in [outFile, errFile] { try Data().write(to: url) }
        process.standardInput = try FileHandle(forReadingFrom: inFile)
        process.standardOutput = try FileHandle(forWritingTo: outFile)
        process.standardError = try FileHandle(forWritingTo: errFile)
        try process.run()
        process.waitUntilExit()
        let (out, err) = (try Data(contentsOf: outFile), try Data(contentsOf: errFile))
        for url in [inFile, outFile, errFile] { try FileManager.default.removeItem(at: url) }
        #expect(process.terminationReason == .exit, "\(arguments.prefix(4)) ended by a signal")
        return Run(
            status: process.terminationStatus, out: String(decoding: out, as: UTF8.self),
            err: String(decoding: err, as: UTF8.self), outBytes: out)
    }

    private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// Writes a file beside the database and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: file(name))
        return file(name).path
    }
}
