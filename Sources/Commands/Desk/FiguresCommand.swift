import ArgumentParser
import Ledger
import Newsroom

/// `guantong figures`: how long each step took in the shift, against its limit.
struct FiguresCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: say("本班指标：中位、九成、限内", "the shift's figures: median, P90, share within the limit"))

    @OptionGroup var common: CommonOptions
    @Option(help: about("只算这个中心", "of this centre only", "CENTRE"))
    var centre: String?
    @Option(help: about("从何时起（默认本班）", "since when; the present shift by default", "TIME"))
    var since: String?

    func perform(in session: Session) throws {
        let desk = try session.look()
        let centre = try centre.map(desk.centre)
        let since = try since.map(desk.pastTime)
        let shift = try desk.ledger.read { try $0.shift(since: since) }
        let figures = shift.figures(centre: centre)
        guard !session.json else {
            for figure in figures { session.output.json(FigureJSON(figure, centre: centre)) }
            return
        }
        session.remark(
            desk.read("自 ", "since ") + desk.time(shift.since, at: desk.now)
                + (since == nil
                    ? shift.dutyEditor.map { "  " + desk.read("值班 ", "duty ") + desk.read.name($0) } ?? "" : ""))
        session.output.text(desk.table(figures).text())
    }
}

extension OpenDesk {
    fileprivate func table(_ figures: [Figure]) -> Table {
        var table = Table([
            read("步骤", "step"), ">" + read("次数", "count"), ">" + read("中位", "median"), ">P90",
            ">" + read("限内", "kept"), ">" + read("超时未办", "overdue"),
        ])
        for figure in figures {
            table.add([
                read(figure.measure.phrase), String(figure.count), figure.median.map(Self.duration) ?? "",
                figure.p90.map(Self.duration) ?? "", figure.percentWithin.map { "\($0)%" } ?? "",
                figure.overdue > 0 ? String(figure.overdue) : "",
            ])
        }
        return table
    }
}

/// A figure as programs read it; times in seconds.
private struct FigureJSON: Encodable {
    let measure: String
    let centre: CentreID?
    let count: Int
    let overdue: Int
    let median: Int?
    let p90: Int?
    let percentWithin: Int?

    init(_ figure: Figure, centre: CentreID?) {
        measure = figure.measure.rawValue
        self.centre = centre
        count = figure.count
        overdue = figure.overdue
        median = figure.median
        p90 = figure.p90
        percentWithin = figure.percentWithin
    }
}
