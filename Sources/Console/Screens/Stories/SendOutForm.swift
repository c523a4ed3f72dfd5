import Newsroom

/// The form by which the open story's text is sent out for approval.
enum SendOutForm {
    static let maker = Action.FormMaker(
        make: { form($0) }, commands: { commands($0, $1) }, done: Phrase("已送外审", "sent out for approval"))

    private static func form(_ model: Model) -> Form {
        let text = model.desk.place.story?.text
        // The text is a field with one choice: what is sent is what stood on the screen when the form was opened.
        let texts = text.map { [Form.Option(id: $0.textHash.rawValue, label: label($0))] } ?? []
        return Form(
            title: Phrase("送外审", "Out for approval"),
            fields: [
                Form.Field(
                    "to", Phrase("送给谁", "To"), .text(example: Phrase("如 宣传部新闻科", "such as the press office")),
                    hint: Phrase("单位或人；必填", "an office or a person; it must be said")),
                Form.Field(
                    "way", Phrase("怎样送", "By"), .text(example: Phrase("可不填，如 专人送达", "or nothing; such as by courier")),
                    hint: Phrase("怎样送去的", "by what way it goes there")),
                Form.Field(
                    "due", Phrase("答复期限", "Due"), .text(example: Phrase("可不填，如 18:00、+2h", "or nothing; 18:00 or +2h")),
                    hint: Phrase("何时前要答复；超过即提醒", "by when an answer is due; what is late is shown")),
                Form.Field(
                    "text", Phrase("文字", "Text"), .choice(texts),
                    hint: Phrase("送的就是这一版；改稿即作废", "this version is sent; an edit voids it"), chosen: texts.map(\.id)),
            ])
    }

    private static func label(_ text: Story.Version) -> Phrase {
        Phrase("第 \(text.number) 版 \(text.textHash.short)", "version \(text.number) \(text.textHash.short)")
    }

    private static func commands(_ form: Form, _ model: Model) -> FormAnswer<[Command]> {
        guard let story = model.desk.place.story else {
            return FormAnswer(problem: model.say("先打开稿件", "open the story first"))
        }
        let to = CleanText.line(form.value("to"))
        guard !to.isEmpty else { return FormAnswer(problem: Refusal.sendOut(.nobodyNamed).sentence(model.read)) }
        let typed = form.value("due").trimmingBlanks
        var due: Moment?
        if !typed.isEmpty {
            do throws(InputError) {
                due = try TimeExpression.read(typed, now: model.now, zone: model.zone)
            } catch {
                return FormAnswer(problem: error.sentence(model.read))
            }
        }
        let hash = form.value("text")
        // What was typed before and not sent may have been about another text.
        guard !hash.isEmpty else {
            return FormAnswer(problem: model.say("在“文字”一栏按空格选定这一版", "choose the text with Space"))
        }
        guard hash == story.text.textHash.rawValue else {
            return FormAnswer(
                problem: model.say("文字已改；Esc 后重新打开再送", "the text has changed; Esc, read it, and send it anew"))
        }
        return FormAnswer([
            .story(
                .sendOut(
                    story.id,
                    .send(to: to, way: form.value("way"), due: due, textHash: TextHash(rawValue: hash))))
        ])
    }
}
