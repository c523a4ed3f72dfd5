import Foundation
import Newsroom

/// Where things are: the user's files, the program's own files, and who the user is.
enum Places {
    /// The database when none is named.
    static func database() -> String {
        if let named = variable("GUANTONG_DB") { return named }
        return (folder("XDG_DATA_HOME") ?? home() + "/.local/share") + "/guantong/desk.sqlite"
    }

    /// The folder of the user's configuration.
    static func configuration() -> String { (folder("XDG_CONFIG_HOME") ?? home() + "/.config") + "/guantong" }

    /// Where crash reports go.
    static func state() -> String { (folder("XDG_STATE_HOME") ?? home() + "/.local/state") + "/guantong" }

    /// A second folder for texts, where that one cannot be written; other people's texts are told by their names.
    static func spare() -> String { (variable("TMPDIR") ?? "/tmp") + "/guantong-texts-\(geteuid())" }

    /// The name under which the caller is logged in: the system's word, not the environment's.
    static func login(of user: uid_t = getuid()) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "uid\(user)" }
        return String(cString: name)
    }

    /// The caller's full name, or the login where the system has none.
    static func fullName() -> String {
        guard let entry = getpwuid(getuid()), let text = entry.pointee.pw_gecos else { return login() }
        let name = CleanText.line(String(String(cString: text).prefix { $0 != "," }), limit: 40)
        return name.isEmpty ? login() : name
    }

    /// A login made into an id: lower case, everything that an id cannot hold becomes `-`.
    static func identifier(login: String) -> StaffID {
        let bytes = login.lowercased().utf8.prefix(32).map { byte -> UInt8 in
            let isFit = (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95 || byte == 46
            return isFit ? byte : 45
        }
        return StaffID(rawValue: CleanText.identifier(String(decoding: bytes, as: UTF8.self)) ?? "admin")
    }

    /// The folder with Themes and Data: beside the installed program, or the checkout that it was built in.
    static func installation() -> String? {
        guard let program = Self.program() else { return nil }
        var folder = (program as NSString).deletingLastPathComponent
        let shared = ((folder as NSString).deletingLastPathComponent as NSString)
            .appendingPathComponent("share/guantong")
        if hasBoth(shared) { return shared }
        while folder != "/", !folder.isEmpty {
            if hasBoth(folder) { return folder }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }

    /// The file that runs.
    static func program() -> String? {
        guard let found = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    private static func hasBoth(_ folder: String) -> Bool { isFolder(folder + "/Themes") && isFolder(folder + "/Data") }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func home() -> String {
        if let named = folder("HOME") { return named }
        // Debian's word for the home of an account that has none: never the folder that the caller happens to be in.
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir, folder.pointee == 0x2F else {
            return "/nonexistent"
        }
        return String(cString: folder)
    }

    /// A folder from the environment. The XDG base directories say that relative paths are invalid and passed over: what
    /// they named would lie wherever the caller happened to be.
    private static func folder(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
