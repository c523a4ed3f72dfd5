extension ChannelKind {
    /// The sort of channel, in a word.
    public var phrase: Phrase {
        switch self {
        case .paper: Phrase("报纸", "paper")
        case .radio: Phrase("广播", "radio")
        case .tv: Phrase("电视", "TV")
        case .website: Phrase("网站", "website")
        case .app: Phrase("客户端", "app")
        case .push: Phrase("推送", "push")
        case .wechat: Phrase("微信", "WeChat")
        case .weibo: Phrase("微博", "Weibo")
        case .shortVideo: Phrase("短视频", "short video")
        case .headlines: Phrase("资讯平台", "headline app")
        case .screen: Phrase("公共屏", "public screen")
        case .loudspeaker: Phrase("大喇叭", "loudspeaker")
        case .sms: Phrase("短信", "SMS")
        case .docking: Phrase("对接", "docking")
        }
    }
}
