import Files
import Newsroom

/// One line of a block's `steps`: `TIME WHO VERB WORDS…`.
struct ScriptLine {
    let offset: Int
    let actor: StaffID
    let verb: String
    let words: [String]
    private let index: Int
    private let section: TOMLSection
    private let tongue: ScriptTongue

    init(_ text: String, _ index: Int, _ section: TOMLSection, _ tongue: ScriptTongue) throws(DataFileError) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 3, let offset = Offset.parse(parts[0]) else {
            throw section.fault(
                "steps", element: index - 1,
                .badValue(
                    Phrase(
                        "第 \(index) 步看不懂；写作“-1:30 某人 动作 …”",
                        "step \(index) cannot be read; write '-1:30 WHO VERB …'")))
        }
        self.offset = offset
        self.index = index
        self.tongue = tongue
        self.section = section
        actor = StaffID(rawValue: parts[1])
        verb = parts[2]
        words = Array(parts.dropFirst(3))
    }

    /// A word after the verb.
    func word(_ place: Int) throws(DataFileError) -> String {
        guard words.indices.contains(place) else { throw unknown(["\(verb) …"]) }
        return words[place]
    }

    /// All words from one on, in the language of the day: a reason, an opinion, a note.
    func rest(_ place: Int) throws(DataFileError) -> String {
        _ = try word(place)
        return tongue.line(words[place...].joined(separator: " "))
    }

    /// A list of channels parted by commas.
    func channels(_ place: Int) throws(DataFileError) -> [ChannelID] {
        TypedList.names(try word(place)).map(ChannelID.init(rawValue:))
    }

    /// The fault of a line that asks for what there is not.
    func unknown(_ known: [String]) -> DataFileError {
        let list = known.joined(separator: ", ")
        return section.fault(
            "steps", element: index - 1,
            .badValue(
                Phrase(
                    "第 \(index) 步“\(verb)”不全或没有；可用 \(list)",
                    "step \(index), '\(verb)': incomplete or unknown; there are \(list)")))
    }
}

/// A time of a script, relative to now.
enum Offset {
    /// `-1:30`, `+0:05:20`, `0:00` in seconds; `nil` for anything else.
    static func parse(_ text: String) -> Int? {
        var digits = Substring(text)
        let sign = digits.hasPrefix("-") ? -1 : 1
        if digits.hasPrefix("-") || digits.hasPrefix("+") { digits = digits.dropFirst() }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0, (0...99).contains(hours), (0...59).contains(minutes),
            (0...59).contains(seconds)
        else { return nil }
        return sign * (hours * 3600 + minutes * 60 + seconds)
    }
}

/// The fault of a word that is none of these.
func oneOf(_ known: [String]) -> DataFileError.Kind {
    let list = known.joined(separator: ", ")
    return .badValue(Phrase("应为 \(list) 之一", "should be one of \(list)"))
}

extension TOMLSection {
    /// A string that must be there.
    func text(_ key: String) throws(DataFileError) -> String { try need(key, string(key)) }

    /// A time that must be there.
    func time(_ key: String) throws(DataFileError) -> Int {
        guard let offset = Offset.parse(try text(key)) else {
            throw fault(
                key, .badValue(Phrase("应写作“-1:30”（从现在算起的时与分）", "should be like '-1:30': hours and minutes from now")))
        }
        return offset
    }

    /// One of the newsroom's terms; where the key is not there, `base` if there is one.
    func term<Term: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ base: Term? = nil
    ) throws(DataFileError) -> Term {
        if let base, !has(key) { return base }
        guard let term = Term(rawValue: try text(key)) else { throw fault(key, oneOf(Term.allCases.map(\.rawValue))) }
        return term
    }
}
