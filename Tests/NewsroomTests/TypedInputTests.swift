import Newsroom
import Testing

/// Times, names, terms and lists as people type them, wherever they do.
struct TypedInputTests {
    static let directory = NamesTests.directory

    static func error(_ body: () throws(InputError) -> Void) -> InputError? {
        do throws(InputError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("erqi,zhongmu", ["erqi", "zhongmu"]), (" 二七、 中牟 ", ["二七", "中牟"]), ("a，b；c;d", ["a", "b", "c", "d"]),
        (",,erqi,,", ["erqi"]), ("Airport Zone, erqi", ["Airport Zone", "erqi"]), ("", []), (" ， ", []),
    ])
    func namesOfAList(_ typed: String, _ names: [String]) { #expect(TypedList.names(typed) == names) }

    @Test func wordsArePartedAtBlanksToo() {
        #expect(TypedList.words(" S-0042　L-0031、T-1 ") == ["S-0042", "L-0031", "T-1"])
    }

    @Test(arguments: [
        ("erqi,中牟县", ["erqi", "zhongmu"]), ("Airport Zone、erqi、二七", ["hangkonggang", "erqi"]),
        ("all", ["erqi", "zhongmu", "zhongyuan", "xingyang", "xinmi", "xinzheng", "hangkonggang"]),
        ("erqi,全部", ["erqi", "zhongmu", "zhongyuan", "xingyang", "xinmi", "xinzheng", "hangkonggang"]),
    ])
    func centresOfAList(_ typed: String, _ ids: [String]) throws {
        #expect(try Self.directory.readCentres(list: typed).map(\.id.rawValue) == ids)
    }

    @Test func whatNamesNothingOrSeveralIsSaid() {
        #expect(Self.error { () throws(InputError) in _ = try Self.directory.readCentre("开封") } == .unknownCentre("开封"))
        let several = Self.error { () throws(InputError) in _ = try Self.directory.readCentres(list: "erqi,新") }
        guard case .ambiguousCentre("新", let cards) = several else { return #expect(Bool(false), "\(several as Any)") }
        #expect(cards.map(\.id) == ["xinmi", "xinzheng"])
        #expect(several?.sentence(Localizer(language: .zh)).contains("xinmi 新密市、xinzheng 新郑市") == true)
        #expect(
            Self.error { () throws(InputError) in _ = try Self.directory.readChannel("tv") } == .unknownChannel("tv"))
        let long = String(repeating: "e", count: 61)
        #expect(Self.error { () throws(InputError) in _ = try Self.directory.readCentre(long) } == .unknownCentre(long))
    }

    @Test func peopleOfTheNamedCentreComeFirstAndWhoLeftOnlyById() throws {
        #expect(
            Self.error { () throws(InputError) in _ = try Self.directory.readPerson("lw") }?.code == "ambiguousName")
        #expect(try Self.directory.readPerson("lw", in: ["zhongmu"]).id == "liwei2")
        #expect(try Self.directory.readPerson("zhao").isActive == false)
        #expect(Self.error { () throws(InputError) in _ = try Self.directory.readPerson("赵敏") } == .unknownStaff("赵敏"))
        #expect(try Self.directory.readPeople(list: "liwei、王芳,liwei").map(\.id) == ["liwei", "wang"])
        #expect(try Self.directory.readRecipients(list: "liwei,王芳")?.map(\.id) == ["liwei", "wang"])
        for word in Directory.everybody { #expect(try Self.directory.readRecipients(list: "liwei,\(word)") == nil) }
    }

    @Test(arguments: [
        ("wechat,app", ["wechat", "app"]), ("微信 客户端", ["wechat", "app"]), ("wx、微信", ["wechat"]), ("", []),
    ])
    func channelsOfAList(_ typed: String, _ ids: [String]) throws {
        #expect(try Self.directory.readChannels(list: typed).map(\.id.rawValue) == ids)
    }

    @Test(
        arguments: [
            ("@liwei", nil, "liwei"), ("erqi", "erqi", nil), ("Airport Zone", "hangkonggang", nil),
            ("李薇", nil, "liwei2"),
            ("erqi @lw", "erqi", "liwei"), ("zhongmu lw", "zhongmu", "liwei2"), ("＠liwei", nil, "liwei"),
            ("erqi ＠lw", "erqi", "liwei"),
        ] as [(String, String?, String?)])
    func addressees(_ typed: String, _ centre: String?, _ person: String?) throws {
        let found = try Self.directory.readAddressee(typed)
        #expect(found.centre?.id.rawValue == centre && found.person?.id.rawValue == person)
    }

    @Test func noAddressee() {
        let none = Self.error { () throws(InputError) in _ = try Self.directory.readAddressee("nowhere") }
        #expect(none == .unknownAddressee("nowhere"))
        let several = Self.error { () throws(InputError) in _ = try Self.directory.readAddressee("@lw") }
        #expect(several?.code == "ambiguousName")
    }

    @Test(arguments: [
        ("flash", Priority.flash), ("特急", .flash), ("tj", .flash), ("f", .flash), ("紧急", .urgent), ("URGENT", .urgent),
        ("普通", .routine), ("一般", .routine),
    ])
    func priorities(_ typed: String, _ priority: Priority) throws { #expect(try Priority.read(typed) == priority) }

    /// A term of the tests, whose names begin like one another.
    private enum Word: String, TypedTerm {
        case tu, tube, other
        var phrase: Phrase { Phrase(rawValue, rawValue) }
        var otherNames: [String] { self == .tu ? ["tub", "tube line"] : [] }
    }

    /// The whole name comes before its beginning, that before the sound; a term counts by the best of its names.
    @Test func theLikeliestTermIsMeant() {
        #expect(Word.meant(by: "tu") == [.tu] && Word.meant(by: "tube") == [.tube])
        #expect(Word.meant(by: "tub") == [.tu] && Word.meant(by: "t") == [.tu, .tube])
        #expect(LeadSource.meant(by: "r") == [.reporter], "not 热线 and 热榜")
        #expect(LeadSource.meant(by: "re") == [.reporter] && LeadSource.meant(by: "rex") == [.hotline])
        #expect(Word.meant(by: "") == Word.allCases && Word.meant(by: "x").isEmpty)
        #expect(
            Self.error { () throws(InputError) in _ = try Word.read("t") }
                == .ambiguousTerm("t", [Word.tu.phrase, Word.tube.phrase]))
    }

    @Test func aTermIsLookedForUpToItsLength() {
        func padded(_ count: Int) -> String { "t" + String(repeating: " ", count: count - 2) + "j" }
        #expect(Priority.meant(by: padded(Directory.longestName)) == [.flash])
        #expect(Priority.meant(by: padded(Directory.longestName + 1)).isEmpty)
    }

    @Test func termsOfTheNewsroom() throws {
        #expect(try Deliverable.list("视频、photo,照片,sp") == [.video, .photo])
        #expect(try DeliveryState.read("已发") == .confirmed && DeliveryState.read("Failed") == .failed)
        #expect(try Role.read("dutyEditor") == .dutyEditor && Role.read("记者") == .reporter)
        #expect(try Verdict.read("退回") == .return && LeadSource.read("热线") == .hotline)
        #expect(try Origin.read("derived") == .derived)
        #expect(Self.error { () throws(InputError) in _ = try Deliverable.list("video,song") }?.code == "unknownTerm")
        #expect(
            Self.error { () throws(InputError) in _ = try Deliverable.read("tu") }
                == .ambiguousTerm("tu", [Deliverable.photo.phrase, Deliverable.graphic.phrase]))
        #expect(Self.error { () throws(InputError) in _ = try Priority.read("") }?.code == "unknownTerm")
        // Every term is read by its name in the log and in both languages.
        func check<Term: TypedTerm>(_: Term.Type) throws {
            for term in Term.allCases {
                for name in [term.rawValue, term.phrase.zh, term.phrase.en] {
                    #expect(try Term.read(name) == term, "\(name)")
                }
            }
        }
        try check(Priority.self)
        try check(Deliverable.self)
        try check(DeliveryState.self)
        try check(Origin.self)
        try check(Verdict.self)
        try check(LeadSource.self)
        try check(Role.self)
    }

    @Test(arguments: [
        ("18：30", "18:30"), ("18点", "18:00"), ("18点半", "18:30"), ("18时15分", "18:15"), ("１８:００", "18:00"),
        ("＋2小时", "+2h"), ("+45分钟", "+45m"), ("+1天", "+1d"), ("+2H", "+2h"),
    ])
    func timesInChineseAndFullWidth(_ typed: String, _ plain: String) throws {
        let (now, zone) = (MemoryDesk.start, Zone.beijing)
        let moment = try TimeExpression.read(typed, now: now, zone: zone)
        #expect(moment == TimeExpression.parse(plain, now: now, zone: zone))
    }

    @Test func everyErrorIsSaidInBothLanguagesWithAdvice() {
        let errors: [InputError] = [
            .unknownCentre("x"), .unknownStaff("x"), .unknownChannel("x"), .unknownAddressee("x"),
            .ambiguousCentre(
                "x",
                Array(Sample.centres.prefix(2)).map { card in
                    var card = card
                    card.name = Name(zh: card.id.rawValue, en: card.id.rawValue)
                    return card
                }),
            .ambiguousStaff("x", [StaffCard(id: "a", name: "A", role: .reporter, centre: "erqi")]),
            .ambiguousChannel("x", [ChannelCard(id: "app", name: Name(zh: "app", en: "app"), kind: .app, house: "zz")]),
            .unreadableTime("x"),
            .unknownTerm("x", known: Priority.allCases.map(\.phrase)),
            .ambiguousTerm("x", Priority.allCases.map(\.phrase)),
        ]
        for error in errors {
            let (zh, en) = (error.sentence(WordsTests.readers[0]), error.sentence(WordsTests.readers[1]))
            WordsTests.expectWhole(zh, en, error.code)
            #expect(zh.contains("；") && en.contains(";"), "\(error.code)")
            #expect(zh.contains("“x”") && en.contains("'x'"), "\(error.code)")
        }
        #expect(InputError.unreadableTime("x").isOfForm && !InputError.unknownStaff("x").isOfForm)
    }
}
