// What controls, escapes and control sequences mean.
extension VirtualScreen {
    mutating func control(_ code: UInt8) {
        switch code {
        case 0x07: bells += 1
        case 0x08: move(columns: -1)
        case 0x09: tab(1)
        case 0x0A, 0x0B, 0x0C:
            lineFeed()
            if modes.newLine { cursor.column = 0 }
        case 0x0D: go(column: 0)
        case 0x0E: shift = 1
        case 0x0F: shift = 0
        default: break
        }
    }

    mutating func escape(_ intermediates: String, _ final: Character) {
        switch (intermediates, final) {
        case ("", "7"): saveCursor()
        case ("", "8"): restoreCursor()
        case ("", "D"): lineFeed()
        case ("", "E"):
            lineFeed()
            cursor.column = 0
        case ("", "H"): tabStops.insert(cursor.column)
        case ("", "M"): reverseIndex()
        case ("", "="): modes.applicationKeypad = true
        case ("", ">"): modes.applicationKeypad = false
        case ("", "c"): reset()
        case ("", "\\"): break
        case ("(", _): lineDrawing[0] = final == "0"
        case (")", _): lineDrawing[1] = final == "0"
        case ("%", _), ("*", _), ("+", _): break
        case ("#", "8"): fillWithE()
        default: note("ESC \(intermediates)\(final)")
        }
    }

    mutating func perform(_ sequence: ControlSequence) {
        switch (sequence.prefix, sequence.intermediates) {
        case (nil, ""):
            if !edit(sequence), !place(sequence) { other(sequence) }
        case ("?", ""): performPrivate(sequence)
        case ("?", "$") where sequence.final == "p": reportMode(sequence.value(0), isPrivate: true)
        case (nil, "$") where sequence.final == "p": reportMode(sequence.value(0), isPrivate: false)
        case (nil, "!") where sequence.final == "p": softReset()
        case (nil, " ") where sequence.final == "q": break
        case (">", ""): reportSecondary(sequence)
        default: note(sequence)
        }
    }

    /// Functions that change cells; false for another.
    private mutating func edit(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        let fromCursor = cursor.column..<columns
        switch (sequence.final, sequence.value(0)) {
        case ("@", _): insertBlanks(count)
        case ("P", _): deleteCharacters(count)
        case ("X", _): erase(cursor.row, cursor.column..<(cursor.column + count))
        case ("K", 0): erase(cursor.row, fromCursor)
        case ("K", 1): erase(cursor.row, 0..<(cursor.column + 1))
        case ("K", 2): erase(cursor.row, 0..<columns)
        case ("J", 0):
            erase(cursor.row, fromCursor)
            erase(rows: (cursor.row + 1)..<rows)
        case ("J", 1):
            erase(rows: 0..<cursor.row)
            erase(cursor.row, 0..<(cursor.column + 1))
        case ("J", 2): erase(rows: 0..<rows)
        case ("J", 3): break
        case ("L", _) where region.contains(cursor.row):
            scrollDown(count, from: cursor.row)
            cursor.column = 0
        case ("M", _) where region.contains(cursor.row):
            scrollUp(count, from: cursor.row)
            cursor.column = 0
        case ("L", _), ("M", _): break
        case ("S", _): scrollUp(count)
        case ("T", _): scrollDown(count)
        case ("b", _):
            guard let lastPrinted else { break }
            for _ in 0..<min(count, columns * rows) { put(lastPrinted) }
            return true
        default: return false
        }
        pendingWrap = false
        return true
    }

    /// Functions that move the cursor; false for another.
    private mutating func place(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        switch sequence.final {
        case "A": move(rows: -count)
        case "B", "e": move(rows: count)
        case "C", "a": move(columns: count)
        case "D": move(columns: -count)
        case "E":
            move(rows: count)
            cursor.column = 0
        case "F":
            move(rows: -count)
            cursor.column = 0
        case "G", "`": go(column: count - 1)
        case "d": go(row: count - 1)
        case "H", "f": go(row: count - 1, column: sequence.count(1) - 1)
        case "I": tab(count)
        case "Z": tab(-count)
        default: return false
        }
        return true
    }

    private mutating func other(_ sequence: ControlSequence) {
        switch sequence.final {
        case "m": style.apply(sequence.parameters)
        case "r": setRegion(sequence)
        case "s": saveCursor()
        case "u": restoreCursor()
        case "g":
            if sequence.value(0) == 3 { tabStops = [] } else { tabStops.remove(cursor.column) }
        case "h": setModes(sequence, on: true)
        case "l": setModes(sequence, on: false)
        case "c": reply("\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c")
        case "n": reportStatus(sequence.value(0), prefix: "")
        case "t": windowOperation(sequence.value(0))
        default: note(sequence)
        }
    }

    private mutating func performPrivate(_ sequence: ControlSequence) {
        switch sequence.final {
        case "h": setPrivateModes(sequence, on: true)
        case "l": setPrivateModes(sequence, on: false)
        case "n": reportStatus(sequence.value(0), prefix: "?")
        case "J", "K": _ = edit(sequence)
        default: note(sequence)
        }
    }

    private mutating func setRegion(_ sequence: ControlSequence) {
        let top = sequence.count(0) - 1
        let bottom = min(sequence.value(1) == 0 ? rows : sequence.value(1), rows) - 1
        guard top < bottom else { return }
        region = top...bottom
        go(row: 0, column: 0)
    }

    private mutating func setModes(_ sequence: ControlSequence, on: Bool) {
        for index in sequence.parameters.indices {
            switch sequence.value(index) {
            case 4: modes.insert = on
            case 20: modes.newLine = on
            default: note(sequence)
            }
        }
    }

    private mutating func setPrivateModes(_ sequence: ControlSequence, on: Bool) {
        for index in sequence.parameters.indices {
            let number = sequence.value(index)
            switch number {
            case 1: modes.applicationCursorKeys = on
            case 5: modes.reverseScreen = on
            case 6:
                modes.origin = on
                go(row: 0, column: 0)
            case 7: modes.autowrap = on
            case 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016:
                if on { modes.mouse.insert(number) } else { modes.mouse.remove(number) }
            case 25: modes.cursorVisible = on
            case 47, 1047, 1048, 1049: changeScreen(number, on: on)
            case 66: modes.applicationKeypad = on
            case 1004: modes.focusEvents = on
            case 2004: modes.bracketedPaste = on
            case 2026:
                if on { synchronizedUpdates += 1 }
                modes.synchronizedUpdate = on
            case 3, 4, 8, 12, 40, 45, 1007, 1034, 1036, 1039: break
            default: note(sequence)
            }
        }
    }

    private mutating func changeScreen(_ number: Int, on: Bool) {
        if number >= 1048, on { saveCursor() }
        if number == 1047, !on, modes.alternateScreen { erase(rows: 0..<rows) }
        if number != 1048 { useAlternateScreen(on) }
        if number == 1049, on { erase(rows: 0..<rows) }
        if number >= 1048, !on { restoreCursor() }
    }

    /// DECSC for the screen in use. 1049 saves before it leaves the main one and restores after it is back.
    mutating func saveCursor() {
        saved[modes.alternateScreen ? 1 : 0] = SavedCursor(
            cursor: cursor, style: style, lineDrawing: lineDrawing, shift: shift, origin: modes.origin,
            pendingWrap: pendingWrap)
    }

    mutating func restoreCursor() {
        let state = saved[modes.alternateScreen ? 1 : 0]
        cursor = ScreenPosition(row: min(state.cursor.row, rows - 1), column: min(state.cursor.column, columns - 1))
        style = state.style
        lineDrawing = state.lineDrawing
        shift = state.shift
        modes.origin = state.origin
        pendingWrap = state.pendingWrap && cursor.column == columns - 1
    }

    /// DECSTR.
    private mutating func softReset() {
        modes.cursorVisible = true
        modes.insert = false
        modes.origin = false
        modes.autowrap = true
        modes.applicationCursorKeys = false
        modes.applicationKeypad = false
        region = 0...(rows - 1)
        style = CellStyle()
        lineDrawing = [false, false]
        shift = 0
        saved[modes.alternateScreen ? 1 : 0] = SavedCursor()
    }

    /// RIS. Counters and answers that are not yet taken stay.
    private mutating func reset() {
        softReset()
        useAlternateScreen(false)
        modes = ScreenModes()
        saved = [SavedCursor(), SavedCursor()]
        tabStops = Self.usualTabStops(columns)
        erase(rows: 0..<rows)
        hiddenGrid = grid
        title = ""
        go(row: 0, column: 0)
        lastWritten = nil
    }

    /// DECALN.
    private mutating func fillWithE() {
        region = 0...(rows - 1)
        grid = [[Cell]](
            repeating: [Cell](repeating: Cell(text: "E", kind: .narrow, style: CellStyle()), count: columns),
            count: rows)
        go(row: 0, column: 0)
    }

    mutating func note(_ sequence: ControlSequence) {
        let parameters = sequence.parameters
            .map { $0.map { $0.map(String.init) ?? "" }.joined(separator: ":") }.joined(separator: ";")
        let prefix = sequence.prefix.map(String.init) ?? ""
        note("CSI \(prefix)\(parameters)\(sequence.intermediates)\(sequence.final)")
    }

    mutating func note(_ what: String) {
        if unrecognised.count < 20 { unrecognised.append(what) }
    }
}
