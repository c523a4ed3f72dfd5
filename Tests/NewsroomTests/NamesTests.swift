import Newsroom
import Testing

/// Names as people type them: pinyin, the directory; and whom to send.
struct NamesTests {
    @Test(arguments: [
        ("二七", "二七区", 0), ("七区", "二七区", 1), ("erqi", "二七区", 2), ("eqq", "二七区", 2), ("eq", "二七区", 2),
        ("erq", "二七区", 2), ("er qi qu", "二七区", 2), ("ERQI", "二七区", 2), ("qiqu", "二七区", 3), ("qq", "二七区", 3),
        ("zhongmu", "中牟县", 2), ("zhongmou", "中牟县", 2), ("zmx", "中牟县", 2), ("zhm", "中牟县", 2),
        ("xingyang", "荥阳市", 2), ("xy", "荥阳市", 2), ("lv", "绿", 2), ("lu", "绿", 2), ("lvcheng", "绿城", 2),
        ("lucheng", "绿城", 2), ("nv", "女", 2), ("nu", "女", 2), ("lue", "略", 2), ("xinmi", "新密市", 2), ("xi'an", "西安", 2),
        ("t0117", "T0117", 0), ("0117", "T-0117", 1),
        ("5g", "5G基站", 0), ("jz", "5G基站", 3), ("erqi", "Erqi", 0), ("", "二七区", 0),
    ])
    func foundBySoundOrSight(_ query: String, _ text: String, _ rank: Int) {
        #expect(Pinyin.shared.match(query, in: text) == rank)
        #expect(Pinyin.shared.matches(query, in: text))
    }

    @Test(arguments: [("erqj", "二七区"), ("qe", "二七区"), ("e7", "二七区"), ("erqiquu", "二七区"), ("!", "二七区"), ("x", "")])
    func notFound(_ query: String, _ text: String) {
        #expect(Pinyin.shared.match(query, in: text) == nil)
    }

    @Test func lettersOfAName() {
        #expect(Pinyin.shared.letters("二七区A") == "erqiqua")
        #expect(Pinyin.shared.letters("中牟重石行绿女略") == "zhongmuzhongshixinglvnvlve")
    }

    /// Looking back at every letter would take longer than there is time.
    @Test func aHostileQueryEnds() {
        let text = String(repeating: "安恩昂西", count: 200)
        let queries = [
            String(repeating: "xianen", count: 2_000), String(repeating: "an", count: 5_000) + "z",
            String(repeating: "a", count: 100_000), String(repeating: "enang", count: 60) + "q",
        ]
        for query in queries { #expect(Pinyin.shared.match(query, in: text) == nil, "\(query.prefix(8))") }
    }

    static let directory = Directory(
        charter: DeskCharter(
            id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai"),
        centres: Sample.centres, channels: Sample.channels,
        staff: [
            StaffCard(id: "liwei", name: "李伟", role: .reporter, centre: "erqi"),
            StaffCard(id: "liwei2", name: "李薇", role: .reporter, centre: "zhongmu"),
            StaffCard(id: "wang", name: "王芳", role: .centreEditor, centre: "erqi"),
            StaffCard(id: "zhao", name: "赵敏", role: .reporter, centre: "erqi", isActive: false),
        ])

    /// What was found, as ids.
    static func ids<Card>(_ found: Directory.Found<Card>, _ id: (Card) -> String) -> [String] {
        switch found {
        case .one(let card): [id(card)]
        case .several(let cards): cards.map(id)
        case .none: []
        }
    }

    @Test(arguments: [
        ("erqi", ["erqi"]), ("ERQI", ["erqi"]), ("二七", ["erqi"]), ("二七区", ["erqi"]), ("eqq", ["erqi"]),
        ("牟县", ["zhongmu"]), ("机场", ["hangkonggang"]), ("jc", ["hangkonggang"]), ("port", ["hangkonggang"]),
        ("Airport Zone", ["hangkonggang"]), ("hkg", ["hangkonggang"]), ("zh", ["zz", "zhongmu", "zhongyuan"]),
        ("中", ["zhongmu", "zhongyuan"]), ("xin", ["xingyang", "xinmi", "xinzheng"]), ("新", ["xinmi", "xinzheng"]),
        ("zhongm", ["zhongmu"]), ("zz", ["zz"]),
        ("nowhere", []), ("", []), ("开封", []),
    ])
    func centresAsTyped(_ typed: String, _ expected: [String]) {
        let found = Self.ids(Self.directory.centre(typed)) { $0.id.rawValue }
        #expect(Set(found) == Set(expected), "\(found)")
    }

    @Test(arguments: [
        ("liwei", ["liwei"]), ("李", ["liwei", "liwei2"]), ("lw", ["liwei", "liwei2"]), ("李薇", ["liwei2"]),
        ("wf", ["wang"]), ("zhao", []), ("zm", []),
    ])
    func peopleAsTyped(_ typed: String, _ expected: [String]) {
        #expect(Self.ids(Self.directory.person(typed)) { $0.id.rawValue } == expected)
    }

    @Test func channelsAndCompletionsAndNames() {
        #expect(Self.ids(Self.directory.channel("wx")) { $0.id.rawValue } == ["wechat"])
        #expect(Self.directory.centres(matching: "").count == Sample.centres.count)
        #expect(Self.directory.centres(matching: "xin").map(\.id) == ["xingyang", "xinmi", "xinzheng"])
        #expect(Self.directory.people(matching: "li").map(\.id) == ["liwei", "liwei2"])
        #expect(Self.directory.name(of: "zhao") == "赵敏" && Self.directory.name(of: "x") == "x")
        #expect(Self.directory.centre(id: "erqi")?.name.en == "Erqi")
    }

    /// Letters that only look like a syllable's, a letter that is its character, and numbers between characters.
    @Test func soundsAreSpelledAsTheySound() {
        #expect(Pinyin.shared.letters("啊阿") == "aa")
        for (query, text) in [("xun", "新"), ("un", "新"), ("au", "安"), ("v", "五"), ("ab", "阿"), ("b5", "5b")] {
            #expect(Pinyin.shared.match(query, in: text) == nil, "\(query)")
        }
        for (query, text) in [("5gj", "5G基站"), ("a1z", "A1站"), ("az", "阿站"), ("g7d", "G7段")] {
            #expect(Pinyin.shared.match(query, in: text) == 2, "\(query)")
        }
    }

    /// A card is found by the best of its names, and what merely contains a word gives way to what begins with it.
    @Test func theBestOfItsNamesCounts() {
        func card(_ id: CentreID, _ zh: String, aliases: [String] = []) -> CentreCard {
            CentreCard(id: id, name: Name(zh: zh, en: "-"), kind: .county, aliases: aliases)
        }
        func found(_ typed: String, _ centres: [CentreCard]) -> [CentreID] {
            Directory(charter: Self.directory.charter, centres: centres, channels: [], staff: [])
                .centres(matching: typed).map(\.id)
        }
        #expect(found("zhou", [card("a", "周口"), card("zhou", "李周"), card("b", "李周")]) == ["zhou", "a"])
        #expect(found("口", [card("a", "周口"), card("b", "李周"), card("c", "河口")]) == ["a", "c"])
        #expect(found("", [card("a", "周口"), card("b", "李周")]) == ["a", "b"])
        #expect(found("口", [card("a", "河口"), card("b", "周口"), card("c", "口岸"), card("d", "口外")]) == ["c", "d"])
        #expect(Self.ids(Self.directory.centre("七区")) { $0.id.rawValue } == ["erqi"])
    }

    /// Of two cards of one id, which a damaged roster may have, the first counts.
    @Test func anIdMeansTheFirstCardThatHasIt() {
        var (centre, person) = (Sample.centres[1], Self.directory.staff[0])
        centre.name.en = "Other"
        person.name = "别人"
        var directory = Self.directory
        directory.centres.append(centre)
        directory.staff.append(person)
        #expect(directory.centre(id: centre.id)?.name.en == "Erqi" && directory.centre(id: "x") == nil)
        #expect(directory.person(id: person.id)?.name == "李伟" && directory.person(id: "x") == nil)
    }

    @Test func aNameIsAsLongAsItMayBe() {
        let most = Directory.longestName
        let long = String(repeating: "长", count: most + 1)
        let card = CentreCard(
            id: "x", name: Name(zh: "长", en: "Long"), kind: .county, aliases: [long, String(long.dropLast())])
        let directory = Directory(charter: Self.directory.charter, centres: [card], channels: [], staff: [])
        #expect(Self.ids(directory.centre(String(long.dropLast()))) { $0.id.rawValue } == ["x"])
        #expect(Self.ids(directory.centre(long)) { $0.id.rawValue }.isEmpty)
    }
}
