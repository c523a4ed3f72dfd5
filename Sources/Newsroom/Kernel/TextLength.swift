/// How long a text in the log may be, in bytes of UTF-8: what is longer no program writes, so an event that holds it is
/// set aside, and nobody's list or line is filled by it.
///
/// The commands cut texts by characters (`CleanText`), each of at most eight scalars of at most four bytes.
public enum TextLength: Int, Sendable {
    /// An id or a word.
    case id = 512
    /// A name, a title: one line.
    case line = 6_400
    /// A reason, an opinion, a note, a message, a source's key: one line.
    case remark = 64_000
    /// The text of a story or of a tip.
    case body = 1_000_000

    /// Whether it is shown among others, a line each: what breaks the line would stand there as something else that happened.
    var isLine: Bool {
        switch self {
        case .line, .remark: true
        case .id, .body: false
        }
    }
}
