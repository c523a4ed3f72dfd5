import Foundation
import GRDB
import Newsroom

/// What a subject's state looks like in its read model: one row, a pure function of the folded state. Kept in the
/// same transaction as the events, and compared with a fresh fold by `verify`.
struct Projection: Sendable {
    let id: SubjectID
    let table: Table
    let values: [DatabaseValue]
    /// What people can search for; `nil` where the subject is not searched.
    let text: String?
    /// The story whose channels may be owed something else once this is written; `nil` where none may.
    let story: SubjectID?

    /// Whether both give the same row, byte for byte. Not `==`, by which texts are the same that only look so.
    func hasSameRow(as other: Projection) -> Bool {
        table == other.table && values.count == other.values.count
            && zip(values, other.values).allSatisfy { one, two in
                guard case .string(let left) = one.storage, case .string(let right) = two.storage else {
                    return one == two
                }
                return left.hasSameBytes(as: right)
            }
    }

    /// A read model's table; the first column is always the subject's id.
    struct Table: Hashable, Sendable {
        let name: String
        /// The same as readers of changes know it.
        let kind: Changes.Kind
        /// Its columns in order, without the number of the row.
        let columns: [String]
        /// Its search texts, where the subject is searched.
        let search: String?
        let upsert: String
        /// The statements that create it and its indexes. Files hold them as they are written, so they are never rewritten.
        let schema: String

        static func == (left: Table, right: Table) -> Bool { left.name == right.name }
        func hash(into hasher: inout Hasher) { hasher.combine(name) }

        /// A table as it is created.
        ///
        /// - Parameters:
        ///   - schema: `CREATE TABLE name(row …, column …, …)`, each column one word and its type, then the indexes.
        ///   - isSearched: whether there is a table of search texts beside it.
        init(_ schema: String, isSearched: Bool = false) {
            self.schema = schema
            // Each program does this as it starts, so it goes by bytes.
            let parts = schema.utf8.split(separator: UInt8(ascii: "("), maxSplits: 1)
            precondition(parts.count == 2, "a table has columns")
            name = String(Substring(parts[0].dropFirst("CREATE TABLE ".utf8.count)))
            guard let kind = Changes.Kind(rawValue: name) else {
                preconditionFailure("readers of changes know of each read model")
            }
            self.kind = kind
            columns = parts[1].prefix { $0 != UInt8(ascii: ")") }.split(separator: UInt8(ascii: ",")).compactMap {
                $0.split { $0 <= UInt8(ascii: " ") }.first.map { String(Substring($0)) }
            }.filter { $0 != "row" }
            search = isSearched ? name + "_search" : nil
            let names = columns.joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            let sets = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            upsert = "INSERT INTO \(name)(\(names)) VALUES(\(marks)) ON CONFLICT(id) DO UPDATE SET \(sets)"
        }
    }

    /// The read models of all subjects.
    static let tables = [
        DeskTable.table,
        CentreTable.table,
        StaffTable.table,
        ChannelTable.table,
        RollCallTable.table,
        LeadTable.table,
        TaskTable.table,
        StoryTable.table,
        PlacementTable.table,
        MessageTable.table,
        NodeTable.table,
        RequestTable.table,
        LoanTable.table,
    ]

    /// The read model of a folded subject.
    init(_ subject: AnySubject) {
        self =
            switch subject {
            case .desk(let desk): DeskTable.projection(of: desk)
            case .centre(let centre): CentreTable.projection(of: centre)
            case .staff(let staff): StaffTable.projection(of: staff)
            case .channel(let channel): ChannelTable.projection(of: channel)
            case .placement(let placement): PlacementTable.projection(of: placement)
            case .request(let request): RequestTable.projection(of: request)
            case .loan(let loan): LoanTable.projection(of: loan)
            case .rollCall(let call): RollCallTable.projection(of: call)
            case .lead(let lead): LeadTable.projection(of: lead)
            case .task(let task): TaskTable.projection(of: task)
            case .story(let story): StoryTable.projection(of: story)
            case .message(let message): MessageTable.projection(of: message)
            case .node(let node): NodeTable.projection(of: node)
            }
    }

    /// A row of a subject: its id, and the values of the other columns in their order.
    init(_ table: Table, _ id: SubjectID, _ values: [DatabaseValue], text: String? = nil, story: SubjectID? = nil) {
        self.id = id
        self.table = table
        self.values = [id.databaseValue] + values
        self.text = text
        self.story = story
    }
}

extension Series {
    /// What lists read of it: the one place that knows which read model a series has.
    var row: any StoredRow.Type {
        switch self {
        case .story: StoryRow.self
        case .task: TaskRow.self
        case .lead: LeadRow.self
        case .request: RequestRow.self
        case .loan: LoanRow.self
        }
    }

    /// The read model of what is numbered so.
    var table: Projection.Table { row.table }
}
