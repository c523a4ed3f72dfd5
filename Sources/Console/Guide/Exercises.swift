import Ledger
import Newsroom

extension Exercise {
    /// The lessons, for a duty editor, and at the end for a chief editor. What they need is prepared by
    /// `Data/demo/lessons.toml`.
    static let all = [
        rollCall, openTask, filter, dispatch, undo, scene,
        reassign, search, review, release,
    ]

    private static let rollCall = Exercise(
        task: Phrase(
            "看帮助，找到“点名”用哪个键，向全部中心点一次名。",
            "Open the help, find the key that calls the roll, and call the roll of all centres."),
        hint: Phrase("? 打开帮助，任意键关闭；点名是 K，再按 y", "? opens the help, any key closes it; K, then y, calls the roll"),
        name: Phrase("帮助与点名", "help and roll call"), find: { _, _ in .screen }, par: { _, _ in 4 },
        steps: [
            { model, _ in if case .help = model.overlay { true } else { false } },
            { $0.did(.rollCall(.called), $1) },
        ])

    private static let openTask = Exercise(
        task: Phrase("打开最急的一件任务：{}。", "Open the most urgent task: {}."),
        hint: Phrase("↑ ↓ 移到它上面，Enter 打开", "Up and Down go to it, Enter opens it"),
        name: Phrase("打开任务", "open a task"),
        find: { model, _ in model.attention.first { $0.item.isTask }.map { .item($0.item) } },
        par: { model, sight in (model.attention.firstIndex { .item($0.item) == sight } ?? 0) + 1 },
        steps: [{ model, lessons in model.stands(at: lessons) }])

    private static let filter = Exercise(
        task: Phrase(
            "到任务列表，用拼音筛选，只留下{}的任务。", "Go to the list of tasks and filter it by pinyin: only those of {}."),
        hint: Phrase(
            "t 到任务，/ 筛选，再打中心的拼音或首字母，Enter",
            "t for the tasks, / to filter, then the centre's name or initials, Enter"),
        name: Phrase("拼音筛选", "filter by pinyin"),
        find: { model, _ in
            // One whose initials mean nobody else.
            model.desk.roster.first { row in
                let found = model.desk.tasks.filter {
                    Pinyin.shared.matches(
                        model.initials(row.id),
                        in: "\($0.title) \(model.rows.centres[$0.centre]?.card.name.zh ?? "")")
                }
                return found.count > 1 && found.allSatisfy { $0.centre == row.id }
            }.map { .item(.centre($0.id)) }
        },
        // t, /, the initials, Enter.
        par: { model, sight in 3 + (sight.centre.map { model.initials($0).count } ?? 0) },
        steps: [
            { model, lessons in
                guard model.place == .tasks, let typed = model.filters[model.listKey], !model.list.items.isEmpty,
                    typed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isWhitespace) })
                else { return false }
                return model.list.items.allSatisfy {
                    guard case .task(let id) = $0 else { return false }
                    return model.task(id)?.centre == lessons.sight?.centre
                }
            }
        ])

    private static let dispatch = Exercise(
        task: Phrase(
            "用一行派单：给{}派一件加急任务，要视频，标题随意。",
            "Dispatch by one line: an urgent task to {}, with video; any title will do."),
        hint: Phrase("d，然后：中心 标题 !加急 +视频，Enter", "d, then: centre title !urgent +video, Enter"),
        name: Phrase("一行派单", "dispatch by a line"),
        find: { model, _ in
            model.desk.roster.first { model.desk.policy.presence(heard: $0.lastHeard, now: model.now) == .online }
                .map { .item(.centre($0.id)) }
        },
        // d, the centre's initials, a title of two characters, and " !u +v".
        par: { model, sight in 11 + (sight.centre.map { model.initials($0).count } ?? 0) },
        steps: [
            { model, lessons in
                model.did(lessons) {
                    guard case .task(.issued(let order)) = $0.fact else { return false }
                    return order.centre == lessons.sight?.centre && order.priority == .urgent
                        && order.deliverables.contains(.video)
                }
            }
        ])

    private static let undo = Exercise(
        task: Phrase("派错了！收回刚派出的 {}。", "A mistake! Take back {}, which you have just sent."),
        hint: Phrase("z 撤回上一步", "z takes back what you did last"),
        name: Phrase("撤回", "undo"),
        find: { model, _ in
            guard !model.undo.isEmpty else { return nil }
            let sent: LogRow? = model.desk.log.first { line in
                line.event?.fact.kind == .task(.issued) && line.actor == .person(model.actor.staff)
            }
            return sent?.event.flatMap { model.task($0.subject) }
                .flatMap { $0.state == .issued ? .item(.task($0.id)) : nil }
        },
        par: { _, _ in 1 },
        steps: [
            { $0.didToIt(.task(.cancelled), $1) }
        ])

    private static let scene = Exercise(
        task: Phrase(
            "记者来电：{} 接下了，人已到现场。替他们把两步都记上。",
            "A reporter rings: {} is taken, and they are on scene. Record both steps for them."),
        hint: Phrase("光标在它上面：a 接单，v 到场", "the cursor stands on it: a acknowledges, v reports on scene"),
        name: Phrase("接单与到场", "acknowledge, on scene"),
        find: { model, _ in
            model.desk.tasks.last { $0.state == .issued && $0.assignee == nil && $0.limit ?? model.now > model.now }
                .map { .item(.task($0.id)) }
        },
        start: { model, sight in model.open(sight) },
        par: { _, _ in 2 },
        steps: [
            { $0.didToIt(.task(.acknowledged), $1) },
            { $0.didToIt(.task(.arrived), $1) },
        ])

    private static let reassign = Exercise(
        task: Phrase(
            "{} 的记者去不了。替他拒接，写明理由，再改派给贯通推荐的下一位。",
            "The reporter on {} cannot go. Decline it for them with a reason, then send the next best who is proposed."
        ),
        hint: Phrase("x，写理由，Enter；再 r，Enter", "x, a reason, Enter; then r, Enter"),
        name: Phrase("拒接与改派", "decline, reassign"),
        find: { model, _ in
            model.desk.tasks.last { $0.state == .issued && $0.assignee != nil && $0.limit ?? model.now > model.now }
                .map { .item(.task($0.id)) }
        },
        start: { model, sight in model.open(sight) },
        // x, two characters, Enter, r, Enter.
        par: { _, _ in 6 },
        steps: [
            { $0.didToIt(.task(.declined), $1) },
            { $0.didToIt(.task(.reassigned), $1) },
        ])

    private static let search = Exercise(
        task: Phrase(
            "搜索 {}，打开它，看这一稿比上一稿改了什么（“差异”页）。",
            "Search for {}, open it, and see what changed since the last version (Changes)."),
        hint: Phrase(
            "f，编号或标题里的字，Enter，Enter；Tab 换页签",
            "f, its number or words of its title, Enter, Enter; Tab turns the tabs"),
        name: Phrase("搜索与差异", "search, differences"),
        find: { model, _ in
            model.desk.stories.last { $0.stage == .first && $0.version > 1 && $0.state == .inReview }
                .map { .item(.story($0.id)) }
        },
        // f, the number as short as it can be typed, Enter twice, Tab.
        par: { model, sight in model.digits(of: sight.item) + 5 },
        steps: [
            { model, _ in model.place == .search || model.places.contains(.search) },
            { model, lessons in model.stands(at: lessons) && model.tab == .changes },
        ])

    private static let review = Exercise(
        task: Phrase(
            "现在您是值班主任。二审 {}：通过或退回都行，要留下意见。",
            "Now you are the desk head. Give {} its second review: pass it or return it, with your opinion."),
        hint: Phrase("p 通过或 r 退回，写意见，Enter", "p passes or r returns, write your opinion, Enter"),
        name: Phrase("二审", "second review"), role: .deskHead,
        find: { model, _ in
            model.desk.stories.last { $0.stage == .second && $0.state == .inReview }.map { .item(.story($0.id)) }
        },
        start: { model, sight in model.open(sight) },
        par: { _, _ in 2 },
        steps: [
            { $0.didToIt(.story(.reviewed), $1) }
        ])

    private static let release = Exercise(
        task: Phrase(
            "现在您是值班总编。三审已过：签发 {}，再发到本台全部渠道。",
            "Now you are the chief editor. The reviews are done: sign off {}, then publish it on all the desk's channels."
        ),
        hint: Phrase("S，Enter 签发；P，Enter，Enter 发布", "S, Enter signs off; P, Enter, Enter publishes"),
        name: Phrase("签发与发布", "sign off, publish"), role: .chiefEditor,
        find: { model, _ in
            model.desk.stories.last { $0.stage == .signature && $0.centre == model.desk.directory.charter.id }.map {
                .item(.story($0.id))
            }
        },
        start: { model, sight in model.open(sight) },
        par: { _, _ in 5 },
        steps: [
            { $0.didToIt(.story(.signed), $1) },
            { $0.didToIt(.story(.published), $1) },
        ])
}

extension Model {
    /// Whether the learner did something of a kind since the exercise began.
    fileprivate func did(_ kind: FactKind, _ lessons: Lessons) -> Bool { did(lessons) { $0.fact.kind == kind } }

    /// The same to the very thing that it is about.
    fileprivate func didToIt(_ kind: FactKind, _ lessons: Lessons) -> Bool {
        did(lessons) { $0.fact.kind == kind && lessons.sight?.subject == $0.subject }
    }

    /// How many digits the number of a story has.
    fileprivate func digits(of item: Item?) -> Int {
        guard case .story(let id) = item, let number = story(id)?.number else { return 0 }
        return String(number.value).count
    }

    /// Whether the learner did something since the exercise began.
    fileprivate func did(_ lessons: Lessons, _ wanted: (Event) -> Bool) -> Bool {
        desk.log.contains { line in
            guard line.id > lessons.begin, line.actor == ActorID.person(actor.staff), let event = line.event
            else { return false }
            return wanted(event)
        }
    }

    /// Whether what the exercise is about is open.
    fileprivate func stands(at lessons: Lessons) -> Bool {
        switch lessons.sight?.item {
        case .task(let id): place == .task(id)
        case .story(let id): place == .story(id)
        default: false
        }
    }

    /// A centre's name in the first letters of its characters, as one types it.
    fileprivate func initials(_ id: CentreID) -> String {
        (rows.centres[id]?.card.name.zh ?? "").map { Pinyin.shared.letters(String($0)).prefix(1) }.joined()
    }
}

extension Sight {
    fileprivate var centre: CentreID? {
        if case .item(.centre(let id)) = self { id } else { nil }
    }

    fileprivate var subject: SubjectID? {
        switch item {
        case .task(let id), .story(let id), .lead(let id), .thing(_, let id): id
        default: nil
        }
    }
}
