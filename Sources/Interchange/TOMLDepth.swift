/// Guards against dotted keys of absurd depth (`a.a.a.…`): the parser limits brackets itself, but takes any number of
/// dots, and then runs out of stack when it lets the tables go.
enum TOMLDepth {
    /// How many dots one key may have.
    static let limit = 16

    /// The line, from 1, of the first key with more dots; `nil` when there is none.
    static func tooDeep(_ text: String) -> Int? {
        var scanner = Scanner(bytes: Array(text.utf8))
        return scanner.firstDeepLine()
    }

    private struct Scanner {
        let bytes: [UInt8]
        private var index = 0
        private var line = 1

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func firstDeepLine() -> Int? {
            var dots = 0
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    skipString(byte)
                    continue
                case UInt8(ascii: "#"):
                    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
                    continue
                case UInt8(ascii: "."):
                    dots += 1
                    if dots > TOMLDepth.limit { return line }
                case 0x0A:
                    line += 1
                    dots = 0
                case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "["): dots = 0
                default: break
                }
                index += 1
            }
            return nil
        }

        /// Passes over a string of one or several lines; dots in it are text.
        private mutating func skipString(_ quote: UInt8) {
            let isLong = bytes[index...].starts(with: [quote, quote, quote])
            index += isLong ? 3 : 1
            while index < bytes.count {
                let byte = bytes[index]
                if byte == 0x0A {
                    // A short string that does not end is the parser's to report.
                    if !isLong { return }
                    line += 1
                } else if byte == 0x5C, quote == UInt8(ascii: "\"") {
                    if index + 1 < bytes.count, bytes[index + 1] == 0x0A { line += 1 }
                    index += 2
                    continue
                } else if byte == quote, !isLong || bytes[index...].starts(with: [quote, quote, quote]) {
                    index += isLong ? 3 : 1
                    return
                }
                index += 1
            }
        }
    }
}
