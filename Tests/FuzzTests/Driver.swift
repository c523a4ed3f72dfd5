import Foundation

// Only in fuzz builds: the way from libFuzzer to the targets.
//
//     guantong-fuzz TARGET [options and folders or files of libFuzzer]
//     guantong-fuzz --seeds TARGET FOLDER     writes the inputs to begin with, and words.txt beside the folder
//     guantong-fuzz --targets                 names them

private typealias OneInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>, _ one: OneInput
) -> CInt

/// The target that runs; libFuzzer has one thread.
private nonisolated(unsafe) var target: (any FuzzTarget)?

@main
private enum Driver {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        switch words.first {
        case "--targets": print(FuzzTargets.all.map(\.name).joined(separator: " "))
        case "--seeds" where words.count == 3: try write(words[2], words[3])
        case let name?:
            target = try make(name)
            try run()
        case nil: print("usage: guantong-fuzz TARGET [OPTION|FOLDER|FILE]…")
        }
    }

    private static func make(_ name: String) throws -> any FuzzTarget {
        guard let entry = FuzzTargets.all.first(where: { $0.name == name }) else { throw Finding("no target \(name)") }
        return try entry.make()
    }

    private static func write(_ name: String, _ folder: String) throws {
        let folder = URL(fileURLWithPath: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, seed) in try make(name).seeds.enumerated() {
            try Data(seed).write(to: folder.appendingPathComponent("seed-\(number)"))
        }
        let words = FuzzTargets.words.map { word in
            "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
        }
        try Data(words.joined().utf8).write(to: folder.deletingLastPathComponent().appendingPathComponent("words.txt"))
    }

    /// Hands the rest of the command line to libFuzzer, which does not return before it is done.
    private static func run() throws {
        // The target's name goes; the program's takes its place.
        let all = CommandLine.unsafeArgv
        all[1] = all[0]
        var count = CommandLine.argc - 1
        var arguments = all + 1
        let code = runDriver(&count, &arguments) { bytes, size in
            do {
                try target?.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
            } catch {
                FileHandle.standardError.write(Data("FOUND: \(error)\n".utf8))
                abort()
            }
            return 0
        }
        target = nil
        exit(code)
    }
}
