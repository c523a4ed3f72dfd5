import Files
import Newsroom

/// A day's work at a desk, written down in a file and played through the real engine: whoever plays it gives the
/// commands to a ledger whose clock he sets, so nothing in a rehearsed day could not have happened.
public struct Rehearsal: Sendable {
    /// The people of the day; none of them is real.
    public let staff: [StaffCard]
    /// What they have done until now, in time order.
    public let steps: [Step]
    /// What they are going to do from now on, in time order.
    public let live: [Step]
    /// Texts that the language of the day has not, in the script's own words or by label.
    public let untranslated: [String]
    let habits: Habits
    let ordinary: [Step]
    /// Seconds from now until the day is over.
    let ends: Int

    /// Something that somebody does at some time.
    public struct Step: Sendable {
        /// Seconds from the moment that is played as now; negative for earlier.
        public let offset: Int
        /// Who does it: one of `staff`, or somebody whom the desk has already.
        public let actor: StaffID
        /// Where it stands in the script, for people who mend it.
        public let place: String
        let deed: ScriptStep
    }

    /// Reads a day from one or several scripts; see `Script` for their form.
    public init(paths: [String], in tongue: Translation = .chinese) throws(DataFileError) {
        var roots: [TOMLSection] = []
        for path in paths { roots.append(try TOMLDocument(path: path).root) }
        try self.init(roots, ScriptTongue(tongue))
    }

    /// Reads a script; see `Script` for its form.
    public init(path: String) throws(DataFileError) { try self.init(paths: [path]) }

    /// Reads what stood in a script; `file` names it in errors.
    public init(text: String, file: String) throws(DataFileError) {
        try self.init([TOMLDocument(text: text, file: file).root], ScriptTongue(.chinese))
    }

    private init(_ roots: [TOMLSection], _ tongue: ScriptTongue) throws(DataFileError) {
        let script = try Script(roots, tongue)
        staff = script.staff
        // Equal times keep the order of the file: sorting by place as well makes the sort a stable one.
        let sorted = script.steps.enumerated()
            .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(\.element)
        steps = sorted.filter { $0.offset <= 0 }
        live = sorted.filter { $0.offset > 0 }
        habits = script.habits
        ordinary = script.ordinary
        ends = script.ends ?? (live.last?.offset ?? 0) + 600
        untranslated = tongue.missing
    }

    /// Plays the day until now: first `administrator` adds the staff, then everybody does what they do.
    ///
    /// - Parameters:
    ///   - now: the end of the day so far; steps lie before it.
    ///   - administrator: who adds the staff.
    ///   - perform: gives a command of somebody at a moment to the desk, and returns the subjects of the facts that it
    ///     made, in the order of the command's proposals.
    /// - Throws: `RehearsalError` with the step at which `perform` threw, or that names something nobody made.
    public func play(
        now: Moment, administrator: StaffID, perform: (Command, StaffID, Moment) throws -> [SubjectID]
    ) throws(RehearsalError) {
        _ = try labels(now: now, administrator: administrator, perform: perform)
    }

    /// The same, and what was made on the way.
    func labels(
        now: Moment, administrator: StaffID, perform: (Command, StaffID, Moment) throws -> [SubjectID]
    ) throws(RehearsalError) -> Labels {
        let start = now.adding(seconds: (steps.first?.offset ?? 0) - 60)
        for card in staff {
            do {
                _ = try perform(.staff(.add(card)), administrator, start)
            } catch {
                throw RehearsalError(place: "staff \(card.id.rawValue)", cause: .refused(error))
            }
        }
        var labels = Labels(now: now)
        for step in steps {
            do {
                let command = try labels.command(step.deed)
                let made = try perform(command, step.actor, now.adding(seconds: step.offset))
                try labels.note(step.deed, made)
            } catch let error as UnknownLabel {
                throw RehearsalError(place: step.place, cause: .unknown(label: error.label))
            } catch {
                throw RehearsalError(place: step.place, cause: .refused(error))
            }
        }
        return labels
    }
}

/// Why a rehearsed day stopped: the script asks for something that cannot be done there.
public struct RehearsalError: Error {
    /// Where in the script: `story rain-erqi, step 3`.
    public let place: String
    /// Why the step could not be done.
    public let cause: Cause

    /// What is wrong there.
    public enum Cause: Sendable {
        /// The desk refused the step.
        case refused(any Error)
        /// The step names something that nobody made before.
        case unknown(label: String)
    }

    /// One sentence: where, what, and what to do.
    public var phrase: Phrase {
        switch cause {
        case .refused(let refusal as Refusal):
            let zh = refusal.sentence(Localizer(language: .zh))
            let en = refusal.sentence(Localizer(language: .en))
            return Phrase("演练脚本 \(place)：\(zh)", "rehearsal script, \(place): \(en)")
        case .refused:
            // Not the rules' own refusal: whoever plays knows what it was, and has words for it.
            return Phrase(
                "演练脚本 \(place)：数据库未能执行；请查看数据库", "rehearsal script, \(place): the database failed; look at the database")
        case .unknown(let label):
            return Phrase(
                "演练脚本 \(place)：此前没有“\(label)”；请检查标签和先后",
                "rehearsal script, \(place): there is no '\(label)' before it; check the label and the order")
        }
    }
}
