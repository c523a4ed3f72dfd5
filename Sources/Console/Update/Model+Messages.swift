import Ledger
import Newsroom

extension Model {
    /// For so many seconds a message that came is the line of news; then the mark in the header tells of it.
    private static let newsSeconds = 60

    /// The message that stands at the bottom of the screen, if one does.
    var newsLine: MessageRow? {
        guard let newsAt, place != .messages, (0..<Self.newsSeconds).contains(now.seconds(since: newsAt)) else {
            return nil
        }
        return desk.unread.first { !reading.contains($0.id) }
    }

    /// The message under the cursor of their screen.
    var messageUnderCursor: SubjectID? {
        guard case .message(let id) = lists[ListKey(place: .messages, pane: .messages)]?.selected else { return nil }
        return id
    }

    /// What the text below a list is about.
    var documentItem: Item? {
        switch place {
        case .messages: messageUnderCursor.map { .message($0) }
        case .nodes: nodeUnderCursor.map { .node($0) }
        default: nil
        }
    }

    /// The node under the cursor of their screen.
    var nodeUnderCursor: NodeID? {
        guard case .node(let id) = lists[ListKey(place: .nodes, pane: .nodes)]?.selected else { return nil }
        return id
    }

    /// What has come since the desk was read last: the newest is the line of news, and the bell rings once.
    mutating func hear() -> [Effect] {
        let fresh = desk.unread.filter { !told.contains($0.id) }
        told = Set(desk.unread.map(\.id))
        guard let newest = fresh.first else { return [] }
        newsAt = now
        return [.alert(say("消息 \(read.name(newest.from))：", "message from \(read.name(newest.from)): ") + newest.text)]
    }

    /// The message that somebody has before their eyes, whole, on its own screen, counts as read.
    mutating func readWhatIsOpen() -> [Effect] {
        guard place == .messages, overlay == nil, prompt == nil, isAttended, let id = messageUnderCursor else {
            return []
        }
        return recordReading(id)
    }

    private mutating func recordReading(_ id: SubjectID) -> [Effect] {
        guard !isReadOnly, actor.role.may(.message), rows.messages[id]?.isUnread(by: actor.staff) == true,
            reading.insert(id).inserted
        else { return [] }
        return perform([.message(.read([id]))], done: "")
    }

    /// The line of news is read; one that is longer than the line is opened instead: nobody has read what was cut.
    mutating func dismissNews() -> [Effect] {
        guard let row = newsLine else { return [] }
        guard newsText(row).isWhole else {
            lists[ListKey(place: .messages, pane: .messages)] = nil
            return go(to: .messages)
        }
        // The next one has its time too.
        newsAt = now
        return recordReading(row.id)
    }

    /// What the line of news says, and whether all of it fits.
    func newsText(_ row: MessageRow) -> (text: String, key: String, deed: String, isWhole: Bool) {
        let about = row.number.map { "\($0) " } ?? ""
        let text = "\(glyphs.mail) \(read.name(row.from))\(say("：", ": "))\(about)\(row.text)"
        let key = keymap.label("message.read") ?? ":read"
        let deed = say("知道了", "got it")
        let room = size.columns - 5 - widths.width(of: key + deed)
        return widths.width(of: text) <= room ? (text, key, deed, true) : (text, key, say("看全文", "open"), false)
    }

    // MARK: - Sending

    /// What a message that is being written is about: as it was when it was begun, else what is on the screen.
    var messageAbout: (id: SubjectID, number: Number)? {
        if let aim = aim ?? prompt?.aim { return aim.item.flatMap(numbered) }
        switch place {
        case .task(let id): return numbered(.task(id))
        case .story(let id): return numbered(.story(id))
        case .lead(let id): return numbered(.lead(id))
        case .thing(let series, let id): return numbered(.thing(series, id))
        default: return nil
        }
    }

    private func numbered(_ item: Item) -> (id: SubjectID, number: Number)? {
        switch item {
        case .task(let id): (task(id)?.number ?? desk.place.task?.number).map { (id, $0) }
        case .story(let id): (story(id)?.number ?? desk.place.story?.number).map { (id, $0) }
        case .lead(let id): (lead(id)?.number ?? desk.place.lead?.number).map { (id, $0) }
        case .thing(_, let id): other(id).map { (id, $0.number) }
        case .message(let id):
            rows.messages[id].flatMap { row in row.about.flatMap { id in row.number.map { (id, $0) } } }
        default: nil
        }
    }

    /// Begins a line to somebody: to whoever wrote the message at hand, or the person under the cursor.
    mutating func beginMessage(_ text: String) -> [Effect] {
        guard text.isEmpty else { return send(text) }
        var whom: [StaffID] = []
        var item: Item? = messageAbout == nil ? nil : target
        if let row = newsLine ?? messageUnderCursor.flatMap({ place == .messages ? rows.messages[$0] : nil }) {
            whom = row.from == actor.staff ? row.to ?? [] : [row.from]
            item = .message(row.id)
        } else if case .staff(let id) = target, id != actor.staff {
            whom = [id]
        }
        let about = item.flatMap(numbered)?.id
        if offerLine("message.send", word: "message", about: about, PromptTarget(item: item)) { return [] }
        let names = whom.map(\.rawValue).joined(separator: ",")
        prompt = Prompt(
            kind: .command, label: ":", editor: LineEditor("message \(names)\(names.isEmpty ? "" : " ")"),
            aim: PromptTarget(item: item))
        refreshPrompt()
        return []
    }

    private mutating func send(_ line: String) -> [Effect] {
        let parsed = MessageLine.parse(line, about: messageAbout, dispatchContext())
        guard let command = parsed.command else {
            tell(parsed.problem ?? "", .near)
            prompt = Prompt(kind: .command, label: ":", editor: LineEditor("message " + line), aim: aim)
            refreshPrompt()
            return []
        }
        return perform([command], done: say("已发给 \(parsed.whom)", "sent to \(parsed.whom)"))
    }
}
