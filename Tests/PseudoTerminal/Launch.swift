import Glibc

/// Starts a program by one of the ways of `CPseudoTerminal`, which is given words and variables as C wants them.
func launch(
    _ command: [String], _ environment: [String: String],
    by start: (inout pid_t, UnsafeMutablePointer<CString?>, UnsafeMutablePointer<CString?>) -> CInt
) throws -> pid_t {
    guard let program = command.first else { throw PseudoTerminalError.system("posix_spawn", EINVAL) }
    var pid = pid_t()
    let code = withPointers(to: command) { words in
        withPointers(to: environment.map { "\($0.key)=\($0.value)" }) { variables in start(&pid, words, variables) }
    }
    guard code == 0 else { throw PseudoTerminalError.system("posix_spawn \(program)", code) }
    return pid
}

typealias CString = UnsafeMutablePointer<CChar>

/// The strings as C wants them: pointers, and a null one at the end.
private func withPointers<Result>(to strings: [String], _ body: (UnsafeMutablePointer<CString?>) -> Result) -> Result {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("never empty: the null pointer is there") }
        return body(base)
    }
}
