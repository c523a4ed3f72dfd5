import Foundation
import GRDB
import Newsroom

/// The desk at one moment, as screens and commands read it.
public struct Snapshot {
    let db: Database
    let path: String
    private let cards: Cards
    /// What stood beside the database when it was opened, where nobody has compared it yet.
    let noted: Witness.Note?
    /// The ledger's clock when the reading began.
    public let now: Moment

    init(_ db: Database, path: String, now: Moment, cards: Cards, noted: Witness.Note? = nil) {
        self.db = db
        self.path = path
        self.now = now
        self.cards = cards
        self.noted = noted
    }

    /// Everybody and every place, for looking up names.
    public func directory() throws -> Directory {
        let charter = try desk().charter
        let centres = try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM centre ORDER BY row"))
            .compactMap { decoded(CentreCard.self, $0.text(0)) }
        let staff = try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM staff ORDER BY row"))
            .compactMap { decoded(StaffCard.self, $0.text(0)) }
        return Directory(
            charter: charter, centres: centres, channels: try channels(), staff: staff,
            loans: try LoanTable.agreed(db, at: now))
    }

    /// Everything that happened to a subject, in stamp order; that people saw what came of their acts is none of it.
    public func history(_ id: SubjectID) throws -> [Event] {
        try EventStore.events(db, of: id).filter { if case .common(.overruledRead) = $0.fact { false } else { true } }
    }

    /// A story with all its texts and reviews, where it stands on its channels, in their order, and what happened to it, with what
    /// the duty log tells of the channels, in the order in which that counts.
    public func storyWithChannels(
        _ id: SubjectID
    ) throws -> (story: Story?, placements: [Placement], history: [Event]) {
        let own = try history(id)
        let channels = try PlacementTable.ids(db, of: id).map { try history($0) }
        let told = channels.joined().filter { $0.fact.kind.rule.isListed }
        return (
            Story.fold(own)?.state, channels.compactMap { Placement.fold($0)?.state },
            (own + told).sorted { $0.stamp < $1.stamp }
        )
    }

    func decoded<Value: Decodable & FieldCoded & Sendable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { cards.read(type, $0) }
    }

    func decoded<Value: Decodable & Sendable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { cards.read(type, $0) }
    }
}
