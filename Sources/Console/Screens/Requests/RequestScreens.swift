import Ledger
import Newsroom
import Terminal

/// A request in lists, and its own screen.
struct RequestScreens: SubjectScreen {
    let series = Series.request
    var actions: [Action] { Actions.requests }
    let name = Phrase("需求", "Requests")

    func empty(_ model: Model) -> String {
        let key = model.keymap.label("request.new") ?? ":"
        return model.say("没有需求；\(key) 提一个", "no requests; \(key) makes one")
    }

    func cells(_ row: RequestRow, _ model: Model, _ frame: inout Frame) -> RowCells {
        let reading = row.urgency(at: model.now)
        let kind: Style = row.priority == .flash ? Style(.text, bold: true) : row.priority == .urgent ? .text : .quiet
        return RowCells(
            mark: model.mark(reading, isDone: !row.state.isWaiting), number: "\(row.number)",
            centre: model.shortName(row.centre), title: row.title,
            kind: Span(model.read(row.priority.phrase), kind),
            state: Span(shortState(row.state, model), row.state == .refused ? .over : .text),
            clock: model.clock(row.clock, row.state.isWaiting ? nil : row.updatedAt, Model.style(reading), &frame),
            who: helpers(row, model))
    }

    /// The states in a word that fits a column.
    private func shortState(_ state: RequestState, _ model: Model) -> String {
        state == .refused ? model.say("无应", "refused") : model.read(state.phrase)
    }

    /// Who helps; else who asked.
    private func helpers(_ row: RequestRow, _ model: Model) -> String {
        let names = row.answers.filter(\.answer.isHelp).map { model.shortName($0.centre) }
        return names.isEmpty ? model.read.name(row.by) : names.joined(separator: model.say("、", ", "))
    }

    func searchable(_ row: RequestRow, _ model: Model) -> String {
        "\(row.number) \(row.title) \(model.read(row.state.phrase)) \(model.read(row.priority.phrase)) "
            + "\(row.place ?? "") \(model.read.name(row.by)) \(([row.centre] + row.to).map(model.names).joined(separator: " "))"
    }

    func attention(_ row: RequestRow, for reader: Person, at now: Moment) -> Attention? {
        row.attention(for: reader, at: now)
    }

    func read(_ subject: AnySubject, _ desk: Snapshot, into data: inout PlaceData) throws {
        guard case .request(let request) = subject else { return }
        let stories = [request.card.story].compactMap { $0 } + request.answers.compactMap(\.answer.story)
        data.stories = Listing(try stories.compactMap { try desk.storyRow($0) })
        data.tasks = Listing(try request.answers.compactMap(\.answer.task).compactMap { try desk.taskRow($0) })
    }

    func header(_ subject: AnySubject, _ model: Model, _ frame: inout Frame) -> DetailHeader? {
        guard case .request(let request) = subject else { return nil }
        let reading = request.urgency(at: model.now)
        let clock = model.clock(
            request.clock, request.state.isWaiting ? nil : request.last.at, Model.style(reading), &frame)
        return (
            [
                model.mark(reading, isDone: !request.state.isWaiting), Span(" \(request.number)  ", .quiet),
                Span(request.card.title, Style(.heading)),
            ],
            fact(
                model.read(request.card.priority.phrase),
                request.card.priority == .flash ? Style(.text, bold: true) : .text)
                + fact(model.read(request.state.phrase), request.state == .refused ? .over : .accent)
                + fact(clock.text, clock.style) + fact(model.read.centre(request.card.centre))
                + fact(model.read.name(request.by), .quiet)
        )
    }

    func lines(_ subject: AnySubject, _ model: Model, _ width: Int) -> [[Span]] {
        guard case .request(let request) = subject else { return [] }
        let card = request.card
        let comma = model.say("、", ", ")
        var lines: [[Span]] = [
            pair(
                model.say("要什么", "Wanted"),
                card.deliverables.map { model.read($0.phrase) }.joined(separator: comma)),
            pair(
                model.say("问谁  ", "Asked "),
                card.to.isEmpty
                    ? model.say("各中心", "everybody") : card.to.map(model.read.centre).joined(separator: comma)),
            pair(model.say("提出  ", "Made  "), "\(model.read.name(request.by))  \(model.time(request.askedAt))"),
            pair(model.say("要在  ", "Due   "), model.time(card.dueAt)),
        ]
        if let place = card.place { lines.append(pair(model.say("地点  ", "Place "), place)) }
        if let story = card.story {
            lines.append(pair(model.say("用于  ", "For   "), named(story, model)))
        }
        if let reason = request.reason { lines.append(pair(model.say("理由  ", "Reason"), reason)) }
        if let note = card.note { lines += [[]] + paragraph(note, model, width) }
        lines += head(model.say("答复", "Answers"))
        lines += request.answers.isEmpty ? [[Span(model.say("还没有", "none yet"), .quiet)]] : []
        for given in request.answers { lines += answer(given, model, width) }
        let silent = card.to.filter { request.waits(for: $0) }
        if !silent.isEmpty {
            lines += paragraph(
                model.say("未答：", "silent: ") + silent.map(model.read.centre).joined(separator: comma), model, width,
                .quiet)
        }
        if model.size.columns < Layout.sideColumns {
            lines += head(model.say("经过", "History")) + historyLines(model, width)
        }
        return lines
    }

    private func answer(_ given: GivenAnswer, _ model: Model, _ width: Int) -> [[Span]] {
        let what: String
        switch given.answer {
        case .story(let id), .task(let id): what = named(id, model)
        case .no(let reason): what = model.say("不能：\(reason)", "cannot: \(reason)")
        }
        let mark = given.answer.isHelp ? Span(model.glyphs.done, .done) : Span(model.glyphs.cross, .near)
        let name = model.widths.pad(model.shortName(given.centre), to: 10) + " "
        let text = model.widths.wrap(what, width: max(8, width - 20))
        return text.enumerated().map { index, line in
            index > 0
                ? [Span(String(repeating: " ", count: 13) + line, .text)]
                : [mark, Span(" \(name)", .text), Span(line, .text), Span("  \(model.time(given.at))", .quiet)]
        }
    }

    /// A story or a task by number and title; what is not here yet by its id.
    private func named(_ id: SubjectID, _ model: Model) -> String {
        if let row = model.story(id) { return "\(row.number) \(row.title)" }
        if let row = model.task(id) { return "\(row.number) \(row.title)" }
        return "\(id)"
    }
}
