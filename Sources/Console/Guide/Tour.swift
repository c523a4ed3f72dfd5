import Ledger
import Newsroom

/// Where the tour stands.
struct Tour: Sendable {
    /// The place in `TourStep.all`.
    var station = 0
    /// What it speaks about; `nil` while that is being looked for.
    var sight: Sight?
    /// The `awake` at which it came here.
    var since = Duration.zero
    /// What is typed for the visitor, and how much of it stands there.
    var line = ""
    var typed = 0

    var isTyping: Bool { typed < line.count }
}

/// One stop of the tour: a real place of the console, and what there is to say about it.
struct TourStep: Sendable {
    let caption: Phrase
    /// Chooses what it speaks about from what is there.
    var find: TargetFinder = { _, _ in .screen }
    /// Goes there.
    let show: @Sendable (inout Model, Sight) -> [Effect]
    /// Whether there still is what the caption says.
    var holds: @Sendable (Model, Sight) -> Bool = { _, _ in true }

    /// How long it stands: a look at the screen, and the caption at an unhurried pace; Chinese by characters, English
    /// by words.
    func duration(_ language: Language) -> Duration {
        let reading =
            language == .zh
            ? Double(caption.zh.count) / 4 : Double(caption.en.split(separator: " ").count) / 2.2
        return .seconds(5 + reading)
    }

    /// How fast a line is typed for the visitor, and how long it stands when it is whole.
    static let perCharacter = Duration.milliseconds(200)
    static let whenTyped = Duration.seconds(7)
}

extension Model {
    var station: TourStep? { guide?.tour.map { TourStep.all[$0.station] } }

    mutating func beginTour() -> [Effect] {
        clearStage()
        return visit(0)
    }

    /// Goes on to the next station; after the last the tour begins again, or ends where it was asked for.
    mutating func nextStation() -> [Effect] {
        guard let tour = guide?.tour else { return [] }
        let next = tour.station + 1
        if next == TourStep.all.count, guide?.returns != true { return endTour() }
        return visit(next % TourStep.all.count)
    }

    private mutating func visit(_ station: Int) -> [Effect] {
        guide?.tour = Tour(station: station, since: awake)
        return [.scout(TourStep.all[station].find)]
    }

    /// What the station speaks about was found, or there is nothing of the kind now and it is passed over.
    mutating func arrive(_ sight: Sight?) -> [Effect] {
        guard guide?.lessons == nil else { return begin(sight) }
        guard let station else { return [] }
        guard let sight else { return nextStation() }
        clearStage()
        guide?.tour?.sight = sight
        guide?.tour?.since = awake
        return station.show(&self, sight)
    }

    /// The tour types a line for the visitor; it is never entered.
    mutating func type(_ line: String) { guide?.tour?.line = line }

    /// A second of the tour, or a fifth of one while it types.
    mutating func tourTick() -> [Effect] {
        guard let tour = guide?.tour, let sight = tour.sight, let station else { return [] }
        guard station.holds(self, sight) else { return nextStation() }
        let here = awake - tour.since
        if tour.isTyping {
            // After a pause in which the empty line is seen; never more than the time that has passed allows.
            let due = max(0, Int((here - .seconds(2)) / TourStep.perCharacter))
            let piece = tour.line.dropFirst(tour.typed).prefix(due - tour.typed)
            guide?.tour?.typed += piece.count
            return piece.isEmpty ? [] : promptPaste(String(piece))
        }
        let typing = tour.line.isEmpty ? .zero : TourStep.perCharacter * tour.line.count + TourStep.whenTyped
        return here >= max(station.duration(language), typing) ? nextStation() : []
    }

    /// A key while the tour goes: two have a meaning, every other gives the desk to the visitor.
    mutating func tourKey(_ meant: Set<String>) -> [Effect] {
        if meant.contains("demo.next") { return nextStation() }
        if meant.contains("view.language") {
            language = language == .zh ? .en : .zh
            return guide?.tour.map { visit($0.station) } ?? []
        }
        return endTour()
    }

    /// The desk is the visitor's, where the tour stood.
    mutating func endTour() -> [Effect] {
        clearStage()
        guide?.tour = nil
        let key = keymap.label("demo.tour") ?? ":tour"
        tell(
            guide?.returns == true
                ? say(
                    "请：现在由您操作，什么都弄不坏。没人按键时导览会回来，\(key) 立即回来",
                    "the desk is yours, and nothing can break. Left alone, the tour comes back; \(key) at once")
                : say(
                    "请：现在由您操作，什么都弄不坏。\(key) 再看导览", "the desk is yours, and nothing can break. \(key): the tour again"),
            .accent)
        return place == .search ? jump(to: .board) : []
    }

    /// The cursor stands on what is spoken about, as soon as the list holds it.
    mutating func mark() {
        guard let item = guide?.tour?.sight?.item else { return }
        lists[listKey]?.select(item)
    }
}
