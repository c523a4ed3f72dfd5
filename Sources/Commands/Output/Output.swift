import Foundation
import Terminal

/// Standard output, gathered and written in large pieces. Nothing that could steer a terminal gets through, whatever
/// the database holds.
final class Output {
    private var waiting: [UInt8] = []
    /// Why the output could not be written, once it could not.
    private(set) var failure: String?
    private lazy var encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    /// Adds lines of text.
    @discardableResult
    func text(_ text: String) -> Output {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            add(Self.clean(String(line)))
        }
        return self
    }

    /// Adds an object on a line of its own.
    func json(_ object: some Encodable) {
        // Nothing that is encoded here holds a number that JSON does not know.
        guard let data = try? encoder.encode(object) else { return }
        add(Self.escaped(String(decoding: data, as: UTF8.self)))
    }

    /// Writes what waits.
    func flush() {
        Self.write(&waiting, to: STDOUT_FILENO) { failure = $0 }
    }

    /// Writes a line to standard error.
    static func message(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { clean(String($0)) }
        var bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        write(&bytes, to: STDERR_FILENO) { _ in }
    }

    /// A question to the person at the terminal, who answers on the same line.
    static func prompt(_ text: String) {
        var bytes = Array(clean(text).utf8)
        write(&bytes, to: STDERR_FILENO) { _ in }
    }

    /// A line without anything that could steer a terminal.
    static func clean(_ line: String) -> String {
        line.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? line : Widths().clean(line)
    }

    private func add(_ line: String) {
        waiting += line.utf8
        waiting.append(10)
        if waiting.count > 1 << 16 { flush() }
    }

    private static func write(_ bytes: inout [UInt8], to descriptor: Int32, failed: (String) -> Void) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failed(String(cString: strerror(errno)))
                break
            }
            start += count
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// JSON in which controls and bidirectional marks stand as escapes; they occur in strings only.
    static func escaped(_ json: String) -> String {
        let isHarmless = { (scalar: Unicode.Scalar) in
            switch scalar.value {
            case 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: false
            default: true
            }
        }
        guard !json.unicodeScalars.allSatisfy(isHarmless) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            if isHarmless(scalar) {
                result.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                let filled = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                result.append(contentsOf: "\\u\(filled)".unicodeScalars)
            }
        }
        return String(result)
    }
}
