import Newsroom
import Terminal

extension Model {
    /// A centre that did not answer the roll call.
    func unansweredCells(_ id: CentreID) -> RowCells {
        RowCells(
            mark: mark(.over, isDone: false), number: "", centre: shortName(id),
            title: say("点名未应答", "no answer to the roll call"), kind: Span(say("点名", "roll"), .quiet),
            state: Span(say("未应", "silent"), .over),
            clock: Span(desk.rollCall.map { ago($0.answerBy) } ?? "", .quiet),
            who: rows.centres[id]?.dutyEditor.map(read.name) ?? "")
    }
}
