import Newsroom

extension Actions {
    static let leads: [Action] = [
        Action(
            id: "lead.new", name: Phrase("登记线索", "new lead"), help: Phrase("登记一条线索", "Enter a lead"), keys: ["n"],
            commands: ["lead", "登记线索"], group: .lead, hint: 6,
            possible: { $0.place == .leads ? desk($0, .receiveLead) : .elsewhere },
            run: { model, _ in model.beginForm(Form.lead(model.dispatchContext()), purpose: .lead) }),
        lead(
            "promote", Phrase("立项", "promote"), Phrase("立项成稿", "Make it a story"), ["p"], ["promote", "立项"], .promote,
            hint: 7
        ) { id, _ in (.promote(id, centre: nil, authors: []), nil) },
        lead(
            "dismiss", Phrase("不用", "dismiss"), Phrase("不用，写明理由", "Dismiss, with the reason"), ["x"],
            ["dismiss", "不用"], .dismiss, hint: 4,
            ask: Action.Ask(label: Phrase("为何不用", "Why dismiss"))
        ) { (.dismiss($0, reason: $1), [.restore($0)]) },
        Action(
            id: "lead.merge", name: Phrase("合并", "merge"), help: Phrase("并入另一条线索", "Merge into another lead"),
            keys: ["m"],
            commands: ["merge", "合并"], group: .lead,
            ask: Action.Ask(
                label: Phrase("并入（编号）", "Merge into (number)"),
                proposal: { model in model.desk.place.leads.first.map { "\($0.number)" } ?? "" }), hint: 3,
            possible: { leadVerdict($0, .merge) }, run: { model, text in model.mergeLead(text) }),
        Action(
            id: "lead.restore", name: Phrase("恢复", "restore"),
            help: Phrase("不用的或已合并的线索恢复待判", "Take a dismissed or merged lead up again"),
            keys: [], commands: ["restore", "恢复"], group: .lead,
            possible: { leadVerdict($0, .restore) },
            run: { model, _ in
                guard case .lead(let id) = model.target else { return [] }
                return model.perform([.lead(.restore(id))], done: model.say("已恢复", "restored"))
            }),
        Action(
            id: "lead.contact", name: Phrase("联系人", "contact"),
            help: Phrase(
                "登记怎样找到提供线索的人；不入日志，保留 30 天", "Say how to reach whoever brought it; not in the log, kept for 30 days"),
            keys: [], commands: ["contact", "联系人"], group: .lead,
            ask: Action.Ask(label: Phrase("联系人", "Contact"), isSecret: true),
            possible: contactVerdict,
            run: { model, text in
                guard case .lead(let id) = model.target else { return [] }
                let label = model.label(.lead(id))
                let (commands, done) = ([Command.lead(.giveContact(id, text))], "\(label) ")
                // In lists it is not known whether there is one.
                if model.desk.place.lead?.id == id, model.contact?.state != .kept {
                    return model.perform(commands, done: done)
                }
                model.overlay = .confirm(
                    question: model.say(
                        "把这写成 \(label) 的联系人？原来有的会删除，不能收回",
                        "Make this the contact of \(label)? One that is there is erased and cannot be taken back"),
                    commands: commands, done: done)
                return []
            }),
        Action(
            id: "lead.forget", name: Phrase("删除联系人", "erase contact"),
            help: Phrase("删除线索的联系人，各节点都删", "Let the contact of the lead be forgotten, at every node"),
            keys: [], commands: ["forget", "删除联系人"], group: .lead,
            possible: { model in
                // In lists it is not known.
                guard let lead = model.desk.place.lead, model.target == .lead(lead.id), contactVerdict(model).isYes,
                    lead.contact?.reference == nil
                else { return contactVerdict(model) }
                return .no(model.say("没有联系人", "there is no contact"))
            },
            run: { model, _ in
                guard case .lead(let id) = model.target else { return [] }
                let label = model.label(.lead(id))
                model.overlay = .confirm(
                    question: model.say(
                        "各节点都删除 \(label) 的联系人？不能收回",
                        "Erase the contact of \(label) at every node? It cannot be taken back"),
                    commands: [.lead(.eraseContact(id))],
                    done: model.say("\(label) 联系人已删除", "the contact of \(label) is erased"))
                return []
            }),
    ]

    private static func lead(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ commands: [String], _ step: LeadStep,
        hint: Int, ask: Action.Ask? = nil,
        command: @escaping @Sendable (SubjectID, String) -> (LeadCommand, [LeadCommand]?)
    ) -> Action {
        Action(
            id: "lead.\(word)", name: name, help: help, keys: keys, commands: commands, group: .lead, ask: ask,
            hint: hint, possible: { leadVerdict($0, step) },
            run: { model, text in
                guard case .lead(let id) = model.target else { return [] }
                let (command, undo) = command(id, text)
                return model.perform(
                    [.lead(command)], done: "\(model.label(.lead(id))) ", undo: undo?.map(Command.lead))
            })
    }

    private static func contactVerdict(_ model: Model) -> Action.Availability {
        guard case .lead(let id) = model.target, let lead = model.anyLead(id) else { return .elsewhere }
        do throws(Refusal) {
            try lead.checkContact(by: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }

    /// Whether a step of the lead under the cursor is possible; the full rules judge when it is done.
    private static func leadVerdict(_ model: Model, _ step: LeadStep) -> Action.Availability {
        guard case .lead(let id) = model.target, let lead = model.anyLead(id) else { return .elsewhere }
        do throws(Refusal) {
            try lead.check(step, by: model.actor, in: model.desk.houses)
        } catch {
            return model.refuse(error)
        }
        let state = lead.state
        guard step.from.contains(state) else {
            return .no(model.say("线索现为“\(state.phrase.zh)”", "the lead is \(state.phrase.en)"))
        }
        return model.writable
    }
}

extension Model {
    /// A lead on this screen, as far as it is known.
    func anyLead(_ id: SubjectID) -> (any LeadSummary)? {
        if let lead = desk.place.lead, lead.id == id { return lead }
        return lead(id)
    }
}
