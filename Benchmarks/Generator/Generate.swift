import Foundation
import Ledger
import Newsroom

/// Makes desks of any size for the benchmarks, and measures the ledger on them:
///
///     guantong-generate make DB STORIES [SEED]
///     guantong-generate measure DB
///     guantong-generate catchup DB log|models
///     guantong-generate heads COUNT
///     guantong-generate hubday URL [CENTRES [EVENTS [A PUSH]]]
///     guantong-generate flood DB STAFF PROGRAM ARGUMENT...
@main enum Generate {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("make", 3...4):
                guard let stories = Int(arguments[2]), stories > 0 else { return usage() }
                try make(arguments[1], stories, seed: arguments.count > 3 ? UInt64(arguments[3]) ?? 1 : 1)
            #if Hub
                case ("hubday", 2...5):
                    var day = HubDay(url: arguments[1])
                    let numbers = arguments.dropFirst(2).map { Int($0) ?? 0 }
                    guard numbers.allSatisfy({ $0 > 0 }) else { return usage() }
                    if !numbers.isEmpty { day.centres = numbers[0] }
                    if numbers.count > 1 { day.events = numbers[1] }
                    if numbers.count > 2 { day.push = numbers[2] }
                    try day.run()
            #endif
            case ("catchup", 3) where ["log", "models"].contains(arguments[2]):
                print(Int(try CatchUp(path: arguments[1]).run(folding: arguments[2] == "models")))
            case ("heads", 2): try Heads(count: Int(arguments[1]) ?? 3000).run()
            case ("flood", 4...):
                let editor = Desk.editors.values.first { $0.staff.rawValue == arguments[2] }
                guard let editor else { return usage() }
                for kind in Flood.Kind.allCases {
                    try Flood(kind, path: arguments[1], as: editor).run(Array(arguments.dropFirst(3)))
                }
            case ("measure", 2): try Measure(path: arguments[1]).all()
            default: usage()
            }
        } catch let error as LedgerError {
            fail(error.sentence(.en))
        } catch {
            fail("\(error)")
        }
    }

    private static func make(_ path: String, _ stories: Int, seed: UInt64) throws {
        let now = Moment.now()
        let start = Moment(milliseconds: now.milliseconds - Year.length - 60_000)
        let ledger = try Desk.found(at: path) { start }
        defer { ledger.close() }
        var year = Year(stories: stories, end: now, seed: seed)
        let clock = ContinuousClock()
        let began = clock.now
        let events = try year.live(in: ledger) { done in
            guard isatty(2) == 1 else { return }
            FileHandle.standardError.write(Data("\r\(done) stories, \(began.duration(to: clock.now).seconds) s".utf8))
        }
        let seconds = began.duration(to: clock.now).seconds
        print("\(stories) stories, \(events) events, seed \(seed): \(seconds) s")
    }

    private static func usage() {
        fail(
            """
            usage: guantong-generate make DB STORIES [SEED] | measure DB | catchup DB log|models | heads COUNT
                | flood DB STAFF PROGRAM ARGUMENT...
            """)
    }

    private static func fail(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
        exit(1)
    }
}

extension Duration {
    /// Seconds to one decimal.
    var seconds: Double { (milliseconds / 100).rounded() / 10 }
    /// Milliseconds.
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1_000_000_000_000_000
    }
}
