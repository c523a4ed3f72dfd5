import Newsroom

/// A day that goes on: the script's steps after now at their times, what the people of the day do with everything that
/// is open, and the small leads of any day. Pure: it is told what happens and what time it is, says when the next thing
/// is due, and asks for commands to be performed. Whoever plays it may let others act at the same desk: what the rules
/// refuse because of them is passed over, with what depended on it.
///
/// The same seed gives the same commands by the same people at the same times, as long as nobody else acts.
public struct LiveDay: Sendable {
    /// When the day is over. Its people go on if nobody ends it.
    public let ends: Moment
    /// Whether somebody sits in the visitor's chair: then others do what the script has their person do.
    public var isVisited = false
    /// Steps and intentions that were refused so far.
    public private(set) var passedOver = 0

    private let start: Moment
    private let rehearsal: Rehearsal
    private let chance: Chance
    private let visitor: StaffID
    private var residents: Residents
    private var labels: Labels
    /// The script's steps that are still to come, in time order from `next` on.
    private var steps: [(at: Moment, step: Rehearsal.Step)]
    private var next = 0
    /// How many steps are still to come for each thing, by `ScriptStep.touches`.
    private var pending: [String: Int] = [:]
    private var ordinary: [Rehearsal.Step]
    private var ordinaryCount = 0
    private var ordinaryAt: Moment

    /// A day whose script has been read.
    ///
    /// - Parameters:
    ///   - now: the moment between what has happened and what is going to.
    ///   - visitor: the person in whose chair visitors sit.
    public init(_ rehearsal: Rehearsal, now: Moment, seed: UInt64, language: Language, visitor: StaffID) {
        self.rehearsal = rehearsal
        self.visitor = visitor
        start = now
        ends = now.adding(seconds: rehearsal.ends)
        let chance = Chance(seed: seed)
        self.chance = chance
        residents = Residents(chance: chance, habits: rehearsal.habits, language: language, start: now)
        labels = Labels(now: now)
        // All steps of one thing move together, so that their order stays.
        steps = rehearsal.live.enumerated().map { index, step in
            let shift = chance.number(0...40, step.place.split(separator: ",").first.map(String.init) ?? "")
            return (now.adding(seconds: step.offset + shift), index, step)
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { ($0.0, $0.2) }
        for step in rehearsal.live { for name in step.deed.touches { pending[name, default: 0] += 1 } }
        ordinary = chance.shuffled(rehearsal.ordinary, "ordinary")
        ordinaryAt = now.adding(seconds: chance.number(60...240, "ordinary first"))
    }

    /// Plays what happened until now; see `Rehearsal.play`.
    public mutating func playPast(
        administrator: StaffID, perform: (Command, StaffID, Moment) throws -> [SubjectID]
    ) throws(RehearsalError) {
        labels = try rehearsal.labels(now: start, administrator: administrator, perform: perform)
    }

    /// Begins what comes now; everything that happened before has been heard.
    public mutating func begin() {
        residents.begin()
        holdWhatIsKnown(at: start)
    }

    /// Takes an event that somebody else made, or that was made before.
    public mutating func hear(_ event: Event) { residents.hear(event) }

    /// When the next thing is due.
    public var due: Moment? {
        [steps.indices.contains(next) ? steps[next].at : nil, intention?.value.at, ordinaryTime].compactMap { $0 }.min()
    }

    private var intention: (key: SubjectID, value: Residents.Intent)? {
        residents.intents.min { ($0.value.at, $0.value.order) < ($1.value.at, $1.value.order) }
    }

    private var ordinaryTime: Moment? { ordinary.isEmpty ? nil : ordinaryAt }

    // MARK: - Playing

    /// Plays everything that is due until `now`, in order, each at its own time.
    ///
    /// - Parameter perform: gives a command of somebody at a moment to the desk, and returns the events that it made.
    /// - Throws: what `perform` throws, but for refusals. What was played before stands.
    public mutating func play(until now: Moment, perform: (Command, Person, Moment) throws -> [Event]) throws {
        while let due, due <= now {
            if steps.indices.contains(next), steps[next].at == due {
                try playStep(perform)
            } else if let intention, intention.value.at == due {
                try play(intention.key, intention.value, perform)
            } else {
                try playOrdinary(perform)
            }
        }
    }

    private mutating func playStep(_ perform: (Command, Person, Moment) throws -> [Event]) throws {
        let (at, step) = steps[next]
        let made: [Event]?
        do {
            made = try give(labels.command(step.deed), step.actor, at, perform)
        } catch is UnknownLabel {
            made = nil
        }
        next += 1
        for name in step.deed.touches { settle(name, by: 1, at) }
        guard let made else {
            passOver(step, at)
            return
        }
        try labels.note(step.deed, made.map(\.subject))
        holdWhatIsKnown(at: at)
    }

    /// What the script had in mind with a thing has come to nothing: its people take it from here.
    private mutating func passOver(_ step: Rehearsal.Step, _ at: Moment) {
        passedOver += 1
        guard let name = step.deed.touches.first else { return }
        let rest = steps[next...].filter { $0.step.deed.touches.first != name }
        passedOver += steps.count - next - rest.count
        steps = Array(rest)
        next = 0
        settle(name, by: pending[name] ?? 0, at)
    }

    private mutating func settle(_ name: String, by count: Int, _ at: Moment) {
        let left = (pending[name] ?? 0) - count
        pending[name] = left > 0 ? left : nil
        if left <= 0, let id = labels[name] { residents.hold(id, false, at: at) }
    }

    private mutating func holdWhatIsKnown(at now: Moment) {
        for name in pending.keys.sorted() {
            if let id = labels[name], !residents.isHeld(id) { residents.hold(id, true, at: now) }
        }
    }

    private mutating func play(
        _ id: SubjectID, _ intent: Residents.Intent, _ perform: (Command, Person, Moment) throws -> [Event]
    ) throws {
        guard let made = try give(intent.command, intent.actor, intent.at, perform) else {
            passedOver += 1
            residents.drop(id)
            return
        }
        if case .story(.draft) = intent.command, let story = made.first?.subject {
            residents.note(copy: story, of: id, at: intent.at)
        }
        // A command that made nothing (it was done already) is not tried again.
        if made.isEmpty { residents.drop(id) }
    }

    private mutating func playOrdinary(_ perform: (Command, Person, Moment) throws -> [Event]) throws {
        // Whoever cannot be reached now brings theirs another time.
        let place = ordinary.firstIndex { residents.isReachable($0.actor, at: ordinaryAt) } ?? 0
        let step = ordinary[place]
        // A key that came before makes no second lead.
        if case .lead(_, var tip) = step.deed {
            tip.sourceKey = (tip.sourceKey ?? "") + ":\(ordinaryCount)"
            _ = try give(.lead(.receive(tip)), step.actor, ordinaryAt, perform)
        }
        ordinary.append(ordinary.remove(at: place))
        ordinaryCount += 1
        ordinaryAt = ordinaryAt.adding(seconds: chance.number(720...1080, "ordinary \(ordinaryCount)"))
    }

    /// What a command made; `nil` when the rules refused it.
    private mutating func give(
        _ command: Command, _ person: StaffID, _ at: Moment, _ perform: (Command, Person, Moment) throws -> [Event]
    ) throws -> [Event]? {
        let memory = residents.memory
        let other = memory.people(.dutyEditor, of: memory.desk).first { $0.id != visitor }
        let standIn = isVisited && person == visitor ? other : nil
        guard let card = standIn ?? memory.staff[person] else { return nil }
        do {
            let made = try perform(command, card.actor, at)
            for event in made { residents.hear(event) }
            return made
        } catch is Refusal {
            return nil
        }
    }
}
