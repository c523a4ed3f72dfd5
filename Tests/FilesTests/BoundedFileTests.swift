import Files
import Foundation
import Testing

/// A file is read whole or refused, and never waited for where nobody asked for a pipe.
@Suite struct BoundedFileTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func read(_ path: String, limit: Int = 100, kinds: BoundedFile.Kinds = .regular) -> Result<
        [UInt8], FileFault
    > {
        Result { () throws(FileFault) in try BoundedFile.read(path: path, limit: limit, kinds: kinds) }
    }

    @Test func filesAreReadUpToTheirLimit() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a"
        for size in [0, 1, 99, 100] {
            try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: path))
            #expect(read(path) == .success([UInt8](repeating: 7, count: size)))
        }
        try Data(repeating: 7, count: 101).write(to: URL(fileURLWithPath: path))
        #expect(read(path) == .failure(.tooLarge(limit: 100)))
        #expect(truncate(path, 1 << 40) == 0)
        #expect(read(path, limit: 1 << 20) == .failure(.tooLarge(limit: 1 << 20)), "a hole of a terabyte")
        symlink(path, folder + "/link")
        #expect(read(folder + "/link") == .failure(.tooLarge(limit: 100)))
        #expect(read("/proc/self/stat", limit: 10_000).map(\.isEmpty) == .success(false), "its size says zero")
    }

    @Test func whatIsNoFileIsAFault() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(read(folder) == .failure(.folder) && read(folder, kinds: .any) == .failure(.folder))
        #expect(read(folder + "/none") == .failure(.missing) && read(folder + "/none/none") == .failure(.missing))
        #expect(read(folder + "/\0") == .failure(.missing) && read("") == .failure(.missing))
        symlink(folder + "/loop", folder + "/loop")
        #expect(read(folder + "/loop") == .failure(.unreadable))
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        #expect(read(folder + "/pipe") == .failure(.notAFile), "nobody writes, and nobody waits")
        #expect(
            read("/dev/zero") == .failure(.notAFile)
                && read("/dev/zero", kinds: .any) == .failure(.tooLarge(limit: 100)))
        let shut = folder + "/shut"
        try Data("x".utf8).write(to: URL(fileURLWithPath: shut))
        chmod(shut, 0)
        if geteuid() != 0 { #expect(read(shut) == .failure(.unreadable)) }
    }

    @Test func aPipeThatWasNamedIsReadToItsEnd() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        #expect(write(ends[1], "abc", 3) == 3)
        close(ends[1])
        #expect(read("/proc/self/fd/\(ends[0])", kinds: .any) == .success(Array("abc".utf8)))
        close(ends[0])
    }

    @Test func faultsSpeakBothLanguages() {
        for fault in [
            FileFault.missing, .folder, .notAFile, .unreadable, .tooLarge(limit: 5), .tooLarge(limit: 65_536),
            .tooLarge(limit: 1 << 20),
        ] {
            let phrase = fault.phrase(file: "a.toml")
            #expect(phrase.zh.contains("a.toml") && phrase.zh.contains("；"))
            #expect(phrase.en.contains("a.toml") && phrase.en.contains("; "))
        }
        #expect(FileFault.tooLarge(limit: 65_536).phrase(file: "x").en.contains("64 KB"))
    }
}
