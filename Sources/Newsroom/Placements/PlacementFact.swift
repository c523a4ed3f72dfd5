/// What happens to a story on a channel (分发).
public enum PlacementFact: SubjectFact {
    /// Something is to be done there. Nobody withdraws or corrects a story without it.
    case ordered(DeliveryOrder)
    /// The channel's house lets onto it what was proposed, with the text that it saw.
    case released(channel: ChannelID, key: SubjectID, textHash: TextHash)
    /// The channel's house keeps off it what was proposed.
    case refused(channel: ChannelID, key: SubjectID, reason: String)
    /// A delivery has come to another state: told by whoever serves the channel, or decided by a person.
    case stepped(channel: ChannelID, key: SubjectID, to: DeliveryState, note: String?, link: String?)
    /// It is hidden there by itself, or shown again: decided by the story's house, the channel's, or the desk.
    case hiding(channel: ChannelID, Hiding.Step)
    /// Whether it can be seen there, as whoever serves the channel says.
    case reported(channel: ChannelID, key: SubjectID, Visibility)

    /// The kinds, by their names in the log.
    public enum Kind: String, CaseIterable, Sendable {
        case ordered = "placementOrdered"
        case released = "placementReleased"
        case refused = "placementRefused"
        case stepped = "placementStepped"
        case hidden = "placementHidden"
        case shown = "placementShown"
        case hideExplained = "placementHideExplained"
        case reported = "placementReported"
    }

    /// What kind it is of.
    public var kind: Kind {
        switch self {
        case .ordered: .ordered
        case .released: .released
        case .refused: .refused
        case .stepped: .stepped
        case .hiding(_, let step): step.kindOfPlacement
        case .reported: .reported
        }
    }

    /// It as a fact among those of all subjects.
    public var fact: Fact { .placement(self) }

    /// A kind among those of all subjects.
    public static func kind(_ kind: Kind) -> FactKind { .placement(kind) }

    /// What holds of all facts of a kind. An order stands beside the story,
    /// whose own facts say in the duty log what was decided.
    public static func rule(_ kind: Kind) -> KindRule {
        switch kind {
        case .ordered: KindRule(since: 1, begins: true, isListed: false, gives: nil, by: .people)
        case .released, .refused, .hidden, .shown, .hideExplained:
            KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .people)
        case .stepped, .reported: KindRule(since: 1, begins: false, isListed: true, gives: nil, by: .either)
        }
    }

    /// The right that whoever does it must have.
    public var right: Right? {
        switch self {
        case .ordered(let order): order.act.rightToOrder
        case .released, .refused: .release
        case .stepped, .reported: .reportPlacement
        case .hiding: .hide
        }
    }

    /// A centre orders for its own stories; what becomes of it there the channel's house says.
    public func scope(home: CentreID?) -> Scope {
        switch self {
        case .ordered(let order): .centres([order.centre])
        case .released(let channel, _, _), .refused(let channel, _, _), .stepped(let channel, _, _, _, _),
            .hiding(let channel, _), .reported(let channel, _, _):
            .either([home, channel.centre].compactMap { $0 })
        }
    }

    /// Whatever is placed is everybody's already.
    public func shares(_: SubjectID) -> SubjectID? { nil }

    /// It is everybody's.
    public func staysOwn(at _: CentreID, isOwn _: @autoclosure () throws -> Bool) rethrows -> Bool { false }

    /// The fact as it counts when the clock that wrote it was ahead.
    public func corrected(_ correction: ClockCorrection) -> PlacementFact {
        switch self {
        case .ordered(var order):
            order.signedAt = order.signedAt.map(correction.past)
            order.releaseBy = order.releaseBy.map(correction.limit)
            return .ordered(order)
        case .released, .refused, .stepped, .hiding, .reported: return self
        }
    }

    /// Who may see it in the duty log.
    public var audience: Audience { .everybody }

    /// Whether it says who belongs.
    public var isOfRoster: Bool { false }

    /// Folds the subject.
    public static func replay(_ events: [Event]) -> (state: AnySubject, void: [Int: Refusal])? {
        Placement.replayed(events)
    }

    /// Reads the fields of a kind.
    public init(_ kind: Kind, _ fields: Fields) throws(FactError) {
        switch kind {
        case .ordered: self = .ordered(try DeliveryOrder(fields))
        case .released:
            self = .released(
                channel: try fields["channel"].id(), key: try fields["key"].subject(),
                textHash: try fields["textHash"].id())
        case .refused:
            self = .refused(
                channel: try fields["channel"].id(), key: try fields["key"].subject(),
                reason: try fields["reason"].text(.remark))
        case .stepped:
            self = .stepped(
                channel: try fields["channel"].id(), key: try fields["key"].subject(), to: try fields["to"].word(),
                note: try fields.optional("note")?.text(.remark), link: try fields.optional("link")?.text(.remark))
        case .hidden: self = .hiding(channel: try fields["channel"].id(), try .hidden(fields))
        case .shown: self = .hiding(channel: try fields["channel"].id(), try .shown(fields))
        case .hideExplained: self = .hiding(channel: try fields["channel"].id(), try .explained(fields))
        case .reported:
            self = .reported(
                channel: try fields["channel"].id(), key: try fields["key"].subject(),
                try fields["visibility"].word())
        }
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        switch self {
        case .ordered(let order): order.write(&fields)
        case .released(let channel, let key, let textHash):
            fields.id("channel", channel)
            fields.subject("key", key)
            fields.id("textHash", textHash)
        case .refused(let channel, let key, let reason):
            fields.id("channel", channel)
            fields.subject("key", key)
            fields.text("reason", reason)
        case .stepped(let channel, let key, let state, let note, let link):
            fields.id("channel", channel)
            fields.subject("key", key)
            fields.word("to", state)
            fields.text("note", note)
            fields.text("link", link)
        case .hiding(let channel, let step):
            fields.id("channel", channel)
            step.write(&fields)
        case .reported(let channel, let key, let visibility):
            fields.id("channel", channel)
            fields.subject("key", key)
            fields.word("visibility", visibility)
        }
    }
}

extension PlacementFact {
    /// What happened, as the duty log says it, without who and what.
    public func logText(_ read: Localizer, at _: Moment) -> String {
        switch self {
        case .ordered(let order):
            "\(read.channel(order.channel)) \(read((order.needsRelease ? DeliveryState.proposed : .queued).phrase(order.act)))"
        case .released(let channel, _, _): "\(read.channel(channel)) \(read("放行", "released"))"
        case .refused(let channel, _, let reason):
            "\(read.channel(channel)) \(read("不放行：\(reason)", "not released: \(reason)"))"
        case .stepped(let channel, _, let state, let note, _):
            "\(read.channel(channel)) \(read(state.phrase))" + (note.map { read("：", ": ") + $0 } ?? "")
        case .hiding(let channel, let step): "\(read.channel(channel)) \(step.logText(read))"
        case .reported(let channel, _, let visibility): "\(read.channel(channel)) \(read(visibility.phrase))"
        }
    }
}
