import Foundation
import Newsroom
import Rehearsal
import Testing

@Suite struct LiveDayTests {
    @Test func aWholeDayGoesOnWithoutARefusal() throws {
        let stage = try Stage(seed: 7)
        let past = try stage.events().count
        try stage.playAll()
        let events = try stage.events()
        print("past \(past) live \(events.count - past) passed \(stage.live.passedOver)")
        for hour in 0..<4 {
            let from = Stage.now.adding(seconds: hour * 3600)
            print(hour, events.count { $0.at >= from && $0.at < from.adding(seconds: 3600) })
        }
        var kinds: [String: Int] = [:]
        for event in events.dropFirst(past) { kinds[event.fact.kind, default: 0] += 1 }
        print(kinds)
        #expect(stage.live.passedOver == 0)
    }
}
