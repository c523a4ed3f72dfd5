import Crypto
import Foundation

@testable import Ledger
@testable import Newsroom

/// The desk that the fuzzers know: people, things and nodes with ids and keys that are always the same, so that an input
/// found today means the same tomorrow.
enum Example {
    /// A node whose key the fuzzer has.
    struct Node {
        let id: NodeID
        let centre: CentreID
        let key: Curve25519.Signing.PrivateKey
        var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

        init(_ number: UInt8, _ centre: CentreID) throws {
            id = NodeID(rawValue: OriginID(repeating: number).description)
            self.centre = centre
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(repeating: number, count: 32))
        }
    }

    static let now = Moment(milliseconds: 1_800_000_000_000)
    /// When its desk was opened.
    static let opened = now.adding(seconds: -24 * 3600)

    static let people: [Person] = [
        Person(staff: "admin", role: .administrator, house: "zz"),
        Person(staff: "duty", role: .dutyEditor, house: "zz"), Person(staff: "head", role: .deskHead, house: "zz"),
        Person(staff: "chief", role: .chiefEditor, house: "zz"),
        Person(staff: "eed", role: .centreEditor, house: "erqi"), Person(staff: "ejz", role: .reporter, house: "erqi"),
        Person(staff: "ead", role: .administrator, house: "erqi"),
        Person(staff: "jed", role: .centreEditor, house: "jinshui"),
        Person(staff: "jjz", role: .reporter, house: "jinshui"),
    ]
    static let centres = ["zz", "erqi", "jinshui", "nobody"]

    static func id(_ number: UInt8) -> SubjectID {
        SubjectID(high: UInt64(number) << 16 | 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    /// Things that events may be about: 0–11 and 12 at the end are free to become anything.
    static let subjects: [SubjectID] =
        (0..<12).map { id(UInt8($0)) } + [.desk, .centre("zz"), .centre("erqi"), .centre("jinshui")]
        + people.map { .staff($0.staff) } + [.staff("new")]
        + (1...4).map { .node(NodeID(rawValue: OriginID(repeating: $0).description)) }
        + [.node(newNode), id(12)]

    static let newNode = NodeID(rawValue: OriginID(repeating: 0x3C).description)

    static func card(_ actor: Person) -> StaffCard {
        StaffCard(id: actor.staff, name: "名 \(actor.staff.rawValue)", role: actor.role, centre: actor.house)
    }

    static func body(_ fact: Fact) -> [UInt8] { fact.body }

    static let text = TextHash(title: "题", body: "文")
    private static let limits = Policy.ReviewLimits(first: 600, second: 600, third: 900, signature: 300)
    private static let draft = StoryDraft(
        number: 1, title: "题", body: "文", centre: "erqi", authors: ["ejz"], source: id(9), lead: id(2))
    static let order = TaskOrder(
        number: 1, order: id(8), title: "去现场", note: "快", centre: "erqi", assignee: "ejz", priority: .flash,
        deliverables: [.text, .photo], dueAt: now.adding(seconds: 3600), acknowledgeBy: now.adding(seconds: 60),
        story: id(1), lead: id(2), topic: "雨")

    static let request = RequestCard(
        number: 1, centre: "erqi", title: "缺航拍", note: "快", deliverables: [.video], place: "二七", to: ["jinshui"],
        dueAt: now.adding(seconds: 3600), priority: .urgent, story: id(1))

    static let loan = LoanCard(
        number: 1, person: "eed", lender: "erqi", borrower: "jinshui", term: .until(now.adding(seconds: 3600)))

    /// One fact of each kind, and what it is about; who does it at which chain.
    static let facts: [(subject: SubjectID, fact: Fact, person: Int)] = [
        (id(0), .task(.issued(order)), 4), (id(0), .task(.acknowledged), 5), (id(0), .task(.departed), 5),
        (id(0), .task(.arrived), 5), (id(0), .task(.filed(story: id(1))), 5), (id(0), .task(.closed), 4),
        (id(3), .task(.issued(order)), 4), (id(3), .task(.declined(reason: "无人")), 5),
        (id(3), .task(.reassigned(centre: "erqi", assignee: "eed", acknowledgeBy: now.adding(seconds: 90))), 4),
        (id(3), .task(.cancelled(reason: "误派")), 4), (id(1), .story(.drafted(draft)), 5),
        (id(1), .story(.edited(title: "题", body: "改", base: text)), 5),
        (id(1), .story(.edited(title: "题", body: "文")), 5), (id(1), .story(.shared), 5),
        (id(1), .story(.submitted(limits: limits)), 5), (id(1), .story(.recalled), 5),
        (id(1), .story(.submitted(limits: limits)), 5),
        (id(1), .story(.reviewed(stage: .first, verdict: .pass, opinion: "可", textHash: text)), 4),
        (id(1), .story(.reviewed(stage: .second, verdict: .pass, opinion: "可", textHash: text)), 1),
        (id(1), .story(.reviewed(stage: .third, verdict: .pass, opinion: "可", textHash: text)), 2),
        (id(1), .story(.signed(textHash: text)), 3),
        (id(1), .story(.published(channels: ["app", "web"], textHash: text)), 1),
        (.placement(of: id(1), by: "erqi", on: "app"), .placement(.ordered(delivery)), 1),
        (
            .placement(of: id(1), by: "erqi", on: "app"),
            .placement(.stepped(channel: "app", key: id(10), to: .failed, note: "断", link: nil)), 1
        ),
        (.channel("app"), .channel(.added(channel("客户端"))), 0), (.channel("app"), .channel(.changed(channel("新端"))), 0),
        (
            id(1),
            .story(
                .correction(
                    .proposed(
                        Correction.Draft(
                            title: "题", body: "正", reason: "误", base: text, isSlip: true, limits: limits)))), 1
        ),
        (
            id(1),
            .story(.correction(.slipReviewed(verdict: .pass, opinion: "可", textHash: TextHash(title: "题", body: "正")))),
            4
        ), (id(1), .story(.correction(.takenBack(textHash: text, reason: "误"))), 1),
        (id(1), .story(.withdrawn(reason: "失实")), 2), (id(4), .story(.drafted(draft)), 5),
        (
            id(4),
            .story(
                .publishedInEmergency(
                    key: id(6), channels: ["app"], textHash: text, reason: "急",
                    authority: EmergencyAuthority(staff: "chief", house: "zz", isByPhone: true, confirmBy: now))), 1
        ),
        (id(4), .story(.emergency(.confirmed(key: id(6), textHash: text))), 3),
        (id(4), .story(.emergency(.denied(key: id(6), textHash: text, reason: "未同意"))), 3),
        (
            id(2),
            .lead(
                .received(
                    LeadCard(
                        number: 1, title: "线索", text: "细", source: .desk, sourceKey: "k", place: "二七", centre: "erqi",
                        priority: .urgent, heat: 9, receivedAt: opened, dispatchBy: now))), 4
        ),
        (id(2), .lead(.promoted(story: id(1))), 4), (id(2), .lead(.dismissed(reason: "旧")), 4),
        (id(2), .lead(.restored), 4),
        (id(2), .lead(.merged(into: id(5))), 4), (id(6), .rollCall(.called(centres: ["erqi"], answerBy: now)), 4),
        (id(6), .rollCall(.answered(centre: "erqi")), 4),
        (id(11), .request(.made(request)), 4),
        (id(11), .request(.answered(centre: "jinshui", .no(reason: "无人"))), 7),
        (id(11), .request(.answered(centre: "jinshui", .story(id(1)))), 8),
        (id(11), .request(.answered(centre: "jinshui", .task(id(0)))), 7),
        (id(11), .request(.closed(reason: "够了")), 4),
        (id(12), .loan(.proposed(loan, house: "erqi")), 4), (id(12), .loan(.accepted(loan, house: "jinshui")), 7),
        (id(12), .loan(.ended(house: "erqi", reason: "够了")), 4),
        (id(7), .message(.sent(text: "话", to: ["eed"], about: id(1))), 5),
        (id(7), .message(.read), 4), (id(1), .common(.overruledRead(at: Stamp(at: now))), 5),
        (.desk, .desk(.noted(text: "记\n\"下\"")), 5),
        (id(10), .common(.told(CommonFact.Told(at: Stamp(at: opened), fact: .story(.drafted(draft))))), 5),
        (.centre("erqi"), .centre(.dutyTaken(staff: "eed")), 4),
        (.staff("ejz"), .staff(.changed(card(Person(staff: "ejz", role: .centreEditor, house: "jinshui")))), 0),
        (.staff("new"), .staff(.added(card(Person(staff: "new", role: .reporter, house: "erqi")))), 0),
        (.centre("nobody"), .centre(.added(centre("nobody"))), 0), (.desk, .desk(.policySet(Policy())), 0),
        (.node(newNode), .node(.admitted(NodeCard(id: newNode, name: "新", centre: "erqi", slot: 7, key: "AAAA"))), 0),
        (
            .node(NodeID(rawValue: OriginID(repeating: 3).description)),
            .node(
                .keyChanged(
                    key: "AAAA", before: ["BBBB"])),
            4
        ),
        (
            .node(NodeID(rawValue: OriginID(repeating: 4).description)),
            .node(.revoked(ends: [OriginEnd(origin: OriginID(repeating: 0xA4), sequence: 1)], reason: "丢")), 0
        ),
        (.desk, .desk(.opened(charter)), 0),
    ]

    static let bodies = facts.map { body($0.fact) }

    static let charter = DeskCharter(
        id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai")

    static let delivery = DeliveryOrder(
        key: id(10), story: id(1), centre: "erqi", channel: "app", house: "zz", act: .publish, version: 1,
        textHash: TextHash(title: "题", body: "文"), signedAt: now)

    static func channel(_ name: String) -> ChannelCard {
        ChannelCard(id: ChannelID(rawValue: "app"), name: Name(zh: name, en: "App"), kind: .app, house: "zz")
    }

    static func centre(_ id: CentreID) -> CentreCard {
        CentreCard(id: id, name: Name(zh: id.rawValue, en: id.rawValue), kind: .district)
    }
}
