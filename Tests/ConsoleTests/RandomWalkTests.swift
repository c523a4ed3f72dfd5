import Foundation
import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Keys, pastes, clicks and resizes that nobody presses on purpose, with real effects on a real ledger. A walk is found
/// again by its seed.
@Suite struct RandomWalkTests {
    /// Keys of one walk; after it the desk begins anew, or it would fill with nonsense.
    private static let length = 2_500
    private static let walks = ProcessInfo.processInfo.environment["GUANTONG_SOAK"] == nil ? 40 : 400
    private static let people: [StaffID] = ["zhangmin", "zhoumingyuan", "liangdong", "liwei", "qianjin", "root"]

    private static let keys = Set(Keymap.standard.actions.keys).sorted { "\($0)" < "\($1)" }
    private static let words =
        Actions.all.flatMap(\.commands) + [
            "erqi", "金水", "暴雨", "!flash", "+video", ">18:00", "@liwei", "#S-0001", "app failed 超时", "同意", "T-0003",
        ] + Hostile.texts

    @Test(arguments: 0..<walks) func aWalk(_ number: Int) throws {
        let seed = UInt64(20_261_120 + number)
        var random = SeededGenerator(seed: seed)
        // Everybody in both languages, in turn.
        let language: Language = number / Self.people.count % 2 == 0 ? .zh : .en
        let seat = try Seat(Self.people[number % Self.people.count], language: language)
        var turn = 0
        seat.editor = { text in
            turn += 1
            return turn % 2 == 0 ? nil : text + "改"
        }
        var last: [String] = []
        var shown: Frame?
        for step in 0..<Self.length {
            let what = try stroll(seat, &random)
            last = last.suffix(14) + [what]
            // Each fourth walk also looks whether what was kept is what would be made anew: that takes as long again.
            var stale: String?
            let fresh = seat.frame
            if number % 4 == 0 {
                let frame = view(seat.model, after: shown)
                shown = frame
                stale = Seat.stale(frame, fresh) ?? (what == "tick" ? Seat.outdated(seat.model) : nil)
            }
            if let wrong = Seat.astray(seat.model) ?? Seat.torn(fresh) ?? stale {
                Issue.record("seed \(seed), step \(step), after \(last.joined(separator: ", ")): \(wrong)")
                return
            }
        }
        print("random walk: seed \(seed), \(Self.length) steps, \(try seat.ledger.read { try $0.tasks() }.count) tasks")
        #expect(try seat.ledger.verify().isClean, "seed \(seed)")
    }

    /// One step; says what it was.
    private func stroll(_ seat: Seat, _ random: inout SeededGenerator) throws -> String {
        func any<Values: RandomAccessCollection>(_ from: Values) -> Values.Element where Values.Index == Int {
            from[from.startIndex + Int.random(in: 0..<from.count, using: &random)]
        }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<45: return key(any(Self.keys), seat)
        case 45..<60: return key(any(["Enter", "Enter", "Esc", "Tab", "Up", "y"]), seat)
        case 60..<75:
            let word = any(Self.words)
            seat.type(word)
            return "type \(word.debugDescription)"
        case 75..<82: return key(Hostile.key(&random), seat)
        case 82..<86:
            let text = (0..<Int.random(in: 0..<6, using: &random)).map { _ in any(Self.words) }.joined(separator: " ")
            seat.send(.input(.paste(text)))
            return "paste \(text.debugDescription)"
        case 86..<90:
            let (columns, rows) = (Int.random(in: 0...140, using: &random), Int.random(in: 0...50, using: &random))
            seat.resize(columns, rows)
            return "\(columns)x\(rows)"
        case 90:
            // Without some luck of its own a walk would never send anybody anywhere.
            try seat.press("Esc", "Esc")
            try seat.command("d erqi,jinshui 走一走 \(any(["", "!flash", "!urgent @liwei"]))")
            return "dispatch"
        case 91:
            // Mostly a size at which something can be seen.
            seat.resize(80, 24)
            return "80x24"
        case 92..<95:
            let hits = seat.frame.hits
            guard !hits.isEmpty else { return "nothing to click" }
            let hit = any(hits).hit
            let kind = any([Mouse.Kind.press, .press, .wheelUp, .wheelDown, .release, .drag])
            seat.send(.pointed(hit, kind))
            return "\(kind) \(hit)"
        case 95..<98:
            seat.tick(seconds: any([0, 1, 30, 600, 40_000]))
            return "tick"
        default:
            if let first = seat.model.desk.tasks.first {
                _ = try? seat.elsewhere("sunlei", .task(.cancel(first.id, reason: "别处撤了")))
            }
            seat.reload()
            return "reload"
        }
    }

    private func key(_ name: String, _ seat: Seat) -> String { Key(named: name).map { key($0, seat) } ?? name }

    private func key(_ key: Key, _ seat: Seat) -> String {
        seat.send(.input(.key(key)))
        return "\(key)"
    }
}
