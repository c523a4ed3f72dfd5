/// What was entered at a prompt before, walked with Up and Down.
struct PromptHistory: Equatable, Sendable {
    /// The lines, the oldest first.
    private(set) var lines: [String] = []
    /// How many lines are kept.
    static let limit = 200

    /// The line that is shown; `nil` while the person is at their own.
    private var place: Int?
    /// What the person was typing before they went up.
    private var own = ""

    init(_ lines: [String] = []) {
        for line in lines.suffix(Self.limit) { add(line) }
    }

    /// Keeps a line that was entered, and goes back below the newest. Empty ones and repetitions are not kept.
    mutating func add(_ line: String) {
        reset()
        guard !line.allSatisfy(\.isWhitespace), line != lines.last else { return }
        lines.append(line)
        if lines.count > Self.limit { lines.removeFirst(lines.count - Self.limit) }
    }

    /// The older line that begins with what is being typed; `nil` when there is none.
    mutating func up(current: String) -> String? {
        if place == nil { own = current }
        let from = place ?? lines.count
        guard let found = lines[..<from].lastIndex(where: { $0.hasPrefix(own) && $0 != own }) else { return nil }
        place = found
        return lines[found]
    }

    /// The newer line; below the newest, what the person was typing. `nil` when they are there already.
    mutating func down() -> String? {
        guard let from = place else { return nil }
        guard let found = lines[(from + 1)...].firstIndex(where: { $0.hasPrefix(own) && $0 != own }) else {
            place = nil
            return own
        }
        place = found
        return lines[found]
    }

    /// Forgets where the walk stood; the lines stay.
    mutating func reset() {
        place = nil
        own = ""
    }
}
