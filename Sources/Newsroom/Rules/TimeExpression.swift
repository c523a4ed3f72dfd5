/// A time as people type it: `18:00` (today, or tomorrow when that is past), `+2h`, `+45m`, or ISO 8601, also with a
/// blank between date and time; in full-width signs and Chinese words too: `18：30`, `18点半`, `+2小时`. Where a time that
/// was is asked for, `18:00` is today's, or yesterday's when that is still to come, and `-2h` two hours ago.
public enum TimeExpression {
    /// The longest text that is read as a time, in characters.
    public static let limit = 40

    /// Which way somebody looks who names a time without its day.
    public enum Direction: Sendable {
        /// To what is to come: when something is due.
        case ahead
        /// To what was: since when.
        case back
    }

    /// The moment that `text` means.
    public static func read(
        _ text: String, now: Moment, zone: Zone, looking direction: Direction = .ahead
    ) throws(InputError) -> Moment {
        guard let moment = parse(text, now: now, zone: zone, looking: direction) else { throw .unreadableTime(text) }
        return moment
    }

    /// The moment that `text` means; `nil` when it means none.
    public static func parse(
        _ text: String, now: Moment, zone: Zone, looking direction: Direction = .ahead
    ) -> Moment? {
        guard text.count <= limit else { return nil }
        let text = plain(text)
        switch (text.first, direction) {
        case ("+", .ahead): return relative(text.dropFirst(), now: now, 1)
        case ("-", .back): return relative(text.dropFirst(), now: now, -1)
        default: break
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2) {
            let today = zone.civil(now)
            guard
                let moment = zone.moment(
                    year: today.year, month: today.month, day: today.day, hour: hour, minute: minute)
            else { return nil }
            if direction == .ahead ? moment > now : moment <= now { return moment }
            // Not 24 hours from it: the day on which clocks change is longer or shorter.
            let hours = direction == .ahead ? 36 : -12
            let day = zone.civil(zone.startOfDay(now).adding(seconds: hours * 3600))
            return zone.moment(year: day.year, month: day.month, day: day.day, hour: hour, minute: minute)
        }
        // A date and a time, as people write them.
        return iso(text.split(whereSeparator: \.isWhitespace).joined(separator: "T"), zone: zone)
    }

    /// The text in plain signs.
    private static func plain(_ typed: String) -> String {
        var text = CleanText.plainSigns(typed)
        for (long, short) in words {
            text = text.split(separator: long, omittingEmptySubsequences: false).joined(separator: short)
        }
        return isHourAlone(typed) ? text + "00" : text
    }

    /// What stands for what in a time, the longer words first.
    private static let words = [
        ("小时", "h"), ("分钟", "m"), ("天", "d"), ("点半", ":30"), ("时半", ":30"), ("分", ""), ("点", ":"), ("时", ":"),
        ("H", "h"), ("M", "m"),
    ]

    /// 18点, without minutes.
    private static func isHourAlone(_ typed: String) -> Bool {
        typed.last == "点" || (typed.last == "时" && !typed.hasSuffix("小时"))
    }

    private static func relative(_ text: Substring, now: Moment, _ sign: Int) -> Moment? {
        let unit: Int
        switch text.last {
        case "h": unit = 3600
        case "m": unit = 60
        case "d": unit = 86400
        default: return nil
        }
        guard let amount = number(text.dropLast(), 1...5), amount > 0 else { return nil }
        return now.adding(seconds: sign * amount * unit)
    }

    /// `2026-11-21T18:00[:00[.123]][Z|+08:00]`; without an offset, in `zone`.
    public static func iso(_ text: String, zone: Zone) -> Moment? {
        let halves = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "T" || $0 == " " })
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard date.count == 3, let year = number(date[0], 4...4), let month = number(date[1], 2...2),
            let day = number(date[2], 2...2)
        else { return nil }
        var clock = halves[1]
        var offset: Int?
        if clock.hasSuffix("Z") {
            clock = clock.dropLast()
            offset = 0
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let digits = clock[clock.index(after: sign)...]
            let joined = digits.count == 5 && digits.dropFirst(2).first == ":"
            guard let hours = number(digits.prefix(2), 2...2), hours <= 18,
                let minutes = digits.count == 2 ? 0 : number(digits.dropFirst(joined ? 3 : 2), 2...2), minutes < 60
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (clock[sign] == "-" ? -1 : 1)
            clock = clock[..<sign]
        }
        let time = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(time.count), let hour = number(time[0], 2...2), let minute = number(time[1], 2...2)
        else { return nil }
        var (second, thousandths) = (0, 0)
        if time.count == 3 {
            guard let whole = number(time[2].prefix(2), 2...2), whole <= 60,
                let part = fraction(time[2].dropFirst(2))
            else { return nil }
            (second, thousandths) = (min(whole, 59), part)
        }
        let read = offset == nil ? zone : .greenwich
        guard
            var moment = read.moment(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        moment.milliseconds += Int64(thousandths)
        return moment.adding(seconds: -(offset ?? 0))
    }

    /// Thousandths from `.5`, `.123` or `.123456789`; 0 from nothing.
    private static func fraction(_ text: Substring) -> Int? {
        if text.isEmpty { return 0 }
        guard text.first == "." || text.first == ",", number(text.dropFirst(), 1...9) != nil else { return nil }
        return Int((text.dropFirst() + "00").prefix(3))
    }

    private static func number(_ text: some StringProtocol, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
