import Files
import Newsroom

extension Actions {
    /// What can be done about the files beside a story's text.
    static let attachments: [Action] = [
        Action(
            id: "story.attach", name: Phrase("附件", "attach"),
            help: Phrase(
                "附上文件：视频|字幕|封面|图片 路径 [图说]；文件留在原处", "Attach a file: film|subtitles|cover|picture path [caption]"),
            keys: ["A"], commands: ["attach", "附件"], group: .story,
            ask: Action.Ask(label: Phrase("角色 路径 图说", "Role, path, caption")),
            possible: { model in
                let verdict = storyVerdict(model, .edit, needsText: true)
                guard verdict.isYes, !model.reach.readsFiles else { return verdict }
                return .no(
                    model.say("这里不读本机文件；请用 guantong story attach", "no files are read here; use guantong story attach"))
            },
            run: { model, text in model.attach(text) }),
        Action(
            id: "story.detach", name: Phrase("取下附件", "detach"),
            help: Phrase("取下附件：哈希开头几位，或文件名", "Take an attachment off: how its hash begins, or its file's name"),
            keys: [],
            commands: ["detach", "取下附件"], group: .story,
            ask: Action.Ask(
                label: Phrase("哪一个", "Which"), proposal: { $0.desk.place.story?.attachments.last?.hash.short ?? "" }),
            possible: { storyVerdict($0, .edit, needsText: true) }, run: { model, text in model.detach(text) }),
    ]
}

extension Model {
    /// Has the file's hash taken; it is attached when that is known.
    fileprivate mutating func attach(_ text: String) -> [Effect] {
        guard let story = openStory else { return [] }
        let line: AttachmentLine?
        do throws(InputError) {
            line = try AttachmentLine.read(text)
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
        guard let line else {
            tell(say("写：封面 /srv/0731.jpg 图说", "write: cover /srv/0731.jpg caption"), .near)
            return []
        }
        let named = CleanText.line(line.path, limit: 60)
        tell(say("正在读 \(named)", "reading \(named)"), .quiet)
        let known = story.attachments.filter { $0.role == line.role }.map(\.hash)
        return [
            .digest(
                line.path,
                AttachmentOrder(
                    story: story.id, number: "\(story.number)", role: line.role, caption: line.caption,
                    base: story.text.textHash, known: known, named: named))
        ]
    }

    /// Attaches a file of which the hash is known now.
    mutating func digested(_ result: Result<FileDigest, FileDigestFault>, _ order: AttachmentOrder) -> [Effect] {
        switch result {
        case .failure(let fault):
            tell(read(fault.phrase(file: order.named)), .near)
            return []
        case .success(let digest):
            let hash = FileHash(rawValue: digest.hash)
            let attachment = Attachment(
                role: order.role, hash: hash, size: digest.size, caption: order.caption, path: digest.path)
            // Whoever gave a file that was there another caption does not take the file off with it.
            let undo: [Command]? =
                order.known.contains(hash)
                ? nil : [.story(.attachment(order.story, .detach(hash.rawValue, role: order.role)))]
            return perform(
                [.story(.attachment(order.story, .attach(attachment, base: order.base)))],
                done: "\(order.number) ", undo: undo)
        }
    }

    fileprivate mutating func detach(_ text: String) -> [Effect] {
        guard let story = openStory else { return [] }
        let attachment: Attachment
        do throws(Refusal) {
            attachment = try story.attachment(named: text)
        } catch {
            tell(error.sentence(read), .near)
            return []
        }
        let isLast = story.attachments.last == attachment
        return perform(
            [
                .story(
                    .attachment(
                        story.id,
                        .detach(attachment.hash.rawValue, role: attachment.role, base: story.text.textHash)))
            ], done: "\(story.number) ",
            undo: isLast ? [.story(.attachment(story.id, .attach(attachment)))] : nil)
    }
}
