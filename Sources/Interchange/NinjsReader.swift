import Foundation
import Newsroom

/// Reads IPTC ninjs items. Versions differ in the case of their keys (`versioncreated` in 2.x, `versionCreated` in 3.x)
/// and 1.x has plain fields (`headline`, `body_text`) where later ones have lists of `{role, contenttype, value}`; so
/// keys are compared in lower case and both forms are accepted.
///
/// - `uri` with `version` (else `versioncreated`) names the item: a new version of the wire's copy is a new lead,
///   because it says something new; the same version comes once.
/// - `urgency` 1 and 2 make an urgent lead, all else a routine one. Flash is for the desk to say: its clock runs from
///   receipt, and a wire's own urgency is about its world, not about this one.
/// - `pubstatus` other than `usable` leaves the item out; an embargo that still runs stands above the text.
struct NinjsReader {
    let now: Moment
    let zone: Zone
    var yield: ImportYield

    init(file: String, now: Moment, zone: Zone) {
        self.now = now
        self.zone = zone
        yield = ImportYield(file: file)
    }

    /// Whether an object looks like a ninjs item.
    static func recognises(_ item: [String: JSONValue]) -> Bool {
        guard item["hot"] == nil, item["$defs"] == nil else { return false }
        let keys = Set(item.keys.map { $0.lowercased() })
        return keys.contains("uri") || keys.contains("headlines") || keys.contains("bodies")
            || keys.contains("versioncreated")
    }

    mutating func take(_ items: [(index: Int?, value: JSONValue)]) {
        for (index, value) in items {
            let place = index.map { "[\($0)]" } ?? "$"
            guard !yield.isFull else { return yield.problem(place, .tooMany) }
            guard let members = value.object else {
                yield.problem(place, .wrongType(expected: Phrase("对象", "an object"), leftOut: true))
                continue
            }
            take(Self.lowercased(members), at: place)
        }
    }

    private mutating func take(_ item: [String: JSONValue], at place: String) {
        guard let uri = string(item, "uri", at: place).map({ CleanText.line($0, limit: 2000) }), !uri.isEmpty else {
            return yield.problem(place, .noIdentity)
        }
        if let status = string(item, "pubstatus", at: place)?.lowercased(), status != "usable" {
            return yield.problem("\(place).pubstatus", .notUsable(status: CleanText.line(status, limit: 40)))
        }
        let body = bodyText(item, at: place)
        guard let title = title(item, body: body, at: place) else { return yield.problem(place, .noTitle) }
        let created = string(item, "versioncreated", at: place)
        var version = created ?? ""
        switch item["version"] {
        case .string(let text): version = text
        case .int(let number): version = String(number)
        case nil, .null: break
        default: yield.problem("\(place).version", .wrongType(expected: Phrase("文字", "text"), leftOut: false))
        }
        var text = body
        if let embargo = embargo(item, at: place) { text = text.isEmpty ? embargo : "\(embargo)\n\n\(text)" }
        yield.take(
            LeadCommand.Tip(
                title: title, text: yield.body(text, at: place), source: .feed,
                sourceKey: ImportYield.key("ninjs", version.isEmpty ? uri : "\(uri)#\(version)"),
                place: placeName(item, at: place), priority: priority(item, at: place),
                receivedAt: created.flatMap { moment($0, at: "\(place).versioncreated") } ?? now),
            at: place)
    }

    // MARK: - Fields

    private mutating func title(_ item: [String: JSONValue], body: String, at place: String) -> String? {
        let headlines = entries(item, "headlines", at: place)
        let main = headlines.filter { $0.role == "main" } + headlines.filter { $0.role != "main" }
        var candidates = main.map { $0.isMarkup ? Markup.text($0.value) : $0.value }
        for key in ["headline", "title", "slugline"] { candidates += [string(item, key, at: place)].compactMap { $0 } }
        candidates += body.split(separator: "\n").prefix(1).map(String.init)
        return candidates.lazy.map { CleanText.line($0) }.first { !$0.isEmpty }
    }

    /// The fullest text there is: plain before markup, a body before a description.
    private mutating func bodyText(_ item: [String: JSONValue], at place: String) -> String {
        var bodies = entries(item, "bodies", at: place)
        for (key, type) in [("body_text", "text/plain"), ("body_xhtml", "text/html"), ("body_html", "text/html")] {
            if let text = string(item, key, at: place) { bodies.append(Entry(role: "", type: type, value: text)) }
        }
        if let text = Self.best(bodies) { return text }
        var descriptions = entries(item, "descriptions", at: place)
        for key in ["description_text", "description_caption", "description_usage"] {
            if let text = string(item, key, at: place) {
                descriptions.append(Entry(role: "caption", type: "text/plain", value: text))
            }
        }
        // A credit line is no story.
        return Self.best(descriptions.filter { $0.role != "creditline" }) ?? ""
    }

    private static func best(_ entries: [Entry]) -> String? {
        let ordered = entries.filter { !$0.isMarkup } + entries.filter(\.isMarkup)
        return ordered.lazy.map { CleanText.body($0.isMarkup ? Markup.text($0.value) : $0.value) }.first { !$0.isEmpty }
    }

    private mutating func priority(_ item: [String: JSONValue], at place: String) -> Priority {
        let urgency: Int?
        switch item["urgency"] {
        case nil, .null: return .routine
        case .int(let number): urgency = number
        case .string(let text): urgency = Int(text)
        default: urgency = nil
        }
        guard let urgency, (0...9).contains(urgency) else {
            yield.problem(
                "\(place).urgency",
                .wrongType(expected: Phrase("1 至 9 的整数", "a whole number from 1 to 9"), leftOut: false))
            return .routine
        }
        return (1...2).contains(urgency) ? .urgent : .routine
    }

    private mutating func placeName(_ item: [String: JSONValue], at place: String) -> String? {
        for (index, value) in list(item, "places", at: place).enumerated() {
            if let members = value.object {
                let name = string(Self.lowercased(members), "name", at: "\(place).places[\(index)]") ?? ""
                let clean = CleanText.line(name)
                if !clean.isEmpty { return clean }
            } else {
                yield.problem(
                    "\(place).places[\(index)]", .wrongType(expected: Phrase("对象", "an object"), leftOut: false))
            }
        }
        return CleanText.optionalLine(string(item, "located", at: place))
    }

    private mutating func embargo(_ item: [String: JSONValue], at place: String) -> String? {
        guard let text = string(item, "embargoed", at: place),
            let end = moment(text, at: "\(place).embargoed"), end > now
        else { return nil }
        return "〔禁发至 Embargoed until \(zone.iso(end))〕"
    }

    private mutating func moment(_ text: String, at place: String) -> Moment? {
        if let moment = TimeExpression.iso(text, zone: zone) { return moment }
        yield.problem(place, .badTime(CleanText.line(text, limit: 60)))
        return nil
    }

    // MARK: - Types

    /// One of a list of texts for different uses.
    private struct Entry {
        var role: String
        var type: String
        var value: String

        var isMarkup: Bool {
            if type.holds("plain") { return false }
            return !type.isEmpty || value.holds("</") || value.holds("<br")
        }
    }

    private mutating func entries(_ item: [String: JSONValue], _ key: String, at place: String) -> [Entry] {
        var entries: [Entry] = []
        for (index, value) in list(item, key, at: place).enumerated() {
            let here = "\(place).\(key)[\(index)]"
            if let text = value.string {
                entries.append(Entry(role: "", type: "", value: text))
            } else if let members = value.object.map(Self.lowercased) {
                guard let text = string(members, "value", at: here) else { continue }
                entries.append(
                    Entry(
                        role: string(members, "role", at: here)?.lowercased() ?? "",
                        type: string(members, "contenttype", at: here)?.lowercased() ?? "", value: text))
            } else {
                yield.problem(here, .wrongType(expected: Phrase("对象", "an object"), leftOut: false))
            }
        }
        return entries
    }

    private mutating func list(_ item: [String: JSONValue], _ key: String, at place: String) -> [JSONValue] {
        switch item[key] {
        case nil, .null: return []
        case .array(let values):
            // No newsroom sends more; whoever does wants to keep us busy.
            return Array(values.prefix(1000))
        default:
            yield.problem("\(place).\(key)", .wrongType(expected: Phrase("数组", "an array"), leftOut: false))
            return []
        }
    }

    private mutating func string(_ item: [String: JSONValue], _ key: String, at place: String) -> String? {
        switch item[key] {
        case nil, .null: return nil
        case .string(let text): return text
        default:
            yield.problem("\(place).\(key)", .wrongType(expected: Phrase("文字", "text"), leftOut: key == "uri"))
            return nil
        }
    }

    private static func lowercased(_ members: [String: JSONValue]) -> [String: JSONValue] {
        Dictionary(members.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }
}
