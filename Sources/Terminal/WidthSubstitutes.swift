import CNcurses

/// Stand-ins for characters whose width curses would take to be another than ours.
///
/// curses asks libc, which knows nothing of terminals that draw East Asian ambiguous
/// characters two cells wide, and may be of another Unicode version than our table.
/// One disagreement shifts the rest of the row. Since curses writes into memory, it is
/// given a rare character of the right width instead, and the true one is put back
/// into the bytes on their way out.
struct WidthSubstitutes {
    /// Ideographs of plane 3: two cells for every libc of the last years.
    private static let wide: Range<UInt32> = 0x30000..<0x31340
    /// Private use of plane 15: one cell.
    private static let narrow: Range<UInt32> = 0xf0000..<0xf2000

    private var proxies: [UInt64: UInt32] = [:]
    private var wideOriginals: [UInt32] = []
    private var narrowOriginals: [UInt32] = []

    /// What curses is to be given for a code point that takes `width` cells.
    mutating func code(for code: UInt32, width: Int) -> UInt32 {
        if code < 0x7f { return code }
        let isProxy = WidthSubstitutes.wide.contains(code) || WidthSubstitutes.narrow.contains(code)
        if !isProxy && cn_width(wchar_t(bitPattern: code)) == Int32(width) { return code }
        let key = UInt64(code) << 8 | UInt64(width)
        if let known = proxies[key] { return known }
        let range = width == 2 ? WidthSubstitutes.wide : WidthSubstitutes.narrow
        let used = width == 2 ? wideOriginals.count : narrowOriginals.count
        // Thousands of odd characters on one screen are an attack, not a text.
        guard used < range.count else { return width == 2 ? 0xff1f : 0x3f }
        let proxy = range.lowerBound + UInt32(used)
        if width == 2 { wideOriginals.append(code) } else { narrowOriginals.append(code) }
        proxies[key] = proxy
        return proxy
    }

    /// Puts the true characters back.
    func restore(_ bytes: [UInt8]) -> [UInt8] {
        guard !proxies.isEmpty, bytes.contains(where: { $0 >= 0xf0 }) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0xf0, index + 3 < bytes.count, let original = original(bytes[index..<index + 4])
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            result.append(contentsOf: original)
            index += 4
        }
        return result
    }

    /// The stand-ins of a code point, at most one for each width.
    func proxies(of code: UInt32) -> [UInt32] {
        [1, 2].compactMap { proxies[UInt64(code) << 8 | $0] }
    }

    private func original(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var code: UInt32 = 0
        for (place, byte) in bytes.enumerated() { code = code << 6 | UInt32(byte & (place == 0 ? 0x07 : 0x3f)) }
        let originals = WidthSubstitutes.wide.contains(code) ? wideOriginals : narrowOriginals
        let range = WidthSubstitutes.wide.contains(code) ? WidthSubstitutes.wide : WidthSubstitutes.narrow
        guard range.contains(code), code - range.lowerBound < originals.count,
            let scalar = Unicode.Scalar(originals[Int(code - range.lowerBound)])
        else { return nil }
        return Array(String(Character(scalar)).utf8)
    }
}
