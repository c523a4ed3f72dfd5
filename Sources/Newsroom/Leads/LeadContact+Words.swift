extension ContactReading.State {
    /// What people read in the place of a contact; of one that is kept, that it is.
    public var phrase: Phrase {
        switch self {
        case .kept: Phrase("已保留", "kept")
        case .absent: Phrase("本节点未存", "not kept at this node")
        case .erased: Phrase("已删除", "erased")
        case .expired: Phrase("已过期", "expired")
        }
    }
}

extension ContactReading {
    /// In one line: the contact itself with the day until which it is kept, or why it is not here.
    public func sentence(_ read: Localizer) -> String {
        guard let text, let until else { return read(state.phrase) }
        let day = read.zone.civil(until).shortDate
        return text + read(" · 保留至 \(day)", " · kept until \(day)")
    }
}
