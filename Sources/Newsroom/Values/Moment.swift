import Foundation

/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z. Events hold no floating point.
public struct Moment: Hashable, Comparable, Codable, Sendable {
    /// Milliseconds since the epoch.
    public var milliseconds: Int64

    /// A moment `milliseconds` after the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The system's clock now.
    public static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Reads a bare whole number of milliseconds.
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes a bare whole number of milliseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// The earlier comes first.
    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `seconds` later; saturates instead of overflowing.
    public func adding(seconds: Int) -> Moment {
        Moment(milliseconds: Int64(clamping: Int128(milliseconds) + Int128(seconds) * 1000))
    }

    /// Whole seconds from `earlier` to here, rounded down; negative when `earlier` is later.
    public func seconds(since earlier: Moment) -> Int {
        Int(floored(Int128(milliseconds) - Int128(earlier.milliseconds), 1000))
    }

    /// The beginning of the second that it lies in.
    public var wholeSecond: Moment {
        let (start, overflow) = floored(milliseconds, 1000).multipliedReportingOverflow(by: 1000)
        return overflow ? self : Moment(milliseconds: start)
    }
}

/// A hybrid logical clock reading: milliseconds in the upper 47 bits, a counter in the lower 16.
/// Stamps of one node only rise; two nodes that hear of each other never go back.
public struct Stamp: Hashable, Comparable, Codable, Sendable {
    /// The packed reading.
    public var value: Int64

    /// A stamp from its packed form.
    public init(value: Int64) { self.value = value }

    /// The last moment that a stamp can hold, in the year 6429.
    public static let lastMoment = Moment(milliseconds: Int64.max >> 16)

    /// The first stamp of a millisecond; of one that no stamp can hold, the nearest.
    public init(at moment: Moment) {
        value = min(max(0, moment.milliseconds), Self.lastMoment.milliseconds) << 16
    }

    /// The wall-clock part.
    public var moment: Moment { Moment(milliseconds: value >> 16) }

    /// The next stamp of a node that has seen `self` and reads `now` on its clock.
    /// At the end of all stamps it stays there.
    public func next(at now: Moment) -> Stamp {
        Stamp(value: max(value == .max ? .max : value + 1, Stamp(at: now).value))
    }

    /// The stamp so many milliseconds earlier, later where they are negative; with the same counter.
    public func moved(back milliseconds: Int64) -> Stamp {
        let moved = Int64(clamping: Int128(moment.milliseconds) - Int128(milliseconds))
        return Stamp(value: Stamp(at: Moment(milliseconds: moved)).value | (value & 0xFFFF))
    }

    /// The earlier reading comes first; within one millisecond, the lower counter.
    public static func < (left: Stamp, right: Stamp) -> Bool { left.value < right.value }
}

/// The desk's time zone: turns moments into the days and hours that people read.
public struct Zone: Sendable {
    /// The IANA name, such as `Asia/Shanghai`.
    public let identifier: String
    private let timeZone: TimeZone

    /// The zone named `identifier`; `nil` when there is no such zone.
    public init?(identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.timeZone = timeZone
    }

    /// Beijing time, where no other zone is known.
    public static let beijing =
        Zone(identifier: "Asia/Shanghai") ?? Zone(identifier: "Asia/Shanghai", timeZone: .gmt)

    /// Coordinated universal time.
    public static let greenwich = Zone(identifier: "UTC", timeZone: .gmt)

    private init(identifier: String, timeZone: TimeZone) {
        self.identifier = identifier
        self.timeZone = timeZone
    }

    /// Seconds east of Greenwich at a moment.
    public func offset(at moment: Moment) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }

    /// The calendar day and time of day at a moment.
    public func civil(_ moment: Moment) -> Civil {
        Civil(milliseconds: moment.milliseconds, offset: offset(at: moment))
    }

    /// The moment of a civil time in this zone; `nil` for a day that does not exist.
    public func moment(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0) -> Moment? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = Civil.days(year: year, month: month, day: day)
        let local = Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + second)
        // Where clocks are changed, the offset that held the day before and the one of the day after may differ:
        // of two moments with this time the earlier counts; a time that is skipped moves on by what was skipped.
        let offsets = [-86_400, 86_400].map { offset(at: Moment(milliseconds: (local + $0) * 1000)) }
        let candidates = offsets.map { Moment(milliseconds: (local - Int64($0)) * 1000) }
        let exact = candidates.first {
            let back = civil($0)
            return back.day == day && back.hour == hour && back.minute == minute
        }
        let result = exact ?? candidates[0]
        let back = civil(result)
        return back.day == day && back.month == month ? result : nil
    }

    /// Midnight at which the day of `moment` began.
    public func startOfDay(_ moment: Moment) -> Moment {
        let civil = civil(moment)
        return self.moment(year: civil.year, month: civil.month, day: civil.day, hour: 0, minute: 0) ?? moment
    }

    /// ISO 8601 with offset, in seconds: `2026-11-21T14:32:08+08:00`.
    public func iso(_ moment: Moment) -> String {
        let offset = offset(at: moment)
        let civil = Civil(milliseconds: moment.milliseconds, offset: offset)
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        return "\(civil.date)T\(civil.time)\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

/// A calendar day and a time of day.
public struct Civil: Equatable, Sendable {
    public let year: Int, month: Int, day: Int
    public let hour: Int, minute: Int, second: Int
    /// 0 for Sunday to 6 for Saturday.
    public let weekday: Int

    init(milliseconds: Int64, offset: Int) {
        let seconds = floored(milliseconds, 1000) + Int64(offset)
        let days = Int(floored(seconds, 86400))
        let rest = Int(seconds - Int64(days) * 86400)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        weekday = ((days % 7) + 11) % 7
        // Howard Hinnant's civil_from_days: eras of 400 years starting in March.
        let shifted = days + 719_468
        let era = floored(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 (the inverse of the above).
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floored(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `2026-11-21`
    public var date: String { "\(year)-\(two(month))-\(two(day))" }
    /// `14:32:08`
    public var time: String { "\(two(hour)):\(two(minute)):\(two(second))" }
    /// `14:32`
    public var shortTime: String { "\(two(hour)):\(two(minute))" }
    /// `11-21`
    public var shortDate: String { "\(two(month))-\(two(day))" }
}

/// The quotient rounded down, also below zero.
private func floored<Whole: SignedInteger>(_ number: Whole, _ divisor: Whole) -> Whole {
    number / divisor - (number % divisor < 0 ? 1 : 0)
}

/// Two digits, with a leading zero.
func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
