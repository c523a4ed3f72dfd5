import ArgumentParser
import Console
import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal

/// `guantong demo`: a news day on a database that is thrown away at the end.
struct DemoCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: say("演示：一次性数据库上自动进行的一天", "a news day that runs by itself on a throwaway database"))

    @OptionGroup var common: CommonOptions
    @OptionGroup var look: LookOptions
    @Option(help: about("同一个种子，同样的一天", "the same seed plays the same day", "N"))
    var seed: UInt64?
    @Option(
        help: about(
            "一秒当几秒过（默认 6，有人操作时为 1）",
            "seconds of the day in a real one (default: 6, and 1 while somebody is at the keys)", "X"))
    var speed: Double?

    @Flag(
        help: about(
            "导览：一屏一屏自己走，按任意键接手，两分钟没人按键再回来", "a guided tour, until a key is pressed, and again after two quiet minutes"))
    var tour = false
    @Flag(
        help: about(
            "挂在墙上：导览，退不出去，死了自己再来；连按三次 Ctrl-G 才离开",
            "for a wall: the tour, no way out, restarts itself; Ctrl-G three times leaves"))
    var kiosk = false
    @Flag(help: about("新人练习：十道小题，自己判对错", "ten exercises for new staff, which check themselves"))
    var learn = false
    @Flag(help: .hidden)
    var kept = false

    func perform(in session: Session) throws {
        try check()
        let language = session.language
        if kiosk, !kept, Places.hasTerminal() {
            throw try MainActor.assumeIsolated { try KioskKeeper(language: language).run() }
        }
        let day = try DemoDay.read(in: language, lessons: learn)
        ThrowawayFolder.sweep()
        let folder = try ThrowawayFolder()
        defer { folder.remove() }
        let pace = DemoStage.Pace(seed: seed ?? .random(in: 1...999_999), speed: learn ? 1 : speed)
        let stage = try DemoStage(day, folder: folder.path, pace: pace)
        let ledger = stage.ledger
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
        let clock = stage.clock
        // Nothing of the user's is read, and nothing is written but in the folder that is thrown away.
        let options = ConsoleOptions(
            ledger: ledger, actor: day.visitor, language: language, isLanguageChosen: true, theme: look.theme,
            ascii: look.ascii, noColor: Places.isColourUnwanted(), reach: .demonstration(in: folder.path),
            clock: { clock.now },
            demonstration: Demonstration(
                guidance: guidance, attended: { stage.attended($0) }, nextDay: { stage.nextDay() },
                leaving: { stage.stop() }))
        folder.leaveSignals()
        // Nothing moves under whoever learns.
        if !learn { stage.start() }
        try session.open(options) { folder.remove() }
    }

    private var guidance: Guidance { learn ? .lessons : kiosk ? .kiosk : tour ? .tour : .onRequest }

    /// The demonstration has a desk and a seat of its own: nobody chooses another.
    private func check() throws {
        if common.database != nil {
            throw Failure.usage(
                Phrase(
                    "演示只用自己的一次性数据库，不接受 --db；要打开真实的库请用 guantong console",
                    "the demo has a throwaway database of its own and takes no --db; guantong console opens a real one")
            )
        }
        if common.actingFor != nil {
            throw Failure.usage(
                Phrase("演示里的座位是固定的，不接受 --as", "the seat at the demo is given; it takes no --as"))
        }
        if learn, tour || kiosk || speed != nil || seed != nil {
            throw Failure.usage(
                Phrase(
                    "练习里的一天是静止的，--learn 不与 --tour、--kiosk、--speed、--seed 同用",
                    "the lessons' day stands still: --learn takes no --tour, --kiosk, --speed or --seed"))
        }
        if let speed, !(0.1...100_000).contains(speed) {
            throw Failure.usage(Phrase("--speed 应在 0.1 到 100000 之间", "--speed is between 0.1 and 100000"))
        }
    }
}
