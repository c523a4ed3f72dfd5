import CPseudoTerminal

/// Columns of a character, from the C library's UTF-8 tables whatever the process's own locale is.
enum CharacterWidth {
    /// 0 for marks that join the character before, 2 for East Asian wide ones and emoji, else 1.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0x300: return 1
        case 0x4E00...0x9FFF: return 2
        default:
            // -1 says unassigned or not printable: terminals give such a character a column.
            let columns = guantong_columns(scalar.value)
            return columns < 0 ? 1 : Int(columns)
        }
    }
}
