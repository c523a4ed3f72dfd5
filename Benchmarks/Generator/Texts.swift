/// Random numbers that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of some things; the first ones come up more often, as words do.
    mutating func pick<Item>(_ items: [Item]) -> Item {
        let low = Int.random(in: 0..<items.count, using: &self)
        return items[min(low, Int.random(in: 0..<items.count, using: &self))]
    }
}

/// Made-up local news of about 120 characters a story.
enum Texts {
    static let places = [
        "二七区", "金水区", "中原区", "管城区", "惠济区", "上街区", "中牟县", "登封市", "巩义市", "新密市", "荥阳市", "新郑市",
        "高新区", "航空港区", "郑东新区", "经开区", "大学路", "花园路", "中州大道", "嵩山路", "紫荆山", "碧沙岗", "龙子湖", "少林寺",
    ]
    private static let things = [
        "暴雨", "积水", "地铁", "学校", "医院", "菜市场", "老旧小区", "养老院", "图书馆", "公交线路", "道路施工", "绿化带",
        "垃圾分类", "供暖管网", "停车位", "夜市", "大棚蔬菜", "红枣", "高标准农田", "产业园", "志愿者", "非遗传承人", "博物馆", "马拉松",
        "人才招聘", "消防演练", "儿童友好", "便民窗口", "共享单车", "河道治理", "冬小麦", "新能源汽车", "跨境电商", "老物件", "皮影戏", "烩面",
    ]
    private static let acts = [
        "正在改造", "顺利完工", "引来市民关注", "今起开放", "进入攻坚阶段", "让居民点赞", "有了新变化", "获得表彰", "启动试点", "迎来高峰",
        "恢复通行", "延长服务时间", "走进社区", "传来好消息", "提前完成任务", "发布提醒", "开通热线", "组织排查", "举行签约", "公布名单",
    ]
    private static let sentences = [
        "记者在现场看到", "据相关负责人介绍", "居民李女士告诉记者", "下一步当地将继续推进", "截至发稿时", "与往年同期相比", "工作人员提醒市民",
        "多个部门联合行动", "这一做法得到群众认可", "项目总投资约八千万元", "预计年底前全部完成", "沿线车辆请注意绕行", "志愿者为老人送去热水和姜汤",
        "村里的合作社算了一笔账", "孩子们在操场上笑着跑着", "为此社区建起了微信群", "专家建议提前做好防护", "夜里十一点抢修仍在继续",
    ]

    static func title(_ random: inout Seeded, _ index: Int) -> String {
        // A few words are rare, so that a search for the needle is measured too.
        let needle = index % 20_011 == 17 ? "麒麟" : ""
        return random.pick(places) + random.pick(things) + needle + random.pick(acts)
    }

    static func body(_ random: inout Seeded) -> String {
        var text = ""
        text.reserveCapacity(420)
        var length = 0
        while length < 110 {
            let sentence = random.pick(sentences)
            let thing = random.pick(things)
            text += sentence
            text += "，"
            text += thing
            text += random.pick(acts)
            text += "。"
            length += sentence.unicodeScalars.count + thing.unicodeScalars.count + 6
        }
        return text
    }
}
