import Newsroom

extension ClockJump {
    /// What is wrong with the clock, that nothing was recorded, and what to do.
    public var phrase: Phrase {
        let what = what
        guard self != .outOfRange else {
            return Phrase(
                "\(what.zh)，这一步没有记下；请校准这台机器的时钟", "\(what.en) and this step was not recorded; set this machine's clock")
        }
        return Phrase(
            "\(what.zh)，这一步没有记下；请看 date：不对就校准时钟；对，就由值班编辑以上或管理员（在中心由本中心的人）运行 guantong clock accept",
            "\(what.en) and this step was not recorded; look at date: set the clock if it is wrong; if it is right, a duty "
                + "editor or administrator (at a centre any of its people) runs guantong clock accept")
    }

    /// What is wrong with the clock.
    public var what: Phrase {
        switch self {
        case .stepped(let seconds) where seconds < 0:
            let length = Phrase.length(seconds: -seconds)
            return Phrase(
                "本次开机以来时钟被拨回 \(length.zh)", "since this machine started its clock was set back by \(length.en)")
        case .stepped(let seconds):
            let length = Phrase.length(seconds: seconds)
            return Phrase(
                "本次开机以来时钟被拨快 \(length.zh)", "since this machine started its clock was set ahead by \(length.en)")
        case .logAhead(let seconds):
            let length = Phrase.length(seconds: seconds)
            return Phrase(
                "本机最后一条记录比时钟晚 \(length.zh)", "the last thing recorded here lies \(length.en) ahead of the clock")
        case .longGap(let seconds):
            let length = Phrase.length(seconds: seconds)
            return Phrase("按时钟看，这里已有 \(length.zh) 没有任何记录", "by the clock nothing was recorded here for \(length.en)")
        case .outOfRange: return Phrase("时钟的年份不可能", "the clock shows an impossible year")
        }
    }
}
