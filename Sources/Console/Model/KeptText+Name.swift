import Foundation
import Newsroom

/// Whose texts a console keeps: the desk, told from every other database, and the writer.
struct TextOwner: Equatable, Sendable {
    var desk: String
    var writer: StaffID
}

/// The names of the files: number, desk, writer, kind, subject, base and id, with dots between.
///
///     S-0042.9f3c21aa….liwei.story.0193….3-1a2b3c4d5e6f7a8b.5e2f01c9-4.txt
extension KeptText {
    func fileName(_ owner: TextOwner) -> String {
        let (kind, subject) = purpose.words
        let base = base.map { "\($0.number)-\($0.hash)" } ?? ""
        return [label.isEmpty ? "text" : label, owner.desk, owner.writer.rawValue, kind, subject, base, id]
            .map(Self.escape).joined(separator: ".")
    }

    /// What a name without its ending says; `nil` where it is another's, or no such name. The text itself is empty.
    init?(fileName: String, owner: TextOwner, at: Moment) {
        let fields = fileName.split(separator: ".", omittingEmptySubsequences: false).map {
            String($0).removingPercentEncoding ?? ""
        }
        guard fields.count == 7, fields[1] == owner.desk, fields[2] == owner.writer.rawValue, !fields[6].isEmpty,
            let purpose = Purpose(kind: fields[3], subject: fields[4])
        else { return nil }
        self.init(
            id: fields[6], purpose: purpose, base: TextBase(fields[5]), text: "",
            label: fields[0] == "text" ? "" : fields[0], at: at)
    }

    /// What a name of an earlier version says: `S-0042-MILLISECONDS`.
    init?(oldName: String, at: Moment) {
        guard let dash = oldName.lastIndex(of: "-"), let number = Number(String(oldName[..<dash])),
            Int64(oldName[oldName.index(after: dash)...]) != nil
        else { return nil }
        self.init(id: oldName, purpose: .unknown(number), text: "", label: "\(number)", at: at)
    }

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: harmless) ?? ""
    }

    private static let harmless = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}

extension TextBase {
    /// From `3-1a2b3c4d5e6f7a8b`.
    fileprivate init?(_ word: String) {
        let parts = word.split(separator: "-")
        guard parts.count == 2, let number = Int(parts[0]) else { return nil }
        self.init(number: number, hash: String(parts[1]))
    }
}

extension KeptText.Purpose {
    fileprivate var words: (kind: String, subject: String) {
        switch self {
        case .story(let id): ("story", "\(id)")
        case .correction(let id): ("correction", "\(id)")
        case .line(let action, let id): ("line-\(action)", id.map { "\($0)" } ?? "")
        case .form(.dispatch): ("form-dispatch", "")
        case .form(.story): ("form-story", "")
        case .form(.lead): ("form-lead", "")
        case .form(.staff(let id)): ("form-staff", id?.rawValue ?? "")
        case .form(.action(let id)): ("form-\(id)", "")
        case .unknown(let number): ("unknown", "\(number)")
        }
    }

    fileprivate init?(kind: String, subject: String) {
        let id = SubjectID(subject)
        switch (kind, id) {
        case ("story", let id?): self = .story(id)
        case ("correction", let id?): self = .correction(id)
        case ("form-dispatch", _): self = .form(.dispatch)
        case ("form-story", _): self = .form(.story)
        case ("form-lead", _): self = .form(.lead)
        case ("form-staff", _): self = .form(.staff(subject.isEmpty ? nil : StaffID(rawValue: subject)))
        case (_, _) where kind.hasPrefix("form-") && Actions.byID[String(kind.dropFirst(5))]?.form != nil:
            self = .form(.action(String(kind.dropFirst(5))))
        default:
            guard kind.hasPrefix("line-"), subject.isEmpty == (id == nil) else { return nil }
            self = .line(String(kind.dropFirst(5)), about: id)
        }
    }
}
