import Terminal

/// Columns that line up in cells: Chinese takes two.
struct Table {
    private var titles: [String]
    private var isRight: [Bool]
    private var rows: [[String]] = []

    /// A table with these columns; a title that begins with `>` stands for a column of numbers, to the right.
    init(_ titles: [String]) {
        isRight = titles.map { $0.hasPrefix(">") }
        self.titles = titles.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
    }

    var isEmpty: Bool { rows.isEmpty }
    /// How many rows there are.
    var count: Int { rows.count }

    mutating func add(_ row: [String]) { rows.append(row.map(Output.clean)) }

    /// The lines, with the titles first. The last column takes what it needs; nothing is cut.
    func text(indent: String = "") -> String {
        let widths = Widths()
        let all = [titles] + rows
        let cells = titles.indices.map { column in
            all.map { column < $0.count ? widths.width(of: $0[column]) : 0 }.max() ?? 0
        }
        return all.map { row in
            var line = indent
            for (column, text) in row.enumerated() where column < cells.count {
                if column > 0 { line += "  " }
                let isLast = column == titles.count - 1 && !isRight[column]
                line += isLast ? text : widths.pad(text, to: cells[column], alignRight: isRight[column])
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
