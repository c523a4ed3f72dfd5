import Ledger
import Newsroom

/// Requests as people read them.
extension OpenDesk {
    func table(_ requests: some Collection<RequestRow>, at now: Moment) -> Table {
        var table = Table([
            read("编号", "request"), read("状态", "state"), read("级别", "priority"), read("时限", "clock"),
            read("提出", "asks"), read("问谁", "asked"), read("要什么", "wanted"), read("答复", "answers"), read("缺什么", "title"),
        ])
        for row in requests {
            table.add([
                row.number.description, read(row.state.phrase), read(row.priority.phrase), words(row.clock, at: now),
                read.centre(row.centre), asked(row), row.deliverables.map { read($0.phrase) }.joined(separator: comma),
                row.answers.isEmpty ? "" : "\(row.answers.count { $0.answer.isHelp })/\(row.answers.count)", row.title,
            ])
        }
        return table
    }

    private var comma: String { read("、", ", ") }

    private func asked(_ row: RequestRow) -> String {
        row.to.isEmpty ? read("各中心", "everybody") : row.to.map(read.centre).joined(separator: comma)
    }

    /// Everything about one request, for people.
    ///
    /// - Parameter names: the numbers of what it was answered with and of what it is for, as far as they are here.
    func sheet(
        _ row: RequestRow, _ request: Request, names: [SubjectID: Number], _ history: [Event], at now: Moment
    ) -> String {
        func name(_ id: SubjectID) -> String { names[id].map { "\($0)" } ?? "\(id)" }
        let facts = facts([
            (Phrase("状态", "state"), read(row.state.phrase)),
            (Phrase("时限", "clock"), words(row.clock, at: now)),
            (Phrase("要在", "due"), time(row.dueAt, at: now)),
            (Phrase("级别", "priority"), read(row.priority.phrase)),
            (Phrase("提出", "asks"), "\(read.centre(row.centre)) \(read.name(row.by)) \(time(row.askedAt, at: now))"),
            (Phrase("问谁", "asked"), asked(row)),
            (Phrase("要什么", "wanted"), row.deliverables.map { read($0.phrase) }.joined(separator: comma)),
            (Phrase("地点", "place"), row.place ?? ""),
            (Phrase("用于", "for"), row.story.map(name) ?? ""),
            (Phrase("理由", "reason"), request.reason ?? ""),
        ])
        let answers = row.answers.map { given in
            let what =
                switch given.answer {
                case .story(let id), .task(let id): name(id)
                case .no(let reason): read("不能：\(reason)", "cannot: \(reason)")
                }
            return "\(time(given.at, at: now))  \(read.centre(given.centre))  \(read.name(given.by))  \(what)"
        }
        return joined(
            "\(row.number)  \(row.title)\n" + facts, request.card.note ?? "",
            section(read("答复", "answers"), answers),
            section(read("经过", "history"), history.map { line($0, at: now) }))
    }
}

extension Session {
    /// Performs a command for each request, and tells how it stands then.
    func eachRequest(_ typed: [String], _ command: (SubjectID, OpenDesk) throws -> RequestCommand) throws {
        let (desk, actor) = try act()
        each(typed) { typed in
            let id = try desk.item(typed, .request)
            _ = try desk.ledger.perform(.request(try command(id, desk)), as: actor)
            recorded { try tellRequest(id, desk) }
        }
    }

    func tellRequest(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.requestRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            RequestJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(row.title)")
    }
}
