import Foundation
import Testing

/// The fuzzers' targets for a second each, without libFuzzer: all seeds as they are, then mutations of them.
///
/// `FUZZ_SEED=n` repeats a run, `FUZZ_COUNT=n` asks for more inputs; `make fuzz` is the real thing.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTargets.all.map(\.name)) func seedsAndTheirMutations(_ name: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...1_000_000_000)
        print("seed of \(name): FUZZ_SEED=\(seed)")
        let usual = ["frames": 500, "exchange": 100, "events": 300, "batches": 20, "files": 500][name] ?? 100
        let isSoak = environment["GUANTONG_SOAK"] == "1"
        let count = environment["FUZZ_COUNT"].flatMap { Int($0) } ?? (isSoak ? usual * 10 : usual)
        let make = try #require(FuzzTargets.all.first { $0.name == name }?.make)
        let target = try make()
        let seeds = target.seeds
        var chance = Mutation(seed)
        for number in 0..<seeds.count + count {
            let input = number < seeds.count ? seeds[number] : chance.mutated(seeds)
            do {
                try target.run(input)
            } catch {
                Issue.record(
                    "FUZZ_SEED=\(seed), input \(number) of \(name): \(error)\n\(Data(input).base64EncodedString())")
                return
            }
        }
    }
}

/// Changes inputs at random, the same way for the same seed.
private struct Mutation: RandomNumberGenerator {
    private var state: UInt64
    private let words = FuzzTargets.words

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func under(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    mutating func mutated(_ seeds: [[UInt8]]) -> [UInt8] {
        var input = seeds[under(seeds.count)]
        for _ in 0...under(6) {
            guard !input.isEmpty else { return [0] }
            let place = under(input.count)
            switch under(8) {
            case 0: input[place] ^= 1 << UInt8(under(8))
            case 1: input[place] = [0, 1, 127, 128, 255, UInt8(under(256))][under(6)]
            case 2: input.removeSubrange(place..<min(input.count, place + 1 + under(8)))
            case 3: input.insert(contentsOf: (0..<1 + under(8)).map { _ in UInt8(under(256)) }, at: place)
            case 4: input.insert(contentsOf: Array(words[under(words.count)].utf8), at: place)
            case 5:
                let word = Array(words[under(words.count)].utf8)
                input.replaceSubrange(place..<min(input.count, place + word.count), with: word)
            case 6:
                let other = seeds[under(seeds.count)]
                input = Array(input[..<place]) + other.dropFirst(under(other.count))
            default: input.insert(contentsOf: input[place..<min(input.count, place + 1 + under(64))], at: place)
            }
        }
        return input
    }
}
