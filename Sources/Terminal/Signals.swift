import CNcurses
import Dispatch
import Glibc

/// The write end of the pipe that signals arrive through; -1 while nobody listens.
private nonisolated(unsafe) var signalSink: Int32 = -1

/// Signals as events of the main queue.
///
/// The handler only writes the number into a pipe, from which a Dispatch source reads.
/// Dispatch's own signal sources depend on which thread has the signal blocked, and
/// children inherit that; a pipe does not care.
@MainActor
final class Signals {
    static let watched = [SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT]

    private var pipe: (read: Int32, write: Int32) = (-1, -1)
    private var before: [(number: Int32, action: sigaction)] = []
    private var source: (any DispatchSourceRead)?

    init(_ handle: @escaping @MainActor ([Int32]) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        guard cn_pipe(&ends) == 0 else {
            throw TerminalError.system("A pipe for signals", errno: errno)
        }
        pipe = (ends[0], ends[1])
        signalSink = pipe.write
        for number in Signals.watched {
            var old = sigaction()
            cn_catch(
                number,
                { number in
                    let saved = errno
                    var byte = UInt8(truncatingIfNeeded: number)
                    _ = write(signalSink, &byte, 1)
                    errno = saved
                }, &old)
            before.append((number, old))
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: pipe.read, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                let numbers = self.drain()
                if !numbers.isEmpty { handle(numbers) }
            }
        }
        self.source = source
        source.activate()
    }

    /// Becomes readable when a signal has arrived.
    var descriptor: Int32 { pipe.read }

    /// The signals that arrived and were not handled yet.
    @discardableResult
    func drain() -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(pipe.read, &buffer, buffer.count)
        return count > 0 ? buffer[..<count].map(Int32.init) : []
    }

    /// Puts back what was before.
    ///
    /// - Parameter isHungUp: the line is broken. The end of input may be read before the signal that tells of it has
    ///   come: by default that would then kill a program which is still finishing what it writes.
    func cancel(isHungUp: Bool) {
        guard let source else { return }
        self.source = nil
        if isHungUp { signal(SIGHUP, SIG_IGN) }
        for var entry in before where !isHungUp || entry.number != SIGHUP {
            sigaction(entry.number, &entry.action, nil)
        }
        signalSink = -1
        let ends = pipe
        source.setCancelHandler {
            close(ends.read)
            close(ends.write)
        }
        source.cancel()
    }
}
