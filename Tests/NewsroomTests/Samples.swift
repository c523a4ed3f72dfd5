import Newsroom

extension Sample {
    private static let trace = Refusal.Trace(by: "liwei", at: MemoryDesk.start)
    private static let id = SubjectID(at: MemoryDesk.start) { 11 }

    /// How many cases `Refusal` has; a new one needs its sample.
    static let refusalCount = 120

    /// At least one refusal of every case; of those that speak of a state, one for each state.
    static let refusals: [Refusal] =
        [
            .noRight(.sign, .reporter), .noRight(.dispatch, .administrator),
            .mayNotSeeLoss(.reporter, who: [.dutyEditor, .administrator]), .otherCentre("erqi"), .jointIsDesks("erqi"),
            .deputyUnfit("liwei", ["zz"]),
            .inactive("liwei"),
            .unknownCentre("x"), .unknownStaff("x"), .unknownChannel("x"), .unknownItem("T-0009"),
            .staffExists("x"), .loginTaken("x"), .badIdentifier("X Y"), .staffElsewhere("liwei", "erqi"),
            .titleMissing, .bodyMissing, .bodyTooLong(bytes: 2_000_000), .reasonMissing, .opinionMissing,
            .centreMissing, .sourceMissing, .dueInThePast, .limitImpossible(seconds: -1), .sameAssignee,
            .otherAssignee("liwei"), .textChanged(last: trace), .textSame,
            .stageOrder(wanted: .first, open: nil), .stageOrder(wanted: .third, open: .signature), .ownStory, .ownEdit,
            .tookStage(.second), .reviewsMissing(.first), .reviewsMissing(.signature),
            .alreadyReviewed(.first, by: "liwei"), .channelsMissing, .releasedBy("app", [.chiefEditor]),
            .ownChannelsMissing("erqi"), .nothingProposed,
            .noPlacement("app"), .alreadyPlaced("app"),
            .recallOpen("app"), .olderVersion("app"), .deliveryState("app", .sending), .nothingDue,
            .othersChannel("weibo", "zz"), .housesOwn("erqi", ["ed"]),
            .channelElsewhere("erqi/app", "erqi"), .rollAnswered,
            .notCalled("erqi"), .sameLead, .lastAdministrator, .badPosts,
            .otherPosts("rep", [Post(role: .reporter, house: "erqi")]), .recipientMissing, .tooManyRecipients,
            .messageTooLong, .contactMissing, .contactTooLong, .takesNoMessages("liwei"), .notRecipient, .messageRead,
            .outOfPlace("taskClosed"),
            .nodeRevoked("erqi-1"), .otherNode("erqi"), .desksOwn, .badCorrection, .badNode, .nodeExists("erqi-1"),
            .lastNode,
        ]
        + RequestTests.refusals.map { Refusal.request($0) } + SendOutTests.refusals.map { Refusal.sendOut($0) }
        + StoryCorrectionTests.refusals.map { Refusal.correction($0) }
        + AttachmentTests.refusals.map { Refusal.attachment($0) } + HidingTests.refusals.map { Refusal.hiding($0) }
        + EmergencyTests.refusals.map { Refusal.emergency($0) }
        + LoanTests.refusals.map { Refusal.loan($0) }
        + TaskState.allCases.map { Refusal.taskState($0, last: trace) }
        + LeadState.allCases.map { Refusal.leadState($0, last: trace) }
        + StoryState.allCases.map { Refusal.storyState($0, last: trace) }

    static let reference = ErasableReference(
        id: ErasableReference.ID(bytes: [UInt8](repeating: 5, count: 16))!, expiresAt: MemoryDesk.start,
        hash: String(repeating: "0f", count: 32))

    private static let charter = DeskCharter(
        id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai")

    /// The facts that make a subject each.
    static let births: [Fact] = [
        .desk(.opened(charter)), .centre(.added(centres[1])), .staff(.added(englishCard)),
        .channel(.added(channels[0])), .placement(.ordered(PlacementTests.erqis)),
        .lead(.received(OtherSubjectTests.card)), .task(.issued(.sample(assignee: "rep"))), .story(.drafted(.sample())),
        .request(.made(RequestTests.card)), .loan(.proposed(LoanTests.card, house: "erqi")),
        .rollCall(.called(centres: ["erqi"], answerBy: MemoryDesk.start)),
        .message(.sent(text: "hello", to: ["liwei"], about: id)),
    ]

    private static let englishCard = StaffCard(id: "liwei", name: "Li Wei", role: .reporter, centre: "erqi")

    /// A fact of every kind; texts in them are neutral, so that the words around them show.
    static let facts: [Fact] =
        births + [
            .desk(.policySet(Policy())), .desk(.noted(text: "note")), .centre(.dutyTaken(staff: "liwei")),
            .staff(.changed(englishCard)),
            .lead(.promoted(story: id)), .lead(.merged(into: id)), .lead(.dismissed(reason: "old")), .lead(.restored),
            .lead(.contactGiven(reference)), .lead(.contactErased),
            .task(.acknowledged), .task(.declined(reason: "car")),
            .task(.reassigned(centre: "erqi", assignee: "liwei", acknowledgeBy: MemoryDesk.start)), .task(.departed),
            .task(.arrived), .task(.filed(story: id)), .task(.closed), .task(.cancelled(reason: "rain")),
            .story(.edited(title: "t", body: "b")), .story(.submitted(limits: .sample)), .story(.recalled),
            .story(.reviewed(stage: .second, verdict: .return, opinion: "why", textHash: .sample())),
            StoryCorrectionTests.review(.second, .pass, "b"),
            .story(.signed(textHash: .sample())), .story(.published(channels: ["app"], textHash: .sample())),
            .story(.proposed(channels: ["app"], textHash: .sample())),
            .story(.released(channels: ["erqi/app"], textHash: .sample())),
            .story(
                .publishedInEmergency(
                    key: id, channels: ["erqi/app"], proposed: ["app"], textHash: .sample(), reason: "flood",
                    authority: EmergencyAuthority(
                        staff: "chief", house: "zz", deputyOf: "chief2", isByPhone: true, confirmBy: MemoryDesk.start))),
            .story(
                .publishedInEmergency(
                    key: id, channels: ["app"], textHash: .sample(), reason: "flood",
                    authority: EmergencyAuthority(staff: "liwei", house: "erqi"))),
            .story(.emergency(.confirmed(key: id, textHash: .sample()))),
            .story(.emergency(.denied(key: id, textHash: .sample(), reason: "asleep"))),
            StoryCorrectionTests.proposed("b"), StoryCorrectionTests.proposed("b", isSlip: true),
            .story(.correction(.slipReviewed(verdict: .pass, opinion: "comma", textHash: .sample()))),
            .story(.correction(.slipReviewed(verdict: .return, opinion: "comma", textHash: .sample()))),
            .story(.correction(.takenBack(textHash: .sample(), reason: "late"))),
            .story(.correction(.takenBack(textHash: .sample(), reason: nil))),
            .story(
                .correction(
                    .released(
                        key: id, textHash: .sample(), reason: "flood",
                        authority: EmergencyAuthority(
                            staff: "chief", house: "zz", deputyOf: "chief2", isByPhone: true,
                            confirmBy: MemoryDesk.start)))),
            .story(
                .correction(
                    .released(
                        key: id, textHash: .sample(), reason: "flood",
                        authority: EmergencyAuthority(staff: "liwei", house: "erqi")))),
            .story(.withdrawn(reason: "false")),
            .story(
                .sendOut(
                    .sent(
                        SendOut.Order(
                            key: id, to: "office", way: "courier", due: MemoryDesk.start, textHash: .sample())))),
            AttachmentTests.attached(AttachmentTests.file(caption: "pond")),
            AttachmentTests.detached(base: .sample()),
            .story(.sendOut(.answered(key: id, verdict: .pass, evidence: "doc 7"))),
            .story(.sendOut(.takenBack(key: id, reason: "late"))), .story(.sendOut(.takenBack(key: id, reason: nil))),
            HidingTests.hidden(reason: "source"), HidingTests.hidden(), HidingTests.shown(),
            .story(.hiding(.explained(key: id, reason: "source"))),
            HidingTests.on("erqi/app", .hidden(key: id, reason: "source")),
            HidingTests.on("erqi/app", .hidden(key: id, reason: nil)), HidingTests.on("erqi/app", .shown(key: id)),
            HidingTests.on("erqi/app", .explained(key: id, reason: "source")),
            HidingTests.reported(.hidden, on: "erqi/app"), HidingTests.reported(.shown, on: "erqi/app"),
            .placement(.released(channel: "erqi/app", key: id, textHash: .sample())),
            .placement(.refused(channel: "erqi/app", key: id, reason: "twice")),
            .placement(.stepped(channel: "erqi/app", key: id, to: .failed, note: "timeout", link: "https://a.b/c")),
            .channel(.changed(Sample.channels[0])),
            .request(.answered(centre: "erqi", .story(id))), .request(.answered(centre: "erqi", .task(id))),
            .request(.answered(centre: "erqi", .no(reason: "car"))), .request(.closed(reason: "had")),
            .request(.closed(reason: nil)), .loan(.proposed(LoanTests.ofOneStory, house: "zhongmu")),
            .loan(.accepted(LoanTests.card, house: "zhongmu")), .loan(.ended(house: "erqi", reason: "back")),
            .loan(.ended(house: "erqi", reason: nil)), .rollCall(.answered(centre: "erqi")),
            .message(.read), .node(.admitted(RightsTests.node)),
            .node(.keyChanged(key: RightsTests.node.key, before: [])),
            .node(.keyChanged(key: "new", before: [RightsTests.node.key])),
            .node(.revoked(ends: [], reason: "lost")), .story(.shared),
            .common(.told(CommonFact.Told(at: Stamp(value: 9), fact: .story(.recalled)))),
            .common(.overruledRead(at: Stamp(value: 9))), .desk(.clockResumed(last: MemoryDesk.start)),
            .desk(.clockCorrected(origin: OriginID(repeating: 1), first: 1, last: 2, by: 1000)),
        ]
}
