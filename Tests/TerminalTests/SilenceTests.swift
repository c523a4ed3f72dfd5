import Testing

@testable import Terminal

/// A terminal that has gone without a word, by a clock that stands where the test puts it.
@Suite struct SilenceTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func whoSaysNothingIsAskedTwiceAndIsGone() {
        var silence = Silence(patience: .seconds(45))
        silence.heard(isAnswer: true, at: at(0))
        #expect(silence.step(at: at(10)) == .wait(.seconds(5)))
        #expect(silence.step(at: at(15)) == .ask(.seconds(15)))
        #expect(silence.step(at: at(30)) == .ask(.seconds(15)))
        #expect(silence.step(at: at(44)) == .ask(.seconds(1)))
        #expect(silence.step(at: at(45)) == .gone)
        #expect(silence.step(at: at(4500)) == .gone)
    }

    @Test func anyWordIsOne() {
        var silence = Silence(patience: .seconds(45))
        silence.heard(isAnswer: true, at: at(0))
        silence.heard(isAnswer: false, at: at(40))
        #expect(silence.step(at: at(45)) == .wait(.seconds(10)))
        silence.heard(isAnswer: true, at: at(84))
        #expect(silence.step(at: at(85)) == .wait(.seconds(14)))
    }

    @Test func aTerminalThatNeverAnswersMayBeSilent() {
        var silence = Silence(patience: .seconds(45))
        #expect(silence.step(at: at(1000)) == .wait(.seconds(15)))
        silence.heard(isAnswer: false, at: at(1000))
        #expect(silence.step(at: at(2000)) == .wait(.seconds(15)))
    }
}
