import Dispatch
import Foundation
import Ledger
import Newsroom

/// Runs an exchange, from a queue of its own.
public protocol Transport: AnyObject, Sendable {
    /// Begins.
    func start()
    /// Something was committed here.
    func committed()
    /// Goes, in order.
    func stop()
}

/// Runs one exchange over two descriptors: reads what comes, writes what is to go, tells it the time. Nothing waits
/// and nothing polls; while all is quiet one timer says a word every fifteen seconds.
public final class Pipe: Transport, @unchecked Sendable {
    // Used from its queue only.
    private let exchange: Exchange
    private let input: Int32
    private let output: Int32
    private let queue: DispatchQueue
    private let clock: @Sendable () -> Moment
    private let told: (ExchangeEvent) -> Void
    private let ended: (SyncOutcome) -> Void
    private var reading: (any DispatchSourceRead)?
    private var writing: (any DispatchSourceWrite)?
    private var timer: (any DispatchSourceTimer)?
    private var waiting: [UInt8] = []
    private var written = 0
    private var isReading = true
    private var isWriting = false
    private var isOver = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)

    /// - Parameters:
    ///   - input: read from, and closed at the end; so is `output`, which may be the same.
    ///   - queue: a serial queue of its own; `told` and `ended` are called on it.
    public init(
        _ exchange: Exchange, input: Int32, output: Int32, queue: DispatchQueue,
        clock: @escaping @Sendable () -> Moment = Moment.now, told: @escaping (ExchangeEvent) -> Void = { _ in },
        ended: @escaping (SyncOutcome) -> Void
    ) {
        self.exchange = exchange
        self.input = input
        self.output = output
        self.queue = queue
        self.clock = clock
        self.told = told
        self.ended = ended
        for descriptor in [input, output] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    /// Begins; to be called on the queue.
    public func start() {
        let reading = DispatchSource.makeReadSource(fileDescriptor: input, queue: queue)
        reading.setEventHandler { [self] in read() }
        let writing = DispatchSource.makeWriteSource(fileDescriptor: output, queue: queue)
        writing.setEventHandler { [self] in flush() }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [self] in
            exchange.tick(now: clock())
            flush()
            // Whoever was silent will not take a last word either: what is left of it is not waited for.
            if exchange.isOver { finish() }
            awaitTick()
        }
        // Descriptors are closed when Dispatch has let them go.
        let group = DispatchGroup()
        for source in [reading, writing] as [any DispatchSourceProtocol] {
            group.enter()
            source.setCancelHandler { group.leave() }
        }
        group.notify(queue: queue) { [input, output] in
            close(input)
            if output != input { close(output) }
        }
        (self.reading, self.writing, self.timer) = (reading, writing, timer)
        reading.resume()
        awaitTick()
        timer.resume()
        flush()
    }

    /// By a clock that nobody sets; a moment late rather than early.
    private func awaitTick() {
        timer?.schedule(deadline: .now() + .milliseconds(exchange.untilTick + 1), leeway: .milliseconds(500))
    }

    /// Something was committed here; to be called on the queue.
    public func committed() {
        exchange.committed()
        flush()
    }

    /// Goes, in order; to be called on the queue.
    public func stop() {
        exchange.stop()
        flush()
        finish()
    }

    private func read() {
        // What is at hand is read before any of it is taken, for one common transaction; but no more than a peer may
        // have on its way, so that one that never pauses is answered too.
        for _ in 0..<64 where !isOver && exchange.wantsInput {
            let count = Foundation.read(input, &buffer, buffer.count)
            if count > 0 {
                exchange.received(buffer[..<count], now: clock(), more: true)
                if count < buffer.count { break }
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                exchange.closed()
                flush()
                return finish()
            } else if errno == EAGAIN {
                break
            }
        }
        guard !isOver else { return }
        exchange.received([], now: clock())
        flush()
    }

    /// Writes as much as the line takes; asks for more when it took all.
    private func flush() {
        while !isOver {
            if written == waiting.count {
                waiting = exchange.takeOutput()
                written = 0
                for event in exchange.takeEvents() { told(event) }
                if waiting.isEmpty { break }
            }
            let count = waiting[written...].withUnsafeBytes { send($0) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                exchange.closed()
                return finish()
            }
        }
        guard !isOver else { return }
        if exchange.isOver, written == waiting.count { return finish() }
        listen(exchange.wantsInput)
        awaitRoom(written < waiting.count)
    }

    private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        Foundation.write(output, bytes.baseAddress, bytes.count)
    }

    private func listen(_ wanted: Bool) {
        guard wanted != isReading, let reading else { return }
        isReading = wanted
        if wanted { reading.resume() } else { reading.suspend() }
    }

    private func awaitRoom(_ wanted: Bool) {
        guard wanted != isWriting, let writing else { return }
        isWriting = wanted
        if wanted { writing.resume() } else { writing.suspend() }
    }

    private func finish() {
        guard !isOver else { return }
        isOver = true
        for event in exchange.takeEvents() { told(event) }
        // A suspended source cannot be cancelled.
        listen(true)
        awaitRoom(true)
        reading?.cancel()
        writing?.cancel()
        timer?.cancel()
        (reading, writing, timer) = (nil, nil, nil)
        ended(exchange.outcome)
    }
}

extension Exchange {
    /// An exchange with a nonce of its own and the clock of the wall.
    public convenience init(_ replica: any Replica, mode: Mode, options: Options = Options()) {
        var random = SystemRandomNumberGenerator()
        let nonce = Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        self.init(replica: replica, mode: mode, options: options, nonce: nonce, now: Moment.now())
    }

    /// Lets two exchanges of one process talk until both have nothing to say: a peer that is another database here.
    public static func talk(_ one: Exchange, _ other: Exchange, clock: () -> Moment = Moment.now) {
        while true {
            let there = one.takeOutput()
            if !there.isEmpty { other.received(there, now: clock()) }
            let back = other.takeOutput()
            if !back.isEmpty { one.received(back, now: clock()) }
            if there.isEmpty, back.isEmpty { return }
        }
    }
}
