/// Why a request does not allow something.
public enum RequestRefusal: SubjectRefusal {
    /// A request in this state does not allow the step. `last` is what was done before, by whom and when.
    case state(RequestState, last: Refusal.Trace)
    /// The centre helps already: its answer stands.
    case answered(CentreID)
    /// Who was not asked may help, but has nothing to say no to.
    case notAsked(CentreID)
    /// A centre asks others, and is answered by others.
    case own

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .state: "requestState"
        case .answered: "requestAnswered"
        case .notAsked: "requestNotAsked"
        case .own: "ownRequest"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .state(let state, let last):
            let time = read.zone.civil(last.at).shortTime
            return read(
                "\(read.name(last.by)) \(time) 已办：需求现为“\(state.phrase.zh)”\(state.nextStep.zh)",
                "the request is \(state.phrase.en) now (\(read.name(last.by)) at \(time))\(state.nextStep.en)")
        case .answered(let centre):
            return read("\(read.centre(centre))已应下；不必再答", "\(read.centre(centre)) helps already; once is enough")
        case .notAsked(let centre):
            return read(
                "没有问\(read.centre(centre))；能帮再答复，不能不必回", "\(read.centre(centre)) was not asked; answer only to help")
        case .own:
            return read("自己的需求由别的中心答复；自己可以了结", "others answer your own request; you may close it")
        }
    }
}

extension Refusal {
    /// What a request does not allow.
    public static func request(_ refusal: RequestRefusal) -> Refusal { .ofSubject(AnySubjectRefusal(refusal: refusal)) }
}
