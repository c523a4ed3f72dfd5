import CNcurses
import Synchronization

/// Set while a terminal draws East Asian ambiguous characters two cells wide.
let cursesAmbiguousWide = Atomic<Bool>(false)

/// What curses asks for the width of a character, in place of libc's function.
///
/// A program's own `wcwidth` goes before libc's for every library it loads. So curses
/// measures by the same table as the canvas: they can never disagree about where a
/// cell is, and a terminal set to wide ambiguous characters, which libc does not know
/// about, is drawn right.
@_cdecl("wcwidth")
public func widthForCurses(_ character: wchar_t) -> Int32 {
    let code = UInt32(bitPattern: Int32(character))
    if code >= 0x20 && code < 0x7f { return 1 }
    if code == 0 { return 0 }
    return ScalarClass.table.withUnsafeBufferPointer { table in
        switch ScalarClass.of(code, in: table) {
        case ScalarClass.wide, ScalarClass.modifier: 2
        case ScalarClass.ambiguous: cursesAmbiguousWide.load(ordering: .relaxed) ? 2 : 1
        case ScalarClass.combining, ScalarClass.dropped, ScalarClass.joiner: 0
        case ScalarClass.control, ScalarClass.blank: -1
        default: 1
        }
    }
}
