import Dispatch
import Foundation
import Subprocess
import SystemPackage

/// A program of ours on another machine, started through OpenSSH with its user's own configuration, and the line to it.
public final class SSHLine: @unchecked Sendable {
    /// Our end: what is written there the other program reads, and the other way round.
    public let descriptor: Int32
    // Guarded by the lock.
    private var words: [UInt8] = []
    private let lock = NSLock()
    private let task: Task<Void, Never>
    private let complaints: any DispatchSourceRead
    private let over = DispatchGroup()

    /// What OpenSSH said last, cleaned and short: why a line did not come about.
    public var complaint: String {
        let bytes = lock.withLock { words }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return String(
            (lines.last ?? "").unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.map(Character.init))
    }

    /// Starts it. Where no program of that name is, the line ends at once and says so.
    ///
    /// - Parameter program: what to run in the place of `ssh`.
    /// - Throws: a `CocoaError` when the system has no descriptors left.
    public init(user: String?, host: String, port: Int?, path: String?, program: String = "ssh") throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        var errors: [Int32] = [-1, -1]
        guard pipe(&errors) == 0 else {
            for end in ends { close(end) }
            throw CocoaError(.fileReadUnknown)
        }
        for end in errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        descriptor = ends[0]
        var arguments = ["-T", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15"]
        if let port { arguments += ["-p", "\(port)"] }
        if let user { arguments += ["-l", user] }
        arguments += ["--", host, "guantong", "replica", "--stdio"]
        // The shell over there takes what stands in quotes as it is; the address has none of its own.
        if let path { arguments += ["--db", "'\(path)'"] }
        // Both directions are one socket; the child has it twice.
        let (child, copy, complaining) = (ends[1], dup(ends[1]), errors[1])
        let source = DispatchSource.makeReadSource(
            fileDescriptor: errors[0], queue: DispatchQueue(label: "sync.ssh.errors"))
        complaints = source
        let collected = Collected()
        let over = over
        over.enter()
        over.enter()
        task = Task {
            defer { over.leave() }
            do {
                _ = try await run(
                    program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
                    input: .fileDescriptor(FileDescriptor(rawValue: child), closeAfterSpawningProcess: true),
                    output: .fileDescriptor(FileDescriptor(rawValue: copy), closeAfterSpawningProcess: true),
                    error: .fileDescriptor(FileDescriptor(rawValue: complaining), closeAfterSpawningProcess: true))
            } catch {
                collected.keep(Array("\(program): \(error)".utf8))
            }
        }
        source.setEventHandler { [weak self] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(Int32(source.handle), &bytes, bytes.count)
            guard count > 0 else { return source.cancel() }
            self?.keep(bytes[..<count])
        }
        let reading = errors[0]
        source.setCancelHandler {
            close(reading)
            over.leave()
        }
        collected.line = self
        source.resume()
    }

    /// Calls back when OpenSSH is gone and has said its last; after a second at the latest, since a shared connection
    /// of its own may stay.
    func whenOver(_ queue: DispatchQueue, _ body: @escaping @Sendable () -> Void) {
        let once = Once(body)
        over.notify(queue: queue) { once.call() }
        queue.asyncAfter(deadline: .now() + 1) { once.call() }
    }

    /// Something that is done once; used from one queue.
    private final class Once: @unchecked Sendable {
        private var body: (@Sendable () -> Void)?

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        func call() {
            body?()
            body = nil
        }
    }

    /// Words that come before there is a line to keep them.
    private final class Collected: @unchecked Sendable {
        private let lock = NSLock()
        private weak var owner: SSHLine?
        private var early: [UInt8] = []

        var line: SSHLine? {
            get { lock.withLock { owner } }
            set {
                let kept = lock.withLock {
                    owner = newValue
                    return early
                }
                if !kept.isEmpty { newValue?.keep(kept[...]) }
            }
        }

        func keep(_ bytes: [UInt8]) {
            let owner = lock.withLock {
                early = bytes
                return self.owner
            }
            owner?.keep(bytes[...])
        }
    }

    private func keep(_ bytes: ArraySlice<UInt8>) {
        lock.withLock {
            words += bytes
            // Only the end is of interest, however much is said.
            if words.count > 4096 { words.removeFirst(words.count - 4096) }
        }
    }
}
