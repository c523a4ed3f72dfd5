import Newsroom
import Testing

/// Who may judge what, as screens and rehearsals ask it; and that the log's own rules say the same.
struct JudgingTests {
    /// What somebody is refused who gives a verdict on the present text, or the signature where `verdict` is `nil`.
    static func refused(_ story: Story, _ stage: Stage, _ verdict: Verdict?, by person: StaffID) -> Refusal? {
        let actor = Sample.actor(person)
        return refusal {
            _ = try story.capacity(Right(stage: stage), of: actor, in: Sample.houses)
            if let verdict {
                try story.checkReview(stage, verdict, of: story.text.textHash, by: person)
            } else {
                try story.checkSignature(of: story.text.textHash, by: person)
            }
        }
    }

    @Test func dutiesCarryTheirRights() {
        for stage in Stage.allCases {
            #expect(!stage.duty.isEmpty)
            for role in stage.duty { #expect(role.may(Right(stage: stage)), "\(stage) \(role)") }
        }
    }

    /// Whoever runs the desk reaches all centres with what is the desk's to do, everybody else their own.
    @Test func reach() {
        for card in Sample.staff {
            for centre in Sample.centres.map(\.id) {
                let isDesk = card.role.isDesk || card.role == .administrator
                #expect(
                    Sample.houses.reaches(card.actor, centre) == (isDesk || card.centre == centre),
                    "\(card.id) \(centre)")
            }
        }
        // A desk head of another house is none of the desk's.
        for role in [Role.dutyEditor, .deskHead, .chiefEditor, .administrator] {
            let other = Person(staff: "x", role: role, house: "zhongmu")
            #expect(!Sample.houses.reaches(other, "erqi") && Sample.houses.reaches(other, "zhongmu"))
        }
    }

    /// What is a house's own its people do; the desk does on its behalf what nobody there may, unless the policy says otherwise.
    @Test func theDeskActsOnBehalfOfWhoHasNobody() {
        func capacity(
            _ person: StaffID, _ right: Right, _ house: CentreID, _ policy: Policy = Policy(), barred: Set<StaffID> = []
        ) -> String {
            let houses = Houses(desk: "zz", policy: policy, staff: Sample.staff, loans: [], now: MemoryDesk.start)
            do throws(Refusal) {
                let capacity = try houses.capacity(of: Sample.actor(person), for: right, in: house) {
                    barred.contains($0)
                }
                return capacity.stored ?? "own"
            } catch {
                return "\(error)"
            }
        }
        #expect(capacity("ed", .firstReview, "erqi") == "own")
        #expect(capacity("duty", .firstReview, "zz") == "own")
        #expect(capacity("med", .firstReview, "erqi") == "\(Refusal.otherCentre("erqi"))")
        // Erqi has editors, and neither heads nor chiefs.
        #expect(capacity("duty", .firstReview, "erqi") == "\(Refusal.housesOwn("erqi", ["ed", "ed2"]))")
        #expect(capacity("duty", .firstReview, "erqi", barred: ["ed"]) == "\(Refusal.housesOwn("erqi", ["ed2"]))")
        #expect(capacity("duty", .firstReview, "erqi", barred: ["ed", "ed2"]) == "onBehalf")
        #expect(capacity("head", .secondReview, "erqi") == "onBehalf")
        #expect(capacity("chief", .sign, "erqi") == "onBehalf")
        #expect(capacity("duty", .sign, "erqi") == "\(Refusal.noRight(.sign, .dutyEditor))")
        #expect(capacity("duty", .write, "erqi") == "onBehalf", "whoever reviews may mend")
        let (never, always) = (Policy(onBehalf: ["erqi": .never]), Policy(onBehalf: ["erqi": .always]))
        #expect(capacity("head", .secondReview, "erqi", never) == "\(Refusal.housesOwn("erqi", []))")
        #expect(capacity("head", .secondReview, "zhongmu", never) == "onBehalf")
        #expect(capacity("duty", .firstReview, "erqi", always) == "onBehalf")
        #expect(capacity("duty", .write, "erqi", never) == "\(Refusal.housesOwn("erqi", ["rep", "rep2", "ed", "ed2"]))")
        // To send, to ask and to call the roll the desk needs nobody's leave.
        for right in [Right.dispatch, .settleTask, .judgeLead, .callRoll] {
            #expect(capacity("duty", right, "erqi", never) == "own", "\(right)")
        }
    }

    @Test func openReviewsAreRefusedForRightCentreAndPerson() throws {
        let first = try ReviewTests.story(passed: 0).state
        #expect(Self.refused(first, .first, .pass, by: "ed") == nil)
        #expect(Self.refused(first, .first, .pass, by: "duty") == .housesOwn("erqi", ["ed", "ed2"]))
        #expect(Self.refused(first, .first, .pass, by: "med") == .otherCentre("erqi"))
        #expect(Self.refused(first, .first, .pass, by: "rep") == .noRight(.firstReview, .reporter))
        #expect(Self.refused(first, .second, .pass, by: "head") == .stageOrder(wanted: .second, open: .first))
        let second = try ReviewTests.story(passed: 1).state
        #expect(Self.refused(second, .second, .pass, by: "head") == nil)
        let third = try ReviewTests.story(passed: 2).state
        #expect(Self.refused(third, .third, .pass, by: "chief") == nil)
        #expect(Self.refused(third, .signature, nil, by: "chief") == .reviewsMissing(.third))
        let signature = try ReviewTests.story(passed: 3).state
        // The third reviewer may sign; a return at the signature is the third review's.
        #expect(Self.refused(signature, .signature, nil, by: "chief") == nil)
        #expect(Self.refused(signature, .third, .return, by: "chief2") == nil)
        #expect(Self.refused(signature, .third, .pass, by: "chief2") == .stageOrder(wanted: .third, open: .signature))
        #expect(signature.review(for: .return) == .third && signature.review(for: .pass) == nil)
    }

    @Test func nobodyTakesTwoLevelsOrTheirOwn() throws {
        var line = try StoryTableTests.story(in: .inReview)
        #expect(line.apply(StoryTableTests.review(.first, .pass), by: "head") == nil)
        #expect(Self.refused(line.state, .second, .pass, by: "head") == .tookStage(.first))
        #expect(line.state.isBarred("head", from: .second) && !line.state.isBarred("head2", from: .second))
        #expect(!line.state.waitsForVerdict(of: Sample.actor("head"), in: Sample.houses))
        #expect(line.state.waitsForVerdict(of: Sample.actor("head2"), in: Sample.houses))
        // Who wrote the last text signs it all the same, if no author: the reviews were others'.
        #expect(line.state.isBarred("rep", from: .signature) && !line.state.isBarred("chief", from: .signature))
    }

    @Test func whatIsSignedIsTakenBackByAnyChiefEditor() throws {
        let signed = try StoryTableTests.story(in: .signedOff).state
        #expect(signed.review(for: .return) == .third && signed.review(for: .pass) == nil)
        #expect(Self.refused(signed, .third, .return, by: "chief2") == nil)
        #expect(Self.refused(signed, .third, .return, by: "head") == .noRight(.thirdReview, .deskHead))
        #expect(
            refusal { try signed.checkReview(.third, .return, of: .sample("x"), by: "chief") }?.code == "textChanged")
    }

    /// For every state, person and verdict the rule and the fold agree.
    @Test func theFoldRefusesWhatTheRuleRefuses() throws {
        for state in StoryState.allCases {
            for person in ["ed", "head", "chief", "chief2", "rep"] as [StaffID] {
                let before = try StoryTableTests.story(in: state)
                for stage in Stage.reviews {
                    for verdict in [Verdict.pass, .return] {
                        var line = before
                        let text = before.state.text
                        let folded = line.apply(
                            .story(.reviewed(stage: stage, verdict: verdict, opinion: "意见", textHash: text.textHash)),
                            by: person)
                        let asked = refusal {
                            try before.state.checkReview(stage, verdict, of: text.textHash, by: person)
                        }
                        #expect(folded == asked, "\(state) \(person) \(stage) \(verdict)")
                    }
                }
            }
        }
    }

    @Test func aReviewThatStandsEndsRecall() throws {
        #expect(refusal { try ReviewTests.story(passed: 0).state.checkRecall() } == nil)
        #expect(
            refusal { try ReviewTests.story(passed: 2).state.checkRecall() } == .alreadyReviewed(.second, by: "head"))
    }

    @Test func tasksAreAnsweredByTheirOwnAndSettledByTheDesk() {
        func refused(_ step: TaskStep, by person: StaffID, _ assignee: StaffID? = nil) -> Refusal? {
            refusal { try TaskLine(assignee: assignee).check(step, by: Sample.actor(person), in: Sample.houses) }
        }
        for step in TaskStep.allCases where step.right == .answerTask {
            #expect(refused(step, by: "rep") == nil && refused(step, by: "ed", "rep") == nil)
            #expect(refused(step, by: "duty", "rep") == nil)
            #expect(refused(step, by: "rep", "rep2") == .otherAssignee("rep2"))
            #expect(refused(step, by: "mrep") == .otherCentre("erqi"))
            #expect(refused(step, by: "biz") == .noRight(.answerTask, .business))
        }
        for step in TaskStep.allCases where step.right == .settleTask {
            #expect(refused(step, by: "duty") == nil)
            #expect(refused(step, by: "ed") == .noRight(.settleTask, .centreEditor))
        }
    }

    @Test func stepsOfStoriesAndLeads() {
        let story = StoryLine(state: .draft, authors: ["rep", "mrep"])
        func refused(_ step: StoryStep, by person: StaffID) -> Refusal? {
            refusal { try story.check(step, by: Sample.actor(person), in: Sample.houses) }
        }
        // An author on loan still owns the text; strangers of another centre do not.
        #expect(refused(.edit, by: "mrep") == nil && refused(.edit, by: "rep2") == nil)
        #expect(refused(.edit, by: "med") == .otherCentre("erqi"))
        // A centre publishes on its own account.
        #expect(refused(.publish, by: "ed") == nil && refused(.publish, by: "med") == .otherCentre("erqi"))
        #expect(refused(.withdraw, by: "ed") == .noRight(.withdraw, .centreEditor))
        // Who writes proposes a correction; authors do, too.
        #expect(refused(.correct, by: "chief") == nil && refused(.correct, by: "rep") == nil)
        #expect(refused(.correct, by: "med") == .otherCentre("erqi"))
        #expect(
            refusal { try LeadLine(centre: "erqi").check(.promote, by: Sample.actor("med"), in: Sample.houses) }
                == .otherCentre("erqi"))
        #expect(
            refusal { try LeadLine(centre: nil).check(.promote, by: Sample.actor("med"), in: Sample.houses) } == nil)
        #expect(
            refusal { try LeadLine().check(.dismiss, by: Sample.actor("rep"), in: Sample.houses) }
                == .noRight(.judgeLead, .reporter))
    }

    @Test func whoIsFitToBeNamed() {
        #expect(Sample.staff.filter { $0.isFit(for: .answerTask) }.allSatisfy { $0.id != "gone" && $0.id != "biz" })
        #expect(Sample.staff.contains { $0.id == "gone" && !$0.isFit(for: .write) })
        #expect(Sample.staff.contains { $0.id == "rep" && $0.isFit(for: .write) })
    }
}
