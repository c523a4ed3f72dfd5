import Newsroom
import Terminal

/// The files beside a story's text, below it.
func attachmentLines(_ story: Story, _ model: Model, _ width: Int) -> [[Span]] {
    guard !story.attachments.isEmpty else { return [] }
    return head(model.say("附件", "Attachments"))
        + story.attachments.flatMap { one -> [[Span]] in
            let facts = [
                Span(model.read(one.role.phrase), .text), Span("  \(model.read(.size(bytes: one.size)))", .text),
                Span("  \(one.hash.short)", .quiet),
            ]
            let lines = [one.caption, one.path].compactMap { $0 }.flatMap { paragraph($0, model, width - 2) }
            return [facts] + lines.map { [Span("  ", .text)] + $0 }
        }
}

/// What was attached and taken off between two versions.
func attachmentChanges(from base: Story.Version, to text: Story.Version, _ model: Model) -> [[Span]] {
    func line(_ one: Attachment) -> String {
        "\(model.read(one.role.phrase)) \(one.hash.short)" + (one.caption.map { " \($0)" } ?? "")
    }
    let (old, new) = (base.attachments.map(line), text.attachments.map(line))
    return old.filter { !new.contains($0) }.map { [Span("- \($0)", .removed)] }
        + new.filter { !old.contains($0) }.map { [Span("+ \($0)", .added)] }
}
