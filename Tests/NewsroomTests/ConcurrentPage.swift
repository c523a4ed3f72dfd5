import Newsroom

/// The pages on concurrent work, made from the tables that the tests hold.
enum Page {
    private static let people: [StaffID: Phrase] = [
        "rep": Phrase("记者", "the reporter"), "rep2": Phrase("另一记者", "another reporter"),
        "ed": Phrase("中心编辑", "the centre editor"), "ed2": Phrase("另一中心编辑", "another centre editor"),
        "duty": Phrase("值班编辑", "the duty editor"), "head": Phrase("值班主任", "the desk head"),
        "med": Phrase("中牟编辑", "the editor of Zhongmu"),
        "chief": Phrase("值班总编", "the chief editor"), "chief2": Phrase("另一值班总编", "another chief editor"),
        "root": Phrase("管理员", "the administrator"), "liwei": Phrase("李蔚", "Li Wei"),
    ]

    static func reader(_ language: Language) -> Localizer {
        Localizer(
            language: language, name: { people[$0]?(language) ?? $0.rawValue },
            centre: { id in Sample.centres.first { $0.id == id }?.name(language) ?? id.rawValue })
    }

    static func text(_ language: Language) throws -> String {
        let read = reader(language)
        var lines = [read("# 同时办理", "# Concurrent work"), ""]
        lines += [
            read("[English](concurrent.md)", "[中文](concurrent.zh-CN.md)"), "",
            read(
                "由测试里的表生成，每一行都是一项测试；请勿手改。",
                "Made from the tables of the tests, where each row is a test: do not edit."), "",
            read(
                """
                线路断开时，两个节点可能各自办同一件事。接通以后，各处按时间戳先后逐件裁定，结果处处相同，与先收到哪一件无关。
                没有算数的留在日志里，办的人会得知发生了什么、还能怎么办。时刻是节点的钟；两个节点同一时刻，以链号小者在先。
                """,
                """
                While the line is cut, two nodes may act on one thing. When it is back, the acts are judged one after the
                other in the order of their stamps: the same everywhere, whichever arrived first. What does not count
                stays in the log, and whoever did it is told what happened and what can still be done. Of two equal
                stamps that of the chain with the lower bytes comes first.
                """), "",
        ]
        let heads = [
            "task": read("任务", "Tasks"), "story": read("稿件", "Stories"), "lead": read("线索", "Leads"),
            "placement": read("分发", "Placements"),
        ]
        for (name, rows) in ConcurrentTests.tables {
            lines += ["## " + (heads[name] ?? read("其他", "Other things")), ""]
            lines += [
                read("| 原来 | 先 | 后 | 结果 | 没有算数，告知 |", "| Stood | Earlier | Later | Stands | Does not count; told |"),
                "| --- | --- | --- | --- | --- |",
            ]
            for row in rows {
                for order in try Outcome.both(row) {
                    let acts = order.events.map { act($0, read) }
                    let told = order.void.map { $0.event.overruled(by: $0.why, read) } ?? "—"
                    let stood = AnySubject.fold(order.before).map { standing($0, read) } ?? ""
                    lines.append("| \(stood) | \(acts[0]) | \(acts[1]) | \(standing(order.state, read)) | \(told) |")
                }
            }
            lines.append("")
        }
        lines += [
            read("## 三处同时", "## Three at once"), "",
            read(
                "一处发布到另一渠道，一处撤稿，一处更正，互不知情；接通后按时间戳排成的六种先后。`owes` 是各渠道还欠的，`settle` 会补上：",
                "One node publishes on another channel, one withdraws, one corrects, none knowing of the others: the six orders that their "
                    + "stamps may have. What a channel still `owes`, `settle` orders:"), "", "```",
        ]
        lines += PlacementTests.threeNodes + ["```", ""]
        lines += try ConcurrentLoan.page(read)
        return (lines + rest(read)).joined(separator: "\n") + "\n"
    }

    private static func act(_ event: Event, _ read: Localizer) -> String {
        let who = read.name(event.actor.id)
        return read("\(who)：\(event.logText(read))", "\(who): \(event.logText(read))")
    }

    private static func standing(_ subject: AnySubject, _ read: Localizer) -> String {
        switch subject {
        case .task(let task):
            let person = task.order.assignee.map { " " + read.name($0) } ?? ""
            return read(task.state.phrase) + read("，", ", ") + read.centre(task.order.centre) + person
        case .story(let story):
            let open = story.state == .inReview ? story.openStage.map { read("，待", ", open: ") + read($0.phrase) } : nil
            let text =
                story.versions.count == 1
                ? "" : read("，\(read.name(story.text.by))的文字", ", the text of \(read.name(story.text.by))")
            let out = story.sendOut == nil ? "" : read("，外审中", ", out for approval")
            let word: String =
                switch story.emergency.map({ ($0.isAwaited, $0.answer, $0.isDenied) }) {
                case (true, _, _)?: read("，授权待确认", ", authority to be confirmed")
                case (_, _?, true)?: read("，授权被否认", ", authority denied")
                case (_, _?, false)?: read("，授权已确认", ", authority confirmed")
                default: ""
                }
            let files =
                story.attachments.isEmpty
                ? "" : read("，附件 \(story.attachments.count) 个", ", with \(story.attachments.count) attached")
            let correction = story.openCorrection.map { one in
                read("，\(read.name(one.by))提出的", ", of \(read.name(one.by)): ") + read(one.summary.phrase)
            }
            return read(story.state.phrase) + (open ?? "") + out + word + text + files + hidden(story.hidings, read)
                + (correction ?? "")
        case .lead(let lead): return read(lead.state.phrase)
        case .centre(let centre):
            let person = centre.dutyEditor.map(read.name) ?? read("无人", "nobody")
            return read("值班：\(person)", "on duty: \(person)")
        case .rollCall(let call):
            return call.missing.isEmpty ? read("已应答", "answered") : read("等待应答", "waits for an answer")
        case .staff(let staff): return "\(read.name(staff.card.id))" + read("，", ", ") + read(staff.card.role.phrase)
        case .request(let request):
            let answers = request.answers.count
            return read(request.state.phrase) + read("，\(answers) 个答复", ", \(answers) answers")
        case .loan(let loan): return read(loan.state.phrase)
        case .message(let message):
            return read("\(message.readBy.count) 人已读", "read by \(message.readBy.count)")
        case .placement(let placement):
            let last = placement.last
            let version =
                last.order.act == .recall ? "" : read("，第 \(last.order.version) 版", ", version \(last.order.version)")
            let there = placement.hiddenThere == nil ? "" : read("，渠道已下线", ", out of sight there")
            return read(last.state.phrase(last.order.act)) + version + hidden(placement.hidings, read) + there
        case .desk, .channel, .node: return ""
        }
    }

    private static func hidden(_ hidings: Hidings, _ read: Localizer) -> String {
        guard hidings.isHidden else { return "" }
        var names: [String] = []
        for hiding in hidings.standing where !names.contains(read.centre(hiding.house)) {
            names.append(read.centre(hiding.house))
        }
        let houses = names.joined(separator: read("、", ", "))
        return read("，\(houses)下线", ", hidden by \(houses)")
    }

    private static func rest(_ read: Localizer) -> [String] {
        [
            read("## 不由表定的", "## What no row decides"), "",
            read(
                "- 改稿记下所改的是哪一版。另一个节点先改了，后到的改稿不算数，但文字留在日志里，供作者并入新版；"
                    + "在没有算数的改稿上接着改的，同样不算数。",
                "- An edit says which text it changed. When another node changed that text first, the later edit does not "
                    + "count; its text stays in the log, for its writer to merge into the new one. What was built on an "
                    + "edit that does not count does not count either."),
            read(
                "- 送审和撤回不指明文字：送审送的是当时的版本。审稿、签发、发布都指明所见文字，文字变了就不算数。",
                "- Submitting and recalling name no text: what is submitted is the text that stands. A review, a signature "
                    + "and a publication name the text that was seen, and do not count for another."),
            read(
                "- 两条线索在两处互相并入：两条都成“已合并”，恢复其中一条即可。",
                "- Two leads merged into each other at two nodes: both are merged; restore one of them."),
            read(
                "- 人员变动与此人的操作：操作按其时间戳当时的名册裁定；当时已离任或换了角色的，搁置，名册改正后重新裁定。",
                "- Staff changed while they act: the act is judged by the roster at its stamp. Who had left, or had "
                    + "another role then, is set aside, and judged again when the roster changes."),
            read(
                "- 节点除名：除名时写明每条链算到第几件，之后的搁置。",
                "- A node revoked while it works: the revocation names the last event that counts of each chain; what "
                    + "comes after is set aside."),
            read(
                "- 取用独家：共享稿库还没有，规则随它一起定。",
                "- Taking what is exclusive: there is no shelf of shared stories yet; its rules come with it."),
        ]
    }
}
