import Foundation
import Synchronization

/// Asked once: each time it would be four files to read.
private let cores = ProcessInfo.processInfo.activeProcessorCount

/// Makes values ready on the other cores, in order, while those before them are being used. Where none is ready yet and
/// nobody has begun it, whoever asks makes it: no core waits for another as long as there is something to do.
final class Ahead<Value: Sendable>: @unchecked Sendable {
    /// How many there are.
    let count: Int
    private let make: @Sendable (Int) -> Value
    // Guarded by the condition.
    private var ready: [Int: Value] = [:]
    /// The first that nobody has begun.
    private var next = 0
    private let condition = NSCondition()

    /// - Parameter make: makes the value of a place; called once for each, from any thread.
    init(_ count: Int, _ make: @escaping @Sendable (Int) -> Value) {
        self.count = count
        self.make = make
        // One core is for whoever uses the values.
        for _ in 0..<max(0, min(count, cores) - 1) {
            DispatchQueue.global(qos: .userInitiated).async { [self] in
                while let place = begin() {
                    let value = make(place)
                    condition.withLock {
                        ready[place] = value
                        condition.signal()
                    }
                }
            }
        }
    }

    /// The same of some inputs. Each is let go by whoever has used it: what a batch holds takes long to let go of.
    ///
    /// - Parameter make: makes the value of an input; called once for each, from any thread.
    convenience init<Input: Sendable>(of inputs: [Input], _ make: @escaping @Sendable (Input) -> Value) {
        let waiting = Mutex(inputs.map(Optional.some))
        self.init(inputs.count) { place in
            guard let input = waiting.withLock({ $0[place].take() }) else { preconditionFailure("made twice") }
            return make(input)
        }
    }

    private func begin() -> Int? {
        condition.withLock {
            guard next < count else { return nil }
            next += 1
            return next - 1
        }
    }

    /// The value of a place; to be asked for in order, each once, by one thread.
    func take(_ place: Int) -> Value {
        condition.lock()
        while place < next {
            if let value = ready.removeValue(forKey: place) {
                condition.unlock()
                return value
            }
            condition.wait()
        }
        next = place + 1
        condition.unlock()
        return make(place)
    }
}
