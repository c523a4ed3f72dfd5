import Foundation
import Ledger
import Newsroom

/// The desk as a command works with it: the ledger and the names of its people and places.
final class OpenDesk {
    let ledger: Ledger
    let directory: Directory
    let policy: Policy
    let zone: Zone
    let read: Localizer
    /// The desk's time when it was opened.
    let now: Moment

    init(_ ledger: Ledger, language: Language) throws {
        self.ledger = ledger
        (directory, policy, now) = try ledger.read { (try $0.directory(), try $0.desk().policy, $0.now) }
        zone = Zone(identifier: directory.charter.zone) ?? .beijing
        read = Localizer(language: language, zone: zone, directory: directory)
    }

    // MARK: - Names as people type them

    /// The centre that a typed name means.
    func centre(_ typed: String) throws -> CentreID { try directory.readCentre(typed).id }

    /// The centres of a list such as `erqi,jinshui` or `all`.
    func centres(_ typed: String) throws -> [CentreID] { try directory.readCentres(list: typed).map(\.id) }

    /// The person whom a typed name means; one who left is found by id only.
    func staff(_ typed: String) throws -> StaffID { try directory.readPerson(typed).id }

    /// The people of a list such as `liwei,zhouyuan`.
    func people(_ typed: String) throws -> [StaffID] { try directory.readPeople(list: typed).map(\.id) }

    /// The post of a text such as `reporter@erqi`.
    func post(_ typed: String) throws -> Post {
        let parts = typed.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2, let role = Role(argument: parts[0]) else {
            throw Failure.usage(
                Phrase("岗位写作 角色@中心，如 reporter@erqi", "a post is a role and a centre, such as reporter@erqi"))
        }
        return Post(role: role, house: try centre(parts[1]))
    }

    /// The posts of texts, of which an empty one says that there is none.
    func posts(_ typed: [String]) throws -> [Post] { try typed.filter { !$0.isEmpty }.map(post) }

    /// The channels of a list such as `app,wechat`.
    func channels(_ typed: String) throws -> [ChannelID] { try directory.readChannels(list: typed).map(\.id) }

    /// The channel that a typed name means.
    func channel(_ typed: String) throws -> ChannelID { try directory.readChannel(typed).id }

    /// The moment that a typed time means.
    func time(_ typed: String) throws -> Moment { try TimeExpression.read(typed, now: now, zone: zone) }

    /// The moment that was, of a time as it is typed.
    func pastTime(_ typed: String) throws -> Moment {
        try TimeExpression.read(typed, now: now, zone: zone, looking: .back)
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
