import Foundation
import Testing

@testable import Files

/// A checkout of TOML's public cases (github.com/toml-lang/toml-test), where `$TOML_TEST` names one.
private let cases: URL? = ProcessInfo.processInfo.environment["TOML_TEST"].map {
    URL(fileURLWithPath: $0).appendingPathComponent("tests")
}

/// Everything that the cases for TOML 1.0.0 allow is read as they say, and what they forbid is refused.
@Suite(.enabled(if: cases != nil, "set TOML_TEST to a checkout of toml-test")) struct ConformanceTests {
    private func names(_ kind: String) throws -> [String] {
        let folder = try #require(cases)
        return try String(contentsOf: folder.appendingPathComponent("files-toml-1.0.0"), encoding: .utf8)
            .split(separator: "\n").map(String.init).filter { $0.hasPrefix(kind) && $0.hasSuffix(".toml") }
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: try #require(cases).appendingPathComponent(name)))
    }

    @Test func whatIsAllowedIsReadAsItSays() throws {
        let names = try names("valid/")
        for name in names {
            do throws(TOMLError) {
                let bytes: [UInt8]
                do { bytes = try self.bytes(name) } catch {
                    Issue.record(error)
                    continue
                }
                let table = try TOMLParser.parse(bytes)
                let wanted = try? JSONSerialization.jsonObject(
                    with: Data(self.bytes(String(name.dropLast(5)) + ".json")))
                #expect(Self.agrees(.table(table), wanted), "\(name): \(shown(.table(table)))")
            } catch {
                Issue.record("\(name), line \(error.line): \(error.phrase.en)")
            }
        }
        print("\(names.count) allowed cases")
    }

    @Test func whatIsForbiddenIsRefused() throws {
        let names = try names("invalid/")
        for name in names { #expect(fault(try bytes(name)) != nil, "\(name) was let through") }
        print("\(names.count) forbidden cases")
    }

    /// Whether a value is what a case says, in its JSON of `{type, value}`.
    private static func agrees(_ value: TOMLValue, _ wanted: Any?) -> Bool {
        switch value {
        case .array(let items):
            guard let list = wanted as? [Any], list.count == items.count else { return false }
            return zip(items, list).allSatisfy { agrees($0.value, $1) }
        case .table(let table):
            guard let object = wanted as? [String: Any], object.count == table.keys.count else { return false }
            return table.keys.allSatisfy { key in table[key].map { agrees($0.value, object[key]) } ?? false }
        default: break
        }
        guard let object = wanted as? [String: String], let type = object["type"], let text = object["value"] else {
            return false
        }
        switch value {
        case .string(let string): return type == "string" && string.utf8.elementsEqual(text.utf8)
        case .integer(let number): return type == "integer" && Int(text) == number
        case .boolean(let flag): return type == "bool" && text == "\(flag)"
        case .float(let number):
            let other = text.hasSuffix("nan") ? .nan : Double(text)
            return type == "float" && (number == other || number.isNaN && other?.isNaN == true)
        case .date(let date):
            let types: [TOMLDate.Kind: String] = [
                .offsetDateTime: "datetime", .localDateTime: "datetime-local", .localDate: "date-local",
                .localTime: "time-local",
            ]
            // Zeros at the end of a fraction say nothing.
            let plain = { (text: String) in text.replacing(/\.(\d*?)0*(?=\D|$)/) { $0.1.isEmpty ? "" : ".\($0.1)" } }
            return type == types[date.kind] && plain(date.text) == plain(text)
        default: return false
        }
    }
}
