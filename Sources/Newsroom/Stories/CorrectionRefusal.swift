/// Why something cannot be done about a correction.
public enum CorrectionRefusal: SubjectRefusal {
    /// One is open already, whose and since when.
    case open(by: StaffID, since: Moment)
    /// None is open, or not that one any more; who ended the last one.
    case notOpen(last: Refusal.Trace?)
    /// It changes more than a slip does.
    case moreThanSlip(Correction.SlipLack)
    /// It was not proposed as a slip.
    case notSlip
    /// It was proposed as a slip, and has one verdict.
    case isSlip
    /// Its writer takes it back, and nobody else.
    case othersText(StaffID)
    /// An earlier emergency of the story awaits somebody's word, or was denied.
    case wordOpen(StaffID)

    /// A stable name for scripts.
    public var code: String {
        switch self {
        case .open: "correctionOpen"
        case .notOpen: "correctionNotOpen"
        case .moreThanSlip: "moreThanSlip"
        case .notSlip: "notSlip"
        case .isSlip: "isSlip"
        case .othersText: "othersCorrection"
        case .wordOpen: "wordOpen"
        }
    }

    /// One sentence: which rule says no, and what would make it possible.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .open(let by, let since):
            let civil = read.zone.civil(since)
            let time = "\(civil.shortDate) \(civil.shortTime)"
            return read(
                "\(read.name(by)) \(time) 已提出更正；先审它，或在它的文字上改，写明以它为底（--base）",
                "\(read.name(by)) proposed a correction at \(time); review it, or change its text and name it as your base (--base)"
            )
        case .notOpen(let last):
            guard let last else { return read("没有待审的更正；先提出更正", "no correction is open; propose one first") }
            let time = read.zone.civil(last.at).shortTime
            return read(
                "\(read.name(last.by)) \(time) 已办：那份更正已了结；要改，另提一份",
                "that correction is over (\(read.name(last.by)) at \(time)); propose another if need be")
        case .moreThanSlip(let lack):
            return read(
                "不算小错：\(lack.phrase.zh)；去掉“小错”，按更正提出，由二审、三审审",
                "that is more than a slip: \(lack.phrase.en); propose it as a correction, for the second and third review"
            )
        case .notSlip:
            return read("这份更正不是按小错提出的；由二审、三审审", "it was not proposed as a slip; the second and third review judge it")
        case .isSlip:
            return read(
                "这份更正按小错提出，本单位任一审稿人审一次即可；不是小错就退回",
                "it was proposed as a slip, which one reviewer of the house passes; return it if it is none")
        case .othersText(let person):
            return read(
                "更正是\(read.name(person))提出的，由本人取回；审稿人可以退回",
                "\(read.name(person)) proposed it and may take it back; a reviewer may return it")
        case .wordOpen(let person):
            return read(
                "上次快审先发还等\(read.name(person))的话，或已被否认；先确认，或补审签发",
                "the last emergency still awaits \(read.name(person))'s word, or was denied; they confirm first, or it is reviewed and signed"
            )
        }
    }
}

extension Refusal {
    /// What a correction does not allow.
    public static func correction(_ refusal: CorrectionRefusal) -> Refusal {
        .ofSubject(AnySubjectRefusal(refusal: refusal))
    }
}
