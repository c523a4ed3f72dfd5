import Ledger
import Newsroom

/// The others who have a console open at this desk: who they are, where they are, and what they look at.
struct Company: Equatable, Sendable {
    /// Where each of them is; whoever has several consoles is where the last one was opened.
    private(set) var places: [StaffID: Present] = [:]
    /// Who looks at a thing, in the order of their coming.
    private(set) var watchers: [SubjectID: [StaffID]] = [:]

    init() {}

    init(_ present: [Present], but own: StaffID) {
        for one in present where one.staff != own {
            places[one.staff] = one
            guard let subject = one.subject, watchers[subject]?.contains(one.staff) != true else { continue }
            watchers[subject, default: []].append(one.staff)
        }
    }
}

extension Model {
    /// Whether somebody else has an item open.
    func isWatched(_ item: Item) -> Bool {
        switch item {
        case .task(let id), .story(let id), .lead(let id), .thing(_, let id): company.watchers[id] != nil
        default: false
        }
    }

    /// Who else looks at the thing on the screen, in a few words; empty where nobody does.
    func companyLine(_ id: SubjectID) -> String {
        let names = (company.watchers[id] ?? []).map(read.name)
        guard let first = names.first else { return "" }
        let words =
            switch names.count {
            case 1: say("\(first) 也在看", "\(first) is here too")
            case 2: say("\(first)、\(names[1]) 也在看", "\(first), \(names[1]) are here too")
            default: say("\(first) 等 \(names.count) 人", "\(first) and \(names.count - 1) more")
            }
        return "\(glyphs.eye) \(words)"
    }

    /// Where somebody is, in a word: the number of what they look at, or the name of the list.
    func whereabouts(_ present: Present) -> String {
        if let number = present.number { return "\(number)" }
        if let centre = desk.roster.first(where: { .centre($0.id) == present.subject }) { return shortName(centre.id) }
        return Place(list: present.place).map { name($0, self, read) } ?? ""
    }
}
