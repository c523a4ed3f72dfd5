import PseudoTerminal
import Testing

@testable import Terminal

/// What goes over the line: how much, and when the next frame may follow.
@Suite struct PaceTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func aFastLineIsNeverAsked() {
        var pace = Pace()
        pace.opened(at: at(0))
        pace.greeted(at: at(12))
        #expect(!pace.isSlow && !pace.asks && pace.roundTrip == .milliseconds(12))
        // The second of the answers at the beginning says nothing more.
        pace.greeted(at: at(900))
        #expect(!pace.isSlow)
    }

    @Test func aSlowLineHasOneFrameOnItsWay() {
        var pace = Pace()
        pace.opened(at: at(0))
        pace.greeted(at: at(310))
        #expect(pace.isSlow && pace.asks && !pace.isWaiting)
        pace.sent(4000, at: at(400))
        #expect(pace.isWaiting && !pace.asks)
        #expect(pace.patience == .seconds(7))
        pace.answered(at: at(2700))
        #expect(!pace.isWaiting && pace.asks)
    }

    @Test func aLineThatBecameFastIsLeftInPeace() {
        var pace = Pace()
        pace.opened(at: at(0))
        pace.greeted(at: at(100))
        pace.sent(100, at: at(200))
        pace.answered(at: at(260))
        #expect(pace.isSlow, "between the two limits it stays as it was")
        pace.sent(100, at: at(300))
        pace.answered(at: at(320))
        #expect(!pace.isSlow && !pace.asks)
    }

    @Test func aRepaintMeasuresAnew() {
        var pace = Pace()
        pace.measure()
        #expect(!pace.asks, "a terminal that answered nothing is not asked")
        pace.opened(at: at(0))
        pace.greeted(at: at(5))
        pace.measure()
        #expect(pace.asks)
        pace.sent(4000, at: at(10))
        pace.answered(at: at(400))
        #expect(pace.isSlow)
    }

    @Test func aTerminalThatDoesNotAnswerHoldsNothingUp() {
        var pace = Pace()
        pace.opened(at: at(0))
        pace.greeted(at: at(200))
        pace.sent(10, at: at(300))
        pace.giveUp()
        #expect(!pace.isWaiting && pace.asks, "once may be an accident")
        pace.sent(10, at: at(4000))
        pace.giveUp()
        #expect(!pace.isWaiting && !pace.asks)
        // Late answers do no harm.
        pace.answered(at: at(9000))
        #expect(!pace.isWaiting)
    }
}

@Suite struct ThriftTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [
        // Two looks in one, a way back to plain that nobody saw, a difference, and what it does not understand.
        ("\u{1b}[1m\u{1b}[38;5;245mA", "\u{1b}[;1;38;5;245mA"),
        ("\u{1b}(B\u{1b}[mA\u{1b}(B\u{1b}[m\u{1b}[31mB", "\u{1b}(B\u{1b}[mA\u{1b}[31mB"),
        ("\u{1b}[31mA\u{1b}[39m\u{1b}(B\u{1b}[m\u{1b}[31mB", "\u{1b}[;31mA\u{1b}(BB"),
        ("\u{1b}[31;44mA\u{1b}[0;1;31;44mB", "\u{1b}[;31;44mA\u{1b}[1mB"),
        ("\u{1b}[38:2::1:2:3mA\u{1b}[39mB", "\u{1b}[;38:2::1:2:3mA\u{1b}[mB"),
        ("\u{1b}[mA\u{1b}[53mB", "\u{1b}[mA\u{1b}[53m\u{1b}[mB"),
        ("\u{1b}[2;5H\u{1b}[?25l总览\r\n", "\u{1b}[m\u{1b}[2;5H\u{1b}[?25l总览\r\n"),
    ]) func saysTheSameInLess(_ long: String, _ short: String) {
        var thrift = SGRMinimizer()
        #expect(text(thrift.trim(Array(long.utf8))) == short)
    }

    /// Random looks, moves, erasures and texts: the terminal shows the same.
    @Test func theScreenIsTheSame() {
        var random = Seeded(seed: chosenSeed())
        let sequences = [
            "\u{1b}[m", "\u{1b}(B\u{1b}[m", "\u{1b}[1m", "\u{1b}[0;1;7m", "\u{1b}[38;5;245m", "\u{1b}[48;5;236m",
            "\u{1b}[39;49m", "\u{1b}[4m", "\u{1b}[91m", "\u{1b}[38;2;9;8;7m", "二七", "news", "\u{1b}[K", "\u{1b}[3;4H",
            "\u{1b}[9X", "─────", "\r\n", "\u{1b}[2J", "\u{1b}[H", "A",
        ]
        for _ in 0..<300 {
            var (plain, short) = (VirtualScreen(columns: 20, rows: 5), VirtualScreen(columns: 20, rows: 5))
            var thrift = SGRMinimizer()
            for _ in 0..<4 {
                let frame = (0..<30).map { _ in sequences.randomElement(using: &random) ?? "" }.joined()
                plain.feed(Array(frame.utf8))
                let trimmed = thrift.trim(Array(frame.utf8))
                #expect(trimmed.count <= frame.utf8.count + 3)
                short.feed(trimmed)
                for row in 0..<5 {
                    for column in 0..<20
                    where plain.cell(row: row, column: column) != short.cell(row: row, column: column) {
                        Issue.record("row \(row), column \(column) of \(frame.debugDescription)")
                    }
                }
                #expect(plain.cursor == short.cursor)
            }
        }
    }
}
