import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// Days of newsroom work at several nodes, with virtual clocks, lines and disks that fail, all from a seed. Afterwards
/// everything is healed, and all nodes must agree with each other and with a naive fold.
///
/// `SIMULATOR_SEED=n` runs one seed; `make soak` ten thousand. Docs/simulator.md tells more.
@Suite struct SimulatorTests {
    private static let isSoak = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == "1"

    /// Runs some steps; what was wrong, if anything.
    static func run(_ seed: UInt64, _ centres: [CentreID], _ steps: [Step], _ tally: Tally? = nil) -> String? {
        do {
            let world = try World(seed, centres: centres)
            for step in steps { try world.run(step) }
            tally?.add(world)
            try world.heal()
            try world.check()
            try tally?.add(healed: world)
            return nil
        } catch {
            return "\(error)"
        }
    }

    static func plan(_ seed: UInt64) -> (centres: [CentreID], steps: [Step]) {
        var dice = Dice(seed)
        let casts: [[CentreID]] = [
            ["erqi"], ["erqi", "jinshui"], ["erqi", "erqi", "jinshui"], ["erqi", "jinshui", "jinshui", "erqi"],
        ]
        let centres = casts[dice.under(casts.count)]
        return (centres, Step.steps(&dice, nodes: centres.count + 1, count: 40 + dice.under(80)))
    }

    /// Leaves steps out as long as something is wrong without them.
    static func shortest(_ seed: UInt64, _ centres: [CentreID], _ steps: [Step]) -> [Step] {
        var steps = steps
        var size = steps.count / 2
        while size > 0 {
            var start = 0
            while start < steps.count {
                var fewer = steps
                fewer.removeSubrange(start..<min(steps.count, start + size))
                if run(seed, centres, fewer) != nil { steps = fewer } else { start += size }
            }
            size /= 2
        }
        return steps
    }

    /// A key is changed, and the database restored from a backup made before: both the change and its being told again
    /// are in the log. Which chain comes first is the seed's to say.
    @Test(arguments: 0..<4) func aKeyChangeLostWithTheDiskConverges(seed: UInt64) {
        let centres: [CentreID] = ["erqi", "erqi", "jinshui"]
        let steps: [Step] = [
            .connect(1, 0, bytes: 1 << 20, delay: 0), .act(1, 952_632_529_141_074_267),
            .act(3, 10_031_658_206_449_208_940),
            .backup(1), .rotate(1), .act(1, 6_870_953_057_749_184_787), .restore(1),
        ]
        #expect(Self.run(seed, centres, steps) == nil, "seed \(seed)")
        // The change has reached nobody; or is one of two; or the database is restored once more; or changed after it.
        let synced: [Step] = [
            .connect(1, 0, bytes: 1 << 20, delay: 0), .wait(seconds: 1), .wait(seconds: 1), .wait(seconds: 1),
        ]
        let variants: [[Step]] = [
            [.cut(1), .backup(1), .rotate(1), .restore(1)],
            [.cut(1), .backup(1), .rotate(1), .rotate(1), .restore(1), .rotate(1)],
            [.backup(1), .rotate(1), .act(1, seed), .rotate(1), .act(1, seed + 1), .restore(1)],
            [.backup(1), .rotate(1), .act(1, seed), .restore(1), .rotate(1), .act(1, seed + 1)],
            [
                .backup(1), .rotate(1), .act(1, seed), .restore(1), .act(1, seed + 1),
                .connect(1, 2, bytes: 1 << 20, delay: 0),
            ]
                + [.act(1, seed + 2), .wait(seconds: 1), .restore(1), .act(1, seed + 3)],
            [.backup(1), .act(1, seed), .act(1, seed + 1), .act(1, seed + 2), .restore(1), .rotate(1)],
        ]
        for (index, variant) in variants.enumerated() {
            #expect(Self.run(seed, centres, synced + variant) == nil, "seed \(seed), \(index)")
        }
    }

    /// The database was restored, chains begun after a change of key that was lost with it, and left for a clock before the
    /// change was told again: the old key does not sign those.
    @Test func chainsBegunAfterALostChangeOfKeyAreSignedByTheNewOne() {
        let steps: [Step] = [
            .both(1, 0, 14_427_323_056_127_160_584), .act(1, 16_930_131_236_186_622_454), .backup(1),
            .trust(0, seconds: 259_200), .rotate(1), .both(0, 1, 17_438_209_312_200_556_035), .restore(1),
            .both(0, 1, 5_524_533_307_772_475_131),
        ]
        #expect(Self.run(990_000_929, ["erqi"], steps) == nil)
    }

    /// A clock that was behind is set right, and what was written in between by one that was far ahead lies ahead of it all the
    /// same: one word is enough.
    @Test func aClockThatIsSetForwardsAndIsStillBehindTheLogIsSetRightAtOnce() {
        let steps: [Step] = [
            .act(0, 16_946_386_036_766_714_419), .wait(seconds: 7200), .clock(0, seconds: -4000),
            .trust(2, seconds: 31_622_400), .crash(0, 13_394_400_673_186_372_457), .foresee(1, 766_221_988_027_298_135),
            .act(2, 5_308_009_680_232_969_416), .both(2, 0, 13_280_997_573_426_946_701),
        ]
        #expect(Self.run(2_814_720, ["erqi", "jinshui"], steps) == nil)
    }

    /// The key was changed twice, the second time by a clock a year ahead: what follows is checked by its proof, before anything
    /// says in the log that the key is another.
    @Test func whatFollowsAChangeOfKeyNeedsNoWordOfTheChange() {
        let steps: [Step] = [
            .rotate(0), .trust(0, seconds: 31_622_400), .rotate(0), .both(1, 0, 13_134_112_121_258_974_235),
            .trust(0, seconds: 900), .both(1, 0, 2_045_480_597_878_917_644),
        ]
        #expect(Self.run(1_400_000_885, ["erqi"], steps) == nil)
    }

    /// The key was changed while the clock was wrong, and told once it was right: who begins with the desk's first key can
    /// check what it signed.
    @Test(arguments: 0..<4) func aKeyThatWasChangedUnderAWrongClockIsToldLater(seed: UInt64) {
        for steps: [Step] in [
            [.trust(0, seconds: 31_622_400), .clock(0, seconds: -40), .rotate(0)],
            [.act(0, seed), .trust(0, seconds: 31_622_400), .act(0, seed + 1), .clock(0, seconds: -40), .rotate(0)],
            [.connect(1, 0, bytes: 9000, delay: 0), .act(1, seed), .trust(1, seconds: 31_622_400), .act(1, seed + 1)]
                + [.clock(1, seconds: -40), .rotate(1), .act(0, seed + 2)],
        ] { #expect(Self.run(1_200_001_079 + seed, ["erqi"], steps) == nil, "\(steps)") }
    }

    /// A clock that is set right in two steps; and what one node took of another while both clocks were ahead, which that one has
    /// lost since.
    @Test func whatClocksDidThatWereAheadComesBackFromTheFuture() {
        let twice: [Step] = [
            .connect(2, 0, bytes: 9000, delay: 0), .trust(1, seconds: 31_622_400), .wait(seconds: 1),
            .act(1, 3_180_839_701_594_280_797), .act(2, 13_573_130_837_875_432_762),
            .both(2, 1, 12_402_893_369_141_238_357), .act(1, 9_637_385_537_206_765_653), .trust(1, seconds: 259_200),
        ]
        #expect(Self.run(271_271_157, ["erqi", "jinshui"], twice) == nil)
        let lost: [Step] = [
            .both(0, 1, 797_738_064_131_268_456), .connect(1, 2, bytes: 1_048_576, delay: 0),
            .act(0, 1_483_562_927_813_181_585), .act(0, 147_171_362_874_031_203), .wait(seconds: 1),
            .crash(0, 17_822_744_963_655_890_891), .act(2, 7_869_383_416_586_143_054), .trust(2, seconds: 31_622_400),
            .both(1, 2, 13_746_087_451_748_871_712), .backup(1), .roster(15_144_538_452_349_973_246),
            .both(0, 2, 3_957_823_327_069_195_263), .both(1, 2, 226_410_048_950_028_721), .restore(1),
        ]
        #expect(Self.run(880_001_430, ["erqi", "jinshui"], lost) == nil)
    }

    /// Something that counts nowhere was told to everybody of a draft that is its centre's own: sharing it tells all the same.
    @Test func aDraftOfWhichSomethingWasForgedIsShared() {
        let steps: [Step] = [
            .foresee(1, 10_993_244_656_964_459_225), .rotate(0), .act(1, 12_247_006_656_262_415_213),
            .act(1, 6_782_529_054_336_823_290), .forge(1, 16_577_996_309_792_536_211),
            .both(1, 2, 12_962_339_085_654_800_712),
        ]
        #expect(Self.run(7_001_723, ["erqi", "erqi", "jinshui"], steps) == nil)
    }

    /// An answer that was garbled on its way said that a batch stands, and where: far beyond what had been sent.
    @Test func anAnswerAcknowledgesNoMoreThanWasSent() {
        let steps: [Step] = [
            .act(0, 16_131_928_992_961_171_918), .foresee(2, 251_375_198_260_742_363),
            .connect(3, 1, bytes: 1_048_576, delay: 0), .act(1, 10_235_510_897_207_471_649), .wait(seconds: 7200),
            .stall(0, heard: false, said: true), .act(0, 18_270_143_378_297_221_261),
            .act(3, 16_692_984_404_823_120_337), .act(1, 12_143_226_172_607_740_960),
            .both(3, 1, 2_501_120_743_084_041_420), .act(2, 6_126_073_586_654_474_623),
            .act(3, 4_805_293_391_838_404_067), .act(2, 4_860_687_112_178_310_331), .rotate(1), .rotate(3),
            .connect(2, 1, bytes: 1_048_576, delay: 0), .act(0, 18_040_161_795_563_129),
            .both(1, 3, 6_825_155_018_383_667_834), .act(3, 16_668_511_525_859_705_155),
            .connect(3, 0, bytes: 700, delay: 1), .flow, .act(0, 14_858_965_579_493_133_780),
            .act(3, 14_264_377_670_503_864_130), .act(1, 15_743_708_316_825_008_131),
            .connect(0, 3, bytes: 1_048_576, delay: 0), .act(0, 10_755_944_106_077_184_119), .cut(2),
            .wait(seconds: 1), .act(1, 10_771_161_076_736_967_209), .act(3, 3_605_045_153_400_182_205),
            .act(2, 2_668_044_297_585_145_191), .act(1, 4_268_582_654_846_200_906), .revoke(3), .wait(seconds: 600),
            .act(2, 13_889_312_563_167_334_475), .wait(seconds: 600), .garble(0, 8_425_404_589_137_472_047),
        ]
        #expect(Self.run(20_268_229, ["erqi", "erqi", "jinshui"], steps) == nil)
    }

    @Test(.timeLimit(.minutes(240))) func everySeedConverges() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seeds: [UInt64]
        if let one = environment["SIMULATOR_SEED"].flatMap({ UInt64($0) }) {
            seeds = [one]
        } else {
            // The short run looks at the same days each time, so that what it says is of the change and not of the day;
            // the long one at others. The first is printed, the others follow it.
            let first =
                environment["TEST_SEED"].flatMap { UInt64($0) }
                ?? (Self.isSoak ? UInt64.random(in: 0...1_000_000_000) : 20_261_125)
            print("seeds of everySeedConverges: \(first) and those that follow")
            let count = environment["SIMULATOR_SEEDS"].flatMap { UInt64($0) } ?? (Self.isSoak ? 10_000 : 300)
            seeds = (0..<count).map { first + $0 }
        }
        let (failures, tally) = (Failures(), Tally())
        DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
            guard failures.first == nil else { return }
            let (centres, steps) = Self.plan(seeds[index])
            guard let wrong = Self.run(seeds[index], centres, steps, tally) else { return }
            // At once: making it shorter takes a while.
            print("SIMULATOR_SEED=\(seeds[index]), the \(index + 1)th: \(wrong)")
            failures.add(seeds[index], wrong)
        }
        print(tally.words)
        // The days that are looked at each time have some of everything.
        if seeds.count == 300 { #expect(tally.hasLoans && tally.hasEmergencies && tally.hasHidings) }
        if let (seed, wrong) = failures.first {
            let (centres, steps) = Self.plan(seed)
            let short = Self.shortest(seed, centres, steps)
            let again = Self.run(seed, centres, short) ?? "gone"
            Issue.record(
                "SIMULATOR_SEED=\(seed) \(centres.map(\.rawValue)): \(wrong)\nshortest, \(short.count) steps: \(short)\n\(again)"
            )
        }
    }
}

/// How much was simulated, without the day after which all is healed.
final class Tally: @unchecked Sendable {
    private let lock = NSLock()
    private var (runs, seconds, bytes) = (0, 0, 0)
    /// Reviews on loan, and those that no loan carries.
    private var (lent, lacking) = (0, 0)
    /// What went out on somebody's word, what of it names nobody who could give it, and what was said of it.
    private var (named, unnamed, answered) = (0, 0, 0)
    /// What was hidden, and what of that folds refused.
    private var (hidden, refused) = (0, 0)

    func add(_ world: World) {
        lock.withLock {
            runs += 1
            seconds += world.now.seconds(since: World.beginning)
            bytes += world.carried
        }
    }

    /// Counts what was reviewed on loan, and released on somebody's word, once everybody has everything.
    func add(healed world: World) throws {
        func counted(_ condition: String) throws -> (all: Int, aside: Int) {
            try world.nodes[0].ledger.read { desk in
                let sql = "SELECT count(*) FROM event e LEFT JOIN aside q ON q.event = e.row WHERE \(condition)"
                return (
                    try Int.fetchOne(desk.db, sql: sql) ?? 0,
                    try Int.fetchOne(desk.db, sql: sql + " AND q.event IS NOT NULL") ?? 0
                )
            }
        }
        let loans = try counted("e.capacity LIKE 'loan %'")
        let words = try counted(Schema.namesAuthority)
        let answers = try counted("kind IN ('storyEmergencyConfirmed', 'storyEmergencyDenied')").all
        lock.withLock {
            (lent, lacking) = (lent + loans.all, lacking + loans.aside)
            (named, unnamed, answered) = (named + words.all, unnamed + words.aside, answered + answers)
        }
        let (hides, void) = try world.nodes[0].ledger.read { desk in
            let sql = """
                SELECT count(*) FROM event e LEFT JOIN void v ON v.event = e.row
                WHERE e.kind IN ('storyHidden', 'placementHidden')
                """
            return (
                try Int.fetchOne(desk.db, sql: sql) ?? 0,
                try Int.fetchOne(desk.db, sql: sql + " AND v.event IS NOT NULL") ?? 0
            )
        }
        lock.withLock { (hidden, refused) = (hidden + hides, refused + void) }
    }

    var hasLoans: Bool { lock.withLock { lent > 0 } }
    /// Whether anything went out on somebody's word, and anybody said something of it.
    var hasEmergencies: Bool { lock.withLock { named > unnamed && answered > 0 } }
    var hasHidings: Bool { lock.withLock { hidden > refused } }

    var words: String {
        lock.withLock {
            """
            \(runs) runs: \(seconds / 3600) virtual hours, \(bytes >> 10) kB over lines, \(lent) reviews on loan, \(lacking) of them \
            set aside, \(named) emergencies, \(unnamed) of them set aside, \(answered) answered, \(hidden) hidings, \(refused) of them void
            """
        }
    }
}

/// The seed that failed first; the others are not begun then.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var found: (UInt64, String)?

    var first: (UInt64, String)? { lock.withLock { found } }
    func add(_ seed: UInt64, _ wrong: String) { lock.withLock { found = found ?? (seed, wrong) } }
}
