import ArgumentParser
import Ledger
import Newsroom

struct SearchCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: say("搜索稿件、任务、线索", "search stories, tasks and leads"))

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
                let now = reading.now
                for row in hits.stories {
                    guard let story = try reading.story(row.id) else { continue }
                    session.output.json(
                        StoryJSON(
                            story, on: try reading.placementRows(of: row.id), zone: desk.zone, now: now, kind: "story"))
                }
                for row in hits.tasks { session.output.json(TaskJSON(row, zone: desk.zone, now: now, kind: "task")) }
                for row in hits.leads { session.output.json(LeadJSON(row, zone: desk.zone, now: now, kind: "lead")) }
            }
            return
        }
        let hits = try desk.ledger.read { try $0.search(typed, limit: limit) }
        guard !hits.isEmpty else { return session.remark(desk.read("没有找到", "nothing was found")) }
        let read = desk.read
        var table = Table([read("编号", "number"), read("状态", "state"), read("中心", "centre"), read("标题", "title")])
        for row in hits.stories {
            table.add([row.number.description, read(row.state.phrase), read.centre(row.centre), row.title])
        }
        for row in hits.tasks {
            table.add([row.number.description, read(row.state.phrase), read.centre(row.centre), row.title])
        }
        for row in hits.leads {
            table.add([row.number.description, read(row.state.phrase), row.centre.map(read.centre) ?? "", row.title])
        }
        session.tellTable(table)
    }
}
