import Files
import Foundation
import Ledger
import Newsroom
import Testing

@testable import Console
@testable import Terminal

/// Somebody at a console without a terminal: keys go in, effects are done at once against a real ledger, and the
/// screen comes out as text.
final class Seat {
    var model: Model
    let ledger: Ledger
    let clock: TestClock
    /// What the editor gives back when it is handed a text; `nil` for "unchanged".
    var editor: (String) -> String? = { _ in nil }
    /// Whether commands wait to be written, as behind a slow disk, until `write()`.
    var isSlow = false
    private(set) var waiting: [Effect] = []
    private(set) var bells = 0
    /// The texts that lie in files.
    var files: [KeptText.ID: KeptText] = [:]
    var kept: [String] { files.values.map(\.text) }
    private(set) var hasQuit = false
    /// Every effect that was asked for.
    private(set) var effects: [Effect] = []

    /// A seat at a desk of its own, or at that of a colleague.
    init(
        _ staff: StaffID = "zhangmin", language: Language = .zh, columns: Int = 80, rows: Int = 24,
        ledger: Ledger? = nil, clock: TestClock = TestClock(NewsDay.now), isReadOnly: Bool = false,
        keymap: Keymap = .standard, guidance: Guidance? = nil
    ) throws {
        let ledger = try ledger ?? NewsDay.ledger(clock)
        let card = try #require(try ledger.read { try $0.staff(staff) })
        let actor = Person(staff: staff, role: card.role, house: card.centre)
        let data = try ledger.read {
            try DeskData.load(.home(of: card.role), query: "", for: actor, $0, zone: .beijing)
        }
        self.ledger = ledger
        self.clock = clock
        model = Model(
            actor: actor, language: language, zone: .beijing, isReadOnly: isReadOnly, isDemo: guidance != nil,
            keymap: keymap, themeName: "dark", now: clock.now, desk: data)
        // The editor is the closure above, and a shell would be somewhere; not so in a demonstration.
        model.reach = guidance == nil ? HostAccess(editor: "editor", suspends: true, readsFiles: true) : HostAccess()
        model.size = Size(columns: columns, rows: rows)
        model.take(data)
        _ = model.ring() + model.hear()
        reflow(&model)
        if let guidance { send(.accompany(guidance)) }
    }

    /// A colleague at the same desk.
    func colleague(_ staff: StaffID) throws -> Seat { try Seat(staff, ledger: ledger, clock: clock) }

    // MARK: - In

    func send(_ message: Message) {
        model.now = clock.now
        for effect in update(&model, message) { perform(effect) }
    }

    /// Presses keys by their names: `d`, `Enter`, `C-l`.
    func press(_ names: String...) throws {
        for name in names { send(.input(.key(try #require(Key(named: name), "no key \(name)")))) }
    }

    func type(_ text: String) {
        for character in text { send(.input(.key(Key(.character(character))))) }
    }

    /// Types a command behind `:` and enters it.
    func command(_ text: String) throws {
        try press(":")
        type(text)
        try press("Enter")
    }

    func resize(_ columns: Int, _ rows: Int) { send(.input(.resize(Size(columns: columns, rows: rows)))) }

    func tick(seconds: Int = 0) {
        clock.now = clock.now.adding(seconds: seconds)
        model.awake += .seconds(seconds)
        send(.input(.tick))
    }

    func reload() {
        model.now = clock.now
        let (place, query, actor, before) = (model.place, model.query, model.actor, model.desk)
        do {
            let (followed, fresh) = try ledger.read { desk in
                (
                    try DeskData.load(place, query: query, for: actor, desk, zone: .beijing, after: before),
                    try DeskData.load(place, query: query, for: actor, desk, zone: .beijing)
                )
            }
            if let wrong = Self.differs(followed, fresh) { Issue.record("at \(place), followed: \(wrong)") }
            send(.loaded(followed))
        } catch {
            Issue.record("reload: \(error)")
        }
    }

    /// Goes straight to a place, as nobody can, for a test about what is there.
    func visit(_ place: Place) {
        model.overlay = nil
        model.prompt = nil
        model.filters = [:]
        for effect in model.jump(to: place) { perform(effect) }
    }

    // MARK: - Out

    func perform(_ effect: Effect) {
        effects.append(effect)
        switch effect {
        case .perform where isSlow: waiting.append(effect)
        case .perform(let submission): send(.performed(submission, result(of: submission.commands)))
        case .reload: reload()
        case .edit(var text, let purpose, let isNew):
            guard let new = editor(text.text) else { return send(.edited(.unchanged(isNew ? nil : text), purpose)) }
            text.text = new
            text.holdsMore = false
            files[text.id] = text
            send(.edited(.changed(text), purpose))
        case .keep(let text): files[text.id] = text
        case .keepSoon: if let (text, content) = model.openForFile { files[text.id] = text.with(content()) }
        case .forget(let ids): for id in ids { files[id] = nil }
        case .findTexts: send(.keptTexts(files.values.sorted { ($0.at, $0.id) < ($1.at, $1.id) }))
        case .recommend(let title, let centres):
            let (directory, policy) = (model.desk.directory, model.desk.policy)
            let people = try? ledger.read { desk in
                Recommendation.ranked(
                    forOrder: title, to: centres, roster: directory.centres,
                    candidates: try desk.candidates(policy: policy), now: desk.now)
            }
            send(.recommended(people ?? []))
        case .digest(let path, let order):
            send(.digested(Result { () throws(FileDigestFault) in try FileDigest.read(path: path) }, order))
        case .scout(let find): send(.scouted(try? ledger.read { try find(model, $0) }))
        case .alert: bells += 1
        case .find(let typed):
            do { send(.found(try ledger.read { try $0.find(typed) }, typed: typed)) } catch { Issue.record(error) }
        case .lookUp(let words):
            do {
                let found = try ledger.read { desk in try words.map { ($0, try desk.find($0)) } }
                send(.lookedUp(Dictionary(uniqueKeysWithValues: found)))
            } catch {
                Issue.record(error)
            }
        case .quit: hasQuit = true
        case .theme, .mouse, .redraw, .suspend: break
        }
    }

    /// Writes what has waited.
    func write() {
        let effects = waiting
        (waiting, isSlow) = ([], false)
        for effect in effects { perform(effect) }
    }

    private func result(of commands: [Command]) -> Result<Ledger.Outcome, PerformError> {
        do {
            let actor = model.actor
            let events = try ledger.transaction { transaction in
                try commands.flatMap { try transaction.perform($0, as: actor).events }
            }
            return .success(Ledger.Outcome(events: events))
        } catch let refusal as Refusal {
            return .failure(.refused(refusal))
        } catch let error as LedgerError {
            return .failure(.ledger(error))
        } catch {
            return .failure(.other("\(error)"))
        }
    }

    /// The screen as it would be drawn now.
    var frame: Frame {
        model.now = clock.now
        return view(model)
    }
    var screen: [String] { frame.canvas.lines() }
    var text: String { screen.joined(separator: "\n") }
    /// What was last said at the bottom.
    var notice: String { model.notice?.text ?? "" }

    // MARK: - The desk behind

    func task(_ wanted: (TaskRow) -> Bool) throws -> TaskRow {
        try #require(try ledger.read { try $0.tasks() }.first(where: wanted), "no such task in the day")
    }

    func story(_ wanted: (StoryRow) -> Bool) throws -> StoryRow {
        try #require(try ledger.read { try $0.stories() }.first(where: wanted), "no such story in the day")
    }

    func lead(_ wanted: (LeadRow) -> Bool) throws -> LeadRow {
        try #require(try ledger.read { try $0.leads() }.first(where: wanted), "no such lead in the day")
    }

    /// Lets somebody else do something elsewhere, without this console hearing of it.
    @discardableResult
    func elsewhere(_ staff: StaffID, _ commands: Command...) throws -> [Event] {
        let card = try #require(model.desk.directory.person(id: staff))
        let actor = Person(staff: staff, role: card.role, house: card.centre)
        return try commands.flatMap { try ledger.perform($0, as: actor).events }
    }
}

extension KeptText {
    func with(_ text: String) -> KeptText {
        var copy = self
        copy.text = text
        return copy
    }
}

extension Seat {
    /// Says where the picture is torn: half a wide character, or a cell that no text has.
    static func torn(_ frame: Frame) -> String? {
        let canvas = frame.canvas
        for y in 0..<canvas.size.rows {
            for x in 0..<canvas.size.columns {
                let cell = canvas.cells[y * canvas.size.columns + x]
                let next = x + 1 < canvas.size.columns ? canvas.cells[y * canvas.size.columns + x + 1] : nil
                let isWhole =
                    switch cell.width {
                    case 0: x > 0 && canvas.cells[y * canvas.size.columns + x - 1].width == 2
                    case 1: !cell.isTail
                    case 2: next?.isTail == true
                    default: false
                    }
                if !isWhole { return "row \(y), column \(x) in \"\(canvas.lines()[y])\"" }
            }
        }
        guard let cursor = canvas.cursor else { return nil }
        let isInside = (0..<canvas.size.columns).contains(cursor.x) && (0..<canvas.size.rows).contains(cursor.y)
        return isInside ? nil : "the cursor is at \(cursor) on \(canvas.size)"
    }

    /// Says where a picture that took rows of the one before differs from one that is drawn from nothing.
    static func stale(_ frame: Frame, _ fresh: Frame) -> String? {
        let columns = max(1, fresh.canvas.size.columns)
        if let place = zip(frame.canvas.cells, fresh.canvas.cells).enumerated().first(where: { $1.0 != $1.1 })?.offset {
            let (y, x) = (place / columns, place % columns)
            return "stale at row \(y), column \(x): \"\(frame.canvas.lines()[y])\" for \"\(fresh.canvas.lines()[y])\""
        }
        let isSame =
            frame.canvas.size == fresh.canvas.size && frame.hasSeconds == fresh.hasSeconds
            && frame.hits.count == fresh.hits.count
            && zip(frame.hits, fresh.hits).allSatisfy { $0.rect == $1.rect && $0.hit == $1.hit }
        return isSame ? nil : "stale: what lies under the pointer, or whether clocks run"
    }

    /// Says that what needs somebody is not what it would be if it were worked out now.
    static func outdated(_ model: Model) -> String? {
        // An act that came to nothing has no time of its own.
        func timed(_ list: [Attention]) -> [Attention] {
            list.filter { if case .overruled = $0.subject { false } else { true } }
        }
        let fresh = Attention.list(model.desk, actor: model.actor, now: model.now)
        return timed(fresh) == timed(model.attention) && fresh.count == model.attention.count
            ? nil : "what needs somebody is of \(model.attentionTerm.at), now \(model.now)"
    }

    /// Says which list has lost its cursor or its scrolling.
    static func astray(_ model: Model) -> String? {
        for (key, list) in model.lists {
            let isEmpty = list.items.isEmpty && list.index == 0
            if !isEmpty && !list.items.indices.contains(list.index) {
                return "\(key): cursor \(list.index) of \(list.items.count)"
            }
            if list.top < 0 || Set(list.items).count != list.items.count { return "\(key): top \(list.top), twice" }
        }
        if !(0...model.scrollLimit).contains(model.scroll) { return "scroll \(model.scroll) of \(model.scrollLimit)" }
        return model.places.isEmpty ? "nowhere" : nil
    }
}
