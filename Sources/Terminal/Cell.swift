import Synchronization

/// One cell of a canvas in eight bytes, so that rows compare as memory.
struct Cell: Equatable {
    /// A code point, or `interned` plus a number for a character with marks,
    /// or `tail` for the right half of a wide character.
    var glyph: UInt32
    var style: UInt16
    /// In cells; 0 for the right half of a wide character.
    var width: UInt16

    static let tailGlyph: UInt32 = 0xffff_ffff
    static let internedBit: UInt32 = 0x8000_0000

    static let blank = Cell(glyph: 0x20, style: 0, width: 1)

    @inline(__always) var isTail: Bool { width == 0 }

    /// Adds the code points of the cell to a text; nothing for a tail.
    func append(to text: inout String) {
        if isTail { return }
        if glyph & Cell.internedBit == 0 {
            if let scalar = Unicode.Scalar(glyph) { text.unicodeScalars.append(scalar) }
        } else {
            for code in Interned.scalars(glyph) {
                if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
            }
        }
    }
}

/// Characters of more than one code point, by number. One table for the process,
/// so that cells of two canvases can be compared.
enum Interned {
    private struct Table {
        var numbers: [[UInt32]: UInt32] = [:]
        var clusters: [[UInt32]] = []
    }

    private static let table = Mutex(Table())
    /// Real text has a few hundred; hostile text could have millions.
    private static let limit = 1 << 16

    /// The glyph of a character with marks; without its marks when the table is full.
    static func glyph(of cluster: Cluster) -> UInt32 {
        var key = [cluster.base]
        for index in 0..<cluster.markCount { key.append(cluster.marks[index]) }
        return table.withLock { table in
            if let number = table.numbers[key] { return number }
            if table.clusters.count >= limit { return cluster.base }
            let number = Cell.internedBit | UInt32(table.clusters.count)
            table.numbers[key] = number
            table.clusters.append(key)
            return number
        }
    }

    /// The code points of an interned glyph.
    static func scalars(_ glyph: UInt32) -> [UInt32] {
        let index = Int(glyph & ~Cell.internedBit)
        return table.withLock { index < $0.clusters.count ? $0.clusters[index] : [0x20] }
    }
}
