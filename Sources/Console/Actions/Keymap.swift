import Newsroom
import Terminal

/// Which keys do what. One key may stand for several actions that never share a screen; the first that is at home
/// on the present one is meant.
struct Keymap: Sendable {
    private(set) var actions: [Key: [String]] = [:]
    private(set) var keys: [String: [Key]] = [:]

    /// The keys of the table of actions.
    static let standard: Keymap = {
        var map = Keymap()
        for action in Actions.all { map.bind(action.id, action.keys.compactMap(Key.init(named:))) }
        return map
    }()

    /// Gives an action these keys and no others.
    mutating func bind(_ id: String, _ keys: [Key]) {
        for key in self.keys[id] ?? [] { actions[key]?.removeAll { $0 == id } }
        self.keys[id] = keys
        for key in keys { actions[key, default: []].append(id) }
    }

    /// What a key does on this screen: an action that is possible, else one that says why not.
    func action(for key: Key, _ model: Model) -> Action? {
        let candidates = (actions[key] ?? []).compactMap { Actions.byID[$0] }
        var refused: Action?
        for action in candidates {
            switch action.possible(model) {
            case .yes: return action
            case .no: if refused == nil { refused = action }
            case .elsewhere: continue
            }
        }
        return refused
    }

    /// The key to show for an action.
    func label(_ id: String) -> String? { keys[id]?.first.map { "\($0)" } }
}
