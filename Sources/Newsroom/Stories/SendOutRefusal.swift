/// Why something cannot be done about an approval from outside.
public enum SendOutRefusal: SubjectRefusal {
    /// The text is out, to whom and since when: nobody signs, and it is not sent to others.
    case out(to: String, since: Moment)
    /// Nothing is out, or not that any more; who ended what was out last.
    case notOut(last: Refusal.Trace?)
    /// Nobody was named to send it to.
    case nobodyNamed
    /// An answer says what shows it.
    case evidenceMissing

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .out: "sentOut"
        case .notOut: "notSentOut"
        case .nobodyNamed: "nobodyNamed"
        case .evidenceMissing: "evidenceMissing"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .out(let to, let since):
            let civil = read.zone.civil(since)
            let time = "\(civil.shortDate) \(civil.shortTime)"
            return read(
                "稿件 \(time) 起在\(to)外审；先登记答复，或取回外审",
                "the text is out for approval with \(to) since \(time); record the answer first, or take it back")
        case .notOut(let last):
            guard let last else { return read("稿件没有在外审；先送外审", "the text is not out for approval; send it out first") }
            let time = read.zone.civil(last.at).shortTime
            return read(
                "\(read.name(last.by)) \(time) 已办：外审已结束；要再审，另送一次",
                "it is not out any more (\(read.name(last.by)) at \(time)); send it out again if need be")
        case .nobodyNamed: return read("没说送给谁；请写明单位或人", "nobody to send it to; name an office or a person")
        case .evidenceMissing:
            return read(
                "外审答复须有依据；请写文号，或谁在何时说的", "an answer needs its evidence; give a document's number, or who said it when")
        }
    }
}

extension Refusal {
    /// What an approval from outside does not allow.
    public static func sendOut(_ refusal: SendOutRefusal) -> Refusal { .ofSubject(AnySubjectRefusal(refusal: refusal)) }
}
