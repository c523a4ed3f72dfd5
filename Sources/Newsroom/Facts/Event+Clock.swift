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
private struct ClockCorrection {
    let written: Stamp
    let counted: Stamp
    let milliseconds: Int64

    func limit(_ moment: Moment) -> Moment { moment >= written.moment ? back(moment) : moment }

    /// What was before the event cannot be after it.
    func past(_ moment: Moment) -> Moment { moment > counted.moment ? back(moment) : moment }

    private func back(_ moment: Moment) -> Moment {
        let (moved, overflow) = moment.milliseconds.subtractingReportingOverflow(milliseconds)
        return overflow ? moment : Moment(milliseconds: moved)
    }
}

extension Fact {
    fileprivate func corrected(_ correction: ClockCorrection) -> Fact {
        switch self {
        case .leadReceived(var card):
            card.receivedAt = correction.past(card.receivedAt)
            card.dispatchBy = card.dispatchBy.map(correction.limit)
            return .leadReceived(card)
        case .taskIssued(var order):
            order.acknowledgeBy = correction.limit(order.acknowledgeBy)
            order.dueAt = order.dueAt.map(correction.limit)
            return .taskIssued(order)
        case .taskReassigned(let centre, let assignee, let limit):
            return .taskReassigned(centre: centre, assignee: assignee, acknowledgeBy: correction.limit(limit))
        case .rollCalled(let centres, let limit):
            return .rollCalled(centres: centres, answerBy: correction.limit(limit))
        case .told(let at, let fact):
            // What is told again happened before it was told.
            guard at > correction.counted else { return self }
            let moved = at.moved(back: correction.milliseconds)
            let inner = ClockCorrection(written: at, counted: moved, milliseconds: correction.milliseconds)
            return .told(at: moved, fact: fact.corrected(inner))
        case .deskOpened, .policySet, .noted, .centreAdded, .dutyTaken, .staffAdded, .staffChanged, .leadPromoted,
            .leadMerged, .leadDismissed, .leadRestored, .taskAcknowledged, .taskDeclined, .taskDeparted, .taskArrived,
            .taskFiled, .taskClosed, .taskCancelled, .storyDrafted, .storyEdited, .storySubmitted, .storyRecalled,
            .storyReviewed, .storySigned, .storyPublished, .storyPublishedInEmergency, .storyCorrected,
            .storyWithdrawn, .placementReported, .rollAnswered, .messageSent, .messageRead, .nodeAdmitted,
            .nodeKeyChanged, .nodeRevoked, .storyShared, .overruledRead, .clockResumed, .clockCorrected:
            return self
        }
    }
}
