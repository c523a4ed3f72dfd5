import Crypto
import Foundation

/// What the log holds of a value that may have to be forgotten, such as a telephone number: an id, until when the value
/// may be kept, and a salted hash by which whoever is given the value knows it for the right one. Value and salt are
/// never in the log; who has lost or deleted both can make nothing of the rest.
public struct ErasableReference: Equatable, Sendable {
    /// Names one value at all nodes: 16 random bytes.
    public struct ID: Hashable, Comparable, Sendable, CustomStringConvertible {
        private let value: SubjectID

        /// From its 16 bytes; `nil` when there are not 16.
        public init?(bytes: some Collection<UInt8>) {
            guard let value = SubjectID(bytes: bytes) else { return nil }
            self.value = value
        }

        /// From 32 hex digits in lower case; `nil` for anything else.
        public init?(_ text: String) {
            guard let bytes = text.utf8.writtenHexBytes else { return nil }
            self.init(bytes: bytes)
        }

        /// The 16 bytes.
        public var bytes: [UInt8] { value.bytes }

        /// 32 hex digits, in lower case.
        public var description: String { bytes.hexDigits }

        /// By the bytes.
        public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    }

    /// Names the value.
    public let id: ID
    /// From then on nobody may keep it.
    public let expiresAt: Moment
    /// 64 hex digits in lower case: SHA-256 over `ErasableValue.prefix`, id, subject, salt and value.
    public let hash: String

    /// A reference as given.
    public init(id: ID, expiresAt: Moment, hash: String) {
        self.id = id
        self.expiresAt = expiresAt
        self.hash = hash
    }

    /// The same, kept until another time.
    func expiring(at moment: Moment) -> ErasableReference {
        ErasableReference(id: id, expiresAt: moment, hash: hash)
    }

    /// The same, kept no longer than any value may be that was given at a moment: a node that says otherwise binds nobody.
    func bounded(from moment: Moment) -> ErasableReference {
        expiring(at: min(expiresAt, moment.adding(seconds: ErasableValue.longestTime)))
    }

    /// Whether a value is the one that was meant where a fact about this subject holds the reference. A reference that
    /// somebody copied into a fact about something else matches nothing.
    public func matches(_ value: ErasableValue, of subject: SubjectID) -> Bool {
        value.id == id && value.hash(of: subject).hasSameBytes(as: hash)
    }
}

extension ErasableReference: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        let hash = try fields["hash"].text(.line)
        guard let id = ID(try fields["id"].text(.line)), hash.utf8.writtenHexBytes?.count == 32 else {
            throw .unreadable
        }
        self.init(id: id, expiresAt: try fields["expiresAt"].moment(), hash: hash)
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.text("id", id.description)
        fields.moment("expiresAt", expiresAt)
        fields.text("hash", hash)
    }
}

/// A value that may have to be forgotten, with its salt: what a reference in the log stands for, and what is kept apart
/// from the log.
public struct ErasableValue: Equatable, Sendable {
    /// The name under which the log knows it.
    public let id: ErasableReference.ID
    /// 32 random bytes. Without them nobody can find a value by trying all that there could be.
    public let salt: [UInt8]
    /// What it says.
    public let text: String

    /// Bytes of a salt.
    public static let saltSize = 32
    /// The longest value, in characters.
    public static let textLimit = 500
    /// The longest value, in bytes of UTF-8.
    public static let byteLimit = 2000
    /// How long a value is kept where nobody says otherwise, in seconds: thirty days.
    public static let usualTime = 30 * 86_400
    /// No value is kept longer, whatever its fact says, in seconds: a year.
    public static let longestTime = 366 * 86_400
    /// What is hashed before id, subject, salt and value; its last byte is the version.
    static let prefix = Array("guantong erasable value 1".utf8)

    /// A value as given; `nil` when the salt is none, or the text is not as `cleaned` leaves one.
    public init?(id: ErasableReference.ID, salt: [UInt8], text: String) {
        guard salt.count == Self.saltSize, !text.isEmpty, text.hasSameBytes(as: Self.cleaned(text)) else { return nil }
        self.id = id
        self.salt = salt
        self.text = text
    }

    /// A fresh value: its id and salt come from `random`, which gives so many random bytes as it is asked for.
    ///
    /// - Returns: `nil` when nothing is left of the text once it is cleaned.
    public init?(_ text: String, random: (Int) -> [UInt8]) {
        let clean = Self.cleaned(text)
        guard let id = ErasableReference.ID(bytes: random(16)) else { return nil }
        self.init(id: id, salt: random(Self.saltSize), text: clean)
    }

    /// Whether a text is within both limits as it is: what does not fit is refused, not cut, or the end of a telephone
    /// number would be lost.
    public static func fits(_ text: String) -> Bool {
        let line = CleanText.line(text, limit: textLimit + 1)
        return line.count <= textLimit && line.utf8.count <= byteLimit
    }

    /// One line within both limits.
    private static func cleaned(_ text: String) -> String {
        var clean = CleanText.line(text, limit: textLimit)
        while clean.utf8.count > byteLimit { clean.removeLast() }
        return CleanText.line(clean, limit: textLimit)
    }

    /// What its reference says of it: 64 hex digits.
    ///
    /// - Parameter subject: what the value is about.
    func hash(of subject: SubjectID) -> String {
        var hasher = SHA256()
        hasher.update(data: Data(Self.prefix))
        hasher.update(data: Data(id.bytes))
        hasher.update(data: Data(subject.bytes))
        hasher.update(data: Data(salt))
        hasher.update(data: Data(text.utf8))
        return hasher.finalize().hexDigits
    }

    /// The reference to it, which goes into the log, in a fact about this subject.
    public func reference(of subject: SubjectID, expiresAt: Moment) -> ErasableReference {
        ErasableReference(id: id, expiresAt: expiresAt, hash: hash(of: subject))
    }
}
