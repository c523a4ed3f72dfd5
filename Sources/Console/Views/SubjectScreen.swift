import Ledger
import Newsroom

/// The list of a series and the screen of one thing of it, in one value: all that the frame, the lists, search, filters and
/// attention need to know of them. What such a subject's people can do stands in its actions.
protocol SubjectScreen: ListScreen {
    /// How lists read one.
    associatedtype Row: ListedRow
    /// Whose screens they are.
    var series: Series { get }
    /// A row of a list.
    func cells(_ row: Row, _ model: Model, _ frame: inout Frame) -> RowCells
    /// The words of a row that a filter looks at.
    func searchable(_ row: Row, _ model: Model) -> String
    /// What the attention list has of it; `nil` where it needs nobody.
    func attention(_ row: Row, for reader: Person, at now: Moment) -> Attention?
    /// Reads what the screen of one thing shows beside it.
    func read(_ subject: AnySubject, _ desk: Snapshot, into data: inout PlaceData) throws
    /// The two lines above one thing.
    func header(_ subject: AnySubject, _ model: Model, _ frame: inout Frame) -> DetailHeader?
    /// All about one thing.
    func lines(_ subject: AnySubject, _ model: Model, _ width: Int) -> [[Span]]
}

// Its list has what the lists of verbs have.
extension SubjectScreen {
    var id: ListID { .series(series) }

    func read(_ desk: Snapshot, into data: inout PlaceData) throws {
        data.others = try desk.rows(series, Filter(keepsOpen: true))
    }

    func items(_ model: Model) -> [Item] { model.desk.place.others.map(Item.init) }
}

// The same for a row of which it is only known that it is of this series.
extension SubjectScreen {
    func cells(_ row: any ListedRow, _ model: Model, _ frame: inout Frame) -> RowCells? {
        (row as? Row).map { cells($0, model, &frame) }
    }

    func searchable(_ row: any ListedRow, _ model: Model) -> String {
        (row as? Row).map { searchable($0, model) } ?? ""
    }

    func attention(_ row: any ListedRow, for reader: Person, at now: Moment) -> Attention? {
        (row as? Row).flatMap { attention($0, for: reader, at: now) }
    }
}

extension Series {
    /// The screens of what is numbered so; `nil` where it has places of its own, which are older.
    var screen: (any SubjectScreen)? {
        switch self {
        case .task, .story, .lead: nil
        case .request: RequestScreens()
        case .loan: LoanScreens()
        }
    }
}

/// The screens of all series that are drawn so.
enum SubjectScreens {
    static let all = Series.allCases.compactMap(\.screen)

    /// The screens of a series.
    static func of(_ series: Series) -> (any SubjectScreen)? { all.first { $0.series == series } }
}

extension Item {
    /// The thing of a row of one of these series.
    init(_ row: any ListedRow) { self = .thing(row.number.series, row.id) }
}
