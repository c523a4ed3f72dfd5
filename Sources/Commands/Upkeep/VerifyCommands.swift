import ArgumentParser
import Foundation
import Ledger
import Newsroom

struct VerifyCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: say("核查整个数据库：SQLite、日志哈希链、读表", "check the whole database: SQLite, the log's chain, the read models"))
    @OptionGroup var common: CommonOptions
    @Flag(
        help: about(
            "在日志中记下：已知道缺了什么，此后不再提示", "record in the log that what is missing has been seen; nobody is told of it again")
    )
    var acknowledge = false

    private struct ReportJSON: Encodable {
        let clean: Bool
        let events: Int
        let subjects: Int
        let findings: [String]
        /// What to do: nothing, restore, rebuild, acknowledge, clock.
        let advice: String
        let missing: MissingJSON?
        /// How many commits stand behind damage in the WAL.
        let commitsBehindDamage: Int?
    }

    private struct MissingJSON: Encodable {
        let acts: Int64
        let since: String?
        let until: String?
    }

    func perform(in session: Session) throws {
        if acknowledge { return try acknowledge(in: session) }
        let ledger = try session.open(readOnly: true)
        let report: Ledger.Report
        do {
            report = try ledger.verify()
        } catch LedgerError.damaged(_, let detail) {
            if !session.json { session.output.text(detail) }
            throw Failure.foundDamage(count: 1)
        }
        // Times are told as the desk tells them, where it can still be read.
        let zone =
            (try? ledger.read { try $0.desk().charter.zone }).flatMap { Zone(identifier: $0) } ?? session.read.zone
        let read = session.read
        let findings = report.findings.map { read($0.phrase) }
        if session.json {
            session.output.json(
                ReportJSON(
                    clean: report.isClean, events: report.events, subjects: report.subjects, findings: findings,
                    advice: report.advice.rawValue,
                    missing: report.loss.map {
                        MissingJSON(acts: $0.acts, since: $0.since.map(zone.iso), until: $0.until.map(zone.iso))
                    }, commitsBehindDamage: report.commitsBehindDamage > 0 ? report.commitsBehindDamage : nil))
            session.output.flush()
            if !report.isClean { throw ExitCode(1) }
            return
        }
        session.output.text(
            read(
                "核查了 \(report.events) 个事件、\(report.subjects) 个对象",
                "checked \(report.events) events of \(report.subjects) subjects"))
        for finding in findings { session.output.text(finding) }
        if let loss = report.loss { session.output.text(read(loss.phrase(zone))) }
        if report.commitsBehindDamage > 0 { session.output.text(read(report.behindDamage)) }
        switch report.advice {
        case .nothing: session.output.text(read("没有问题", "everything is in order"))
        case .restore: throw Failure.foundDamage(count: findings.count)
        case .rebuild: throw Failure.foundDifferences(count: findings.count)
        case .acknowledge: throw Failure.foundLoss
        case .clock: throw Failure.foundFuture
        }
    }

    private func acknowledge(in session: Session) throws {
        let (desk, actor) = try session.act()
        guard let loss = try desk.ledger.read({ try $0.loss() }) else {
            return session.remark(desk.read("没有缺失的内容，没有记下什么", "nothing is missing: nothing was recorded"))
        }
        try desk.ledger.acknowledgeLoss(desk.read(loss.seen(desk.zone)), by: actor)
        let words = desk.read(loss.brief(desk.zone))
        session.tell(
            MissingJSON(acts: loss.acts, since: loss.since.map(desk.zone.iso), until: loss.until.map(desk.zone.iso)),
            text: desk.read("已记入日志，您已看到：\(words)", "recorded in the log that you have seen it: \(words)"))
    }
}

struct RebuildCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: say("丢弃各读表，由日志重新生成，并说明哪里不同", "fold every read model anew from the log, and say what was different"))
    @OptionGroup var common: CommonOptions

    private struct DifferenceJSON: Encodable {
        let table: String
        let added: Int
        let changed: Int
        let removed: Int
    }

    func perform(in session: Session) throws {
        let ledger = try session.open()
        let read = session.read
        let differences = try ledger.rebuild(progress: session.progress(Phrase("正在重新生成", "rebuilding")))
        if session.json {
            for row in differences {
                session.output.json(
                    DifferenceJSON(table: row.table, added: row.added, changed: row.changed, removed: row.removed))
            }
            return
        }
        guard !differences.isEmpty else {
            return session.output.text(
                read("各表已由日志重新生成，与原来没有不同", "the tables were folded anew from the log; nothing was different")
            ).flush()
        }
        session.output.text(
            read("各表已由日志重新生成，以下各表原来不符：", "the tables were folded anew from the log; these were different:"))
        var table = Table([
            read("表", "table"), read("补上", "added"), read("改正", "changed"), read("去掉", "removed"),
        ])
        for row in differences { table.add([row.table, "\(row.added)", "\(row.changed)", "\(row.removed)"]) }
        session.output.text(table.text())
    }
}
