import Foundation

/// Lays `metric<TAB>label<TAB>value` lines out: a row a metric, a column a label, the limit and whether it is met.
///
/// Where a metric was measured several times, the median stands in the table.
struct Table {
    private var values: [String: [String: [Double]]] = [:]
    private var labels: [String] = []
    private let idle: Double

    init(file: String, idle: Double) throws {
        self.idle = idle
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count == 3, let value = Double(parts[2]) else { throw MeasureError("not a figure: \(line)") }
            if !labels.contains(parts[1]) { labels.append(parts[1]) }
            values[parts[0], default: [:]][parts[1], default: []].append(value)
        }
    }

    /// The desks of guantong; the others are there to compare.
    private var desks: [String] { labels.filter { $0.hasSuffix("stories") } }

    private func value(_ metric: String, _ label: String) -> Double? { values[metric]?[label]?.median }

    /// What a figure is to keep within.
    private enum Limit {
        case none
        /// Every desk at most this.
        case most(Double)
        /// Every desk at most this part of the program named.
        case part(Double, of: String)
        /// The largest desk at least this; a small one is over before it has begun.
        case largestLeast(Double)
    }

    private struct Row {
        var metric: String
        var name: String
        var digits = 2
        var limit = Limit.none
        /// What is shown for one that was measured.
        var scale = 1.0
    }

    private var rows: [Row] {
        [
            Row(metric: "start.first", name: "start to first text, ms", digits: 1),
            Row(metric: "start.board", name: "start to whole screen, ms", digits: 1, limit: .most(30)),
            Row(metric: "start.board", name: "  against htop", digits: 1, limit: .part(0.5, of: "htop")),
            Row(metric: "start.bytes", name: "  bytes until then", digits: 0),
            Row(metric: "key.first", name: "key to first byte, ms, median"),
            Row(metric: "key.median", name: "key to last byte, ms, median", limit: .most(0.5)),
            Row(metric: "key.p99", name: "  p99", limit: .most(3)),
            Row(metric: "key.bytes", name: "  bytes a key", digits: 0, limit: .most(300)),
            Row(metric: "list.key.median", name: "in a list, ms, median", limit: .most(0.5)),
            Row(metric: "list.key.p99", name: "  p99", limit: .most(3)),
            Row(metric: "list.key.bytes", name: "  bytes a key", digits: 0, limit: .most(300)),
            Row(metric: "idle.wakes", name: "idle, clocks shown: wake-ups/s", limit: .most(1)),
            Row(metric: "idle.cpu", name: "  CPU seconds in 30 s", digits: 3, limit: .most(0.005), scale: 30),
            Row(metric: "idle.bytes", name: "  bytes/s", digits: 0),
            Row(
                metric: "still.idle.wakes", name: "idle, no clock: wake-ups in \(Int(idle)) s", digits: 0,
                limit: .most(0), scale: idle),
            Row(metric: "still.idle.cpu", name: "  CPU seconds in 30 s", digits: 3, limit: .most(0.005), scale: 30),
            Row(metric: "still.idle.bytes", name: "  bytes/s", digits: 0),
            Row(metric: "memory.resident", name: "resident memory, MB", digits: 1, limit: .most(30)),
            Row(metric: "memory.proportional", name: "  shared pages divided", digits: 1),
            Row(metric: "memory.own", name: "  its own (anonymous)", digits: 1),
            Row(metric: "memory.after", name: "  resident after the keys", digits: 1, limit: .most(30)),
            Row(metric: "commit.median", name: "another's commit to screen, ms", limit: .most(5)),
            Row(metric: "commit.p99", name: "  p99", limit: .most(20)),
            Row(metric: "commit.unseen", name: "  not seen within 1 s", digits: 0, limit: .most(0)),
            Row(metric: "durable.median", name: "command to durable, ms, median"),
            Row(metric: "durable.p99", name: "  p99"),
            Row(metric: "search.first", name: "search, the slowest, first time, ms", limit: .most(10)),
            Row(metric: "search.median", name: "  again, median", limit: .most(10)),
            Row(metric: "verify.rate", name: "verify, thousand events/s", digits: 0, limit: .largestLeast(300)),
        ]
    }

    /// What must not grow with the desk, and its name.
    private static let steady = [
        ("start.board", "start"), ("key.median", "key"), ("list.key.median", "key in a list"),
        ("memory.resident", "memory"),
    ]

    /// The table, with a line's end.
    var text: String {
        var lines = [[""] + labels + ["limit", ""]]
        for row in rows where labels.contains(where: { value(row.metric, $0) != nil }) {
            let cells = labels.map { label in
                value(row.metric, label).map { format($0 * row.scale, row.digits) } ?? "-"
            }
            let (limit, verdict) = judge(row)
            lines.append([row.name] + cells + [limit, verdict])
        }
        if let small = desks.first, let large = desks.last, small != large {
            for (metric, name) in Self.steady {
                guard let one = value(metric, small), let other = value(metric, large) else { continue }
                let ratio = other / one
                var cells = labels.map { _ in "" }
                if let place = labels.firstIndex(of: large) { cells[place] = format(ratio, 2) }
                lines.append(
                    ["\(name), largest desk / smallest"] + cells + ["<= 1.3", ratio <= 1.3 ? "met" : "not met"])
            }
        }
        return Self.aligned(lines)
    }

    private func judge(_ row: Row) -> (String, String) {
        let measured = desks.compactMap { value(row.metric, $0) }.map { $0 * row.scale }
        guard let highest = measured.max(), let last = measured.last else { return ("", "") }
        func verdict(_ isMet: Bool) -> String { isMet ? "met" : "not met" }
        switch row.limit {
        case .none: return ("", "")
        case .most(let limit):
            // What is shown is judged, rounded as it is.
            return ("<= \(short(limit))", verdict((Double(format(highest, row.digits)) ?? highest) <= limit))
        case .largestLeast(let limit): return (">= \(short(limit))", verdict(last >= limit))
        case .part(let part, let name):
            guard let other = value(row.metric, name) else { return ("", "") }
            return ("<= \(format(other * row.scale * part, row.digits))", verdict(highest <= other * row.scale * part))
        }
    }

    private func format(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private func short(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }

    /// The first column to the left, the others to the right, two blanks between.
    private static func aligned(_ lines: [[String]]) -> String {
        let columns = lines.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in lines.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for line in lines {
            var row = ""
            for (column, cell) in line.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                // The verdict stands to the left as the names do.
                let isLeft = column == 0 || column == columns - 1
                row += (column == 0 ? "" : "  ") + (isLeft ? cell + blanks : blanks + cell)
            }
            while row.last == " " { row.removeLast() }
            text += row + "\n"
        }
        return text
    }
}
