import Files
import Foundation
import Newsroom

/// What a file from outside brought: leads ready to be received, and what could not be taken over as it stands.
public struct ImportResult: Sendable {
    /// The leads, in the order of the file. Each carries a `sourceKey`, so that a second import adds nothing twice.
    public var leads: [LeadCommand.Tip]
    /// What was left out or taken over only in part, in the order of the file.
    public var problems: [ImportProblem]

    /// Without more, what an empty list brings: nothing, and nothing wrong with it.
    public init(leads: [LeadCommand.Tip] = [], problems: [ImportProblem] = []) {
        self.leads = leads
        self.problems = problems
    }
}

/// Reads files from outside as leads. The format is told by content, never by name:
///
/// - IPTC ninjs 2.x and 3.x (and the plain fields of 1.x): one item, or an array of items. An item's associations
///   (pictures, related items) belong to it and become no leads of their own.
/// - Hot lists: an array, ranked, of `{title, category, hot, description, ads}`. Paid places (`ads`) are passed over.
///   A path ending in `YYYY-MM-DD/HH.json` tells the hour, in Beijing time.
///
/// Whatever is wrong with one item is a problem of that item; the rest of the file is still read.
public enum ImportFile {
    /// The largest file that is read, in bytes.
    public static let sizeLimit = 64 << 20
    /// How deeply arrays and objects may lie in each other.
    public static let depthLimit = 64
    /// How many values (members and elements) one file may hold.
    public static let valueLimit = 1_000_000
    /// How many leads are taken from one file.
    public static let leadLimit = 20_000
    /// How many problems are told of one file.
    public static let problemLimit = 1_000

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where the file lies.
    ///   - now: the time of receipt of items that tell none.
    ///   - zone: the zone of times that tell none.
    public static func read(path: String, now: Moment, zone: Zone) throws(ImportError) -> ImportResult {
        let data: Data
        do throws(FileFault) {
            data = Data(try BoundedFile.read(path: path, limit: sizeLimit, kinds: .any))
        } catch {
            throw ImportError(file: CleanText.line(path), kind: .file(error))
        }
        return try read(data: data, path: path, now: now, zone: zone)
    }

    /// Reads what stood in a file; `path` names it in problems and may tell the hour of a hot list.
    public static func read(data: Data, path: String, now: Moment, zone: Zone) throws(ImportError) -> ImportResult {
        let file = CleanText.line(path)
        let value = try JSONText.parse(data, file: file)
        switch value {
        case .object(let item) where NinjsReader.recognises(item):
            var reader = NinjsReader(file: file, now: now, zone: zone)
            reader.take([(nil, value)])
            return reader.yield.result
        case .array(let values):
            let items = values.enumerated().map { (Optional($0.offset), $0.element) }
            if values.contains(where: { $0.object.map(NinjsReader.recognises) ?? false }) {
                var reader = NinjsReader(file: file, now: now, zone: zone)
                reader.take(items)
                return reader.yield.result
            }
            if values.isEmpty || values.contains(where: { $0.object.map(HotListReader.recognises) ?? false }) {
                var reader = HotListReader(file: file, receivedAt: HotListReader.hour(of: path) ?? now)
                reader.take(items)
                return reader.yield.result
            }
            throw ImportError(file: file, kind: .unknownFormat)
        default: throw ImportError(file: file, kind: .unknownFormat)
        }
    }
}

/// Collects leads and problems within the limits, and sees that no key comes twice.
struct ImportYield {
    let file: String
    private(set) var result = ImportResult()
    private var keys: [TextKey: String] = [:]
    // The first line that does not fit takes the place of the last one told.
    private var untold = 1

    init(file: String) { self.file = file }

    var isFull: Bool { result.leads.count >= ImportFile.leadLimit }

    mutating func problem(_ place: String, _ kind: ImportProblem.Kind) {
        guard result.problems.count < ImportFile.problemLimit else {
            untold += 1
            let last = ImportProblem(file: file, place: place, kind: .more(untold))
            result.problems[result.problems.count - 1] = last
            return
        }
        result.problems.append(ImportProblem(file: file, place: place, kind: kind))
    }

    /// Takes a lead, unless the same item came earlier in the file.
    mutating func take(_ lead: LeadCommand.Tip, at place: String) {
        if let key = lead.sourceKey {
            let key = TextKey(rawValue: key)
            if let first = keys[key] { return problem(place, .duplicate(of: first)) }
            keys[key] = place
        }
        result.leads.append(lead)
    }

    /// A key that stays itself when it is cleaned and cut for keeping: otherwise a second import would not find it.
    static func key(_ source: String, _ name: String) -> String {
        let clean = CleanText.line(name, limit: 400)
        guard clean.hasSameBytes(as: name), name.count < 400 else {
            return "\(source):\(SubjectID(kind: source, name: name))"
        }
        return "\(source):\(name)"
    }
}
