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
    /// What the guide's own keys do, in the line that closes the band.
    var keys: String
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

    private func tourBand(_ tour: Tour) -> Band {
        func key(_ id: String) -> String { keymap.label(id) ?? "" }
        return Band(
            mark: "\(tour.station + 1)/\(Station.all.count)", text: Station.all[tour.station].caption(language),
            keys: say(
                "\(key("demo.next")) 下一站 · \(key("view.language")) English · 按任意键，由您操作",
                "\(key("demo.next")) next · \(key("view.language")) 中文 · any other key: the desk is yours"))
    }

    private func lessonBand(_ lessons: Lessons) -> Band {
        func key(_ id: String) -> String { keymap.label(id) ?? "" }
        let total = lessons.total
        let sum = say("共 \(total.keys) 键，老手 \(total.par) 键", "keys \(total.keys), an old hand needs \(total.par)")
        guard let exercise else {
            return Band(
                mark: glyphs.done, text: say("练完了：\(sum)。", "All done: \(sum)."), style: Style(.done, bold: true),
                keys: say("\(key("view.quit")) 离开", "\(key("view.quit")) leaves"))
        }
        let mark = "\(lessons.exercise + 1)/\(Exercise.all.count)"
        if lessons.isSolved {
            return Band(
                mark: mark,
                text: say(
                    "对了！用了 \(lessons.keys) 键，老手 \(lessons.par) 键。",
                    "Right! You took \(lessons.keys) keys, an old hand needs \(lessons.par)."),
                style: Style(.done, bold: true), hint: sum, keys: say("任意键：下一题", "any key: the next one"))
        }
        let name = lessons.sight?.item.map { label($0) } ?? ""
        return Band(
            mark: mark,
            text: exercise.task(language).split(separator: "{}", omittingEmptySubsequences: false).joined(
                separator: name),
            hint: lessons.showsHint ? exercise.hint(language) : "",
            keys: say(
                "\(key("demo.hint")) 提示 · \(key("demo.next")) 跳过 · \(key("view.help")) 帮助",
                "\(key("demo.hint")) hint · \(key("demo.next")) skip · \(key("view.help")) help"))
    }
}

/// The guide's lines, with the mark before them and the guide's keys in the line below.
func drawBand(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    let rect = layout.band
    guard !rect.isEmpty, let band = model.band else { return }
    frame.canvas.write(band.mark, x: 1, y: rect.y, width: 5, style: Style(.accent, bold: true))
    let width = rect.width - 8
    let hint = band.hint.isEmpty ? [] : model.widths.wrap(band.hint, width: width)
    let lines = model.widths.wrap(band.text, width: width).map { ($0, band.style) } + hint.map { ($0, .accent) }
    for (index, line) in lines.prefix(rect.height - 1).enumerated() {
        frame.canvas.write(line.0, x: 7, y: rect.y + index, width: width, style: line.1)
    }
    let foot = rect.maxY - 1
    frame.canvas.horizontalLine(x: 0, y: foot, width: rect.width)
    let wide = model.widths.width(of: band.keys) + 2
    if wide < rect.width {
        frame.canvas.write(" \(band.keys) ", x: rect.maxX - wide - 1, y: foot, width: wide, style: .quiet)
    }
}

/// How the lessons went: each exercise with the keys that it took, beside those that it needs.
func drawSummary(_ model: Model, _ stage: Rect, _ frame: inout Frame) {
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
            result.keys.map { "\($0)" } ?? model.say("跳过", "skipped"), "\(result.par)", isDone ? .text : .quiet)
    }
    let total = lessons.total
    row(
        box.maxY - 3, [Span(model.say("做完的合计", "of those done"), Style(.text, bold: true))], "\(total.keys)",
        "\(total.par)",
        Style(.text, bold: true))
}
