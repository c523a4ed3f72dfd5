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
