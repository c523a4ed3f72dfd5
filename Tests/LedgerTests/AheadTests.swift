import Foundation
import Synchronization
import Testing

@testable import Ledger

/// What catching up leans on: values made ready on other cores, and the tokens of the search index.
@Suite struct AheadTests {
    @Test func everyValueIsMadeOnceAndComesInItsPlace() {
        for count in [0, 1, 2, 3, 64, 1000] {
            let made = Mutex([Int](repeating: 0, count: count))
            let ahead = Ahead(count) { place in
                made.withLock { $0[place] += 1 }
                return place * place
            }
            for place in 0..<count { #expect(ahead.take(place) == place * place) }
            #expect(made.withLock { $0 } == [Int](repeating: 1, count: count))
        }
    }

    @Test func someOfThemMayBeLeft() {
        let ahead = Ahead(100) { $0 }
        for place in 0..<10 { #expect(ahead.take(place) == place) }
    }

    @Test(arguments: [
        ("", ""), ("，。 !\n", ""), ("雨", "雨 "), ("暴雨", "暴雨 雨 "), ("郑州暴雨", "郑州 州暴 暴雨 雨 "),
        ("暴雨，积水", "暴雨 雨 积水 水 "), ("G30连霍", "G30 连霍 霍 "), ("连霍G30高速", "连霍 霍 G30 高速 速 "),
        ("二七 district café 5号", "二七 七 district café 5 号 "), ("a雨b", "a 雨 b "), ("𠮷野家", "𠮷野 野家 家 "),
        ("５月", "５ 月 "), ("x²", "x² "),
    ])
    func tokensOverlap(text: String, tokens: String) { #expect(Bigrams.tokens(text) == tokens) }
}
