import Foundation
import Interchange
import Newsroom
import Testing

@Suite struct HotListTests {
    @Test func takesPhrasesAndPassesOverPaidPlaces() throws {
        let result = try read(
            """
            [{"title": "夜骑去看早市", "category": "社会", "hot": 0, "ads": false},
             {"title": "某牌手机", "ads": true, "hot": 5},
             {"title": "#郑州 暴雨#", "description": "雨还在下", "hot": 880123, "ads": false}]
            """, path: "/feeds/2024-11-09/07.json")
        #expect(result.problems.isEmpty)
        #expect(result.leads.map(\.title) == ["夜骑去看早市", "#郑州 暴雨#"])
        #expect(result.leads.map(\.heat) == [nil, 880_123])
        #expect(result.leads[1].text == "雨还在下")
        #expect(result.leads[1].sourceKey == "hot:郑州暴雨")
        let hour = TimeExpression.iso("2024-11-09T07:00:00+08:00", zone: .greenwich)
        #expect(result.leads.allSatisfy { $0.receivedAt == hour && $0.source == .hotList })
    }

    @Test(arguments: ["07.json", "/x/2024-13-09/07.json", "/x/2024-11-09/25.json", "/x/2024-11-09/7.json"])
    func otherPathsTellNoHour(path: String) throws {
        #expect(try read(#"[{"title": "a", "hot": 1}]"#, path: path).leads.first?.receivedAt == now)
    }

    @Test func samePhraseInAnotherFormIsTheSameLead() throws {
        let keys = try ["郑州 暴雨", "#郑州暴雨#", "郑州，暴雨！", "ＡＢ郑州", "ab郑州"].map { title in
            try read(#"[{"title": "\#(title)", "hot": 1}]"#).leads.first?.sourceKey
        }
        #expect(keys[0] == keys[1] && keys[1] == keys[2])
        #expect(keys[3] == keys[4] && keys[3] != keys[0])
    }

    @Test func oddValuesAreTold() throws {
        let result = try read(
            """
            [{"title": "一", "hot": "热"}, {"title": "二", "hot": 1e999}, {"title": "三", "hot": -4},
             {"title": 4, "hot": 1}, {"hot": 5, "category": "x"}, {"title": " \\u202e ", "hot": 1}, "七",
             {"title": "八", "hot": 1e12, "description": []}, {"title": "一", "hot": 2},
             {"title": "十", "hot": 99999999999999999999999999}]
            """)
        #expect(result.leads.map(\.title) == ["一", "二", "三", "八", "十"])
        #expect(result.leads[3].heat == 1_000_000_000_000)
        #expect(
            result.problems.map(\.place) == [
                "[0].hot", "[1].hot", "[2].hot", "[3].title", "[4].title", "[5].title", "[6]", "[7].description",
                "[8]", "[9].hot",
            ])
    }

    @Test func anEmptyListIsEmpty() throws {
        let result = try read("[]")
        #expect(result.leads.isEmpty && result.problems.isEmpty)
    }

    @Test(.enabled(if: sharedData != nil, noData)) func realHours() throws {
        let root = try #require(sharedData).appendingPathComponent("hotlist")
        let hours = files(in: root, ending: ".json")
        #expect(hours.count > 200)
        var keys: Set<String> = []
        var leads = 0
        for file in hours {
            let result = try ImportFile.read(path: file.path, now: now, zone: .beijing)
            #expect(result.problems.allSatisfy { if case .duplicate = $0.kind { true } else { false } }, "\(file.path)")
            #expect(result.leads.count > 30, "\(file.path)")
            for lead in result.leads {
                let key = try #require(lead.sourceKey)
                #expect(CleanText.line(key, limit: 500) == key)
                keys.insert(key)
            }
            leads += result.leads.count
            let at = try #require(result.leads.first?.receivedAt)
            let civil = Zone.beijing.civil(at)
            #expect("\(civil.date)/\(civil.shortTime.prefix(2)).json" == file.path.suffix(18))
        }
        // Phrases stay on the list for hours: without a key of their own there would be a lead for each.
        #expect(keys.count * 2 < leads)
        #expect(keys.contains { $0.contains("夜骑") && $0.contains("开封") })
    }
}
