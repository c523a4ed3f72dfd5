import Files
import Newsroom

/// What a desk begins with: itself, its centres, its limits.
public struct Roster: Equatable, Sendable {
    /// The desk itself, with its zone.
    public var charter: DeskCharter
    /// In the order of the file.
    public var centres: [CentreCard]
    /// Where stories can be published, the desk's own, in the order of the file.
    public var channels: [ChannelCard]
    /// The limits, in seconds; those that the file leaves out keep their defaults.
    public var policy: Policy

    /// A roster as given; only reading one from a file checks it.
    public init(charter: DeskCharter, centres: [CentreCard], channels: [ChannelCard], policy: Policy) {
        self.charter = charter
        self.centres = centres
        self.channels = channels
        self.policy = policy
    }
}

/// Reads a roster, the file that makes Guantong another city's or a province's desk:
///
///     [desk]
///     id = "zz"
///     zh = "郑州市融媒体指挥中心"
///     en = "Zhengzhou Convergence Media Command Centre"
///     zone = "Asia/Shanghai"                # the zone in which people read times
///
///     [[channel]]                           # 1 to 50; where stories can be published: see `ChannelFile`
///     id = "app"
///     zh = "客户端"
///     en = "App"
///
///     [[centre]]                            # 1 to 200, in the order in which lists show them
///     id = "xinmi"
///     zh = "新密市"
///     en = "Xinmi"
///     kind = "city"                         # county, city, district, zone (or municipal)
///     column = 0                            # place on the board's map, from the west and the north; without
///     row = 3                               # both, the centre is placed after the others
///     aliases = ["新密"]                     # other names that people type
///     falseFriends = ["新密码"]              # words that contain a name and mean something else
///
///     [policy]                              # limits in seconds; what is not given keeps its default
///     acknowledge = { flash = 60, urgent = 300, routine = 1800 }
///     dispatch = { flash = 60, urgent = 0, routine = 0 }          # 0: no limit
///     review = { first = 1800, second = 1800, third = 1800, signature = 900 }
///     release = 1800                        # to release or refuse what another house proposes for a channel
///     sendOut = 86400                       # for an approval from outside, without a time of its own
///     emergencyConfirmation = 1800          # for whoever was named to confirm that something went out on their authority
///     rollCall = 300
///     quiet = 1800
///     lost = 7200
///     lastReviewSigns = ["erqi"]            # houses in which whoever passes the third review signs in the same act
///
/// Ids are lower-case letters, digits, `-`, `_` and `.`, at most 32. Anything else in the file is a fault.
public enum RosterFile {
    /// How many centres one desk may have.
    public static let centreLimit = 200
    /// How many columns and rows the board's map may have.
    public static let mapLimit = 40

    /// Reads a roster, or says what is wrong with the first key that is wrong.
    public static func read(path: String) throws(DataFileError) -> Roster {
        try read(TOMLDocument(path: path, limit: 4 << 20, kinds: .any).root)
    }

    /// Reads what stood in a file; `file` names it in errors.
    public static func read(text: String, file: String) throws(DataFileError) -> Roster {
        try read(TOMLDocument(text: text, file: file).root)
    }

    private static func read(_ root: TOMLSection) throws(DataFileError) -> Roster {
        try root.allow(only: ["desk", "channel", "centre", "policy"])
        let desk = try root.need("desk", root.section("desk"))
        try desk.allow(only: ["id", "zh", "en", "zone"])
        let zone = try desk.need("zone", desk.string("zone"))
        guard Zone(identifier: zone) != nil else {
            throw desk.fault(
                "zone",
                .badValue(
                    Phrase(
                        "没有时区“\(CleanText.line(zone))”；用 Asia/Shanghai 这样的名称",
                        "no zone '\(CleanText.line(zone))'; give a name such as Asia/Shanghai")))
        }
        let deskID = CentreID(rawValue: try identifier(desk))
        let charter = DeskCharter(id: deskID, name: try name(desk), zone: zone)
        let channels = try ChannelFile.channels(root, desk: deskID)
        let centres = try centres(root, desk: deskID)
        return Roster(
            charter: charter, centres: centres, channels: channels,
            policy: try policy(root, of: Set(centres.map(\.id)), desk: deskID))
    }

    // MARK: - Parts

    private static func centres(_ root: TOMLSection, desk: CentreID) throws(DataFileError) -> [CentreCard] {
        let sections = try root.sections("centre")
        guard (1...centreLimit).contains(sections.count) else {
            throw root.fault("centre", count(sections.count, centreLimit))
        }
        var centres: [CentreCard] = []
        var ids: Set<CentreID> = [desk]
        var cells: [[Int]: String] = [:]
        for section in sections {
            let card = try centre(section)
            guard ids.insert(card.id).inserted else { throw section.fault("id", twice(card.id.rawValue)) }
            if let column = card.column, let row = card.row {
                if let other = cells.updateValue(card.name.zh, forKey: [column, row]) {
                    throw section.fault(
                        "column",
                        .badValue(
                            Phrase(
                                "第 \(column) 列第 \(row) 行已是\(other)；请换一格",
                                "column \(column), row \(row) is \(other)'s already; choose another cell")))
                }
            }
            centres.append(card)
        }
        return centres
    }

    private static func centre(_ section: TOMLSection) throws(DataFileError) -> CentreCard {
        try section.allow(only: ["id", "zh", "en", "kind", "column", "row", "aliases", "falseFriends"])
        let id = CentreID(rawValue: try identifier(section))
        guard let kind = CentreKind(rawValue: try section.need("kind", section.string("kind"))) else {
            let kinds = CentreKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw section.fault("kind", .badValue(Phrase("应为 \(kinds) 之一", "should be one of \(kinds)")))
        }
        let column = try cell(section, "column")
        let row = try cell(section, "row")
        if (column == nil) != (row == nil) {
            throw section.fault(
                column == nil ? "row" : "column",
                .badValue(Phrase("column 与 row 要么都给，要么都不给", "give both column and row, or neither")))
        }
        return CentreCard(
            id: id, name: try name(section), kind: kind, column: column, row: row,
            aliases: try words(section, "aliases"), falseFriends: try words(section, "falseFriends"))
    }

    private static func policy(
        _ root: TOMLSection, of centres: Set<CentreID>, desk: CentreID
    ) throws(DataFileError) -> Policy {
        var policy = Policy()
        guard let section = try root.section("policy") else { return policy }
        try section.allow(only: [
            "acknowledge", "dispatch", "review", "release", "sendOut", "emergencyConfirmation", "rollCall", "quiet",
            "lost",
            "onBehalf", "lastReviewSigns",
        ])
        policy.acknowledge = try limits(section, "acknowledge", policy.acknowledge, least: 1)
        policy.dispatch = try limits(section, "dispatch", policy.dispatch, least: 0)
        if let inner = try section.section("review") {
            try inner.allow(only: ["first", "second", "third", "signature"])
            policy.review = Policy.ReviewLimits(
                first: try seconds(inner, "first") ?? policy.review.first,
                second: try seconds(inner, "second") ?? policy.review.second,
                third: try seconds(inner, "third") ?? policy.review.third,
                signature: try seconds(inner, "signature") ?? policy.review.signature)
        }
        policy.release = try seconds(section, "release") ?? policy.release
        policy.sendOut = try seconds(section, "sendOut") ?? policy.sendOut
        policy.emergencyConfirmation = try seconds(section, "emergencyConfirmation") ?? policy.emergencyConfirmation
        policy.rollCall = try seconds(section, "rollCall") ?? policy.rollCall
        policy.quiet = try seconds(section, "quiet") ?? policy.quiet
        policy.lost = try seconds(section, "lost") ?? policy.lost
        for id in try section.strings("lastReviewSigns") ?? [] {
            guard CentreID(rawValue: id) == desk || centres.contains(CentreID(rawValue: id)) else {
                let known = ([desk.rawValue] + centres.map(\.rawValue).sorted()).joined(separator: ", ")
                throw section.fault("lastReviewSigns", .badValue(Phrase("应为 \(known) 之一", "should be one of \(known)")))
            }
            policy.lastReviewSigns.insert(CentreID(rawValue: id))
        }
        if let inner = try section.section("onBehalf") {
            for id in inner.keys {
                guard centres.contains(CentreID(rawValue: id)) else {
                    throw inner.fault(id, .unknownKey(known: centres.map(\.rawValue).sorted()))
                }
                guard let when = OnBehalf(rawValue: try inner.need(id, inner.string(id))) else {
                    let words = OnBehalf.allCases.map(\.rawValue).joined(separator: ", ")
                    throw inner.fault(id, .badValue(Phrase("应为 \(words) 之一", "should be one of \(words)")))
                }
                policy.onBehalf[CentreID(rawValue: id)] = when
            }
        }
        guard policy.quiet < policy.lost else {
            throw section.fault(
                "lost", .badValue(Phrase("应大于 quiet（\(policy.quiet)）", "should be more than quiet (\(policy.quiet))")))
        }
        return policy
    }

    private static func limits(
        _ section: TOMLSection, _ key: String, _ base: Policy.Limits, least: Int
    ) throws(DataFileError) -> Policy.Limits {
        guard let inner = try section.section(key) else { return base }
        try inner.allow(only: ["flash", "urgent", "routine"])
        return Policy.Limits(
            flash: try seconds(inner, "flash", least: least) ?? base.flash,
            urgent: try seconds(inner, "urgent", least: least) ?? base.urgent,
            routine: try seconds(inner, "routine", least: least) ?? base.routine)
    }

    // MARK: - Values

    private static func identifier(_ section: TOMLSection) throws(DataFileError) -> String {
        let text = try section.need("id", section.string("id"))
        guard let id = CleanText.identifier(text) else {
            throw section.fault(
                "id",
                .badValue(
                    Phrase(
                        "只可用小写字母、数字和 - _ .，最长 32", "use lower-case letters, digits, - _ and . only, at most 32")))
        }
        return id
    }

    static func name(_ section: TOMLSection) throws(DataFileError) -> Name {
        Name(zh: try word(section, "zh"), en: try word(section, "en"))
    }

    private static func word(_ section: TOMLSection, _ key: String) throws(DataFileError) -> String {
        let text = try section.need(key, section.string(key))
        guard let word = clean(text) else { throw section.fault(key, unclean) }
        return word
    }

    private static func words(_ section: TOMLSection, _ key: String) throws(DataFileError) -> [String] {
        var words: [String] = []
        for text in try section.strings(key) ?? [] {
            guard let word = clean(text), words.count < 50 else { throw section.fault(key, unclean) }
            words.append(word)
        }
        return words
    }

    /// A name as it may stand on the board; `nil` when it is empty, too long, or holds what no name holds.
    private static func clean(_ text: String) -> String? {
        let word = CleanText.line(text, limit: 61)
        return word == text && (1...60).contains(word.count) ? word : nil
    }

    private static func cell(_ section: TOMLSection, _ key: String) throws(DataFileError) -> Int? {
        try number(section, key, 0...(mapLimit - 1))
    }

    /// A limit: at most thirty days.
    private static func seconds(
        _ section: TOMLSection, _ key: String, least: Int = 1
    ) throws(DataFileError) -> Int? {
        try number(section, key, least...2_592_000)
    }

    private static func number(
        _ section: TOMLSection, _ key: String, _ range: ClosedRange<Int>
    ) throws(DataFileError) -> Int? {
        guard let number = try section.int(key) else { return nil }
        guard range.contains(number) else {
            throw section.fault(
                key,
                .badValue(
                    Phrase(
                        "应在 \(range.lowerBound) 与 \(range.upperBound) 之间",
                        "should lie between \(range.lowerBound) and \(range.upperBound)")))
        }
        return number
    }

    private static let unclean = DataFileError.Kind.badValue(
        Phrase("应为 1 至 60 个字，不含控制字符和首尾空格", "should have 1 to 60 characters, no control characters, no outer blanks"))

    static func twice(_ id: String) -> DataFileError.Kind {
        .badValue(Phrase("“\(id)”已经用过；每个 id 只能用一次", "'\(id)' is taken already; give each its own id"))
    }

    static func count(_ count: Int, _ most: Int) -> DataFileError.Kind {
        .badValue(Phrase("有 \(count) 个；应为 1 至 \(most) 个", "there are \(count); there should be 1 to \(most)"))
    }
}
