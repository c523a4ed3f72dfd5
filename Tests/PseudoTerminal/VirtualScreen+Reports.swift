// Strings from the program, and the answers to its questions.
extension VirtualScreen {
    mutating func reply(_ text: String) { replies += Array(text.utf8) }

    /// DSR: 5 asks whether all is well, 6 where the cursor is.
    mutating func reportStatus(_ question: Int, prefix: String) {
        switch question {
        case 5: reply("\u{1B}[\(prefix)0n")
        case 6:
            let row = modes.origin ? cursor.row - region.lowerBound : cursor.row
            reply("\u{1B}[\(prefix)\(row + 1);\(cursor.column + 1)R")
        default: note("CSI \(prefix)\(question)n")
        }
    }

    /// DECRQM: 1 set, 2 reset, 0 not known.
    mutating func reportMode(_ number: Int, isPrivate: Bool) {
        let on: Bool? =
            if isPrivate {
                modes.isOn(privateMode: number)
            } else {
                switch number {
                case 4: modes.insert
                case 20: modes.newLine
                default: nil
                }
            }
        let state = on.map { $0 ? 1 : 2 } ?? 0
        reply("\u{1B}[\(isPrivate ? "?" : "")\(number);\(state)$y")
    }

    /// Secondary attributes and the name and version; xterm's key options are taken silently.
    mutating func reportSecondary(_ sequence: ControlSequence) {
        switch sequence.final {
        case "c": reply("\u{1B}[>41;370;0c")
        case "q": reply("\u{1B}P>|XTerm(370)\u{1B}\\")
        case "m", "n", "p", "s", "t": break
        default: note(sequence)
        }
    }

    mutating func windowOperation(_ operation: Int) {
        switch operation {
        case 18: reply("\u{1B}[8;\(rows);\(columns)t")
        case 19: reply("\u{1B}[9;\(rows);\(columns)t")
        case 22, 23: break
        default: note("CSI \(operation)t")
        }
    }

    /// OSC: `number;text`.
    mutating func command(_ text: String) {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard let number = parts.first.flatMap({ Int($0) }) else { return note("OSC \(text.prefix(40))") }
        let rest = parts.count > 1 ? String(parts[1]) : ""
        commands[number, default: 0] += 1
        switch number {
        case 0, 2: title = rest
        case 4: reportPalette(rest)
        case 10 where rest == "?", 12 where rest == "?": reply("\u{1B}]\(number);rgb:e5e5/e5e5/e5e5\u{1B}\\")
        case 11 where rest == "?": reply("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\")
        case 1, 7, 8, 9, 10, 11, 12, 22, 52, 104, 110, 111, 112, 133: break
        default: note("OSC \(number)")
        }
    }

    private mutating func reportPalette(_ text: String) {
        let parts = text.split(separator: ";")
        guard parts.count == 2, parts[1] == "?", let index = UInt8(parts[0]) else { return }
        reply("\u{1B}]4;\(index);rgb:8080/8080/8080\u{1B}\\")
    }

    /// DCS: XTGETTCAP (`+q`) and DECRQSS (`$q`) are answered with "no such thing".
    mutating func device(_ text: String) {
        if text.hasPrefix("+q") {
            reply("\u{1B}P0+r\u{1B}\\")
        } else if text.hasPrefix("$q") {
            reply("\u{1B}P0$r\u{1B}\\")
        } else {
            note("DCS \(text.prefix(40))")
        }
    }
}
