import Newsroom

// What the newsroom's rules ask of the rows of lists.

extension TaskRow: TaskSummary {}

extension StoryRow: StorySummary {
    /// The review or signature that it waits for.
    public var openStage: Stage? { stage }

    /// Since when a channel is in trouble with it, or owed something, at the latest; `nil` when none is.
    public var failedSince: Moment? { troubleSince ?? (due > 0 ? updatedAt : nil) }
    /// The house of that channel; `nil` where it is owed something.
    public var failedIn: CentreID? { troubleHouse }

    /// Whether separation of persons keeps somebody from a stage, as far as a row tells: its authors. Who wrote the last
    /// text and who gave other levels only the story itself knows.
    public func isBarred(_ person: StaffID, from _: Stage) -> Bool { isAuthor(person) }

    /// The same of the open correction, whose writer a row tells, too.
    public func isBarredFromCorrection(_ person: StaffID) -> Bool { isAuthor(person) || correction?.by == person }
}

extension LeadRow: LeadSummary {}

extension RollCallRow: RollCallSummary {}
