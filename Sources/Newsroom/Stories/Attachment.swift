import Crypto
import Foundation

/// A file that belongs to a story beside its text (附件): it stays where it is, the log has its hash.
///
/// What is reviewed, signed and published is the text with its attachments in one hash, so attaching, changing or taking
/// off one makes a new version. Where a file lies is not part of it: a file may be moved.
public struct Attachment: Equatable, Sendable {
    /// What it is to the story.
    public var role: AttachmentRole
    /// By which its bytes are known.
    public var hash: FileHash
    /// In bytes.
    public var size: Int64
    /// What stands below it, one line of at most 200 characters; `nil` for none.
    public var caption: String?
    /// Where it lay when it was attached, at the machine of whoever did; from the root.
    public var path: String

    /// As given.
    public init(role: AttachmentRole, hash: FileHash, size: Int64, caption: String? = nil, path: String) {
        (self.role, self.hash, self.size, self.caption, self.path) = (role, hash, size, caption, path)
    }

    /// No story has more: each version lists all of its own.
    public static let mostOfAStory = 50
    /// The longest path, in bytes: what Linux takes.
    public static let pathLimit = 4096

    /// Whether a path can be kept and shown as it is. One with control characters or marks of direction is refused, not
    /// cleaned: cleaned it would be another file's.
    public static func isFit(path: String) -> Bool {
        path.hasPrefix("/") && path.utf8.count <= pathLimit
            && path.unicodeScalars.allSatisfy { !CleanText.isHarmful($0) }
    }

    /// Whether both are the same file in the same role.
    func isSameFile(as other: Attachment) -> Bool { role == other.role && hash == other.hash }

    /// What happens to a story's attachments, as the log has it. `base` is the version that whoever did it saw.
    public enum Step: Equatable, Sendable {
        /// The same file in the same role is put in the place of the one before: with another caption, or moved.
        case attached(Attachment, base: TextHash)
        case detached(AttachmentRole, FileHash, base: TextHash)
    }

    /// What somebody asks. `base` is the version that they saw; absent, the present one.
    public enum Request: Equatable, Sendable {
        case attach(Attachment, base: TextHash? = nil)
        /// Takes off the one of which `named` is the path, its last part, or the beginning of the hash.
        case detach(String, role: AttachmentRole? = nil, base: TextHash? = nil)
    }
}

/// What an attachment is to its story.
public enum AttachmentRole: String, CaseIterable, Sendable {
    case film, subtitles, cover, picture
}

extension AttachmentRole: TypedTerm {
    /// The role in a word.
    public var phrase: Phrase {
        switch self {
        case .film: Phrase("视频", "film")
        case .subtitles: Phrase("字幕", "subtitles")
        case .cover: Phrase("封面", "cover")
        case .picture: Phrase("图片", "picture")
        }
    }
}

/// The hash of a file's bytes: SHA-256 in hex.
public struct FileHash: TextID {
    /// 64 hex digits, in lower case.
    public let rawValue: String
    /// Takes a hash that was kept, as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whether it is written as every program writes it.
    var isWritten: Bool { rawValue.utf8.count == 64 && rawValue.utf8.allSatisfy { $0.writtenHexValue != nil } }

    /// The first eight digits, enough for people to compare.
    public var short: String { String(rawValue.prefix(8)) }
}

extension TextHash {
    /// The hash of a text with its attachments in their order: their roles, hashes and captions. Without any it is that of
    /// the text alone. No text holds U+0000, so that no text has the hash of another with attachments.
    public init(title: String, body: String, attachments: [Attachment]) {
        let text = TextHash(title: title, body: body)
        guard !attachments.isEmpty else {
            self = text
            return
        }
        let parts =
            ["guantong story 1", text.rawValue]
            + attachments.flatMap { [$0.role.rawValue, $0.hash.rawValue, $0.caption ?? ""] }
        self.init(rawValue: SHA256.hash(data: Data(parts.joined(separator: "\0").utf8)).hexDigits)
    }
}

extension Attachment: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        let hash: FileHash = try fields["hash"].id()
        let size = try fields["size"].long()
        guard hash.isWritten, size >= 0 else { throw .unreadable }
        self.init(
            role: try fields["role"].word(), hash: hash, size: size,
            caption: try fields.optional("caption")?.text(.line), path: try fields["path"].text(.line))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.word("role", role)
        fields.id("hash", hash)
        fields.number("size", size)
        fields.text("caption", caption)
        fields.text("path", path)
    }
}

extension Attachment.Step {
    /// Its kind among those of stories.
    var kind: StoryFact.Kind {
        switch self {
        case .attached: .attached
        case .detached: .detached
        }
    }

    static func attached(_ fields: Fields) throws(FactError) -> Attachment.Step {
        .attached(try Attachment(fields), base: try fields["base"].id())
    }

    static func detached(_ fields: Fields) throws(FactError) -> Attachment.Step {
        .detached(try fields["role"].word(), try fields["hash"].id(), base: try fields["base"].id())
    }

    func write(_ fields: inout FieldWriter) {
        switch self {
        case .attached(let attachment, let base):
            attachment.write(&fields)
            fields.id("base", base)
        case .detached(let role, let hash, let base):
            fields.word("role", role)
            fields.id("hash", hash)
            fields.id("base", base)
        }
    }

    /// What happened, as the duty log says it.
    func logText(_ read: Localizer) -> String {
        switch self {
        case .attached(let attachment, _):
            let caption = attachment.caption.map { read("：", ": ") + $0 } ?? ""
            return read(
                "附上\(attachment.role.phrase.zh) \(attachment.hash.short)\(caption)",
                "attached a \(attachment.role.phrase.en) \(attachment.hash.short)\(caption)")
        case .detached(let role, let hash, _):
            return read("取下\(role.phrase.zh) \(hash.short)", "took off a \(role.phrase.en) \(hash.short)")
        }
    }
}
