import Foundation
import Synchronization
import Testing

/// Tests of programs mostly wait for them. They do so in threads of their own: the few that all other tests share, one
/// to a core, would stand still meanwhile, and what is limited in time would run out of it.
final class WaitingRoom: TaskExecutor {
    /// Two at a time, so that programs under test still answer soon.
    static let usual = WaitingRoom(seats: 2)
    /// For one suite whose tests follow each other for minutes, and would each time stand last in the queue.
    static let ssh = WaitingRoom(seats: 1)
    /// For tests that start dozens of processes.
    static let crowded = WaitingRoom(seats: 1)

    private let jobs = Mutex<[UnownedJob]>([])
    private let bell = DispatchSemaphore(value: 0)

    private init(seats: Int) {
        for _ in 0..<seats {
            Thread.detachNewThread { [self] in
                while true {
                    bell.wait()
                    let job = jobs.withLock { $0.removeFirst() }
                    job.runSynchronously(on: asUnownedTaskExecutor())
                }
            }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        bell.signal()
    }

    /// The suite's tests take their turn in the waiting room.
    struct Turn: SuiteTrait, TestTrait, TestScoping {
        var room: WaitingRoom
        var isRecursive: Bool { true }

        func provideScope(
            for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
        ) async throws {
            try await withTaskExecutorPreference(room) { try await function() }
        }
    }
}

extension Trait where Self == WaitingRoom.Turn {
    /// For suites that wait for programs.
    static var waiting: Self { waiting(in: .usual) }
    static func waiting(in room: WaitingRoom) -> Self { Self(room: room) }
}
