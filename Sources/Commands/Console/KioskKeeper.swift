import ArgumentParser
import Foundation
import Newsroom
import Terminal

/// Keeps a kiosk on its wall: the demonstration runs as a child of this process, and is started again when it dies. It
/// ends with the child's own end, and with SIGTERM and SIGHUP.
@MainActor
struct KioskKeeper {
    /// The option that tells the child that somebody keeps it.
    static let mark = "--kept"

    private let rescue: TerminalRescue
    private let words: Phrase
    private let language: Language
    /// What this process waits for; nothing interrupts it otherwise.
    private var awaited = sigset_t()

    /// Seconds before a child that died is started again; growing while children die young.
    private static let pauses = [1, 2, 4, 8, 15, 30, 60]
    /// A child that lived so many seconds did not die young.
    private static let grown = 60
    /// Seconds that a child has to end when it is told to.
    private static let patience = 10

    init(language: Language) throws {
        rescue = try TerminalRescue()
        self.language = language
        words = Phrase("贯通这就回来…", "Guantong will be back in a moment…")
        sigemptyset(&awaited)
        for number in [SIGCHLD, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTOU] { sigaddset(&awaited, number) }
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
    }

    /// Runs the demonstration again and again, and returns its last status.
    func run() throws -> ExitCode {
        var deaths = 0
        while true {
            let start = ContinuousClock.now
            let child = try spawn()
            let (status, isEnding) = wait(for: child)
            let isDead = status & 0x7f != 0
            if isDead { rescue.giveBack() }
            if isEnding || (!isDead && status == 0) { return ExitCode(0) }
            // One that says why it cannot open will say so again.
            if !isDead, deaths == 0 { return ExitCode(status >> 8 & 0xff) }
            deaths = ContinuousClock.now - start > .seconds(Self.grown) ? 1 : deaths + 1
            Output.message(words(language))
            if isToldToEnd(within: Self.pauses[min(deaths, Self.pauses.count) - 1]) { return ExitCode(0) }
        }
    }

    /// The same program with the same arguments, and the mark.
    private func spawn() throws -> pid_t {
        var arguments = (CommandLine.arguments + [Self.mark]).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let problem = posix_spawn(&child, "/proc/self/exe", nil, &attributes, &arguments, environ)
        guard problem == 0 else { throw TerminalError.system("Starting the demonstration", errno: problem) }
        return child
    }

    /// Waits until the child has ended; told to end meanwhile, it passes that on.
    private func wait(for child: pid_t) -> (status: Int32, isEnding: Bool) {
        var status: Int32 = 0
        var isEnding = false
        while waitpid(child, &status, WNOHANG) != child {
            let number = next(within: isEnding ? Self.patience : nil)
            if number == SIGTERM || number == SIGHUP {
                isEnding = true
                kill(child, number)
            } else if isEnding, number < 0, errno == EAGAIN {
                kill(child, SIGKILL)
            }
        }
        return (status, isEnding)
    }

    /// Waits some seconds, and says whether this process was told to end meanwhile.
    private func isToldToEnd(within seconds: Int) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            let number = next(within: Int(left.components.seconds) + 1)
            if number == SIGTERM || number == SIGHUP { return true }
        }
    }

    /// The next signal; negative when none came in so many seconds.
    private func next(within seconds: Int?) -> Int32 {
        var awaited = awaited
        guard let seconds else { return sigwaitinfo(&awaited, nil) }
        var limit = timespec(tv_sec: seconds, tv_nsec: 0)
        return sigtimedwait(&awaited, nil, &limit)
    }
}
