import ArgumentParser
import Foundation
import Ledger
import Newsroom
import Terminal

/// One run of one command: where it reads, whom it acts for, and how it tells.
final class Session {
    let language: Language
    /// Whether the language was asked for on the command line.
    let isLanguageChosen: Bool
    let json: Bool
    let actingFor: String?
    /// In which of their posts.
    let post: String?
    let path: String
    /// Whether the caller vouches for the machine's clock.
    let isClockRight: Bool
    let output = Output()
    /// Who reads the sentences; knows the desk's names once it is open.
    private(set) var read: Localizer
    private var hasFailed = false
    private var warnings: Ledger.Warnings?

    init(_ options: CommonOptions) {
        language = options.language
        isLanguageChosen = options.lang != nil
        json = options.json
        actingFor = options.actingFor
        post = options.post
        isClockRight = options.clockIsRight
        path = options.database ?? Places.database()
        read = Localizer(language: options.language)
    }

    /// Opens the desk for reading; nothing can be written.
    func look() throws -> OpenDesk {
        let desk = try adopt(open(readOnly: true))
        // Whoever names somebody must be allowed to, in reading too.
        if actingFor != nil { _ = try actor(desk) }
        return desk
    }

    /// Opens the desk for the caller to act.
    func act() throws -> (desk: OpenDesk, actor: Person) {
        let desk = try adopt(open())
        let actor = try actor(desk)
        try settleClock(desk.ledger, actor)
        return (desk, actor)
    }

    /// Who asks, where only they may see something; somebody of this desk, though nothing is done in their name.
    func caller(_ desk: OpenDesk) throws -> StaffID { try actor(desk).staff }

    /// The same; `nil` for whoever is nobody here. A desk that cannot be read is still an error.
    func callerIfKnown(_ desk: OpenDesk) throws -> StaffID? { try actorIfKnown(desk)?.staff }

    /// The same with role and house.
    func actorIfKnown(_ desk: OpenDesk) throws -> Person? {
        do {
            return try actor(desk)
        } catch LedgerError.noStaff, LedgerError.onlyAdministrator {
            return nil
        } catch is Refusal {
            return nil
        } catch is InputError {
            return nil
        }
    }

    /// Opens the database, and says how far it is where it takes long: a program that has learned kinds of facts folds what
    /// they touch.
    func open(readOnly: Bool = false) throws -> Ledger {
        try Ledger(path: path, readOnly: readOnly, progress: progress(Phrase("正在读入日志", "reading the log")))
    }

    /// Says how far something is, each second; nobody need be told of what is over in one.
    func progress(_ what: Phrase) -> (Double) -> Void {
        var told = ContinuousClock.now
        return { [read] part in
            let now = ContinuousClock.now
            guard now - told > .seconds(1) else { return }
            told = now
            Output.message(read(what) + read("：", ": ") + "\(Int(part * 100))%")
        }
    }

    /// Takes a ledger that is open already.
    func adopt(_ ledger: Ledger) throws -> OpenDesk {
        let desk = try OpenDesk(ledger, language: language)
        warnings = ledger.warnings
        read = desk.read
        warn(ledger)
        return desk
    }

    /// Says what the database has lost, until somebody has acknowledged it.
    func warn(_ ledger: Ledger) {
        // What hinders this the command itself will meet.
        guard let loss = (try? ledger.read { try $0.loss() }).flatMap({ $0 }) else { return }
        remark("guantong: " + read(loss.phrase(read.zone)))
    }

    /// Who acts: the caller, or whom they act for.
    func actor(_ desk: OpenDesk) throws -> Person {
        try desk.ledger.actor(
            login: Places.login(), as: try actingFor.map(desk.staff), in: try post.map(desk.post))
    }

    // MARK: - Telling

    /// Prints a text for people, or an object for programs.
    func tell(_ object: @autoclosure () -> some Encodable, text: @autoclosure () -> String) {
        if json { output.json(object()) } else { output.text(text()) }
    }

    /// Says what went wrong with one of several; the others go on.
    func fail(_ error: any Error, item: String? = nil) {
        hasFailed = true
        let told = Told(error, read)
        var name = item.map { Output.clean(String($0.prefix(60))) }
        // A sentence that names it need not have it before it, too.
        if !json, let known = name, told.message.contains(read("“\(known)”", "'\(known)'")) { name = nil }
        if json {
            output.json(ErrorJSON(error: .init(code: told.code, message: told.message, item: name)))
        } else {
            // What was printed before must stand before it.
            output.flush()
            Output.message("guantong: " + (name.map { $0 + read("：", ": ") } ?? "") + told.message)
        }
    }

    /// A word to people that is no result.
    func remark(_ text: String) { Output.message(text) }

    /// Ends well: everything is out, and nothing failed on the way.
    func finish() throws {
        output.flush()
        if let warning = warnings?.take() { remark("guantong: " + warning.sentence(language)) }
        if let detail = output.failure { throw Failure.noOutput(detail: detail) }
        if hasFailed { throw ExitCode(1) }
    }

    /// Says why the command ends and gives its exit code.
    func end(with error: any Error) -> ExitCode {
        if let code = error as? ExitCode { return code }
        let told = Told(error, read)
        if json, told.exitCode.rawValue == 1, output.failure == nil {
            output.json(ErrorJSON(error: .init(code: told.code, message: told.message, item: nil)))
            output.flush()
        } else {
            output.flush()
            Output.message("guantong: " + told.message)
        }
        return told.exitCode
    }
}

/// What a refusal looks like to programs.
struct ErrorJSON: Encodable {
    struct Detail: Encodable {
        let code: String
        let message: String
        /// What it was about, where several were named.
        let item: String?
    }

    let error: Detail
}
