import GRDB
import Newsroom

/// What the row of a story tells of the channels on which it is: how its placements stand, and what they are owed.
///
/// What another centre has placed in the story's name is not the story's.
struct StoryChannels {
    /// Channels on which it failed, was missed or nobody knows, or where it waits to be hidden, shown again or decided on.
    var failures = 0
    /// Channels that are owed something which nobody has ordered.
    var due = 0
    /// Since when the first of the channels that are in trouble is, and whose that is: the story's house's where that decides.
    var troubleSince: Moment?
    var troubleHouse: CentreID?
    /// What has waited longest on a channel to be done or decided by hand.
    var work: ChannelWork?
    /// Whether its present text waits for another house's word on a channel.
    var isProposed = false
    /// The houses of all channels that are in trouble, or wait to be served by hand.
    var servedBy: [CentreID] = []
    /// What hides it on channels that it is on, or may come to be on.
    var hidings: [HidingColumn] = []
    /// The houses of the channels that are hidden: of all where the whole story is.
    var hiddenHouses: [CentreID] = []
    /// Who has hidden it on a channel and not said why.
    var owedReasons: [Hiding.OwedReason] = []
    /// From how many channels it is to be taken down, and from how many it is; `nil` where it never was on one.
    var withdrawal: Withdrawal?

    /// Of a story that is on no channel.
    init() {}

    /// Reads it.
    ///
    /// - Parameters:
    ///   - text: the hash of the present text.
    ///   - isHidden: whether the whole story is hidden.
    init(_ db: Database, of story: SubjectID, _ centre: CentreID, text: String, isHidden: Bool) throws {
        let placements = try Row.fetchCursor(
            db.cachedStatement(sql: Self.placements), arguments: [story, centre.rawValue])
        var (reached, down) = (0, 0)
        while let row = try placements.next() {
            let (house, isOut) = (CentreID(rawValue: row.text(0)), row.flag(5))
            if row.flag(1) {
                failures += 1
                serve(house)
                note(Moment(milliseconds: row.integer(2)), house)
            }
            let standing = row.hidings(3)
            if isHidden || !standing.isEmpty, !hiddenHouses.contains(house) { hiddenHouses.append(house) }
            if isOut || row.flag(6) { hidings += standing }
            owedReasons += row.owedReasons(4)
            if row.flag(7) {
                reached += 1
                if !isOut { down += 1 }
            }
            if row.text(8) == DeliveryState.proposed.rawValue, row.text(9) == text { isProposed = true }
        }
        withdrawal = reached == 0 ? nil : Withdrawal(all: reached, down: down)
        let dues = try Row.fetchCursor(db.cachedStatement(sql: Self.dues), arguments: [story])
        while let row = try dues.next() {
            guard let work = ChannelWork(rawValue: row.text(0)) else {
                due += 1
                continue
            }
            let house = CentreID(rawValue: row.text(2))
            failures += 1
            if !work.isStorys { serve(house) }
            // The longest comes first.
            if self.work == nil {
                self.work = work
                note(Moment(milliseconds: row.integer(1)), work.isStorys ? centre : house)
            }
        }
    }

    private mutating func serve(_ house: CentreID) { if !servedBy.contains(house) { servedBy.append(house) } }

    private mutating func note(_ since: Moment, _ house: CentreID) {
        if since < troubleSince ?? since.adding(seconds: 1) { (troubleSince, troubleHouse) = (since, house) }
    }

    private static let placements = """
        SELECT \(PlacementTable.house), p.trouble, p.since, p.hidings, p.owed_reasons, p.out, p.open, p.reached, p.state, p.text_hash
        FROM placement p WHERE p.story = ? AND p.centre = ? ORDER BY p.channel
        """
    private static let dues = """
        SELECT d.act, d.since, \(PlacementTable.house) FROM due d JOIN placement p ON p.id = d.placement
        WHERE d.story = ? ORDER BY d.since, p.channel
        """
}
