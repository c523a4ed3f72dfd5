/// A table while its file is being read: what may still be added to it depends on how it came about.
final class TOMLBranch {
    /// How a table came about.
    enum Origin: Equatable {
        /// By the heading of a table in it; its own heading may still come.
        case implied
        /// By its own heading, or as the root.
        case heading
        /// By a dotted key below this heading, counted from the beginning of the file.
        case dotted(section: Int)
    }

    /// What stands at a key.
    enum Node {
        case leaf(TOMLItem)
        case branch(TOMLBranch)
        case list(TOMLBranchList)

        var line: Int {
            switch self {
            case .leaf(let item): item.line
            case .branch(let branch): branch.line
            case .list(let list): list.line
            }
        }
    }

    var origin: Origin
    let line: Int
    private var entries: [(key: TOMLKey, node: Node)] = []
    private var places: [TOMLKey: Int] = [:]

    init(_ origin: Origin, line: Int) {
        self.origin = origin
        self.line = line
    }

    /// Writing is for keys that are not there yet.
    subscript(key: TOMLKey) -> Node? {
        get { places[key].map { entries[$0].node } }
        set {
            guard let newValue, places[key] == nil else { return }
            places[key] = entries.count
            entries.append((key, newValue))
        }
    }

    /// The table as it is when nothing more comes. What lies in it is no deeper than `TOMLParser` lets it become.
    var table: TOMLTable {
        TOMLTable(
            entries.map { key, node in
                switch node {
                case .leaf(let item): (key, item)
                case .branch(let branch): (key, TOMLItem(value: .table(branch.table), line: branch.line))
                case .list(let list):
                    (
                        key,
                        TOMLItem(
                            value: .array(
                                list.branches.map { TOMLItem(value: .table($0.table), line: $0.line) }),
                            line: list.line)
                    )
                }
            })
    }
}

/// The tables of one `[[name]]` while their file is being read; never empty.
final class TOMLBranchList {
    private(set) var branches: [TOMLBranch]
    private(set) var last: TOMLBranch

    /// The line of the first.
    let line: Int

    init(_ first: TOMLBranch) {
        branches = [first]
        last = first
        line = first.line
    }

    func append(_ branch: TOMLBranch) {
        branches.append(branch)
        last = branch
    }
}
