import ArgumentParser
import Foundation

// The executable: commands and wiring only.

do {
    var command = try Guantong.parseAsRoot()
    try command.run()
} catch {
    Farewell.leave(error)
}
