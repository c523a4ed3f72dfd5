extension Event {
    /// The event as it counts when the clock that wrote it was so many milliseconds ahead: its stamp, and the moments in
    /// its fact that were reckoned from that clock.
    ///
    /// A limit lies after the act that sets it. So where it lies after the stamp as written it was reckoned from the wrong
    /// clock; where it does not, the clock was right again already and only the stamp had not come back.
    public func corrected(by milliseconds: Int64) -> Event {
        var event = self
        event.stamp = stamp.moved(back: milliseconds)
        event.fact = fact.corrected(
            ClockCorrection(written: stamp, counted: event.stamp, milliseconds: milliseconds))
        return event
    }
}

/// How the moments of one event are corrected.
public struct ClockCorrection {
    private let written: Stamp
    /// The stamp as it counts.
    let counted: Stamp
    private let milliseconds: Int64

    init(written: Stamp, counted: Stamp, milliseconds: Int64) {
        (self.written, self.counted, self.milliseconds) = (written, counted, milliseconds)
    }

    /// A moment until which something is to be done.
    func limit(_ moment: Moment) -> Moment { moment >= written.moment ? back(moment) : moment }

    /// What was before the event cannot be after it.
    func past(_ moment: Moment) -> Moment { moment > counted.moment ? back(moment) : moment }

    /// The same for what was told again in the event and happened at a stamp; `nil` where that clock was right.
    func ofTold(_ at: Stamp) -> ClockCorrection? {
        guard at > counted else { return nil }
        return ClockCorrection(written: at, counted: at.moved(back: milliseconds), milliseconds: milliseconds)
    }

    private func back(_ moment: Moment) -> Moment {
        let (moved, overflow) = moment.milliseconds.subtractingReportingOverflow(milliseconds)
        return overflow ? moment : Moment(milliseconds: moved)
    }
}
