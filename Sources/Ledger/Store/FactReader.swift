import Newsroom

/// Reads the bodies of the commonest events several times faster than `JSONDecoder`, which verification and long
/// histories feel. What is not just as expected here (another kind, an unknown key, an escape by number) is no error:
/// the answer is `nil`, and `JSONDecoder` judges it.
struct FactReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    private struct Strange: Error {}

    static func fact(_ kind: String, _ body: UnsafeRawBufferPointer) -> Fact? {
        var reader = FactReader(bytes: body)
        return try? reader.fact(kind)
    }

    private mutating func fact(_ kind: String) throws(Strange) -> Fact {
        try expect("{")
        guard try string() == kind else { throw Strange() }
        try expect(":")
        let fact = try content(kind)
        try expect("}")
        guard place == bytes.count else { throw Strange() }
        return fact
    }

    private mutating func content(_ kind: String) throws(Strange) -> Fact {
        switch kind {
        case "storyDrafted": return try drafted()
        case "storySubmitted": return try submitted()
        case "storyReviewed": return try reviewed()
        case "storySigned":
            var hash: String?
            try object { reader, key throws(Strange) in try reader.only("textHash", key, &hash) }
            return .storySigned(textHash: TextHash(rawValue: try needed(hash)))
        case "storyPublished": return try published()
        case "taskIssued": return try issued()
        case "taskFiled":
            var story: SubjectID?
            try object { reader, key throws(Strange) in
                guard key == "story" else { throw Strange() }
                story = try reader.identifier()
            }
            return .taskFiled(story: story)
        case "noted":
            var text: String?
            try object { reader, key throws(Strange) in try reader.only("text", key, &text) }
            return .noted(text: try needed(text))
        case "messageSent": return try sent()
        default: break
        }
        let bare: Fact
        switch kind {
        case "taskAcknowledged": bare = .taskAcknowledged
        case "taskDeparted": bare = .taskDeparted
        case "taskArrived": bare = .taskArrived
        case "taskClosed": bare = .taskClosed
        case "messageRead": bare = .messageRead
        default: throw Strange()
        }
        try object { _, _ throws(Strange) in throw Strange() }
        return bare
    }

    // MARK: - Kinds

    private mutating func drafted() throws(Strange) -> Fact {
        var number: Int?
        var title: String?
        var body: String?
        var centre: String?
        var authors: [StaffID]?
        var origin: Origin?
        var source: SubjectID?
        var lead: SubjectID?
        try unwrapped { reader, key throws(Strange) in
            switch key {
            case "number": number = try reader.integer()
            case "title": title = try reader.string()
            case "body": body = try reader.string()
            case "centre": centre = try reader.string()
            case "authors":
                authors = try reader.list { reader throws(Strange) in StaffID(rawValue: try reader.string()) }
            case "origin": origin = Origin(rawValue: try reader.string())
            case "source": source = try reader.identifier()
            case "lead": lead = try reader.identifier()
            default: throw Strange()
            }
        }
        return .storyDrafted(
            StoryDraft(
                number: try needed(number), title: try needed(title), body: try needed(body),
                centre: CentreID(rawValue: try needed(centre)), authors: try needed(authors),
                origin: try needed(origin), source: source, lead: lead))
    }

    private mutating func submitted() throws(Strange) -> Fact {
        var first: Int?
        var second: Int?
        var third: Int?
        var signature: Int?
        try object { reader, key throws(Strange) in
            guard key == "limits" else { throw Strange() }
            try reader.object { reader, key throws(Strange) in
                switch key {
                case "first": first = try reader.integer()
                case "second": second = try reader.integer()
                case "third": third = try reader.integer()
                case "signature": signature = try reader.integer()
                default: throw Strange()
                }
            }
        }
        return .storySubmitted(
            limits: Policy.ReviewLimits(
                first: try needed(first), second: try needed(second), third: try needed(third),
                signature: try needed(signature)))
    }

    private mutating func reviewed() throws(Strange) -> Fact {
        var stage: Stage?
        var verdict: Verdict?
        var opinion: String?
        var hash: String?
        try object { reader, key throws(Strange) in
            switch key {
            case "stage": stage = Stage(rawValue: try reader.integer())
            case "verdict": verdict = Verdict(rawValue: try reader.string())
            case "opinion": opinion = try reader.string()
            case "textHash": hash = try reader.string()
            default: throw Strange()
            }
        }
        return .storyReviewed(
            stage: try needed(stage), verdict: try needed(verdict), opinion: try needed(opinion),
            textHash: TextHash(rawValue: try needed(hash)))
    }

    private mutating func published() throws(Strange) -> Fact {
        var channels: [ChannelID]?
        var hash: String?
        try object { reader, key throws(Strange) in
            switch key {
            case "channels":
                channels = try reader.list { reader throws(Strange) in ChannelID(rawValue: try reader.string()) }
            case "textHash": hash = try reader.string()
            default: throw Strange()
            }
        }
        return .storyPublished(channels: try needed(channels), textHash: TextHash(rawValue: try needed(hash)))
    }

    private mutating func sent() throws(Strange) -> Fact {
        var text: String?
        var to: [StaffID]?
        var about: SubjectID?
        try object { reader, key throws(Strange) in
            switch key {
            case "text": text = try reader.string()
            case "to": to = try reader.list { reader throws(Strange) in StaffID(rawValue: try reader.string()) }
            case "about": about = try reader.identifier()
            default: throw Strange()
            }
        }
        return .messageSent(text: try needed(text), to: to, about: about)
    }

    private mutating func issued() throws(Strange) -> Fact {
        var number: Int?
        var order: SubjectID?
        var title: String?
        var note: String?
        var centre: String?
        var assignee: String?
        var priority: Priority?
        var deliverables: [Deliverable]?
        var dueAt: Moment?
        var acknowledgeBy: Moment?
        var story: SubjectID?
        var lead: SubjectID?
        var topic: String?
        try unwrapped { reader, key throws(Strange) in
            switch key {
            case "number": number = try reader.integer()
            case "order": order = try reader.identifier()
            case "title": title = try reader.string()
            case "note": note = try reader.string()
            case "centre": centre = try reader.string()
            case "assignee": assignee = try reader.string()
            case "priority": priority = Priority(rawValue: try reader.string())
            case "deliverables":
                deliverables = try reader.list { reader throws(Strange) in
                    try reader.needed(Deliverable(rawValue: try reader.string()))
                }
            case "dueAt": dueAt = Moment(milliseconds: Int64(try reader.integer()))
            case "acknowledgeBy": acknowledgeBy = Moment(milliseconds: Int64(try reader.integer()))
            case "story": story = try reader.identifier()
            case "lead": lead = try reader.identifier()
            case "topic": topic = try reader.string()
            default: throw Strange()
            }
        }
        return .taskIssued(
            TaskOrder(
                number: try needed(number), order: try needed(order), title: try needed(title), note: note,
                centre: CentreID(rawValue: try needed(centre)), assignee: assignee.map(StaffID.init(rawValue:)),
                priority: try needed(priority), deliverables: try needed(deliverables), dueAt: dueAt,
                acknowledgeBy: try needed(acknowledgeBy), story: story, lead: lead, topic: topic))
    }

    // MARK: - JSON

    private func needed<Value>(_ value: Value?) throws(Strange) -> Value {
        guard let value else { throw Strange() }
        return value
    }

    private mutating func only(_ name: String, _ key: String, _ value: inout String?) throws(Strange) {
        guard key == name else { throw Strange() }
        value = try string()
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Strange) {
        guard place < bytes.count, bytes[place] == UInt8(truncatingIfNeeded: character.value) else { throw Strange() }
        place += 1
    }

    private func next(is character: Unicode.Scalar) -> Bool {
        place < bytes.count && bytes[place] == UInt8(truncatingIfNeeded: character.value)
    }

    /// A case's one value without a label: `{"_0":{…}}`.
    private mutating func unwrapped(
        _ field: (inout FactReader, String) throws(Strange) -> Void
    ) throws(Strange) {
        try expect("{")
        guard try string() == "_0" else { throw Strange() }
        try expect(":")
        try object(field)
        try expect("}")
    }

    /// An object's fields, each with its key; none may come twice for all it matters here.
    private mutating func object(
        _ field: (inout FactReader, String) throws(Strange) -> Void
    ) throws(Strange) {
        try expect("{")
        if next(is: "}") {
            place += 1
            return
        }
        while true {
            let key = try string()
            try expect(":")
            try field(&self, key)
            if next(is: "}") {
                place += 1
                return
            }
            try expect(",")
        }
    }

    private mutating func list<Item>(_ item: (inout FactReader) throws(Strange) -> Item) throws(Strange) -> [Item] {
        try expect("[")
        var items: [Item] = []
        if next(is: "]") {
            place += 1
            return items
        }
        while true {
            items.append(try item(&self))
            if next(is: "]") {
                place += 1
                return items
            }
            try expect(",")
        }
    }

    private mutating func integer() throws(Strange) -> Int {
        let start = place
        var value = 0
        // Eighteen digits cannot overflow; negative numbers and fractions have no place in these kinds.
        while place < bytes.count, (48...57).contains(bytes[place]), place - start < 18 {
            value = value * 10 + Int(bytes[place] - 48)
            place += 1
        }
        guard place > start, !(place - start > 1 && bytes[start] == 48) else { throw Strange() }
        return value
    }

    private mutating func identifier() throws(Strange) -> SubjectID { try needed(SubjectID(try string())) }

    private mutating func string() throws(Strange) -> String {
        try expect("\"")
        let start = place
        var hasEscapes = false
        while place < bytes.count, bytes[place] != 0x22 {
            if bytes[place] == 0x5C {
                hasEscapes = true
                place += 1
            } else if bytes[place] < 0x20 {
                throw Strange()
            }
            place += 1
        }
        guard place < bytes.count else { throw Strange() }
        let content = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
        place += 1
        guard let text = hasEscapes ? try Self.plain(content) : String(validating: content, as: UTF8.self) else {
            throw Strange()
        }
        return text
    }

    private static func plain(_ content: UnsafeRawBufferPointer) throws(Strange) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            let byte = content[index]
            index += 1
            guard byte == 0x5C else {
                plain.append(byte)
                continue
            }
            switch content[index] {
            case UInt8(ascii: "n"): plain.append(0x0A)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "r"): plain.append(0x0D)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(content[index])
            default: throw Strange()
            }
            index += 1
        }
        return String(validating: plain, as: UTF8.self)
    }
}
