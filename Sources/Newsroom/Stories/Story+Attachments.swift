// The files of a story beside its text: what its fold lets count.

extension Story {
    /// What belongs to the present text, in the order in which it was attached.
    public var attachments: [Attachment] { text.attachments }

    /// The hash of a text that would stand with the present attachments.
    func textHash(title: String, body: String) -> TextHash {
        TextHash(title: title, body: body, attachments: attachments)
    }

    /// The attachments after a step.
    ///
    /// - Throws: what does not allow it.
    func attachments(after step: Attachment.Step) throws(Refusal) -> [Attachment] {
        var attachments = self.attachments
        switch step {
        case .attached(let attachment, let base):
            try needText(base)
            if let place = attachments.firstIndex(where: attachment.isSameFile) {
                let old = attachments[place]
                let isSame = old.path.hasSameBytes(as: attachment.path) && old.hasSameCaption(as: attachment)
                guard !isSame else { throw .attachment(.same) }
                attachments[place] = attachment
                // The same bytes are as many as they were, whatever is said now.
                attachments[place].size = old.size
            } else {
                guard attachments.count < Attachment.mostOfAStory else { throw .attachment(.tooMany) }
                attachments.append(attachment)
            }
        case .detached(let role, let hash, let base):
            try needText(base)
            guard let place = attachments.firstIndex(where: { $0.role == role && $0.hash == hash }) else {
                throw .attachment(.unknown(hash.short))
            }
            attachments.remove(at: place)
        }
        return attachments
    }

    /// Takes what happened to its attachments: another version, as an edit makes one, unless a file was only moved.
    mutating func apply(_ step: Attachment.Step, _ event: Event) throws(Refusal) {
        try need(.edit)
        let changed = try attachments(after: step)
        guard TextHash(title: title, body: text.body, attachments: changed) != text.textHash else {
            versions[versions.count - 1].attachments = changed
            return
        }
        try addVersion(title, text.body, event, attachments: changed)
        try claim(event)
        if state == .inReview { stageSince = event.at }
    }

    /// The attachment that somebody means by its path, by the last part of that, or by how its hash begins.
    public func attachment(named typed: String, role: AttachmentRole? = nil) throws(Refusal) -> Attachment {
        let name = CleanText.line(typed, limit: Attachment.pathLimit)
        let digits = name.lowercased()
        let found = attachments.filter { one in
            guard role == nil || one.role == role, !name.isEmpty else { return false }
            return one.path == name || one.path.hasSuffix("/" + name)
                || digits.count >= 4 && one.hash.rawValue.hasPrefix(digits)
        }
        guard let first = found.first else { throw .attachment(.unknown(String(name.prefix(60)))) }
        guard found.count == 1 else { throw .attachment(.ambiguous(String(name.prefix(60)))) }
        return first
    }
}

extension Attachment {
    fileprivate func hasSameCaption(as other: Attachment) -> Bool {
        (caption ?? "").hasSameBytes(as: other.caption ?? "")
    }
}
