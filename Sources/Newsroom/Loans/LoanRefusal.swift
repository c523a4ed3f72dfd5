/// Why a loan does not allow something.
public enum LoanRefusal: SubjectRefusal {
    /// A loan in this state does not allow the step. `last` is what was done before, by whom and when.
    case state(LoanState, last: Refusal.Trace)
    /// The house has written into it already; the other one accepts.
    case otherHouse(CentreID)
    /// Who proposed it for one house does not accept it for the other.
    case samePerson
    /// Its time was over before the other house accepted.
    case over(Moment)
    /// At the stamp that the review gets, the loan does not carry it: a clock that is behind others decided by an earlier time.
    case lacks(LoanLack)
    /// The person works in the borrowing house, and needs no loan there.
    case atHome(StaffID, CentreID)
    /// The person has no post in the lending house in which anything is reviewed.
    case reviewsNothing(StaffID, CentreID)
    /// The story is none of the borrowing house's.
    case othersStory(CentreID)
    /// Several loans of the person wait for the house; they are told apart by their numbers.
    case several([Number])
    /// No loan of the person waits for the house.
    case noneWaits(StaffID)

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .state: "loanState"
        case .otherHouse: "loanOtherHouse"
        case .samePerson: "loanSamePerson"
        case .over: "loanOver"
        case .lacks: "loanLacks"
        case .atHome: "loanAtHome"
        case .reviewsNothing: "loanReviewsNothing"
        case .othersStory: "loanOthersStory"
        case .several: "loanSeveral"
        case .noneWaits: "loanNoneWaits"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .state(let state, let last):
            let time = read.zone.civil(last.at).shortTime
            return read(
                "\(read.name(last.by)) \(time) 已办：互审现为“\(state.phrase.zh)”\(state.nextStep.zh)",
                "the loan is \(state.phrase.en) now (\(read.name(last.by)) at \(time))\(state.nextStep.en)")
        case .otherHouse(let house):
            return read(
                "互审须双方各写一次；现在等\(read.centre(house))有权的人同意",
                "a loan takes a word of each house; now somebody of \(read.centre(house)) who may lend accepts it")
        case .samePerson:
            return read(
                "提出的人不能再替另一方同意；请那一方的别人办理", "who proposed it does not accept it too; somebody else of that house does")
        case .over(let end):
            let time = read.dayAndTime(end)
            return read("互审到 \(time) 已过期；请另提新的", "the loan was over at \(time); propose a new one")
        case .lacks(let lack): return read(lack.phrase)
        case .atHome(let person, let house):
            return read(
                "\(read.name(person))就在\(read.centre(house))任职；不必借",
                "\(read.name(person)) works at \(read.centre(house)) already; no loan is needed")
        case .reviewsNothing(let person, let house):
            return read(
                "\(read.name(person))在\(read.centre(house))没有审稿的岗位；请换一位编辑、主任或总编",
                "\(read.name(person)) reviews nothing at \(read.centre(house)); name an editor, a head or a chief of it"
            )
        case .othersStory(let house):
            return read(
                "这篇不是借入方的稿件，归\(read.centre(house))；借给该处，或换一篇",
                "the story is \(read.centre(house))'s, not the borrower's; lend to them, or name another")
        case .several(let numbers):
            let list = numbers.map(\.description).joined(separator: read("、", ", "))
            return read("有几笔互审等你同意：\(list)；请写编号", "several loans wait for you: \(list); give the number")
        case .noneWaits(let person):
            return read(
                "没有\(read.name(person))的互审等你同意；guantong loan list 列出全部",
                "no loan of \(read.name(person)) waits for you; see guantong loan list")
        }
    }
}

extension Refusal {
    /// What a loan does not allow.
    public static func loan(_ refusal: LoanRefusal) -> Refusal { .ofSubject(AnySubjectRefusal(refusal: refusal)) }
}
