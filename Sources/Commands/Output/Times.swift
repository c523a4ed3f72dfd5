import Newsroom

extension OpenDesk {
    /// A time as people read it: with the day when it is not today.
    func time(_ moment: Moment, at now: Moment) -> String {
        let civil = zone.civil(moment)
        let today = zone.civil(now)
        if civil.date == today.date { return civil.shortTime }
        return (civil.year == today.year ? civil.shortDate : civil.date) + " " + civil.shortTime
    }

    /// What a clock says in words: how long is left, or how long it is over.
    func words(_ clock: Clock, at now: Moment) -> String {
        guard let limit = clock.limit else { return "" }
        let left = limit.seconds(since: now)
        return left > 0
            ? read("余 ", "in ") + Self.duration(left) : read("超 ", "over ") + Self.duration(now.seconds(since: limit))
    }

    /// How long ago, in the largest unit that fits.
    func ago(_ moment: Moment?, at now: Moment) -> String {
        guard let moment else { return read("从未", "never") }
        let seconds = max(0, now.seconds(since: moment))
        switch seconds {
        case ..<10: return read("刚刚", "just now")
        case ..<60: return read("\(seconds) 秒前", "\(seconds) s ago")
        case ..<3600: return read("\(seconds / 60) 分前", "\(seconds / 60) min ago")
        case ..<86400: return read("\(seconds / 3600) 小时前", "\(seconds / 3600) h ago")
        default: return read("\(seconds / 86400) 天前", "\(seconds / 86400) d ago")
        }
    }

    /// `04:12`, `2:04:12` or `3d 04:12`.
    static func duration(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        switch seconds {
        case ..<3600: return "\(two(seconds / 60)):\(two(seconds % 60))"
        case ..<86400: return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        default: return "\(seconds / 86400)d \(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60))"
        }
    }
}
