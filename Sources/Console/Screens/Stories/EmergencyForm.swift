import Ledger
import Newsroom

/// The form by which something goes out before it was reviewed: the open story, or where a correction of it is open, that. Where,
/// on whose authority, why.
enum EmergencyForm {
    static let maker = Action.FormMaker(
        make: { form($0) }, commands: { commands($0, $1) },
        done: Phrase("已快审先发，待各渠道照办，审仍须补", "is ordered out; its reviews stay owed"))

    private static func form(_ model: Model) -> Form {
        let story = model.desk.place.story
        let people = story.map { model.authorities(of: $0) } ?? []
        let isCorrection = story?.openCorrection != nil
        let texts = (story?.correctableVersion).map { [option($0, isCorrection: isCorrection)] } ?? []
        return Form(
            title: isCorrection
                ? Phrase("更正快审先发", "Let the correction out in an emergency")
                : Phrase("快审先发", "Publish in an emergency"),
            // A correction goes wherever the story stands.
            fields: (isCorrection ? [] : [channels(of: story, model)]) + [
                Form.Field(
                    "authority", Phrase("凭谁授权", "On whose authority"),
                    .choice(people.map { Form.Option(id: $0.staff.rawValue, label: label($0, model)) }),
                    hint: Phrase("总编或其代理；他人的须其确认", "a chief or deputy; another confirms later"),
                    chosen: chosen(people, model)),
                Form.Field(
                    "way", Phrase("如何授权", "How"),
                    .choice(EmergencyAuthority.Way.allCases.map { Form.Option(id: $0.rawValue, label: $0.phrase) }),
                    hint: Phrase("本人授权的不论", "does not matter for your own authority"),
                    chosen: [EmergencyAuthority.Way.phone.rawValue]),
                Form.Field(
                    "reason", Phrase("理由", "Why now"), .text(example: Phrase("如 险情，关系人身安全", "such as danger to life")),
                    hint: Phrase("为什么等不得审完；必填", "why it cannot wait; it must be said")),
                Form.Field(
                    "text", Phrase("文字", "Text"), .choice(texts),
                    hint: Phrase("发的就是这一版；审仍须补", "this goes out; its reviews stay owed"),
                    chosen: texts.map(\.id)),
            ])
    }

    /// The reader's own authority, or the only one that there is; whose word it was of several nobody guesses.
    private static func chosen(_ people: [EmergencyAuthority], _ model: Model) -> [String] {
        let own = people.first.map { $0.staff == model.actor.staff || people.count == 1 } ?? false
        return own ? people.prefix(1).map(\.staff.rawValue) : []
    }

    private static func channels(of story: Story?, _ model: Model) -> Form.Field {
        let cards = model.desk.directory.channels
        let own = story?.ownChannels(of: cards) ?? []
        let others = cards.filter { !own.contains($0) }
        return Form.Field(
            "channels", Phrase("渠道", "Channels"), .several((own + others).map(option)),
            hint: Phrase("本单位的立即发，别家的请其放行", "its own at once, others' are asked"),
            chosen: own.map(\.id.rawValue))
    }

    private static func option(_ text: Story.Version, isCorrection: Bool) -> Form.Option {
        let hash = text.textHash.short
        return Form.Option(
            id: text.textHash.rawValue,
            label: isCorrection
                ? Phrase("更正稿 \(hash)", "the correction \(hash)")
                : Phrase("第 \(text.number) 版 \(hash)", "version \(text.number) \(hash)"))
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
        let isCorrection = story.openCorrection != nil
        guard isCorrection || !channels.isEmpty else {
            return FormAnswer(problem: Refusal.channelsMissing.sentence(model.read))
        }
        let staff = StaffID(rawValue: form.value("authority"))
        guard !staff.rawValue.isEmpty else {
            let people = model.authorities(of: story).map(\.staff)
            return FormAnswer(
                problem: people.isEmpty
                    ? Refusal.emergency(.authorityMissing(story.centre, people)).sentence(model.read)
                    : model.say("选：凭谁授权", "choose on whose authority"))
        }
        let reason = CleanText.line(form.value("reason"), limit: CleanText.remarkLimit)
        guard !reason.isEmpty else { return FormAnswer(problem: Refusal.reasonMissing.sentence(model.read)) }
        // What was filled in before and not sent may have been about another text.
        let text = story.correctableVersion.textHash
        guard form.value("text") == text.rawValue else {
            return FormAnswer(
                problem: model.say("文字已改；Esc 后读过再发", "the text has changed; Esc, read it, and begin anew"))
        }
        let isByPhone = staff != model.actor.staff && form.value("way") == EmergencyAuthority.Way.phone.rawValue
        return FormAnswer([
            .story(
                isCorrection
                    ? .correction(
                        story.id, .release(reason: reason, authority: staff, isByPhone: isByPhone, textHash: text))
                    : .publishInEmergency(
                        story.id, channels: channels, reason: reason, authority: staff, isByPhone: isByPhone,
                        textHash: text))
        ])
    }
}

extension Model {
    /// On whose authority a story may go out: the reader's own first, then those who are on duty.
    func authorities(of story: Story) -> [EmergencyAuthority] {
        let all = desk.houses.authorities(
            in: story.centre, isBarred: { story.isAuthor($0) || story.openCorrection?.by == $0 })
        let own = all.filter { $0.staff == actor.staff }
        let others = all.filter { $0.staff != actor.staff }
        return own + others.filter(isOn) + others.filter { !isOn($0) }
    }

    /// Whether somebody has duty in their house, or sits at a console.
    func isOn(_ authority: EmergencyAuthority) -> Bool {
        others.contains { $0.staff == authority.staff } || rows.centres[authority.house]?.dutyEditor == authority.staff
    }
}
