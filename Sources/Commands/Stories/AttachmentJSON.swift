import Newsroom

/// A file beside a story's text, as programs read it.
struct AttachmentJSON: Encodable {
    let role: String
    let hash: FileHash
    /// In bytes.
    let size: Int64
    let caption: String?
    let path: String

    init(_ attachment: Attachment) {
        role = attachment.role.rawValue
        (hash, size) = (attachment.hash, attachment.size)
        (caption, path) = (attachment.caption, attachment.path)
    }
}

extension OpenDesk {
    /// The files beside the present text.
    func attachments(of story: Story) -> String {
        section(
            read("附件", "attachments"),
            story.attachments.map { one in
                [read(one.role.phrase), one.hash.short, read(.size(bytes: one.size)), one.path, one.caption]
                    .compactMap { $0 }.joined(separator: "  ")
            })
    }
}
