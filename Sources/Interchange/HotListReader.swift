import Foundation
import Newsroom

/// Reads a hot list: an array, ranked, of phrases with their heat.
struct HotListReader {
    let receivedAt: Moment
    var yield: ImportYield

    init(file: String, receivedAt: Moment) {
        self.receivedAt = receivedAt
        yield = ImportYield(file: file)
    }

    /// Whether an object looks like a place of a hot list.
    static func recognises(_ item: [String: JSONValue]) -> Bool {
        item["title"] != nil && (item["hot"] != nil || item["ads"] != nil || item["category"] != nil)
    }

    /// The hour that a path `YYYY-MM-DD/HH.json` tells, in Beijing time.
    static func hour(of path: String) -> Moment? {
        let parts = path.split(separator: "/").suffix(2)
        guard parts.count == 2, let day = parts.first, let name = parts.last, name.hasSuffix(".json") else {
            return nil
        }
        let hour = name.dropLast(5)
        guard hour.utf8.count == 2 else { return nil }
        return TimeExpression.iso("\(day)T\(hour):00", zone: .beijing)
    }

    /// The same phrase in a later hour is the same lead: only letters and digits count, in one form and case.
    static func key(title: String) -> String {
        let plain = title.precomposedStringWithCompatibilityMapping.lowercased()
        let kept = plain.unicodeScalars.filter { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        let name = String(String.UnicodeScalarView(kept))
        return ImportYield.key("hot", name.isEmpty ? CleanText.line(title) : name)
    }

    mutating func take(_ items: [(index: Int?, value: JSONValue)]) {
        for (index, value) in items {
            let place = index.map { "[\($0)]" } ?? "$"
            guard !yield.isFull else { return yield.problem(place, .tooMany) }
            guard let item = value.object else {
                yield.problem(place, .wrongType(expected: Phrase("对象", "an object"), leftOut: true))
                continue
            }
            take(item, at: place)
        }
    }

    private mutating func take(_ item: [String: JSONValue], at place: String) {
        // A paid place is no news, and no fault either.
        if item["ads"] == .bool(true) { return }
        let text = Phrase("文字", "text")
        guard let named = item["title"], named != .null else { return yield.problem("\(place).title", .noTitle) }
        guard let named = named.string else {
            return yield.problem("\(place).title", .wrongType(expected: text, leftOut: true))
        }
        let title = CleanText.line(named)
        guard !title.isEmpty else { return yield.problem("\(place).title", .noTitle) }
        var body = ""
        switch item["description"] {
        case .string(let description): body = yield.body(description, at: "\(place).description")
        case nil, .null: break
        default: yield.problem("\(place).description", .wrongType(expected: text, leftOut: false))
        }
        yield.take(
            LeadCommand.Tip(
                title: title, text: body, source: .hotList, sourceKey: Self.key(title: title),
                heat: heat(item["hot"], at: "\(place).hot"), receivedAt: receivedAt),
            at: place)
    }

    /// The heat; pinned places have none, or 0.
    private mutating func heat(_ value: JSONValue?, at place: String) -> Int? {
        switch value {
        case nil, .null: return nil
        case .int(let number) where number >= 0: return number == 0 ? nil : number
        case .double(let number):
            if let exact = Int(exactly: number.rounded()), exact > 0 { return exact }
            yield.problem(place, .badNumber)
        case .int, .unusable: yield.problem(place, .badNumber)
        default: yield.problem(place, .wrongType(expected: Phrase("数字", "a number"), leftOut: false))
        }
        return nil
    }
}

extension ImportYield {
    /// A text made harmless, and cut to what a lead may hold.
    mutating func body(_ text: String, at place: String) -> String {
        guard text.utf8.count > CleanText.bodyLimit else { return CleanText.body(text) }
        problem(place, .textCut)
        // Half a character at the cut becomes a replacement mark; it goes with its last letter.
        let cut = String(decoding: text.utf8.prefix(CleanText.bodyLimit - 8), as: UTF8.self)
        return CleanText.body(String(cut.dropLast()))
    }
}
