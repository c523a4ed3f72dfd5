import Foundation
import Ledger
import Newsroom
import Testing

@testable import Console
@testable import Terminal

/// A console that only looks: whatever is pressed or typed, by whomever, the desk is as it was.
@Suite struct ReadOnlyTests {
    /// What a line could be answered with: a reason, people, places, numbers, channels, a confirmation.
    private static let answers = ["同意", "erqi 派不出", "@liwei", "T-0001", "weibo 已发", "light"]

    @Test(arguments: [.dutyEditor, .chiefEditor, .administrator] as [Newsroom.Role])
    func nothingThatIsPressedOrTypedWrites(_ role: Newsroom.Role) throws {
        let clock = TestClock(NewsDay.now)
        let writable = try NewsDay.ledger(clock)
        let path = writable.path
        writable.close()
        let ledger = try Ledger(path: path, readOnly: true, clock: { clock.now })
        let before = try ledger.read { try $0.log(limit: 1_000_000).count }
        let people = try ledger.read { try $0.directory().staff }
        let person = try #require(people.first { $0.role == role && $0.isActive })
        let seat = try Seat(person.id, ledger: ledger, clock: clock, isReadOnly: true)
        // One has an editor that always changes something, another writes on the screen.
        seat.editor = { $0 + "改" }
        if role == .chiefEditor { seat.model.reach = HostAccess() }
        // The stops that begin with somebody writing are written by nobody here.
        for stop in Stop.places.prefix(18) where stop.name != "messages" && stop.name != "nodes" {
            try stop.go(seat)
            let place = seat.model.place
            for action in Actions.all where action.id != "view.quit" {
                for key in Keymap.standard.keys[action.id] ?? [] {
                    if seat.model.place != place { try stop.go(seat) }
                    seat.send(.input(.key(key)))
                    try answer(seat)
                }
                guard let word = action.commands.first else { continue }
                if seat.model.place != place { try stop.go(seat) }
                let text = Self.answers[action.id.utf8.count % Self.answers.count]
                seat.send(.input(.key(Key(.character(":")))))
                seat.send(.input(.paste("\(word) \(text)")))
                try seat.press("Enter")
                try answer(seat)
            }
        }
        #expect(!seat.effects.contains { if case .perform = $0 { true } else { false } }, "nothing is even asked for")
        #expect(try ledger.read { try $0.log(limit: 1_000_000).count } == before)
        let actor = Person(staff: person.id, role: role, house: person.centre)
        #expect(throws: LedgerError.readOnly(path: path)) { try ledger.perform(.desk(.note("不")), as: actor) }
    }

    /// Gives whatever asks for something an answer, and says yes to every question.
    private func answer(_ seat: Seat) throws {
        for _ in 0..<3 where seat.model.prompt != nil || seat.model.overlay != nil {
            if case .text = seat.model.overlay {
                seat.type("改")
                try seat.press("C-s")
            } else {
                if seat.model.prompt?.editor.isEmpty == true { seat.type("同意") }
                try seat.press("Enter")
            }
        }
        seat.model.overlay = nil
        seat.model.prompt = nil
    }
}
