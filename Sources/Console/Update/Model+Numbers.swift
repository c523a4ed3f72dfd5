import Ledger
import Newsroom

extension Model {
    /// Several things have the number that somebody wants to go to: the search shows them all.
    mutating func choose(among items: [NumberedItem], _ typed: String) -> [Effect] {
        query = typed
        tell(say("编号 \(typed) 有 \(items.count) 件，请选一件", "\(typed) is the number of \(items.count): choose one"), .near)
        return go(to: .search)
    }

    /// What somebody types may name things that no list on the screen holds, and a number may have been given twice:
    /// all of it is asked of the desk.
    func lookUpNumbers() -> [Effect] {
        var texts: [String] = []
        if let prompt, prompt.kind != .filter, prompt.kind != .search { texts.append(prompt.editor.text) }
        if case .form(let form, _, _) = overlay { texts += form.fields.filter(\.isText).map(\.editor.text) }
        var unknown: [String] = []
        for text in texts {
            for word in TypedList.words(text) {
                guard let key = Self.numberKey(word), numbered[key] == nil, !unknown.contains(key), unknown.count < 20
                else { continue }
                unknown.append(key)
            }
        }
        return unknown.isEmpty ? [] : [.lookUp(unknown)]
    }

    /// What a typed number or id names, as far as it was looked up.
    func item(_ typed: some StringProtocol) -> Directory.Found<NumberedItem> {
        Self.numberKey(typed).flatMap { numbered[$0] } ?? .none
    }

    /// A number or an id in the form by which it is remembered, with or without its sign; `nil` for any other word.
    private static func numberKey(_ word: some StringProtocol) -> String? {
        let isSigned = word.first == "#" || word.first == "＃"
        let bare = isSigned ? String(word.dropFirst()) : String(word)
        return Number(bare).map { "\($0)" } ?? SubjectID(bare).map { "\($0)" }
    }
}

extension DispatchContext {
    /// That a number is the number of several things, and by which ids they are told apart.
    func ambiguous(_ typed: String, _ items: [NumberedItem]) -> String {
        let names = list(items.map { $0.description(reader) })
        return say(
            "编号“\(typed)”有 \(items.count) 件：\(names)；请改用其中一件的标识",
            "'\(typed)' is the number of \(items.count): \(names); write the id of the one meant")
    }
}
