import Foundation

// Fuzzers: bytes that nobody wrote go into what takes bytes from other nodes and from files, under the eyes of
// libFuzzer, which looks for inputs that reach code not reached before. `make fuzz` runs them all for ten minutes,
// `make fuzz SECONDS=3600` for longer, `make fuzz TARGETS=files` one of them. What fails lies in `.build-fuzz/TARGET/`
// and is run again with
//
//     .build-fuzz/release/guantong-fuzz TARGET FILE
//
// The same targets run without libFuzzer in the ordinary tests, for a second, with seeds and their mutations
// (`FuzzTests.swift`). This folder is a test target there and, where `GUANTONG_FUZZ` is set, a program
// (`Driver.swift`, `Package.swift`).
//
//     frames    pieces of bytes → FrameDecoder; every frame that is understood is the same after another way round
//     exchange  a script of what a peer says, with the key of a real node → Exchange on a real database
//     events    a script of records → the readers of bodies, folds, projections, words, without a database
//     batches   the same script, chained and signed → BatchIngest on a real database, all that screens read, verify's
//               comparison of models; and once more in another order of the nodes, which must give the same
//     files     what lies in a file → whatever reads such a file: settings, themes, rosters, scripts, news from outside,
//               kept texts, presence, keys, the note of where a database stood; the first byte says which
//
// An input of the others is always a valid script (`Script.swift`), so that a mutation is another script and not a refusal.

/// What a target found that must not be.
struct Finding: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Something that takes any bytes.
protocol FuzzTarget: AnyObject {
    init() throws
    /// Inputs to begin with, made here so that none lies in the repository.
    var seeds: [[UInt8]] { get }
    /// Takes an input; must not crash, hang or grow.
    /// - Throws: `Finding`, or whatever else should not have been thrown.
    func run(_ input: [UInt8]) throws
}

/// The targets by name.
enum FuzzTargets {
    static let all: [(name: String, make: @Sendable () throws -> any FuzzTarget)] = [
        ("frames", { try FrameFuzz() }), ("exchange", { try ExchangeFuzz() }), ("events", { try EventFuzz() }),
        ("batches", { try BatchFuzz() }), ("files", { try FileFuzz() }),
    ]

    /// Words that mean something in inputs, for libFuzzer's dictionary.
    static var words: [String] {
        let keys = Set(Example.bodies.flatMap(Self.strings))
        return keys.sorted() + FileFuzz.words + [
            "_0", "null", "true", "9223372036854775807", "-9223372036854775808", "\\u0000", "1e400",
        ]
    }

    private static func strings(_ body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).split(separator: "\"").map(String.init).filter {
            (2...40).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...122).contains($0) && $0 != 92 }
        }
    }
}
