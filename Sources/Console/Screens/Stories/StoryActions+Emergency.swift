import Newsroom

extension Actions {
    /// What goes out before it was reviewed, and what whoever gave their word says of it.
    static let emergencies: [Action] = [
        Action(
            id: "story.emergency", name: Phrase("快审先发", "emergency"),
            help: Phrase(
                "审完之前先发稿件或其更正：凭谁授权、理由；未完的审仍须补",
                "Let the story, or its correction, out before its reviews are complete: on whose authority, why; they stay owed"
            ), keys: ["!"],
            commands: ["emergency", "快审", "应急"], group: .story, form: EmergencyForm.maker, hint: 1,
            possible: { model in
                if model.isStoryPlace, let story = model.desk.place.story, let open = story.openCorrection {
                    return releaseVerdict(model, story, open)
                }
                let verdict = storyVerdict(model, .publishInEmergency, needsText: true)
                guard verdict.isYes, let story = model.desk.place.story else { return verdict }
                guard !story.isWriter(model.actor.staff) else { return model.refuse(.emergency(.writer)) }
                guard !story.text.body.isEmpty else { return model.refuse(.bodyMissing) }
                guard !model.authorities(of: story).isEmpty else {
                    return model.refuse(.emergency(.authorityMissing(story.centre, [])))
                }
                return verdict
            },
            run: { model, _ in
                model.beginForm(EmergencyForm.maker.make(model), purpose: .action("story.emergency"))
            }),
        Action(
            id: "story.confirm", name: Phrase("确认授权", "confirm"),
            help: Phrase("确认这次快审先发是凭你的授权", "Confirm that the emergency publication was on your authority"), keys: ["y"],
            commands: ["confirm", "确认授权"], group: .story, hint: 9,
            possible: { wordVerdict($0) },
            run: { model, _ in
                guard let id = model.emergencyStory else { return [] }
                let label = model.label(.story(id))
                // Rows move up as they are answered: what is confirmed is named before.
                model.overlay = .confirm(
                    question: model.say(
                        "\(model.released(id))是凭你的授权先发的？", "Was it on your authority that \(model.released(id))?"),
                    commands: [.story(.emergency(id, .confirm))],
                    done: model.say("\(label) 已确认授权", "\(label): your authority is confirmed"))
                return []
            }),
        Action(
            id: "story.deny", name: Phrase("否认授权", "deny"),
            help: Phrase(
                "否认授权过这次快审先发，须写理由；稿件随即下线",
                "Deny that the emergency publication was on your authority, with the reason; it is hidden"),
            keys: ["N"], commands: ["deny", "否认授权"], group: .story,
            ask: Action.Ask(label: Phrase("为什么否认", "Why deny")), hint: 8,
            possible: { wordVerdict($0) },
            run: { model, text in
                guard let id = model.emergencyStory else { return [] }
                let label = model.label(.story(id))
                return model.perform(
                    [.story(.emergency(id, .deny(reason: text)))],
                    done: model.say("\(label) 已否认授权", "\(label): your authority is denied"))
            }),
    ]

    /// Whether the reader may let the open correction out before it has passed.
    private static func releaseVerdict(_ model: Model, _ story: Story, _ open: Correction) -> Action.Availability {
        do throws(Refusal) {
            _ = try story.capacity(.publishInEmergency, of: model.actor, in: model.desk.houses)
            guard let authority = model.authorities(of: story).first else {
                throw .emergency(.authorityMissing(story.centre, []))
            }
            try story.checkRelease(of: open, by: model.actor.staff, on: authority.staff)
        } catch {
            return model.refuse(error)
        }
        return model.writable
    }

    /// Whether the reader can say now whether they gave their word for the story at hand.
    private static func wordVerdict(_ model: Model) -> Action.Availability {
        guard let id = model.emergencyStory else { return .elsewhere }
        if let story = model.desk.place.story, story.id == id {
            guard story.emergency?.isAwaited == true else { return .elsewhere }
            do throws(Refusal) {
                try story.checkAnswer(toEmergencyBy: model.actor)
            } catch {
                return model.refuse(error)
            }
            return model.writable
        }
        guard let open = model.story(id)?.openEmergency, !open.isDenied else { return .elsewhere }
        guard open.authority == model.actor.staff, open.house == model.actor.house else {
            return model.refuse(.emergency(.otherAuthority(open.authority, open.house)))
        }
        return model.writable
    }
}

extension Model {
    /// What went out in an emergency, by whom and why as far as that is known here, for a question.
    fileprivate func released(_ id: SubjectID) -> String {
        let whole = desk.place.story.flatMap { $0.id == id ? $0 : nil }
        let title = whole?.title ?? story(id)?.title ?? ""
        let label = label(.story(id))
        guard let emergency = whole?.emergency else {
            return say("\(label)《\(title)》", "\(label) “\(title)” went out")
        }
        let name = read.name(emergency.by)
        return say(
            "\(label)《\(title)》由\(name)放行（\(emergency.reason)），",
            "\(name) released \(label) “\(title)” (\(emergency.reason))")
    }

    /// The story at hand that may have gone out in an emergency: the one that is open, or under the cursor.
    var emergencyStory: SubjectID? {
        switch target {
        case .story(let id), .emergency(let id): id
        case .task, .lead, .thing, .centre, .staff, .log, .message, .node, .proposal, .overruled, nil: nil
        }
    }
}
