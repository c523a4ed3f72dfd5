import Newsroom
import Terminal

/// Fields to fill in, for those who prefer them to a line.
struct Form: Equatable, Sendable {
    /// One thing to choose.
    struct Option: Equatable, Sendable {
        var id: String
        var label: Phrase
    }

    /// One row of the form.
    struct Field: Equatable, Sendable {
        enum Kind: Equatable, Sendable {
            case text(example: Phrase)
            /// One of these.
            case choice([Option])
            /// Any number of these.
            case several([Option])
        }

        var id: String
        var label: Phrase
        var kind: Kind
        /// What to do here, in a line.
        var hint: Phrase
        /// The text; in choices, what their list is filtered by.
        var editor: LineEditor
        /// The options that are chosen, by id.
        var chosen: [String]
        /// The option that Space acts on, counted among those the filter leaves.
        var highlight = 0

        init(_ id: String, _ label: Phrase, _ kind: Kind, hint: Phrase, text: String = "", chosen: [String] = []) {
            self.id = id
            self.label = label
            self.kind = kind
            self.hint = hint
            self.chosen = chosen
            editor = LineEditor(text, limit: CleanText.remarkLimit)
            highlight = options.firstIndex { chosen.contains($0.id) } ?? 0
        }

        /// All that may be chosen; empty for text.
        var options: [Option] {
            switch kind {
            case .text: []
            case .choice(let options), .several(let options): options
            }
        }

        var isText: Bool { if case .text = kind { true } else { false } }
        var isSeveral: Bool { if case .several = kind { true } else { false } }

        /// The options that the typed filter leaves, those that match best first.
        var shown: [Option] {
            let typed = editor.text
            guard !isText, !typed.isEmpty else { return options }
            let ranked = options.enumerated().compactMap { place, option -> (rank: Int, place: Int, option: Option)? in
                let ranks = [option.id, option.label.zh, option.label.en].compactMap {
                    Pinyin.shared.match(typed, in: $0)
                }
                return ranks.min().map { ($0, place, option) }
            }
            return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.option)
        }
    }

    /// What a form made of an input.
    enum Outcome: Equatable, Sendable { case handled, submit, cancel, ignored }

    var title: Phrase
    var fields: [Field]
    /// The field that is being filled in.
    var focus = 0
    /// What it was opened with: only what differs from it is its writer's.
    private(set) var begun = ""

    init(title: Phrase, fields: [Field], focus: Int = 0) {
        self.title = title
        self.fields = fields
        self.focus = min(max(0, focus), max(0, fields.count - 1))
        begun = answers
    }

    /// All that is filled in, a line for each value: `title=Flooded underpass`.
    var answers: String {
        fields.flatMap { field in values(field.id).map { "\(field.id)=\($0)" } }.joined(separator: "\n")
    }

    /// Fills in what was filled in before. Choices that are no longer there are left out.
    mutating func fill(_ answers: String) {
        var values: [String: [String]] = [:]
        for line in answers.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            values[String(line[..<sign]), default: []].append(String(line[line.index(after: sign)...]))
        }
        for index in fields.indices {
            let given = values[fields[index].id] ?? []
            if fields[index].isText {
                fields[index].editor.set(given.first ?? "")
            } else {
                let known = Set(fields[index].options.map(\.id))
                fields[index].chosen = given.filter { known.contains($0) }
            }
        }
        begun = self.answers
    }

    /// What stands in a field: the text, or the first choice's id; empty where there is nothing.
    func value(_ id: String) -> String {
        guard let field = fields.first(where: { $0.id == id }) else { return "" }
        return field.isText ? field.editor.text : field.chosen.first ?? ""
    }

    /// All that is chosen in a field, in the order of choosing; for text, the text where there is some.
    func values(_ id: String) -> [String] {
        guard let field = fields.first(where: { $0.id == id }) else { return [] }
        if field.isText { return field.editor.isEmpty ? [] : [field.editor.text] }
        return field.chosen
    }

    /// Goes to the field with this id.
    mutating func focus(on id: String) {
        if let place = fields.firstIndex(where: { $0.id == id }) { leave(to: place) }
    }

    /// Takes a key or a paste. The mouse and all else are not the form's.
    mutating func apply(_ input: Input) -> Outcome {
        guard fields.indices.contains(focus) else {
            if case .key(let key) = input, key.code == .escape { return .cancel }
            return .ignored
        }
        switch input {
        case .key(let key): return apply(key)
        case .paste(let text):
            fields[focus].editor.insert(text)
            fields[focus].highlight = 0
            return .handled
        default: return .ignored
        }
    }

    private mutating func apply(_ key: Key) -> Outcome {
        if key.control, key.code == .character("s") { return fields[focus].accept() ? .submit : .handled }
        if !key.control, !key.alt {
            switch key.code {
            case .escape: return escape()
            case .tab: leave(to: (focus + 1) % fields.count)
            case .backTab: leave(to: (focus + fields.count - 1) % fields.count)
            case .down: leave(to: min(focus + 1, fields.count - 1))
            case .up: leave(to: max(focus - 1, 0))
            case .enter: return enter()
            default: return fields[focus].apply(key) ? .handled : .ignored
            }
            return .handled
        }
        return fields[focus].apply(key) ? .handled : .ignored
    }

    /// A filter is taken back first; the form closes at the second Esc.
    private mutating func escape() -> Outcome {
        guard !fields[focus].isText, !fields[focus].editor.isEmpty else { return .cancel }
        fields[focus].clearFilter()
        return .handled
    }

    private mutating func enter() -> Outcome {
        guard fields[focus].accept() else { return .handled }
        if focus == fields.count - 1 { return .submit }
        focus += 1
        return .handled
    }

    /// Whoever typed what matches nothing stays there, and sees that.
    private mutating func leave(to place: Int) {
        if fields[focus].accept() { focus = place }
    }
}

// MARK: - One field's keys

extension Form.Field {
    /// Whether the key was the field's.
    fileprivate mutating func apply(_ key: Key) -> Bool {
        if isText { return editor.apply(key) }
        if key.control || key.alt { return filter(key) }
        let count = shown.count
        switch key.code {
        case .left: move(to: highlight - 1, of: count)
        case .right: move(to: highlight + 1, of: count)
        case .home: move(to: 0, of: count)
        case .end: move(to: count - 1, of: count)
        case .character(" "): choose()
        case .character, .backspace, .delete: return filter(key)
        default: return false
        }
        return true
    }

    private mutating func filter(_ key: Key) -> Bool {
        let before = editor.text
        guard editor.apply(key) else { return false }
        if editor.text != before { highlight = editor.isEmpty ? home : 0 }
        return true
    }

    /// Where the highlight stands without a filter: on what is chosen.
    private var home: Int { options.firstIndex { chosen.contains($0.id) } ?? 0 }

    fileprivate mutating func clearFilter() {
        editor.set("")
        highlight = home
    }

    /// In a choice of one, what is highlighted is chosen.
    private mutating func move(to place: Int, of count: Int) {
        guard count > 0 else { return }
        highlight = min(max(0, place), count - 1)
        if !isSeveral, editor.isEmpty { chosen = [shown[highlight].id] }
    }

    /// Space: takes what is highlighted, or takes it back where there may be several.
    private mutating func choose() {
        let shown = shown
        guard shown.indices.contains(highlight) else { return }
        let id = shown[highlight].id
        if !isSeveral {
            chosen = [id]
        } else if let place = chosen.firstIndex(of: id) {
            chosen.remove(at: place)
        } else {
            chosen.append(id)
        }
        guard !editor.isEmpty else { return }
        editor.set("")
        highlight = options.firstIndex { $0.id == id } ?? 0
    }

    /// On the way out: a filter that was typed means its best match. Whether there is one, or nothing was typed.
    fileprivate mutating func accept() -> Bool {
        guard !isText, !editor.isEmpty else { return true }
        let shown = shown
        guard shown.indices.contains(highlight) else { return false }
        let id = shown[highlight].id
        if !isSeveral { chosen = [id] } else if !chosen.contains(id) { chosen.append(id) }
        clearFilter()
        return true
    }
}
