import Foundation
import GRDB
import Newsroom

/// One of the things that a number may mean. A number is given once, but databases that were restored from one backup
/// may have given the same.
public struct NumberedItem: Equatable, Sendable {
    /// The thing itself.
    public var id: SubjectID
    /// Its number.
    public var number: Number
    /// Its title.
    public var title: String
    /// Whose it is; `nil` for a lead that is nobody's yet.
    public var centre: CentreID?

    /// A thing with its number, as lists name it.
    public init(id: SubjectID, number: Number, title: String, centre: CentreID?) {
        self.id = id
        self.number = number
        self.title = title
        self.centre = centre
    }

    /// Its title, whose it is, and the id by which it is named where the number is not enough.
    public func description(_ read: Localizer) -> String {
        let place = centre.map { read.centre($0) + " " } ?? ""
        return read("“\(title)”（\(place)\(id)）", "'\(title)' (\(place)\(id))")
    }
}

extension Snapshot {
    /// What a number or an id names. A number with several meanings is never decided here.
    public func find(_ text: String) throws -> Directory.Found<NumberedItem> {
        if let number = Number(text) { return try find(number) }
        guard let id = SubjectID(text) else { return .none }
        for series in Series.allCases {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT id, number, title, centre FROM \(series.table.name) WHERE id = ?"),
                arguments: [id])
            if let item = row.flatMap({ NumberedItem($0, series) }) { return .one(item) }
        }
        return .none
    }

    /// What a number names.
    public func find(_ number: Number) throws -> Directory.Found<NumberedItem> {
        let items = try named(number)
        return items.count == 1 ? .one(items[0]) : items.isEmpty ? .none : .several(items)
    }

    /// The number of a thing that has one; `nil` for anything else.
    public func number(of id: SubjectID) throws -> Number? {
        for series in Series.allCases {
            let number = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT number FROM \(series.table.name) WHERE id = ?"), arguments: [id])
            if let number { return Number(series, number) }
        }
        return nil
    }

    /// All that has a number, in the order in which it came here, a dozen at most.
    func named(_ number: Number) throws -> [NumberedItem] {
        let table = number.series.table.name
        return try fetch(
            "SELECT id, number, title, centre FROM \(table) WHERE number = ? ORDER BY row LIMIT 12", [number.value]
        ) { NumberedItem($0, number.series) }
    }
}

extension NumberedItem {
    fileprivate init?(_ row: Row, _ series: Series) {
        guard let id = row.value(0) as SubjectID? else { return nil }
        self.init(
            id: id, number: Number(series, row.number(1)), title: row.text(2),
            centre: (row.value(3) as String?).map(CentreID.init(rawValue:)))
    }
}

extension Witness {
    /// The kinds of facts that give a number, as SQL has them: they themselves, and told again.
    private static let givingNumbers = (FactKind.allCases.filter { $0.rule.gives != nil } + [.common(.told)])
        .listedInSQL

    /// The last number of a series between two; `nil` when there is none. Those do not count that another database gave
    /// in this node's name, a copy of this one or one that was restored from the same backup: both would go on after
    /// the higher one, each with the same.
    static func lastNumber(_ db: Database, _ series: Series, from first: Int, through last: Int) throws -> Int? {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT t.number FROM \(series.table.name) t WHERE t.number BETWEEN ? AND ? AND NOT EXISTS (
                        SELECT 1 FROM event e JOIN origin o ON o.row = e.origin WHERE e.subject = t.id AND o.mine = 0
                            AND o.node = (SELECT node FROM origin WHERE mine = 1 LIMIT 1)
                            AND e.kind IN (\(givingNumbers)))
                    ORDER BY t.number DESC LIMIT 1
                    """), arguments: [first, last])
    }
}
