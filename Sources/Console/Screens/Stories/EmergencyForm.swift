import Ledger
import Newsroom

/// The form by which the open story goes out before it was reviewed: where, on whose authority, why.
enum EmergencyForm {
    static let maker = Action.FormMaker(
        make: { form($0) }, commands: { commands($0, $1) }, done: Phrase("已快审先发，待补审", "is out; its reviews are due"))

    private static func form(_ model: Model) -> Form {
        let story = model.desk.place.story
        let cards = model.desk.directory.channels
        let own = story?.ownChannels(of: cards) ?? []
        let others = cards.filter { !own.contains($0) }
        let people = story.map { model.authorities(of: $0) } ?? []
        let text = story?.text
        let texts =
            text.map {
                [
                    Form.Option(
                        id: $0.textHash.rawValue,
                        label: Phrase(
                            "第 \($0.number) 版 \($0.textHash.short)", "version \($0.number) \($0.textHash.short)"))
                ]
            } ?? []
        return Form(
            title: Phrase("快审先发", "Publish in an emergency"),
            fields: [
                Form.Field(
                    "channels", Phrase("渠道", "Channels"), .several((own + others).map(option)),
                    hint: Phrase(
                        "本单位的立即发，别家的请其放行；空格选取", "its own at once, others' are asked; Space chooses"),
                    chosen: own.map(\.id.rawValue)),
                Form.Field(
                    "authority", Phrase("凭谁授权", "On whose authority"),
                    .choice(people.map { Form.Option(id: $0.staff.rawValue, label: label($0, model)) }),
                    hint: Phrase(
                        "总编或其代理；不是本人的，须其事后确认", "a chief or their deputy; another's they confirm afterwards"),
                    chosen: people.first.map { [$0.staff.rawValue] } ?? []),
                Form.Field(
                    "way", Phrase("如何授权", "How"),
                    .choice([
                        Form.Option(id: "phone", label: Phrase("电话", "by telephone")),
                        Form.Option(id: "mouth", label: Phrase("当面", "by word of mouth")),
                    ]), hint: Phrase("本人放行的不必填", "of no matter where it is your own authority"), chosen: ["phone"]),
                Form.Field(
                    "reason", Phrase("理由", "Why now"), .text(example: Phrase("如 险情，关系人身安全", "such as danger to life")),
                    hint: Phrase("为什么等不得审完；必填", "why it cannot wait for the reviews; it must be said")),
                Form.Field(
                    "text", Phrase("文字", "Text"), .choice(texts),
                    hint: Phrase("发的就是这一版，不能收回；审仍须补", "this version goes out for good; its reviews stay owed"),
                    chosen: texts.map(\.id)),
            ])
    }

    private static func option(_ card: ChannelCard) -> Form.Option {
        Form.Option(id: card.id.rawValue, label: Phrase(card.name.zh, card.name.en))
    }

    private static func label(_ authority: EmergencyAuthority, _ model: Model) -> Phrase {
        let name = model.read.name(authority.staff)
        if authority.staff == model.actor.staff { return Phrase("\(name)（本人）", "\(name) (yourself)") }
        if authority.deputyOf != nil { return Phrase("\(name)（代理）", "\(name) (deputy)") }
        return model.isOn(authority) ? Phrase("\(name)（在班）", "\(name) (on duty)") : Phrase(name, name)
    }

    private static func commands(_ form: Form, _ model: Model) -> FormAnswer<[Command]> {
        guard let story = model.desk.place.story else {
            return FormAnswer(problem: model.say("先打开稿件", "open the story first"))
        }
        let channels = form.values("channels").map(ChannelID.init(rawValue:))
        guard !channels.isEmpty else { return FormAnswer(problem: Refusal.channelsMissing.sentence(model.read)) }
        let staff = StaffID(rawValue: form.value("authority"))
        guard !staff.rawValue.isEmpty else {
            let people = model.authorities(of: story).map(\.staff)
            return FormAnswer(problem: Refusal.emergency(.authorityMissing(story.centre, people)).sentence(model.read))
        }
        let reason = CleanText.line(form.value("reason"), limit: CleanText.remarkLimit)
        guard !reason.isEmpty else { return FormAnswer(problem: Refusal.reasonMissing.sentence(model.read)) }
        // What was filled in before and not sent may have been about another text.
        guard form.value("text") == story.text.textHash.rawValue else {
            return FormAnswer(
                problem: model.say("文字已改；Esc 后读过再发", "the text has changed; Esc, read it, and begin anew"))
        }
        return FormAnswer([
            .story(
                .publishInEmergency(
                    story.id, channels: channels, reason: reason, authority: staff,
                    isByPhone: staff != model.actor.staff && form.value("way") != "mouth",
                    textHash: story.text.textHash))
        ])
    }
}

extension Model {
    /// On whose authority a story may go out: the reader's own first, then those who are on duty.
    func authorities(of story: Story) -> [EmergencyAuthority] {
        let all = desk.houses.authorities(in: story.centre, isBarred: story.isAuthor)
        let own = all.filter { $0.staff == actor.staff }
        let others = all.filter { $0.staff != actor.staff }
        return own + others.filter(isOn) + others.filter { !isOn($0) }
    }

    /// Whether somebody has duty in their house, or sits at a console.
    func isOn(_ authority: EmergencyAuthority) -> Bool {
        others.contains { $0.staff == authority.staff } || rows.centres[authority.house]?.dutyEditor == authority.staff
    }
}
