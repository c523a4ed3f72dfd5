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
            "\(what.zh)，这一步没有记下；请看 date：不对就校准时钟，对就运行 guantong clock accept，或加 --clock-is-right 重做",
            "\(what.en) and this step was not recorded; look at date: set the clock if it is wrong, else run guantong clock accept, or repeat with --clock-is-right"
        )
    }

    /// What is wrong with the clock.
    public var what: Phrase {
        switch self {
        case .stepped(let seconds) where seconds < 0:
            let length = Self.length(-seconds)
            return Phrase(
                "本次开机以来时钟被拨回 \(length.zh)", "since this machine started its clock was set back by \(length.en)")
        case .stepped(let seconds):
            let length = Self.length(seconds)
            return Phrase(
                "本次开机以来时钟被拨快 \(length.zh)", "since this machine started its clock was set ahead by \(length.en)")
        case .logAhead(let seconds):
            let length = Self.length(seconds)
            return Phrase(
                "本机最后一条记录比时钟晚 \(length.zh)", "the last thing recorded here lies \(length.en) ahead of the clock")
        case .longGap(let seconds):
            let length = Self.length(seconds)
            return Phrase("按时钟看，这里已有 \(length.zh) 没有任何记录", "by the clock nothing was recorded here for \(length.en)")
        case .outOfRange: return Phrase("时钟的年份不可能", "the clock shows an impossible year")
        }
    }

    /// A length of time in the largest unit that fits.
    private static func length(_ seconds: Int) -> Phrase {
        switch seconds {
        case (2 * 86_400)...: Phrase("\(seconds / 86_400) 天", "\(seconds / 86_400) days")
        case (2 * 3600)...: Phrase("\(seconds / 3600) 小时", "\(seconds / 3600) hours")
        default: Phrase("\(seconds / 60) 分钟", "\(seconds / 60) minutes")
        }
    }
}
