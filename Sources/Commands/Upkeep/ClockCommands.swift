import ArgumentParser
import Foundation
import Ledger
import Newsroom

/// `guantong clock …`
struct ClockCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: say("本机时钟与日志", "this machine's clock and the log"),
        subcommands: [ClockShow.self, ClockAccept.self, ClockCorrect.self], defaultSubcommand: ClockShow.self)
}

struct ClockShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say("时钟是否可信，哪些事件订正过", "whether the clock is believed, and which events were corrected"))
    @OptionGroup var common: CommonOptions

    struct CorrectionJSON: Encodable {
        let origin: String
        let first: Int64
        let last: Int64
        let by: Int64

        init(_ correction: Ledger.ClockCorrection) {
            (origin, first, last, by) = ("\(correction.origin)", correction.first, correction.last, correction.ahead)
        }
    }

    private struct StatusJSON: Encodable {
        let now: String
        let last: String?
        let problem: String?
        let proposals: [CorrectionJSON]
        let corrections: [CorrectionJSON]
    }

    func perform(in session: Session) throws {
        let ledger = try session.open(readOnly: true)
        let zone = (try? session.adopt(ledger).zone) ?? .beijing
        let status = try ledger.clockStatus()
        let read = session.read
        if session.json {
            session.output.json(
                StatusJSON(
                    now: zone.iso(status.now), last: status.last.map(zone.iso),
                    problem: status.disagreement.map { read($0.what) },
                    proposals: status.proposals.map(CorrectionJSON.init),
                    corrections: status.corrections.map(CorrectionJSON.init)))
        } else {
            session.output.text(read("本机时钟 \(zone.iso(status.now))", "this machine's clock: \(zone.iso(status.now))"))
            if let last = status.last {
                session.output.text(read("本机最后记录 \(zone.iso(last))", "last recorded here: \(zone.iso(last))"))
            }
            for correction in status.corrections { session.output.text(Self.line(correction, read)) }
            if !status.proposals.isEmpty { session.tellProposals(status.proposals) }
        }
        if let jump = status.jump { throw LedgerError.clockJumped(path: session.path, jump) }
        // Whoever works here may go on: it is what other nodes wrote.
        if status.disagreement != nil { throw Failure.foundFuture }
        if !session.json, status.proposals.isEmpty {
            session.output.text(read("时钟与日志相符", "clock and log agree"))
        }
    }

    static func line(_ correction: Ledger.ClockCorrection, _ read: Localizer) -> String {
        let length = Phrase.length(seconds: Int(correction.ahead / 1000))
        return read(
            "链 \(correction.origin) 第 \(correction.first) 至 \(correction.last) 号提前 \(length.zh)",
            "chain \(correction.origin): events \(correction.first) to \(correction.last) count \(length.en) earlier")
    }
}

struct ClockAccept: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: say(
            "现在的时钟是对的：接着写，快时写的订正", "the clock is right now: go on, and correct what it wrote when it was ahead"))
    @OptionGroup var common: CommonOptions

    func perform(in session: Session) throws {
        let desk = try session.adopt(session.open())
        let corrected = try desk.ledger.acceptClock(by: try session.actor(desk))
        let proposals = try desk.ledger.clockStatus().proposals
        if session.json {
            for correction in corrected.isEmpty ? proposals : corrected {
                session.output.json(ClockShow.CorrectionJSON(correction))
            }
        } else {
            for correction in corrected { session.output.text(ClockShow.line(correction, session.read)) }
            if corrected.isEmpty { session.output.text(session.read("时钟照此记下", "the clock is believed")) }
            if !proposals.isEmpty { session.tellProposals(proposals) }
        }
    }
}

struct ClockCorrect: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: say(
            "指挥中心订正某节点时钟快时所写（照该节点印出的那行）",
            "the desk corrects what a node wrote while its clock was ahead, as that node printed it"))
    @OptionGroup var common: CommonOptions
    @Argument(help: about("链", "the chain", "CHAIN"))
    var chain: String
    @Option(help: about("首号", "the first event", "N"))
    var first: Int64
    @Option(help: about("末号", "the last event", "N"))
    var last: Int64
    @Option(
        help: about("快了多少毫秒，0 为撤销订正", "by how many milliseconds the clock was ahead; 0 takes a correction back", "MS"))
    var by: Int64
    @Flag(help: about("其中不在未来的也提前", "also what does not lie in the future"))
    var alsoPast = false

    func perform(in session: Session) throws {
        guard let origin = OriginID(chain) else {
            throw Failure.usage(
                Phrase("链的标识是 32 位十六进制；请照节点印出的写", "a chain's id has 32 hex digits; write it as the node printed it"))
        }
        let (desk, actor) = try session.act()
        let past = by > 0 ? try desk.ledger.eventsNotAhead(of: origin, first, through: last) : 0
        guard past == 0 || alsoPast else {
            throw Failure.usage(
                Phrase(
                    "其中 \(past) 个事件不在未来：提前之后，别人在其后所做的可能不再算数；确要如此请加 --also-past",
                    "\(past) of these events do not lie in the future: if they count earlier, what others did after them may come "
                        + "to nothing; add --also-past if that is meant"))
        }
        let outcome = try desk.ledger.perform(.desk(.correctClock(origin, first: first, last: last, by: by)), as: actor)
        guard !session.json else { return }
        for event in outcome.events { session.output.text(event.logText(desk.read)) }
    }
}

extension Session {
    /// What the desk still has to say of events that lay ahead here, as the lines to run there.
    func tellProposals(_ proposals: [Ledger.ClockCorrection]) {
        output.text(
            read(
                "这些事件要由指挥中心订正，别的节点才照此算；请在指挥中心的节点上运行：",
                "until the desk has corrected these events they count so here only; run at the desk's node:"))
        for one in proposals {
            output.text(
                "guantong clock correct \(one.origin) --first \(one.first) --last \(one.last) --by \(one.ahead)")
        }
    }

    /// Before anything is written: a clock that is not believed is asked about at a terminal, and refused elsewhere.
    ///
    /// - Parameter mayGoOn: whether to go on although nobody vouched for the clock: what is written then is refused.
    func settleClock(_ ledger: Ledger, _ actor: Person, mayGoOn: Bool = false) throws {
        do {
            try ledger.checkClock()
        } catch LedgerError.clockJumped(let path, let jump) {
            guard jump != .outOfRange else { throw LedgerError.clockJumped(path: path, jump) }
            if !isClockRight {
                guard !json, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
                    throw LedgerError.clockJumped(path: path, jump)
                }
                let civil = read.zone.civil(Moment.now())
                let now = "\(civil.date) \(civil.shortTime)"
                let otherwise =
                    mayGoOn ? read("否则只看不记", "otherwise look only") : read("否则不办", "otherwise nothing is done")
                Output.message(read("\(jump.what.zh)。", "\(jump.what.en)."))
                Output.prompt(
                    read("现在是 \(now) 吗？是则答 y，\(otherwise) [y/N] ", "Is it \(now) now? y if it is, \(otherwise) [y/N] "))
                let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
                guard ["y", "yes", "是", "对"].contains(answer) else {
                    if mayGoOn { return }
                    throw LedgerError.clockJumped(path: path, jump)
                }
            }
            let corrected = try ledger.acceptClock(by: actor)
            for correction in corrected { remark(ClockShow.line(correction, read)) }
        }
    }
}
