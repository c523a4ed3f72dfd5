import GRDB
import Newsroom

/// The read model of channels.
enum ChannelTable: ReadModel {
    static let table = Projection.Table(
        """
        CREATE TABLE channel(row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, card TEXT NOT NULL);
        """)

    static func projection(of channel: Channel) -> Projection {
        Projection(table, .channel(channel.card.id), [channel.card.id.rawValue.databaseValue, json(channel.card)])
    }
}

extension Snapshot {
    /// All channels, in the order in which they were added.
    public func channels() throws -> [ChannelCard] {
        try Row.fetchAll(db.cachedStatement(sql: "SELECT card FROM channel ORDER BY row"))
            .compactMap { decoded(ChannelCard.self, $0.text(0)) }
    }
}
