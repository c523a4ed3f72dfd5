import Newsroom

extension Actions {
    static let centres: [Action] = [
        Action(
            id: "desk.duty", name: Phrase("接班", "take duty"), help: Phrase("在本中心接班", "Take duty in your centre"),
            keys: [],
            commands: ["duty", "接班"], group: .desk, possible: { desk($0, .takeDuty) },
            run: { model, _ in model.perform([.centre(.takeDuty)], done: model.say("已接班", "on duty")) })
    ]
}

extension Model {
    var isCentre: Bool {
        if case .centre = place { true } else { false }
    }
}
