extension Phrase {
    /// A length of time in words, in the largest unit of which it has two; to the nearest.
    ///
    ///     Phrase.length(seconds: 86_399)    // 24 小时, 24 hours
    public static func length(seconds: Int) -> Phrase {
        let seconds = max(0, seconds)
        let (days, hours, minutes) = (
            Self.nearest(seconds, 86_400), Self.nearest(seconds, 3600), Self.nearest(seconds, 60)
        )
        if hours >= 48 { return Phrase("\(days) 天", "\(days) days") }
        if minutes >= 120 { return Phrase("\(hours) 小时", "\(hours) hours") }
        if minutes >= 2 { return Phrase("\(minutes) 分钟", "\(minutes) minutes") }
        return Phrase("\(seconds) 秒", "\(seconds) seconds")
    }

    private static func nearest(_ seconds: Int, _ unit: Int) -> Int {
        seconds / unit + (seconds % unit * 2 >= unit ? 1 : 0)
    }
}
