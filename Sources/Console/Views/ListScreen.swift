import Ledger
import Newsroom

/// A list over rows that exist, in one value: what it is called, what it reads, what stands in it and what can be done
/// there. A series has one with its `SubjectScreen`.
protocol ListScreen: Sendable {
    /// Which list it is.
    var id: ListID { get }
    /// What the list is called.
    var name: Phrase { get }
    /// What people can do there, and how they come there.
    var actions: [Action] { get }
    /// What an empty list says to do.
    func empty(_ model: Model) -> String
    /// Reads what is not read for every screen.
    func read(_ desk: Snapshot, into data: inout PlaceData) throws
    /// What stands in it, in its natural order.
    func items(_ model: Model) -> [Item]
}

extension ListScreen {
    /// What every screen has is enough for many.
    func read(_: Snapshot, into _: inout PlaceData) throws {}
}

/// Which list it is: the word by which consoles tell each other of it, such as `staff`.
struct ListID: Hashable, Sendable {
    let word: String

    init(_ word: String) { self.word = word }

    /// The list of a series.
    static func series(_ series: Series) -> ListID { ListID("list\(series.rawValue.lowercased())") }
}

/// All lists that are drawn so: a place, a pane and the rest follow.
enum ListScreens {
    /// Those that are no series'.
    static let others: [any ListScreen] = [
        StaffScreens()
    ]

    static let all: [any ListScreen] = SubjectScreens.all + others

    /// The list of this id; `nil` for one that this program does not know.
    static func of(_ id: ListID) -> (any ListScreen)? { all.first { $0.id == id } }
}
