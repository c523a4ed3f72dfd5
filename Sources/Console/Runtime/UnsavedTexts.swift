import Foundation
import Newsroom

/// The texts that the desk did not take, each in a file of its own, `S-0042-MILLISECONDS.txt`: so that neither a crash nor
/// a broken line loses what somebody has written. Those of the last day are offered again when their story is edited.
struct UnsavedTexts {
    let folder: String

    /// `nil` where nothing may be written.
    init?(stateFolder: String?) {
        guard let stateFolder else { return nil }
        folder = stateFolder + "/unsaved"
    }

    /// Keeps a text and says where.
    func keep(_ text: String, name: String, at now: Moment) throws -> String {
        let path = "\(folder)/\(name)-\(now.milliseconds).txt"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        return path
    }

    /// The last text of each number, of the last day.
    func recent(_ now: Moment) -> [Number: String] {
        var newest: [Number: (time: Int64, file: String)] = [:]
        for file in names {
            guard let (number, time) = Self.parts(file), now.milliseconds - time < 86_400_000 else { continue }
            if time > newest[number]?.time ?? 0 { newest[number] = (time, file) }
        }
        return newest.compactMapValues { _, file in
            guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(file)") else { return nil }
            defer { try? handle.close() }
            guard let data = try? handle.read(upToCount: TextEditor.limit + 1), data.count <= TextEditor.limit else {
                return nil
            }
            return String(data: data, encoding: .utf8)
        }
    }

    /// The desk has taken a text of this number: what was kept of it is of no more use.
    func forget(_ number: Number) {
        for file in names where Self.parts(file)?.number == number {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        }
    }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    private static func parts(_ file: String) -> (number: Number, time: Int64)? {
        guard file.hasSuffix(".txt"), let dash = file.lastIndex(of: "-"), let number = Number(String(file[..<dash])),
            let time = Int64(file[file.index(after: dash)...].dropLast(4))
        else { return nil }
        return (number, time)
    }
}
