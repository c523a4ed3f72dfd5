import Foundation
import PseudoTerminal

// Makes the pictures of the README from the real program: `guantong-picture PROGRAM FOLDER`. The demo's day is opened in
// a terminal of 120 by 36, in both languages, and what stands on the screen is written as SVG.

/// What is photographed: the name of the file and the keys that lead there from the board.
let scenes: [(name: String, keys: [String])] = [
    ("board", []),
    ("story", ["s", "\r"]),
]

func photograph(_ program: String, _ folder: String) throws {
    for language in ["zh", "en"] {
        let terminal = try PseudoTerminal(
            command: [program, "demo", "--seed", "1", "--lang", language, "--theme", "dark"], columns: 120, rows: 36)
        try terminal.wait(for: "F5")
        // The greeting at the bottom gives way to the hints.
        try terminal.send(key: .escape)
        try terminal.wait(for: language == "zh" ? "帮助" : "help")
        for scene in scenes {
            for key in scene.keys {
                try terminal.send(key)
                try terminal.settle()
            }
            try terminal.settle()
            let path = "\(folder)/\(scene.name).\(language).svg"
            try Picture(screen: terminal.display, palette: .dark).svg.write(
                toFile: path, atomically: true, encoding: .utf8)
            print(path)
        }
        terminal.hangUp()
        _ = try terminal.waitForExit()
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: guantong-picture PROGRAM FOLDER\n".utf8))
    exit(64)
}
do {
    try photograph(arguments[1], arguments[2])
} catch {
    FileHandle.standardError.write(Data("guantong-picture: \(error)\n".utf8))
    exit(1)
}
