import Ledger
import Newsroom

/// Loans of reviewers as people read them.
extension OpenDesk {
    func table(_ loans: some Collection<LoanRow>, _ names: [SubjectID: Number], at now: Moment) -> Table {
        var table = Table([
            read("编号", "loan"), read("状态", "state"), read("谁", "who"), read("借出", "lends"), read("借入", "borrows"),
            read("期限", "term"), read("提出", "by"),
        ])
        for row in loans {
            table.add([
                row.number.description, read(row.standing(at: now)), read.name(row.card.person),
                read.centre(row.card.lender), read.centre(row.card.borrower), term(row.card, names),
                read.name(row.proposer),
            ])
        }
        return table
    }

    private func term(_ card: LoanCard, _ names: [SubjectID: Number]) -> String {
        card.term.phrase(read, story: card.term.story.map { names[$0].map(\.description) ?? "\($0)" } ?? "")
    }

    /// Everything about one loan, for people.
    ///
    /// - Parameter names: the number of the story that it is for, as far as that is here.
    func sheet(_ row: LoanRow, _ loan: Loan, _ names: [SubjectID: Number], _ history: [Event], at now: Moment) -> String
    {
        func word(_ word: Loan.Word?) -> String {
            word.map { "\(read.centre($0.house)) \(read.name($0.by)) \(time($0.at, at: now))" } ?? ""
        }
        let facts = facts([
            (Phrase("状态", "state"), read(row.standing(at: now))),
            (Phrase("借出", "lends"), read.centre(row.card.lender)),
            (Phrase("借入", "borrows"), read.centre(row.card.borrower)),
            (Phrase("期限", "term"), term(row.card, names)),
            (Phrase("提出", "proposed"), word(loan.proposed)),
            (Phrase("同意", "accepted"), word(loan.accepted)),
            (Phrase("结束", "ended"), word(loan.ended)),
            (Phrase("理由", "reason"), loan.reason ?? ""),
        ])
        return joined(
            "\(row.number)  \(read.name(row.card.person))\n" + facts,
            section(read("经过", "history"), history.map { line($0, at: now) }))
    }
}

extension Snapshot {
    /// The numbers of things, as far as they are here.
    func numbers(of ids: [SubjectID]) throws -> [SubjectID: Number] {
        try ids.reduce(into: [:]) { $0[$1] = try number(of: $1) }
    }
}

extension Session {
    func tellLoan(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.loanRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            LoanJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(desk.read.name(row.card.person))")
    }
}
