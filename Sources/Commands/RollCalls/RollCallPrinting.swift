import Ledger
import Newsroom

/// Roll calls as people read them.
extension Session {
    func tellRollCall(_ desk: OpenDesk) throws {
        let (found, now) = try desk.ledger.read { (try $0.rollCall(), $0.now) }
        guard let call = found else { throw Failure.noRollCall }
        if json { return output.json(RollCallJSON(call, zone: desk.zone)) }
        let read = desk.read
        output.text(
            read(
                "\(read.name(call.calledBy)) \(desk.time(call.calledAt, at: now)) 点名，"
                    + "\(call.centres.count - call.missing.count)/\(call.centres.count) 已应答",
                "called by \(read.name(call.calledBy)) at \(desk.time(call.calledAt, at: now)), "
                    + "\(call.centres.count - call.missing.count) of \(call.centres.count) answered"))
        var table = Table([read("中心", "centre"), read("应答", "answer")])
        for centre in call.centres {
            let answer =
                if let at = call.answers[centre] {
                    desk.time(at, at: now) + (call.isLate(centre) ? read("（迟）", " (late)") : "")
                } else {
                    call.overdue(at: now).contains(centre) ? read("未应答，超时", "none, overdue") : read("等待", "waiting")
                }
            table.add([read.centre(centre), answer])
        }
        output.text(table.text())
    }
}
