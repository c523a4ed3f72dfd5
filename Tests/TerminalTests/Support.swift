import Foundation
import Testing

@testable import Terminal

/// Random numbers that a failure can be repeated with.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// A seed from the environment to repeat a run, else a new one; it is printed either way.
func chosenSeed(_ test: String = #function) -> UInt64 {
    let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64.max)
    print("\(test): TEST_SEED=\(seed)")
    return seed
}

/// Pieces that hostile and honest text is made of.
let pieces: [String] = [
    "a", "Z", " ", "暴", "雨", "，", "“", "…", "·", "é", "e\u{301}", "한", "\u{1112}\u{1161}", "👩‍💻", "👨‍👩‍👧‍👦", "👍🏽",
    "🇨🇳", "❤️", "1️⃣", "\u{200d}", "\u{200b}", "\u{feff}", "\u{202e}", "\u{2066}", "\u{1b}[31m", "\u{1b}]0;x\u{7}",
    "\t", "\n", "\r\n", "\0", "\u{7f}", "\u{9b}", "\u{fffe}", "\u{10ffff}", "\u{20000}", "\u{e0041}", "\u{301}",
    "\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "\u{2028}", "क्षि", "ﷺ", "\u{1f3fd}", "\u{fe0f}",
]

func randomText(upTo count: Int, using random: inout Seeded) -> String {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
}

/// The folder of the themes, found from this file.
let themeFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Themes").path

/// A folder that goes away with the test.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/scratch-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
