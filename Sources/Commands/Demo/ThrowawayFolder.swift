import CProcess
import Dispatch
import Foundation
import Ledger
import Terminal

/// A private folder for files that nobody needs afterwards. It goes when the program ends, by a signal too; what a
/// killed program left behind is swept away by the next.
final class ThrowawayFolder: Sendable {
    let path: String
    private let signals: Signals
    private static let prefix = "guantong-demo-"

    init() throws {
        var template = Array("\(Self.parent())/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw LedgerError.readOnly(path: Self.parent())
        }
        path = String(cString: made)
        // A signal while the day is played would leave the folder; the console has its own way with signals.
        let path = path
        signals = try Signals(Signals.endings, on: .global()) { numbers in
            Self.delete(path)
            for number in numbers {
                guantong_signal_default(number)
                kill(getpid(), number)
            }
        }
    }

    /// From here on the console minds the signals, those too that come before it does.
    func leaveSignals() { signals.handOver() }

    func remove() { Self.delete(path) }

    /// Removes the folders of programs that are no more, of this user only.
    static func sweep() {
        let parent = parent()
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let path = parent + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
                let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber }),
                process > 0, kill(process, 0) != 0, errno == ESRCH
            else { continue }
            delete(path)
        }
    }

    private static func delete(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    private static func parent() -> String {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return named.isEmpty ? "/tmp" : named
    }
}
