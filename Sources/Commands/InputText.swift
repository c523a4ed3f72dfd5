import Foundation
import Newsroom
import Synchronization

/// Texts that come from a file or from standard input, never more of them than a limit.
enum InputText {
    /// A text as it was typed, or standard input where `-` was typed.
    static func typed(_ text: String) throws -> String { text == "-" ? try read("-") : text }

    /// The text of a file, or of standard input for `-`.
    static func file(_ path: String) throws -> String { try read(path) }

    private static let isTaken = Mutex(false)

    private static func read(_ path: String) throws -> String {
        // What is read twice is there once: the second would be taken for empty.
        if path == "-",
            isTaken.withLock({ taken in
                defer { taken = true }
                return taken
            })
        {
            throw Failure.usage(Phrase("- 只能写一处：标准输入只有一份", "- may stand once: there is one standard input"))
        }
        let data = try bytes(path, limit: CleanText.bodyLimit)
        guard let text = String(validating: data, as: UTF8.self) else { throw Failure.notUTF8(file: named(path)) }
        return text
    }

    /// The bytes of a file, or of standard input for `-`.
    /// - Throws: `Failure` when there are more than `limit`.
    static func bytes(_ path: String, limit: Int) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var data: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while data.count <= limit {
            let count = Foundation.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return data }
            data += part[..<count]
        }
        throw Failure.tooLong(file: named(path), limit: limit)
    }

    private static func unreadable(_ path: String) -> Failure {
        .textUnreadable(file: named(path), detail: String(cString: strerror(errno)))
    }

    private static func named(_ path: String) -> String { CleanText.line(path, limit: 200) }
}
