extension RejectionReason {
    /// Why the event does not count, and what can be done.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .revoked: read("节点除名之后所写", "written after its node was revoked")
        case .unknownActor(let person):
            read(
                "当时名册上没有\(read.name(person))；请指挥中心核对名册",
                "\(read.name(person)) was not on the roster then; let the desk check it")
        case .otherCentre(let person, let centre):
            read(
                "\(read.name(person))当时不在这个节点的中心（写作\(read.centre(centre))）",
                "\(read.name(person)) did not sit at the node's centre then (it says \(read.centre(centre)))")
        case .otherRole(let person, let role):
            read("\(read.name(person))当时不是\(role.phrase.zh)", "\(read.name(person)) was no \(role.phrase.en) then")
        case .inactive(let person):
            read("\(read.name(person))当时已离任", "\(read.name(person)) did not work there any more")
        case .desksOwn(let kind):
            read("只有指挥中心的节点能写（\(kind)）", "only the desk's own nodes may write it (\(kind))")
        case .noRight(let person, let kind):
            read(
                "\(read.name(person))的角色无权这样做（\(kind)）", "the role of \(read.name(person)) does not allow it (\(kind))")
        case .notByNode(let kind):
            read("节点自称做了人做的事（\(kind)）", "a node says that it did by itself what people do (\(kind))")
        case .onLoan(let person, let lack):
            read(
                "\(read.name(person))凭互审办的：\(lack.phrase.zh)", "done on loan by \(read.name(person)): \(lack.phrase.en)"
            )
        case .noAuthority(let person, let house):
            read(
                "\(read.name(person))当时不是\(read.centre(house))的总编，也不代理总编；凭其授权的先发不算数",
                "\(read.name(person)) was no chief of \(read.centre(house)) then, and stood in for none: nothing goes out on their word"
            )
        case .othersNumber(let number):
            read("编号\(number)不在这个节点的号段内", "the number \(number) is not its node's to give")
        case .unreadable(let kind): read("内容读不懂（\(kind)）", "its body cannot be read (\(kind))")
        case .notUnderstood(let kind): read(FactKind.notUnderstood(kind))
        }
    }
}

extension FactKind {
    /// What is shown in place of a fact that a newer program wrote.
    ///
    /// - Parameter kind: the name of its kind.
    public static func notUnderstood(_ kind: String) -> Phrase {
        Phrase("本版本看不懂（\(kind)）；升级程序后显示", "not understood by this version (\(kind)); upgrade to see it")
    }
}
