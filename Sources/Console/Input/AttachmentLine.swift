import Newsroom

/// A line by which a file is attached: its role, where it lies (in quotation marks where that has blanks), and what stands
/// below it.
///
///     封面 /srv/photos/0731.jpg 积水路段        film "/srv/film/final cut.mp4"
struct AttachmentLine: Equatable {
    let role: AttachmentRole
    let path: String
    let caption: String

    /// Reads a line.
    ///
    /// - Returns: `nil` where no file is named.
    /// - Throws: `InputError` for a first word that is no role.
    static func read(_ text: String) throws(InputError) -> AttachmentLine? {
        let (word, rest) = Model.split(text)
        let role = try AttachmentRole.read(word)
        guard let first = rest.first else { return nil }
        if let end = marks[first] {
            let quoted = rest.dropFirst()
            guard let close = quoted.firstIndex(of: end), close > quoted.startIndex else { return nil }
            return AttachmentLine(
                role: role, path: String(quoted[..<close]),
                caption: String(quoted[quoted.index(after: close)...]).trimmingBlanks)
        }
        let (path, caption) = Model.split(rest)
        return AttachmentLine(role: role, path: path, caption: caption)
    }

    /// What ends a path that one of these begins.
    private static let marks: [Character: Character] = ["\"": "\"", "'": "'", "“": "”"]
}

/// A file that is to be attached once its hash is known.
struct AttachmentOrder: Equatable, Sendable {
    let story: SubjectID
    /// How people call the story.
    let number: String
    let role: AttachmentRole
    let caption: String
    /// The version that whoever attaches it saw.
    let base: TextHash
    /// What it has in the place of the same file, so that nothing is said to be taken back that cannot be.
    let known: [FileHash]
    /// The file as it was typed, fit to be said back.
    let named: String
}
