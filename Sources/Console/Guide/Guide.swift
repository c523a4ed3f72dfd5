import Ledger
import Newsroom
import Terminal

/// How a demonstration accompanies its visitor.
public enum Guidance: Sendable {
    /// The visitor sits at the desk, and may ask for the tour.
    case onRequest
    /// The tour goes until a key is pressed, and comes back when nobody is there.
    case tour
    /// The tour on a wall: nobody leaves but by the chord.
    case kiosk
    /// Exercises for new staff.
    case lessons
}

/// What accompanies the visitor of a demonstration, and how the console was before anybody came.
struct Guide: Sendable {
    let guidance: Guidance
    var home: Home
    /// The tour, while it goes.
    var tour: Tour?
    /// The lessons, from their first exercise on.
    var lessons: Lessons?
    /// How often in a row the key that leaves a kiosk was pressed.
    var chord = 0

    /// What is put back when the tour returns.
    struct Home: Sendable {
        var actor: Person
        var language: Language
        var themeName: String
        var hasMouse: Bool
    }

    /// What leaves a kiosk: this key, three times in a row. Every terminal has it, nothing else uses it, and nobody
    /// does that without meaning it.
    static let chordKey = Key(.character("g"), control: true)
    static let chordLength = 3
    /// What would stop a program elsewhere, and is no action here.
    static let stopKeys = [Key(.character("z"), control: true), Key(.character("\\"), control: true)]

    var isKiosk: Bool { guidance == .kiosk }
    /// Whether the tour comes back by itself.
    var returns: Bool { guidance == .tour || guidance == .kiosk }
    /// Whether something stands in the band.
    var isActive: Bool { tour != nil || lessons != nil }
}

/// What a station or an exercise is about.
enum Sight: Equatable, Sendable {
    /// The screen as such.
    case screen
    /// Something on it.
    case item(Item)

    var item: Item? {
        if case .item(let item) = self { item } else { nil }
    }
}

/// The rule by which a station or an exercise finds what it is about; `nil` where the desk has nothing of the kind.
typealias TargetFinder = @Sendable (Model, Snapshot) throws -> Sight?

extension Model {
    /// Begins to accompany a visitor: with the tour, the lessons, or a word on how to get one.
    mutating func accompany(_ guidance: Guidance) -> [Effect] {
        guide = Guide(
            guidance: guidance,
            home: Guide.Home(actor: actor, language: language, themeName: themeName, hasMouse: hasMouse))
        switch guidance {
        case .onRequest:
            if let key = keymap.label("demo.tour"), notice == nil {
                tell(
                    say("这里随便试，什么都弄不坏；\(key) 看导览", "nothing can break here: try anything; \(key) shows you round"),
                    .accent)
            }
            return []
        case .tour, .kiosk: return beginTour()
        case .lessons: return beginLessons()
        }
    }

    var isKiosk: Bool { guide?.isKiosk == true }

    /// How often the clock must strike, in seconds of real time: what is typed for the visitor goes by fifths.
    func tick(hasSeconds: Bool) -> Double {
        if guide?.tour?.isTyping == true { return 0.2 }
        // A demonstration's minutes may be shorter than ours.
        if hasSeconds || guide != nil { return 1 }
        // Where no clock is to be seen one may run out all the same.
        return attentionTerm.until.map { Double(min(60, max(1, $0.seconds(since: now)))) } ?? 60
    }

    /// A key that the guide takes before anything else does; `nil` leaves it to the desk.
    mutating func guideKey(_ key: Key) -> [Effect]? {
        guard guide != nil else { return nil }
        if isKiosk, let effects = kioskKey(key) { return effects }
        let meant = Set(keymap.actions[key] ?? [])
        if guide?.tour != nil { return tourKey(meant) }
        if guide?.lessons != nil { return lessonKey(meant) }
        return nil
    }

    /// In a kiosk: the chord leaves, and the keys that stop programs are answered.
    private mutating func kioskKey(_ key: Key) -> [Effect]? {
        if key == Guide.chordKey {
            guide?.chord += 1
            return guide?.chord == Guide.chordLength ? [.quit] : []
        }
        guide?.chord = 0
        guard Guide.stopKeys.contains(key), guide?.tour == nil else { return nil }
        tell(stays, .accent)
        return []
    }

    /// Why one cannot leave a kiosk.
    var stays: String {
        say(
            "这块屏幕一直开着，请随意操作；没人按键时导览会回来",
            "this screen stays on: look around as you like; left alone, the tour comes back")
    }

    /// Another day's desk was taken over: what the tour spoke about has gone with the old one.
    mutating func beginDay() -> [Effect] {
        guide?.home.actor = actor
        return nextStation()
    }

    /// Nobody is at the keys any more.
    mutating func left() -> [Effect] {
        guard guide?.returns == true, guide?.tour == nil else { return [] }
        return comeHome() + beginTour()
    }

    /// As it was before anybody came: nothing of one visitor greets the next.
    private mutating func comeHome() -> [Effect] {
        guard let home = guide?.home else { return [] }
        (prompt, overlay, notice, aim) = (nil, nil, nil, nil)
        (filters, focus, lists, histories) = ([:], [:], [:], [:])
        undo = []
        forgetTexts()
        query = ""
        language = home.language
        actor = home.actor
        var effects = jump(to: .board)
        if themeName != home.themeName { effects.append(.theme(home.themeName)) }
        if hasMouse != home.hasMouse {
            hasMouse = home.hasMouse
            effects.append(.mouse(hasMouse))
        }
        return effects
    }

    /// Nothing of the guide's own, and nothing half typed, lies over the screen.
    mutating func clearStage() {
        (prompt, overlay, notice) = (nil, nil, nil)
        filters = [:]
    }

    /// After each message: what the tour speaks about is marked, and what an exercise asks for is noticed.
    mutating func attend() {
        if guide?.tour != nil { mark() }
        if guide?.lessons != nil { judgeExercise() }
    }

    /// A second has passed.
    mutating func guideTick() -> [Effect] {
        if guide?.tour != nil { return tourTick() }
        return guide?.lessons == nil ? [] : lessonTick()
    }
}
