import GRDB
import Newsroom

/// The read model of roll calls.
enum RollCallTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE roll_call(
            row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, called_by TEXT NOT NULL, called_at INTEGER NOT NULL,
            answer_by INTEGER NOT NULL, centres TEXT NOT NULL, answers TEXT NOT NULL);
        CREATE INDEX roll_call_called ON roll_call(called_at);
        """)

    static func projection(of call: RollCall) -> Projection {
        let answers = named(call.answers)
        return Projection(
            table, call.id,
            [
                call.calledBy.rawValue.databaseValue, time(call.calledAt), time(call.answerBy),
                json(call.centres), json(answers),
            ])
    }
}

/// A roll call as the desk sees it.
public struct RollCallRow: Equatable, Sendable, Identifiable {
    /// The roll call itself, for answers to it.
    public var id: SubjectID
    /// Who called the roll.
    public var calledBy: StaffID
    /// When the roll was called.
    public var calledAt: Moment
    /// When an answer becomes late.
    public var answerBy: Moment
    /// Who was called, in the order of the call.
    public var centres: [CentreID]
    /// When each centre answered, late ones too; who has not is absent.
    public var answers: [CentreID: Moment]
}

extension Snapshot {
    /// The latest roll call.
    public func rollCall() throws -> RollCallRow? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, called_by, called_at, answer_by, centres, answers FROM roll_call
                    ORDER BY called_at DESC LIMIT 1
                    """))
        guard let row, let id = row.value(0) as SubjectID?, let centres = decoded([CentreID].self, row.text(4)),
            let answers = decoded([String: Moment].self, row.text(5))
        else { return nil }
        return RollCallRow(
            id: id, calledBy: StaffID(rawValue: row.text(1)), calledAt: Moment(milliseconds: Int64(row.number(2))),
            answerBy: Moment(milliseconds: Int64(row.number(3))), centres: centres,
            answers: Dictionary(
                answers.map { (CentreID(rawValue: $0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }
}
