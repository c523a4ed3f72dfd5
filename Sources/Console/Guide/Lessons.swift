import Ledger
import Newsroom

/// How far somebody has come in the lessons.
struct Lessons: Sendable {
    /// The place in `Exercise.all`; behind the last when all are done.
    var exercise = 0
    /// What the exercise is about; `nil` while that is being looked for.
    var sight: Sight?
    /// The `awake` at which it began, or was solved.
    var since = Duration.zero
    /// The last row of the log before it: what lies behind is the learner's work.
    var begin: Int64 = 0
    /// Which of its steps were seen done.
    var done: Set<Int> = []
    var keys = 0
    /// The keys that an old hand needs for it, from where the learner stands.
    var par = 0
    var isSolved = false
    var showsHint = false
    /// The exercises that are behind the learner.
    var results: [Result] = []

    struct Result: Equatable, Sendable {
        /// `nil` where it was skipped.
        var keys: Int?
        var par: Int
    }

    var isFinished: Bool { exercise >= Exercise.all.count }
    /// The keys of all that were solved, and what an old hand needs for these.
    var total: (keys: Int, par: Int) {
        let solved = results.filter { $0.keys != nil }
        return (solved.reduce(0) { $0 + ($1.keys ?? 0) }, solved.reduce(0) { $0 + $1.par })
    }
}

/// One thing to learn, which checks itself by what truly happened: facts in the log, and where the console stands.
struct Exercise: Sendable {
    /// `{}` stands for what it is about.
    let task: Phrase
    let hint: Phrase
    /// What it is called in the summary.
    let name: Phrase
    /// Who does it; somebody of another role is seated for it.
    var role = Newsroom.Role.dutyEditor
    let find: TargetFinder
    /// Goes to where it begins.
    var start: @Sendable (inout Model, Sight) -> [Effect] = { model, _ in model.board(.attention) }
    /// The keys that an old hand needs.
    let par: @Sendable (Model, Sight) -> Int
    /// What must be seen done, in any order; each counts from when it was seen.
    let steps: [@Sendable (Model, Lessons) -> Bool]

    /// After this long, or this many more keys than needed, the hint comes by itself.
    static let patience = Duration.seconds(60)
    static let manyKeys = 20
    /// How long a solved one is praised unless a key goes on.
    static let praise = Duration.seconds(8)
}

extension Model {
    var exercise: Exercise? {
        guard let lessons = guide?.lessons, !lessons.isFinished else { return nil }
        return Exercise.all[lessons.exercise]
    }

    mutating func beginLessons() -> [Effect] {
        guide?.lessons = Lessons()
        return [.scout(Exercise.all[0].find)]
    }

    /// What the exercise is about was found; without it the exercise is passed over.
    mutating func begin(_ sight: Sight?) -> [Effect] {
        guard let exercise else { return [] }
        guard let sight else { return skipExercise() }
        clearStage()
        seat(exercise.role)
        guide?.lessons?.sight = sight
        guide?.lessons?.since = awake
        guide?.lessons?.begin = desk.log.first?.id ?? 0
        let par = exercise.par(self, sight)
        guide?.lessons?.par = par
        return exercise.start(&self, sight)
    }

    /// Seats the learner as somebody of a role: themselves where that is their own.
    private mutating func seat(_ role: Newsroom.Role) {
        guard let home = guide?.home.actor else { return }
        guard role != home.role else {
            actor = home
            return
        }
        guard let card = desk.directory.staff.first(where: { $0.isActive && $0.role == role }) else { return }
        actor = card.actor
        undo = []
    }

    /// Whether the learner sits there as somebody else.
    var isSeatedElsewhere: Bool { guide.map { $0.home.actor.staff != actor.staff } ?? false }

    /// Looks whether the steps of the exercise have been done.
    mutating func judgeExercise() {
        guard let exercise, var lessons = guide?.lessons, lessons.sight != nil, !lessons.isSolved else { return }
        for (index, step) in exercise.steps.enumerated() where step(self, lessons) { lessons.done.insert(index) }
        // Whoever still types a line is left to end it.
        if lessons.done.count == exercise.steps.count, pending == 0, prompt == nil {
            lessons.isSolved = true
            lessons.since = awake
            lessons.results.append(Lessons.Result(keys: lessons.keys, par: lessons.par))
        }
        guide?.lessons = lessons
    }

    mutating func lessonTick() -> [Effect] {
        guard let lessons = guide?.lessons, !lessons.isFinished else { return [] }
        let here = awake - lessons.since
        if lessons.isSolved { return here >= Exercise.praise ? nextExercise() : [] }
        if here >= Exercise.patience { guide?.lessons?.showsHint = true }
        return []
    }

    /// A key while one learns: it counts, unless it asks the guide for something.
    mutating func lessonKey(_ meant: Set<String>) -> [Effect]? {
        guard let lessons = guide?.lessons, !lessons.isFinished else { return nil }
        if lessons.isSolved { return nextExercise() }
        if meant.contains("demo.next") { return skipExercise() }
        if meant.contains("demo.hint") {
            guide?.lessons?.showsHint = true
            return []
        }
        guide?.lessons?.keys += 1
        if lessons.keys >= lessons.par + Exercise.manyKeys { guide?.lessons?.showsHint = true }
        return nil
    }

    /// An exercise that somebody does not want, or that this desk has nothing for.
    mutating func skipExercise() -> [Effect] {
        guard let lessons = guide?.lessons, !lessons.isFinished else { return [] }
        if lessons.isSolved { return nextExercise() }
        guide?.lessons?.results.append(Lessons.Result(keys: nil, par: lessons.par))
        return nextExercise()
    }

    private mutating func nextExercise() -> [Effect] {
        guard let lessons = guide?.lessons else { return [] }
        guide?.lessons = Lessons(exercise: lessons.exercise + 1, since: awake, results: lessons.results)
        clearStage()
        guard let exercise else {
            if let home = guide?.home.actor { actor = home }
            let effects = board(.attention)
            overlay = .results
            return effects
        }
        return [.scout(exercise.find)]
    }
}
