extension CellStyle {
    /// SGR. Colours come as `38;5;n`, `38;2;r;g;b` or with colons, in which form a colour space
    /// may stand before red.
    mutating func apply(_ parameters: [[Int?]]) {
        guard !parameters.isEmpty else {
            self = CellStyle()
            return
        }
        var rest = parameters[...]
        while let parameter = rest.popFirst() {
            let parts = parameter.map { $0 ?? 0 }
            let code = parts.first ?? 0
            switch code {
            case 38, 48, 58:
                let color = parts.count > 1 ? Self.color(parts: parameter) : Self.takeColor(from: &rest)
                guard let color else { continue }
                if code == 38 { foreground = color }
                if code == 48 { background = color }
            case 4 where parts.count > 1:
                set(.underline, parts[1] != 0)
            default:
                apply(code)
            }
        }
    }

    private mutating func apply(_ code: Int) {
        switch code {
        case 0: self = CellStyle()
        case 1: set(.bold, true)
        case 2: set(.dim, true)
        case 3: set(.italic, true)
        case 4, 21: set(.underline, true)
        case 5, 6: set(.blink, true)
        case 7: set(.reverse, true)
        case 8: set(.hidden, true)
        case 9: set(.struck, true)
        case 22: attributes.subtract([.bold, .dim])
        case 23: set(.italic, false)
        case 24: set(.underline, false)
        case 25: set(.blink, false)
        case 27: set(.reverse, false)
        case 28: set(.hidden, false)
        case 29: set(.struck, false)
        case 30...37: foreground = .indexed(UInt8(code - 30))
        case 39: foreground = .standard
        case 40...47: background = .indexed(UInt8(code - 40))
        case 49: background = .standard
        case 90...97: foreground = .indexed(UInt8(code - 90 + 8))
        case 100...107: background = .indexed(UInt8(code - 100 + 8))
        default: break
        }
    }

    private mutating func set(_ attribute: Attributes, _ on: Bool) {
        if on { attributes.insert(attribute) } else { attributes.remove(attribute) }
    }

    /// The colour after a 38 or 48 whose parts are parameters of their own.
    private static func takeColor(from rest: inout ArraySlice<[Int?]>) -> CellColor? {
        func next() -> Int { rest.popFirst()?.first.flatMap { $0 } ?? 0 }
        switch next() {
        case 5: return .indexed(UInt8(clamping: next()))
        case 2:
            let (red, green, blue) = (next(), next(), next())
            return rgb(red, green, blue)
        default: return nil
        }
    }

    /// The colour in one parameter with colons.
    private static func color(parts: [Int?]) -> CellColor? {
        let values = parts.map { $0 ?? 0 }
        switch values.count > 1 ? values[1] : 0 {
        case 5 where values.count > 2: return .indexed(UInt8(clamping: values[2]))
        case 2 where values.count == 5: return rgb(values[2], values[3], values[4])
        case 2 where values.count > 5: return rgb(values[3], values[4], values[5])
        default: return nil
        }
    }

    private static func rgb(_ red: Int, _ green: Int, _ blue: Int) -> CellColor {
        .rgb(red: UInt8(clamping: red), green: UInt8(clamping: green), blue: UInt8(clamping: blue))
    }
}
