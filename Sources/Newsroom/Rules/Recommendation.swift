/// Whom to send, and why.
public struct Recommendation: Equatable, Sendable {
    /// Whom to send.
    public var staff: StaffID
    /// The centre where they sit, which gets the task.
    public var centre: CentreID
    /// Higher is better; only its order matters.
    public var score: Int
    /// The reasons that counted, the weightiest first.
    public var reasons: [Reason]

    /// One thing that speaks for somebody, or against.
    public enum Reason: Equatable, Sendable {
        case place
        case beat(String)
        case free
        case busy(Int)
        case rested
        case justSent(minutes: Int)
        case centreQuiet(Reachability)

        /// The reason in words.
        public var phrase: Phrase {
            switch self {
            case .place: Phrase("属地", "local")
            case .beat(let beat): Phrase("熟悉\(beat)", "knows \(beat)")
            case .free: Phrase("手头空闲", "free now")
            case .busy(let count): Phrase("手头 \(count) 件", "\(count) in hand")
            case .rested: Phrase("久未出勤", "rested")
            case .justSent(let minutes): Phrase("\(minutes) 分钟前刚派过", "sent \(minutes) min ago")
            case .centreQuiet(let presence): Phrase("中心\(presence.phrase.zh)", "centre \(presence.phrase.en)")
            }
        }
    }

    /// Somebody who could be sent.
    public struct Candidate: Equatable, Sendable {
        /// Who they are; only active reporters and centre editors are ever sent.
        public var card: StaffCard
        /// Tasks assigned to them that are neither closed nor cancelled.
        public var openTasks: Int
        /// When they were last busy with a task; `nil` when they never had one.
        public var lastSent: Moment?
        /// Whether their centre is heard now.
        public var presence: Reachability

        /// Somebody with the load that they have now.
        public init(card: StaffCard, openTasks: Int, lastSent: Moment?, presence: Reachability) {
            self.card = card
            self.openTasks = openTasks
            self.lastSent = lastSent
            self.presence = presence
        }
    }

    /// Who is ever sent; others may take a task on, but nobody proposes them.
    public static let roles: [Role] = [.reporter, .centreEditor]
    /// Whoever has so many tasks in hand is sent on no other.
    public static let mostInHand = 3

    /// Whom to send on an order of this title to these centres, the best first; with no centre named, where the title or
    /// the beats say.
    public static func ranked(
        forOrder title: String, to centres: [CentreID], roster: [CentreCard], candidates: [Candidate], now: Moment
    ) -> [Recommendation] {
        rank(title: title, centres: roster, preferred: centres, candidates: candidates, now: now)
    }

    /// Whom to send on a task that nobody has taken, the best first: people of its centre, else those with a tie to it,
    /// else anybody who is free and heard. Who has it now is left out, and who declined. A centre as a whole comes last
    /// where it declined, or has let the time to answer pass.
    ///
    /// Empty for a task that somebody has in hand, and where nobody fits.
    public static func ranked(
        for task: NewsTask, roster: [CentreCard], candidates: [Candidate], now: Moment
    ) -> [Recommendation] {
        let passedOver: [CentreID]
        switch task.state {
        case .issued: passedOver = task.isOverdue(at: now) ? [task.centre] : []
        case .declined: passedOver = task.assignee == nil ? task.declinedCentres : []
        case .acknowledged, .enRoute, .onScene, .filed, .closed, .cancelled: return []
        }
        let out = task.declinedBy + (task.assignee.map { [$0] } ?? [])
        func rank(_ preferred: [CentreID], _ candidates: [Candidate], anyone: Bool = false) -> [Recommendation] {
            Self.rank(
                title: task.order.title, centres: roster, preferred: preferred, candidates: candidates, declined: out,
                anyone: anyone, now: now)
        }
        let others = candidates.filter { !passedOver.contains($0.card.centre) }
        let local = rank([task.centre], others)
        if !local.isEmpty { return local }
        let tied = rank([], others)
        if !tied.isEmpty { return tied }
        let free = rank([], others, anyone: true)
        // Better the late than nobody; but not those who said no.
        return free.isEmpty && task.state == .issued ? rank([task.centre], candidates) : free
    }

    /// Ranks the candidates for a task of this title in these places; the best first. Those who declined it, who are
    /// not sent on tasks, or who have three in hand already are left out: an empty answer means that nobody fits.
    public static func rank(
        title: String, centres: [CentreCard], preferred: [CentreID], candidates: [Candidate],
        declined: [StaffID] = [], anyone: Bool = false, now: Moment
    ) -> [Recommendation] {
        let named = preferred.isEmpty ? places(in: title, centres) : preferred
        var ranked: [Recommendation] = []
        for candidate in candidates {
            let card = candidate.card
            guard card.isActive, roles.contains(card.role), !declined.contains(card.id),
                candidate.openTasks < mostInHand
            else { continue }
            let isLocal = named.contains(card.centre)
            if !preferred.isEmpty, !isLocal { continue }
            var score = card.role == .reporter ? 5 : 0
            var reasons: [Reason] = []
            if isLocal {
                score += 40
                reasons.append(.place)
            }
            if let beat = card.beats.first(where: { title.holds($0) }) {
                score += 30
                reasons.append(.beat(beat))
            }
            // Without a tie of place or subject there is no reason to send just this person, unless those who have
            // one are spent and somebody must go.
            if reasons.isEmpty, !anyone || candidate.presence != .online { continue }
            reasons.append(candidate.openTasks == 0 ? .free : .busy(candidate.openTasks))
            score -= candidate.openTasks * 15
            if let sent = candidate.lastSent {
                let minutes = now.seconds(since: sent) / 60
                if minutes < 120 {
                    score -= 10
                    reasons.append(.justSent(minutes: max(0, minutes)))
                } else if minutes >= 480 {
                    // Whoever was sent last before the night has rested as much as the never sent.
                    score += 5
                    reasons.append(.rested)
                }
            } else {
                score += 5
                reasons.append(.rested)
            }
            if candidate.presence != .online {
                score -= candidate.presence == .lost ? 20 : 8
                reasons.append(.centreQuiet(candidate.presence))
            }
            ranked.append(Recommendation(staff: card.id, centre: card.centre, score: score, reasons: reasons))
        }
        return ranked.sorted { ($1.score, $0.staff) < ($0.score, $1.staff) }
    }

    /// The centres that a text names. A name that is part of another word does not count: 新密 is a city, but
    /// 新密码 is a password and 鸢新密探 a game.
    public static func places(in text: String, _ centres: [CentreCard]) -> [CentreID] {
        centres.filter { card in
            var cleaned = text
            for friend in card.falseFriends where !friend.isEmpty {
                cleaned = cleaned.split(separator: friend).joined(separator: "|")
            }
            let short = card.name.zh.count > 2 ? String(card.name.zh.dropLast()) : card.name.zh
            return ([card.name.zh, short] + card.aliases.filter { !$0.unicodeScalars.allSatisfy(\.isASCII) })
                .contains { cleaned.holds($0) }
        }.map(\.id)
    }
}
