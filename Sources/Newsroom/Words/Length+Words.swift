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

extension Phrase {
    /// A size in words, rounded down: `812 KB`, `1.4 GB`.
    public static func size(bytes: Int64) -> Phrase {
        let bytes = max(0, bytes)
        let units = [("GB", 30), ("MB", 20), ("KB", 10)]
        guard let (unit, shift) = units.first(where: { bytes >= 1 << Int64($0.1) }) else {
            return Phrase("\(bytes) 字节", bytes == 1 ? "1 byte" : "\(bytes) bytes")
        }
        let whole = bytes >> Int64(shift)
        // Of small numbers the tenths matter.
        let tenths = (bytes >> Int64(shift - 10) & 1023) * 10 / 1024
        let text = whole < 10 && tenths > 0 ? "\(whole).\(tenths) \(unit)" : "\(whole) \(unit)"
        return Phrase(text, text)
    }
}
