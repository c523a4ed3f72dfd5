import ArgumentParser
import Foundation
import Interchange
import Ledger
import Newsroom

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
        _ result: ImportResult, of file: String, _ desk: OpenDesk, _ actor: Person, _ session: Session
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
