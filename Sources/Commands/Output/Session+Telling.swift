import Ledger
import Newsroom

extension Session {
    /// Does something for each of several; one that fails does not stop the others.
    func each(_ typed: [String], _ body: (String) throws -> Void) {
        for item in typed {
            do { try body(item) } catch { fail(error, item: item) }
        }
    }

    // MARK: - Telling what became of it

    /// The numbers of what was made, or the objects.
    func tellMade(_ outcome: Ledger.Outcome, _ desk: OpenDesk) {
        guard json else {
            for number in outcome.numbers { output.text(number.description) }
            return
        }
        recorded {
            for event in outcome.events {
                try event.fact.number?.series.telling.tell(self, event.subject, desk)
            }
        }
    }

    /// Tells what came of an act that is recorded. That it cannot be read now makes the act no failure.
    func recorded(_ tell: () throws -> Void) {
        do {
            try tell()
        } catch {
            output.flush()
            remark(
                "guantong: "
                    + read(
                        "已记下，但现在读不出结果；请用 show 或 list 查看，不要重做，并检查磁盘",
                        "recorded, but it cannot be read back now; look with show or list, do not repeat it, and check the "
                            + "disk"))
        }
    }

    /// A list as objects or as a table, and how much of it is left out.
    func tellList<Row>(
        _ rows: Listing<Row>, json object: (Row) throws -> (some Encodable)?, table: (Listing<Row>) -> Table
    ) rethrows {
        if json {
            for row in rows {
                if let object = try object(row) { output.json(object) }
            }
        } else {
            tellTable(table(rows))
        }
        guard rows.more > 0 else { return }
        output.flush()
        remark(
            read("另有 \(rows.more) 条未列出；--limit 可多列", "\(rows.more) more are not listed; --limit lists more of them"))
    }

    /// That only the latest were told, where there may be older ones.
    func tellLatest(_ count: Int, _ limit: Int) {
        guard count >= limit else { return }
        output.flush()
        remark(read("只列了最近 \(limit) 条；--limit 可多列", "only the latest \(limit) are listed; --limit lists more of them"))
    }

    /// A table, or a remark that there is nothing.
    func tellTable(_ table: Table) {
        if table.isEmpty { remark(read("没有符合的", "there is nothing")) } else { output.text(table.text()) }
    }
}
