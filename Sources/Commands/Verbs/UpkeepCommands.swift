import ArgumentParser
import Foundation
import Interchange
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
                    session.output.json(StoryJSON(story, zone: desk.zone, now: now, kind: "story"))
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

struct ImportCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: say("导入 ninjs 稿件和热榜作线索", "import ninjs items and hot lists as leads"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("文件，- 为标准输入", "files; - for standard input", "FILE"), completion: .file())
    var files: [String]

    private struct CountJSON: Encodable {
        let file: String
        let new: Int
        let known: Int
        let problems: Int
    }

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        guard actor.role.may(.receiveLead) else { throw Refusal.noRight(.receiveLead, actor.role) }
        session.each(files) { file in
            let result = try Self.read(file, desk)
            let count = try take(result, of: file, desk, actor, session)
            let name = CleanText.line(file)
            session.tell(
                count,
                text: desk.read(
                    "\(name)：新 \(count.new) 条，已有 \(count.known) 条，问题 \(count.problems) 处",
                    "\(name): \(count.new) new, \(count.known) known before, \(count.problems) problems"))
        }
    }

    private static func read(_ file: String, _ desk: OpenDesk) throws -> ImportResult {
        guard file == "-" else { return try ImportFile.read(path: file, now: desk.now, zone: desk.zone) }
        let data = Data(try InputText.bytes("-", limit: ImportFile.sizeLimit))
        return try ImportFile.read(data: data, path: file, now: desk.now, zone: desk.zone)
    }

    /// Takes a file's leads in one transaction; a lead that a rule refuses is a problem of its own.
    private func take(
        _ result: ImportResult, of file: String, _ desk: OpenDesk, _ actor: Actor, _ session: Session
    ) throws -> CountJSON {
        var (new, known) = (0, 0)
        var refused: [(title: String, why: Refusal)] = []
        try desk.ledger.transaction { transaction in
            for lead in result.leads {
                do {
                    let outcome = try transaction.perform(.lead(.receive(lead)), as: actor)
                    if outcome.events.isEmpty { known += 1 } else { new += 1 }
                } catch let refusal as Refusal {
                    refused.append((lead.title, refusal))
                }
            }
        }
        for problem in result.problems { session.remark(desk.read(problem.phrase)) }
        for (title, why) in refused {
            let name = CleanText.line(title, limit: 40)
            session.remark("\(CleanText.line(file)): \(name): \(why.sentence(desk.read))")
        }
        return CountJSON(
            file: CleanText.line(file), new: new, known: known, problems: result.problems.count + refused.count)
    }
}

struct BackupCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: say("在使用中复制数据库", "copy the database while it is in use"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("新文件", "the new file", "FILE"), completion: .file())
    var file: String

    private struct FileJSON: Encodable { let file: String }

    func perform(in session: Session) throws {
        let ledger = try session.open(readOnly: true)
        session.warn(ledger)
        try ledger.backup(to: file)
        session.tell(FileJSON(file: file), text: file)
    }
}
