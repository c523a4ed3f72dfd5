import GRDB
import Newsroom
import Testing

@testable import Ledger

/// What the files of people hold is what the tables of the subjects say, and never changes without a migration.
@Suite struct SchemaTests {
    /// The columns are read from the text that creates a table: SQLite reads the same ones.
    @Test func columnsAreThoseOfTheFile() throws {
        let fixture = try Fixture()
        try fixture.ledger.read { desk in
            for table in Projection.tables {
                let columns = try Row.fetchAll(desk.db, sql: "PRAGMA table_info(\(table.name))").map { $0.text(1) }
                #expect(columns.filter { $0 != "row" } == table.columns, "\(table.name)")
                #expect(table.columns.first == "id", "\(table.name)")
                if let search = table.search {
                    #expect(try desk.db.tableExists(search), "\(search)")
                }
            }
        }
    }

    /// Migrations that a version has brought to people are not edited: a new one goes after them, and this number changes
    /// with `Schema.version` only.
    @Test func theSchemaIsWhatItWas() throws {
        let fixture = try Fixture()
        try fixture.ledger.read { desk in
            let texts = try String.fetchAll(
                desk.db,
                sql: """
                    SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name <> 'grdb_migrations'
                        AND name NOT GLOB '*_search_*' ORDER BY rowid
                    """)
            // FNV-1a over the statements in the order of their making, without what SQLite and GRDB add.
            let sum = texts.joined(separator: ";").utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            }
            #expect(Schema.version == 14)
            #expect(texts.count == 79)
            #expect(sum == 0xf21d_2daa_5504_a600)
        }
    }
}
