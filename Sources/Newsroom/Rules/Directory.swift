/// The desk's people and places, found the way people type them: id, name, alias, pinyin, initials.
public struct Directory: Sendable {
    /// The desk itself; its channels are looked up here too.
    public var charter: DeskCharter
    /// The centres in the order of the roster, which decides between equally good matches.
    public var centres: [CentreCard]
    /// Everybody, those who no longer work here too: the log still names them.
    public var staff: [StaffCard]

    /// Knows these cards and nothing else: a directory does not follow later changes.
    public init(charter: DeskCharter, centres: [CentreCard], staff: [StaffCard]) {
        self.charter = charter
        self.centres = centres
        self.staff = staff
    }

    /// What a typed name stands for.
    public enum Found<Card: Sendable>: Sendable {
        case one(Card)
        case several([Card])
        case none
    }

    /// The centre that a typed name means.
    public func centre(_ typed: String) -> Found<CentreCard> {
        find(typed, in: centres) { [$0.id.rawValue, $0.name.zh, $0.name.en] + $0.aliases }
    }

    /// The active staff member whom a typed name means.
    public func person(_ typed: String) -> Found<StaffCard> {
        find(typed, in: staff.filter(\.isActive)) { [$0.id.rawValue, $0.name] }
    }

    /// The channel that a typed name means.
    public func channel(_ typed: String) -> Found<Channel> {
        find(typed, in: charter.channels) { [$0.id.rawValue, $0.name.zh, $0.name.en] }
    }

    /// The centre with this id.
    public func centre(id: CentreID) -> CentreCard? { centres.first { $0.id == id } }
    /// The staff member with this id.
    public func person(id: StaffID) -> StaffCard? { staff.first { $0.id == id } }
    /// A person's name, or the id where they are not known.
    public func name(of id: StaffID) -> String { person(id: id)?.name ?? id.rawValue }

    /// Completions of a name that is being typed, the best first.
    public func centres(matching typed: String) -> [CentreCard] {
        ranked(typed, centres) { [$0.id.rawValue, $0.name.zh, $0.name.en] + $0.aliases }
    }

    /// Completions of a person's name that is being typed, the best first.
    public func people(matching typed: String) -> [StaffCard] {
        ranked(typed, staff.filter(\.isActive)) { [$0.id.rawValue, $0.name] }
    }

    private func find<Card: Sendable>(_ typed: String, in cards: [Card], _ names: (Card) -> [String]) -> Found<Card> {
        let wanted = typed.lowercased()
        guard !wanted.isEmpty else { return .none }
        let exact = cards.filter { names($0).contains { $0.lowercased() == wanted } }
        if exact.count == 1 { return .one(exact[0]) }
        let matching = ranked(typed, cards, names)
        return matching.count == 1 ? .one(matching[0]) : matching.isEmpty ? .none : .several(matching)
    }

    private func ranked<Card>(_ typed: String, _ cards: [Card], _ names: (Card) -> [String]) -> [Card] {
        let pinyin = Pinyin.shared
        var hits: [(rank: Int, place: Int, card: Card)] = []
        for (place, card) in cards.enumerated() {
            let rank = names(card).compactMap { pinyin.match(typed, in: $0) }.min()
            if let rank { hits.append((rank, place, card)) }
        }
        // When some begin with what was typed, those that merely contain it are noise.
        let best = hits.map(\.rank).min() ?? 0
        let kept = best % 2 == 0 && !typed.isEmpty ? hits.filter { $0.rank % 2 == 0 } : hits
        return kept.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.card)
    }
}

/// A time as people type it: `18:00` (today, or tomorrow when that is past), `+2h`, `+45m`, or ISO 8601.
public enum TimeExpression {
    /// The moment that `text` means; `nil` when it means none.
    public static func parse(_ text: String, now: Moment, zone: Zone) -> Moment? {
        if text.hasPrefix("+") { return relative(text.dropFirst(), now: now) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2) {
            let today = zone.civil(now)
            guard
                let moment = zone.moment(
                    year: today.year, month: today.month, day: today.day, hour: hour, minute: minute)
            else { return nil }
            if moment > now { return moment }
            // Not 24 hours later: the day on which clocks change is longer or shorter.
            let tomorrow = zone.civil(zone.startOfDay(now).adding(seconds: 36 * 3600))
            return zone.moment(
                year: tomorrow.year, month: tomorrow.month, day: tomorrow.day, hour: hour, minute: minute)
        }
        return iso(text, zone: zone)
    }

    private static func relative(_ text: Substring, now: Moment) -> Moment? {
        let unit: Int
        switch text.last {
        case "h": unit = 3600
        case "m": unit = 60
        case "d": unit = 86400
        default: return nil
        }
        guard let amount = number(text.dropLast(), 1...5), amount > 0 else { return nil }
        return now.adding(seconds: amount * unit)
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
