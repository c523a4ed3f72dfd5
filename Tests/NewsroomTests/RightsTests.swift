import Foundation
import Newsroom
import Testing

/// Who may do what: the table, the decisions that follow it, and the page that tells of it.
struct RightsTests {
    static let table = RuleTable(
        """
        right              viewer reporter centreEditor dutyEditor deskHead chiefEditor business administrator
        receiveLead        -      yes      yes          yes        yes      yes         -        -
        judgeLead          -      -        yes          yes        yes      yes         -        -
        dispatch           -      -        -            yes        yes      yes         -        -
        answerTask         -      yes      yes          yes        yes      yes         -        -
        settleTask         -      -        -            yes        yes      yes         -        -
        write              -      yes      yes          yes        yes      yes         -        -
        firstReview        -      -        yes          yes        yes      yes         -        -
        secondReview       -      -        -            -          yes      yes         -        -
        thirdReview        -      -        -            -          -        yes         -        -
        sendOut            -      -        -            -          yes      yes         -        -
        sign               -      -        -            -          -        yes         -        -
        publish            -      -        yes          yes        yes      yes         -        -
        publishInEmergency -      -        yes          yes        yes      yes         -        -
        confirmEmergency   -      -        yes          yes        yes      yes         -        -
        correct            -      -        -            -          -        yes         -        -
        withdraw           -      -        -            -          yes      yes         -        -
        hide               -      -        yes          yes        yes      yes         -        -
        release            -      -        yes          yes        yes      yes         -        -
        reportPlacement    -      -        yes          yes        yes      yes         -        -
        request            -      yes      yes          yes        yes      yes         -        -
        settleRequest      -      -        yes          yes        yes      yes         -        -
        lend               -      -        yes          -          yes      yes         -        -
        takeDuty           -      -        yes          yes        yes      yes         -        -
        callRoll           -      -        -            yes        yes      yes         -        -
        answerRoll         -      yes      yes          yes        yes      yes         -        -
        note               -      yes      yes          yes        yes      yes         -        yes
        message            -      yes      yes          yes        yes      yes         yes      yes
        correctClock       -      -        -            yes        yes      yes         -        yes
        manageStaff        -      -        -            -          -        -           -        yes
        managePolicy       -      -        -            -          -        -           -        yes
        manageChannels     -      -        -            -          -        -           -        yes
        manageNodes        -      -        -            -          -        -           -        yes
        """)

    @Test func everyRoleAndEveryRight() throws {
        #expect(Self.table.isWhole)
        #expect(Self.table.columns == Role.allCases.map(\.rawValue))
        #expect(Self.table.rows.map(\.state) == Right.allCases.map(\.rawValue))
        for (name, cells) in Self.table.rows {
            let right = try #require(Right(rawValue: name))
            for (role, cell) in zip(Role.allCases, cells) {
                #expect(role.may(right) == (cell == "yes"), "\(role) \(right)")
                #expect(right.roles.contains(role) == (cell == "yes"))
            }
            #expect(!right.roles.isEmpty, "somebody must be able to")
        }
        #expect(Stage.allCases.map(Right.init(stage:)) == [.firstReview, .secondReview, .thirdReview, .sign])
        #expect(Role.allCases.filter(\.isDesk) == [.dutyEditor, .deskHead, .chiefEditor])
    }

    static let node = NodeCard(
        id: "0123456789abcdef0123456789abcdef", name: "erqi-1", centre: "erqi", slot: 0,
        key: Data(repeating: 7, count: 32).base64EncodedString())

    /// A command that needs each right, about things of Erqi.
    static func command(_ right: Right, _ scene: Scene) -> [Command] {
        let card = StaffCard(id: "new", name: "新人", role: .reporter, centre: "erqi")
        return switch right {
        case .receiveLead:
            [
                .lead(.receive(LeadCommand.Tip(title: "塌陷"))), .lead(.giveContact(scene.lead, "王先生")),
                .lead(.eraseContact(scene.lead)),
            ]
        case .judgeLead:
            [
                .lead(.promote(scene.lead, centre: nil, authors: [])), .lead(.merge(scene.lead, into: scene.lead2)),
                .lead(.dismiss(scene.lead, reason: "旧闻")), .lead(.restore(scene.lead)),
            ]
        case .dispatch: [.task(.dispatch(TaskCommand.Dispatch(centres: ["erqi"], title: "积水")))]
        case .answerTask:
            [
                .task(.acknowledge(scene.task)), .task(.decline(scene.task, reason: "无人")), .task(.depart(scene.task)),
                .task(.arrive(scene.task)), .task(.file(scene.task, story: nil)),
            ]
        case .settleTask:
            [
                .task(.close(scene.task)), .task(.cancel(scene.task, reason: "误派")),
                .task(.reassign(scene.task, centre: "zhongmu", assignee: nil)),
            ]
        case .write:
            [
                .story(.draft(StoryCommand.Draft(title: "新稿"))),
                .story(.edit(scene.story, title: "新题", body: nil, base: nil)),
                .story(.share(scene.story)), .story(.submit(scene.story)), .story(.recall(scene.story)),
                .story(.correction(scene.story, .propose(body: "改", reason: "误"))),
                .story(.correction(scene.story, .takeBack())),
            ]
        case .firstReview: [scene.review(.first)]
        case .secondReview: [scene.review(.second)]
        case .thirdReview: [scene.review(.third)]
        case .sendOut:
            [
                .story(.sendOut(scene.story, .send(to: "宣传部", way: nil, due: nil, textHash: nil))),
                .story(.sendOut(scene.story, .answer(.pass, evidence: "批文"))),
                .story(.sendOut(scene.story, .takeBack(reason: nil))),
            ]
        case .sign: [.story(.sign(scene.story, textHash: nil))]
        case .publish: [.story(.publish(scene.story, channels: []))]
        case .publishInEmergency:
            [.story(.publishInEmergency(scene.story, channels: [], reason: "汛情", authority: "chief", isByPhone: true))]
        case .confirmEmergency:
            [.story(.emergency(scene.story, .confirm)), .story(.emergency(scene.story, .deny(reason: "未同意")))]
        // Asked where a correction was ordered on a channel: `ProposalTests`.
        case .correct: []
        case .withdraw: [.story(.withdraw(scene.story, reason: "失实"))]
        case .hide:
            [
                .story(.hiding(scene.story, .hide(reason: nil))), .story(.hiding(scene.story, .show)),
                .placement(.hide(scene.story, channels: ["app"], reason: nil)),
                .placement(.show(scene.story, channels: ["app"])),
            ]
        case .release:
            [
                .placement(.release(scene.story, channels: ["app"])),
                .placement(.refuse(scene.story, channel: "app", reason: "重复")),
            ]
        case .reportPlacement:
            [
                .placement(.step(scene.story, channel: "app", to: .confirmed, note: nil)),
                .placement(.report(scene.story, channel: "app", .hidden)),
            ]
        case .request:
            [
                .request(.make(RequestCommand.Wish(title: "缺航拍", dueAt: MemoryDesk.start.adding(seconds: 9 * 3600)))),
                .request(.answer(scene.request, .no(reason: "无人"))),
            ]
        // Whoever asked may close without it, so those who may not ask are refused before that.
        case .settleRequest: []
        case .lend:
            [
                .loan(
                    .propose(
                        LoanCommand.Offer(
                            person: "head2", to: "erqi", term: .until(MemoryDesk.start.adding(seconds: 9 * 3600))))),
                .loan(.accept(scene.loan)), .loan(.end(scene.loan)),
            ]
        case .takeDuty: [.centre(.takeDuty)]
        case .callRoll: [.rollCall(.call(centres: ["erqi"]))]
        case .answerRoll: [.rollCall(.answer(scene.roll))]
        case .note: [.desk(.note("一切正常"))]
        case .message:
            [
                .message(.send("收到请回", to: ["ed2"], about: scene.story)), .message(.read([scene.message])),
                .common(.readOverruled(scene.story, at: Stamp(value: 9))),
            ]
        case .correctClock: [.desk(.correctClock(OriginID(repeating: 1), first: 1, last: 2, by: 1000))]
        case .manageStaff: [.staff(.add(card)), .staff(.change(card))]
        case .managePolicy: [.desk(.setPolicy(Policy())), .desk(.setOnBehalf("erqi", .never))]
        case .manageChannels:
            [.channel(.set([ChannelCard(id: "radio", name: Name(zh: "广播", en: "Radio"), kind: .radio, house: "zz")]))]
        case .manageNodes:
            [.node(.admit(Self.node)), .node(.revoke(Self.node.id, ends: [], reason: "丢失"))]
        }
    }

    @Test func everyCommandAsksForItsRight() throws {
        let scene = try Scene()
        for right in Right.allCases {
            for role in Role.allCases {
                for command in Self.command(right, scene) {
                    let refused = refusal {
                        _ = try command.decide(by: Sample.actor(Sample.person(role)), desk: scene.desk)
                    }
                    if role.may(right) {
                        #expect(refused?.code != "noRight", "\(role) \(command)")
                    } else {
                        #expect(refused == .noRight(right, role), "\(role) \(command)")
                    }
                }
            }
        }
    }

    @Test func peopleOfACentreActForTheirOwnOnly() throws {
        let scene = try Scene()
        let rights: [Right] = [.judgeLead, .answerTask, .write, .firstReview]
        for right in rights {
            for command in Self.command(right, scene) {
                if case .story(.draft) = command { continue }
                let stranger = refusal { _ = try command.decide(by: Sample.actor("med"), desk: scene.desk) }
                #expect(stranger == .otherCentre("erqi"), "\(command)")
                for own in ["ed", "duty", "chief"] as [StaffID] {
                    let refused = refusal { _ = try command.decide(by: Sample.actor(own), desk: scene.desk) }
                    #expect(refused?.code != "otherCentre", "\(own) \(command)")
                }
            }
        }
        let elsewhere = Command.story(.draft(StoryCommand.Draft(title: "新稿", centre: "erqi")))
        #expect(refusal { try scene.desk.perform(elsewhere, by: "mrep") } == .otherCentre("erqi"))
        let taken = Command.lead(.promote(scene.openLead, centre: "erqi", authors: []))
        #expect(refusal { try scene.desk.perform(taken, by: "med") } == .otherCentre("erqi"))
        #expect(
            refusal { try scene.desk.perform(.lead(.promote(scene.openLead, centre: nil, authors: [])), by: "med") }
                == nil
        )
    }

    @Test func anAuthorOnLoanStillOwnsTheText() throws {
        let scene = try Scene()
        let new = StoryCommand.Draft(title: "联合采访", body: "正文", centre: "erqi", authors: ["rep", "mrep"])
        let story = try #require(try scene.desk.perform(.story(.draft(new)), by: "ed").first).subject
        #expect(
            refusal { try scene.desk.perform(.story(.edit(story, title: nil, body: "正文二", base: 1)), by: "mrep") }
                == nil)
        #expect(refusal { try scene.desk.perform(.story(.submit(story)), by: "med") } == .otherCentre("erqi"))
    }

    @Test func aTaskIsAnsweredByItsAssigneeTheirEditorOrTheDesk() throws {
        for person in ["rep", "ed", "duty", "head", "chief"] as [StaffID] {
            let scene = try Scene(assignee: "rep")
            #expect(refusal { try scene.desk.perform(.task(.acknowledge(scene.task)), by: person) } == nil)
        }
        let scene = try Scene(assignee: "rep")
        #expect(
            refusal { try scene.desk.perform(.task(.acknowledge(scene.task)), by: "rep2") } == .otherAssignee("rep"))
        #expect(refusal { try scene.desk.perform(.task(.acknowledge(scene.task)), by: "mrep") } == .otherCentre("erqi"))
        let shared = try Scene()
        #expect(refusal { try shared.desk.perform(.task(.acknowledge(shared.task)), by: "rep2") } == nil)
    }

    @Test func whoeverHasLeftDoesNothing() throws {
        let scene = try Scene()
        for right in Right.allCases {
            for command in Self.command(right, scene) {
                let refused = refusal { _ = try command.decide(by: Sample.actor("gone"), desk: scene.desk) }
                #expect(refused == .inactive("gone"))
            }
        }
    }

    @Test func thePageOfRightsIsCurrent() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/rights.md")
        if Soak.environment["GUANTONG_WRITE_DOCS"] == "1" {
            try RightsPage.text.write(to: page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == RightsPage.text, "run the tests once with GUANTONG_WRITE_DOCS=1")
    }
}

/// A desk with one thing of each kind, all of Erqi.
struct Scene {
    let desk = MemoryDesk()
    let lead: SubjectID, lead2: SubjectID, openLead: SubjectID
    let task: SubjectID, story: SubjectID, roll: SubjectID, message: SubjectID, request: SubjectID, loan: SubjectID

    init(assignee: StaffID? = nil) throws {
        func first(_ command: Command, _ person: StaffID, _ desk: MemoryDesk) throws -> SubjectID {
            try #require(try desk.perform(command, by: person).first).subject
        }
        lead = try first(.lead(.receive(LeadCommand.Tip(title: "井盖", centre: "erqi"))), "rep", desk)
        lead2 = try first(.lead(.receive(LeadCommand.Tip(title: "井盖缺失", centre: "erqi"))), "rep2", desk)
        openLead = try first(.lead(.receive(LeadCommand.Tip(title: "全市停电"))), "duty", desk)
        let order = TaskCommand.Dispatch(centres: ["erqi"], title: "积水", priority: .flash, assignee: assignee)
        task = try first(.task(.dispatch(order)), "duty", desk)
        story = try first(.story(.draft(StoryCommand.Draft(title: "传家锅", body: "正文", centre: "erqi"))), "rep", desk)
        roll = try first(.rollCall(.call(centres: ["erqi", "zhongmu", "zz", "erqi"])), "duty", desk)
        let wish = RequestCommand.Wish(title: "缺航拍", dueAt: MemoryDesk.start.adding(seconds: 3600), to: ["erqi"])
        request = try first(.request(.make(wish)), "med", desk)
        let offer = LoanCommand.Offer(
            person: "head", to: "erqi", term: .until(MemoryDesk.start.adding(seconds: 3600)))
        loan = try first(.loan(.propose(offer)), "head", desk)
        message = try first(.message(.send("全台注意", to: nil, about: nil)), "duty", desk)
    }

    func review(_ stage: Stage) -> Command {
        .story(.review(story, stage: stage, verdict: .pass, opinion: "可", textHash: nil))
    }
}

/// `Docs/rights.md`, made from the table in `Rights.swift`.
enum RightsPage {
    static var text: String {
        let roles = Role.allCases
        var lines = [
            "# 权限 Rights", "",
            "由代码里的权限表生成，测试保证一致；请勿手改。Made from the table in the code, and a test keeps it current:",
            "do not edit.", "",
            "角色只在本单位内有效：各中心的人，不论什么角色，只办理本中心的事、本中心的渠道。指挥中心的值班编辑、值班主任、值班总编和",
            "管理员，“各处”的权限用于全部单位；“本单位”的权限用于指挥中心自己的稿件，别的单位的稿件只在那里没有人可办时代行，并记为代行；",
            "“渠道所属”的权限看渠道是谁的。`guantong centre set` 或名册的 `[policy.onBehalf]` 可按单位放宽（`always`）或禁止（`never`）代行。", "",
            "A role reaches no further than its house: people of a centre, whatever they are there, act on its things and its channels",
            "only. Those who run the desk use a right of *every house* everywhere; one of the *house* on the desk's own stories, and on",
            "another house's where nobody there may, on its behalf and on record; one of the *channel* where the channel is theirs.",
            "`guantong centre set`, or `[policy.onBehalf]` in the roster, widens that for a house (`always`) or forbids it (`never`).",
            "",
            "| 权限 | Right | 范围<br>reach | "
                + roles.map { "\($0.phrase.zh)<br>\($0.phrase.en)" }.joined(separator: " | ") + " |",
            "| --- | --- | --- |" + String(repeating: " :-: |", count: roles.count),
        ]
        for right in Right.allCases {
            let cells = roles.map { $0.may(right) ? "●" : "" }.joined(separator: " | ")
            let reach =
                switch right.reach {
                case .everyHouse: "各处<br>every house"
                case .house: "本单位<br>house"
                case .channelsHouse: "渠道所属<br>channel"
                }
            lines.append("| \(right.phrase.zh) | \(right.phrase.en) | \(reach) | \(cells) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
