import Dispatch
import Foundation
import Ledger
import Newsroom
import Terminal

/// Joins the parts: what comes from terminal, ledger and clock becomes messages for `update`; its effects are done
/// here; the view is drawn when the terminal has room for a frame.
@MainActor
final class Console {
    private var model: Model
    private var frame: Frame?
    private var ledger: Ledger
    private let session: TerminalSession
    private let options: ConsoleOptions
    private let atExit: @MainActor () -> Void
    private let unsaved: UnsavedTexts?
    private let writing = DispatchQueue(label: "guantong.writing", qos: .userInitiated)
    private var watch: Watch?
    private var themeWatch: FileWatch?
    private var isLeaving = false
    private var visit: Visit?
    private let opened: Moment
    /// Where the others were last told that this console is.
    private var shown: Place?
    private var lookedAround = Moment(milliseconds: 0)
    /// What the time that the console has been open is measured from, whatever the desk's own clock does.
    private let began = ContinuousClock.now
    private var pace = ReadingPace(cores: ProcessInfo.processInfo.activeProcessorCount)
    private var nextReading: DispatchWorkItem?

    init(
        _ options: ConsoleOptions, configuration: Configuration, session: TerminalSession,
        atExit: @escaping @MainActor () -> Void
    ) throws {
        self.options = options
        self.session = session
        self.atExit = atExit
        opened = options.clock()
        ledger = options.ledger
        unsaved = UnsavedTexts(stateFolder: options.reach.stateFolder)
        let (zone, desk) = try ledger.read { desk in
            let zone = Zone(identifier: try desk.desk().charter.zone) ?? .beijing
            return (
                zone, try DeskData.load(.home(of: options.actor.role), query: "", for: options.actor, desk, zone: zone)
            )
        }
        model = Model(
            actor: options.actor, language: options.language, zone: zone, isReadOnly: ledger.isReadOnly,
            isDemo: options.isDemo, keymap: configuration.keymap,
            themeName: options.theme ?? configuration.theme ?? "dark", now: options.clock(), desk: desk)
        model.reach = options.reach
        model.hasMouse = configuration.mouse ?? true
        model.size = session.size
        model.glyphs = session.glyphs
        model.widths = session.widths
        model.take(desk)
        recover()
        // What waits is seen when one comes; the bell is for what comes after.
        _ = model.ring() + model.hear()
        reflow(&model)
        model.problems = configuration.problems
        if let problem = configuration.problems.first {
            let more =
                configuration.problems.count > 1
                ? model.say(
                    "（? 看全部 \(configuration.problems.count) 条）", " (? shows all \(configuration.problems.count))") : ""
            model.tell(problem(model.language) + more, .near)
        }
    }

    func start() {
        session.onInput = { [weak self] inputs in self?.take(inputs) }
        session.onFrame = { [weak self] size in self?.draw(size) ?? Canvas(size: size) }
        watchLedger()
        if let demonstration = options.demonstration {
            visit = Visit(quiet: demonstration.quiet) { [weak self] isThere in
                self?.model.isVisited = isThere
                demonstration.attended(isThere)
                guard !isThere else { return }
                self?.send(.left)
                self?.session.setNeedsFrame()
            }
            send(.accompany(demonstration.guidance))
        }
        followTheme()
        session.setNeedsFrame()
    }

    private func watchLedger() {
        watch = Watch(
            ledger, queue: .main,
            presence: { [weak self] in MainActor.assumeIsolated { self?.lookAround() } },
            changed: { [weak self] in
                MainActor.assumeIsolated {
                    guard let self else { return }
                    self.follow(self.pace.committed(at: ContinuousClock.now - self.began))
                }
            })
        shown = nil
        showPlace()
        lookAround()
    }

    // MARK: - In

    private func take(_ inputs: [Input]) {
        model.now = options.clock()
        for input in inputs {
            switch input {
            case .mouse(let mouse):
                visit?.touch()
                point(mouse)
            case .key, .paste:
                visit?.touch()
                send(.input(input))
            case .tick:
                beginNextDay()
                send(.input(input))
            default: send(.input(input))
            }
            // Whose console was killed could not say so; while the clock runs anyway, somebody looks.
            if case .tick = input, !model.others.isEmpty, model.now.seconds(since: lookedAround) > 50 { lookAround() }
        }
        session.setNeedsFrame()
    }

    /// Takes over the next day's desk, if the present day is over and nobody is in the middle of something.
    private func beginNextDay() {
        guard let visit, !visit.isAttended, model.pending == 0,
            let day = options.demonstration?.nextDay()
        else { return }
        watch?.stop()
        let old = ledger
        ledger = day.ledger
        model.now = options.clock()
        model.beginDay(actor: day.actor)
        watchLedger()
        let (place, query, zone, actor) = (model.place, model.query, model.zone, model.actor)
        if let desk = try? ledger.read({ try DeskData.load(place, query: query, for: actor, $0, zone: zone) }) {
            model.take(desk)
            // What is over its limit there is no news: no bell.
            _ = model.ring() + model.hear()
            reflow(&model)
        } else {
            reload()
        }
        send(.dayBegan)
        // Closing waits in line for the disk, and the screen need not.
        writing.async {
            old.close()
            day.adopted()
        }
    }

    private func point(_ mouse: Mouse) {
        guard let hit = frame?.hit(x: mouse.x, y: mouse.y), mouse.kind != .release, mouse.kind != .drag else { return }
        send(.pointed(hit, mouse.kind))
    }

    private func send(_ message: Message) {
        model.awake = ContinuousClock.now - began
        for effect in update(&model, message) { perform(effect) }
        showPlace()
    }

    /// Lets the others see where this console is, once it is somewhere else.
    private func showPlace() {
        guard let watch, model.place != shown else { return }
        shown = model.place
        watch.attendance.show(
            Present(
                staff: model.actor.staff, since: opened, place: model.place.word, subject: model.place.subject,
                isReadOnly: model.isReadOnly))
    }

    /// Sees who else is there. The desk itself need not be read for that.
    private func lookAround() {
        lookedAround = options.clock()
        watch?.attendance.look(ledger) { [weak self] others in
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    guard let self, !self.isLeaving, others != self.model.others else { return }
                    self.send(.present(others))
                    self.session.setNeedsFrame()
                }
            }
        }
    }

    // MARK: - Out

    private func draw(_ size: Size) -> Canvas {
        model.now = options.clock()
        if model.size != size || model.glyphs.isASCII != session.glyphs.isASCII {
            model.size = size
            model.glyphs = session.glyphs
            model.widths = session.widths
            reflow(&model)
        }
        let frame = view(model)
        self.frame = frame
        session.setTick(every: model.tick(hasSeconds: frame.hasSeconds))
        return frame.canvas
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .perform(let commands, let done, let undo): write(commands, done: done, undo: undo)
        case .reload: reload()
        case .edit(let text, let purpose): edit(text, purpose)
        case .keep(let text, let name): keep(text, name: name)
        case .forget(let name): forget(name)
        case .scout(let find): scout(find)
        case .recommend(let title, let centres): recommend(title: title, centres: centres)
        case .theme(let name): switchTheme(name)
        case .mouse(let on): session.setMouse(on)
        case .alert(let text):
            session.bell()
            session.notify(text)
        case .find(let typed): send(.found(find(typed), typed: typed))
        case .lookUp(let words): send(.lookedUp(Dictionary(uniqueKeysWithValues: words.map { ($0, find($0)) })))
        case .redraw: session.redraw()
        case .suspend: session.suspend()
        case .quit: leave()
        }
    }

    /// Writes beside the event loop: a slow disk or a long queue never holds up the keys.
    private func write(_ commands: [Command], done: String, undo: [Command]?) {
        let (ledger, actor) = (ledger, model.actor)
        writing.async {
            let result: Result<Ledger.Outcome, PerformError>
            do {
                let events = try ledger.transaction { transaction in
                    try commands.flatMap { try transaction.perform($0, as: actor).events }
                }
                result = .success(Ledger.Outcome(events: events))
            } catch let refusal as Refusal {
                result = .failure(.refused(refusal))
            } catch let error as LedgerError {
                result = .failure(.ledger(error))
            } catch {
                result = .failure(.other("\(error)"))
            }
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    self.send(.performed(done: done, undo: undo, result, commands))
                    self.session.setNeedsFrame()
                }
            }
        }
    }

    /// Reads at once or a little later, as the pace has it.
    private func follow(_ step: ReadingPace.Step) {
        switch step {
        case .read: reload()
        case .wait(let pause):
            let later = DispatchWorkItem { [weak self] in
                MainActor.assumeIsolated {
                    guard let self, !self.isLeaving else { return }
                    self.follow(self.pace.due(at: ContinuousClock.now - self.began))
                }
            }
            nextReading = later
            DispatchQueue.main.asyncAfter(deadline: .now() + pause / .seconds(1), execute: later)
        case .nothing: break
        }
    }

    /// Reads the desk now: what somebody does here is to be seen at once.
    private func reload() {
        nextReading?.cancel()
        nextReading = nil
        watch?.beginReading()
        let before = Self.processorTime()
        defer {
            pace.read(
                at: ContinuousClock.now - began, cost: Self.processorTime() - before,
                consoles: model.others.count + 1, chance: .random(in: 0...1))
        }
        let (place, query, zone, actor) = (model.place, model.query, model.zone, model.actor)
        model.now = options.clock()
        do {
            let desk = try ledger.read { try DeskData.load(place, query: query, for: actor, $0, zone: zone) }
            send(.loaded(desk))
        } catch let error as LedgerError {
            send(.told(error.sentence(model.language), .over))
        } catch {
            send(.told("\(error)", .over))
        }
        session.setNeedsFrame()
    }

    /// What this thread has taken of a core.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private func find(_ typed: String) -> Directory.Found<NumberedItem> {
        (try? ledger.read { try $0.find(typed) }) ?? .none
    }

    private func scout(_ find: Scout) {
        let model = model
        send(.scouted(try? ledger.read { try find(model, $0) }))
    }

    private func recommend(title: String, centres: [CentreID]) {
        let directory = model.desk.directory
        let policy = model.desk.policy
        let people = try? ledger.read { desk in
            Recommendation.rank(
                title: title, centres: directory.centres, preferred: centres,
                candidates: try desk.candidates(policy: policy), now: desk.now)
        }
        send(.recommended(people ?? []))
    }

    private func edit(_ text: String, _ purpose: EditPurpose) {
        guard let editor = options.reach.editor else { return }
        do {
            send(.edited(try session.edit(text, suffix: ".txt", command: editor), purpose, problem: nil))
        } catch let error as TerminalError {
            send(.edited(nil, purpose, problem: error.phrase(model.language)))
        } catch {
            send(.edited(nil, purpose, problem: "\(error)"))
        }
        session.setNeedsFrame()
    }

    /// A text that the desk did not take goes into a file of its writer's, so that not even a crash loses it.
    private func keep(_ text: String, name: String) {
        // Where it cannot be written it is still in the console's memory, and the sentence about the refusal stands.
        guard let path = try? unsaved?.keep(text, name: name, at: options.clock()) else { return }
        let said = model.notice?.text ?? ""
        send(.told(said + model.say("（文字存于 \(path)）", " (your text: \(path))"), .over))
    }

    /// The desk has taken a text: what was kept of it goes, unless another thing has the same number.
    private func forget(_ name: String) {
        guard let number = Number(name), case .one = find("\(number)") else { return }
        unsaved?.forget(number)
    }

    /// What was kept when a console ended before its writer could try again. Where two stories have the number nobody
    /// knows which of them it belongs to: it stays in its file.
    private func recover() {
        for (number, text) in unsaved?.recent(model.now) ?? [:] {
            guard case .one(let item) = find("\(number)"), item.number.series == .story else { continue }
            model.unsaved[item.id] = text
        }
    }

    private func leave() {
        guard !isLeaving else { return }
        isLeaving = true
        session.end()
        watch?.stop()
        nextReading?.cancel()
        // What is being written is finished first: nothing that somebody did is lost.
        writing.sync {}
        options.demonstration?.leaving()
        ledger.close()
        atExit()
        exit(0)
    }

    // MARK: - Themes

    private func switchTheme(_ name: String) {
        let folders = options.reach.themeFolders
        let known = Theme.available(in: folders)
        let wanted =
            name.isEmpty
            ? known.isEmpty ? "dark" : known[((known.firstIndex(of: model.themeName) ?? -1) + 1) % known.count] : name
        do {
            session.setTheme(try Theme.load(named: wanted, from: folders))
            model.themeName = wanted
            send(.told(model.say("配色 \(wanted)", "theme \(wanted)"), .quiet))
        } catch {
            send(.told((error as? ThemeError)?.phrase(model.language) ?? "\(error)", .near))
        }
        followTheme()
        session.setNeedsFrame()
    }

    /// A theme is loaded again when its file changes; a broken one is reported and the present one stays.
    private func followTheme() {
        themeWatch?.cancel()
        let folders = options.reach.themeFolders
        themeWatch = Theme.file(named: model.themeName, in: folders).flatMap { path in
            try? FileWatch(path: path) { [weak self] in
                guard let self else { return }
                do {
                    session.setTheme(try Theme.load(named: model.themeName, from: folders))
                } catch {
                    send(.told((error as? ThemeError)?.phrase(model.language) ?? "\(error)", .near))
                }
                session.setNeedsFrame()
            }
        }
    }
}
