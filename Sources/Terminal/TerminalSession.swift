import CNcurses
import Dispatch
import Foundation

/// The terminal while the program has it: input in, frames out, and back as it was.
///
/// Everything happens on the main queue, so call `runLoop()` after setting it up.
/// One session at a time. Without input, ticks or `setNeedsFrame()` nothing wakes.
@MainActor
public final class TerminalSession {
    /// The screen in cells.
    public internal(set) var size: Size
    /// What frames are to be drawn with: ASCII where asked for, or where lines would be two cells wide.
    public var glyphs: Glyphs
    /// How wide this terminal draws; changes, with a `resize`, when it answers later that it draws wide.
    public private(set) var widths: Widths
    /// Everything that is waiting, in one batch.
    public var onInput: (@MainActor ([Input]) -> Void)?
    /// Asked for a canvas of that size when a frame is due.
    public var onFrame: (@MainActor (Size) -> Canvas)?

    /// How many colours are used.
    public var colorDepth: ColorDepth { screen.depth }
    /// The bytes and frames sent so far.
    public private(set) var bytesSent = 0, framesSent = 0

    let options: TerminalOptions
    let device: TerminalDevice
    let screen: CursesScreen
    let modes: TerminalModes
    let errors: CaughtErrors
    var signals: Signals?
    var decoder = KeyDecoder()
    var mouse: Bool

    private var inputSource: (any DispatchSourceRead)?
    private var outputSource: (any DispatchSourceWrite)?
    private var outputArmed = false
    private var escapeTimer: (any DispatchSourceTimer)?
    private var tickTimer: (any DispatchSourceTimer)?
    private var tickSeconds: Double?
    var pace = Pace()
    private var paceTimer: (any DispatchSourceTimer)?
    private var silence: Silence?
    private var silenceTimer: (any DispatchSourceTimer)?

    var needsFrame = false
    private var frameScheduled = false
    private var delivering = false
    /// Whether the screen is ours, not the shell's or an editor's.
    var hasScreen = false
    /// A SIGCONT that our own stop caused is on its way.
    var justResumed = false
    private var knowsSynchronized = false
    private(set) var hungUp = false
    var ended = false
    private static var current: TerminalSession?
    private static let watched = [SIGWINCH, SIGTSTP, SIGCONT] + Signals.endings

    /// Takes the terminal. Throws `TerminalError` where there is none that can be used.
    public init(options: TerminalOptions = TerminalOptions()) throws {
        guard TerminalSession.current == nil else { throw TerminalError.inUse }
        let term = try TerminalSession.terminalName()
        TerminalSession.chooseLocale()
        device = try TerminalDevice()
        self.options = options
        size = device.size
        mouse = options.mouse
        let wide = options.ambiguousWide ?? false
        widths = Widths(ambiguousWide: wide)
        glyphs = options.ascii || wide ? .ascii : .unicode
        screen = try CursesScreen(term: term, size: device.size, theme: options.theme, noColor: options.noColor)
        modes = TerminalModes(title: options.title)
        errors = CaughtErrors()
        TerminalSession.current = self
        armCrashGuard()
        do {
            signals = try Signals(TerminalSession.watched, on: .main) { [weak self] numbers in
                MainActor.assumeIsolated { self?.handle(signals: numbers) }
            }
        } catch {
            end()
            throw error
        }
        device.enterRaw()
        hasScreen = true
        // The question about widths is written somewhere: on our screen, not on the shell's.
        screen.open()
        send(screen.takeBytes() + Array(modes.enter(mouse: mouse).utf8))
        let questions = modes.questions(width: options.ambiguousWide == nil && !options.ascii)
        send(Array(questions.utf8))
        if !questions.isEmpty { pace.opened(at: .now) }
        startInput()
        if let patience = options.silence, modes.isModern { watchSilence(patience) }
    }

    /// Asks for a frame: one, after all waiting input, once the terminal can take it.
    public func setNeedsFrame() {
        needsFrame = true
        guard !delivering && !frameScheduled && hasScreen else { return }
        frameScheduled = true
        DispatchQueue.main.async {
            MainActor.assumeIsolated {
                self.frameScheduled = false
                self.drawIfDue()
            }
        }
    }

    /// Paints everything anew, whatever curses believes to be on the screen.
    public func redraw() {
        screen.repaint()
        pace.measure()
        setNeedsFrame()
    }

    /// Sends `.tick` at whole seconds or minutes of the wall clock, or parts of a second; `nil` stops, and then there
    /// is no timer at all. Where the wall clock is set meanwhile, the next tick comes all the same, and those after it
    /// are whole again. On a slow line clocks that run by seconds are told every five, so that they leave room for
    /// the rest.
    public func setTick(every seconds: Double?) {
        let seconds = seconds.map { pace.isSlow ? max(5, $0) : $0 }
        guard seconds != tickSeconds else { return }
        tickTimer?.cancel()
        tickTimer = nil
        tickSeconds = nil
        guard let seconds, seconds > 0, !ended else { return }
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                self.awaitTick()
                self.deliver([.tick])
            }
        }
        tickTimer = timer
        tickSeconds = seconds
        awaitTick()
        timer.activate()
    }

    /// Waits for the next whole second or minute: by a clock that nobody sets, for as long as the wall clock says now.
    private func awaitTick() {
        guard let tickTimer, let tickSeconds else { return }
        let past = Date().timeIntervalSince1970.truncatingRemainder(dividingBy: tickSeconds)
        // A hair after it, since the two clocks need not run alike.
        tickTimer.schedule(deadline: .now() + (tickSeconds - past) + 0.001, leeway: .milliseconds(2))
    }

    /// Rings the terminal's bell.
    public func bell() {
        if hasScreen { send([0x07]) }
    }

    /// Tells the desktop something, where the options allow it and the terminal can.
    public func notify(_ text: String) {
        guard let way = options.notifications, modes.isModern, hasScreen else { return }
        let line = Widths().clip(Widths().clean(text), to: 200)
        switch way {
        case .osc9: send(Array("\u{1b}]9;\(line)\u{07}".utf8))
        case .osc777:
            // A semicolon would end the text.
            let whole = String(line.map { $0 == ";" ? "," : $0 })
            send(Array("\u{1b}]777;notify;\(options.title ?? "Guantong");\(whole)\u{07}".utf8))
        }
    }

    /// Changes the theme; the next frame shows it.
    public func setTheme(_ theme: Theme) {
        screen.theme = theme
        setNeedsFrame()
    }

    /// Takes or releases the mouse; released, the terminal selects and copies as usual.
    public func setMouse(_ on: Bool) {
        guard on != mouse else { return }
        mouse = on
        if hasScreen { send(Array(modes.mouse(on).utf8)) }
    }

    /// Restores the terminal. Calling it again does nothing.
    public func end() {
        guard !ended else { return }
        ended = true
        setTick(every: nil)
        escapeTimer?.cancel()
        paceTimer?.cancel()
        silenceTimer?.cancel()
        giveBack()
        inputSource?.cancel()
        if let outputSource {
            if !outputArmed { outputSource.resume() }
            outputSource.cancel()
        }
        device.dropInput()
        signals?.end()
        errors.end()
        CrashGuard.release()
        TerminalSession.current = nil
    }
}

// MARK: - Frames

extension TerminalSession {
    func drawIfDue() {
        guard needsFrame, hasScreen, !device.isDead, !pace.isWaiting, let onFrame else { return }
        guard device.isWritable else { return armOutput() }
        needsFrame = false
        let canvas = onFrame(size)
        // Closing or handing over inside the callback leaves nothing to draw on.
        guard hasScreen else { return }
        screen.show(canvas)
        let bytes = screen.takeBytes()
        guard !bytes.isEmpty else { return }
        framesSent += 1
        let question = pace.asks ? Pace.question : ""
        if knowsSynchronized {
            send(Array(TerminalModes.begin2026.utf8) + bytes + Array((TerminalModes.end2026 + question).utf8))
        } else {
            send(bytes + Array(question.utf8))
        }
        if !question.isEmpty { awaitAnswer(bytes.count) }
    }

    /// The next frame waits for the terminal's answer, or until it is clear that none will come.
    private func awaitAnswer(_ bytes: Int) {
        pace.sent(bytes, at: .now)
        let timer = paceTimer ?? DispatchSource.makeTimerSource(queue: .main)
        if paceTimer == nil {
            paceTimer = timer
            timer.setEventHandler { [weak self] in
                MainActor.assumeIsolated {
                    guard let self, self.pace.isWaiting else { return }
                    self.pace.giveUp()
                    self.drawIfDue()
                }
            }
            timer.activate()
        }
        let parts = (pace.patience ?? .zero).components
        timer.schedule(
            deadline: .now() + .milliseconds(Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000))
        )
    }

    func send(_ bytes: [UInt8]) {
        bytesSent += bytes.count
        device.send(bytes)
        if device.isDead { return hangUp() }
        if !device.pending.isEmpty { armOutput() }
    }

    /// Wakes when the terminal can take more.
    private func armOutput() {
        guard !outputArmed, !ended, !hungUp else { return }
        let source = outputSource ?? makeOutputSource()
        outputArmed = true
        source.resume()
    }

    private func makeOutputSource() -> any DispatchSourceWrite {
        let source = DispatchSource.makeWriteSource(fileDescriptor: device.descriptor, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.writable() }
        }
        outputSource = source
        return source
    }

    private func writable() {
        guard outputArmed else { return }
        device.flush()
        if device.isDead { return hangUp() }
        guard device.isWritable else { return }
        outputSource?.suspend()
        outputArmed = false
        drawIfDue()
    }
}

// MARK: - Input

extension TerminalSession {
    private func startInput() {
        let source = DispatchSource.makeReadSource(fileDescriptor: device.descriptor, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.readable() }
        }
        inputSource = source
        source.activate()
    }

    private func readable() {
        CrashGuard.coverThread()
        guard hasScreen else { return }
        let bytes = device.readAll()
        let inputs = decoder.feed(bytes)
        let replies = decoder.takeReplies()
        if !bytes.isEmpty { silence?.heard(isAnswer: !replies.isEmpty, at: .now) }
        handle(replies: replies)
        armEscape()
        deliver(inputs)
        if device.isDead { hangUp() }
    }

    /// A lone Esc is decided after the escape delay; a paste that lost its end after two seconds.
    private func armEscape() {
        guard decoder.isWaiting || decoder.isPasting else {
            escapeTimer?.schedule(deadline: .distantFuture)
            return
        }
        let timer = escapeTimer ?? makeEscapeTimer()
        let parts = options.escapeDelay.components
        let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
        // Packets of a slow line may come apart inside a key.
        let least = pace.isSlow ? 100_000_000 : 0
        timer.schedule(deadline: .now() + (decoder.isPasting ? .seconds(2) : .nanoseconds(max(least, nanoseconds))))
    }

    private func makeEscapeTimer() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                self.deliver(self.decoder.flush())
            }
        }
        escapeTimer = timer
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        return timer
    }

    private func handle(replies: [KeyDecoder.Reply]) {
        for reply in replies {
            switch reply {
            case .status: pace.answered(at: .now)
            case .mode, .position: pace.greeted(at: .now)
            case .attributes: break
            }
            switch reply {
            case .mode(2026, let state): knowsSynchronized = state == 1 || state == 2
            case .position(2, let column) where options.ambiguousWide == nil && column == 3: useWideAmbiguous()
            default: break
            }
        }
    }

    /// One timer, which is set again only when it has struck: keys cost nothing.
    private func watchSilence(_ patience: Duration) {
        silence = Silence(patience: patience)
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.lookForSilence() }
        }
        silenceTimer = timer
        lookForSilence()
        timer.activate()
    }

    private func lookForSilence() {
        guard let silence, let silenceTimer, !hungUp, !ended else { return }
        let next: Duration
        switch silence.step(at: .now) {
        case .gone: return hangUp()
        case .ask(let pause):
            if hasScreen, device.isWritable { send(Array(Pace.question.utf8)) }
            next = pause
        case .wait(let pause): next = pause
        }
        silenceTimer.schedule(deadline: .now() + next / .seconds(1) + 0.001, leeway: .milliseconds(50))
    }

    private func useWideAmbiguous() {
        guard !widths.ambiguousWide else { return }
        widths = Widths(ambiguousWide: true)
        glyphs = .ascii
        screen.repaint()
        needsFrame = true
        deliver([.resize(size)])
    }

    func deliver(_ inputs: [Input]) {
        guard !ended else { return }
        delivering = true
        if !inputs.isEmpty { onInput?(inputs) }
        delivering = false
        drawIfDue()
    }

    /// The terminal is gone: nobody is asked again, and the program is told once.
    func hangUp() {
        guard !hungUp else { return }
        hungUp = true
        inputSource?.cancel()
        setTick(every: nil)
        if outputArmed {
            outputSource?.suspend()
            outputArmed = false
        }
        DispatchQueue.main.async {
            MainActor.assumeIsolated { self.deliver([.hangUp]) }
        }
    }
}

// MARK: - Signals and hand-over

extension TerminalSession {
    private func handle(signals numbers: [Int32]) {
        var inputs: [Input] = []
        for number in numbers {
            switch number {
            case SIGWINCH: if takeSize() { inputs.append(.resize(size)) }
            case SIGINT: inputs.append(.interrupt)
            case SIGTERM: inputs.append(.terminate)
            case SIGHUP: hangUp()
            case SIGTSTP: suspend()
            // Stopped by SIGSTOP, which cannot be caught: the shell has had the terminal meanwhile.
            case SIGCONT: if hasScreen && !justResumed { inputs += takeBack() }
            default: break
            }
        }
        justResumed = false
        if !inputs.isEmpty { deliver(inputs) }
    }
}
