/// What a sentence about people and times needs to know: names, and the zone in which times are read.
public struct Localizer: Sendable {
    /// The language that the reader is spoken to in.
    public var language: Language
    /// The zone in which the reader is told times of day.
    public var zone: Zone
    /// A person's name.
    public var name: @Sendable (StaffID) -> String
    /// A centre's name.
    public var centre: @Sendable (CentreID) -> String
    /// A channel's name.
    public var channel: @Sendable (ChannelID) -> String

    /// Without more: times of Beijing, and ids in place of names.
    public init(
        language: Language, zone: Zone = .beijing, name: @escaping @Sendable (StaffID) -> String = { $0.rawValue },
        centre: @escaping @Sendable (CentreID) -> String = { $0.rawValue },
        channel: @escaping @Sendable (ChannelID) -> String = { $0.rawValue }
    ) {
        self.language = language
        self.zone = zone
        self.name = name
        self.centre = centre
        self.channel = channel
    }

    /// A reader who knows the names of a directory.
    public init(language: Language, zone: Zone, directory: Directory) {
        let people = Dictionary(directory.staff.map { ($0.id, $0.name) }) { first, _ in first }
        let centres = Dictionary(directory.centres.map { ($0.id, $0.name) }) { first, _ in first }
        let channels = Dictionary(directory.channels.map { ($0.id, $0.name) }) { first, _ in first }
        let desk = directory.charter
        self.init(
            language: language, zone: zone, name: { people[$0] ?? $0.rawValue },
            centre: { $0 == desk.id ? desk.name(language) : centres[$0]?(language) ?? $0.rawValue },
            channel: { channels[$0]?(language) ?? $0.rawValue })
    }

    /// What whoever acts is called: a node by its house.
    public func name(_ actor: ActorID) -> String {
        switch actor {
        case .person(let staff): name(staff)
        case .node(_, let house): self("\(centre(house))的节点", "the node of \(centre(house))")
        }
    }

    /// A phrase in the reader's language.
    public func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    /// A phrase in the reader's language.
    public func callAsFunction(_ phrase: Phrase) -> String { phrase(language) }
}
