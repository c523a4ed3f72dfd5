import Foundation

/// Random numbers from a seed (SplitMix64): the same seed, the same test.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number below `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// One of several; there must be some.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

/// How much a seeded test does, and from which seed: `GUANTONG_SOAK=1` for the long run, `GUANTONG_SEED` to repeat one.
enum Soak {
    static let environment = ProcessInfo.processInfo.environment

    /// `full` in the long run, a tenth of it otherwise.
    static func count(_ full: Int) -> Int { environment["GUANTONG_SOAK"] == "1" ? full : full / 10 }

    /// The seed of a test, printed so that a failure can be repeated.
    static func dice(_ test: String, default seed: UInt64 = 20_180_831) -> Dice {
        let seed = environment["GUANTONG_SEED"].flatMap(UInt64.init) ?? seed
        print("\(test): seed \(seed)")
        return Dice(seed: seed)
    }
}
