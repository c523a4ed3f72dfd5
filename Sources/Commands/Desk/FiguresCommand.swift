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
        let (figures, emergencies) = (shift.figures(centre: centre), shift.emergencies(centre: centre))
        guard !session.json else {
            for figure in figures { session.output.json(FigureJSON(figure, centre: centre)) }
            for share in emergencies { session.output.json(EmergencyShareJSON(share)) }
            return
        }
        session.remark(
            desk.read("自 ", "since ") + desk.time(shift.since, at: desk.now)
                + (since == nil
                    ? shift.dutyEditor.map { "  " + desk.read("值班 ", "duty ") + desk.read.name($0) } ?? "" : ""))
        session.output.text(desk.table(figures).text())
        guard !emergencies.isEmpty else { return }
        session.output.text("\n" + desk.table(emergencies).text())
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

extension OpenDesk {
    /// How much of what went out had not been reviewed.
    fileprivate func table(_ shares: [EmergencyShare]) -> Table {
        var table = Table([
            read("快审先发", "emergencies"), ">" + read("应急", "emergency"), ">" + read("已发", "published"),
            ">" + read("占比", "share"),
        ])
        for share in shares {
            let name =
                switch share.subject {
                case .centre(let centre): read.centre(centre)
                case .person(let person): read.name(person)
                }
            table.add([name, String(share.emergencies), String(share.published), "\(share.percent)%"])
        }
        return table
    }
}

/// How much of what went out had not been reviewed, as programs read it; of a centre or of whoever released it.
private struct EmergencyShareJSON: Encodable {
    let measure = "emergencies"
    let centre: CentreID?
    let staff: StaffID?
    let count: Int
    let published: Int
    let percent: Int

    enum CodingKeys: CodingKey { case measure, centre, staff, count, published, percent }

    init(_ share: EmergencyShare) {
        switch share.subject {
        case .centre(let centre): (self.centre, staff) = (centre, nil)
        case .person(let person): (centre, staff) = (nil, person)
        }
        (count, published, percent) = (share.emergencies, share.published, share.percent)
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
