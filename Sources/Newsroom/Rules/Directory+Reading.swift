// Names and lists as everybody reads them: lines, forms and commands. What is not understood is an `InputError`.

extension Directory {
    /// Words that stand for every centre but the desk's own.
    public static let allCentres = ["all", "全部"]
    /// Words that stand for everybody at the desk.
    public static let everybody = ["desk", "all", "全台", "全部", "大家"]

    /// Whether a word stands for every centre.
    public static func isAllCentres(_ typed: String) -> Bool { allCentres.contains(typed.lowercased()) }

    /// Whether a word stands for everybody.
    public static func isEverybody(_ typed: String) -> Bool { everybody.contains(typed.lowercased()) }

    /// The centres of the roster, without the desk's own.
    public var roster: [CentreCard] { centres.filter { $0.id != charter.id } }

    /// The one centre that a typed name means.
    public func readCentre(_ typed: String) throws(InputError) -> CentreCard {
        switch centre(typed) {
        case .one(let card): return card
        case .several(let cards): throw .ambiguousCentre(typed, cards)
        case .none: throw .unknownCentre(typed)
        }
    }

    /// The centres that a word of a list means: one, or all of them for `all`.
    public func readCentres(_ typed: String) throws(InputError) -> [CentreCard] {
        Self.isAllCentres(typed) ? roster : [try readCentre(typed)]
    }

    /// The centres of a list such as `erqi,jinshui` or `全部`, each once.
    public func readCentres(list typed: String) throws(InputError) -> [CentreCard] {
        var found: [CentreCard] = []
        for name in TypedList.names(typed) {
            for card in try readCentres(name) where !found.contains(where: { $0.id == card.id }) { found.append(card) }
        }
        return found
    }

    /// The one person whom a typed name means. Where several fit, those of `centres` come before all others; somebody
    /// who left is found by the whole id only.
    public func readPerson(_ typed: String, in centres: [CentreID] = []) throws(InputError) -> StaffCard {
        if let card = person(id: StaffID(rawValue: typed)) { return card }
        switch person(typed) {
        case .one(let card): return card
        case .several(let cards):
            let local = cards.filter { centres.contains($0.centre) }
            guard local.count != 1 else { return local[0] }
            throw .ambiguousStaff(typed, local.isEmpty ? cards : local)
        case .none: throw .unknownStaff(typed)
        }
    }

    /// The people of a list such as `liwei,zhouyuan`, each once.
    public func readPeople(list typed: String) throws(InputError) -> [StaffCard] {
        var found: [StaffCard] = []
        for name in TypedList.names(typed) {
            let card = try readPerson(name)
            if !found.contains(where: { $0.id == card.id }) { found.append(card) }
        }
        return found
    }

    /// To whom a list of names sends something; `nil` for everybody, where one of the words says so.
    public func readRecipients(list typed: String) throws(InputError) -> [StaffCard]? {
        TypedList.names(typed).contains(where: Self.isEverybody) ? nil : try readPeople(list: typed)
    }

    /// The one channel that a typed name means.
    public func readChannel(_ typed: String) throws(InputError) -> ChannelCard {
        switch channel(typed) {
        case .one(let channel): return channel
        case .several(let channels): throw .ambiguousChannel(typed, channels)
        case .none: throw .unknownChannel(typed)
        }
    }

    /// The channels of a list such as `app、微信` or `app wechat`, each once.
    public func readChannels(list typed: String) throws(InputError) -> [ChannelCard] {
        // A name may have blanks in it: only what is no name as a whole is parted at them.
        var found: [ChannelCard] = []
        for name in TypedList.names(typed) {
            var channels: [ChannelCard] = []
            if case .one(let channel) = channel(name) {
                channels = [channel]
            } else {
                for word in TypedList.words(name) { channels.append(try readChannel(word)) }
            }
            for channel in channels where !found.contains(channel) { found.append(channel) }
        }
        return found
    }

    /// Whom a task is given to, as people type it: `@person`, a centre, a person, or a centre and one of its people.
    public func readAddressee(_ typed: String) throws(InputError) -> (centre: CentreCard?, person: StaffCard?) {
        var (home, sent): (CentreCard?, StaffCard?)
        if !typed.hasPrefix("@"), !typed.hasPrefix("＠"), case .one(let card) = centre(typed) { return (card, nil) }
        for word in typed.split(whereSeparator: \.isWhitespace) {
            let isPerson = word.first == "@" || word.first == "＠"
            let name = String(isPerson ? word.dropFirst() : word)
            if isPerson {
                sent = try readPerson(name, in: home.map { [$0.id] } ?? [])
                continue
            }
            switch (centre(name), person(name)) {
            case (.one(let card), _): home = card
            case (_, .one(let card)): sent = card
            case (.several(let cards), _): throw .ambiguousCentre(name, cards)
            case (.none, .several): sent = try readPerson(name, in: home.map { [$0.id] } ?? [])
            case (.none, .none): throw .unknownAddressee(name)
            }
        }
        return (home, sent)
    }
}
