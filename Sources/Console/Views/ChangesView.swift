import Newsroom
import Terminal

/// A difference's paragraph, its segments wrapped together; every kind has its mark, so that colour is not needed.
func diffRows(_ line: DiffLine, _ model: Model, _ width: Int) -> [[Span]] {
    let mark: String
    switch line.kind {
    case .same: mark = "  "
    case .added: mark = "+ "
    case .removed: mark = "- "
    case .changed: mark = "~ "
    }
    let rows = wrap(line.segments.flatMap { marked($0, line.kind) }, model, width - 2)
    return rows.enumerated().map { index, row in
        row.reduce(into: [Span(index == 0 ? mark : "  ", .quiet)]) { spans, cell in
            if spans.count > 1, spans[spans.count - 1].style == cell.style {
                spans[spans.count - 1].text.append(cell.character)
            } else {
                spans.append(Span(String(cell.character), cell.style))
            }
        }
    }
}

/// A character of a difference, with its look.
private typealias DiffCell = (character: Character, style: Style)

private func marked(_ segment: DiffLine.Segment, _ kind: DiffLine.Kind) -> [DiffCell] {
    let (text, style): (String, Style) =
        switch segment.kind {
        case .same: (segment.text, kind == .same ? .quiet : .text)
        case .added: (kind == .changed ? "{+\(segment.text)+}" : segment.text, .added)
        case .removed: (kind == .changed ? "[-\(segment.text)-]" : segment.text, .removed)
        case .changed: (segment.text, .text)
        }
    return text.map { ($0, style) }
}

/// Breaks a row at its last blank where a word of letters would be cut in two, else where it is full.
private func wrap(_ cells: [DiffCell], _ model: Model, _ width: Int) -> [[DiffCell]] {
    var rows: [[DiffCell]] = [[]]
    var used = 0
    for cell in cells {
        let wide = model.widths.width(of: String(cell.character))
        if used + wide > width {
            var row = rows.removeLast()
            var rest: [DiffCell] = []
            let isInWord = cell.character.isASCII && cell.character != " " && row.last?.character.isASCII == true
            if isInWord, let blank = row.lastIndex(where: { $0.character == " " }) {
                rest = Array(row[(blank + 1)...])
                row.removeSubrange((blank + 1)...)
            }
            rows += [row, rest]
            used = rest.reduce(0) { $0 + model.widths.width(of: String($1.character)) }
        }
        rows[rows.count - 1].append(cell)
        used += wide
    }
    return rows
}
