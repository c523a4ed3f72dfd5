import Foundation
import Newsroom

/// A JSON value as it came, before anybody trusts it.
enum JSONValue: Decodable, Equatable {
    case string(String)
    case int(Int)
    case double(Double)
    case bool(Bool)
    case null
    case array([JSONValue])
    case object([String: JSONValue])
    /// A number that no type holds, or a string with half a surrogate pair.
    case unusable

    // Foundation checks each value only when it is asked for, so one bad number costs one value, not the file.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let number = try? container.decode(Int.self) {
            self = .int(number)
        } else if let values = try? container.decode([JSONValue].self) {
            self = .array(values)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .double(number)
        } else {
            self = container.decodeNil() ? .null : .unusable
        }
    }

    var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

/// Bytes to JSON, with the place of what is wrong.
enum JSONText {
    static func parse(_ bytes: Data, file: String) throws(ImportError) -> JSONValue {
        var data = bytes
        if data.starts(with: [0xEF, 0xBB, 0xBF]) { data = Data(data.dropFirst(3)) }
        if data.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "<") {
            throw ImportError(file: file, kind: .markup)
        }
        if let offset = firstInvalidByte(data) {
            let place = place(of: offset, in: data)
            throw ImportError(file: file, kind: .notText(line: place.line, column: place.column))
        }
        switch excess(data) {
        case .depth(let offset):
            let place = place(of: offset, in: data)
            throw ImportError(file: file, kind: .tooDeep(line: place.line, column: place.column))
        case .count: throw ImportError(file: file, kind: .tooManyValues)
        case nil: break
        }
        do {
            return try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            let place = place(of: faultOffset(data), in: data)
            throw ImportError(file: file, kind: .syntax(line: place.line, column: place.column))
        }
    }

    /// Where Foundation stumbles. `JSONDecoder` keeps it to itself on Linux; `JSONSerialization` says
    /// "around character N", which counts bytes, or that the text ends too early.
    private static func faultOffset(_ data: Data) -> Int {
        do {
            _ = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
            return 0
        } catch {
            let text = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
            guard let range = text.range(of: "character ", options: .backwards) else { return data.count }
            let digits = text[range.upperBound...].prefix { $0.isNumber }
            return min(Int(digits) ?? data.count, data.count)
        }
    }

    /// The first byte that is no UTF-8; `nil` when all is.
    private static func firstInvalidByte(_ data: Data) -> Int? {
        var decoder = UTF8()
        var bytes = data.makeIterator()
        guard String(validating: data, as: UTF8.self) == nil else { return nil }
        var offset = 0
        while true {
            switch decoder.decode(&bytes) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    private enum Excess {
        case depth(Int)
        case count
    }

    /// Whether brackets outside of strings lie deeper than the limit, or commas outside of strings part more values
    /// than the limit. Foundation takes some ten microseconds a value, so a wall of brackets would stop a desk.
    private static func excess(_ data: Data) -> Excess? {
        var depth = 0
        var commas = 0
        var inString = false
        var escaped = false
        return data.withUnsafeBytes { bytes in
            for (offset, byte) in bytes.enumerated() {
                if inString {
                    if escaped {
                        escaped = false
                    } else if byte == 0x5C {
                        escaped = true
                    } else if byte == 0x22 {
                        inString = false
                    }
                    continue
                }
                switch byte {
                case 0x22: inString = true
                case 0x5B, 0x7B:
                    depth += 1
                    if depth > ImportFile.depthLimit { return .depth(offset) }
                case 0x5D, 0x7D: depth -= 1
                case 0x2C:
                    commas += 1
                    if commas >= ImportFile.valueLimit { return .count }
                default: continue
                }
            }
            return nil
        }
    }

    /// Line and column (in characters) of a byte, both from 1.
    static func place(of offset: Int, in data: Data) -> (line: Int, column: Int) {
        let before = data.prefix(offset)
        let lineStart = before.lastIndex(of: 0x0A).map { before.index(after: $0) } ?? before.startIndex
        let line = before.count { $0 == 0x0A } + 1
        return (line, String(decoding: before[lineStart...], as: UTF8.self).count + 1)
    }
}
