import Dispatch
import Files
import Foundation
import Glibc
import Newsroom

/// The files of texts that the desk has not taken. Each is written whole, beside the event loop, and is on the disk for
/// good when the writing is told as done: no moment at which a crash, a broken line or a lost machine takes a text away.
final class KeptTexts: Sendable {
    /// Where they are looked for and put: the next where one cannot be written.
    let folders: [String]
    let owner: TextOwner
    private let queue = DispatchQueue(label: "guantong.texts", qos: .userInitiated)

    init(folders: [String], owner: TextOwner) {
        self.folders = folders
        self.owner = owner
    }

    // MARK: - Writing

    /// Begins to write a text, and tells on its own queue where it lies or why it lies nowhere.
    func write(_ text: KeptText, done: @escaping @Sendable (Result<String, KeepingError>) -> Void) {
        queue.async { done(Result { () throws(KeepingError) in try self.put(text) }) }
    }

    /// Begins to write a text that is made on the way: what is typed is long sometimes, and keys do not wait for it.
    func write(
        _ text: KeptText, content: @escaping @Sendable () -> String,
        done: @escaping @Sendable (Result<String, KeepingError>) -> Void
    ) {
        queue.async {
            var text = text
            text.text = content()
            done(Result { () throws(KeepingError) in try self.put(text) })
        }
    }

    /// Begins to take texts away that the desk has, or that their writer dropped.
    func forget(_ ids: [String]) {
        queue.async { for id in ids { self.remove(id) } }
    }

    /// Waits until everything that was begun is done, but no longer than that.
    @discardableResult
    func wait(seconds: Int) -> Bool {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        return done.wait(timeout: .now() + .seconds(seconds)) == .success
    }

    private func put(_ text: KeptText) throws(KeepingError) -> String {
        let name = text.fileName(owner) + ".txt"
        let path = try first { folder throws(KeepingError) in
            try Self.write(Data(text.text.utf8), to: "\(folder)/\(name)")
            return "\(folder)/\(name)"
        }
        // It may have lain elsewhere, or under the name of another version.
        for folder in folders {
            for other in Self.names(folder)
            where (other.hasSuffix(".\(text.id).txt") || other == "\(text.id).txt")
                && "\(folder)/\(other)" != path
            {
                unlink("\(folder)/\(other)")
            }
        }
        return path
    }

    private func remove(_ id: String) {
        for folder in folders {
            for name in Self.names(folder)
            where name.hasSuffix(".\(id).txt") || name == "\(id).txt" || name.hasSuffix(".\(id).edit") {
                try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }

    /// Does something in the first folder where it can be done.
    private func first<Value>(
        _ body: (String) throws(KeepingError) -> Value
    ) throws(KeepingError) -> Value {
        var failure = KeepingError.nowhere
        for folder in folders {
            do throws(KeepingError) {
                try Self.prepare(folder)
                return try body(folder)
            } catch {
                // The first says what is wrong; the others are only tried.
                if failure == .nowhere { failure = error }
            }
        }
        throw failure
    }

    // MARK: - Finding

    /// The texts of this writer at this desk, the oldest first.
    func load() -> [KeptText] {
        var found: [String: KeptText] = [:]
        // What lies in a folder of somebody else's is not this writer's.
        for folder in folders where Self.isOwn(folder) {
            for name in Self.names(folder) {
                guard let text = read(name, in: folder) else { continue }
                // What an editor holds besides comes before what is newer: the one that is opened must find it.
                if let other = found[text.id], (other.holdsMore ? 1 : 0, other.at) > (text.holdsMore ? 1 : 0, text.at) {
                    continue
                }
                found[text.id] = text
            }
        }
        return found.values.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private func read(_ name: String, in folder: String) -> KeptText? {
        let path = "\(folder)/\(name)"
        let isFolder = name.hasSuffix(".edit")
        guard isFolder || name.hasSuffix(".txt"), let file = isFolder ? EditFolder(path).left : path,
            let at = Self.modified(file), let text = Self.text(file)
        else { return nil }
        let stem = String(name.dropLast(isFolder ? 5 : 4))
        guard var kept = KeptText(fileName: stem, owner: owner, at: at) ?? KeptText(oldName: stem, at: at) else {
            return nil
        }
        kept.text = text
        kept.path = file
        kept.holdsMore = isFolder && EditFolder(path).holdsMore(than: text)
        return kept
    }

    // MARK: - Editors

    /// Makes the file that an editor is given, in a folder of its own where it can put copies beside it; the one that an
    /// editor left behind is taken up again, with what that editor finds in it.
    func beginEditing(_ text: KeptText) throws(KeepingError) -> EditFolder {
        for folder in folders {
            guard let name = Self.names(folder).first(where: { $0.hasSuffix(".\(text.id).edit") }) else { continue }
            let left = EditFolder("\(folder)/\(name)")
            if Self.text(left.file) == text.text { return left }
            try Self.write(Data(text.text.utf8), to: left.file)
            return left
        }
        let name = text.fileName(owner) + ".edit"
        return try first { folder throws(KeepingError) in
            let edit = EditFolder("\(folder)/\(name)")
            guard mkdir(edit.path, 0o700) == 0 || errno == EEXIST else { throw .system(edit.path, errno: errno) }
            do throws(KeepingError) {
                try Self.write(Data(text.text.utf8), to: edit.before)
                try Self.write(Data(text.text.utf8), to: edit.file)
            } catch {
                edit.remove()
                throw error
            }
            return edit
        }
    }

    /// What an editor gave back goes into a file like any text, and only then the editor's goes. The editor's own, such as
    /// a swap file that it was not told to recover, goes only with a text that was `changed` over it.
    func endEditing(_ edit: EditFolder, _ text: KeptText?, changed: Bool = true) throws(KeepingError) {
        if !changed, edit.hasSwap { return }
        if let text {
            // The queue's order holds for this one too.
            let result: Result<String, KeepingError> = queue.sync {
                Result { () throws(KeepingError) in try self.put(text) }
            }
            _ = try result.get()
        }
        edit.remove()
    }
}

// MARK: - Files

extension KeptTexts {
    /// Whole or not at all, and on the disk for good.
    private static func write(_ data: Data, to path: String) throws(KeepingError) {
        let new = path + ".new"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        let folderPath = (path as NSString).deletingLastPathComponent
        guard descriptor >= 0 else { throw .system(folderPath, errno: errno) }
        var failure: Int32 = 0
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while failure == 0, !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = errno }
            }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(new, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(new)
            throw .system(folderPath, errno: failure)
        }
        // The name must last as long as what it names.
        let folder = open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// A folder that only its owner enters. One that somebody else made in a place that everybody may write is not used.
    private static func prepare(_ folder: String) throws(KeepingError) {
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var status = stat()
        guard lstat(folder, &status) == 0 else { throw .system(folder, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .system(folder, errno: ENOTDIR) }
        guard status.st_uid == geteuid() else { throw .system(folder, errno: EPERM) }
        if status.st_mode & 0o077 != 0, chmod(folder, 0o700) != 0 { throw .system(folder, errno: errno) }
    }

    private static func isOwn(_ folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
    }

    private static func names(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    fileprivate static func modified(_ path: String) -> Moment? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        // A file may be of any time.
        return Moment(milliseconds: 0).adding(seconds: Int(status.st_mtim.tv_sec))
    }

    /// What a file holds; `nil` where it is no text, or longer than texts are.
    static func text(_ path: String) -> String? {
        // A plain file only: nothing in the folder holds a console up.
        guard let bytes = try? BoundedFile.read(path: path, limit: TextEditor.limit) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// The folder of a text that is in an editor: the file that it was given, what stood there before, and what editors put
/// beside it.
struct EditFolder: Equatable, Sendable {
    let path: String
    var file: String { path + "/text.txt" }
    /// Tells what was written from what was only opened.
    var before: String { path + "/.before" }

    init(_ path: String) { self.path = path }

    /// The newest text that an editor left here: its own file, or what nano and emacs write when they are ended. `nil`
    /// where nothing was written. An editor's swap file counts: the editor finds it when it opens the file again.
    var left: String? {
        let copies = names.filter { $0.hasPrefix("text.txt.save") || $0 == "#text.txt#" }.map { "\(path)/\($0)" }
        let times = ([file] + copies).compactMap { name in KeptTexts.modified(name).map { (name, $0) } }
        guard let newest = times.max(by: { $0.1 < $1.1 })?.0 else { return nil }
        return hasSwap || KeptTexts.text(newest) != KeptTexts.text(before) ? newest : nil
    }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

    /// Whether an editor that was ended has words here that stand in no file yet.
    var hasSwap: Bool { names.contains { $0.hasPrefix(".text.txt.sw") } }

    /// Whether something lies here that says other than this text and than what it began with.
    func holdsMore(than text: String) -> Bool {
        let known = [text, KeptTexts.text(before)]
        return names.contains { name in
            // Emacs' lock is a link to nowhere and holds nothing.
            !name.hasSuffix(".new") && !name.hasPrefix(".#") && !known.contains(KeptTexts.text("\(path)/\(name)"))
        }
    }

    /// Takes it away, with what editors left in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// Why a text is in no file.
enum KeepingError: Error, Equatable {
    /// This console has no folder for texts.
    case nowhere
    case system(String, errno: Int32)

    /// What it says to whoever is writing: why, and what to do.
    var phrase: Phrase {
        switch self {
        case .nowhere:
            return Phrase(
                "文字只在本画面里，离开前请先存或抄走：这里没有存放文字的地方",
                "your text is in this console only; save or copy it first: there is no folder for texts here")
        case .system(let folder, let number):
            // Lines may be narrow: what it means and what to do come first, where it was to lie last.
            let why = String(cString: strerror(number))
            let isFull = number == ENOSPC || number == EDQUOT
            let remedy = isFull ? Phrase("请腾出空间", "make room") : Phrase("请检查文件夹", "check the folder")
            return Phrase(
                "文字只在本画面里，\(remedy.zh)（\(why)）：\(folder)",
                "your text is in this console only; \(remedy.en) (\(why)): \(folder)")
        }
    }
}
