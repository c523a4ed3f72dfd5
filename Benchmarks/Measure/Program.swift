import Foundation

/// What the system knows about a running program.
enum Program {
    struct Memory {
        /// Megabytes: in memory with everything shared, with what is shared divided among its users, and its own
        /// alone.
        var resident: Double
        var proportional: Double
        var anonymous: Double
    }

    static func memory(_ pid: pid_t) -> Memory? {
        guard let resident = field("VmRSS:", in: "/proc/\(pid)/status"),
            let anonymous = field("RssAnon:", in: "/proc/\(pid)/status"),
            let proportional = field("Pss:", in: "/proc/\(pid)/smaps_rollup")
        else { return nil }
        return Memory(
            resident: Double(resident) / 1024, proportional: Double(proportional) / 1024,
            anonymous: Double(anonymous) / 1024)
    }

    /// Nanoseconds of CPU time, of threads that have ended too.
    static func processorTime(_ pid: pid_t) -> Int? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// What a process was started as.
    static func command(_ pid: pid_t) -> String {
        (text("/proc/\(pid)/cmdline") ?? "").replacingOccurrences(of: "\0", with: " ")
    }

    /// How often each thread has gone to sleep, by its number; every sleep is a wake-up later.
    static func sleeps(_ pid: pid_t) -> [String: Int] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        var sleeps: [String: Int] = [:]
        for thread in threads {
            sleeps[thread] = field("voluntary_ctxt_switches:", in: "/proc/\(pid)/task/\(thread)/status")
        }
        return sleeps
    }

    private static func field(_ name: String, in path: String) -> Int? {
        for line in (text(path) ?? "").split(separator: "\n") where line.hasPrefix(name) {
            return line.dropFirst(name.count).split(whereSeparator: { $0 == " " || $0 == "\t" }).first.flatMap {
                Int($0)
            }
        }
        return nil
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
