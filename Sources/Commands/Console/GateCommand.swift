import ArgumentParser
import CProcess
import Console
import Foundation
import Ledger
import Newsroom
import Sync

/// `guantong gate`: what sshd starts for whoever comes in from outside, whatever they ask for. It opens the console on one
/// database for the person who has logged in, or exchanges with the centre's node that the account is named after, and
/// reaches nothing else. Docs/deploy.md has the recipe.
struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: say(
            "供 sshd 强制执行：给人只开指挥台，与中心只交换事件",
            "for sshd's ForceCommand: the console for people, the exchange for centres, and nothing else"))

    @OptionGroup var common: CommonOptions

    func run() throws {
        // Whoever else gets to run something as the owner looks into no console of another person.
        guantong_be_private()
        // Before anything looks at a variable.
        let surroundings = Surroundings.enter()
        let session = Session(common)
        do {
            try open(session, surroundings)
        } catch {
            throw session.end(with: error)
        }
    }

    private func open(_ session: Session, _ surroundings: Surroundings) throws {
        // What every command takes, `--as` among it, is not for people from outside to say, nor is anything else.
        guard CommandLine.arguments.count == 4, CommandLine.arguments[1...2] == ["gate", "--db"] else {
            throw Failure.gate(
                Phrase("写作 guantong gate --db 数据库，别无其他", "write guantong gate --db PATH, and nothing else"))
        }
        let ledger = try session.open()
        let login = Self.visitor(of: session.path)
        let person = try Self.person(login, ledger)
        if person == nil, let node = try Self.node(login, ledger) { return try ledger.serve(node) }
        guard !surroundings.hasCommand else {
            throw Failure.gate(
                Phrase(
                    "这里只开指挥台，不办别的命令，也不传文件；请只用 ssh 加主机名登录",
                    "only the console opens here, no commands and no file transfer; log in with ssh and the host alone")
            )
        }
        guard Places.hasTerminal() else {
            throw Failure.gate(
                Phrase("这里只开指挥台，要有终端；请用 ssh -t 登录", "only the console opens here, in a terminal; log in with ssh -t"))
        }
        guard surroundings.hasFitTerm else {
            throw Failure.gate(
                Phrase(
                    "认不出终端类型（TERM）；请用 TERM=xterm-256color ssh 加主机名登录",
                    "the terminal's type (TERM) is no name; log in with TERM=xterm-256color ssh and the host"))
        }
        let desk = try session.adopt(ledger)
        guard let actor = person else { throw Failure.gate(Self.stranger(login, desk)) }
        let reach = HostAccess(
            themeFolders: Places.themes(), configuration: "/etc/guantong/config.toml",
            stateFolder: (session.path as NSString).deletingLastPathComponent + "/people/\(actor.staff.rawValue)",
            spareFolder: Places.spare(), silence: Self.silence)
        try session.console(desk, actor: actor, look: try LookOptions.parse([]), reach: reach)
    }

    /// sshd's own watch over its clients looks only while nothing is shown to them, and a board has clocks.
    static let silence = Duration.seconds(Exchange.patience)

    private static func person(_ login: String, _ ledger: Ledger) throws -> Person? {
        do {
            return try ledger.actor(login: login)
        } catch LedgerError.noStaff {
            return nil
        }
    }

    /// The node whose account this is. It must prove with its own key, too, that it is that node.
    private static func node(_ login: String, _ ledger: Ledger) throws -> NodeID? {
        try ledger.read { try $0.nodes() }.first { $0.card.name.hasSameBytes(as: login) && $0.revokedAt == nil }?.card
            .id
    }

    /// Who has come.
    ///
    /// sudo sets SUDO_UID to the account that called it, whatever the caller's own variables say, so behind
    /// `sudo -u guantong` that account is the person. Somebody could start this program with a SUDO_UID of their own
    /// making; it is believed only where the program runs as the owner of the database, and whoever can start
    /// programs as that account may write the database as they like already. Everybody else is who they are.
    private static func visitor(of database: String) -> String {
        var status = stat()
        guard stat(database, &status) == 0, status.st_uid == geteuid(), geteuid() == getuid(),
            let caller = ProcessInfo.processInfo.environment["SUDO_UID"].flatMap(uid_t.init)
        else { return Places.login() }
        return Places.login(of: caller)
    }

    /// What somebody is told who is nobody at this desk: whom to ask.
    private static func stranger(_ login: String, _ desk: OpenDesk) -> Phrase {
        let keepers = desk.directory.staff.filter { $0.role == .administrator && $0.isActive }
        // The account that owns the database is nobody to be asked.
        let people = keepers.filter { $0.login?.hasSameBytes(as: Places.login()) != true }
        let names = (people.isEmpty ? keepers : people).prefix(3).map(\.name)
        let login = CleanText.line(login, limit: 40)
        return Phrase(
            "登录名 \(login) 不是本台人员；请找管理员 \(names.joined(separator: "、")) 登记",
            "the login \(login) is nobody's at this desk; ask an administrator: \(names.joined(separator: ", "))")
    }
}

/// What is left of the variables that a client could have had a hand in: the language, and the terminal's name.
private struct Surroundings {
    /// Whether the client asked for something else than the console: a command, or a subsystem such as sftp.
    let hasCommand: Bool
    /// Whether TERM is a name; whether it is a terminal that is known is seen later.
    let hasFitTerm: Bool

    /// Clears the environment but for a few words that have been looked at.
    static func enter() -> Surroundings {
        let before = ProcessInfo.processInfo.environment
        let kept = ["TERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "SUDO_UID"].compactMap { name in
            before[name].flatMap { isName($0) ? (name, $0) : nil }
        }
        clearenv()
        for (name, value) in kept { setenv(name, value, 1) }
        setenv("PATH", "/usr/bin:/bin", 1)
        umask(0o077)
        chdir("/")
        return Surroundings(
            hasCommand: !(before["SSH_ORIGINAL_COMMAND"] ?? "").isEmpty,
            hasFitTerm: before["TERM"].map(isName) ?? true)
    }

    /// A word that cannot be a path: terminfo and locales are looked up by such names.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix(".")
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "@")]
                        .contains(byte)
            }
    }
}
