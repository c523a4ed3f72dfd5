import Newsroom
import Terminal

/// What the guide says now: by the tour, or of an exercise.
struct Band {
    /// `3/14`.
    var mark: String
    var text: String
    var style = Style(.text, bold: true)
    /// A line below, for who is stuck.
    var hint = ""
    /// What the guide's own keys do, in the line that closes the band: key and word.
    var keys: [(key: String, word: String)]
}

extension Model {
    /// The band's height with its closing line; 0 without a guide. It depends on the size only, so that nothing moves
    /// from station to station.
    var bandHeight: Int {
        guard guide?.isActive == true else { return 0 }
        let lines = size.columns >= 160 ? 1 : size.columns >= 80 ? 2 : 3
        let hint = size.columns >= 80 ? 1 : 2
        return 1 + lines + (guide?.tour == nil ? hint : 0)
    }

    var band: Band? {
        if let tour = guide?.tour { return tourBand(tour) }
        return guide?.lessons.map(lessonBand)
    }

    private func key(_ id: String, _ word: String) -> (key: String, word: String) { (keymap.label(id) ?? ":", word) }

    private func tourBand(_ tour: Tour) -> Band {
        return Band(
            mark: "\(tour.station + 1)/\(TourStep.all.count)", text: TourStep.all[tour.station].caption(language),
            keys: [
                key("demo.next", say("下一站", "next")), key("view.language", say("English", "中文")),
                (say("任意键", "any other key"), say("由您操作", "the desk is yours")),
            ])
    }

    private func lessonBand(_ lessons: Lessons) -> Band {
        let total = lessons.total
        let sum = say("共 \(total.keys) 键，老手 \(total.par) 键", "keys \(total.keys), an old hand needs \(total.par)")
        guard let exercise else {
            return Band(
                mark: glyphs.done, text: say("练完了：\(sum)。", "All done: \(sum)."), style: Style(.done, bold: true),
                keys: [key("view.quit", say("离开", "leaves"))])
        }
        let mark = "\(lessons.exercise + 1)/\(Exercise.all.count)"
        if lessons.isSolved {
            return Band(
                mark: mark,
                text: say(
                    "对了！用了 \(lessons.keys) 键，老手 \(lessons.par) 键。",
                    "Right! You took \(lessons.keys) keys, an old hand needs \(lessons.par)."),
                style: Style(.done, bold: true), hint: sum, keys: [(say("任意键", "any key"), say("下一题", "the next one"))])
        }
        let name = lessons.sight?.item.map { label($0) } ?? ""
        return Band(
            mark: mark,
            text: exercise.task(language).split(separator: "{}", omittingEmptySubsequences: false).joined(
                separator: name),
            hint: lessons.showsHint ? exercise.hint(language) : "",
            keys: [
                key("demo.hint", say("提示", "hint")), key("demo.next", say("跳过", "skip")),
                key("view.help", say("帮助", "help")),
            ])
    }
}

/// The guide's lines, with the mark before them and the guide's keys in the line below.
func drawBand(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    let rect = layout.band
    guard !rect.isEmpty, let band = model.band else { return }
    frame.canvas.write(band.mark, x: 1, y: rect.y, width: 5, style: Style(.accent, bold: true))
    let width = rect.width - 8
    let lines =
        balanced(band.text, width, model.widths).map { ($0, band.style) }
        + (band.hint.isEmpty ? [] : model.widths.wrap(band.hint, width: width)).map { ($0, .accent) }
    for (index, line) in lines.prefix(rect.height - 1).enumerated() {
        frame.canvas.write(line.0, x: 7, y: rect.y + index, width: width, style: line.1)
    }
    let foot = rect.maxY - 1
    frame.canvas.horizontalLine(x: 0, y: foot, width: rect.width)
    let keys = band.keys.flatMap { [Span("  \($0.key) ", .key), Span($0.word, .quiet)] } + [Span("  ", .quiet)]
    let wide = keys.reduce(0) { $0 + model.widths.width(of: $1.text) }
    if wide < rect.width { frame.write(keys, x: rect.maxX - wide - 1, y: foot, width: wide) }
}

/// A text in as few lines as the width allows, none of them much shorter than the others; a line breaks behind a stop
/// or a comma where one is near.
private func balanced(_ text: String, _ width: Int, _ widths: Widths) -> [String] {
    let fewest = widths.wrap(text, width: width)
    guard fewest.count > 1 else { return fewest }
    if fewest.count == 2 {
        let whole = widths.width(of: text)
        let ends = text.indices.filter { "。，；：？.,;:?".contains(text[$0]) }.map { text.index(after: $0) }
        let halves = ends.map { (text[..<$0], text[$0...].drop { $0 == " " }) }.filter { first, rest in
            let left = widths.width(of: String(first))
            return left <= width && widths.width(of: String(rest)) <= width && left > whole / 3 && left < whole * 3 / 4
        }
        let best = halves.min {
            abs(widths.width(of: String($0.0)) * 2 - whole) < abs(widths.width(of: String($1.0)) * 2 - whole)
        }
        if let best { return [String(best.0), String(best.1)] }
    }
    let even = (widths.width(of: text) / fewest.count..<width).lazy.map { widths.wrap(text, width: $0) }
    return even.first { $0.count == fewest.count } ?? fewest
}

/// How the lessons went: each exercise with the keys that it took, beside those that it needs.
func drawResults(_ model: Model, _ stage: Rect, _ frame: inout Frame) {
    guard let lessons = model.guide?.lessons else { return }
    let width = min(58, stage.width - 2)
    let box = stage.centered(width: width, height: min(stage.height, lessons.results.count + 7))
    frame.window(model.say("练习成绩 · 任意键关闭", "How it went · any key closes"), box)
    func row(_ y: Int, _ name: [Span], _ keys: String, _ par: String, _ style: Style) {
        frame.write(name, x: box.x + 3, y: y, width: width - 24)
        frame.canvas.write(keys, x: box.maxX - 20, y: y, width: 8, style: style, alignRight: true)
        frame.canvas.write(par, x: box.maxX - 12, y: y, width: 9, style: .quiet, alignRight: true)
    }
    row(box.y + 1, [], model.say("您", "you"), model.say("老手", "old hand"), .quiet)
    for (index, result) in lessons.results.enumerated() where index < Exercise.all.count {
        let isDone = result.keys != nil
        let mark = Span(isDone ? model.glyphs.done : model.glyphs.dot, isDone ? .done : .quiet)
        row(
            box.y + 2 + index, [mark, Span(" \(Exercise.all[index].name(model.language))", isDone ? .text : .quiet)],
            result.keys.map { "\($0)" } ?? model.say("跳过", "skipped"), result.par > 0 ? "\(result.par)" : "",
            isDone ? .text : .quiet)
    }
    let total = lessons.total
    row(
        box.maxY - 3, [Span(model.say("做完的合计", "of those done"), Style(.text, bold: true))], "\(total.keys)",
        "\(total.par)",
        Style(.text, bold: true))
}
