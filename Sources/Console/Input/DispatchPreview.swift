import Newsroom
import Terminal

extension DispatchReading {
    /// What will happen; with a problem, that first and then what was understood.
    func preview(problem: String?) -> [Span] {
        guard let problem else { return announcement + advice }
        var spans = [Span(problem, .near)]
        let understood = details
        if !centres.isEmpty { spans += [separator, Span(centreNames, .quiet)] }
        if !title.isEmpty, !centres.isEmpty { spans += [separator, Span(title, .quiet)] }
        for detail in understood { spans += [separator, Span(detail.text, .quiet)] }
        return spans
    }

    private var separator: Span { Span(" · ", .quiet) }

    private var centreNames: String {
        let all = context.directory.centres.filter { $0.kind != .municipal }
        if all.count > 3, centres.count == all.count {
            return context.say("全部 \(all.count) 个中心", "all \(all.count) centres")
        }
        return context.list(centres.map { $0.name(context.language) })
    }

    private var announcement: [Span] {
        let each = centres.count > 1
        var spans = [
            Span(context.say("将派给", "will send "), .quiet),
            Span(centreNames, Style(.text, bold: true)),
            Span(each ? context.say(" 各一件：", " one task each: ") : context.say("：", ": "), .quiet),
            Span(title),
        ]
        for detail in details { spans += [separator, detail] }
        return spans
    }

    private var details: [Span] {
        let say = context.reader
        var spans: [Span] = []
        let level = priority ?? .routine
        let limit = duration(context.policy.acknowledge[level])
        let style = level == .routine ? Style.text : Style(.text, bold: true)
        spans.append(
            Span(say("\(level.phrase.zh)（\(limit)内接单）", "\(level.phrase.en) (acknowledge within \(limit))"), style))
        let wanted = deliverables.isEmpty ? [.text] : deliverables
        spans.append(Span(context.list(wanted.map { say($0.phrase) })))
        if let due { spans.append(Span(say("\(time(due)) 前", "by \(time(due))"))) }
        if let person {
            let name = person.name
            let centre = say.centre(person.centre)
            spans.append(
                Span(
                    centres.count > 1 ? say("\(name)负责\(centre)", "\(name) for \(centre)") : say("\(name)负责", "\(name)")
                ))
        }
        if let story { spans.append(Span(say("稿件 \(story.number)", "story \(story.number)"))) }
        if let lead { spans.append(Span(say("线索 \(lead.number)", "lead \(lead.number)"))) }
        return spans
    }

    /// Whom one might name, where nobody is named.
    private var advice: [Span] {
        guard person == nil,
            let best = context.recommendations.first(where: { one in centres.contains { $0.id == one.centre } })
        else { return [] }
        let name = context.directory.name(of: best.staff)
        let reasons = context.list(best.reasons.prefix(3).map { $0.phrase(context.language) })
        return [
            separator,
            Span(
                context.say(
                    "可加 @\(best.staff.rawValue) \(name)：\(reasons)", "add @\(best.staff.rawValue) \(name)? \(reasons)"),
                .quiet),
        ]
    }

    private func duration(_ seconds: Int) -> String {
        if seconds >= 3600, seconds % 3600 == 0 { return context.say("\(seconds / 3600) 小时", "\(seconds / 3600) h") }
        if seconds >= 120, seconds % 60 == 0 { return context.say("\(seconds / 60) 分钟", "\(seconds / 60) min") }
        return context.say("\(seconds) 秒", "\(seconds) s")
    }

    private func time(_ moment: Moment) -> String { context.clock(moment) }
}

extension DispatchContext {
    /// A time of day, with the day when it is not today.
    func clock(_ moment: Moment) -> String {
        let civil = zone.civil(moment)
        if civil.date == zone.civil(now).date { return civil.shortTime }
        if civil.date == zone.civil(now.adding(seconds: 86400)).date {
            return say("明天 \(civil.shortTime)", "\(civil.shortTime) tomorrow")
        }
        return "\(civil.shortDate) \(civil.shortTime)"
    }
}
