import Files
import Foundation
import Testing

/// A file's hash, and what is no file to take one of.
@Suite struct FileDigestTests {
    private let folder = NSTemporaryDirectory() + "digest-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private func write(_ name: String, _ data: Data) throws -> String {
        let path = folder + "/" + name
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }

    private func fault(_ path: String, limit: Int64 = FileDigest.limit) -> FileDigestFault? {
        do throws(FileDigestFault) {
            _ = try FileDigest.read(path: path, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func sizeAndHashAreThoseOfTheBytes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let abc = try FileDigest.read(path: write("图 1.txt", Data("abc".utf8)))
        #expect(abc.hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" && abc.size == 3)
        #expect(abc.path.hasSuffix("/图 1.txt") && abc.path.hasPrefix("/"))
        let empty = try FileDigest.read(path: write("empty", Data()))
        #expect(empty.hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" && empty.size == 0)
        // Longer than what is read at once.
        let long = try FileDigest.read(path: write("long", Data(repeating: 0x61, count: 3_000_000)))
        #expect(long.size == 3_000_000)
        #expect(long.hash == "2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4")
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "long")
        #expect(try FileDigest.read(path: folder + "/link") == long, "a link is where it leads")
    }

    @Test func whatIsNoFileIsSaidSo() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(fault(folder + "/nothing") == .file(.missing) && fault("/a\0b") == .file(.missing))
        #expect(fault(folder) == .file(.folder))
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        #expect(fault(folder + "/pipe") == .file(.notAFile))
        #expect(fault("/dev/zero") == .file(.notAFile))
        let path = try write("four", Data("four".utf8))
        #expect(fault(path, limit: 3) == .tooLarge(limit: 3) && fault(path, limit: 4) == nil)
        // It says that it is empty, and is not: as one that is written to meanwhile.
        #expect(fault("/proc/self/status") == .changed)
        // Nobody reads thirty-three gigabytes to say that they are too many.
        let large = try write("large", Data())
        #expect(truncate(large, off_t(FileDigest.limit + 1)) == 0)
        #expect(fault(large) == .tooLarge(limit: FileDigest.limit))
        if geteuid() != 0 {
            chmod(path, 0)
            #expect(fault(path) == .file(.unreadable))
        }
    }

    @Test func everyFaultSaysWhatToDo() {
        for fault in [FileDigestFault.changed, .tooLarge(limit: FileDigest.limit), .file(.missing)] {
            let phrase = fault.phrase(file: "x.mp4")
            #expect(phrase.zh.contains("x.mp4") && phrase.zh.contains("；"), "\(phrase.zh)")
            #expect(phrase.en.contains("x.mp4") && phrase.en.contains(";"), "\(phrase.en)")
        }
    }
}
