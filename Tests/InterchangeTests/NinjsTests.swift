import Foundation
import Interchange
import Newsroom
import Testing

@Suite struct NinjsTests {
    static let two = """
        {"uri": "urn:example:1", "type": "text", "version": "3", "versioncreated": "2026-11-21T09:12:00+08:00",
         "urgency": 2, "headlines": [{"role": "short", "value": "雨"}, {"role": "main", "value": "暴雨蓝色预警"}],
         "bodies": [{"role": "html", "contenttype": "text/html", "value": "<p>网页版</p>"},
                    {"role": "text", "contenttype": "text/plain", "value": "气象台发布预警。\\n请注意出行。"}],
         "places": [{"name": "二七区"}], "associations": [{"uri": "urn:example:picture", "type": "picture"}]}
        """

    @Test func versionTwo() throws {
        let result = try read(Self.two)
        #expect(result.problems.isEmpty)
        let lead = try #require(result.leads.first)
        #expect(result.leads.count == 1, "an associated item is no lead of its own")
        #expect(lead.title == "暴雨蓝色预警")
        #expect(lead.text == "气象台发布预警。\n请注意出行。")
        #expect(lead.place == "二七区")
        #expect(lead.priority == .urgent)
        #expect(lead.source == .feed)
        #expect(lead.sourceKey == "ninjs:urn:example:1#3")
        #expect(lead.receivedAt == TimeExpression.iso("2026-11-21T09:12:00+08:00", zone: .greenwich))
    }

    @Test func versionThreeDiffersOnlyInTheCaseOfItsKeys() throws {
        let three = Self.two.replacingOccurrences(of: "versioncreated", with: "versionCreated")
            .replacingOccurrences(of: "contenttype", with: "contentType")
        #expect(try read(three).leads == read(Self.two).leads)
    }

    @Test func plainFieldsOfVersionOne() throws {
        let result = try read(
            #"{"uri": "urn:example:9", "headline": "地铁延时", "body_text": "末班车延后一小时。", "urgency": 5, "located": "郑州"}"#)
        let lead = try #require(result.leads.first)
        #expect(lead.title == "地铁延时")
        #expect(lead.text == "末班车延后一小时。")
        #expect(lead.place == "郑州")
        #expect(lead.priority == .routine)
        #expect(lead.receivedAt == now)
    }

    @Test func markupBecomesParagraphs() throws {
        let body =
            #"<section><h2>题</h2><p>甲&nbsp;乙 <b>丙</b>&amp;丁<br/>戊</p><script>alert(1)</script><p>3 < 5&#33;</p><ul><li>一</li><li>二</li></ul></section>"#
        let json = try JSONSerialization.data(withJSONObject: [
            "uri": "urn:x", "headline": "h", "bodies": [["contenttype": "text/html", "value": body]],
        ])
        let text = try ImportFile.read(data: json, path: "x.json", now: now, zone: .beijing).leads.first?.text
        #expect(text == "题\n\n甲 乙 丙&丁\n戊\n\n3 < 5!\n\n一\n\n二")
    }

    @Test func oneBadItemCostsOnlyItself() throws {
        let result = try read(
            """
            [{"uri": "urn:a", "headlines": [{"value": "甲"}]}, 7, {"headlines": [{"value": "无名"}]},
             {"uri": 5, "headlines": [{"value": "乙"}]}, {"uri": "urn:b", "headlines": "乙", "title": "乙二"},
             {"uri": "urn:c", "pubstatus": "canceled", "title": "丙"}, {"uri": "urn:a", "title": "甲又"},
             {"uri": "urn:d", "title": "丁", "urgency": 1e999, "versioncreated": "昨天"}, {"uri": "urn:e"}, null,
             {"uri": "urn:f", "title": "\\ud800", "slugline": "己"}]
            """)
        #expect(result.leads.map(\.title) == ["甲", "乙二", "丁", "己"])
        let places = result.problems.map(\.place)
        #expect(
            places == [
                "[1]", "[2]", "[3].uri", "[3]", "[4].headlines", "[5].pubstatus", "[6]", "[7].urgency",
                "[7].versioncreated", "[8]", "[9]", "[10].title",
            ])
        for problem in result.problems {
            #expect(problem.phrase.zh.hasPrefix("made-up.json [") && problem.phrase.en.hasPrefix("made-up.json ["))
        }
    }

    @Test func newVersionIsANewLeadAndTheSameIsNot() throws {
        let again = Self.two.replacingOccurrences(of: #""version": "3""#, with: #""version": "4""#)
        let result = try read("[\(Self.two), \(again), \(Self.two)]")
        #expect(result.leads.map(\.sourceKey) == ["ninjs:urn:example:1#3", "ninjs:urn:example:1#4"])
        #expect(result.problems.map(\.kind) == [.duplicate(of: "[0]")])
    }

    @Test func embargoIsNotLost() throws {
        let item = #"{"uri": "urn:x", "title": "t", "body_text": "b", "embargoed": "2026-11-21T18:00:00+08:00"}"#
        #expect(try read(item).leads.first?.text == "〔禁发至 Embargoed until 2026-11-21T18:00:00+08:00〕\n\nb")
        #expect(try read(item.replacingOccurrences(of: "2026", with: "2025")).leads.first?.text == "b")
    }

    @Test func keysStayThemselvesWhenTheDeskCleansThem() throws {
        for uri in ["urn:\\u202ex", "urn:" + String(repeating: "长", count: 3000), " urn:a  b "] {
            let key = try #require(try read(#"{"uri": "\#(uri)", "title": "t"}"#).leads.first?.sourceKey)
            #expect(CleanText.line(key, limit: 500) == key)
        }
    }

    @Test(.enabled(if: sharedData != nil, noData)) func realItems() throws {
        let root = try #require(sharedData)
        let examples = files(in: root.appendingPathComponent("ninjs/examples"), ending: ".json")
        #expect(examples.count >= 7)
        for file in examples {
            let result = try ImportFile.read(path: file.path, now: now, zone: .beijing)
            #expect(result.problems.isEmpty, "\(file.lastPathComponent)")
            let lead = try #require(result.leads.first)
            #expect(result.leads.count == 1)
            #expect(!lead.title.isEmpty && lead.text.count > 40, "\(file.lastPathComponent): \(lead.text)")
            #expect(!lead.text.contains("<p>") && !lead.text.contains("&amp;"), "\(file.lastPathComponent)")
            if !file.lastPathComponent.contains("addb") {
                #expect((lead.receivedAt ?? now) < now, "\(file.lastPathComponent)")
            }
        }
        for schema in files(in: root.appendingPathComponent("ninjs/schema"), ending: ".json") {
            #expect(throws: ImportError.self) { try ImportFile.read(path: schema.path, now: now, zone: .beijing) }
        }
        for xml in files(in: root.appendingPathComponent("newsml-g2"), ending: ".xml") {
            #expect(throws: ImportError(file: xml.path, kind: .markup)) {
                try ImportFile.read(path: xml.path, now: now, zone: .beijing)
            }
        }
    }
}
