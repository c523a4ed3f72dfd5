extension Decider {
    /// What is asked of a story's attachments.
    func decide(_ request: Attachment.Request, of id: SubjectID) throws -> [Proposal] {
        let story = try ownStory(id, .write)
        let step: Attachment.Step
        switch request {
        case .attach(var attachment, let base):
            guard Attachment.isFit(path: attachment.path) else { throw Refusal.attachment(.badPath) }
            attachment.caption = CleanText.optionalLine(attachment.caption)
            step = .attached(attachment, base: base ?? story.text.textHash)
        case .detach(let named, let role, let base):
            let attachment = try story.attachment(named: named, role: role)
            step = .detached(attachment.role, attachment.hash, base: base ?? story.text.textHash)
        }
        return [Proposal(subject: id, fact: .story(.attachment(step)))]
    }
}
