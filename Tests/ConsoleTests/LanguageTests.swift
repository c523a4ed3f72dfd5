import Foundation
import Newsroom
import Terminal
import Testing

@testable import Console

/// Both languages are whole, and ASCII is ASCII: on every screen there is no word that neither the reader's language
/// nor the newsroom's data has put there.
@Suite struct LanguageTests {
    private static let stops = Stop.places + Stop.overlays

    private func tour(_ language: Language, ascii: Bool = false, _ look: (Seat, String) throws -> Void) throws {
        for stop in Self.stops {
            let seat = try Seat(language: language)
            if ascii { seat.model.glyphs = .ascii }
            for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
                seat.resize(size.columns, size.rows)
                seat.visit(.board)
                try stop.go(seat)
                try look(seat, "\(stop.name), \(size.columns)x\(size.rows), \(language)")
            }
        }
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    /// Whether words stand in a long text. Most of a screen's stand on the next one too, and are looked up once.
    private final class Known {
        private let text: String
        private var answers: [String: Bool] = [:]

        init(_ text: String) { self.text = text }

        func contains(_ run: String) -> Bool {
            if let answer = answers[run] { return answer }
            let answer = text.range(of: run, options: .literal) != nil
            answers[run] = answer
            return answer
        }
    }

    /// The runs of characters of a screen of which a question is true.
    private func runs(_ seat: Seat, _ isWanted: (Unicode.Scalar) -> Bool) -> [String] {
        seat.screen.flatMap { line in
            line.unicodeScalars.split { !isWanted($0) }.map { String(String.UnicodeScalarView($0)) }
        }
    }

    @Test func noChineseOfTheConsoleOnEnglishScreens() throws {
        // The names of the languages stand in their own; what a test has typed is its own affair.
        let allowed = Known(NewsDay.words + " 中文 雪豹 雨 积水 事件已了 暴雨积水路段 很长的一行 收到请回 全台注意 事件已了事件已了 ")
        try tour(.en) { seat, place in
            // A word that was typed but not understood is said back.
            guard !place.hasPrefix("a long notice") else { return }
            for run in runs(seat, Self.isHan) { #expect(allowed.contains(run), "\(place): \(run)") }
        }
    }

    @Test func noEnglishOfTheConsoleOnChineseScreens() throws {
        let keys = Actions.all.flatMap { $0.keys + $0.commands + [$0.id] }
        // Data, keys and commands are the same in both languages; so is the name of the program, and the word for the
        // other language on its own switch.
        let own = [
            "guantong", "English", "Enter", "Space", "import", "config", "toml", "light", "qianfa", "peers", "add",
            "clock",
            // What was left by Escape comes back, and is typed on.
            "erer",
        ]
        let allowed = Known((keys + own).joined(separator: " ") + NewsDay.words)
        func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && scalar.properties.isAlphabetic }
        try tour(.zh) { seat, place in
            for run in runs(seat, isLetter) where run.count >= 3 { #expect(allowed.contains(run), "\(place): \(run)") }
        }
    }

    @Test func asciiLeavesNothingElseButText() throws {
        // Marks that the data itself has written are text.
        let written = Set(NewsDay.words.unicodeScalars)
        for language in Language.allCases {
            try tour(language, ascii: true) { seat, place in
                let others = Set(seat.text.unicodeScalars).filter { scalar in
                    guard !scalar.isASCII, !Self.isHan(scalar), !written.contains(scalar) else { return false }
                    // The punctuation of Chinese sentences is text too.
                    let value = scalar.value
                    return
                        !(language == .zh
                        && ((0x3000...0x303F).contains(value) || (0xFF00...0xFF5E).contains(value)
                            || "“”‘’…—".unicodeScalars.contains(scalar)))
                }
                #expect(others.isEmpty, "\(place): \(others.map { "\($0) U+\(String($0.value, radix: 16))" })")
            }
        }
    }

    @Test func everyActionHasItsWordsInBothLanguages() {
        let ids = Actions.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for action in Actions.all {
            let phrases = [action.name, action.help] + (action.ask.map { [$0.label] } ?? [])
            for phrase in phrases {
                #expect(!phrase.zh.isEmpty && !phrase.en.isEmpty, "\(action.id)")
                if action.id != "view.language" {
                    #expect(!phrase.en.unicodeScalars.contains(where: Self.isHan), "\(action.id): \(phrase.en)")
                    #expect(phrase.zh.unicodeScalars.contains(where: Self.isHan), "\(action.id): \(phrase.zh)")
                }
            }
        }
        for phrase in Tab.allCases.map(\.phrase) + Action.Group.allCases.map(\.phrase) {
            #expect(!phrase.zh.isEmpty && !phrase.en.isEmpty && phrase.zh != phrase.en)
        }
    }

    @Test func theLanguageSwitchesWhereOneStands() throws {
        for stop in Self.stops where stop.name != "a long notice" {
            let seat = try Seat(language: .zh)
            try stop.go(seat)
            guard seat.model.prompt == nil, seat.model.overlay == nil else { continue }
            let place = seat.model.place
            try seat.press("F3")
            #expect(seat.model.language == .en && seat.model.place == place)
            #expect(seat.screen.first?.contains("Guantong") == true, "\(stop.name)")
            // What was scrolled or chosen is as if it had been opened in that language.
            #expect(Seat.torn(seat.frame) == nil)
            try seat.press("F3")
            #expect(seat.screen.first?.contains("贯通") == true, "\(stop.name)")
        }
    }
}
