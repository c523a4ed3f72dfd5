/// Why something cannot be done about a story's attachments.
public enum AttachmentRefusal: SubjectRefusal {
    /// The story has the same file in that role, with the same caption, from the same place.
    case same
    /// It has as many as there may be.
    case tooMany
    /// None of its attachments is called so.
    case unknown(String)
    /// Several are.
    case ambiguous(String)
    /// The path cannot be kept as it is.
    case badPath

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .same: "sameAttachment"
        case .tooMany: "tooManyAttachments"
        case .unknown: "unknownAttachment"
        case .ambiguous: "ambiguousAttachment"
        case .badPath: "badPath"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .same: read("稿件已附有这个文件；不必再附", "the story has this file already; there is nothing to attach")
        case .tooMany:
            read(
                "附件已有 \(Attachment.mostOfAStory) 个；先取下用不着的",
                "the story has \(Attachment.mostOfAStory) attachments; take off what is not needed")
        case .unknown(let typed):
            read(
                "稿件没有附件“\(typed)”；写哈希开头几位或文件名，story show 列出全部",
                "no attachment '\(typed)'; write how its hash begins or its file's name, see story show")
        case .ambiguous(let typed):
            read("“\(typed)”可指几个附件；多写几位哈希，或写明角色", "'\(typed)' may be several; write more of the hash, or the role")
        case .badPath:
            read(
                "文件路径含控制字符或方向符，或过长；请改名后再附",
                "the path holds control characters or marks of direction, or is too long; rename the file first")
        }
    }
}

extension Refusal {
    /// What a story's attachments do not allow.
    public static func attachment(_ refusal: AttachmentRefusal) -> Refusal {
        .ofSubject(AnySubjectRefusal(refusal: refusal))
    }
}
