import ArgumentParser
import Ledger
import Newsroom

struct SearchCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: say("搜索稿件、任务、线索等", "search stories, tasks, leads and whatever else has a number"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("要找的字词", "what to look for", "TEXT"))
    var words: [String]
    @Option(help: about("每类最多多少条", "how many of each kind at most", "N"))
    var limit = 50

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError(say("--limit 须在 1 到 10000 之间", "--limit is from 1 to 10000"))
        }
    }

    func perform(in session: Session) throws {
        let desk = try session.look()
        // A search looks for words, not for pages.
        let typed = CleanText.line(words.joined(separator: " "))
        if session.json {
            try desk.ledger.read { reading in
                let hits = try reading.search(typed, limit: limit)
                for row in hits.rows {
                    guard let told = try row.number.series.telling.json(row, reading, desk) else { continue }
                    session.output.json(told)
                }
                session.tellLatest(hits.most, limit)
            }
            return
        }
        let hits = try desk.ledger.read { try $0.search(typed, limit: limit) }
        guard !hits.isEmpty else { return session.remark(desk.read("没有找到", "nothing was found")) }
        let read = desk.read
        var table = Table([read("编号", "number"), read("状态", "state"), read("中心", "centre"), read("标题", "title")])
        for row in hits.rows {
            table.add([
                row.number.description, row.number.series.telling.state(row).map { read($0) } ?? "",
                row.home.map(read.centre) ?? "", row.title,
            ])
        }
        session.tellTable(table)
        session.tellLatest(hits.most, limit)
    }
}
