import Ledger
import Newsroom

/// A year at the desk, made through the rules as it would have happened: some hundred stories are always under way,
/// and the last 500 stories and 300 tasks are still open when it ends.
struct Year {
    static let length: Int64 = 365 * 86_400_000
    static let openStories = 500
    static let openTasks = 300
    /// So many stories come from one task.
    static let storiesPerTask = 10

    private let count: Int
    private let end: Moment
    private var random: Seeded
    private var steps = Heap()
    private var performed = 0

    /// Something that will happen.
    private struct Step {
        enum Act {
            case begin, submit
            case review(Int)
            case sign, publish, issue, acknowledge, arrive, file, close
        }

        var at: Int64
        var act: Act
        var index: Int
        var subject: SubjectID?
    }

    init(stories count: Int, end: Moment, seed: UInt64) {
        self.count = count
        self.end = end
        random = Seeded(seed: seed)
    }

    /// Lives the year in batches of one transaction.
    /// - Returns: how many events were made.
    mutating func live(in ledger: Ledger, progress: (Int) -> Void) throws -> Int {
        // The tasks of a small desk come to 300 all the same, since so many are open.
        let tasks = max(count / Self.storiesPerTask, Self.openTasks)
        var story = 0
        var task = 0
        while story < count || task < tasks || !steps.isEmpty {
            try ledger.transaction { transaction in
                for _ in 0..<20_000 {
                    let nextStory = story < count ? beginning(story, of: count) : .max
                    let nextTask = task < tasks ? beginning(task, of: tasks) : .max
                    let nextStep = steps.first?.at ?? .max
                    let next = min(nextStory, nextTask, nextStep)
                    if next == .max { break }
                    if next == nextStep, let step = steps.pop() {
                        try take(step, transaction)
                    } else if next == nextStory {
                        try take(Step(at: next, act: .begin, index: story), transaction)
                        story += 1
                    } else {
                        try take(Step(at: next, act: .issue, index: task), transaction)
                        task += 1
                    }
                }
            }
            progress(story)
        }
        return performed
    }

    private func beginning(_ index: Int, of all: Int) -> Int64 {
        end.milliseconds - Self.length + Self.length / Int64(all) * Int64(index)
    }

    private mutating func take(_ step: Step, _ transaction: Transaction) throws {
        transaction.now = Moment(milliseconds: min(step.at, end.milliseconds))
        let reporter = Desk.reporters[step.index % Desk.reporters.count]
        let head = Desk.heads[step.index % Desk.heads.count]
        let chief = Desk.chiefs[step.index % Desk.chiefs.count]
        let signer = Desk.chiefs[(step.index + 1) % Desk.chiefs.count]
        switch (step.act, step.subject) {
        case (.begin, _):
            let new = StoryCommand.Draft(
                title: Texts.title(&random, step.index), body: Texts.body(&random),
                origin: step.index % 7 == 0 ? .reposted : .original)
            let made = try transaction.perform(.story(.draft(new)), as: reporter)
            follow(step, .submit, made.events.first?.subject, when: stays(step) > 0)
        case (.submit, let id?):
            try transaction.perform(.story(.submit(id)), as: reporter)
            follow(step, .review(1), id, when: stays(step) > 1)
        case (.review(let level), let id?):
            let stage = Stage.reviews[level - 1]
            let actor = level == 1 ? Desk.editors[reporter.house] ?? head : level == 2 ? head : chief
            try transaction.perform(
                .story(.review(id, stage: stage, verdict: .pass, opinion: "事实清楚，可以发", textHash: nil)), as: actor)
            follow(step, level == 3 ? .sign : .review(level + 1), id, when: stays(step) > level + 1)
        case (.sign, let id?):
            try transaction.perform(.story(.sign(id, textHash: nil)), as: signer)
            follow(step, .publish, id, when: stays(step) > 5)
        case (.publish, let id?):
            // Each house on its own channels.
            try transaction.perform(.story(.publish(id, channels: [])), as: Desk.editors[reporter.house] ?? Desk.duty)
        case (.issue, _):
            let order = TaskCommand.Dispatch(
                centres: [reporter.house], title: Texts.title(&random, -1), deliverables: [.text, .photo],
                dueAt: transaction.now.adding(seconds: 14_400), assignee: reporter.staff)
            let made = try transaction.perform(.task(.dispatch(order)), as: Desk.duty)
            follow(step, .acknowledge, made.events.first?.subject, when: leaves(step) > 0)
        case (.acknowledge, let id?):
            try transaction.perform(.task(.acknowledge(id)), as: reporter)
            follow(step, .arrive, id, when: leaves(step) > 1)
        case (.arrive, let id?):
            try transaction.perform(.task(.arrive(id)), as: reporter)
            follow(step, .file, id, when: leaves(step) > 2)
        case (.file, let id?):
            try transaction.perform(.task(.file(id, story: nil)), as: reporter)
            follow(step, .close, id, when: leaves(step) > 3)
        case (.close, let id?): try transaction.perform(.task(.close(id)), as: Desk.duty)
        default: return
        }
        performed += 1
    }

    /// How far one of the last stories goes: 0 for a draft to 5 for a signed one.
    private func stays(_ step: Step) -> Int {
        let left = count - step.index
        return left <= Self.openStories ? left % 6 : 9
    }

    /// How far one of the last tasks goes: 0 for issued to 3 for filed.
    private func leaves(_ step: Step) -> Int {
        let left = max(count / Self.storiesPerTask, Self.openTasks) - step.index
        return left <= Self.openTasks ? left % 4 : 9
    }

    private mutating func follow(_ step: Step, _ act: Step.Act, _ subject: SubjectID?, when goesOn: Bool) {
        guard goesOn, let subject else { return }
        let later = step.at + Int64.random(in: 60_000...1_200_000, using: &random)
        steps.push(Step(at: later, act: act, index: step.index, subject: subject))
    }

    /// The steps to come, the earliest first.
    private struct Heap {
        private var items: [Step] = []

        var isEmpty: Bool { items.isEmpty }
        var first: Step? { items.first }

        mutating func push(_ step: Step) {
            items.append(step)
            var child = items.count - 1
            while child > 0, items[child].at < items[(child - 1) / 2].at {
                items.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        }

        mutating func pop() -> Step? {
            guard let first = items.first, let last = items.popLast() else { return nil }
            guard !items.isEmpty else { return first }
            items[0] = last
            var parent = 0
            while true {
                let left = 2 * parent + 1
                guard left < items.count else { return first }
                let smaller = left + 1 < items.count && items[left + 1].at < items[left].at ? left + 1 : left
                guard items[smaller].at < items[parent].at else { return first }
                items.swapAt(parent, smaller)
                parent = smaller
            }
        }
    }
}
