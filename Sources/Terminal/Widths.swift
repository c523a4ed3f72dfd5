/// Measures and cuts text in terminal cells.
///
/// Everything goes by the character as it is shown: Chinese takes two cells, a
/// combining mark none. Control characters count as the one cell that their
/// replacement takes, so a measured text fits where it is written.
public struct Widths: Sendable, Hashable {
    /// Whether East Asian ambiguous characters (“ ” … · → and the like) take two cells.
    public let ambiguousWide: Bool

    /// Measures as most terminals draw; `ambiguousWide` as those with East Asian fonts may.
    public init(ambiguousWide: Bool = false) {
        self.ambiguousWide = ambiguousWide
    }

    /// The width of a text in cells; a line break counts as one blank.
    public func width(of text: some StringProtocol) -> Int {
        if let fast = text.utf8.withContiguousStorageIfAvailable({ measure($0) }) { return fast }
        var copy = String(text)
        return copy.withUTF8 { measure($0) }
    }

    /// Cuts a text to at most `limit` cells, with the ellipsis where something was cut.
    ///
    /// A text that fits comes back as it is. An ellipsis that does not fit is left out.
    public func clip(_ text: String, to limit: Int, ellipsis: String = "…") -> String {
        guard limit > 0 else { return "" }
        var text = text
        return text.withUTF8 { bytes in
            let (cut, fits) = prefix(bytes, cells: limit)
            if fits { return String(decoding: bytes, as: UTF8.self) }
            let mark = width(of: ellipsis)
            guard mark <= limit else { return String(decoding: bytes[..<cut.end], as: UTF8.self) }
            let shorter = prefix(bytes, cells: limit - mark).cut
            return String(decoding: bytes[..<shorter.end], as: UTF8.self) + ellipsis
        }
    }

    /// Cuts or fills with blanks to exactly `cells` cells.
    public func pad(_ text: String, to cells: Int, alignRight: Bool = false) -> String {
        let clipped = clip(text, to: cells)
        let blanks = String(repeating: " ", count: max(0, cells - width(of: clipped)))
        return alignRight ? blanks + clipped : clipped + blanks
    }

    /// A text as it would be shown, without anything that could steer a terminal:
    /// for pipes and log lines. Line breaks become blanks.
    public func clean(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        forEachCluster(text) { cluster in
            cluster.append(to: &result)
            return true
        }
        return result
    }
}

extension Widths {
    /// Calls back with each character as it is shown until `body` returns false.
    func forEachCluster(_ text: String, _ body: (Cluster) -> Bool) {
        var text = text
        text.withUTF8 { bytes in
            ScalarClass.table.withUnsafeBufferPointer { table in
                var scanner = ClusterScanner(bytes, table: table, ambiguousWide: ambiguousWide)
                while let cluster = scanner.next(), body(cluster) {}
            }
        }
    }

    func measure(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if bytes.isASCII { return bytes.count }
        return ScalarClass.table.withUnsafeBufferPointer { table in
            var scanner = ClusterScanner(bytes, table: table, ambiguousWide: ambiguousWide)
            var total = 0
            while let cluster = scanner.next() { total += cluster.width }
            return total
        }
    }

    /// The longest beginning of the text that takes at most `cells` cells, and whether that is all of it.
    func prefix(
        _ bytes: UnsafeBufferPointer<UInt8>, cells: Int
    ) -> (cut: (end: Int, width: Int), fits: Bool) {
        if bytes.count <= cells && bytes.isASCII { return ((bytes.count, bytes.count), true) }
        return ScalarClass.table.withUnsafeBufferPointer { table in
            var scanner = ClusterScanner(bytes, table: table, ambiguousWide: ambiguousWide)
            var used = 0
            var end = 0
            while let cluster = scanner.next() {
                if used + cluster.width > cells { return ((end, used), false) }
                used += cluster.width
                end = scanner.offset
            }
            return ((bytes.count, used), true)
        }
    }
}

extension Cluster {
    func append(to text: inout String) {
        if let scalar = Unicode.Scalar(base) { text.unicodeScalars.append(scalar) }
        for index in 0..<markCount {
            if let scalar = Unicode.Scalar(marks[index]) { text.unicodeScalars.append(scalar) }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether every byte is ASCII, eight at a time.
    var isASCII: Bool {
        var index = 0
        let raw = UnsafeRawBufferPointer(self)
        while index + 8 <= count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            index += 8
        }
        while index < count {
            if self[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }
}
