import Ledger
import Newsroom
import Terminal

/// A loan of a reviewer in lists, and its own screen.
struct LoanScreens: SubjectScreen {
    let series = Series.loan
    var actions: [Action] { Actions.loans }
    let name = Phrase("互审", "Loans")

    func empty(_ model: Model) -> String {
        let key = model.keymap.label("loan.new") ?? ":"
        return model.say("没有互审；\(key) 提一笔", "no loans of reviewers; \(key) proposes one")
    }

    func cells(_ row: LoanRow, _ model: Model, _ frame: inout Frame) -> RowCells {
        let isCurrent = row.isCurrent(at: model.now)
        let style: Style = isCurrent ? .text : .quiet
        return RowCells(
            mark: model.mark(.calm, isDone: !isCurrent), number: "\(row.number)",
            centre: model.shortName(row.card.lender),
            title: "\(model.read.name(row.card.person)) \(model.glyphs.arrow) \(model.shortName(row.card.borrower))",
            kind: Span(row.card.term.story == nil ? model.say("到时", "timed") : model.say("一稿", "story"), .quiet),
            // The column is two characters wide.
            state: Span(
                isCurrent && row.state == .proposed
                    ? model.say("待应", "proposed") : model.read(row.standing(at: model.now)), style),
            clock: model.clock(row.clock, row.updatedAt, .quiet, &frame), who: model.read.name(row.proposer))
    }

    func searchable(_ row: LoanRow, _ model: Model) -> String {
        "\(row.number) \(row.title) \(model.read.name(row.card.person)) \(model.read(row.state.phrase)) "
            + row.card.houses.map(model.names).joined(separator: " ")
    }

    func attention(_ row: LoanRow, for reader: Person, at now: Moment) -> Attention? {
        row.attention(for: reader, at: now)
    }

    func read(_ subject: AnySubject, _ desk: Snapshot, into data: inout PlaceData) throws {
        guard case .loan(let loan) = subject else { return }
        data.stories = try loan.card.term.story.flatMap { try desk.storyRow($0) }.map { [$0] } ?? []
    }

    func header(_ subject: AnySubject, _ model: Model, _ frame: inout Frame) -> DetailHeader? {
        guard case .loan(let loan) = subject else { return nil }
        let card = loan.card
        let isCurrent = loan.isCurrent(at: model.now)
        return (
            [
                model.mark(.calm, isDone: !isCurrent), Span(" \(loan.number)  ", .quiet),
                Span(model.read.name(card.person), Style(.heading)),
            ],
            fact(model.read(loan.standing(at: model.now)), isCurrent ? .accent : .quiet)
                + fact(model.read.centre(card.lender))
                + fact("\(model.glyphs.arrow) \(model.read.centre(card.borrower))")
        )
    }

    func lines(_ subject: AnySubject, _ model: Model, _ width: Int) -> [[Span]] {
        guard case .loan(let loan) = subject else { return [] }
        let card = loan.card
        func word(_ word: Loan.Word) -> String {
            "\(model.read.centre(word.house))  \(model.read.name(word.by))  \(model.time(word.at))"
        }
        var lines: [[Span]] = [
            pair(model.say("借谁", "Who     "), model.read.name(card.person)),
            pair(model.say("借出", "Lends   "), model.read.centre(card.lender)),
            pair(model.say("借入", "Borrows "), model.read.centre(card.borrower)),
            pair(model.say("期限", "Term    "), term(card, model)),
            pair(model.say("提出", "Proposed"), word(loan.proposed)),
        ]
        if let accepted = loan.accepted {
            lines.append(pair(model.say("同意", "Accepted"), word(accepted)))
        } else if loan.isCurrent(at: model.now) {
            lines.append(
                pair(
                    model.say("同意", "Accepted"),
                    model.say("等\(model.read.centre(loan.awaited))", "waits for \(model.read.centre(loan.awaited))")))
        }
        if let ended = loan.ended { lines.append(pair(model.say("结束", "Ended   "), word(ended))) }
        if let reason = loan.reason { lines.append(pair(model.say("理由", "Reason  "), reason)) }
        if model.size.columns < Layout.sideColumns {
            lines += head(model.say("经过", "History")) + historyLines(model, width)
        }
        return lines
    }

    private func term(_ card: LoanCard, _ model: Model) -> String {
        let story = card.term.story.map { id in model.story(id).map { "\($0.number) \($0.title)" } ?? "\(id)" }
        return card.term.phrase(model.read, story: story ?? "")
    }
}
