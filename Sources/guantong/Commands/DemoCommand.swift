import ArgumentParser
import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal

/// `guantong demo`: a day's work on a database that is thrown away at the end.
struct DemoCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: say("演示：一次性数据库上的一天", "a day's work on a throwaway database"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var look: LookOptions

    /// Who sits at the demonstration's desk.
    static let visitor: StaffID = "zhangmin"
    /// In whose name the visitor sits there.
    static let host: StaffID = "demo"

    func perform(in session: Session) throws {
        let roster = try RosterFile.read(path: try Places.data("zhengzhou.toml"))
        let rehearsal = try Rehearsal(path: try Places.data("demo/day.toml"))
        ThrowawayFolder.sweep()
        let folder = try ThrowawayFolder()
        defer { folder.remove() }
        let host = StaffCard(
            id: Self.host, name: session.read("演示", "Demo"), role: .administrator, centre: roster.charter.id,
            login: Places.login())
        let path = folder.path + "/desk.sqlite"
        // The desk was opened before its day began: a log's time never goes back.
        let opened = Moment.now().adding(seconds: (rehearsal.steps.first?.offset ?? 0) - 120)
        try Ledger.create(
            path: path, charter: roster.charter, centres: roster.centres, policy: roster.policy,
            administrator: host, clock: { opened }
        ).close()
        let ledger = try Ledger(path: path)
        try Self.play(rehearsal, on: ledger, host: host)
        let desk = try session.adopt(ledger)
        guard Places.hasTerminal() else {
            if !session.json {
                session.output.text(
                    session.read(
                        "这里没有终端，总览只打印一次；在终端里运行 guantong demo 可以操作。\n",
                        "There is no terminal here: this is the board once. Run guantong demo in a terminal to use it.\n"
                    ))
            }
            try session.tellBoard(desk)
            session.output.flush()
            ledger.close()
            return
        }
        let actor = try ledger.actor(login: Places.login(), as: Self.visitor)
        folder.leaveSignals()
        try session.console(desk, actor: actor, look: look, reach: .demonstration, isDemo: true) {
            ledger.close()
            folder.remove()
        }
    }

    /// Plays the day up to now, as one transaction: each step at its own time.
    private static func play(_ rehearsal: Rehearsal, on ledger: Ledger, host: StaffCard) throws {
        var people = [host.id: host]
        for card in rehearsal.staff { people[card.id] = card }
        try ledger.transaction { transaction in
            try rehearsal.play(now: transaction.now, administrator: host.id) { command, person, moment in
                guard let card = people[person] else { throw Refusal.unknownStaff(person.rawValue) }
                transaction.now = moment
                let actor = Actor(staff: card.id, role: card.role, centre: card.centre)
                return try transaction.perform(command, as: actor).events.map(\.subject)
            }
        }
    }
}

/// A private folder for files that nobody needs afterwards. It goes when the program ends, by a signal too; what a
/// killed program left behind is swept away by the next.
final class ThrowawayFolder: @unchecked Sendable {
    // Immutable but for the signal sources, which only the main thread sets.
    let path: String
    private var signals: [any DispatchSourceSignal] = []
    private static let prefix = "guantong-demo-"

    init() throws {
        var template = Array("\(Self.parent())/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw LedgerError.readOnly(path: Self.parent())
        }
        path = String(cString: made)
        // A signal while the day is played would leave the folder; the console has its own way with signals.
        let path = path
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Self.delete(path)
                signal(number, SIG_DFL)
                kill(getpid(), number)
            }
            source.resume()
            signals.append(source)
        }
    }

    /// Gives the signals back: from here on somebody else minds them.
    func leaveSignals() {
        for source in signals { source.cancel() }
        signals = []
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }

    func remove() { Self.delete(path) }

    /// Removes the folders of programs that are no more, of this user only.
    static func sweep() {
        let parent = parent()
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let path = parent + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
                let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber }),
                process > 0, kill(process, 0) != 0, errno == ESRCH
            else { continue }
            delete(path)
        }
    }

    private static func delete(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    private static func parent() -> String {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return named.isEmpty ? "/tmp" : named
    }
}
