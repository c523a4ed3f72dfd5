import Foundation
import Interchange
import Newsroom
import Testing

/// The shared real data: `$GUANTONG_DATA`, else a folder beside the package; absent on most machines.
let sharedData: URL? = {
    let environment = ProcessInfo.processInfo.environment
    let package = packageRoot
    let candidates = [
        environment["GUANTONG_DATA"].map { URL(fileURLWithPath: $0) },
        package.appendingPathComponent("../shared/data").standardized,
        package.appendingPathComponent("../../shared/data").standardized,
    ]
    return candidates.compactMap { $0 }.first {
        FileManager.default.fileExists(atPath: $0.appendingPathComponent("hotlist").path)
    }
}()

/// Where the package lies.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

let noData: Comment = "the shared data is not here: set GUANTONG_DATA to its folder"

/// 2026-11-21T10:00:00+08:00
let now = Moment(milliseconds: 1_795_226_400_000)

func read(_ text: String, path: String = "made-up.json") throws(ImportError) -> ImportResult {
    try ImportFile.read(data: Data(text.utf8), path: path, now: now, zone: .beijing)
}

/// All files of a folder with this ending, sorted.
func files(in folder: URL, ending: String) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    return (found ?? []).filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.path < $1.path }
}

/// A small generator, so that a failing run can be had again from its seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
