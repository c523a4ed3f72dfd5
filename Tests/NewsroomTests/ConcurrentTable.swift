import Newsroom

/// Two acts of two nodes on one thing, done without knowing of each other, and what comes out in either order.
struct Concurrent {
    /// Where the thing stood when both acted.
    let from: String
    let one: String
    let other: String
    /// What stands when `one` has the earlier stamp, and which of the two is void with which refusal; `-` for none.
    let oneFirst: (stands: String, void: String)
    /// The same when `other` has the earlier stamp.
    let otherFirst: (stands: String, void: String)

    /// The acts of the tables: who does what; the person's centre says at whose node.
    struct Act {
        let by: StaffID
        let fact: Fact
    }

    static let tasks = rows(
        """
        issued       reassign    reassignB  | issued@xinmi           -                      | issued@zhongmu      -
        issued       reassign    reassign2  | issued@zhongmu         reassign2:sameAssignee | issued@zhongmu      reassign:sameAssignee
        issued       acknowledge cancel     | cancelled@erqi         -                      | cancelled@erqi      acknowledge:taskState
        issued       acknowledge decline    | declined@erqi          -                      | declined@erqi       acknowledge:taskState
        issued       acknowledge ackBy2     | acknowledged@erqi      ackBy2:taskState       | acknowledged@erqi   acknowledge:taskState
        issued       acknowledge reassign   | issued@zhongmu         -                      | issued@zhongmu      acknowledge:otherNode
        issued       ackBy2      toPerson   | issued@erqi            -                      | issued@erqi         ackBy2:otherAssignee
        issued       decline     reassign   | issued@zhongmu         -                      | issued@zhongmu      decline:otherNode
        issued       decline     cancel     | cancelled@erqi         -                      | cancelled@erqi      decline:taskState
        declined     reassign    cancel     | cancelled@zhongmu      -                      | cancelled@erqi      reassign:taskState
        acknowledged depart      reassign   | issued@zhongmu         -                      | issued@zhongmu      depart:otherNode
        onScene      file        cancel     | cancelled@erqi         -                      | cancelled@erqi      file:taskState
        onScene      file        reassign   | filed@erqi             reassign:taskState     | issued@zhongmu      file:otherNode
        onScene      file        decline    | filed@erqi             decline:taskState      | declined@erqi       file:taskState
        filed        close       cancel     | closed@erqi            cancel:taskState       | cancelled@erqi      close:taskState
        """)

    static let stories = rows(
        """
        draft     edit      editB     | draft:B2        editB:textChanged     | draft:B3       edit:textChanged
        draft     edit      submit    | inReview:B2     -                     | inReview:B2    -
        draft     submit    submitB   | inReview:B1     submitB:storyState    | inReview:B1    submit:storyState
        inReview  edit      pass1     | inReview:B2     pass1:textChanged     | inReview:B2    -
        inReview  edit      return1   | inReview:B2     return1:textChanged   | returned:B2    -
        inReview  recall    pass1     | draft:B1        pass1:storyState      | inReview:B1    recall:alreadyReviewed
        inReview  pass1     pass1B    | inReview:B1     pass1B:stageOrder     | inReview:B1    pass1:stageOrder
        inReview  return1   pass1B    | returned:B1     pass1B:storyState     | inReview:B1    return1:stageOrder
        inReview  pass1     emergency | published:B1    -                     | published:B1   -
        inReview  emergency emergencyB | published:B1   emergencyB:storyState | published:B1   emergency:storyState
        inReview  edit      emergency | inReview:B2     emergency:textChanged | published:B1   edit:storyState
        inReview  emergency recall    | published:B1    recall:storyState     | published:B1   -
        inReview  emergency deny2     | published:B1    deny2:releasedBySelf  | published:B1   deny2:noEmergency
        awaited   confirm2  deny2     | published:B1=yes deny2:emergencyAnswered | published:B1=no confirm2:emergencyAnswered
        awaited   withdraw  deny2     | withdrawn:B1=no -                     | withdrawn:B1=no -
        awaited   pass1     deny2     | published:B1=no -                     | published:B1=no -
        ready     sign      edit      | signedOff:B1    edit:storyState       | inReview:B2    sign:textChanged
        ready     sign      return3   | returned:B1     -                     | returned:B1    sign:storyState
        ready     sign      signB     | signedOff:B1    signB:storyState      | signedOff:B1   sign:storyState
        ready     sign      sendOut   | signedOff:B1    sendOut:storyState    | inReview:B1    sign:sentOut
        ready     sendOut   sendOutB  | inReview:B1     sendOutB:sentOut      | inReview:B1    sendOut:sentOut
        out       sign      answer    | inReview:B1     sign:sentOut          | signedOff:B1   -
        out       answer    answerNo  | inReview:B1     answerNo:notSentOut   | returned:B1    answer:notSentOut
        out       edit      answer    | inReview:B2     answer:notSentOut     | inReview:B2    -
        out       takeBack  answer    | inReview:B1     answer:notSentOut     | inReview:B1    takeBack:notSentOut
        ready     attach    sign      | inReview:B1+1   sign:textChanged      | signedOff:B1   attach:storyState
        inReview  attach    attachB   | inReview:B1+1   attachB:textChanged   | inReview:B1+1  attach:textChanged
        inReview  attach    edit      | inReview:B1+1   edit:textChanged      | inReview:B2    attach:textChanged
        out       attach    answer    | inReview:B1+1   answer:notSentOut     | inReview:B1+1  -
        out       emergency answerNo  | published:B1    -                     | published:B1   -
        signedOff publish   return3   | published:B1    return3:storyState    | returned:B1    publish:storyState
        signedOff publish   publishB  | published:B1    -                     | published:B1   -
        proposed  release   releaseB  | published:B1    -                     | published:B1   -
        proposed  release   return3   | published:B1    return3:storyState    | returned:B1    release:storyState
        published publish   withdraw  | withdrawn:B1    -                     | withdrawn:B1   publish:storyState
        published publish   correct   | published:B1~4  -                     | published:B1~4 -
        published correct   correctB  | published:B1~4  correctB:correctionOpen | published:B1~5 correct:correctionOpen
        published correct   withdraw  | withdrawn:B1    -                     | withdrawn:B1   correct:storyState
        beside    pass2     pass2B    | published:B1~4  pass2B:stageOrder     | published:B1~4 pass2:stageOrder
        beside    pass2     returnC   | published:B1~4  returnC:stageOrder    | published:B1   pass2:correctionNotOpen
        beside    correctC  returnC   | published:B1~5  returnC:correctionNotOpen | published:B1 correctC:correctionNotOpen
        beside    backC     pass2     | published:B1    pass2:correctionNotOpen | published:B1   -
        beside    pass2     withdraw  | withdrawn:B1    -                     | withdrawn:B1   pass2:correctionNotOpen
        passing   pass3     pass3B    | corrected:B4    pass3B:correctionNotOpen | corrected:B4   pass3:correctionNotOpen
        passing   pass3     correctC  | corrected:B4~5  -                     | published:B1~5 pass3:correctionNotOpen
        passing   publish   pass3     | corrected:B4    -                     | corrected:B4   publish:textChanged
        passing   pass3     withdraw  | withdrawn:B4    -                     | withdrawn:B1   pass3:correctionNotOpen
        published withdraw  withdrawB | withdrawn:B1    withdrawB:storyState  | withdrawn:B1   withdraw:storyState
        published hide      withdraw  | withdrawn:B1    -                     | withdrawn:B1   hide:storyState
        published hide      correct   | published:B1/1~4 -                    | published:B1/1~4 -
        published hide      publish   | published:B1/1  -                     | published:B1/1 -
        published hide      hideB     | published:B1/2  -                     | published:B1/2 -
        published hide      hideDesk  | published:B1/2  -                     | published:B1/2 -
        covered   show      showDesk  | published:B1    showDesk:notHidden    | published:B1   show:notHidden
        covered   show      hideB     | published:B1/1  -                     | published:B1/1 -
        covered   show      hideDesk  | published:B1/1  -                     | published:B1/1 -
        covered   show      withdraw  | withdrawn:B1    -                     | withdrawn:B1   show:storyState
        covered   explain   explainB  | published:B1/1  explainB:hideExplained | published:B1/1 explain:hideExplained
        covered   explain   show      | published:B1    -                     | published:B1   -
        """)

    static let leads = rows(
        """
        open      promote   dismiss   | promoted        dismiss:leadState     | dismissed      promote:leadState
        open      promote   promoteB  | promoted        promoteB:leadState    | promoted       promote:leadState
        open      promote   merge     | promoted        merge:leadState       | merged         promote:leadState
        open      merge     mergeB    | merged          mergeB:leadState      | merged         merge:leadState
        open      merge     dismiss   | merged          dismiss:leadState     | dismissed      merge:leadState
        dismissed restore   restoreB  | open            restoreB:leadState    | open           restore:leadState
        """)

    static let placements = rows(
        """
        placed    confirm   placeV2   | queued:B2       -                     | queued:B2      -
        asked     letOn     keepOff   | queued:B1       keepOff:deliveryState | skipped:B1     letOn:deliveryState
        placed    sending   takeDown  | queued:recall   -                     | recalled:recall sending:deliveryState
        placed    fail      confirm   | confirmed:B1    -                     | confirmed:B1   fail:deliveryState
        onAir     correctV2 takeDown  | queued:recall   -                     | queued:recall  correctV2:recallOpen
        onAir     correctV2 correctV3 | queued:B3       -                     | queued:B2      -
        onAir     gone      takeDown  | recalled:recall -                     | queued:recall  -
        asked     hideThere letOn     | queued:B1/1     -                     | queued:B1/1    -
        onAir     hideIt    correctV2 | queued:B2/1     -                     | queued:B2/1    -
        onAir     hideIt    takeDown  | queued:recall/1 -                     | queued:recall  hideIt:recallOpen
        onAir     hideIt    gone      | gone:B1/1       -                     | gone:B1        hideIt:nothingToHide
        borrowed  hideThere hideHome  | confirmed:B1/2  -                     | confirmed:B1/2 -
        coveredOnAir showIt hideDown  | confirmed:B1-   -                     | confirmed:B1-  -
        coveredOnAir showIt takeDown  | queued:recall   -                     | queued:recall  -
        """)

    static let others = rows(
        """
        duty      takeDuty  takeDutyB | ed2             -                     | ed             -
        roll      here      hereB     | answered        hereB:rollAnswered    | answered       here:rollAnswered
        staff     change    changeB   | deskHead        -                     | centreEditor   -
        request   no        done      | closed:1        -                     | closed:0       no:requestState
        request   story     done      | closed:1        -                     | closed:0       story:requestState
        request   story     no        | answered:1      no:requestAnswered    | answered:1     -
        loan      accept    endLoan   | ended           -                     | ended          accept:loanState
        loan      endLoan   endLoanB  | ended           endLoanB:loanState    | ended          endLoan:loanState
        message   read      readB     | 2               -                     | 2              -
        """)

    private static func rows(_ text: String) -> [Concurrent] {
        text.split(separator: "\n").map { line in
            let cells = line.split(whereSeparator: { $0 == " " || $0 == "|" }).map(String.init)
            return Concurrent(
                from: cells[0], one: cells[1], other: cells[2], oneFirst: (cells[3], cells[4]),
                otherFirst: (cells[5], cells[6]))
        }
    }

    static let acts: [String: Act] = {
        func reassigned(_ centre: CentreID, _ person: StaffID? = nil) -> Fact {
            .task(.reassigned(centre: centre, assignee: person, acknowledgeBy: MemoryDesk.start.adding(seconds: 600)))
        }
        func edited(_ body: String) -> Fact { .story(.edited(title: "瑞安传家锅", body: body, base: .sample())) }
        let review = StoryTableTests.review
        let correcting = StoryCorrectionTests.review
        let other = OtherSubjectTests.other
        func card(_ role: Role) -> Fact {
            .staff(.changed(StaffCard(id: "liwei", name: "Li Wei", role: role, centre: "erqi")))
        }
        return [
            "reassign": Act(by: "duty", fact: reassigned("zhongmu")),
            "reassignB": Act(by: "head", fact: reassigned("xinmi")),
            "reassign2": Act(by: "head", fact: reassigned("zhongmu")),
            "toPerson": Act(by: "duty", fact: reassigned("erqi", "rep")),
            "acknowledge": Act(by: "rep", fact: .task(.acknowledged)),
            "ackBy2": Act(by: "rep2", fact: .task(.acknowledged)),
            "decline": Act(by: "ed", fact: .task(.declined(reason: "无车"))),
            "cancel": Act(by: "duty", fact: .task(.cancelled(reason: "误派"))),
            "depart": Act(by: "rep", fact: .task(.departed)), "file": Act(by: "rep", fact: .task(.filed(story: nil))),
            "close": Act(by: "head", fact: .task(.closed)),
            "edit": Act(by: "rep", fact: edited("正文二")), "editB": Act(by: "ed", fact: edited("正文三")),
            "submit": Act(by: "rep", fact: .story(.submitted(limits: .sample))),
            "submitB": Act(by: "ed", fact: .story(.submitted(limits: .sample))),
            "recall": Act(by: "rep", fact: .story(.recalled)),
            "pass1": Act(by: "ed", fact: review(.first, .pass, "正文一")),
            "pass1B": Act(by: "duty", fact: review(.first, .pass, "正文一")),
            "return1": Act(by: "ed", fact: review(.first, .return, "正文一")),
            "return3": Act(by: "chief", fact: review(.third, .return, "正文一")),
            "sign": Act(by: "chief", fact: .story(.signed(textHash: .sample()))),
            "signB": Act(by: "chief2", fact: .story(.signed(textHash: .sample()))),
            "attach": Act(by: "rep", fact: AttachmentTests.attached()),
            "attachB": Act(by: "ed", fact: AttachmentTests.attached(AttachmentTests.file(.cover))),
            "sendOut": Act(by: "head", fact: SendOutTests.sent(2)),
            "sendOutB": Act(by: "chief2", fact: SendOutTests.sent(3)),
            "answer": Act(by: "head", fact: SendOutTests.answered(.pass)),
            "answerNo": Act(by: "chief2", fact: SendOutTests.answered(.return)),
            "takeBack": Act(by: "chief2", fact: SendOutTests.takenBack()),
            "emergency": Act(by: "chief", fact: EmergencyTests.released(on: PublicationTests.chief)),
            "emergencyB": Act(by: "duty", fact: EmergencyTests.released(on: EmergencyTests.chief2)),
            "confirm2": Act(by: "chief2", fact: EmergencyTests.confirmed),
            "deny2": Act(by: "chief2", fact: EmergencyTests.denied),
            "publish": Act(by: "duty", fact: .story(.published(channels: ["app"], textHash: .sample()))),
            "publishB": Act(by: "head", fact: .story(.published(channels: ["weibo"], textHash: .sample()))),
            "release": Act(by: "duty", fact: .story(.released(channels: ["app"], textHash: .sample()))),
            "releaseB": Act(by: "med", fact: .story(.released(channels: ["zhongmu/wechat"], textHash: .sample()))),
            "letOn": Act(
                by: "ed",
                fact: .placement(
                    .released(
                        channel: "erqi/app", key: PlacementTests.asked.key, textHash: PlacementTests.asked.textHash))),
            "hide": Act(by: "ed", fact: HidingTests.hidden(2)), "hideB": Act(by: "ed2", fact: HidingTests.hidden(3)),
            "hideDesk": Act(by: "duty", fact: HidingTests.hidden(4, reason: "待核实")),
            "show": Act(by: "ed2", fact: HidingTests.shown()), "showDesk": Act(by: "duty", fact: HidingTests.shown()),
            "explain": Act(by: "ed", fact: HidingTests.explained()),
            "explainB": Act(by: "ed2", fact: HidingTests.explained()),
            "hideIt": Act(by: "duty", fact: HidingTests.on(.hidden(key: HidingTests.key(2), reason: "待核实"))),
            "hideThere": Act(
                by: "ed", fact: HidingTests.on("erqi/app", .hidden(key: HidingTests.key(3), reason: "待核实"))),
            "hideHome": Act(
                by: "duty", fact: HidingTests.on("erqi/app", .hidden(key: HidingTests.key(4), reason: nil))),
            "showIt": Act(by: "head", fact: HidingTests.on(.shown(key: HidingTests.key()))),
            "hideDown": Act(by: "duty", fact: HidingTests.reported(.hidden)),
            "keepOff": Act(
                by: "ed2", fact: .placement(.refused(channel: "erqi/app", key: PlacementTests.asked.key, reason: "重复"))),
            "correct": Act(by: "rep", fact: StoryCorrectionTests.proposed("正文四")),
            "correctB": Act(by: "ed", fact: StoryCorrectionTests.proposed("正文五")),
            "correctC": Act(by: "ed", fact: StoryCorrectionTests.proposed("正文五", base: .sample("正文四"))),
            "backC": Act(by: "rep", fact: .story(.correction(.takenBack(textHash: .sample("正文四"), reason: nil)))),
            "pass2": Act(by: "head", fact: correcting(.second, .pass, "正文四")),
            "pass2B": Act(by: "head2", fact: correcting(.second, .pass, "正文四")),
            "returnC": Act(by: "head2", fact: correcting(.second, .return, "正文四")),
            "pass3": Act(by: "chief", fact: correcting(.third, .pass, "正文四")),
            "pass3B": Act(by: "chief2", fact: correcting(.third, .pass, "正文四")),
            "confirm": Act(by: "duty", fact: PlacementTests.step(.confirmed)),
            "fail": Act(by: "head", fact: PlacementTests.step(.failed, note: "超时")),
            "sending": Act(by: "duty", fact: PlacementTests.step(.sending)),
            "gone": Act(by: "duty", fact: PlacementTests.step(.gone)),
            "placeV2": Act(by: "duty", fact: .placement(.ordered(PlacementTests.order(version: 2, key: 2)))),
            "correctV2": Act(
                by: "chief", fact: .placement(.ordered(PlacementTests.order(.correct, version: 2, key: 2)))),
            "correctV3": Act(
                by: "chief2", fact: .placement(.ordered(PlacementTests.order(.correct, version: 3, key: 3)))),
            "takeDown": Act(by: "head", fact: .placement(.ordered(PlacementTests.order(.recall, key: 4)))),
            "withdraw": Act(by: "head", fact: .story(.withdrawn(reason: "失实"))),
            "withdrawB": Act(by: "chief", fact: .story(.withdrawn(reason: "失实"))),
            "promote": Act(by: "duty", fact: .lead(.promoted(story: other))),
            "promoteB": Act(by: "ed", fact: .lead(.promoted(story: SubjectID(at: MemoryDesk.start) { 12 }))),
            "dismiss": Act(by: "ed", fact: .lead(.dismissed(reason: "旧闻"))),
            "merge": Act(by: "duty", fact: .lead(.merged(into: other))),
            "mergeB": Act(by: "ed", fact: .lead(.merged(into: SubjectID(at: MemoryDesk.start) { 13 }))),
            "restore": Act(by: "duty", fact: .lead(.restored)), "restoreB": Act(by: "ed", fact: .lead(.restored)),
            "takeDuty": Act(by: "ed", fact: .centre(.dutyTaken(staff: "ed"))),
            "takeDutyB": Act(by: "ed2", fact: .centre(.dutyTaken(staff: "ed2"))),
            "here": Act(by: "ed", fact: .rollCall(.answered(centre: "erqi"))),
            "hereB": Act(by: "ed2", fact: .rollCall(.answered(centre: "erqi"))),
            "no": Act(by: "ed", fact: .request(.answered(centre: "erqi", .no(reason: "无人")))),
            "story": Act(by: "rep", fact: .request(.answered(centre: "erqi", .story(other)))),
            "done": Act(by: "med", fact: .request(.closed(reason: "已有"))),
            "accept": Act(by: "med", fact: .loan(.accepted(LoanTests.card, house: "zhongmu"))),
            "endLoan": Act(by: "ed", fact: .loan(.ended(house: "erqi", reason: nil))),
            "endLoanB": Act(by: "med", fact: .loan(.ended(house: "zhongmu", reason: nil))),
            "change": Act(by: "root", fact: card(.centreEditor)), "changeB": Act(by: "root", fact: card(.deskHead)),
            "read": Act(by: "ed", fact: .message(.read)), "readB": Act(by: "head", fact: .message(.read)),
        ]
    }()
}
