import Foundation

/// What a console may touch of the machine it runs on, beyond the desk's own rules. An ordinary console may what its
/// user may; behind the gate and in the demonstration, where the person at the keys is not the account that the
/// program runs as, everything that is not named here is out of reach.
public struct HostAccess: Sendable {
    /// The command that a text is given to; `nil` where no program may be started or none was found, and the console's
    /// own editor takes its place.
    public var editor: String?
    /// Whether Ctrl-Z may lead to a shell.
    public var suspends: Bool
    /// Whether files of the account may be read and attached.
    public var readsFiles: Bool
    /// Folders with themes; earlier ones win. A theme is only ever named, never a path.
    public var themeFolders: [String]
    /// `config.toml`, which need not exist; `nil` where no settings are read.
    public var configuration: String?
    /// The folder for texts that the desk does not have and for crash reports; `nil` keeps texts in memory only.
    public var stateFolder: String?
    /// The folder for texts where that one cannot be written: full, read-only, or not there.
    public var spareFolder: String?
    /// After how long without a word a terminal that answers questions is gone, unless the configuration says another
    /// time; `nil` where it is at this machine, whose kernel tells of its end.
    public var silence: Duration?

    /// Without more, nothing.
    public init(
        editor: String? = nil, suspends: Bool = false, readsFiles: Bool = false, themeFolders: [String] = [],
        configuration: String? = nil,
        stateFolder: String? = nil, spareFolder: String? = nil, silence: Duration? = nil
    ) {
        self.editor = editor
        self.suspends = suspends
        self.readsFiles = readsFiles
        self.themeFolders = themeFolders
        self.configuration = configuration
        self.stateFolder = stateFolder
        self.spareFolder = spareFolder
        self.silence = silence
    }

    /// Makes the folder for texts and reports: a program that is crashing can open a file at most.
    func prepare() {
        guard let stateFolder else { return }
        try? FileManager.default.createDirectory(
            atPath: stateFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
