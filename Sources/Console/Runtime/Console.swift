import Dispatch
import Foundation
import Ledger
import Newsroom
import Terminal

/// Joins the parts: what comes from terminal, ledger and clock becomes messages for `update`; its effects are done
/// here; the view is drawn when the terminal has room for a frame.
@MainActor
final class Console {
    var model: Model
    private var frame: Frame?
    var ledger: Ledger
    let session: TerminalSession
    let options: ConsoleOptions
    private let atExit: @MainActor () -> Void
    /// The files of what is written; `nil` in the demonstration, where nothing is left behind.
    let texts: KeptTexts?
    var swapTimer: (any DispatchSourceTimer)?
    /// When the open text was last put into its file.
    var swapped = ContinuousClock.now - .seconds(60)
    private let writing = DispatchQueue(label: "guantong.writing", qos: .userInitiated)
    private var watch: Watch?
    private var themeWatch: FileWatch?
    private var isLeaving = false
    private var visit: Visit?
    private let opened: Moment
    /// Where the others were last told that this console is.
    private var shown: Place?
    private var lookedAround = ContinuousClock.now
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
        let (identity, zone, desk) = try ledger.read { desk in
            let zone = Zone(identifier: try desk.desk().charter.zone) ?? .beijing
            return (
                try desk.identity(), zone,
                try DeskData.load(.home(of: options.actor.role), query: "", for: options.actor, desk, zone: zone)
            )
        }
        texts =
            options.isDemo
            ? nil
            : KeptTexts(
                folders: [options.reach.stateFolder.map { $0 + "/unsaved" }, options.reach.spareFolder].compactMap {
                    $0
                },
                owner: TextOwner(desk: String(identity.prefix(12)), writer: options.actor.staff))
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
        model.textSession = String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
        model.recover(keptTexts())
        // What waits is seen when one comes; the bell is for what comes after.
        _ = model.ring() + model.hear()
        reflow(&model)
        // Whoever opened the desk all the same sees why nothing will be recorded.
        do {
            if !ledger.isReadOnly { try ledger.checkClock() }
        } catch LedgerError.clockJumped(_, let jump) {
            model.tell(jump.phrase(model.language), .over)
        }
        model.problems = configuration.problems
        // What is wrong with the configuration can be read in the help, too.
        if let problem = configuration.problems.first, model.kept.isEmpty {
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
            if case .tick = input, !model.others.isEmpty, lookedAround.duration(to: .now) > .seconds(50) {
                lookAround()
            }
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

    /// Takes what came from beside the event loop, and shows what follows.
    func show(_ message: Message) {
        guard !isLeaving else { return }
        send(message)
        session.setNeedsFrame()
    }

    func send(_ message: Message) {
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
        lookedAround = .now
        watch?.attendance.look(ledger) { [weak self] others in
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    guard let self, others != self.model.others else { return }
                    self.show(.present(others))
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
        let frame = view(model, after: frame)
        self.frame = frame
        session.setTick(every: model.tick(hasSeconds: frame.hasSeconds))
        return frame.canvas
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .perform(let submission): write(submission)
        case .reload: reload()
        case .edit(let text, let purpose, let isNew): edit(text, purpose, isNew: isNew)
        case .keep(let text): keep(text)
        case .keepSoon: keepSoon()
        case .forget(let ids): texts?.forget(ids)
        case .findTexts: send(.keptTexts(keptTexts()))
        case .scout(let find): scout(find)
        case .recommend(let title, let centres): recommend(title: title, centres: centres)
        case .digest(let path, let order): digest(path, order)
        case .theme(let name): switchTheme(name)
        case .mouse(let on): session.setMouse(on)
        case .alert(let text):
            session.bell()
            session.notify(text)
        case .find(let typed): find(typed)
        case .lookUp(let words): send(.lookedUp(Dictionary(words.map { ($0, found($0)) }) { first, _ in first }))
        case .redraw:
            session.redraw()
            // Whoever asks for this doubts what they see: nothing of it is kept.
            model.desk.source = nil
            reload()
        case .suspend: session.suspend()
        case .quit: leave()
        }
    }

    /// Writes beside the event loop: a slow disk or a long queue never holds up the keys.
    private func write(_ submission: Submission) {
        let (ledger, actor, texts) = (ledger, model.actor, texts)
        writing.async {
            // What was written for it is in its file before the desk hears of it.
            if submission.text != nil { texts?.wait(seconds: 5) }
            let result: Result<Ledger.Outcome, PerformError>
            do {
                let events = try ledger.transaction { transaction in
                    try submission.commands.flatMap { try transaction.perform($0, as: actor).events }
                }
                result = .success(Ledger.Outcome(events: events))
                // Here, not when the console hears of it: it may be leaving.
                if let text = submission.text { texts?.forget([text.id] + text.replaces) }
            } catch let refusal as Refusal {
                result = .failure(.refused(refusal))
            } catch let error as LedgerError {
                result = .failure(.ledger(error))
            } catch {
                result = .failure(.other("\(error)"))
            }
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    self.send(.performed(submission, result))
                    if let warning = ledger.warnings.take() { self.tell(warning) }
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
            let before = model.desk
            let desk = try ledger.read {
                try DeskData.load(place, query: query, for: actor, $0, zone: zone, after: before)
            }
            send(.loaded(desk))
        } catch {
            tell(error)
        }
        session.setNeedsFrame()
    }

    /// What this thread has taken of a core.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private func find(_ typed: String) {
        // What cannot be read must not look as if there were no such thing.
        do {
            send(.found(try ledger.read { try $0.find(typed) }, typed: typed))
        } catch {
            tell(error)
        }
    }

    private func tell(_ error: any Error) {
        send(.told((error as? LedgerError)?.sentence(model.language) ?? "\(error)", .over))
    }

    /// What a number means; nothing where that cannot be read now, and then what was kept stays kept.
    private func found(_ number: String) -> Directory.Found<NumberedItem> {
        (try? ledger.read { try $0.find(number) }) ?? .none
    }

    private func scout(_ find: TargetFinder) {
        let model = model
        do {
            send(.scouted(try ledger.read { try find(model, $0) }))
        } catch {
            // The tour goes on to what it can show.
            send(.scouted(nil))
            tell(error)
        }
    }

    private func recommend(title: String, centres: [CentreID]) {
        let directory = model.desk.directory
        let policy = model.desk.policy
        do {
            let people = try ledger.read { desk in
                Recommendation.ranked(
                    forOrder: title, to: centres, roster: directory.centres,
                    candidates: try desk.candidates(policy: policy), now: desk.now)
            }
            send(.recommended(people))
        } catch {
            tell(error)
        }
    }

    private func leave() {
        guard !isLeaving else { return }
        isLeaving = true
        session.end()
        watch?.stop()
        nextReading?.cancel()
        texts?.wait(seconds: 5)
        // What is being written is finished first: nothing that somebody did is lost. Where somebody else holds the desk's
        // lock for longer than anybody's patience, what was typed is in its file, and is offered the next time.
        let done = DispatchSemaphore(value: 0)
        writing.async { done.signal() }
        guard done.wait(timeout: .now() + .seconds(12)) == .success else {
            atExit()
            _exit(0)
        }
        options.demonstration?.leaving()
        ledger.close()
        texts?.wait(seconds: 5)
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
        do throws(ThemeError) {
            session.setTheme(try Theme.load(named: wanted, from: folders))
            model.themeName = wanted
            send(.told(model.say("配色 \(wanted)", "theme \(wanted)"), .quiet))
        } catch {
            send(.told(error.phrase(model.language), .near))
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
                do throws(ThemeError) {
                    session.setTheme(try Theme.load(named: model.themeName, from: folders))
                } catch {
                    send(.told(error.phrase(model.language), .near))
                }
                session.setNeedsFrame()
            }
        }
    }
}
