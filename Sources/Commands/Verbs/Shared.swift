import ArgumentParser
import Foundation
import Ledger
import Newsroom

/// Which part of a list is wanted.
struct ListOptions: ParsableArguments {
    @Option(help: about("只看某中心", "only of this centre", "CENTRE"))
    var centre: String?
    @Flag(help: about("只看未办结的", "only what is still open"))
    var open = false
    @Option(help: about("最多列出多少", "how many at most", "N"))
    var limit = 1000

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError(say("--limit 须在 1 到 1000000 之间", "--limit is from 1 to 1000000"))
        }
    }

    func filter(_ desk: OpenDesk) throws -> Filter {
        Filter(centre: try centre.map(desk.centre), openOnly: open, limit: limit)
    }
}

/// Why something is done.
struct Reason: ParsableArguments {
    @Option(help: about("理由，- 为标准输入", "why; - for standard input", "TEXT"))
    var reason: String

    func text() throws -> String { try InputText.typed(reason) }
}

extension Session {
    /// Does something for each of several; one that fails does not stop the others.
    func each(_ typed: [String], _ body: (String) throws -> Void) {
        for item in typed {
            do { try body(item) } catch { fail(error, item: item) }
        }
    }

    /// Performs a command for each task.
    func eachTask(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> TaskCommand) throws {
        let (desk, actor) = try act()
        each(items.numbers) { typed in
            let id = try desk.item(typed, .task)
            try desk.ledger.perform(.task(try command(id, desk)), as: actor)
            recorded { try tellTask(id, desk) }
        }
    }

    /// Performs a command for each story.
    func eachStory(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> StoryCommand) throws {
        let (desk, actor) = try act()
        each(items.numbers) { typed in
            let id = try desk.item(typed, .story)
            try desk.ledger.perform(.story(try command(id, desk)), as: actor)
            recorded { try tellStory(id, desk) }
        }
    }

    /// Performs a command for each lead, and tells what it made besides.
    func eachLead(_ items: Numbers, _ command: (SubjectID, OpenDesk) throws -> LeadCommand) throws {
        let (desk, actor) = try act()
        each(items.numbers) { typed in
            let id = try desk.item(typed, .lead)
            let outcome = try desk.ledger.perform(.lead(try command(id, desk)), as: actor)
            if outcome.numbers.isEmpty { recorded { try tellLead(id, desk) } } else { tellMade(outcome, desk) }
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
                switch event.fact.number?.series {
                case .task: try tellTask(event.subject, desk)
                case .story: try tellStory(event.subject, desk)
                case .lead: try tellLead(event.subject, desk)
                case nil: break
                }
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

    func tellTask(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.taskRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            TaskJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(read.centre(row.centre))  \(row.title)")
    }

    func tellStory(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.story(id), $0.now) }
        guard let story = found else { return }
        let waiting = story.openStage.map { read("，待\($0.phrase.zh)", ", waits for: \($0.phrase.en)") } ?? ""
        tell(
            StoryJSON(story, zone: desk.zone, now: now),
            text: "\(story.number)  \(read(story.state.phrase))\(waiting)  \(story.title)")
    }

    func tellLead(_ id: SubjectID, _ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.leadRow(id), $0.now) }
        guard let row = found else { return }
        tell(
            LeadJSON(row, zone: desk.zone, now: now),
            text: "\(row.number)  \(read(row.state.phrase))  \(row.title)")
    }

    /// A table, or a remark that there is nothing.
    func tellTable(_ table: Table) {
        if table.isEmpty { remark(read("没有符合的", "there is nothing")) } else { output.text(table.text()) }
    }
}
