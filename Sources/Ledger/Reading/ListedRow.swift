import GRDB
import Newsroom

/// What the row of anything that has a number says in a list, whatever it is.
public protocol ListedRow: Sendable {
    /// The thing itself, for its history and for commands.
    var id: SubjectID { get }
    /// How people say it, such as T-0117.
    var number: Number { get }
    /// What it is about, in one line.
    var title: String { get }
    /// The centre that it belongs to; `nil` where it is no centre's own.
    var home: CentreID? { get }
    /// The clock that runs now; without a limit where nothing is waited for.
    var clock: Clock { get }
    /// All clocks on which it depends what needs somebody of it.
    var clocks: [Clock] { get }
    /// Whether it still needs somebody.
    var isOpen: Bool { get }
    /// When anything last happened to it.
    var updatedAt: Moment { get }
}

extension ListedRow {
    /// The clock that runs.
    public var clocks: [Clock] { [clock] }
}

/// A listed row as it lies in its read model.
protocol StoredRow: ListedRow {
    /// The read model, which has the columns `id`, `number`, `title`, `centre`, `limit_at`, `updated_at` and `open`.
    static var table: Projection.Table { get }
    /// The columns that `init` reads, in its order.
    static var columns: String { get }
    /// The row; `nil` where what lies there is damaged, or of a newer program.
    ///
    /// - Parameters:
    ///   - row: the row that the query stands at.
    ///   - db: where it is read, for what stands in other tables.
    init?(_ row: RawRows, _ db: Database) throws
    /// What a list shows, in its order.
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<Self>
    /// What must hold of a row that is a centre's, `?1`, in SQL.
    static var isOfCentre: String { get }
}

extension StoredRow {
    static var isOfCentre: String { "centre = ?1" }
}

extension StoryRow: StoredRow {
    static var table: Projection.Table { StoryTable.table }
    static let isOfCentre = "centre = ?1 OR instr(',' || partners || ',', ',' || ?1 || ',') > 0"
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<StoryRow> { try reading.stories(filter) }
    /// The centre whose story it is.
    public var home: CentreID? { centre }
}

extension TaskRow: StoredRow {
    static var table: Projection.Table { TaskTable.table }
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<TaskRow> { try reading.tasks(filter) }
    /// Whose task it is now.
    public var home: CentreID? { centre }
    /// Whether it still needs somebody.
    public var isOpen: Bool { state.isOpen }
}

extension LeadRow: StoredRow {
    static var table: Projection.Table { LeadTable.table }
    static func list(_ reading: Snapshot, _ filter: Filter) throws -> Listing<LeadRow> { try reading.leads(filter) }
    /// The centre that it concerns.
    public var home: CentreID? { centre }
    /// Whether it still waits for judgement.
    public var isOpen: Bool { state == .open }
}
