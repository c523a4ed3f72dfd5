import Dispatch
import Foundation
import Newsroom

/// Somebody who has a console open at this desk, and what they look at. Nothing of it is ever in the log.
public struct Present: Equatable, Sendable {
    /// Who it is.
    public var staff: StaffID
    /// When they opened the console.
    public var since: Moment
    /// The screen they are on, by its word: `board`, `story`.
    public var place: String
    /// What that screen is about: a task, a story, a lead, a centre; `nil` where it is a list.
    public var subject: SubjectID?
    /// How people say that subject: S-0042; `nil` where it has no number.
    public var number: Number?
    /// Whether they only look.
    public var isReadOnly: Bool

    /// Somebody at a screen.
    public init(staff: StaffID, since: Moment, place: String, subject: SubjectID? = nil, isReadOnly: Bool = false) {
        self.staff = staff
        self.since = since
        self.place = place
        self.subject = subject
        self.isReadOnly = isReadOnly
    }
}

/// Who is at the desk: each console keeps a small file beside its socket in `FILE.consoles`, and tells the others
/// when it has changed.
///
///     NAME.who    {"staff":"liwei","since":1795226400000,"place":"story","subject":"0198…","readOnly":true}
///
/// At most 1 KB, written whole under the name `NAME.new` first. It lasts as long as the socket answers: whoever finds
/// it silent sweeps both away. Whoever may write the folder could write anything there, so all of it is doubted.
public final class PresenceService: @unchecked Sendable {
    // What changes is touched on the queue only.
    private let path: String
    /// What this console's own files are called; `nil` where it could leave none.
    private let name: String?
    /// Beside everything else: a slow disk holds up nobody's keys.
    private let queue = DispatchQueue(label: "ledger.attendance", qos: .utility)
    private var shown: Present?
    private var isOver = false

    /// The largest file that is read, in bytes.
    private static let limit = 1024
    /// No more people are counted.
    private static let crowd = 200

    init(path: String, name: String?) {
        self.path = path
        self.name = name
    }

    /// Lets the others know where this console's owner is; they are told when it is something new.
    public func show(_ present: Present) {
        queue.async { [self] in
            guard let name, !isOver, present != shown, Self.write(present, name, path) else { return }
            shown = present
            Notice.send(.presence, from: path, but: name + ".socket")
        }
    }

    /// Reads who else is there, beside everything else; `found` is called on this object's own queue.
    public func look(_ ledger: Ledger, found: @escaping @Sendable ([Present]) -> Void) {
        queue.async { [self] in
            guard !isOver else { return }
            // Who is there is asked again and again: a reading that fails shows the next time.
            if let present = try? ledger.present(but: name) { found(present) }
        }
    }

    /// Shows nothing any more; returns when nothing of it is under way.
    func leave() {
        queue.sync { isOver = true }
    }

    // MARK: - The files

    private struct Card: Codable {
        var staff: String
        var since: Int64
        var place: String
        var subject: SubjectID?
        var readOnly: Bool?
    }

    private static func write(_ present: Present, _ name: String, _ path: String) -> Bool {
        let card = Card(
            staff: present.staff.rawValue, since: present.since.milliseconds, place: present.place,
            subject: present.subject, readOnly: present.isReadOnly ? true : nil)
        guard let bytes = try? JSONEncoder().encode(card), bytes.count <= limit else { return false }
        let directory = Notice.open(path)
        guard directory >= 0 else { return false }
        defer { close(directory) }
        unlinkat(directory, name + ".new", 0)
        let file = openat(directory, name + ".new", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        // As the socket: colleagues read it, whatever the umask says.
        fchmod(file, 0o660)
        let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        close(file)
        return count == bytes.count && renameat(directory, name + ".new", directory, name + ".who") == 0
    }

    /// Everybody whose console answers, but the one of this name. What a dead console left is swept away.
    static func read(_ path: String, but own: String?) -> [Present] {
        let directory = Notice.open(path)
        guard directory >= 0 else { return [] }
        defer { close(directory) }
        var found: [Present] = []
        for file in Notice.names(directory).sorted() where file.hasSuffix(".who") && found.count < crowd {
            let name = String(file.dropLast(4))
            // Our own names are digits and a hyphen: nothing else in the folder is ours to judge or to sweep.
            let isOurs = name.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 } && name.utf8.count <= 32
            guard isOurs, name != own else { continue }
            guard Notice.isLive(directory, name) else {
                Notice.sweep(directory, name)
                continue
            }
            if let present = card(directory, file) { found.append(present) }
        }
        return found
    }

    private static func card(_ directory: Int32, _ file: String) -> Present? {
        // Not through a link, and without waiting for whoever might write into a pipe.
        let descriptor = openat(directory, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        return present(bytes.prefix(max(0, count)))
    }

    /// What a file says; `nil` where it is none.
    static func present(_ bytes: ArraySlice<UInt8>) -> Present? {
        guard (1...limit).contains(bytes.count),
            let card = try? JSONDecoder().decode(Card.self, from: Data(bytes)),
            let staff = CleanText.identifier(card.staff), let place = CleanText.identifier(card.place),
            // Within what a calendar can say.
            (0...253_402_300_799_999).contains(card.since)
        else { return nil }
        return Present(
            staff: StaffID(rawValue: staff), since: Moment(milliseconds: card.since), place: place,
            subject: card.subject, isReadOnly: card.readOnly == true)
    }
}

extension Ledger {
    /// Everybody at the desk who works here, in the order of their coming.
    public func present() throws -> [Present] { try present(but: nil) }

    fileprivate func present(but own: String?) throws -> [Present] {
        let found = PresenceService.read(path, but: own)
        guard !found.isEmpty else { return [] }
        let known = try read { desk in
            try found.compactMap { present -> Present? in
                guard try desk.staff(present.staff)?.isActive == true else { return nil }
                var present = present
                present.number = try present.subject.flatMap(desk.number(of:))
                return present
            }
        }
        return known.sorted { ($0.since, $0.staff.rawValue) < ($1.since, $1.staff.rawValue) }
    }
}
