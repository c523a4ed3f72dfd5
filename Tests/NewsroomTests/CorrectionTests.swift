import Newsroom
import Testing

/// What becomes of an event when the clock that wrote it was ahead: its stamp, and the moments reckoned from it.
struct CorrectionTests {
    /// How far the clock was ahead.
    private static let ahead: Int64 = 60_000
    private static let written = Moment(milliseconds: MemoryDesk.start.milliseconds + ahead)

    private func corrected(_ fact: Fact, by milliseconds: Int64 = ahead) -> Event {
        Event(
            subject: Timeline<Lead>.aSubject, stamp: Stamp(at: Self.written), actor: .person(Sample.actor("duty")),
            fact: fact
        ).corrected(by: milliseconds)
    }

    @Test func anEventCountsAsEarlierAsItsClockWasAhead() {
        #expect(corrected(.task(.closed)).stamp == Stamp(at: MemoryDesk.start))
        #expect(corrected(.task(.closed), by: 0).stamp == Stamp(at: Self.written))
        #expect(corrected(.task(.closed)).fact == .task(.closed))
    }

    /// Seconds after the stamp as written at which a limit stands, and by how many it is moved.
    @Test(arguments: [(3600, -60), (1, -60), (0, -60), (-1, 0), (-61, 0)])
    func aLimitThatLiesAfterTheActIsMovedWithIt(seconds: Int, moved: Int) {
        let limit = Self.written.adding(seconds: seconds)
        let event = corrected(.rollCall(.called(centres: ["erqi"], answerBy: limit)))
        #expect(event.fact == .rollCall(.called(centres: ["erqi"], answerBy: limit.adding(seconds: moved))))
    }

    /// Seconds after the stamp as it counts at which something came in, and by how many that is moved.
    @Test(arguments: [(60, -60), (1, -60), (0, 0), (-1, 0)])
    func whatWasBeforeTheActIsNotAfterIt(seconds: Int, moved: Int) {
        var card = OtherSubjectTests.card
        card.receivedAt = MemoryDesk.start.adding(seconds: seconds)
        let event = corrected(.lead(.received(card)))
        card.receivedAt = card.receivedAt.adding(seconds: moved)
        #expect(event.fact == .lead(.received(card)))
    }

    /// The same of what is told again: only what happened after the telling counts was written by the wrong clock.
    @Test(arguments: [(60, -60), (1, -60), (0, 0), (-1, 0)])
    func whatIsToldAgainIsNotAfterItsTelling(seconds: Int, moved: Int) {
        func told(_ at: Moment, limit: Moment) -> Fact {
            .common(
                .told(
                    CommonFact.Told(
                        at: Stamp(at: at), fact: .rollCall(.called(centres: ["erqi"], answerBy: limit)), body: [1])))
        }
        let at = MemoryDesk.start.adding(seconds: seconds)
        let event = corrected(told(at, limit: at.adding(seconds: 5)))
        let then = at.adding(seconds: moved)
        #expect(event.fact == told(then, limit: then.adding(seconds: 5)))
    }

    /// Sums that no clock could keep leave a moment where it is.
    @Test func aMomentWithoutEndIsLeftAlone() {
        let last = Moment(milliseconds: .max)
        let event = corrected(.rollCall(.called(centres: ["erqi"], answerBy: last)), by: -1)
        #expect(event.fact == .rollCall(.called(centres: ["erqi"], answerBy: last)))
    }
}
