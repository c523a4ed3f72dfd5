import Ledger
import Newsroom
import Terminal

@testable import Console

/// A small desk for the tests of what is typed.
enum InputFixture {
    /// Friday 2026-11-20, 14:32:08 in Beijing.
    static let now = Moment(milliseconds: 1_795_156_328_000)

    static let centres: [CentreCard] = [
        CentreCard(id: "zz", name: Name(zh: "郑州市融媒体指挥中心", en: "Zhengzhou"), kind: .municipal),
        CentreCard(id: "erqi", name: Name(zh: "二七区", en: "Erqi"), kind: .district, aliases: ["二七"]),
        CentreCard(id: "jinshui", name: Name(zh: "金水区", en: "Jinshui"), kind: .district, aliases: ["金水"]),
        CentreCard(
            id: "xinmi", name: Name(zh: "新密市", en: "Xinmi"), kind: .city, aliases: ["新密"], falseFriends: ["新密码"]),
        CentreCard(id: "xinzheng", name: Name(zh: "新郑市", en: "Xinzheng"), kind: .city, aliases: ["新郑"]),
        CentreCard(
            id: "zhengdong", name: Name(zh: "郑东新区", en: "Zhengdong New District"), kind: .zone, aliases: ["郑东", "CBD"]),
        CentreCard(
            id: "hangkonggang", name: Name(zh: "航空港区", en: "Airport Zone"), kind: .zone, aliases: ["航空港", "港区"]),
    ]

    static let staff: [StaffCard] = [
        StaffCard(id: "zhangmin", name: "张敏", role: .dutyEditor, centre: "zz"),
        StaffCard(id: "liwei", name: "李卫", role: .reporter, centre: "erqi", beats: ["暴雨"]),
        StaffCard(id: "liwei2", name: "李伟", role: .reporter, centre: "jinshui"),
        StaffCard(id: "wangfang", name: "王芳", role: .reporter, centre: "jinshui"),
        StaffCard(id: "zhaoqiang", name: "赵强", role: .centreEditor, centre: "xinmi"),
        StaffCard(id: "kan", name: "阚一", role: .viewer, centre: "erqi"),
        StaffCard(id: "gone", name: "钱走", role: .reporter, centre: "erqi", isActive: false),
    ]

    static let story = SubjectID(kind: "test", name: "story")
    static let lead = SubjectID(kind: "test", name: "lead")

    static func context(_ language: Language = .zh, role: Newsroom.Role = .dutyEditor) -> DispatchContext {
        let charter = DeskCharter(
            id: "zz", name: Name(zh: "郑州市融媒体指挥中心", en: "Zhengzhou"), zone: "Asia/Shanghai")
        return DispatchContext(
            directory: Directory(charter: charter, centres: centres, channels: [], staff: staff), now: now,
            zone: .beijing,
            language: language, actor: Person(staff: "zhangmin", role: role, house: "zz"),
            find: { typed in
                switch Number(typed) {
                case Number(.story, 42):
                    .one(NumberedItem(id: story, number: Number(.story, 42), title: "稿件", centre: "erqi"))
                case Number(.lead, 31):
                    .one(NumberedItem(id: lead, number: Number(.lead, 31), title: "线索", centre: nil))
                default: .none
                }
            })
    }
}

extension DispatchLine {
    /// The preview as one text.
    var words: String { preview.map(\.text).joined() }
}

/// SplitMix64: a failure is found again by its seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Keys and texts that nobody types on purpose.
enum Hostile {
    static let texts = [
        "\u{1B}[2J\u{1B}]0;own\u{7}", "\u{202E}反\u{202C}", "\u{200B}\u{FEFF}\u{2060}", "a\r\nb\nc\u{2028}d",
        "\0\u{7F}\u{9B}",
        "👨‍👩‍👧‍👦🇨🇳👍🏽", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "\u{301}\u{301}",
        "！＋＞＠＃，、；\"\"\"", "erqi,,,，、 ,jinshui", "一", "\u{3000}　", "🇨", "🇳", "\u{200D}", "각", "ᄀ", "ᅡ", "가",
        "!flash", "+video,,photo", ">99:99", "@", "#S-999999999999", "\"", "𠀀", "\u{E0041}\u{F0000}", "ﷺ",
        "\u{1100}\u{1161}",
    ]

    static func key(_ random: inout SeededGenerator) -> Key {
        let codes: [Key.Code] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end,
            .pageUp, .pageDown, .function(5), .character(" "), .character("a"), .character("e"), .character("二"),
            .character("w"), .character("k"), .character("u"), .character("d"), .character("b"), .character("f"),
            .character("s"), .character("!"), .character("\u{301}"), .character("é"), .character("👍"), .character("h"),
        ]
        let code = codes[Int.random(in: 0..<codes.count, using: &random)]
        let modifier = Int.random(in: 0..<8, using: &random)
        return Key(code, control: modifier == 1 || modifier == 3, alt: modifier == 2 || modifier == 3)
    }
}
