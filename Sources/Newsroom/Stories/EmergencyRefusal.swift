/// Why something cannot be done about a publication in an emergency.
public enum EmergencyRefusal: SubjectRefusal {
    /// Whoever wrote the text does not release it, nor gives their word for it.
    case writer
    /// Nobody was named whose word counts; those whose word does, and the house.
    case authorityMissing(CentreID, [StaffID])
    /// The word of whoever was named does not count there; those whose word does.
    case noAuthority(StaffID, CentreID, [StaffID])
    /// Whoever releases on their own authority needs no telephone.
    case ownWord
    /// No such publication is known.
    case none
    /// Whoever was named released it themselves, so there is nothing to confirm.
    case releasedBySelf(StaffID)
    /// It was on somebody else's word, as of a chief of that house.
    case otherAuthority(StaffID, CentreID)
    /// Its reviews and signature have made up for it, so that no word is awaited.
    case settled
    /// They have said so already.
    case answered(last: Refusal.Trace, isDenied: Bool)

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .writer: "ownEmergency"
        case .authorityMissing: "authorityMissing"
        case .noAuthority: "noAuthority"
        case .ownWord: "ownWord"
        case .none: "noEmergency"
        case .releasedBySelf: "releasedBySelf"
        case .otherAuthority: "otherAuthority"
        case .settled: "emergencySettled"
        case .answered: "emergencyAnswered"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .writer:
            return read(
                "快审先发须两个人：写稿改稿的人不能自己放行，也不能替自己的稿件授权；请另一位值班的人来发",
                "an emergency takes two: who wrote the text neither releases it nor authorizes it; ask another on duty"
            )
        case .authorityMissing(let house, let people):
            return people.isEmpty
                ? read(
                    "\(read.centre(house))没有可授权的总编，快审先发不成；请管理员设总编，或由指挥中心代行",
                    "\(read.centre(house)) has no chief who could authorize it; let an administrator appoint one, or the desk act for it"
                )
                : read(
                    "快审先发须有总编授权；请写明是谁：\(names(people, read))",
                    "an emergency needs a chief's authority; name whose: \(names(people, read))")
        case .noAuthority(let person, let house, let people):
            let who = people.isEmpty ? read("暂无人可授权", "nobody can just now") : names(people, read)
            return read(
                "\(read.name(person))不能为\(read.centre(house))的快审先发授权；可授权的：\(who)",
                "the authority of \(read.name(person)) does not let \(read.centre(house))'s stories out; whose does: \(who)"
            )
        case .ownWord:
            return read(
                "凭自己的授权放行，不必电话；去掉 --by-phone", "on your own authority no telephone is needed; leave out --by-phone")
        case .none:
            return read("此稿没有这样的快审先发；请核对编号和版本", "there is no such emergency publication; check number and version")
        case .releasedBySelf(let person):
            return read(
                "此稿由\(read.name(person))本人放行，不必确认；有误可更正或撤稿",
                "\(read.name(person)) released it themselves, nothing is to be confirmed; correct or withdraw it if need be"
            )
        case .otherAuthority(let person, let house):
            return read(
                "此稿凭\(read.centre(house))的\(read.name(person))授权先发；由其本人确认或否认",
                "it went out on the authority of \(read.name(person)) of \(read.centre(house)); they themselves confirm or deny"
            )
        case .settled:
            return read(
                "此稿的补审已经完成，不必再确认或否认；有误可更正或撤稿",
                "its reviews have been made up for, so nothing is to be confirmed or denied; correct or withdraw it if need be"
            )
        case .answered(let last, let isDenied):
            let time = read.zone.civil(last.at).shortTime
            let what = isDenied ? read("否认", "denied") : read("确认", "confirmed")
            return read(
                "\(read.name(last.by)) \(time) 已\(what)；不必再办，有误可更正或撤稿",
                "\(read.name(last.by)) \(what) it at \(time) already; correct or withdraw it if need be")
        }
    }

    private func names(_ people: [StaffID], _ read: Localizer) -> String {
        people.prefix(4).map(read.name).joined(separator: read("、", ", "))
    }
}

extension Refusal {
    /// What a publication in an emergency does not allow.
    public static func emergency(_ refusal: EmergencyRefusal) -> Refusal {
        .ofSubject(AnySubjectRefusal(refusal: refusal))
    }
}
