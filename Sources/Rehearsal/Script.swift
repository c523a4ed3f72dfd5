import Files
import Newsroom

/// A rehearsed day as it is written down, in TOML:
///
///     [[staff]]
///     id = "zhangmin"
///     name = "张敏"
///     role = "dutyEditor"
///     centre = "zz"
///     beats = ["民生"]
///
///     [desk]
///     steps = ["-9:00 zhangmin duty", "-1:00 zhangmin roll morning erqi,jinshui", "-0:59 liuyang answer morning",
///              "-8:55 zhangmin note 接班，夜班无遗留"]
///
///     [[lead]]                            # also: text, place, centre, priority, heat
///     label = "rain"
///     at = "-8:00"
///     by = "zhangmin"
///     source = "hotline"
///     title = "…"
///     steps = ["-7:50 zhangmin promote erqi rain-erqi", "-7:40 zhangmin merge other", "-7:40 zhangmin dismiss 理由",
///              "-7:30 zhangmin restore"]
///
///     [[task]]                            # also: note, to, topic, lead, story, promotes (a label for the lead's story)
///     label = "rain"
///     at = "-7:30"
///     by = "zhangmin"
///     centres = ["erqi", "jinshui"]
///     title = "…"
///     priority = "flash"
///     deliver = ["video", "photo"]
///     due = "-6:00"
///     steps = ["-7:29 liuyang erqi ack", "-7:20 liuyang erqi depart", "… arrive", "… file STORY", "… close",
///              "… decline 理由", "… cancel 理由", "-7:10 zhangmin erqi reassign guancheng STAFF"]
///
///     [[story]]                           # also: authors, origin, source, lead; or promoted = true for one that a
///     label = "rain-erqi"                 # lead became, whose first writing is at `at`
///     at = "-6:50"
///     by = "liuyang"
///     title = "…"
///     body = """…"""
///     steps = ["-6:40 liuyang submit", "-6:30 a pass 1 意见", "-6:20 b return 2 意见", "-6:10 liuyang edit mended",
///              "… recall", "… sign", "… publish app,weibo", "… emergency app 理由", "… placed app",
///              "… phoned app STAFF 理由", "… confirm", "… deny 理由",
///              "… failed app 理由", "… correct mended 理由", "… withdraw 理由", "… hide 理由", "… hidden app",
///              "… show-again", "… shown app"]
///     [story.texts]
///     mended = """…"""
///
///     [[request]]                         # also: centre, note, place, priority, story
///     label = "drone"
///     at = "-3:00"
///     by = "maojianjun"
///     title = "…"
///     to = ["xinmi", "dengfeng"]
///     deliver = ["video"]
///     due = "-1:00"
///     steps = ["-2:50 yumiao story STORY", "… task ORDER/CENTRE", "… no 理由", "… close 理由"]
///
/// Times are hours and minutes (and seconds) from now. Labels are of their kind: a lead and a story may share one.
///
/// What lies before now is played at once. What comes after it is played live, a little earlier or later as chance has
/// it; see `LiveDay`. As long as live steps of a task, a story or a lead are still to come, nobody else touches it;
/// without any, the people of the day take it from there (`Residents`): a story with no steps of its own is handed in,
/// reviewed, signed and published. For them a script may also say:
///
///     [desk]
///     ends = "+4:00"                      # when the day is over
///
///     [[lead]]                            # without `at`: comes in some time, one after another, as chance has it
///     becomes = "…"                       # the headline of what a reporter writes on the lead
///     body = """…"""                      # and its text
///
///     [[writing]]                         # the same for tasks and leads that have no text of their own
///     label = "truck"
///     on = "…"                            # the title of the task or lead
///     centre = "huiji"                    # only where this centre has it; absent: any
///     title = "…"
///     body = """…"""
///
///     [[silence]]                         # nobody of this centre can be reached
///     centre = "dengfeng"
///     from = "+0:50"
///     to = "+1:40"
///
///     [habits]                            # how people talk when no script tells them; see `Habits`
///
/// A day may lie in several files, of which later ones may name what earlier ones made.
struct Script {
    private(set) var staff: [StaffCard] = []
    private(set) var steps: [Rehearsal.Step] = []
    private(set) var habits = Habits()
    /// Leads that come some time, each with who brings it.
    private(set) var ordinary: [Rehearsal.Step] = []
    private(set) var ends: Int?
    let tongue: ScriptTongue

    init(_ roots: [TOMLSection], _ tongue: ScriptTongue) throws(DataFileError) {
        self.tongue = tongue
        for root in roots {
            try root.allow(only: ["staff", "desk", "lead", "task", "story", "writing", "silence", "habits", "request"])
            for section in try root.sections("staff") { staff.append(try person(section)) }
            if let desk = try root.section("desk") {
                if desk.has("ends") { ends = try desk.time("ends") }
                try take(desk, "desk", Self.deskDeed)
            }
            for section in try root.sections("lead") { try takeLead(section) }
            for section in try root.sections("task") { try takeOrder(section) }
            for section in try root.sections("story") { try takeStory(section) }
            for section in try root.sections("request") { try takeRequest(section) }
            for section in try root.sections("writing") { try takeWriting(section) }
            for section in try root.sections("silence") { try takeSilence(section) }
            if let section = try root.section("habits") { try habits.take(section, tongue) }
        }
    }

    // MARK: - Blocks

    private func person(_ section: TOMLSection) throws(DataFileError) -> StaffCard {
        try section.allow(only: ["id", "name", "role", "centre", "beats"])
        return StaffCard(
            id: StaffID(rawValue: try section.text("id")), name: tongue.line(try section.text("name")),
            role: try section.term("role"), centre: CentreID(rawValue: try section.text("centre")),
            beats: (try section.strings("beats") ?? []).map { tongue.line($0) })
    }

    private mutating func takeLead(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: [
            "label", "at", "by", "source", "title", "text", "place", "centre", "priority", "heat", "steps", "becomes",
            "body",
        ])
        let label = try section.text("label")
        let title = tongue.line(try section.text("title"))
        let tip = LeadCommand.Tip(
            title: title, text: try section.string("text").map { tongue.line($0) } ?? "",
            source: try section.term("source"), sourceKey: "rehearsal:\(label)",
            place: try section.string("place").map { tongue.line($0) },
            centre: try section.string("centre").map { CentreID(rawValue: $0) },
            priority: try section.term("priority", .routine),
            heat: try section.int("heat"))
        if section.has("becomes") {
            habits.writings[title] = Habits.Writing(
                title: tongue.line(try section.text("becomes")),
                body: tongue.body("lead \(label)", try section.text("body")))
        }
        guard section.has("at") else {
            let actor = StaffID(rawValue: try section.text("by"))
            ordinary.append(
                Rehearsal.Step(offset: 0, actor: actor, place: "lead \(label)", deed: .lead(label: label, tip)))
            return
        }
        try begin(section, "lead \(label)", .lead(label: label, tip))
        try take(section, "lead \(label)") { (line: ScriptLine) throws(DataFileError) -> ScriptStep in
            switch line.verb {
            case "promote":
                return .promote(lead: label, centre: CentreID(rawValue: try line.word(0)), story: try line.word(1))
            case "merge": return .merge(lead: label, into: try line.word(0))
            case "dismiss": return .dismiss(lead: label, reason: try line.rest(0))
            case "restore": return .restore(lead: label)
            default: throw line.unknown(["promote", "merge", "dismiss", "restore"])
            }
        }
    }

    private mutating func takeOrder(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: [
            "label", "at", "by", "centres", "title", "note", "priority", "deliver", "due", "to", "topic", "lead",
            "story", "promotes", "steps",
        ])
        let label = try section.text("label")
        var deliverables: [Deliverable] = []
        for name in try section.strings("deliver") ?? [] {
            guard let deliverable = Deliverable(rawValue: name) else {
                throw section.fault("deliver", oneOf(Deliverable.allCases.map(\.rawValue)))
            }
            deliverables.append(deliverable)
        }
        let order = TaskCommand.Dispatch(
            centres: try section.need("centres", section.strings("centres")).map { CentreID(rawValue: $0) },
            title: tongue.line(try section.text("title")), note: try section.string("note").map { tongue.line($0) },
            priority: try section.term("priority", .routine), deliverables: deliverables,
            assignee: try section.string("to").map { StaffID(rawValue: $0) },
            topic: try section.string("topic").map { tongue.line($0) })
        let links = ScriptStep.Links(
            lead: try section.string("lead"), story: try section.string("story"),
            promotes: try section.string("promotes"), due: try section.has("due") ? section.time("due") : nil)
        try begin(section, "task \(label)", .dispatch(label: label, order, links))
        try take(section, "task \(label)") { (line: ScriptLine) throws(DataFileError) -> ScriptStep in
            // The task keeps the name of the centre that it was first given to.
            let task = Labels.task(label, CentreID(rawValue: line.verb))
            switch try line.word(0) {
            case "ack": return .acknowledge(task: task)
            case "depart": return .depart(task: task)
            case "arrive": return .arrive(task: task)
            case "close": return .close(task: task)
            case "decline": return .decline(task: task, reason: try line.rest(1))
            case "cancel": return .cancel(task: task, reason: try line.rest(1))
            case "file": return .file(task: task, story: line.words.count > 1 ? line.words[1] : nil)
            case "reassign":
                return .reassign(
                    task: task, centre: CentreID(rawValue: try line.word(1)),
                    assignee: line.words.count > 2 ? StaffID(rawValue: line.words[2]) : nil)
            default:
                throw line.unknown([
                    "CENTRE ack", "depart", "arrive", "file", "close", "decline", "cancel", "reassign",
                ])
            }
        }
    }

    private mutating func takeStory(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: [
            "label", "at", "by", "title", "body", "centre", "authors", "origin", "source", "lead", "promoted", "texts",
            "steps",
        ])
        let label = try section.text("label")
        let title = tongue.line(try section.text("title"))
        let body = tongue.body(label, try section.text("body"))
        if section.has("promoted") {
            try begin(section, "story \(label)", .edit(story: label, title: title, body: body))
        } else {
            let new = StoryCommand.Draft(
                title: title, body: body, centre: try section.string("centre").map { CentreID(rawValue: $0) },
                authors: (try section.strings("authors") ?? []).map { StaffID(rawValue: $0) },
                origin: try section.term("origin", .original))
            try begin(
                section, "story \(label)",
                .draft(
                    label: label, new, source: try section.string("source"), lead: try section.string("lead")))
        }
        let texts = try section.section("texts")
        let tongue = tongue
        func text(_ line: ScriptLine) throws(DataFileError) -> String {
            let name = try line.word(0)
            guard let texts else { throw section.fault(path: ["texts", name], .missing) }
            let text = try texts.need(name, texts.string(name))
            return tongue.body("\(label) \(name)", text)
        }
        try take(section, "story \(label)") { (line: ScriptLine) throws(DataFileError) -> ScriptStep in
            switch line.verb {
            case "edit": return .edit(story: label, title: nil, body: try text(line))
            case "correct": return .correct(story: label, body: try text(line), reason: try line.rest(1))
            default:
                if let deed = try ScriptStep.hiding(line, label) { return deed }
                return try Self.storyDeed(line, label)
            }
        }
    }

    private mutating func takeWriting(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: ["label", "on", "centre", "title", "body"])
        let label = try section.text("label")
        let title = tongue.line(try section.text("on"))
        let centre = try section.string("centre").map { "/" + $0 } ?? ""
        habits.writings[title + centre] = Habits.Writing(
            title: tongue.line(try section.text("title")),
            body: tongue.body("writing \(label)", try section.text("body")))
    }

    private mutating func takeSilence(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: ["centre", "from", "to"])
        habits.silences.append(
            Habits.Silence(
                centre: CentreID(rawValue: try section.text("centre")), from: try section.time("from"),
                to: try section.time("to")))
    }

    private static func storyDeed(_ line: ScriptLine, _ label: String) throws(DataFileError) -> ScriptStep {
        switch line.verb {
        case "submit": return .submit(story: label)
        case "recall": return .recall(story: label)
        case "sign": return .sign(story: label)
        case "pass", "return":
            guard let number = Int(try line.word(0)), let stage = Stage(rawValue: number) else {
                throw line.unknown(["pass 1|2|3 OPINION"])
            }
            return .review(
                story: label, stage: stage, verdict: line.verb == "pass" ? .pass : .return,
                opinion: try line.rest(1))
        case "publish": return .publish(story: label, channels: try line.channels(0))
        case "release": return .release(story: label, channels: try line.channels(0))
        case "emergency":
            return .emergency(story: label, channels: try line.channels(0), on: nil, reason: try line.rest(1))
        case "phoned":
            return .emergency(
                story: label, channels: try line.channels(0), on: StaffID(rawValue: try line.word(1)),
                reason: try line.rest(2))
        case "confirm": return .emergencyAnswer(story: label, .confirm)
        case "deny": return .emergencyAnswer(story: label, .deny(reason: try line.rest(0)))
        case "withdraw": return .withdraw(story: label, reason: try line.rest(0))
        case "placed":
            return .place(story: label, channel: ChannelID(rawValue: try line.word(0)), state: .confirmed, note: nil)
        case "recalled":
            return .place(story: label, channel: ChannelID(rawValue: try line.word(0)), state: .recalled, note: nil)
        case "failed":
            return .place(
                story: label, channel: ChannelID(rawValue: try line.word(0)), state: .failed, note: try line.rest(1))
        default:
            throw line.unknown([
                "edit", "submit", "recall", "pass", "return", "sign", "publish", "release", "emergency", "phoned",
                "confirm", "deny", "placed",
                "failed",
                "recalled",
                "correct", "withdraw", "hide", "show-again", "hidden", "shown",
            ])
        }
    }

    private static func deskDeed(_ line: ScriptLine) throws(DataFileError) -> ScriptStep {
        switch line.verb {
        case "duty": return .takeDuty
        case "roll":
            let centres = TypedList.names(try line.word(1)).map(CentreID.init(rawValue:))
            return .roll(label: try line.word(0), centres)
        case "answer": return .answer(roll: try line.word(0))
        case "note": return .note(try line.rest(0))
        default: throw line.unknown(["duty", "roll", "answer", "note"])
        }
    }

    // MARK: - Steps

    mutating func begin(_ section: TOMLSection, _ place: String, _ deed: ScriptStep) throws(DataFileError) {
        steps.append(
            Rehearsal.Step(
                offset: try section.time("at"), actor: StaffID(rawValue: try section.text("by")), place: place,
                deed: deed))
    }

    mutating func take(
        _ section: TOMLSection, _ place: String, _ deed: (ScriptLine) throws(DataFileError) -> ScriptStep
    ) throws(DataFileError) {
        for (index, text) in (try section.strings("steps") ?? []).enumerated() {
            let line = try ScriptLine(text, index + 1, section, tongue)
            steps.append(
                Rehearsal.Step(
                    offset: line.offset, actor: line.actor, place: "\(place), step \(index + 1)", deed: try deed(line)))
        }
    }
}
