import Foundation
import Ledger
import Newsroom

/// The desk as a command works with it: the ledger and the names of its people and places.
final class OpenDesk {
    let ledger: Ledger
    let directory: Directory
    let policy: Policy
    let zone: Zone
    let read: Reader
    /// The desk's time when it was opened.
    let now: Moment

    init(_ ledger: Ledger, language: Language) throws {
        self.ledger = ledger
        (directory, policy, now) = try ledger.read { (try $0.directory(), try $0.desk().policy, $0.now) }
        zone = Zone(identifier: directory.charter.zone) ?? .beijing
        read = Reader(language: language, zone: zone, directory: directory)
    }

    // MARK: - Names as people type them

    /// The centre that a typed name means.
    func centre(_ typed: String) throws -> CentreID {
        switch directory.centre(typed) {
        case .one(let card): return card.id
        case .several(let cards):
            throw Failure.ambiguous(
                quoted(typed), candidates: cards.prefix(12).map { "\($0.id.rawValue) \($0.name(read.language))" })
        case .none: throw Refusal.unknownCentre(quoted(typed))
        }
    }

    /// The centres of a list such as `erqi,jinshui`.
    func centres(_ typed: String) throws -> [CentreID] {
        try typed.split(whereSeparator: { ",，、".contains($0) }).map { try centre(String($0)) }
    }

    /// The person whom a typed name means; one who left is found by id only.
    func staff(_ typed: String) throws -> StaffID {
        let id = StaffID(rawValue: typed)
        if directory.person(id: id) != nil { return id }
        switch directory.person(typed) {
        case .one(let card): return card.id
        case .several(let cards):
            throw Failure.ambiguous(
                quoted(typed),
                candidates: cards.prefix(12).map { "\($0.id.rawValue) \($0.name) \(read.centre($0.centre))" })
        case .none: throw Refusal.unknownStaff(quoted(typed))
        }
    }

    /// The channel that a typed name means.
    func channel(_ typed: String) throws -> ChannelID {
        switch directory.channel(typed) {
        case .one(let channel): return channel.id
        case .several(let channels):
            throw Failure.ambiguous(
                quoted(typed), candidates: channels.prefix(12).map { "\($0.id.rawValue) \($0.name(read.language))" })
        case .none: throw Refusal.unknownChannel(quoted(typed))
        }
    }

    /// The moment that a typed time means.
    func time(_ typed: String) throws -> Moment {
        guard let moment = TimeExpression.parse(typed, now: now, zone: zone) else {
            throw Failure.badTime(quoted(typed))
        }
        return moment
    }

    /// The task, story or lead of a number or an id.
    func item(_ typed: String, _ series: Series) throws -> SubjectID {
        if let number = Number(typed), number.series != series { throw Refusal.unknownItem(quoted(typed)) }
        let found = try numbered(typed)
        guard found.number.series == series else { throw Refusal.unknownItem(quoted(typed)) }
        return found.id
    }

    /// Whatever a number or an id names. Of several that have one number none is chosen.
    func numbered(_ typed: String) throws -> NumberedItem {
        switch try ledger.read({ try $0.find(typed) }) {
        case .one(let item): return item
        case .several(let items):
            throw Failure.ambiguousNumber(quoted(typed), candidates: items.map { $0.description(read) })
        case .none: throw Refusal.unknownItem(quoted(typed))
        }
    }

    /// What was typed, fit to be said back.
    private func quoted(_ typed: String) -> String { CleanText.line(typed, limit: 60) }
}
