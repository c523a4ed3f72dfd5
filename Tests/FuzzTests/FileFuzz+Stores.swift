import Foundation
import GRDB

@testable import Console
@testable import Ledger
@testable import Newsroom

// What the program itself keeps in files, which anybody may have changed since.
extension FileFuzz {
    /// A text that the desk did not take.
    func unsaved(_ bytes: [UInt8]) throws {
        try write(bytes, "unsaved/S-0042-\(Example.now.milliseconds).txt")
        let texts = KeptTexts(folders: [folder + "/unsaved"], owner: TextOwner(desk: "desk", writer: "liwei"))
        let kept = texts.load().map(\.text)
        guard kept.allSatisfy({ $0.utf8.elementsEqual(bytes) }) else { throw Finding("another text: \(kept)") }
    }

    /// Who has a console open.
    func presence(_ bytes: [UInt8]) throws {
        guard let present = PresenceService.present(bytes[...]) else { return }
        for text in [present.staff.rawValue, present.place] where CleanText.identifier(text) != text {
            throw Finding("no id: \(text)")
        }
    }

    /// A node's private key.
    func key(_ bytes: [UInt8]) throws {
        try write(bytes, "other.sqlite.key")
        chmod(folder + "/other.sqlite.key", 0o600)
        do { _ = try KeyFile(database: folder + "/other.sqlite")?.prove(Data()) } catch is LedgerError {}
    }

    /// The note of where a database stood.
    func note(_ bytes: [UInt8]) throws {
        try write(bytes, "desk.sqlite.origin")
        let path = ledger.path
        guard let note = Witness.Note(path) else { return }
        try ledger.writer?.held { connection in
            try connection.read { db in _ = (try note.isHeld(db, path), try note.loss(db, path)) }
        }
    }
}
