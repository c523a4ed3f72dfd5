extension DeskFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at moment: Moment) -> String {
        switch self {
        case .opened: return read("开台", "opened the desk")
        case .policySet: return read("修改了时限", "set the limits")
        case .noted(let text): return text
        case .clockResumed(let last):
            return read(
                "时钟从 \(read.zone.iso(last)) 接到 \(read.zone.iso(moment))",
                "the clock went on from \(read.zone.iso(last)) to \(read.zone.iso(moment))")
        case .clockCorrected(let origin, let first, let last, let by):
            let length = Phrase.length(seconds: Int(by / 1000))
            return read(
                "订正时钟：链 \(origin.short) 第 \(first) 至 \(last) 号事件提前 \(length.zh)",
                "corrected the clock: events \(first) to \(last) of chain \(origin.short) count \(length.en) earlier")
        }
    }
}
