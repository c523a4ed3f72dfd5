extension DeliveryState {
    /// How far it has come, in a word.
    public var phrase: Phrase {
        switch self {
        case .proposed: Phrase("待放行", "proposed")
        case .queued: Phrase("待发", "queued")
        case .held: Phrase("暂停", "held")
        case .scheduled: Phrase("定时", "scheduled")
        case .sending: Phrase("发送中", "sending")
        case .sent: Phrase("已送", "sent")
        case .confirmed: Phrase("已确认", "confirmed")
        case .unknown: Phrase("状态不明", "unknown")
        case .failed: Phrase("失败", "failed")
        case .missed: Phrase("过时未发", "missed")
        case .recalled: Phrase("已撤", "recalled")
        case .gone: Phrase("平台下架", "gone")
        case .superseded: Phrase("被替", "superseded")
        case .skipped: Phrase("略过", "skipped")
        }
    }

    /// The same of a delivery of an act: what waits to be corrected or taken down is called so.
    public func phrase(_ act: DeliveryAct) -> Phrase {
        guard self == .queued || self == .failed else { return phrase }
        return switch act {
        case .publish: phrase
        case .correct: self == .queued ? Phrase("待更正", "to be corrected") : Phrase("更正失败", "correction failed")
        case .recall: self == .queued ? Phrase("待撤", "to be recalled") : Phrase("撤稿失败", "recall failed")
        }
    }

    /// Of what its channel's house kept off, which is a skipping of its own.
    static let refusedPhrase = Phrase("未放行", "not released")
}

extension Delivery {
    /// How far it has come, in a word.
    public var phrase: Phrase { isRefused ? DeliveryState.refusedPhrase : state.phrase(order.act) }
}

extension DeliveryAct {
    /// That it is owed to a channel and nobody has ordered it.
    public var owed: Phrase {
        switch self {
        case .publish: Phrase("欠发布", "publication owed")
        case .correct: Phrase("欠更正", "correction owed")
        case .recall: Phrase("欠撤下", "recall owed")
        }
    }

    /// The act, in a word.
    public var phrase: Phrase {
        switch self {
        case .publish: Phrase("发布", "publish")
        case .correct: Phrase("更正", "correct")
        case .recall: Phrase("撤下", "recall")
        }
    }
}

extension Placement {
    /// Where it stands now.
    public func outlook(after _: Refusal, _ read: Localizer) -> String? {
        read(
            "\(read.channel(channel))现为“\(last.state.phrase.zh)”",
            "on \(read.channel(channel)) it is \(last.state.phrase.en) now")
    }
}
