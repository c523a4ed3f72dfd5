import Files
import Foundation
import Interchange
import Newsroom
import Testing

@Suite struct RosterTests {
    private static let data = packageRoot.appendingPathComponent("Data")

    @Test func zhengzhou() throws {
        let roster = try RosterFile.read(path: Self.data.appendingPathComponent("zhengzhou.toml").path)
        #expect(roster.charter.id == "zz")
        #expect(roster.charter.name.zh == "郑州市融媒体指挥中心")
        #expect(roster.charter.zone == "Asia/Shanghai")
        #expect(roster.channels.count == 26)
        #expect(roster.channels.count { $0.house == "erqi" } == 1, "each centre has a channel of its own")
        #expect(roster.policy == Policy())
        #expect(roster.centres.count == 16)
        var map = Array(repeating: Array(repeating: "", count: 4), count: 4)
        for centre in roster.centres {
            let row = try #require(centre.row)
            let column = try #require(centre.column)
            map[row][column] = centre.id.rawValue
        }
        #expect(
            map == [
                ["gongyi", "shangjie", "huiji", "jinshui"], ["xingyang", "gaoxin", "zhongyuan", "zhengdong"],
                ["dengfeng", "erqi", "guancheng", "zhongmu"], ["xinmi", "xinzheng", "hangkonggang", "jingkai"],
            ])
        let kinds = Dictionary(grouping: roster.centres, by: \.kind).mapValues(\.count)
        #expect(kinds == [.county: 1, .city: 5, .district: 6, .zone: 4])
        let xinmi = roster.centres.first { $0.id == "xinmi" }
        #expect(xinmi?.falseFriends.contains("新密码") == true && xinmi?.falseFriends.contains("新密探") == true)
        for centre in roster.centres {
            let names = [centre.name.zh] + centre.aliases
            for friend in centre.falseFriends {
                #expect(names.contains { friend.contains($0) }, "\(friend) holds no name of \(centre.id.rawValue)")
            }
        }
    }

    @Test func province() throws {
        let roster = try RosterFile.read(path: Self.data.appendingPathComponent("province.toml").path)
        #expect(roster.centres.count == 104)
        #expect(roster.centres.contains { $0.column != nil } && roster.centres.contains { $0.column == nil })
        #expect(Set(roster.centres.map(\.name.zh)).count == 104)
        #expect(Set(roster.centres.map(\.name.en)).count == 104)
    }

    /// A roster without fault, with one line changed.
    private static let good = """
        [desk]
        id = "d"
        zh = "台"
        en = "Desk"
        zone = "Asia/Shanghai"
        [[channel]]
        id = "app"
        zh = "端"
        en = "App"
        [[centre]]
        id = "a"
        zh = "甲"
        en = "A"
        kind = "city"
        column = 0
        row = 1
        [[centre]]
        id = "b"
        zh = "乙"
        en = "B"
        kind = "county"
        column = 1
        row = 1
        aliases = ["小乙"]
        [policy]
        acknowledge = { flash = 60 }
        quiet = 100
        lost = 200
        """

    @Test func whatTheDeskMayDoOnBehalf() throws {
        func read(_ rule: String) throws -> [CentreID: OnBehalf] {
            try RosterFile.read(text: Self.good + "\nonBehalf = { \(rule) }", file: "r.toml").policy.onBehalf
        }
        #expect(try read(#"b = "never", a = "always""#) == ["b": .never, "a": .always])
        for wrong in [#"c = "never""#, #"b = "no""#, "b = 1"] {
            #expect(throws: DataFileError.self, "\(wrong)") { try read(wrong) }
        }
    }

    @Test func smallest() throws {
        let roster = try RosterFile.read(text: Self.good, file: "r.toml")
        #expect(roster.centres.map(\.aliases) == [[], ["小乙"]])
        #expect(roster.policy.quiet == 100 && roster.policy.acknowledge == Policy().acknowledge)
    }

    @Test(arguments: [
        (5, #"zone = "Asia/Nowhere""#, "desk.zone", 5), (5, "", "desk.zone", 1), (3, #"zh = """#, "desk.zh", 3),
        (2, #"id = "Ä""#, "desk.id", 2), (4, #"enn = "Desk""#, "desk.enn", 4),
        (14, #"kind = "town""#, "centre[0].kind", 14),
        (18, #"id = "a""#, "centre[1].id", 18), (18, #"id = "d""#, "centre[1].id", 18),
        (22, "column = 0", "centre[1].column", 22), (22, "", "centre[1].row", 23),
        (22, "column = -1", "centre[1].column", 22), (22, "column = 1.5", "centre[1].column", 22),
        (24, #"aliases = "小乙""#, "centre[1].aliases", 24), (24, "aliases = [1]", "centre[1].aliases", 24),
        (26, "acknowledge = { flash = 0 }", "policy.acknowledge.flash", 26),
        (26, "acknowledge = { fast = 9 }", "policy.acknowledge.fast", 26), (28, "lost = 100", "policy.lost", 28),
        (28, "lost = 99999999999", "policy.lost", 28), (12, "zh = \"甲\\u202e\"", "centre[0].zh", 12),
        (1, "colour = 1\n[desk]", "colour", 1),
    ])
    func faultsNameTheirPlace(line: Int, text: String, key: String, at: Int) throws {
        var lines = Self.good.components(separatedBy: "\n")
        lines[line - 1] = text
        do throws(DataFileError) {
            _ = try RosterFile.read(text: lines.joined(separator: "\n"), file: "r.toml")
            Issue.record("\(text) was let through")
        } catch {
            #expect(error.key == key && error.line == at, "\(error.phrase.en)")
            #expect(error.phrase.zh.hasPrefix("r.toml 第 \(at) 行 \(key)："), "\(error.phrase.zh)")
            #expect(error.phrase.en.hasPrefix("r.toml, line \(at), \(key): "), "\(error.phrase.en)")
        }
    }

    @Test func syntaxAndCounts() throws {
        func error(_ text: String) -> DataFileError? {
            do throws(DataFileError) {
                _ = try RosterFile.read(text: text, file: "r.toml")
                return nil
            } catch { return error }
        }
        #expect(error("[desk]\nid = = 3")?.line == 2)
        #expect(error("a = " + String(repeating: "[", count: 100_000))?.line == 1, "no depth brings it down")
        #expect(error("a" + String(repeating: ".a", count: 50_000) + " = 1")?.line == 1)
        #expect(error("# a.b\n[a" + String(repeating: ".a", count: 50_000) + "]")?.line == 2)
        #expect(
            error("b = \"\"\"\n\(String(repeating: ".", count: 50))\n\"\"\"")?.key == "b", "dots in texts are texts")
        #expect(error("\na = \"\0\"")?.line == 2)
        for half in ["[.", "[,", "[[[", "[[[\n", "[.centre]\nid = 1"] {
            #expect(error(half)?.line == 1, "\(half) is refused, and ends nothing")
        }
        #expect(error("")?.kind == .missing)
        let centre = { (index: Int) in "[[centre]]\nid = \"c\(index)\"\nzh = \"县\"\nen = \"C\"\nkind = \"county\"\n" }
        let head = Self.good.components(separatedBy: "\n")[..<9].joined(separator: "\n") + "\n"
        #expect(error(head)?.key == "centre")
        #expect(error(head + (0..<200).map(centre).joined()) == nil)
        #expect(error(head + (0..<201).map(centre).joined())?.key == "centre")
        #expect(throws: DataFileError(file: "/none.toml", line: nil, key: "", kind: .file(.missing))) {
            try RosterFile.read(path: "/none.toml")
        }
    }
}
