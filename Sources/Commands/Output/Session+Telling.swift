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

    /// A table, or a remark that there is nothing.
    func tellTable(_ table: Table) {
        if table.isEmpty { remark(read("没有符合的", "there is nothing")) } else { output.text(table.text()) }
    }
}
