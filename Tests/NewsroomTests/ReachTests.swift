import Newsroom
import Testing

/// Who is let act at all, and at which node: what every decision asks before its subject's own rules.
struct ReachTests {
    /// The centre's own steps, of things of Erqi.
    private static let own: [Right] = [.judgeLead, .answerTask, .write, .firstReview]

    private func refused(_ command: Command, _ actor: Person, _ desk: MemoryDesk) -> Refusal? {
        refusal { _ = try command.decide(by: actor, desk: desk) }
    }

    /// Whatever role somebody has in the house, and even that of the desk: its node acts on its own things.
    @Test(arguments: [Role.centreEditor, .dutyEditor, .deskHead, .chiefEditor])
    func aCentresNodeActsOnItsCentresThingsOnly(role: Role) throws {
        let scene = try Scene()
        for right in Self.own {
            for command in RightsTests.command(right, scene) {
                if case .story(.draft) = command { continue }
                scene.desk.home = "erqi"
                let at = refused(command, Person(staff: "ed", role: role, house: "erqi"), scene.desk)
                #expect(at?.code != "otherNode", "\(command)")
                scene.desk.home = "zhongmu"
                let elsewhere = refused(command, Person(staff: "med", role: role, house: "zhongmu"), scene.desk)
                #expect(elsewhere == .otherNode("erqi"), "\(command)")
            }
        }
    }

    /// At the desk's own node too: what somebody is in one house they are in no other. A county's chief editor signs nothing of
    /// another county's, and publishes nothing of it; the same in the desk's house may.
    @Test(arguments: Role.allCases) func aRoleReachesNoFurtherThanItsHouse(role: Role) throws {
        let scene = try Scene()
        // Everybody's own affair, or their own house's.
        let own: Set<Right> = [.receiveLead, .request, .takeDuty, .answerRoll, .note, .message]
        var seen = 0
        for right in Right.allCases where role.may(right) && !own.contains(right) {
            for command in RightsTests.command(right, scene) {
                if case .story(.draft) = command { continue }
                let elsewhere = refused(command, Person(staff: "med", role: role, house: "zhongmu"), scene.desk)
                // Of what is not there at all that is said first.
                let isNone = [
                    "noPlacement", "unknownStaff", "othersChannel", "unknownItem", "channelsMissing", "notHidden",
                    "hiddenByItsHouses",
                ].contains(elsewhere?.code)
                #expect(
                    isNone || elsewhere == .otherCentre("erqi") || elsewhere == .otherCentre("zz"),
                    "\(right) \(command)")
                let desk = refused(command, Person(staff: "duty", role: role, house: "zz"), scene.desk)
                if role.isDesk || role == .administrator { #expect(desk?.code != "otherCentre", "\(right) \(command)") }
                seen += 1
            }
        }
        #expect(seen > 0 || [.viewer, .business].contains(role))
    }

    /// In whose name: the desk's administrator in everybody's, a centre's in its own people's.
    @Test func anAdministratorActsInTheNameOfTheirOwnHouse() throws {
        let scene = try Scene()
        let card = StaffCard(id: "adm", name: "管理", role: .administrator, centre: "zhongmu")
        scene.desk.write(.staff("adm"), Sample.root, .staff(.added(card)))
        func note(_ staff: StaffID, _ role: Role, _ house: CentreID, via: StaffID) -> Refusal? {
            refused(.desk(.note("x")), Person(staff: staff, role: role, house: house, via: via), scene.desk)
        }
        #expect(note("med", .centreEditor, "zhongmu", via: "adm") == nil)
        #expect(note("ed", .centreEditor, "erqi", via: "adm") == .otherCentre("erqi"))
        #expect(note("duty", .dutyEditor, "zz", via: "adm") == .otherCentre("zz"))
        for (staff, house) in [("med", "zhongmu"), ("ed", "erqi")] as [(StaffID, CentreID)] {
            #expect(note(staff, .centreEditor, house, via: "root") == nil)
        }
    }

    /// What is begun at a centre's node is begun for that centre.
    @Test func aCentresNodeBeginsNothingForOthers() throws {
        let scene = try Scene()
        let due = MemoryDesk.start.adding(seconds: 9)
        func commands(_ centre: CentreID) -> [Command] {
            [
                .story(.draft(StoryCommand.Draft(title: "稿", centre: centre))),
                .request(.make(RequestCommand.Wish(title: "缺航拍", dueAt: due, centre: centre))),
                .lead(.promote(scene.openLead, centre: centre, authors: [])),
                .request(.answer(scene.request, .no(reason: "无人"), centre: centre)),
            ]
        }
        for role in [Role.centreEditor, .chiefEditor] {
            let actor = Person(staff: "ed", role: role, house: "erqi")
            scene.desk.home = "erqi"
            for command in commands("erqi") { #expect(refused(command, actor, scene.desk) == nil, "\(command)") }
            for command in commands("xinmi") {
                #expect(refused(command, actor, scene.desk) == .otherNode("xinmi"), "\(command)")
            }
        }
        scene.desk.home = nil
        for command in commands("xinmi").dropLast() {
            #expect(refused(command, Sample.actor("chief"), scene.desk) == nil, "\(command)")
            #expect(refused(command, Sample.actor("ed"), scene.desk) == .otherCentre("xinmi"), "\(command)")
        }
    }

    /// An author on loan writes at their own node what the other centre has; nobody else there does.
    @Test func anAuthorOnLoanWritesAtTheirOwnNode() throws {
        let scene = try Scene()
        let new = StoryCommand.Draft(title: "联合采访", body: "正文", centre: "erqi", authors: ["rep", "mrep"])
        let story = try #require(try scene.desk.perform(.story(.draft(new)), by: "ed").first).subject
        scene.desk.home = "zhongmu"
        let edit = Command.story(.edit(story, title: nil, body: "正文二", base: nil))
        // What is written there is still the other centre's, and its node refuses to let it count.
        #expect(refused(edit, Sample.actor("mrep"), scene.desk) == .otherNode("erqi"))
        #expect(refused(edit, Sample.actor("med"), scene.desk) == .otherNode("erqi"))
        scene.desk.home = nil
        #expect(refused(edit, Sample.actor("mrep"), scene.desk) == nil)
        #expect(refused(edit, Sample.actor("med"), scene.desk) == .otherCentre("erqi"))
    }

    /// Whoever has a card that says so has left; of whom there is no card, nobody has said anything.
    @Test func onlyWhoHasLeftHasLeft() throws {
        let scene = try Scene()
        let note = Command.desk(.note("交班"))
        for right in Right.allCases {
            for command in RightsTests.command(right, scene) {
                let gone = Person(staff: "gone", role: .chiefEditor, house: "erqi")
                #expect(refused(command, gone, scene.desk) == .inactive("gone"), "\(command)")
            }
        }
        #expect(refused(note, Person(staff: "stranger", role: .reporter, house: "erqi"), scene.desk) == nil)
        #expect(refused(note, Person(staff: "rep", role: .reporter, house: "erqi"), scene.desk) == nil)
    }

    /// The centre that is named is the first that the node may not touch: where the thing goes, then where it is.
    @Test func whoseNodeWouldHaveToDoItIsNamed() {
        let birth = Event(
            subject: Timeline<NewsTask>.aSubject, stamp: Stamp(value: 9), actor: .person(Sample.actor("duty")),
            fact: .task(.issued(.sample())))
        func why(from: CentreID) -> Refusal? {
            let given = Event(
                subject: birth.subject, stamp: Stamp(value: 10), actor: .person(Sample.actor("duty")),
                fact: .task(.reassigned(centre: "xinmi", assignee: nil, acknowledgeBy: MemoryDesk.start)), from: from)
            return AnySubject.replay([birth, given])?.void[1]
        }
        #expect(why(from: "zhongmu") == .otherNode("xinmi"))
        #expect(why(from: "erqi") == .otherNode("xinmi"))
        #expect(why(from: "xinmi") == .otherNode("erqi"))
    }

    /// A body is refused from the first byte that is too many.
    @Test func aBodyIsAsLongAsItMayBe() throws {
        let desk = MemoryDesk()
        func draft(_ count: Int) -> Refusal? {
            let body = String(repeating: "a", count: count)
            return refused(.story(.draft(StoryCommand.Draft(title: "稿", body: body))), Sample.actor("rep"), desk)
        }
        #expect(draft(CleanText.bodyLimit) == nil)
        #expect(draft(CleanText.bodyLimit + 1) == .bodyTooLong(bytes: CleanText.bodyLimit + 1))
    }
}
