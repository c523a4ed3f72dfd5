import Newsroom

/// Rows of a list, and how many more there are which it does not hold: whoever shows it says so.
///
/// It is a collection of its rows, so that it is read as an array is.
public struct Listing<Element> {
    /// What it holds, in its order.
    public var rows: [Element]
    /// How many more of the same there are.
    public var more: Int

    /// Rows, without which there are so many more.
    public init(_ rows: [Element], more: Int = 0) { (self.rows, self.more) = (rows, more) }
}

extension Listing: Sendable where Element: Sendable {}
extension Listing: Equatable where Element: Equatable {}

extension Listing: RandomAccessCollection, RangeReplaceableCollection, MutableCollection, ExpressibleByArrayLiteral {
    /// Nothing.
    public init() { self.init([]) }
    /// All that there is.
    public init(arrayLiteral elements: Element...) { self.init(elements) }

    /// Where the first row is.
    public var startIndex: Int { 0 }
    /// Behind the last row.
    public var endIndex: Int { rows.count }

    /// One row.
    public subscript(place: Int) -> Element {
        get { rows[place] }
        set { rows[place] = newValue }
    }

    /// Puts rows in the place of others; of what it does not hold nothing changes.
    public mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Element>) {
        rows.replaceSubrange(range, with: new)
    }
}

extension Listing where Element: ListedRow {
    /// Puts rows of a list of open ones in the place of those that they had before; those that are not open go.
    ///
    /// The order is that of the queries of open tasks and stories: what runs out first, then by number, then by id.
    ///
    /// - Parameter read: a row as it is now; `nil` where it is gone.
    public mutating func take(_ ids: Set<SubjectID>, _ read: (SubjectID) throws -> Element?) rethrows {
        guard !ids.isEmpty else { return }
        rows.removeAll { ids.contains($0.id) }
        for id in ids {
            guard let row = try read(id), row.isOpen else { continue }
            var (low, high) = (0, rows.count)
            while low < high {
                let middle = (low + high) / 2
                if rows[middle].isBefore(row) { low = middle + 1 } else { high = middle }
            }
            rows.insert(row, at: low)
        }
    }
}

extension ListedRow {
    fileprivate func isBefore(_ other: Self) -> Bool {
        (clock.limit?.milliseconds ?? .max, number.value, id)
            < (other.clock.limit?.milliseconds ?? .max, other.number.value, other.id)
    }
}
