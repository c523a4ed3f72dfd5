import Newsroom

extension Actions {
    /// Whether an act that needs this right, and nothing else, is possible.
    static func desk(_ model: Model, _ right: Right) -> Action.Availability {
        model.actor.role.may(right) ? model.writable : model.refuse(.noRight(right, model.actor.role))
    }
}

extension Model {
    var writable: Action.Availability {
        isReadOnly ? .no(say("只读方式打开", "the console is read-only")) : .yes
    }

    func refuse(_ refusal: Refusal) -> Action.Availability { .no(refusal.sentence(read)) }
}
