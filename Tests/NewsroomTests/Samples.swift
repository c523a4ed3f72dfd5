import Newsroom

extension Sample {
    private static let trace = Refusal.Trace(by: "liwei", at: MemoryDesk.start)
    private static let id = SubjectID(at: MemoryDesk.start) { 11 }

    /// How many cases `Refusal` has; a new one needs its sample.
    static let refusalCount = 54

    /// At least one refusal of every case; of those that speak of a state, one for each state.
    static let refusals: [Refusal] =
        [
            .noRight(.sign, .reporter), .noRight(.dispatch, .administrator),
            .mayNotSeeLoss(.reporter, who: [.dutyEditor, .administrator]), .otherCentre("erqi"), .inactive("liwei"),
            .unknownCentre("x"), .unknownStaff("x"), .unknownChannel("x"), .unknownItem("T-0009"),
            .staffExists("x"), .loginTaken("x"), .badIdentifier("X Y"), .staffElsewhere("liwei", "erqi"),
            .titleMissing, .bodyMissing, .bodyTooLong(bytes: 2_000_000), .reasonMissing, .opinionMissing,
            .centreMissing, .sourceMissing, .dueInThePast, .limitImpossible(seconds: -1), .sameAssignee,
            .otherAssignee("liwei"), .textChanged(last: trace), .textSame,
            .stageOrder(wanted: .first, open: nil), .stageOrder(wanted: .third, open: .signature), .ownStory, .ownEdit,
            .tookStage(.second), .reviewsMissing(.first), .reviewsMissing(.signature),
            .alreadyReviewed(.first, by: "liwei"), .channelsMissing, .noPlacement("app"), .rollAnswered,
            .notCalled("erqi"), .sameLead, .lastAdministrator, .recipientMissing, .tooManyRecipients,
            .messageTooLong, .takesNoMessages("liwei"), .notRecipient, .messageRead, .outOfPlace("taskClosed"),
            .nodeRevoked("erqi-1"), .otherNode("erqi"), .desksOwn, .badCorrection, .badNode, .nodeExists("erqi-1"),
            .lastNode,
        ]
        + TaskState.allCases.map { .taskState($0, last: trace) }
        + LeadState.allCases.map { .leadState($0, last: trace) }
        + StoryState.allCases.map { .storyState($0, last: trace) }

    private static let charter = DeskCharter(
        id: "zz", name: Name(zh: "郑州", en: "Zhengzhou"), zone: "Asia/Shanghai", channels: channels)

    /// The facts that make a subject each.
    static let births: [Fact] = [
        .deskOpened(charter), .centreAdded(centres[1]), .staffAdded(englishCard),
        .leadReceived(OtherSubjectTests.card), .taskIssued(.sample(assignee: "rep")), .storyDrafted(.sample()),
        .rollCalled(centres: ["erqi"], answerBy: MemoryDesk.start),
        .messageSent(text: "hello", to: ["liwei"], about: id),
    ]

    private static let englishCard = StaffCard(id: "liwei", name: "Li Wei", role: .reporter, centre: "erqi")

    /// How many cases `Fact` has; a new one needs its sample.
    static let factCount = 44

    /// A fact of every kind; texts in them are neutral, so that the words around them show.
    static let facts: [Fact] =
        births + [
            .policySet(Policy()), .noted(text: "note"), .dutyTaken(staff: "liwei"), .staffChanged(englishCard),
            .leadPromoted(story: id), .leadMerged(into: id), .leadDismissed(reason: "old"), .leadRestored,
            .taskAcknowledged, .taskDeclined(reason: "car"),
            .taskReassigned(centre: "erqi", assignee: "liwei", acknowledgeBy: MemoryDesk.start), .taskDeparted,
            .taskArrived, .taskFiled(story: id), .taskClosed, .taskCancelled(reason: "rain"),
            .storyEdited(title: "t", body: "b"), .storySubmitted(limits: .sample), .storyRecalled,
            .storyReviewed(stage: .second, verdict: .return, opinion: "why", textHash: .sample()),
            .storySigned(textHash: .sample()), .storyPublished(channels: ["app"], textHash: .sample()),
            .storyPublishedInEmergency(channels: ["app"], textHash: .sample(), reason: "flood"),
            .storyCorrected(title: "t", body: "b", reason: "name"), .storyWithdrawn(reason: "false"),
            .placementReported(channel: "app", state: .failed, note: "timeout"), .rollAnswered(centre: "erqi"),
            .messageRead, .nodeAdmitted(RightsTests.node), .nodeKeyChanged(key: RightsTests.node.key, ends: []),
            .nodeKeyChanged(key: "new", ends: [], before: [KeyLink(key: RightsTests.node.key, signature: "")]),
            .nodeRevoked(ends: [], reason: "lost"), .storyShared, .told(at: Stamp(value: 9), fact: .storyRecalled),
            .overruledRead(at: Stamp(value: 9)), .clockResumed(last: MemoryDesk.start),
            .clockCorrected(origin: OriginID(repeating: 1), first: 1, last: 2, by: 1000),
        ]
}
