/// How a code point behaves when it is laid out.
enum ScalarClass {
    static let narrow: UInt8 = 0, wide: UInt8 = 1, ambiguous: UInt8 = 2
    static let combining: UInt8 = 3  // stands on the character before it
    static let dropped: UInt8 = 4  // bidi controls, zero-width junk, variation selectors
    static let control: UInt8 = 5  // shown as a visible replacement
    static let blank: UInt8 = 6  // tab and line breaks: one blank
    static let regional: UInt8 = 7  // half a flag: shown as its letter, on which all terminals agree
    static let joiner: UInt8 = 8  // ZWJ
    static let modifier: UInt8 = 9  // skin tone

    /// One byte for each code point below U+20000: a lookup costs a load, and the
    /// table 128 KB, which is less than the time that searching ranges would cost
    /// on every frame.
    static let table: [UInt8] = {
        var table = [UInt8](repeating: narrow, count: 0x20000)
        func fill(_ ranges: [UInt32], _ value: UInt8) {
            var index = 0
            while index + 1 < ranges.count {
                for code in ranges[index]...ranges[index + 1] { table[Int(code)] = value }
                index += 2
            }
        }
        fill(WidthTable.wide, wide)
        fill(WidthTable.ambiguous, ambiguous)
        fill(WidthTable.combining, combining)
        fill([0, 0x1f, 0x7f, 0x9f, 0xfff0, 0xfff8, 0xfffe, 0xffff, 0x1fffe, 0x1ffff, 0xd800, 0xdfff], control)
        fill([0xfdd0, 0xfdef], control)
        fill([0x09, 0x0d, 0x85, 0x85, 0x2028, 0x2029], blank)
        // Soft hyphen, Arabic letter mark, Mongolian and zero-width separators, bidi
        // embeddings and isolates, invisible operators, byte order mark, annotations,
        // variation selectors, fillers, musical and shorthand format controls.
        fill(
            [
                0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f,
                0x200b, 0x200c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164,
                0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff9, 0xfffb,
                0x1bca0, 0x1bca3, 0x1d173, 0x1d17a,
            ], dropped)
        fill([0x1f1e6, 0x1f1ff], regional)
        fill([0x1f3fb, 0x1f3ff], modifier)
        fill([0x200d, 0x200d], joiner)
        return table
    }()

    /// The class of any code point.
    @inline(__always)
    static func of(_ scalar: UInt32, in table: UnsafeBufferPointer<UInt8>) -> UInt8 {
        if scalar < 0x20000 { return table[Int(scalar)] }
        return beyond(scalar)
    }

    private static func beyond(_ scalar: UInt32) -> UInt8 {
        if scalar & 0xfffe == 0xfffe { return control }
        if scalar < 0x40000 { return wide }
        if scalar >= 0xe0000 && scalar < 0xe1000 { return dropped }
        return scalar >= 0xf0000 ? ambiguous : control
    }
}

/// One character as it stands on the screen: what is shown and how wide it is.
struct Cluster {
    /// The code point that is shown.
    var base: UInt32
    /// Marks on it, at most four: curses has no room for more.
    var marks = SIMD4<UInt32>()
    var markCount = 0
    var width: Int
    /// Where it began in the text, in UTF-8 bytes.
    var start: Int
}

/// Cuts UTF-8 text into characters as they are shown.
///
/// It follows what terminals agree on and not the letter of Unicode: a family joined
/// by ZWJ is shown as its first member, a flag as its two letters, a skin tone is
/// left out. Terminals differ on how wide those are, and one wrong guess shifts the
/// whole row; the person still sees what is meant.
struct ClusterScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let table: UnsafeBufferPointer<UInt8>
    private let ambiguousWidth: Int
    private(set) var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, table: UnsafeBufferPointer<UInt8>, ambiguousWide: Bool) {
        self.bytes = bytes
        self.table = table
        ambiguousWidth = ambiguousWide ? 2 : 1
    }

    /// Reads the code point at `offset`. The bytes come from a Swift string, so they are valid.
    @inline(__always)
    private func decode(at offset: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[offset])
        if first < 0x80 { return (first, 1) }
        @inline(__always) func tail(_ index: Int) -> UInt32 {
            offset + index < bytes.count ? UInt32(bytes[offset + index]) & 0x3f : 0
        }
        if first < 0xe0 { return ((first & 0x1f) << 6 | tail(1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3) }
        return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }

    mutating func next() -> Cluster? {
        let start = offset
        while offset < bytes.count {
            let (scalar, length) = decode(at: offset)
            let kind = ScalarClass.of(scalar, in: table)
            if kind == ScalarClass.dropped || kind == ScalarClass.joiner {
                offset += length
                continue
            }
            var cluster = Cluster(base: scalar, width: 1, start: start)
            switch kind {
            case ScalarClass.narrow: break
            case ScalarClass.wide, ScalarClass.modifier: cluster.width = 2
            case ScalarClass.ambiguous: cluster.width = ambiguousWidth
            case ScalarClass.regional: cluster.base = scalar - 0x1f1e6 + 0x41
            case ScalarClass.blank: cluster.base = 0x20
            case ScalarClass.combining:
                // A mark with nothing under it gets a blank to stand on.
                cluster.base = 0x20
                cluster.marks[0] = scalar
                cluster.markCount = 1
            default: cluster.base = scalar < 0x20 ? 0x2400 + scalar : scalar == 0x7f ? 0x2421 : 0x2426
            }
            offset += length
            if offset < bytes.count && bytes[offset] >= 0x80 {
                absorb(into: &cluster, pictographic: isPictographic(cluster.base))
            }
            return cluster
        }
        return nil
    }

    /// Whether skin tones and joined members may follow: arrows, symbols and emoji,
    /// but not the pictures that stand for control characters.
    private func isPictographic(_ code: UInt32) -> Bool {
        (code >= 0x1f000 && code < 0x20000) || (code >= 0x2190 && code < 0x2e80 && !(0x2400...0x2426).contains(code))
    }

    /// Takes in what belongs to the character just read.
    private mutating func absorb(into cluster: inout Cluster, pictographic: Bool) {
        while offset < bytes.count && bytes[offset] >= 0x80 {
            let (scalar, length) = decode(at: offset)
            switch ScalarClass.of(scalar, in: table) {
            case ScalarClass.combining:
                if cluster.markCount < 4 {
                    cluster.marks[cluster.markCount] = scalar
                    cluster.markCount += 1
                }
                offset += length
            case ScalarClass.dropped:
                offset += length
            case ScalarClass.joiner:
                offset += length
                guard pictographic, offset < bytes.count, bytes[offset] >= 0xe2 else { continue }
                let (joined, size) = decode(at: offset)
                if joined >= 0x1f000 || (joined >= 0x2190 && joined < 0x2c00) { offset += size }
            case ScalarClass.modifier where pictographic:
                offset += length
            default:
                return
            }
        }
    }
}
