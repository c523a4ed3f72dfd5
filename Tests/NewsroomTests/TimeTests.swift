import Foundation
import Newsroom
import Testing

/// Moments, zones, civil times, times as typed, and clocks.
struct TimeTests {
    /// Foundation's answers for a zone, to compare with.
    static func calendar(_ identifier: String) -> Calendar? {
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        calendar.timeZone = zone
        return calendar
    }

    static let zones = ["Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]

    @Test(arguments: zones)
    func civilTimesAgreeWithFoundation(_ identifier: String) throws {
        var dice = Soak.dice("civil times of \(identifier)")
        let zone = try #require(Zone(identifier: identifier))
        let calendar = try #require(Self.calendar(identifier))
        for _ in 0..<Soak.count(10_000) {
            // 1970 to 2100, in milliseconds.
            let moment = Moment(milliseconds: Int64(dice.next() % 4_102_444_800_000))
            let date = Date(timeIntervalSince1970: Double(moment.milliseconds / 1000))
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
            let civil = zone.civil(moment)
            let agrees =
                civil.year == parts.year && civil.month == parts.month && civil.day == parts.day
                && civil.hour == parts.hour && civil.minute == parts.minute && civil.second == parts.second
                && civil.weekday + 1 == parts.weekday
            #expect(agrees, "\(moment.milliseconds)")
            let back = zone.moment(
                year: civil.year, month: civil.month, day: civil.day, hour: civil.hour, minute: civil.minute,
                second: civil.second)
            // An hour that comes twice is taken the first time.
            let first = calendar.date(from: parts).map { Int64($0.timeIntervalSince1970) * 1000 }
            #expect(back?.milliseconds == first, "\(moment.milliseconds)")
            #expect(
                TimeExpression.iso(zone.iso(moment), zone: .greenwich)?.milliseconds == moment.milliseconds / 1000
                    * 1000)
            #expect(
                zone.startOfDay(moment).milliseconds == Int64(calendar.startOfDay(for: date).timeIntervalSince1970)
                    * 1000)
            if !agrees { return }
        }
    }

    @Test func daysBeforeTheEpochCountToo() {
        let zone = Zone.greenwich
        let civil = zone.civil(Moment(milliseconds: -1))
        #expect(civil.date == "1969-12-31" && civil.time == "23:59:59" && civil.weekday == 3)
        #expect(zone.civil(Moment(milliseconds: 0)).weekday == 4)
        #expect(zone.moment(year: 1900, month: 2, day: 29, hour: 0, minute: 0) == nil)
        #expect(zone.moment(year: 2000, month: 2, day: 29, hour: 0, minute: 0)?.milliseconds == 951_782_400_000)
        for (month, day) in [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0), (1, 32)] {
            #expect(zone.moment(year: 2026, month: month, day: day, hour: 0, minute: 0) == nil)
        }
        #expect(zone.moment(year: 2026, month: 1, day: 1, hour: 24, minute: 0) == nil)
        #expect(Zone(identifier: "Nowhere/Here") == nil)
    }

    @Test func extremesDoNotTrap() {
        let (first, last) = (Moment(milliseconds: .min), Moment(milliseconds: .max))
        #expect(last.adding(seconds: 1) == last && first.adding(seconds: -1) == first)
        #expect(first.adding(seconds: .min) == first && last.adding(seconds: .max) == last)
        #expect(first.adding(seconds: .max) == last && last.adding(seconds: .min) == first)
        #expect(Moment(milliseconds: 0).adding(seconds: .min) == first)
        #expect(Moment(milliseconds: 0).adding(seconds: .max) == last)
        #expect(Moment(milliseconds: .max - 999).adding(seconds: 1) == last)
        #expect(Moment(milliseconds: .max - 1000).adding(seconds: 1) == last)
        #expect(Moment(milliseconds: .max - 1001).adding(seconds: 1).milliseconds == .max - 1)
        #expect(last.seconds(since: first) > 0 && first.seconds(since: last) < 0)
        let stamp = Stamp(value: Stamp(at: MemoryDesk.start).value + 7)
        #expect(stamp.moved(back: 0) == stamp && stamp.moved(back: 5).moved(back: -5) == stamp)
        #expect(stamp.moved(back: .max) == Stamp(value: 7))
        #expect(stamp.moved(back: .min) == Stamp(value: Stamp(at: Stamp.lastMoment).value + 7))
        #expect(Moment(milliseconds: 999).seconds(since: Moment(milliseconds: 0)) == 0)
        #expect(Moment(milliseconds: 0).seconds(since: Moment(milliseconds: 1)) == -1)
        for moment in [first, last] {
            #expect((0...23).contains(Zone.greenwich.civil(moment).hour))
            #expect(Clock(since: first, limit: last).reading(at: moment) == (moment == last ? .over : .calm))
            #expect(Clock(since: moment, limit: first).reading(at: MemoryDesk.start) == .over)
        }
    }

    @Test func timesAsTyped() throws {
        let zone = Zone.beijing
        func at(_ day: Int, _ hour: Int, _ minute: Int, _ second: Int = 0) throws -> Moment {
            try #require(zone.moment(year: 2026, month: 11, day: day, hour: hour, minute: minute, second: second))
        }
        let now = try at(21, 14, 30, 15)
        let cases: [(String, Moment)] = [
            ("18:00", try at(21, 18, 0)), ("9:05", try at(22, 9, 5)), ("14:30", try at(22, 14, 30)),
            ("14:31", try at(21, 14, 31)), ("00:00", try at(22, 0, 0)), ("+2h", try at(21, 16, 30, 15)),
            ("+45m", try at(21, 15, 15, 15)), ("+1d", try at(22, 14, 30, 15)),
            ("2026-11-23T18:00", try at(23, 18, 0)), ("2026-11-23 18:00:07", try at(23, 18, 0, 7)),
            ("2026-11-23T18:00:00+08:00", try at(23, 18, 0)), ("2026-11-23T18:00+0800", try at(23, 18, 0)),
            ("2026-11-23T10:00Z", try at(23, 18, 0)), ("2026-11-23T18:00+08", try at(23, 18, 0)),
            ("2026-11-22T23:30-10:30", try at(23, 18, 0)),
        ]
        for (text, expected) in cases {
            #expect(TimeExpression.parse(text, now: now, zone: zone) == expected, "\(text)")
        }
        // Since when: what was.
        let past: [(String, Moment?)] = [
            ("14:00", try at(21, 14, 0)), ("14:30", try at(21, 14, 30)), ("14:31", try at(20, 14, 31)),
            ("18:00", try at(20, 18, 0)), ("18点半", try at(20, 18, 30)), ("-2h", try at(21, 12, 30, 15)), ("+2h", nil),
            ("2026-11-23T18:00", try at(23, 18, 0)),
        ]
        for (text, expected) in past {
            #expect(TimeExpression.parse(text, now: now, zone: zone, looking: .back) == expected, "\(text)")
        }
        #expect(TimeExpression.parse("-2h", now: now, zone: zone) == nil)
        // The minute that has just begun is past.
        #expect(TimeExpression.parse("14:30", now: try at(21, 14, 30), zone: zone) == (try at(22, 14, 30)))
        let exact = TimeExpression.iso("2026-11-23T10:00:00.123456Z", zone: zone)
        #expect(exact?.milliseconds == (try at(23, 18, 0)).milliseconds + 123)
        #expect(TimeExpression.iso("2026-11-23T10:00:00.5Z", zone: zone).map { $0.milliseconds % 1000 } == 500)
        #expect(
            TimeExpression.iso("2016-12-31T23:59:60Z", zone: zone)
                == TimeExpression.iso("2016-12-31T23:59:59Z", zone: zone))
    }

    @Test(arguments: [
        "", "+", "+h", "+0m", "+-2h", "+2", "+2x", "+999999h", "25:00", "18:60", "18:0", "18:00:00", "1800", ":", "18:",
        ":18:30", "18::30", "18:30:", "2026-11-21T:10:00", "2026-11-21T10::00", "2026-11-21T10:00:",
        "2026-11-21T10:00:00x5",
        "noon", "半点", "点", "+小时", "18点分半", "2026-11-21", "2026-11-31T10:00", "2026-13-01T10:00", "2026-1-1T10:00",
        "2026-11-21T10",
        "2026-11-21T10:00:00rubbish", "2026-11-21T10:00:61", "2026-11-21T10:00:00.", "2026-11-21T10:00:00.x",
        "2026-11-21T10:00T", "T2026-11-21T10:00", "2026-11-21T10:00+99:99", "2026-11-21T10:00+0:800",
        "2026-11-21T10:00+8", "2026-11-21T10:00+", "2026-11-21T24:00Z", "0000-01-01T00:00Z", "-2026-11-21T10:00",
        "2026-11-21T10:00+08:00Z", "\u{202E}18:00",
    ])
    func rubbishIsNoTime(_ text: String) {
        #expect(TimeExpression.parse(text, now: MemoryDesk.start, zone: .beijing) == nil)
    }

    @Test func tomorrowIsADayOnAlsoWhenClocksChange() throws {
        let zone = try #require(Zone(identifier: "America/New_York"))
        // Clocks go forward on 8 March 2026 at 2:00.
        let eve = try #require(zone.moment(year: 2026, month: 3, day: 7, hour: 20, minute: 0))
        let typed = try #require(TimeExpression.parse("18:00", now: eve, zone: zone))
        #expect(zone.iso(typed) == "2026-03-08T18:00:00-04:00")
        let skipped = try #require(zone.moment(year: 2026, month: 3, day: 8, hour: 2, minute: 30))
        #expect(zone.iso(skipped) == "2026-03-08T03:30:00-04:00")
        // And back on 1 November: 1:30 comes twice.
        let twice = try #require(zone.moment(year: 2026, month: 11, day: 1, hour: 1, minute: 30))
        #expect(zone.iso(twice) == "2026-11-01T01:30:00-04:00")
    }

    @Test func aTimeIsAsLongAsItMayBe() {
        let now = MemoryDesk.start
        func read(_ count: Int) -> Moment? {
            TimeExpression.parse("18点30" + String(repeating: "分", count: count - 5), now: now, zone: .beijing)
        }
        #expect(read(TimeExpression.limit) == TimeExpression.parse("18:30", now: now, zone: .beijing))
        #expect(read(TimeExpression.limit) != nil && read(TimeExpression.limit + 1) == nil)
    }

    @Test func offsetsAreOnesThatThereAre() throws {
        let noon = try #require(Zone.greenwich.moment(year: 2026, month: 11, day: 23, hour: 12, minute: 0))
        for (offset, minutes) in [
            ("Z", 0), ("+00:00", 0), ("-00", 0), ("+18:00", 1080), ("-1800", -1080), ("+08:59", 539), ("-03:30", -210),
        ] {
            let found = TimeExpression.iso("2026-11-23T12:00\(offset)", zone: .beijing)
            #expect(found == noon.adding(seconds: -60 * minutes), "\(offset)")
        }
        for offset in ["+19:00", "+08:60", "+0860", "+08x00", "+08.00", "+080", "+08:0", "+08:", "+8:00", "+08:000"] {
            #expect(TimeExpression.iso("2026-11-23T12:00\(offset)", zone: .beijing) == nil, "\(offset)")
        }
        #expect(
            TimeExpression.iso("2026-11-23T12:00:00,5Z", zone: .beijing)?.milliseconds == noon.milliseconds + 500)
        #expect(Zone.greenwich.iso(noon) == "2026-11-23T12:00:00+00:00")
        #expect(Zone.beijing.iso(noon) == "2026-11-23T20:00:00+08:00")
    }

    /// Samoa had no 30 December 2011, and no time of that day is one.
    @Test func aDayThatWasSkippedIsNone() throws {
        let zone = try #require(Zone(identifier: "Pacific/Apia"))
        #expect(zone.moment(year: 2011, month: 12, day: 30, hour: 10, minute: 0) == nil)
        #expect(zone.moment(year: 2011, month: 12, day: 29, hour: 10, minute: 0) != nil)
        #expect(zone.moment(year: 2011, month: 12, day: 31, hour: 10, minute: 0) != nil)
    }

    /// Days around the ends of eras and years, before the epoch and long before it, as Foundation has them.
    @Test func daysOfOldAreDaysToo() throws {
        let calendar = try #require(Self.calendar("UTC"))
        for (year, month, day) in [
            (1600, 2, 29), (1600, 3, 1), (1969, 12, 31), (1970, 1, 1), (1, 1, 1), (2000, 2, 29), (2400, 3, 1),
            (1900, 2, 28), (1999, 12, 31), (9999, 12, 31),
        ] {
            let moment = try #require(Zone.greenwich.moment(year: year, month: month, day: day, hour: 0, minute: 0))
            let civil = Zone.greenwich.civil(moment)
            #expect(civil.year == year && civil.month == month && civil.day == day)
            guard year > 1582 else { continue }
            let date = calendar.date(from: DateComponents(year: year, month: month, day: day))
            #expect(date.map { Int64($0.timeIntervalSince1970) * 1000 } == moment.milliseconds)
        }
        #expect(
            Zone.greenwich.moment(year: 1, month: 1, day: 1, hour: 0, minute: 0)?.milliseconds == -62_135_596_800_000)
    }

    @Test func clocksReadCalmNearAndOver() {
        let since = MemoryDesk.start
        let clock = Clock(since: since, limit: since.adding(seconds: 100))
        for (second, reading) in [
            (-9, Clock.Reading.calm), (0, .calm), (74, .calm), (75, .near), (99, .near), (100, .over), (999, .over),
        ] {
            #expect(clock.reading(at: since.adding(seconds: second)) == reading, "\(second)")
        }
        #expect(Clock(since: since, limit: nil).reading(at: since.adding(seconds: 1_000_000)) == .calm)
        #expect(Clock(since: since, limit: since).reading(at: since) == .over)
    }

    @Test func presenceFadesWithSilence() {
        let (policy, now) = (Policy(quiet: 60, lost: 120), MemoryDesk.start)
        for (silence, presence) in [
            (-5, Reachability.online), (0, .online), (59, .online), (60, .quiet), (119, .quiet), (120, .lost),
        ] {
            #expect(policy.presence(heard: now.adding(seconds: -silence), now: now) == presence)
        }
        #expect(policy.presence(heard: nil, now: now) == .lost)
        let limits = Policy()
        #expect(Priority.allCases.map { limits.acknowledge[$0] } == [60, 300, 1800])
        #expect(limits.dispatch[.flash] == 60)
        #expect(limits.impossible == nil)
    }
}
