/// Chance that can be had again: an answer depends on the seed and on what is asked, not on what was asked before. So
/// a visitor who meddles with one task changes nothing about the others.
struct Chance: Sendable {
    let seed: UInt64

    private func bits(_ key: String) -> UInt64 {
        // FNV-1a over the key, then a round of mixing.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }

    /// A number of the range, both ends included.
    func number(_ range: ClosedRange<Int>, _ key: String) -> Int {
        range.lowerBound + Int(bits(key) % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Whether something happens that happens so often in a hundred times.
    func happens(_ percent: Int, _ key: String) -> Bool { number(1...100, key) <= percent }

    /// One of several; `nil` of none.
    func pick<Element>(_ list: [Element], _ key: String) -> Element? {
        list.isEmpty ? nil : list[number(0...(list.count - 1), key)]
    }

    /// The list in an order of chance.
    func shuffled<Element>(_ list: [Element], _ key: String) -> [Element] {
        list.enumerated().map { (bits("\(key) \($0.offset)"), $0.offset, $0.element) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
