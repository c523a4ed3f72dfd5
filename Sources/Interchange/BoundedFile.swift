import Foundation
import Newsroom

/// Why a file could not be read into memory.
public enum FileFault: Error, Equatable, Sendable {
    case missing
    case folder
    case unreadable
    case tooLarge(limit: Int)

    /// One sentence: what is wrong and what to do.
    public func phrase(file: String) -> Phrase {
        switch self {
        case .missing: Phrase("没有文件 \(file)；请检查路径", "no file \(file); check the path")
        case .folder: Phrase("\(file) 是文件夹；请给出其中的文件", "\(file) is a folder; name the files in it")
        case .unreadable: Phrase("读不了 \(file)；请检查权限", "cannot read \(file); check its permissions")
        case .tooLarge(let limit):
            Phrase(
                "\(file) 超过 \(Self.size(limit).zh)；请拆分",
                "\(file) is larger than \(Self.size(limit).en); split it")
        }
    }

    private static func size(_ bytes: Int) -> Phrase {
        bytes >= 1 << 20 ? Phrase("\(bytes >> 20) MB", "\(bytes >> 20) MB") : Phrase("\(bytes) 字节", "\(bytes) bytes")
    }
}

/// Reads whole files, but no more of one than a limit: a pipe or a device may never end.
enum BoundedFile {
    static func read(path: String, limit: Int) throws(FileFault) -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .missing }
        guard !isFolder.boolValue else { throw .folder }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        defer { try? handle.close() }
        var data = Data()
        do {
            while data.count <= limit, let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
                data.append(part)
            }
        } catch {
            throw .unreadable
        }
        guard data.count <= limit else { throw .tooLarge(limit: limit) }
        return data
    }
}
