import CNcurses

/// Restores the terminal and writes a report when the program crashes.
///
/// The work is done in C, in the shim's handler: after a fault nothing of Swift's
/// runtime may be trusted. This is the only file that may name the `cn_crash_…`
/// functions, because their state exists once for each file that does.
@MainActor
enum CrashGuard {
    /// Arms the handlers. `restore` is what the terminal must be sent to be as before.
    static func arm(
        terminal: Int32, saved: termios, restore: [UInt8], realError: Int32, caughtError: Int32, directory: String?
    ) {
        cn_crash_install()
        cn_crash_stack()
        var saved = saved
        restore.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: CChar.self).baseAddress
            if let directory {
                cn_crash_arm(terminal, &saved, bytes, raw.count, realError, caughtError, directory)
            } else {
                cn_crash_arm(terminal, &saved, bytes, raw.count, realError, caughtError, nil)
            }
        }
    }

    /// An alternate stack for this thread, so that running out of stack is caught too.
    static func coverThread() { cn_crash_stack() }

    /// The terminal is the shell's or an editor's now: a crash is reported, the screen left alone.
    static func release() { cn_crash_disarm() }
}
