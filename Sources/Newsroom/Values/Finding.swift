extension StringProtocol {
    /// Whether the bytes of `piece` occur in the text's. Foundation's `contains` runs out of bounds on some texts
    /// with stacked marks, and what people type or send may hold any.
    public func holds(_ piece: some StringProtocol) -> Bool {
        let wanted = Array(piece.utf8)
        guard let first = wanted.first else { return true }
        let bytes = Array(utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { start in
            bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
