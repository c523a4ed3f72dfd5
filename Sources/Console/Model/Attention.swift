import Ledger
import Newsroom

/// One thing that may need a person now, as the attention list orders it.
struct Attention: Equatable, Sendable {
    enum Level: Int, Comparable, Sendable {
        case over, near, mine, calm
        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    var item: Item
    var level: Level
    var limit: Moment?
    var priority: Priority

    /// Everything open, the most pressing first: over its limit, near it, waiting for the reader, then the rest.
    static func list(_ desk: DeskData, actor: Actor, now: Moment) -> [Attention] {
        var result: [Attention] = []
        for task in desk.tasks {
            // A filed task waits for nobody's clock; closing it is in the task list.
            if task.state == .filed { continue }
            let isMine = task.assignee == actor.staff
            result.append(
                Attention(
                    item: .task(task.id),
                    level: task.state == .declined ? .over : level(task.clock, now, isMine),
                    limit: task.limit, priority: task.priority))
        }
        for story in desk.stories {
            guard let stage = story.stage else {
                if story.state == .returned, story.authors.contains(actor.staff) {
                    result.append(Attention(item: .story(story.id), level: .mine, limit: nil, priority: .routine))
                }
                continue
            }
            let isMine = mayJudge(story, stage, actor)
            result.append(
                Attention(
                    item: .story(story.id), level: level(story.clock, now, isMine), limit: story.limit,
                    priority: .routine))
        }
        let listed = Set(result.map(\.item))
        for story in desk.failures where !listed.contains(.story(story.id)) {
            result.append(Attention(item: .story(story.id), level: .over, limit: nil, priority: .routine))
        }
        for centre in desk.unanswered(at: now) {
            result.append(
                Attention(
                    item: .centre(centre), level: .over, limit: desk.rollCall?.answerBy, priority: .urgent))
        }
        for lead in desk.leads where lead.limit != nil {
            result.append(
                Attention(
                    item: .lead(lead.id), level: level(lead.clock, now, false), limit: lead.limit,
                    priority: lead.priority))
        }
        for row in desk.overruled {
            result.append(Attention(item: .overruled(row.id), level: .mine, limit: nil, priority: .routine))
        }
        return result.sorted { left, right in
            if left.level != right.level { return left.level < right.level }
            let (first, second) = (left.limit?.milliseconds ?? .max, right.limit?.milliseconds ?? .max)
            if first != second { return first < second }
            return left.priority < right.priority
        }
    }

    /// Whether the open stage of a story is the reader's to give, as far as a list can tell.
    static func mayJudge(_ story: StoryRow, _ stage: Stage, _ actor: Actor) -> Bool {
        actor.role.may(Right(stage: stage)) && !story.authors.contains(actor.staff)
            && (actor.role.isDesk || actor.centre == story.centre)
            // Lower reviews are somebody else's first duty.
            && (stage != .first || actor.role == .centreEditor || actor.role == .dutyEditor)
            && (stage != .second || actor.role == .deskHead)
    }

    /// What waits for the reader, of all that needs somebody: their reviews and signatures, what came back to them,
    /// the tasks they have in hand.
    static func mine(_ all: [Attention], _ model: Model) -> [Attention] {
        let actor = model.actor
        return all.filter { attention in
            switch attention.item {
            case .task(let id): model.task(id)?.assignee == actor.staff
            case .story(let id):
                if let story = model.story(id), !model.desk.place.barred.contains(id) {
                    story.stage.map { mayJudge(story, $0, actor) } ?? story.authors.contains(actor.staff)
                } else {
                    false
                }
            case .centre(let id): id == actor.centre && !actor.role.isDesk
            case .overruled: true
            case .lead, .staff, .log, .message, .node: false
            }
        }
    }

    private static func level(_ clock: Clock, _ now: Moment, _ isMine: Bool) -> Level {
        switch clock.reading(at: now) {
        case .over: .over
        case .near: .near
        case .calm: isMine ? .mine : .calm
        }
    }
}
