import GRDB
import Newsroom

extension Snapshot {
    /// Tells this database from every other one, also from one with the same roster: the id of the chain that was here
    /// first. It stays when new chains are begun.
    public func identity() throws -> String {
        let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT id FROM origin ORDER BY row LIMIT 1"))
        return row?.origin(0).map { "\($0)" } ?? "none"
    }
}
