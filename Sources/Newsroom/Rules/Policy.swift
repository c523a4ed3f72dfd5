/// The limits that a desk has set itself, all in seconds.
public struct Policy: Codable, Equatable, Sendable {
    /// To acknowledge a task, by priority.
    public var acknowledge: Limits
    /// From lead to first dispatch, by the lead's priority; 0 for no limit.
    public var dispatch: Limits
    /// To give each review and the signature.
    public var review: ReviewLimits
    /// To release or refuse what another house proposes for a channel.
    public var release: Int
    /// For an approval that is asked of somebody outside without saying until when.
    public var sendOut: Int
    /// To confirm that one gave one's word for an emergency publication.
    public var emergencyConfirmation: Int
    /// To answer a roll call.
    public var rollCall: Int
    /// Without a word for so long, a centre is quiet.
    public var quiet: Int
    /// Without a word for so long, a centre is lost.
    public var lost: Int
    /// What the desk may do on behalf of a house, where that is not what nobody there may.
    public var onBehalf: [CentreID: OnBehalf]
    /// The houses in which whoever passes the third review signs in the same act.
    public var lastReviewSigns: Set<CentreID>

    /// A limit for each priority.
    public struct Limits: Codable, Equatable, Sendable {
        public var flash: Int, urgent: Int, routine: Int

        /// A limit in seconds for each priority.
        public init(flash: Int, urgent: Int, routine: Int) {
            (self.flash, self.urgent, self.routine) = (flash, urgent, routine)
        }

        /// The limit for this priority, in seconds.
        public subscript(priority: Priority) -> Int {
            switch priority {
            case .flash: flash
            case .urgent: urgent
            case .routine: routine
            }
        }
    }

    /// A limit for each review and the signature.
    public struct ReviewLimits: Codable, Equatable, Sendable {
        public var first: Int, second: Int, third: Int, signature: Int

        /// A limit in seconds for each review and for the signature.
        public init(first: Int, second: Int, third: Int, signature: Int) {
            (self.first, self.second, self.third, self.signature) = (first, second, third, signature)
        }

        /// The limit for this stage, in seconds from when the stage opened.
        public subscript(stage: Stage) -> Int {
            switch stage {
            case .first: first
            case .second: second
            case .third: third
            case .signature: signature
            }
        }
    }

    /// In seconds; the defaults hold at a desk that has set itself no limits.
    public init(
        acknowledge: Limits = Limits(flash: 60, urgent: 300, routine: 1800),
        dispatch: Limits = Limits(flash: 60, urgent: 0, routine: 0),
        review: ReviewLimits = ReviewLimits(first: 1800, second: 1800, third: 1800, signature: 900),
        release: Int = 1800, sendOut: Int = 86_400, emergencyConfirmation: Int = 1800, rollCall: Int = 300,
        quiet: Int = 1800,
        lost: Int = 7200, onBehalf: [CentreID: OnBehalf] = [:], lastReviewSigns: Set<CentreID> = []
    ) {
        self.acknowledge = acknowledge
        self.dispatch = dispatch
        self.review = review
        self.release = release
        self.sendOut = sendOut
        self.emergencyConfirmation = emergencyConfirmation
        self.rollCall = rollCall
        self.quiet = quiet
        self.lost = lost
        self.onBehalf = onBehalf
        self.lastReviewSigns = lastReviewSigns
    }

    /// The most that a clock's events can be corrected by, in milliseconds: all the time that a stamp can hold.
    static let longestCorrection = Stamp.lastMoment.milliseconds
    /// The longest limit: a year.
    public static let longest = 366 * 86_400
    /// The longest that somebody may take to confirm that something went out on their authority: a day.
    public static let longestConfirmation = 86_400

    /// The first limit that no clock could keep: below a second (0 is "none" for the dispatch of leads alone), or
    /// longer than a year, to confirm a publication longer than a day; `nil` when all are sound.
    public var impossible: Int? {
        let needed =
            Priority.allCases.map { acknowledge[$0] } + Stage.allCases.map { review[$0] }
            + [release, sendOut, emergencyConfirmation, rollCall, quiet, lost]
        return needed.first { !(1...Self.longest).contains($0) }
            ?? Priority.allCases.map { dispatch[$0] }.first { !(0...Self.longest).contains($0) }
            ?? (emergencyConfirmation > Self.longestConfirmation ? emergencyConfirmation : nil)
            ?? (lost < quiet ? lost : nil)
    }

    /// Whether a centre last heard at `heard` is online, quiet or lost; one never heard is lost.
    public func presence(heard: Moment?, now: Moment) -> Reachability {
        guard let heard else { return .lost }
        let silence = now.seconds(since: heard)
        return silence < quiet ? .online : silence < lost ? .quiet : .lost
    }
}

/// A limit that runs: since when, and until when. Without an end it only counts up.
public struct Clock: Equatable, Sendable {
    /// When what it measures began.
    public var since: Moment
    /// When it runs out; `nil` where there is no limit.
    public var limit: Moment?

    /// A clock from `since` to `limit`; without a limit it is never near or over.
    public init(since: Moment, limit: Moment?) {
        self.since = since
        self.limit = limit
    }

    /// How a clock stands.
    public enum Reading: Sendable { case calm, near, over }

    /// Over once the limit has passed; near in the last quarter before it.
    public func reading(at now: Moment) -> Reading {
        guard let limit else { return .calm }
        if now >= limit { return .over }
        // Limits may come from another node's log: no sum of theirs may trap.
        let (whole, tooLong) = limit.milliseconds.subtractingReportingOverflow(since.milliseconds)
        let (left, tooFar) = limit.milliseconds.subtractingReportingOverflow(now.milliseconds)
        return !tooFar && left <= (tooLong ? .max : whole) / 4 ? .near : .calm
    }
}

extension Policy: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            acknowledge: try fields["acknowledge"].coded(),
            dispatch: try fields["dispatch"].coded(),
            review: try fields["review"].coded(),
            release: try fields["release"].integer(),
            sendOut: try fields["sendOut"].integer(),
            emergencyConfirmation: try fields["emergencyConfirmation"].integer(),
            rollCall: try fields["rollCall"].integer(),
            quiet: try fields["quiet"].integer(),
            lost: try fields["lost"].integer(),
            onBehalf: Dictionary(
                try (fields.optional("onBehalf")?.codedList() ?? [] as [HouseRule]).map { ($0.house, $0.when) },
                uniquingKeysWith: { _, last in last }),
            lastReviewSigns: Set(try fields.optional("lastReviewSigns")?.ids() ?? []))
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.object("acknowledge", acknowledge)
        fields.object("dispatch", dispatch)
        fields.object("review", review)
        fields.number("release", release)
        fields.number("sendOut", sendOut)
        fields.number("emergencyConfirmation", emergencyConfirmation)
        fields.number("rollCall", rollCall)
        fields.number("quiet", quiet)
        fields.number("lost", lost)
        let rules = onBehalf.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            HouseRule(house: $0.key, when: $0.value)
        }
        fields.objects("onBehalf", rules.isEmpty ? nil : rules)
        let signing = lastReviewSigns.sorted { $0.rawValue < $1.rawValue }
        fields.ids("lastReviewSigns", signing.isEmpty ? nil : signing)
    }

    /// What the desk may do on behalf of one house, as the log has it.
    private struct HouseRule: FieldCoded {
        var house: CentreID
        var when: OnBehalf

        init(house: CentreID, when: OnBehalf) { (self.house, self.when) = (house, when) }

        init(_ fields: Fields) throws(FactError) {
            self.init(house: try fields["house"].id(), when: try fields["when"].word())
        }

        func write(_ fields: inout FieldWriter) {
            fields.id("house", house)
            fields.word("when", when)
        }
    }
}

extension Policy.Limits: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            flash: try fields["flash"].integer(),
            urgent: try fields["urgent"].integer(),
            routine: try fields["routine"].integer())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("flash", flash)
        fields.number("urgent", urgent)
        fields.number("routine", routine)
    }
}

extension Policy.ReviewLimits {
    /// Refuses limits that no policy may have: whoever writes a fact chooses them.
    func check() throws(Refusal) {
        for stage in Stage.allCases where !(1...Policy.longest).contains(self[stage]) {
            throw .limitImpossible(seconds: self[stage])
        }
    }
}

extension Policy.ReviewLimits: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        self.init(
            first: try fields["first"].integer(),
            second: try fields["second"].integer(),
            third: try fields["third"].integer(),
            signature: try fields["signature"].integer())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.number("first", first)
        fields.number("second", second)
        fields.number("third", third)
        fields.number("signature", signature)
    }
}
