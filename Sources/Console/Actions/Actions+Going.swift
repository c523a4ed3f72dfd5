import Newsroom

extension Actions {
    static let going: [Action] = [
        go("board", Phrase("总览", "board"), Phrase("回到总览", "Go to the board"), ["b", "1"], .board, hint: 2),
        go(
            "summary", Phrase("概况", "summary"),
            Phrase("本班概况：等我的、超时的、指标、在班", "The shift: what waits for me, what is overdue, figures, who is on"),
            ["0"], .summary, hint: 2),
        go("tasks", Phrase("任务", "tasks"), Phrase("全部任务", "All tasks"), ["t", "2"], .tasks, hint: 5),
        go("stories", Phrase("稿件", "stories"), Phrase("全部稿件", "All stories"), ["s", "3"], .stories, hint: 5),
        go("leads", Phrase("线索", "leads"), Phrase("全部线索", "All leads"), ["l", "4"], .leads, hint: 5),
        go("log", Phrase("日志", "log"), Phrase("值班日志", "The duty log"), ["L", "5"], .log, hint: 2),
        go("staff", Phrase("人员", "staff"), Phrase("人员与权限", "Staff and their roles"), ["6"], .list(.staff), hint: 1),
        go(
            "messages", Phrase("消息", "messages"), Phrase("收到和发出的消息", "Messages to you and from you"), ["I"], .messages,
            hint: 1),
        go(
            "nodes", Phrase("节点", "nodes"),
            Phrase("共享本台的节点：同步、滞后、问题", "The nodes that share the desk: sync, lag, troubles"),
            ["7"], .nodes, hint: 1),
        tile("left", Phrase("左移", "left"), ["Left", "h"], -1),
        tile("right", Phrase("右移", "right"), ["Right"], 1),
        Action(
            id: "go.open", name: Phrase("打开", "open"), help: Phrase("打开光标所在的一项", "Open what the cursor stands on"),
            keys: ["Enter", "Right"], commands: ["open"], group: .go, hint: 8,
            possible: { model in model.openable == nil && !model.isOnOverruled ? .elsewhere : .yes },
            run: { model, _ in
                if model.isOnOverruled, let row = model.overruledAtHand { return model.openOverruled(row) }
                guard let place = model.openable else { return [] }
                return model.go(to: place)
            }),
        Action(
            id: "go.back", name: Phrase("返回", "back"), help: Phrase("返回上一屏", "Back to where you came from"),
            keys: ["Esc", "Left", "h"], commands: ["back"], group: .go, hint: 3,
            possible: { $0.places.count > 1 || $0.filters[$0.listKey] != nil ? .yes : .elsewhere },
            run: { model, _ in model.back() }),
        Action(
            id: "go.number", name: Phrase("编号直达", "go to number"),
            help: Phrase("打开某个编号，如 :go T-0117", "Open a number, such as :go T-0117"), keys: [],
            commands: ["go", "编号"], group: .go, ask: Action.Ask(label: Phrase("编号", "Number")),
            possible: { _ in .yes },
            run: { _, text in [.find(text)] }),
        Action(
            id: "go.search", name: Phrase("搜索", "search"),
            help: Phrase("在全部稿件、任务、线索中搜索，边打边找", "Search all stories, tasks and leads as you type"), keys: ["f"],
            commands: ["search", "find", "搜索"], group: .go, hint: 4, possible: { _ in .yes },
            run: { model, text in model.beginSearch(text) }),
        move("up", Phrase("上移", "up"), ["Up", "k"]) { $0.isInTiles ? $0.moveTile(x: 0, y: -1) : $0.move(by: -1) },
        move("down", Phrase("下移", "down"), ["Down", "j"]) { $0.isInTiles ? $0.moveTile(x: 0, y: 1) : $0.move(by: 1) },
        move("pageUp", Phrase("上翻页", "page up"), ["PgUp", "C-b"]) { $0.move(by: -$0.pageHeight) },
        move("pageDown", Phrase("下翻页", "page down"), ["PgDn", "C-f", "Space"]) { $0.move(by: $0.pageHeight) },
        move("first", Phrase("到开头", "to the start"), ["Home", "g"]) { $0.move(to: 0) },
        move("last", Phrase("到末尾", "to the end"), ["End", "G"]) { $0.move(to: Int.max / 2) },
        Action(
            id: "go.nextPane", name: Phrase("换栏", "next pane"),
            help: Phrase("把光标移到下一栏或下一页签", "Move to the next pane or tab"),
            keys: ["Tab"], commands: [], group: .go, hint: 3, possible: { $0.canTurn ? .yes : .elsewhere },
            run: { model, _ in model.turn(by: 1) }),
        Action(
            id: "go.previousPane", name: Phrase("上一栏", "previous pane"),
            help: Phrase("把光标移到上一栏或上一页签", "Move to the previous pane or tab"), keys: ["S-Tab"], commands: [],
            group: .go,
            possible: { $0.canTurn ? .yes : .elsewhere }, run: { model, _ in model.turn(by: -1) }),
    ]

    static func go(
        _ word: String, _ name: Phrase, _ help: Phrase, _ keys: [String], _ place: Place, hint: Int
    ) -> Action {
        Action(
            id: "go.\(word)", name: name, help: help, keys: keys, commands: [word, name.zh], group: .go, hint: hint,
            possible: { $0.place == place ? .elsewhere : .yes }, run: { model, _ in model.jump(to: place) })
    }

    private static func tile(_ word: String, _ name: Phrase, _ keys: [String], _ step: Int) -> Action {
        Action(
            id: "move.\(word)", name: name, help: name, keys: keys, commands: [], group: .go,
            possible: { $0.isInTiles ? .yes : .elsewhere },
            run: { model, _ in
                model.moveTile(x: step, y: 0)
                return []
            })
    }

    private static func move(
        _ word: String, _ name: Phrase, _ keys: [String], _ body: @escaping @Sendable (inout Model) -> Void
    ) -> Action {
        Action(
            id: "move.\(word)", name: name, help: name, keys: keys, commands: [], group: .go,
            possible: { _ in .yes },
            run: { model, _ in
                body(&model)
                return []
            })
    }

    static let viewing: [Action] = [
        Action(
            id: "view.command", name: Phrase("命令", "command"),
            help: Phrase("输入任何命令，Tab 补全，↑ 历史", "Type any command; Tab completes, Up recalls"),
            keys: [":"], commands: [], group: .view, hint: 7, possible: { _ in .yes },
            run: { model, text in model.beginCommand(text) }),
        Action(
            id: "view.filter", name: Phrase("筛选", "filter"),
            help: Phrase("筛选本栏：汉字、拼音、首字母均可", "Filter this list: characters, pinyin or initials"), keys: ["/"],
            commands: ["filter", "筛选"], group: .view, hint: 6,
            possible: { $0.pane == .text ? .elsewhere : .yes }, run: { model, text in model.beginFilter(text) }),
        Action(
            id: "view.help", name: Phrase("帮助", "help"), help: Phrase("本屏能做什么", "What can be done on this screen"),
            keys: ["?", "F1"], commands: ["help", "帮助"], group: .view, hint: 9, possible: { _ in .yes },
            run: { model, _ in
                model.overlay = .help(scroll: 0)
                return []
            }),
        Action(
            id: "view.palette", name: Phrase("全部操作", "all actions"),
            help: Phrase("查找并执行任何操作，并说明为何现在不能", "Find and do anything; says why something is not possible"),
            keys: ["C-p", "F2"], commands: ["actions", "全部操作"], group: .view, hint: 2, possible: { _ in .yes },
            run: { model, _ in
                model.overlay = .palette(LineEditor(), index: 0)
                return []
            }),
        Action(
            id: "view.reorder", name: Phrase("重排", "re-sort"),
            help: Phrase("按紧急程度重新排列本栏", "Put this list in order again"),
            keys: ["o"], commands: ["sort", "重排"], group: .view,
            possible: { $0.pane == .text ? .elsewhere : .yes },
            run: { model, _ in
                model.refreshLists(reorder: true)
                return []
            }),
        Action(
            id: "view.language", name: Phrase("English", "中文"), help: Phrase("切换语言", "Switch the language"),
            keys: ["F3"], commands: ["lang", "语言"], group: .view, possible: { _ in .yes },
            run: { model, text in
                model.language = Language(rawValue: text) ?? (model.language == .zh ? .en : .zh)
                return []
            }),
        Action(
            id: "view.theme", name: Phrase("配色", "theme"),
            help: Phrase("换配色，如 :theme light", "Change the theme, such as :theme light"),
            keys: ["F4"], commands: ["theme", "配色"], group: .view, possible: { _ in .yes },
            run: { _, text in [.theme(text)] }),
        Action(
            id: "view.mouse", name: Phrase("鼠标", "mouse"),
            help: Phrase("放开或接管鼠标；放开后可用鼠标选字复制", "Release the mouse for copying, or take it back"), keys: ["M"],
            commands: ["mouse", "鼠标"], group: .view, possible: { _ in .yes },
            run: { model, _ in
                model.hasMouse.toggle()
                model.tell(
                    model.hasMouse
                        ? model.say("鼠标已接管", "the mouse is the console's")
                        : model.say("鼠标已放开，可选字复制", "the mouse is free for copying"))
                return [.mouse(model.hasMouse)]
            }),
        Action(
            id: "view.redraw", name: Phrase("重画", "redraw"), help: Phrase("重画整屏", "Draw the whole screen again"),
            keys: ["C-l"], commands: ["redraw", "重画"], group: .view, possible: { _ in .yes },
            run: { _, _ in [.redraw, .reload] }),
        Action(
            id: "view.suspend", name: Phrase("挂起", "suspend"),
            help: Phrase("回到命令行，fg 再来", "To the shell; fg comes back"),
            keys: ["C-z"], commands: ["suspend", "挂起"], group: .view,
            possible: { model in
                if model.isKiosk { return .no(model.stays) }
                return model.reach.suspends
                    ? .yes : .no(model.say("这里没有命令行可回", "there is no shell behind this console"))
            }, run: { _, _ in [.suspend] }),
        Action(
            id: "view.quit", name: Phrase("退出", "quit"), help: Phrase("离开贯通；什么都不会丢", "Leave; nothing is lost"),
            keys: ["q", "C-c"], commands: ["q", "quit", "exit", "退出"], group: .view, hint: 1,
            possible: { $0.isKiosk ? .no($0.stays) : .yes },
            run: { model, _ in model.leave() }),
    ]
}
