import CProcess
import Dispatch
import Glibc

/// Signals as events of a queue.
///
/// Nothing of Swift runs in the handler: it is C's (`CProcess`), notes which signal came and writes a byte into a pipe,
/// from which a Dispatch source reads. Dispatch's own signal sources depend on which thread has the signal blocked, and
/// children inherit that; a pipe does not care. Several of one kind that wait come as one.
///
/// One listens at a time. What came before is not lost: it is told as soon as there is a listener.
public final class Signals: @unchecked Sendable {
    // Immutable; the source is Dispatch's own.

    /// What asks a program to end.
    public static let endings = [SIGINT, SIGTERM, SIGHUP]

    private let numbers: [Int32]
    private let pipe: Int32
    private let source: any DispatchSourceRead

    /// Catches these signals, but for those that whoever started the program has had ignored.
    ///
    /// - Parameter handle: called on `queue`, with each signal once.
    /// - Throws: `TerminalError.system` where there is no descriptor left.
    public init(_ numbers: [Int32], on queue: DispatchQueue, _ handle: @escaping @Sendable ([Int32]) -> Void) throws {
        let pipe = guantong_signals_pipe()
        guard pipe >= 0 else { throw TerminalError.system("A pipe for signals", errno: errno) }
        self.numbers = numbers
        self.pipe = pipe
        source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: queue)
        source.setEventHandler {
            let came = Signals.take(numbers, pipe)
            if !came.isEmpty { handle(came) }
        }
        for number in numbers { guantong_signal_catch(number) }
        source.activate()
    }

    /// Becomes readable when a signal has arrived.
    var descriptor: Int32 { pipe }

    /// The signals that came and were not told yet.
    public func drain() -> [Int32] { Signals.take(numbers, pipe) }

    private static func take(_ numbers: [Int32], _ pipe: Int32) -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 64)
        while read(pipe, &buffer, buffer.count) == buffer.count {}
        // After the bytes: what comes from here on writes one more.
        return numbers.filter { guantong_signal_take($0) != 0 }
    }

    /// Listens no more, and puts back what was before.
    public func cancel() {
        source.cancel()
        for number in numbers { guantong_signal_release(number) }
    }

    /// Listens no more, but goes on catching: what comes is for the next listener.
    public func handOver() { source.cancel() }

    /// Listens no more since the program ends. Being asked again to end does not keep it from finishing what it writes;
    /// the rest is as before.
    public func end() {
        source.cancel()
        for number in numbers {
            if Signals.endings.contains(number) {
                guantong_signal_ignore(number)
            } else {
                guantong_signal_release(number)
            }
        }
    }
}
