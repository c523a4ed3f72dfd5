import Dispatch

/// Hands the thread to the main queue; from here on everything happens in its events.
public func runLoop() -> Never {
    dispatchMain()
}
