// The newsroom's own words for its terms: short, and the same everywhere.

extension Priority {
    /// How soon, in a word: 特急, 加急 or 普通.
    public var phrase: Phrase {
        switch self {
        case .flash: Phrase("特急", "flash")
        case .urgent: Phrase("加急", "urgent")
        case .routine: Phrase("普通", "routine")
        }
    }
}

extension Deliverable {
    /// What to bring home, in a word, such as 视频 or video.
    public var phrase: Phrase {
        switch self {
        case .text: Phrase("文字", "text")
        case .photo: Phrase("图片", "photo")
        case .video: Phrase("视频", "video")
        case .live: Phrase("直播", "live")
        case .graphic: Phrase("图表", "graphic")
        }
    }
}

extension TaskState {
    /// The state as tiles and lists show it, such as 已接 or acknowledged.
    public var phrase: Phrase {
        switch self {
        case .issued: Phrase("已派", "issued")
        case .acknowledged: Phrase("已接", "acknowledged")
        case .declined: Phrase("拒接", "declined")
        case .enRoute: Phrase("出发", "en route")
        case .onScene: Phrase("到场", "on scene")
        case .filed: Phrase("已交", "filed")
        case .closed: Phrase("办结", "closed")
        case .cancelled: Phrase("撤销", "cancelled")
        }
    }
}

extension StoryState {
    /// The state in a word; 在审 stands for all three levels, which `Stage` tells apart.
    public var phrase: Phrase {
        switch self {
        case .draft: Phrase("草稿", "draft")
        case .inReview: Phrase("在审", "in review")
        case .returned: Phrase("退回", "returned")
        case .signedOff: Phrase("签发", "signed off")
        case .published: Phrase("已发", "published")
        case .corrected: Phrase("更正", "corrected")
        case .withdrawn: Phrase("撤稿", "withdrawn")
        }
    }
}

extension Stage {
    /// The level by its name, such as 一审; the signature as what is waited for.
    public var phrase: Phrase {
        switch self {
        case .first: Phrase("一审", "1st review")
        case .second: Phrase("二审", "2nd review")
        case .third: Phrase("三审", "3rd review")
        case .signature: Phrase("候签", "to sign")
        }
    }
}

extension Origin {
    /// Whose work the text is: 原创, 衍生 or 转载.
    public var phrase: Phrase {
        switch self {
        case .original: Phrase("原创", "original")
        case .derived: Phrase("衍生", "derived")
        case .reposted: Phrase("转载", "reposted")
        }
    }
}

extension Verdict {
    /// What the reviewer decided, as done: 通过 or 退回.
    public var phrase: Phrase {
        switch self {
        case .pass: Phrase("通过", "passed")
        case .return: Phrase("退回", "returned")
        }
    }
}

extension LeadState {
    /// What has become of the lead, in a word.
    public var phrase: Phrase {
        switch self {
        case .open: Phrase("待判", "open")
        case .promoted: Phrase("立项", "promoted")
        case .dismissed: Phrase("不用", "dismissed")
        case .merged: Phrase("合并", "merged")
        }
    }
}

extension LeadSource {
    /// How the lead reached the desk; a feed is 通稿, what agencies send.
    public var phrase: Phrase {
        switch self {
        case .hotline: Phrase("热线", "hotline")
        case .reporter: Phrase("记者", "reporter")
        case .feed: Phrase("通稿", "feed")
        case .hotList: Phrase("热榜", "hot list")
        case .desk: Phrase("指挥台", "desk")
        }
    }
}

extension CentreKind {
    /// The sort of place, as people say it, such as 县级市 or county-level city.
    public var phrase: Phrase {
        switch self {
        case .municipal: Phrase("市级", "municipal")
        case .county: Phrase("县", "county")
        case .city: Phrase("县级市", "county-level city")
        case .district: Phrase("市辖区", "district")
        case .zone: Phrase("开发区", "development zone")
        }
    }
}

extension Reachability {
    /// How a centre is heard: 在线, 静默 or 失联.
    public var phrase: Phrase {
        switch self {
        case .online: Phrase("在线", "online")
        case .quiet: Phrase("静默", "quiet")
        case .lost: Phrase("失联", "lost")
        }
    }
}

extension Role {
    /// The post as the newsroom names it.
    public var phrase: Phrase {
        switch self {
        case .viewer: Phrase("观察员", "viewer")
        case .reporter: Phrase("记者", "reporter")
        case .centreEditor: Phrase("中心编辑", "centre editor")
        case .dutyEditor: Phrase("值班编辑", "duty editor")
        case .deskHead: Phrase("值班主任", "desk head")
        case .chiefEditor: Phrase("值班总编", "chief editor")
        case .business: Phrase("经营人员", "business staff")
        case .administrator: Phrase("管理员", "administrator")
        }
    }
}

extension OnBehalf {
    /// What the desk may do for a house, in words.
    public var phrase: Phrase {
        switch self {
        case .never: Phrase("不许代行", "nothing on its behalf")
        case .whereNobody: Phrase("没有人可办的由台里代行", "on its behalf what nobody there may")
        case .always: Phrase("都可代行", "everything on its behalf")
        }
    }
}
