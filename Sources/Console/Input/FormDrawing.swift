import Newsroom
import Terminal

extension Form {
    /// Draws the form: labels to the right against one edge, values to the left against another; below them what the
    /// focused field takes, and what is missing. The focus has a mark, and the cursor stands in it.
    func draw(_ canvas: inout Canvas, in rect: Rect, language: Language, problem: String?) {
        guard rect.width > 0, rect.height > 0 else { return }
        var body = rect
        if rect.height > fields.count || rect.height > 3 {
            let airy = rect.height >= fields.count + 6
            let top = rect.split(top: airy ? 2 : 1)
            canvas.write(title(language), x: rect.x, y: rect.y, width: rect.width, style: .heading)
            let bottom = top.rest.split(bottom: min(airy ? 3 : 2, max(0, top.rest.height - 1)))
            body = bottom.rest
            drawFoot(&canvas, bottom.bottom, language, problem, airy: airy)
        }
        let labels = fields.map { canvas.widths.width(of: $0.label(language)) }.max() ?? 0
        let labelWidth = min(labels, max(4, rect.width / 3))
        // Where there are more fields than rows, those round the focus are shown.
        let first = max(0, min(focus - body.height / 2, fields.count - body.height))
        for (row, place) in (first..<min(fields.count, first + body.height)).enumerated() {
            drawField(&canvas, place, body.row(row), labelWidth, language)
        }
    }

    private func drawFoot(
        _ canvas: inout Canvas, _ area: Rect, _ language: Language, _ problem: String?, airy: Bool
    ) {
        var rows = (0..<area.height).map { area.y + $0 }
        if airy, !rows.isEmpty { rows.removeFirst() }
        // What is missing stays when there is room for one line only.
        if let problem, let y = rows.last {
            canvas.write("\(canvas.glyphs.near) \(problem)", x: area.x, y: y, width: area.width, style: .near)
            rows.removeLast()
        }
        guard let y = rows.first, fields.indices.contains(focus) else { return }
        let keys = language == .zh ? "Tab 下一项  C-s 提交  Esc 放下" : "Tab next  C-s submit  Esc leave"
        let hint = fields[focus].hint(language)
        let wide = canvas.widths.width(of: hint) + canvas.widths.width(of: keys) + 3 <= area.width
        canvas.write(hint, x: area.x, y: y, width: area.width, style: .quiet)
        if wide {
            canvas.write(keys, x: area.x, y: y, width: area.width, style: .quiet, alignRight: true)
        } else if rows.count > 1, let y = rows.last {
            canvas.write(keys, x: area.x, y: y, width: area.width, style: .quiet)
        }
    }

    private func drawField(
        _ canvas: inout Canvas, _ place: Int, _ row: Rect, _ labelWidth: Int, _ language: Language
    ) {
        let field = fields[place]
        let isFocused = place == focus
        let mark = canvas.widths.width(of: canvas.glyphs.marker) == 1 ? canvas.glyphs.marker : ">"
        if isFocused { canvas.write(mark, x: row.x, y: row.y, width: 1, style: .accent) }
        canvas.write(
            field.label(language), x: row.x + 2, y: row.y, width: min(labelWidth, row.width - 2),
            style: isFocused ? Style(.accent, bold: true) : .quiet, alignRight: true)
        let x = row.x + 2 + labelWidth + 2
        let area = Rect(x: x, y: row.y, width: max(0, row.maxX - x), height: 1)
        guard area.width > 0 else { return }
        switch (field.isText, isFocused) {
        case (true, true): field.drawEditor(&canvas, area, language)
        case (false, true): field.drawOptions(&canvas, area, language)
        default:
            let text = field.summary(language, canvas.glyphs)
            canvas.write(
                text ?? field.example(language), x: x, y: row.y, width: area.width,
                style: text == nil ? .quiet : .text)
        }
    }
}

extension Form.Field {
    /// What is in the field, in words; `nil` when nothing is.
    fileprivate func summary(_ language: Language, _ glyphs: Glyphs) -> String? {
        if isText { return editor.isEmpty ? nil : editor.text }
        let names = options.filter { chosen.contains($0.id) }.map { $0.label(language) }
        return names.isEmpty ? nil : names.joined(separator: language == .zh ? "、" : ", ")
    }

    fileprivate func example(_ language: Language) -> String {
        if case .text(let example) = kind { return example(language) }
        return language == .zh ? "未选" : "none"
    }

    fileprivate func drawEditor(_ canvas: inout Canvas, _ area: Rect, _ language: Language) {
        canvas.fill(area, style: .input)
        if editor.isEmpty {
            canvas.write(
                example(language), x: area.x, y: area.y, width: area.width, style: Style(.quiet, underline: true))
            canvas.cursor = (area.x, area.y)
            return
        }
        let window = editor.visible(width: area.width, widths: canvas.widths)
        canvas.write(window.text, x: area.x, y: area.y, width: area.width, style: .input)
        canvas.cursor = (area.x + window.cursorX, area.y)
    }

    /// The options in a row, those that are chosen with a mark, scrolled so that the highlighted one is whole.
    fileprivate func drawOptions(_ canvas: inout Canvas, _ area: Rect, _ language: Language) {
        var area = area
        if !editor.isEmpty {
            // What is typed stands before what it leaves.
            let width = min(area.width / 2, canvas.widths.width(of: editor.text) + 1)
            let window = editor.visible(width: max(1, width), widths: canvas.widths)
            canvas.write(window.text, x: area.x, y: area.y, width: width, style: .input)
            canvas.cursor = (area.x + window.cursorX, area.y)
            area = Rect(x: area.x + width + 1, y: area.y, width: max(0, area.width - width - 1), height: 1)
        }
        let shown = shown
        guard !shown.isEmpty, area.width > 0 else {
            canvas.write(language == .zh ? "没有匹配项" : "no match", x: area.x, y: area.y, width: area.width, style: .near)
            return
        }
        let marks = isSeveral ? ("[x] ", "[ ] ") : ("(*) ", "( ) ")
        let texts = shown.map { (chosen.contains($0.id) ? marks.0 : marks.1) + $0.label(language) }
        let highlight = min(highlight, texts.count - 1)
        let sizes = texts.map { canvas.widths.width(of: $0) + 2 }
        // As many before the highlighted one as leave it whole.
        let room = area.width - 2
        var first = highlight
        var used = sizes[highlight]
        while first > 0, used + sizes[first - 1] <= room {
            first -= 1
            used += sizes[first]
        }
        var x = area.x
        if first > 0 {
            canvas.write(canvas.glyphs.left, x: x, y: area.y, width: 1, style: .quiet)
            x += 2
        }
        for place in first..<texts.count {
            let left = area.maxX - x - (place + 1 < texts.count ? 2 : 0)
            guard left > 0, place <= highlight || sizes[place] - 2 <= left else { break }
            if place == highlight, editor.isEmpty { canvas.cursor = (min(x + 1, area.maxX - 1), area.y) }
            let style: Style = place == highlight ? .selection : chosen.contains(shown[place].id) ? .text : .quiet
            x += canvas.write(texts[place], x: x, y: area.y, width: left, style: style) + 2
            if place + 1 == texts.count { return }
        }
        canvas.write(canvas.glyphs.right, x: area.maxX - 1, y: area.y, width: 1, style: .quiet)
    }
}
