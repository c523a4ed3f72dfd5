import Foundation
import Ledger
import Newsroom

/// One of several processes at a desk, for the tests:
///
///     ledger-hammer write DB COUNT BYTES   performs commands, checkpointing above BYTES of WAL, and prints the number
///                                          and id of what each made once it has returned
///     ledger-hammer limited DB BYTES       the same with no file allowed to grow over BYTES, until one fails
///     ledger-hammer nobody DB              opens and writes without any privilege
///     ledger-hammer look DB                opens without any privilege, for looking only
///     ledger-hammer attend DB STAFF        shows itself at the desk as STAFF, and stays until it is killed
///     ledger-hammer persist DB COUNT       records notes 1 to COUNT on one ledger, and prints for each what came of it:
///                                          `ok`, or the code of the failure
///     ledger-hammer backup DB FILE         makes a backup
///     ledger-hammer commit DB              waits for a byte on standard input, then performs one command
///
/// A failure is printed as its code, and exits with 1.
@main enum LedgerHammer {
    static let arguments = CommandLine.arguments
    static let duty = Person(staff: "duty", role: .dutyEditor, house: "zz")

    /// Straight to the pipe: a line that was read is a command that had returned.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(1, bytes, bytes.count)
    }

    static func command(_ index: Int) -> Command {
        switch index % 4 {
        case 0: .task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "暴雨积水 \(index)")))
        case 1: .story(.draft(StoryCommand.Draft(title: "路况 \(index)", body: String(repeating: "多处路段积水。", count: 30))))
        case 2: .lead(.receive(LeadCommand.Tip(title: "热线来电 \(index)")))
        default: .task(.dispatch(TaskCommand.Dispatch(centres: ["jinshui"], title: "地铁口 \(index)")))
        }
    }

    static func hammer(_ ledger: Ledger, _ count: Int) throws {
        for index in 0..<count {
            let outcome = try patiently { try ledger.perform(command(index), as: duty) }
            for (number, event) in zip(outcome.numbers, outcome.events) { say("\(number) \(event.subject)") }
        }
    }

    /// Again, where somebody else has the desk for longer than a person would wait: nothing was recorded then.
    static func patiently<Result>(_ body: () throws -> Result) throws -> Result {
        for _ in 0..<30 { do { return try body() } catch LedgerError.busy {} }
        return try body()
    }

    static func run() throws {
        let path = arguments[2]
        switch arguments[1] {
        case "write":
            let ledger = try Ledger(path: path, checkpointAbove: Int(arguments[4]) ?? 0)
            try hammer(ledger, Int(arguments[3]) ?? 0)
            ledger.close()
        case "limited":
            let ledger = try Ledger(path: path)
            signal(SIGXFSZ, SIG_IGN)
            let most = rlim_t(arguments[3]) ?? 0
            var limit = rlimit(rlim_cur: most, rlim_max: most)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try hammer(ledger, .max)
        case "nobody":
            setgid(65534)
            setuid(65534)
            try hammer(try Ledger(path: path), 1)
        case "look":
            setgid(65534)
            setuid(65534)
            _ = try Ledger(path: path, readOnly: true)
        case "attend":
            let ledger = try Ledger(path: path)
            let watch = Watch(ledger, queue: DispatchQueue(label: "watch")) {}
            watch.attendance.show(
                Present(staff: StaffID(rawValue: arguments[3]), since: .now(), place: "board"))
            // What is asked after it is answered after it.
            watch.attendance.look(ledger) { _ in say("ready") }
            withExtendedLifetime(watch) { while pause() != 0 {} }
        case "persist":
            let ledger = try Ledger(path: path, checkpointAbove: 1)
            for number in 1...(Int(arguments[3]) ?? 1) {
                do {
                    try ledger.perform(.desk(.note("第 \(number) 笔")), as: duty)
                    say(ledger.warnings.take()?.code ?? "ok")
                } catch let error as LedgerError {
                    say(error.code)
                }
            }
            ledger.close()
        case "backup": try Ledger(path: path, readOnly: true).backup(to: arguments[3])
        case "commit":
            let ledger = try Ledger(path: path)
            say("ready")
            var byte: UInt8 = 0
            _ = read(0, &byte, 1)
            try hammer(ledger, 1)
        default: exit(64)
        }
    }

    static func main() {
        do {
            try run()
        } catch let error as LedgerError {
            FileHandle.standardError.write(Data((error.sentence(.en) + "\n").utf8))
            say(error.code)
            exit(1)
        } catch {
            say("\(error)")
            exit(1)
        }
    }
}
