import Files
import Newsroom

extension Script {
    /// Reads `[[request]]`.
    mutating func takeRequest(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: [
            "label", "at", "by", "title", "centre", "to", "deliver", "due", "priority", "place", "note", "story",
            "steps",
        ])
        let label = try section.text("label")
        let name = "request \(label)"
        let due = try section.time("due")
        let storyLabel = try section.string("story")
        var deliverables: [Deliverable] = []
        for word in try section.strings("deliver") ?? [] {
            guard let deliverable = Deliverable(rawValue: word) else {
                throw section.fault("deliver", oneOf(Deliverable.allCases.map(\.rawValue)))
            }
            deliverables.append(deliverable)
        }
        let wish = RequestCommand.Wish(
            title: tongue.line(try section.text("title")), dueAt: Moment(milliseconds: 0),
            centre: try section.string("centre").map { CentreID(rawValue: $0) },
            to: (try section.strings("to") ?? []).map { CentreID(rawValue: $0) }, deliverables: deliverables,
            priority: try section.term("priority", .routine),
            place: try section.string("place").map { tongue.line($0) },
            note: try section.string("note").map { tongue.line($0) })
        try begin(
            section, name,
            .other(
                ScriptStep.Other(makes: name, touches: storyLabel.map { ["story \($0)"] } ?? []) {
                    labels throws(UnknownLabel) in
                    var wish = wish
                    wish.dueAt = labels.now.adding(seconds: due)
                    wish.story = try storyLabel.map { label throws(UnknownLabel) in try labels.id("story", label) }
                    return .request(.make(wish))
                }))
        try take(section, name) { (line: ScriptLine) throws(DataFileError) -> ScriptStep in
            let reply: @Sendable (Labels) throws(UnknownLabel) -> RequestAnswer
            switch line.verb {
            case "story":
                let word = try line.word(0)
                reply = { labels throws(UnknownLabel) in .story(try labels.id("story", word)) }
            case "task":
                let word = try line.word(0)
                reply = { labels throws(UnknownLabel) in .task(try labels.id("task", word)) }
            case "no":
                let reason = try line.rest(0)
                reply = { _ throws(UnknownLabel) in .no(reason: reason) }
            case "close":
                let reason = line.words.isEmpty ? nil : try line.rest(0)
                return .other(
                    ScriptStep.Other(touches: [name]) { labels throws(UnknownLabel) in
                        .request(.close(try labels.id("request", label), reason: reason))
                    })
            default: throw line.unknown(["story STORY", "task ORDER/CENTRE", "no REASON", "close"])
            }
            return .other(
                ScriptStep.Other(touches: [name]) { labels throws(UnknownLabel) in
                    .request(.answer(try labels.id("request", label), try reply(labels)))
                })
        }
    }
}
