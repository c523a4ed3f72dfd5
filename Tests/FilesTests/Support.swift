@testable import Files

/// What a text says, on one line: `{a = 1, b = ["x", {}]}`; keys in the order of the file.
func shown(_ text: String) throws(TOMLError) -> String {
    shown(.table(try TOMLParser.parse(Array(text.utf8))))
}

func shown(_ value: TOMLValue) -> String {
    switch value {
    case .string(let text): "\"\(text)\""
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .date(let date): "\(date.kind) \(date.text)"
    case .array(let items): "[" + items.map { shown($0.value) }.joined(separator: ", ") + "]"
    case .table(let table):
        "{"
            + table.keys.map { key in "\(key) = \(table[key].map { shown($0.value) } ?? "?")" }.joined(separator: ", ")
            + "}"
    }
}

/// Why a text is no TOML; `nil` where it is.
func fault(_ text: String) -> TOMLError? { fault(Array(text.utf8)) }

func fault(_ bytes: [UInt8]) -> TOMLError? {
    do throws(TOMLError) {
        _ = try TOMLParser.parse(bytes)
        return nil
    } catch {
        return error
    }
}
