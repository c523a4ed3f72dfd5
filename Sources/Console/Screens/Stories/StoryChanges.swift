import Newsroom
import Terminal

/// The text against the version before it, or against what the last reviewer saw.
func storyChanges(_ model: Model, _ width: Int) -> [[Span]] {
    if let story = model.desk.place.story, let open = story.openCorrection {
        return correctionChanges(story, open, model, width)
    }
    guard let story = model.desk.place.story, story.versions.count > 1 else {
        return [[Span(model.say("只有一版，没有差异", "there is only one version"), .quiet)]]
    }
    let seen = story.reviews.last { $0.textHash != story.text.textHash }
    let base =
        seen.flatMap { review in story.versions.last { $0.textHash == review.textHash } }
        ?? story.versions[story.versions.count - 2]
    var lines: [[Span]] = [
        [
            Span(
                model.say(
                    "第 \(base.number) 版（\(model.read.name(base.by)) \(model.time(base.at))）→ 第 \(story.text.number) 版（\(model.read.name(story.text.by)) \(model.time(story.text.at))）",
                    "version \(base.number) (\(model.read.name(base.by)) \(model.time(base.at))) → version \(story.text.number) (\(model.read.name(story.text.by)) \(model.time(story.text.at)))"
                ), .quiet)
        ], [],
    ]
    if !base.title.hasSameBytes(as: story.title) {
        lines.append([Span("- \(base.title)", .removed)])
        lines.append([Span("+ \(story.title)", .added)])
    }
    lines += attachmentChanges(from: base, to: story.text, model)
    for line in TextDiff.lines(base.body, story.text.body) {
        lines += diffRows(line, model, min(width, 76))
    }
    return lines
}
