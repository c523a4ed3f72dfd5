import GRDB
import Newsroom

/// The read model of the desk: its charter and its limits.
enum DeskTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE desk(id BLOB PRIMARY KEY, charter TEXT NOT NULL, policy TEXT NOT NULL) WITHOUT ROWID;
        """)

    static func projection(of desk: Desk) -> Projection {
        Projection(table, SubjectID.desk, [json(desk.charter), json(desk.policy)])
    }
}

extension Snapshot {
    /// The desk's charter and policy.
    public func desk() throws -> (charter: DeskCharter, policy: Policy) {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT charter, policy FROM desk")),
            let charter = decoded(DeskCharter.self, row.text(0)), let policy = decoded(Policy.self, row.text(1))
        else {
            // A centre's database that has joined and has nothing yet is whole.
            throw try Membership(db) == nil
                ? LedgerError.damaged(path: path, detail: "no desk") : LedgerError.notSynced(path: path)
        }
        return (charter, policy)
    }
}
