import Foundation

/// How often long tests repeat themselves.
enum Soak {
    private static let environment = ProcessInfo.processInfo.environment

    /// Whether all repetitions were asked for.
    static let isFull = environment["GUANTONG_SOAK"] == "1"

    /// `full` in the long run, a tenth of it otherwise.
    static func count(_ full: Int) -> Int { isFull ? full : max(1, full / 10) }

    /// Random numbers of a seed that is printed, so that a failure can be had again.
    static func dice(_ test: String) -> SeededDice {
        let seed = environment["GUANTONG_SEED"].flatMap(UInt64.init) ?? 20_180_831
        print("\(test): seed \(seed)")
        return SeededDice(seed: seed)
    }
}

/// Random numbers that a seed repeats (SplitMix64).
struct SeededDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
