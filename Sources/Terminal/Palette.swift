/// How many colours a terminal can show.
public enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
    /// Attributes only.
    case mono
    /// Eight or sixteen colours of the terminal's own choosing.
    case sixteen
    /// The 256 of xterm.
    case palette
    /// Any.
    case direct

    /// The depth with fewer colours comes first.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A colour as themes name it.
public enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the terminal's palette, 0 to 255; the first sixteen are the user's own.
    case index(UInt8)
    /// 0xRRGGBB.
    case rgb(UInt32)

    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow",
        "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// `#rrggbb`, one of the sixteen names, or `default`. Nil for anything else.
    init?(_ text: String) {
        if text == "default" {
            self = .standard
        } else if let index = Color.names.firstIndex(of: text) {
            self = .index(UInt8(index))
        } else if text.utf8.count == 7, text.first == "#", !text.contains("+"),
            let value = UInt32(text.dropFirst(), radix: 16)
        {
            self = .rgb(value)
        } else {
            return nil
        }
    }

    /// The nearest colour that a terminal of that depth can show.
    func reduced(to depth: ColorDepth) -> Color {
        switch (depth, self) {
        case (.mono, _): .standard
        case (_, .standard), (.direct, _), (.palette, .index): self
        case (.palette, .rgb(let value)): .index(Color.nearest(value, in: 16..<256))
        case (.sixteen, .index(let index)) where index < 16: self
        case (.sixteen, .index(let index)): .index(Color.nearest(Color.value(of: Int(index)), in: 0..<16))
        case (.sixteen, .rgb(let value)): .index(Color.nearest(value, in: 0..<16))
        }
    }

    /// The index of the palette colour that looks most alike.
    private static func nearest(_ color: UInt32, in range: Range<Int>) -> UInt8 {
        let best = range.min { distance(color, value(of: $0)) < distance(color, value(of: $1)) }
        return UInt8(best ?? 7)
    }

    /// Weighted as eyes do: green counts most, blue least in bright reds, most in dark ones.
    private static func distance(_ left: UInt32, _ right: UInt32) -> Int {
        func part(_ color: UInt32, _ shift: UInt32) -> Int { Int(color >> shift & 0xff) }
        let red = part(left, 16) - part(right, 16)
        let green = part(left, 8) - part(right, 8)
        let blue = part(left, 0) - part(right, 0)
        let mean = (part(left, 16) + part(right, 16)) / 2
        return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
    }

    /// What xterm shows for an index; the first sixteen may differ where the user chose others.
    static func value(of index: Int) -> UInt32 {
        if index < 16 {
            return [
                0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
                0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
            ][index]
        }
        if index >= 232 {
            let level = UInt32(8 + 10 * (index - 232))
            return level << 16 | level << 8 | level
        }
        let steps: [UInt32] = [0, 95, 135, 175, 215, 255]
        let cube = index - 16
        return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
    }
}
