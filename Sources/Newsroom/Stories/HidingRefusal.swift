/// Why something cannot be hidden, shown again, or sent out meanwhile.
public enum HidingRefusal: SubjectRefusal {
    /// The same house has hidden it already.
    case hidden(by: Refusal.Trace)
    /// Nothing is hidden, or not that any more; who showed it again last.
    case notHidden(last: Refusal.Trace?)
    /// That house hid it: its people show it again, or the desk's.
    case hiddenBy(CentreID)
    /// It went out in an emergency on the word of somebody who denies that: a chief of that house shows it again who did not release it.
    case denied(by: StaffID, house: CentreID)
    /// Its editors may, and those of its channels on these alone; these are the houses.
    case byHouses([CentreID])
    /// The reason was given.
    case explained(by: Refusal.Trace)
    /// On all channels at once, by this house: so it is shown again.
    case asWhole(CentreID)
    /// Nothing of the story stands there, nor waits to.
    case nothingThere(ChannelID)
    /// Nothing that is hidden is sent out.
    case stopped(ChannelID)
    /// So whoever serves the channel said before.
    case saidBefore(ChannelID, Visibility)

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .hidden: "alreadyHidden"
        case .notHidden: "notHidden"
        case .hiddenBy: "hiddenByOthers"
        case .denied: "emergencyDenied"
        case .byHouses: "hiddenByItsHouses"
        case .explained: "hideExplained"
        case .asWhole: "hiddenAsWhole"
        case .nothingThere: "nothingToHide"
        case .stopped: "hiddenNotSent"
        case .saidBefore: "visibilityKnown"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .hidden(let last):
            let (name, time) = (read.name(last.by), read.zone.civil(last.at).shortTime)
            return read(
                "\(name) \(time) 已下线；要再看到，请恢复上线", "\(name) hid it at \(time) already; show it again to bring it back")
        case .notHidden(let last):
            guard let last else { return read("稿件没有下线；先下线", "it is not hidden; hide it first") }
            let (name, time) = (read.name(last.by), read.zone.civil(last.at).shortTime)
            return read(
                "\(name) \(time) 已恢复上线；要再下线，请另下线一次",
                "\(name) showed it again at \(time); hide it once more if need be")
        case .hiddenBy(let house):
            return read(
                "由\(read.centre(house))下线；请其恢复上线，或请指挥中心恢复",
                "\(read.centre(house)) hid it; ask them to show it again, or the desk")
        case .denied(let staff, let house):
            let name = read.name(staff)
            return read(
                "\(name)否认同意过快审先发；只有\(read.centre(house))或指挥中心未参与放行的总编能恢复上线",
                "\(name) denied the emergency; only a chief editor of \(read.centre(house)) or the desk who did not release it shows it again"
            )
        case .byHouses(let houses):
            let names = houses.map { read.centre($0) }.joined(separator: read("、", ", "))
            return read(
                "下线归\(names)的编辑和指挥中心；请联系他们", "the editors of \(names), and the desk's, hide it; ask them")
        case .explained(let last):
            let (name, time) = (read.name(last.by), read.zone.civil(last.at).shortTime)
            return read(
                "\(name) \(time) 已写下线理由；要补充，请记入值班日志",
                "\(name) said why at \(time); add more to the duty log")
        case .asWhole(let house):
            return read(
                "\(read.centre(house))已整稿下线；请整稿恢复上线",
                "\(read.centre(house)) hid the whole story; show the whole story again")
        case .nothingThere(let channel):
            return read(
                "\(read.channel(channel))上没有这篇稿件，也没有待发的；不用下线",
                "nothing of it stands on \(read.channel(channel)), nor waits to; there is nothing to hide")
        case .stopped(let channel):
            return read(
                "稿件在\(read.channel(channel))已下线，不发出；先恢复上线",
                "it is hidden on \(read.channel(channel)) and is not sent; show it again first")
        case .saidBefore(let channel, let visibility):
            return read(
                "\(read.channel(channel))已登记“\(visibility.phrase.zh)”；不用再登记",
                "\(read.channel(channel)) was reported as \(visibility.phrase.en) before; there is nothing to report")
        }
    }
}

extension Refusal {
    /// What being hidden does not allow.
    public static func hiding(_ refusal: HidingRefusal) -> Refusal { .ofSubject(AnySubjectRefusal(refusal: refusal)) }
}
