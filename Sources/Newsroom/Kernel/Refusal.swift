/// Why something cannot be done now, and what would make it possible. `Words` says it to people.
public enum Refusal: Error, Equatable, Sendable {
    /// The role does not carry the right.
    case noRight(Right, Role)
    /// What a database lost is seen for everybody by those who answer for it; these roles do.
    case mayNotSeeLoss(Role, who: [Role])
    /// People of a centre act for their own centre.
    case otherCentre(CentreID)
    /// The house has people for it, or the policy leaves it to them: those named, or nobody where none is free.
    case housesOwn(CentreID, [StaffID])
    /// Whoever is to stand in for a chief edits in none of the houses in which they are chief.
    case deputyUnfit(StaffID, [CentreID])
    /// A joint story is the desk's; that centre's has no partners.
    case jointIsDesks(CentreID)
    /// The staff member no longer works here.
    case inactive(StaffID)
    case unknownCentre(String)
    case unknownStaff(String)
    case unknownChannel(String)
    case unknownItem(String)
    case staffExists(StaffID)
    case loginTaken(String)
    case badIdentifier(String)
    /// A person sent on a task belongs to another centre than the one named.
    case staffElsewhere(StaffID, CentreID)
    case titleMissing
    case bodyMissing
    case bodyTooLong(bytes: Int)
    case reasonMissing
    case opinionMissing
    case centreMissing
    case sourceMissing
    case dueInThePast
    /// A limit of the policy that no clock could keep.
    case limitImpossible(seconds: Int)
    /// A task in this state does not allow the step. `last` is what was done before, by whom and when.
    case taskState(TaskState, last: Trace)
    /// Where the task stands already.
    case sameAssignee
    /// The task belongs to somebody else.
    case otherAssignee(StaffID)
    case leadState(LeadState, last: Trace)
    case storyState(StoryState, last: Trace)
    /// Somebody changed the text after the caller read it.
    case textChanged(last: Trace)
    case textSame
    /// Not this stage's turn.
    case stageOrder(wanted: Stage, open: Stage?)
    case ownStory
    case ownEdit
    case tookStage(Stage)
    case reviewsMissing(Stage)
    case alreadyReviewed(Stage, by: StaffID)
    case channelsMissing
    /// The story was never sent there.
    case noPlacement(ChannelID)
    /// The same was ordered there, and is under way or done.
    case alreadyPlaced(ChannelID)
    /// The story is being taken down there.
    case recallOpen(ChannelID)
    /// Something newer was ordered there.
    case olderVersion(ChannelID)
    /// What is there in this state does not come to the one that was named.
    case deliveryState(ChannelID, DeliveryState)
    /// What goes onto a channel, and what became of it there, its house says.
    case othersChannel(ChannelID, CentreID)
    /// On this channel these roles of its house release.
    case releasedBy(ChannelID, [Role])
    /// The house of the story has no channel that was named, so nothing could go out at once.
    case ownChannelsMissing(CentreID)
    /// Nothing of the story waits to be released, on the channels that were named or that somebody may release on.
    case nothingProposed
    /// No channel is owed anything.
    case nothingDue
    /// A channel belongs to its house for good.
    case channelElsewhere(ChannelID, CentreID)
    case rollAnswered
    case notCalled(CentreID)
    /// What only one kind of subject does not allow.
    case ofSubject(AnySubjectRefusal)
    case sameLead
    case lastAdministrator
    /// Somebody would act in a post that they do not have; those that they have.
    case otherPosts(StaffID, [Post])
    /// A person has at least one post, no more than `StaffCard.mostPosts`, and none twice.
    case badPosts
    case recipientMissing
    case tooManyRecipients
    case messageTooLong
    case contactMissing
    case contactTooLong
    /// Observers write nothing, so nothing could be said to have been read by them.
    case takesNoMessages(StaffID)
    /// The message was sent to others.
    case notRecipient
    case messageRead
    /// The node, by its name, belongs no more.
    case nodeRevoked(String)
    /// A centre's node acts on what is its centre's; the other centre.
    case otherNode(CentreID)
    /// Only the desk's own nodes change roster, limits and membership.
    case desksOwn
    /// A correction of a clock that names no events, or moves them into the future.
    case badCorrection
    /// What was given as a node is none.
    case badNode
    case nodeExists(String)
    /// The first node cannot be revoked.
    case lastNode
    /// The event tells of something that the subject never was (a damaged or foreign log).
    case outOfPlace(String)

    /// What was done last to the thing, so that the second of two people learns what the first did.
    public struct Trace: Hashable, Sendable {
        /// Who did it.
        public var by: StaffID
        /// When they did it.
        public var at: Moment

        /// What `by` did at that moment.
        public init(by: StaffID, at: Moment) {
            self.by = by
            self.at = at
        }
    }

    /// Whether a check refuses nothing.
    static func isNone(of check: () throws(Refusal) -> Void) -> Bool {
        do throws(Refusal) {
            try check()
            return true
        } catch {
            return false
        }
    }

    /// A stable name for scripts.
    public var code: String {
        if case .ofSubject(let own) = self { return own.refusal.code }
        let text = String(describing: self)
        return String(text.prefix { $0 != "(" })
    }
}

/// Why one kind of subject does not allow something, beside it; a `Refusal` as `ofSubject`.
public protocol SubjectRefusal: Hashable, Sendable {
    /// A stable name for scripts.
    var code: String { get }
    /// One sentence: which rule says no, and what would make it possible.
    func sentence(_ read: Localizer) -> String
}

/// A refusal of whichever subject.
public struct AnySubjectRefusal: Equatable, Sendable {
    /// What the subject says.
    public let refusal: any SubjectRefusal

    /// Whether both say the same.
    public static func == (left: Self, right: Self) -> Bool {
        AnyHashable(left.refusal) == AnyHashable(right.refusal)
    }
}
