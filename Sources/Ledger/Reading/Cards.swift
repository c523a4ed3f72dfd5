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
        read(text) { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }

    /// The same of what facts hold too: the log's own reader is quicker, and each program reads the people and places as it starts.
    /// Both read the same (`CardsTests`); what the log writes in another way than Foundation does is left to Foundation.
    func read<Value: Decodable & FieldCoded & Sendable>(_ type: Value.Type, _ text: String) -> Value? {
        read(text) { Self.fields(type, $0) ?? (try? JSONDecoder().decode(type, from: Data($0.utf8))) }
    }

    static func fields<Value: FieldCoded>(_ type: Value.Type, _ text: String) -> Value? {
        var text = text
        return text.withUTF8 { bytes in try? type.init(Fields(UnsafeRawBufferPointer(bytes))) }
    }

    private func read<Value: Sendable>(_ text: String, _ decode: (String) -> Value?) -> Value? {
        let key = TextKey(rawValue: text)
        if let value = known.withLock({ $0[key] }) as? Value { return value }
        guard let value = decode(text) else { return nil }
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[key] = value
        }
        return value
    }
}
