extension CommonFact {
    /// What happened, as the duty log says it.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .told(let told): told.fact.logText(read, at: told.at.moment)
        case .overruledRead: read("已知有事没算数", "saw what did not count")
        }
    }
}
