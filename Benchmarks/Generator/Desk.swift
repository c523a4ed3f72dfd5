import Foundation
import Ledger
import Newsroom

/// The roster of the benchmark: the sixteen centres with an editor and three reporters each, and the desk.
enum Desk {
    static let centres: [CentreCard] = [
        ("gongyi", "巩义市", 0, 0), ("shangjie", "上街区", 1, 0), ("huiji", "惠济区", 2, 0), ("jinshui", "金水区", 3, 0),
        ("xingyang", "荥阳市", 0, 1), ("gaoxin", "高新区", 1, 1), ("zhongyuan", "中原区", 2, 1),
        ("zhengdong", "郑东新区", 3, 1), ("dengfeng", "登封市", 0, 2), ("erqi", "二七区", 1, 2),
        ("guancheng", "管城区", 2, 2), ("zhongmu", "中牟县", 3, 2), ("xinmi", "新密市", 0, 3),
        ("xinzheng", "新郑市", 1, 3), ("hangkonggang", "航空港区", 2, 3), ("jingkai", "经开区", 3, 3),
    ].map { id, name, column, row in
        CentreCard(
            id: CentreID(rawValue: id), name: Name(zh: name, en: id.capitalized), kind: .district, column: column,
            row: row)
    }

    static let admin = Person(staff: "admin", role: .administrator, house: "zz")
    static let duty = Person(staff: "duty", role: .dutyEditor, house: "zz")
    static let heads = desk(.deskHead, "head")
    static let chiefs = desk(.chiefEditor, "chief")
    static let editors = Dictionary(
        uniqueKeysWithValues: centres.map {
            ($0.id, Person(staff: StaffID(rawValue: "\($0.id.rawValue)-bj"), role: .centreEditor, house: $0.id))
        })
    static let reporters = centres.flatMap { centre in
        (1...3).map {
            Person(staff: StaffID(rawValue: "\(centre.id.rawValue)-jz\($0)"), role: .reporter, house: centre.id)
        }
    }

    private static func desk(_ role: Role, _ name: String) -> [Person] {
        (1...3).map { Person(staff: StaffID(rawValue: "\(name)\($0)"), role: role, house: "zz") }
    }

    static func found(at path: String, clock: @escaping @Sendable () -> Moment) throws -> Ledger {
        let channels =
            [("paper", "报纸"), ("app", "客户端"), ("wechat", "微信"), ("weibo", "微博"), ("screen", "大屏")].map {
                ChannelCard(id: ChannelID(rawValue: $0), name: Name(zh: $1, en: $0), kind: .website, house: "zz")
            }
            + centres.flatMap { centre in
                ["app", "wechat"].map {
                    ChannelCard(
                        id: ChannelID(rawValue: "\(centre.id.rawValue)/\($0)"), name: Name(zh: $0, en: $0),
                        kind: .website,
                        house: centre.id)
                }
            }
        let charter = DeskCharter(
            id: "zz", name: Name(zh: "郑州市融媒体指挥中心", en: "Zhengzhou"), zone: "Asia/Shanghai")
        let ledger = try Ledger.create(
            path: path, charter: charter, centres: centres, channels: channels, policy: Policy(),
            administrator: card(admin), clock: clock)
        try ledger.transaction { transaction in
            for actor in [duty] + heads + chiefs + editors.values.sorted(by: { $0.staff < $1.staff }) + reporters {
                try transaction.perform(.staff(.add(card(actor))), as: admin)
            }
        }
        return ledger
    }

    private static func card(_ actor: Person) -> StaffCard {
        StaffCard(
            id: actor.staff, name: actor.staff.rawValue, role: actor.role, centre: actor.house,
            login: actor.staff == admin.staff ? NSUserName() : nil, beats: ["暴雨", "交通"])
    }
}
