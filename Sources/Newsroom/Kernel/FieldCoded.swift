/// Why the body of an event gives no fact.
public enum FactError: Error, Equatable, Sendable {
    /// It is not what its kind says: whoever wrote it did wrong.
    case unreadable
    /// It has a kind, or a value, that a newer program writes.
    case notUnderstood
}

/// A named group of fields that stands within a fact or is all of one.
public protocol FieldCoded {
    /// Reads it.
    init(_ fields: Fields) throws(FactError)
    /// Writes it; what is written is read as the same.
    func write(_ fields: inout FieldWriter)
}
