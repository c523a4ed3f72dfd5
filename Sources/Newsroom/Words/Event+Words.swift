extension Event {
    /// What happened, as the duty log says it, without who and what: "接单", "拒接：…".
    public func deed(_ read: Reader) -> String {
        switch fact {
        case .deskOpened: read("开台", "opened the desk")
        case .policySet: read("修改了时限", "set the limits")
        case .noted(let text): text
        case .centreAdded(let card): read("加入\(card.name.zh)", "added \(card.name.en)")
        case .dutyTaken(let staff): read("\(read.name(staff))接班", "\(read.name(staff)) took duty")
        case .staffAdded(let card):
            read("添加人员\(card.name)（\(card.role.phrase.zh)）", "added \(card.name) (\(card.role.phrase.en))")
        case .staffChanged(let card):
            read("更新人员\(card.name)（\(card.role.phrase.zh)）", "changed \(card.name) (\(card.role.phrase.en))")
        case .leadReceived, .leadPromoted, .leadMerged, .leadDismissed, .leadRestored: leadDeed(read)
        case .taskIssued, .taskAcknowledged, .taskDeclined, .taskReassigned, .taskDeparted, .taskArrived, .taskFiled,
            .taskClosed, .taskCancelled:
            taskDeed(read)
        case .rollCalled(let centres, _): read("点名 \(centres.count) 个中心", "called the roll of \(centres.count) centres")
        case .rollAnswered(let centre): read("\(read.centre(centre))应答", "\(read.centre(centre)) answered")
        case .messageSent(let text, let to, _): messageDeed(text, to, read)
        case .messageRead: read("已读消息", "read the message")
        case .overruledRead: read("已知有事没算数", "saw what did not count")
        case .nodeAdmitted, .nodeKeyChanged, .nodeRevoked: nodeDeed(read)
        case .clockResumed, .clockCorrected: clockDeed(read)
        case .storyShared: read("共享草稿", "shared the draft")
        case .told(let at, let fact):
            Event(subject: subject, stamp: at, actor: actor, fact: fact).deed(read)
        default: storyDeed(read)
        }
    }

    private func messageDeed(_ text: String, _ to: [StaffID]?, _ read: Reader) -> String {
        let whom = to.map { $0.map(read.name).joined(separator: read("、", ", ")) } ?? read("全台", "everybody")
        return read("对\(whom)说：\(text)", "to \(whom): \(text)")
    }

    private func nodeDeed(_ read: Reader) -> String {
        switch fact {
        case .nodeAdmitted(let card):
            read(
                "准入节点\(card.name)（\(read.centre(card.centre))）",
                "admitted node \(card.name) (\(read.centre(card.centre)))")
        case .nodeKeyChanged: read("更换节点密钥", "changed the node's key")
        case .nodeRevoked(_, let reason): read("除名节点：\(reason)", "revoked the node: \(reason)")
        default: ""
        }
    }

    private func clockDeed(_ read: Reader) -> String {
        switch fact {
        case .clockResumed(let last):
            return read(
                "时钟从 \(read.zone.iso(last)) 接到 \(read.zone.iso(at))",
                "the clock went on from \(read.zone.iso(last)) to \(read.zone.iso(at))")
        case .clockCorrected(let origin, let first, let last, let by):
            let length = Phrase.length(seconds: Int(by / 1000))
            return read(
                "订正时钟：链 \(origin.short) 第 \(first) 至 \(last) 号事件提前 \(length.zh)",
                "corrected the clock: events \(first) to \(last) of chain \(origin.short) count \(length.en) earlier")
        default: return ""
        }
    }

    private func leadDeed(_ read: Reader) -> String {
        switch fact {
        case .leadReceived(let card): read("收到线索（\(card.source.phrase.zh)）", "received (\(card.source.phrase.en))")
        case .leadPromoted: read("立项", "promoted")
        case .leadMerged: read("并入另一线索", "merged into another")
        case .leadDismissed(let reason): read("不用：\(reason)", "dismissed: \(reason)")
        default: read("恢复待判", "restored")
        }
    }

    private func taskDeed(_ read: Reader) -> String {
        switch fact {
        case .taskIssued(let order):
            read(
                "派给\(target(order.centre, order.assignee, read))",
                "dispatched to \(target(order.centre, order.assignee, read))")
        case .taskAcknowledged: read("接单", "acknowledged")
        case .taskDeclined(let reason): read("拒接：\(reason)", "declined: \(reason)")
        case .taskReassigned(let centre, let assignee, _):
            read("改派\(target(centre, assignee, read))", "reassigned to \(target(centre, assignee, read))")
        case .taskDeparted: read("出发", "en route")
        case .taskArrived: read("到场", "on scene")
        case .taskFiled: read("交稿", "filed")
        case .taskClosed: read("办结", "closed")
        case .taskCancelled(let reason): read("撤销：\(reason)", "cancelled: \(reason)")
        default: ""
        }
    }

    private func target(_ centre: CentreID, _ assignee: StaffID?, _ read: Reader) -> String {
        read.centre(centre) + (assignee.map { " " + read.name($0) } ?? "")
    }

    private func storyDeed(_ read: Reader) -> String {
        switch fact {
        case .storyDrafted: read("起稿", "drafted")
        case .storyEdited: read("改稿", "edited")
        case .storySubmitted: read("送审", "submitted")
        case .storyRecalled: read("撤回送审", "recalled")
        case .storyReviewed(let stage, let verdict, let opinion, _):
            read(
                "\(stage.phrase.zh)\(verdict.phrase.zh)：\(opinion)",
                "\(stage.phrase.en) \(verdict.phrase.en): \(opinion)")
        case .storySigned: read("签发", "signed off")
        case .storyPublished(let channels, _):
            read("发布到 \(channels.count) 个渠道", "published on \(channels.count) channels")
        case .storyPublishedInEmergency(_, _, let reason):
            read("应急先发：\(reason)", "published in an emergency: \(reason)")
        case .storyCorrected(_, _, let reason, _): read("更正：\(reason)", "corrected: \(reason)")
        case .storyWithdrawn(let reason): read("撤稿：\(reason)", "withdrawn: \(reason)")
        case .placementReported(let channel, let state, let note):
            "\(read.channel(channel)) \(read(state.phrase))" + (note.map { read("：", ": ") + $0 } ?? "")
        default: ""
        }
    }
}
