import Ledger
import Newsroom
import Terminal

/// A line of the duty log.
func drawLog(_ line: LogRow, _ model: Model, _ row: Rect, _ frame: inout Frame) {
    let read = model.read
    let time = model.time(line.at)
    var x = row.x + 1
    x += max(5, frame.canvas.write(time, x: x, y: row.y, width: 11, style: .quiet)) + 1
    let who = read.name(line.actor)
    let room = read.language == .en && row.width >= 64 ? 12 : 8
    x += max(6, frame.canvas.write(who, x: x, y: row.y, width: room)) + 1
    if let number = line.number {
        x += frame.canvas.write("\(number)", x: x, y: row.y, width: max(0, row.maxX - x - 1), style: .quiet) + 1
    }
    x +=
        frame.canvas.write(
            line.logText(read), x: x, y: row.y, width: max(0, row.maxX - x - 1),
            style: line.event == nil ? .quiet : .text)
        + 1
    if let title = line.title, row.maxX - x > 6 {
        frame.canvas.write(title, x: x + 1, y: row.y, width: row.maxX - x - 2, style: .quiet)
    }
}
