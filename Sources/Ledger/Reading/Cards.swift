import Foundation
import Newsroom
import Synchronization

/// Cards, charter and policy as they were read before: a console reads all of them after each commit, and hardly ever
/// has one changed.
final class Cards: Sendable {
    /// More than the people of a province; then all is forgotten.
    private static let limit = 20_000
    private let known = Mutex<[TextKey: any Sendable]>([:])

    /// What a text of JSON says; `nil` where it is no such thing.
    func read<Value: Decodable & Sendable>(_ type: Value.Type, _ text: String) -> Value? {
        let key = TextKey(rawValue: text)
        if let value = known.withLock({ $0[key] }) as? Value { return value }
        guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else { return nil }
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[key] = value
        }
        return value
    }
}
