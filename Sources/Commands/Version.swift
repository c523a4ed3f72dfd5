import Files
import Foundation
import Newsroom
import Sync

/// Which program this is. The number stands here and nowhere else; whatever else names it reads this file with
/// `.ci/version`.
///
/// The commit is not compiled in: then each commit would be a reason to compile and link anew, also where no source
/// changed, and a build that make knows nothing of would go on with an old one. It is a note beside the program that
/// make leaves when it has built. A program that is younger than the note was made by something else, and keeps silent.
enum Version {
    static let number = "0.1.0"

    /// What `--version` says: `0.1.0 (abc1234, log 1, protocol 6)`, without the commit where nobody noted it.
    static func line() -> String {
        let known: [String?] = [commit(), "log \(Fact.version)", "protocol \(SyncProtocol.version)"]
        return "\(number) (\(known.compactMap { $0 }.joined(separator: ", ")))"
    }

    /// The commit, with `+` where sources were not as it has them.
    private static func commit() -> String? {
        guard let program = Places.program(), let made = modified(program) else { return nil }
        let prefix = ((program as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
        for note in [program + ".commit", prefix + "/share/guantong/commit"] {
            guard let noted = modified(note), noted >= made,
                let bytes = try? BoundedFile.read(path: note, limit: 64)
            else { continue }
            let word = bytes.prefix { (48...57).contains($0) || (97...102).contains($0) || $0 == UInt8(ascii: "+") }
            if !word.isEmpty { return String(decoding: word, as: UTF8.self) }
        }
        return nil
    }

    /// In whole seconds: archives keep no more.
    private static func modified(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_mtim.tv_sec) : nil
    }
}
