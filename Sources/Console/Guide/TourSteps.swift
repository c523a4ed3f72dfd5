import Ledger
import Newsroom

extension TourStep {
    /// The tour. Each caption must fit into the band, two lines of 71 cells at 80 columns; a test looks.
    static let all: [TourStep] = [
        TourStep(
            caption: Phrase(
                "贯通，一座城市的新闻指挥台。十六个中心此刻在做什么，谁需要帮手，一屏看清。",
                "Guantong, a city's news desk. Sixteen newsrooms on one screen: what each is doing, and who needs a hand."
            ),
            show: { model, _ in model.board(.attention) }),
        TourStep(
            caption: Phrase(
                "最急的总在最上面。这件任务超时了：红色、“!”和过点的钟都在说，不必有人盯着。",
                "The most urgent stands on top. This task is over its limit: red, a mark, a clock. Nobody has to keep watch."
            ),
            find: { model, _ in model.attention.first { $0.level == .over && $0.item.isTask }.map { .item($0.item) } },
            show: { model, _ in model.board(.attention) },
            holds: { model, sight in model.attention.contains { .item($0.item) == sight && $0.level == .over } }),
        TourStep(
            caption: Phrase(
                "没人接，派谁？贯通按属地、专长、手头和轮休排出人选，说明理由。决定的还是人。",
                "Nobody took it. Whom to send? Names come with reasons: close by, knows the subject, hands free. People decide."
            ),
            find: { model, _ in
                let tasks = model.desk.tasks
                return (tasks.first { $0.state == .issued } ?? tasks.first { $0.state == .declined })
                    .map { .item(.task($0.id)) }
            },
            show: { model, sight in model.open(sight) },
            holds: { model, _ in [.declined, .issued].contains(model.desk.place.task?.state) }),
        TourStep(
            caption: Phrase(
                "这个中心一阵子没有声音了。值班人一眼看到，就打个电话：没有消息，往往先是出了事。",
                "This centre has not been heard for a while. The desk sees it at once and rings: silence may be the first sign."
            ),
            find: { model, _ in
                model.desk.roster.filter { !model.isHeard($0) }
                    .min { ($0.lastHeard?.milliseconds ?? 0) < ($1.lastHeard?.milliseconds ?? 0) }
                    .map { .item(.centre($0.id)) }
            },
            show: { model, _ in model.board(.centres) },
            holds: { model, sight in
                guard case .centre(let id) = sight.item, let row = model.rows.centres[id] else { return false }
                return !model.isHeard(row)
            }),
        TourStep(
            caption: Phrase(
                "新闻从一条线索开始。要紧的带着钟：钟走完之前，必须有人在路上。",
                "News begins with a tip. An urgent one carries a clock: somebody must be on the way before it runs out."
            ),
            find: { model, _ in model.desk.leads.first.map { .item(.lead($0.id)) } },
            show: { model, _ in model.jump(to: .leads) },
            holds: { model, sight in model.isOpenLead(sight) }),
        TourStep(
            caption: Phrase(
                "派单只要一行：谁去、做什么、多急、要什么。下面随打随说会发生什么，还荐人。这一行只演示，不发出。",
                "One line sends people out: who, what, how soon. Below, what will happen, and whom to name. This one is not sent."
            ),
            find: { model, _ in model.desk.leads.first { $0.centre != nil }.map { .item(.lead($0.id)) } },
            show: { model, sight in
                guard case .lead(let id) = sight.item, let row = model.lead(id), let centre = row.centre else {
                    return []
                }
                let place = model.language == .zh ? model.shortName(centre) : centre.rawValue
                let title = TourStep.short(row.title)
                let effects = model.jump(to: .leads) + model.beginDispatch("")
                model.type(place + " \(title)" + model.say(" !加急 +视频,图片 >+2h", " !urgent +video,photo >+2h"))
                return effects
            },
            holds: { model, sight in model.isOpenLead(sight) }),
        TourStep(
            caption: Phrase(
                "审稿先看改了什么：“-”是删去的，“+”是加上的。审的就是这一版，改动一字，都要重审。",
                "Reviewers first see what changed: “-” taken out, “+” put in. They judge this very text: one word more, and again."
            ),
            find: { model, _ in
                model.desk.stories.first { $0.state == .inReview && $0.version > 1 }.map { .item(.story($0.id)) }
            },
            show: { model, sight in model.open(sight, .changes) },
            holds: { model, _ in model.desk.place.story?.state == .inReview }),
        TourStep(
            caption: Phrase(
                "这篇退回了。谁退的、为什么，都写给作者看；改好再来，从头审起。",
                "This one was sent back. Its author reads by whom and why, and mends it; the reviews begin again."),
            find: { model, _ in
                model.desk.stories.last { $0.state == .returned }.map { .item(.story($0.id)) }
            },
            show: { model, sight in model.open(sight, .reviews) },
            holds: { model, _ in model.desk.place.story?.state == .returned }),
        TourStep(
            caption: Phrase(
                "人命关天时，总编可以快审先发。理由记录在案，欠下的审一级不少，补完为止。",
                "Where lives are at stake a chief editor may publish first. The reason is kept, and every missing review stays due."
            ),
            find: { model, _ in
                model.desk.stories.first { $0.isEmergency && $0.stage != nil }.map { .item(.story($0.id)) }
            },
            show: { model, sight in model.open(sight, .reviews) },
            holds: { model, _ in model.desk.place.story.map { $0.emergency != nil && !$0.isSettled } ?? false }),
        TourStep(
            caption: Phrase(
                "好新闻会长大：别的中心由这一篇衍生出更多篇，篇篇记着来处。发到哪里、成没成，也看得见。",
                "A good story grows: others were derived from this one, each with credit. Where it went, and whether it arrived."
            ),
            find: { _, desk in
                // Of the latest stories: a long demonstration has thousands.
                let counts = try desk.stories(Filter(limit: 200)).map {
                    (id: $0.id, count: try desk.stories(derivedFrom: $0.id).count)
                }
                return counts.filter { $0.count > 0 }.max { $0.count < $1.count }.map { .item(.story($0.id)) }
            },
            show: { model, sight in model.open(sight, .placements) },
            holds: { model, _ in model.desk.place.story != nil }),
        TourStep(
            caption: Phrase(
                "人人有职责：作者不审自己的稿，经营人员不碰新闻。规矩由程序守着，不靠记性。",
                "Everyone has a role. No author reviews their own story; business keeps out of the news. The program sees to it."
            ),
            show: { model, _ in model.jump(to: .list(.staff)) }),
        TourStep(
            caption: Phrase(
                "值班日志自己写成：谁，何时，做了什么。只添不改，一环扣一环，动过手脚查得出来。",
                "The duty log writes itself: who did what, and when. Nothing in it is ever changed, and tampering would show."
            ),
            show: { model, _ in model.jump(to: .log) }),
        TourStep(
            caption: Phrase(
                "找旧闻，两个字就够：稿件、任务、线索一起找，边打边出来。",
                "One word finds a subject everywhere, in stories, tasks and leads, while one is still typing."),
            show: { model, _ in
                _ = model.jump(to: .board)
                let effects = model.beginSearch("")
                model.type(model.wordOfTheDay)
                return effects
            }),
        TourStep(
            caption: Phrase(
                "不用背键：? 随时说明这一屏能做什么，不能做的为什么不能。现在按任意键，您来试试。",
                "No keys to learn by heart: ? tells what can be done here, and why something cannot. Press any key, and try."
            ),
            show: { model, _ in
                let effects = model.board(.attention)
                model.overlay = .help(scroll: 0)
                return effects
            }),
    ]
}

extension TourStep {
    /// What somebody would type of a title: its longest part between stops, and no more of that than a line has room for.
    fileprivate static func short(_ title: String) -> String {
        let parts = title.split { $0.isPunctuation && $0 != "-" && $0 != "'" }
        let words = (parts.max { $0.count < $1.count } ?? "").split(separator: " ")
        var result = ""
        for word in words {
            guard result.isEmpty || result.count + word.count < 36 else { break }
            result += (result.isEmpty ? "" : " ") + word
        }
        // Chinese has no blanks to stop at.
        return result.utf8.count == result.count ? result : String(result.prefix(14))
    }
}

extension Model {
    /// Goes to the board, with the keys in one of its lists.
    mutating func board(_ pane: Pane) -> [Effect] {
        focus[.board] = pane
        return jump(to: .board)
    }

    /// Opens what a station or an exercise is about, at a tab of it.
    mutating func open(_ sight: Sight, _ tab: Tab = .text) -> [Effect] {
        let place: Place
        switch sight.item {
        case .task(let id): place = .task(id)
        case .story(let id): place = .story(id)
        case .lead(let id): place = .lead(id)
        case .thing(let series, let id): place = .thing(series, id)
        case .centre(let id): place = .centre(id)
        case .staff, .log, .message, .node, .proposal, .emergency, .overruled, nil: return []
        }
        let effects = jump(to: place)
        self.tab = tab
        isArriving = false
        return effects
    }

    fileprivate func isHeard(_ centre: CentreRow) -> Bool {
        desk.policy.presence(heard: centre.lastHeard, now: now) == .online
    }

    fileprivate func isOpenLead(_ sight: Sight) -> Bool {
        guard case .lead(let id) = sight.item else { return false }
        return lead(id)?.state == .open
    }

    /// The topic with the most open tasks, by its first two characters, or its first word.
    fileprivate var wordOfTheDay: String {
        let counts = Dictionary(desk.tasks.compactMap { $0.topic }.map { ($0, 1) }, uniquingKeysWith: +)
        let topic = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let text = topic ?? desk.tasks.first?.title ?? ""
        let word = text.prefix { $0.isLetter }
        return String(word.utf8.count == word.count ? word : word.prefix(2))
    }
}

extension Item {
    var isTask: Bool {
        if case .task = self { true } else { false }
    }
}
