import Newsroom

/// What the fields of a form come to: a value, or what is missing.
struct FormAnswer<Value> {
    var value: Value?
    /// What is missing or wrong; `nil` with a value.
    var problem: String?

    init(_ value: Value) { self.value = value }
    init(problem: String) { self.problem = problem }
}

// MARK: - Stories

extension Form {
    /// The fields of a new story. The text itself is written in the editor afterwards.
    static func story(_ context: DispatchContext, prefill: StoryCommand.Draft? = nil) -> Form {
        let source = prefill?.source
        let number = [context.selectedStory].compactMap { $0 }.first { $0.id == source }?.number
        // Joint stories are the desk's, and few: last.
        let partners =
            context.actor.house == context.directory.charter.id ? [partnersField(context, prefill?.partners ?? [])] : []
        return Form(
            title: Phrase("新稿件", "New story"),
            fields: [
                titleField(prefill?.title ?? "", Phrase("稿件标题", "the story's title")),
                centreField(context, prefill?.centre ?? context.actor.house),
                Field(
                    "authors", Phrase("作者", "Authors"),
                    .several(staff(context) { $0.isFit(for: .write) }),
                    hint: Phrase("打字筛选，空格选取；不选则是你自己", "type to filter, Space chooses; nobody means you"),
                    chosen: prefill?.authors.map(\.rawValue) ?? []),
                Field(
                    "origin", Phrase("来源", "Origin"),
                    .choice(Origin.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("左右键选取；衍生稿须写源稿", "Left and Right choose; a derived story names its source"),
                    chosen: [(prefill?.origin ?? .original).rawValue]),
                Field(
                    "source", Phrase("源稿", "Source"),
                    .text(example: Phrase("衍生稿填 S-0042", "S-0042 for a derived story")),
                    hint: Phrase("所衍生稿件的编号", "the number of the story it derives from"),
                    text: number?.description ?? ""),
            ] + partners)
    }

    /// The story that the fields describe.
    ///
    /// - Parameter lead: the lead it comes from.
    func story(_ context: DispatchContext, body: String = "", lead: SubjectID? = nil) -> FormAnswer<StoryCommand.Draft>
    {
        let title = CleanText.line(value("title"))
        guard !title.isEmpty else { return Self.titleMissing(context) }
        let origin = Origin(rawValue: value("origin")) ?? .original
        var source: SubjectID?
        let typed = CleanText.line(value("source"), limit: 40)
        if !typed.isEmpty {
            switch context.find(typed) {
            case .one(let item) where item.number.series == .story: source = item.id
            case .several(let items): return FormAnswer(problem: context.ambiguous(typed, items))
            default: return FormAnswer(problem: Refusal.unknownItem(typed).sentence(context.reader))
            }
        }
        if origin == .derived, source == nil {
            return FormAnswer(problem: Refusal.sourceMissing.sentence(context.reader))
        }
        return FormAnswer(
            StoryCommand.Draft(
                title: title, body: body, centre: value("centre").isEmpty ? nil : CentreID(rawValue: value("centre")),
                authors: values("authors").map(StaffID.init(rawValue:)), origin: origin, source: source, lead: lead,
                partners: values("partners").map(CentreID.init(rawValue:))))
    }
}

// MARK: - Leads

extension Form {
    /// The fields of a lead as it is handed in.
    static func lead(_ context: DispatchContext, prefill: LeadCommand.Tip? = nil) -> Form {
        Form(
            title: Phrase("新线索", "New lead"),
            fields: [
                titleField(prefill?.title ?? "", Phrase("什么事", "what happened")),
                Field(
                    "text", Phrase("详情", "Details"), .text(example: Phrase("可不填", "or nothing")),
                    hint: Phrase("来电人说了什么", "what the caller said"),
                    text: prefill?.text ?? ""),
                Field(
                    "place", Phrase("地点", "Place"), .text(example: Phrase("可不填", "or nothing")),
                    hint: Phrase("在哪里", "where it is"), text: prefill?.place ?? ""),
                centreField(context, prefill?.centre, none: Phrase("不定", "open")),
                Field(
                    "source", Phrase("来源", "Source"),
                    .choice(LeadSource.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("左右键选取", "Left and Right choose"),
                    chosen: [(prefill?.source ?? .hotline).rawValue]),
                Field(
                    "priority", Phrase("优先级", "Priority"),
                    .choice(Priority.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("左右键选取", "Left and Right choose"),
                    chosen: [(prefill?.priority ?? .routine).rawValue]),
            ])
    }

    /// The lead that the fields describe, received now.
    func lead(_ context: DispatchContext) -> FormAnswer<LeadCommand.Tip> {
        let title = CleanText.line(value("title"))
        guard !title.isEmpty else { return Self.titleMissing(context) }
        let place = CleanText.line(value("place"))
        return FormAnswer(
            LeadCommand.Tip(
                title: title, text: value("text"), source: LeadSource(rawValue: value("source")) ?? .desk,
                place: place.isEmpty ? nil : place,
                centre: value("centre").isEmpty ? nil : CentreID(rawValue: value("centre")),
                priority: Priority(rawValue: value("priority")) ?? .routine, receivedAt: context.now))
    }
}

// MARK: - Staff

extension Form {
    /// The fields of a staff member; with a card, that person's.
    static func staff(_ context: DispatchContext, prefill: StaffCard? = nil) -> Form {
        var fields = [
            Field(
                "id", Phrase("代号", "Id"), .text(example: Phrase("如 liwei", "such as liwei")),
                hint: Phrase("小写字母、数字、- _ .；以后不能改", "lower-case letters, digits, - _ .; it stays for good"),
                text: prefill?.id.rawValue ?? ""),
            Field(
                "name", Phrase("姓名", "Name"), .text(example: Phrase("如 李卫", "such as 李卫")),
                hint: Phrase("大家怎么称呼", "what people call them"), text: prefill?.name ?? ""),
            Field(
                "role", Phrase("角色", "Role"),
                .choice(Newsroom.Role.allCases.map { Option(id: $0.rawValue, label: $0.phrase) }),
                hint: Phrase("左右键选取，打字筛选", "Left and Right choose, typing filters"),
                chosen: [(prefill?.role ?? .reporter).rawValue]),
            centreField(context, prefill?.centre ?? context.actor.house),
            Field(
                "login", Phrase("登录名", "Login"), .text(example: Phrase("可不填", "or nothing")),
                hint: Phrase("在这台机器上的用户名", "their user name on this machine"), text: prefill?.login ?? ""),
            Field(
                "beats", Phrase("专长", "Beats"), .text(example: Phrase("暴雨、交通", "floods, traffic")),
                hint: Phrase("熟悉的地方和题材，用顿号隔开", "places and subjects they know, with commas between"),
                text: (prefill?.beats ?? []).joined(separator: context.say("、", ", "))),
            Field(
                "active", Phrase("在岗", "Active"),
                .choice([
                    Option(id: "yes", label: Phrase("在岗", "active")), Option(id: "no", label: Phrase("停用", "left")),
                ]),
                hint: Phrase("停用后不能登录，记录仍在", "who left cannot log in; their record stays"),
                chosen: [prefill?.isActive == false ? "no" : "yes"]),
        ]
        // The id of a person who is there already is not theirs to change.
        if prefill != nil { fields.removeFirst() }
        return Form(title: prefill == nil ? Phrase("新人员", "New person") : Phrase("人员", "Person"), fields: fields)
    }

    /// The card that the fields describe.
    ///
    /// - Parameter id: whose card is changed; absent, the id is one of the fields.
    func staff(_ context: DispatchContext, id: StaffID? = nil) -> FormAnswer<StaffCard> {
        let typed = id?.rawValue ?? value("id")
        guard let identifier = CleanText.identifier(typed) else {
            return FormAnswer(problem: Refusal.badIdentifier(CleanText.line(typed, limit: 40)).sentence(context.reader))
        }
        let name = CleanText.line(value("name"), limit: 60)
        guard !name.isEmpty else {
            return FormAnswer(problem: context.say("还没有姓名；请填写", "no name yet; write it"))
        }
        guard let role = Newsroom.Role(rawValue: value("role")) else {
            return FormAnswer(problem: context.say("还没有角色；请选一个", "no role yet; choose one"))
        }
        guard !value("centre").isEmpty else {
            return FormAnswer(problem: context.say("还没有中心；请选一个", "no centre yet; choose one"))
        }
        let login = CleanText.line(value("login"), limit: 60)
        let beats = TypedList.names(value("beats")).map { CleanText.line($0, limit: 40) }.filter { !$0.isEmpty }
        return FormAnswer(
            StaffCard(
                id: StaffID(rawValue: identifier), name: name, role: role,
                centre: CentreID(rawValue: value("centre")), login: login.isEmpty ? nil : login, beats: beats,
                isActive: value("active") != "no"))
    }
}

// MARK: - Fields that several forms have

extension Form {
    private static func titleField(_ text: String, _ example: Phrase) -> Field {
        Field(
            "title", Phrase("标题", "Title"), .text(example: example),
            hint: Phrase("最多 \(CleanText.titleLimit) 字", "at most \(CleanText.titleLimit) characters"), text: text)
    }

    private static func centreField(_ context: DispatchContext, _ chosen: CentreID?, none: Phrase? = nil) -> Field {
        var options = context.directory.centres.map {
            Option(id: $0.id.rawValue, label: Phrase($0.name.zh, $0.name.en))
        }
        let desk = context.directory.charter
        if !options.contains(where: { $0.id == desk.id.rawValue }) {
            options.insert(Option(id: desk.id.rawValue, label: Phrase(desk.name.zh, desk.name.en)), at: 0)
        }
        if let none { options.insert(Option(id: "", label: none), at: 0) }
        return Field(
            "centre", Phrase("中心", "Centre"), .choice(options),
            hint: Phrase("打字筛选，左右键选取", "type to filter, Left and Right choose"), chosen: [chosen?.rawValue ?? ""])
    }

    private static func partnersField(_ context: DispatchContext, _ chosen: [CentreID]) -> Field {
        Field(
            "partners", Phrase("联合中心", "With"),
            .several(
                context.directory.centres.filter { $0.id != context.directory.charter.id }.map {
                    Option(id: $0.id.rawValue, label: Phrase($0.name.zh, $0.name.en))
                }),
            hint: Phrase("联合报道才选：一同写稿、一审", "for a joint story: they write and give the first review"),
            chosen: chosen.map(\.rawValue))
    }

    private static func staff(_ context: DispatchContext, _ fits: (StaffCard) -> Bool) -> [Option] {
        context.directory.staff.filter(fits).map {
            Option(id: $0.id.rawValue, label: Phrase($0.name, $0.name))
        }
    }

    private static func titleMissing<Value>(_ context: DispatchContext) -> FormAnswer<Value> {
        FormAnswer(problem: context.say("还没有标题；请填写", "no title yet; write it"))
    }
}
