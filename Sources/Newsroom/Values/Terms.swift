/// How soon a task matters.
public enum Priority: String, Codable, CaseIterable, Sendable, Comparable {
    case flash, urgent, routine

    /// Flash comes first.
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }
    /// 0 for flash to 2 for routine.
    public var order: Int { self == .flash ? 0 : self == .urgent ? 1 : 2 }
}

/// What a task is to bring home.
public enum Deliverable: String, Codable, CaseIterable, Sendable {
    case text, photo, video, live, graphic
}

/// Where a task stands.
public enum TaskState: String, Codable, CaseIterable, Sendable {
    case issued, acknowledged, declined, enRoute, onScene, filed, closed, cancelled

    /// Whether the task still needs somebody.
    public var isOpen: Bool { self != .closed && self != .cancelled }
}

/// Where a story stands.
public enum StoryState: String, Codable, CaseIterable, Sendable {
    case draft, inReview, returned, signedOff, published, corrected, withdrawn

    /// Whether the story has gone out and still stands.
    public var isOut: Bool { self == .published || self == .corrected }
}

/// Where a story's text comes from.
public enum Origin: String, Codable, CaseIterable, Sendable {
    case original, derived, reposted
}

/// What a reviewer decides.
public enum Verdict: String, Codable, CaseIterable, Sendable {
    case pass
    case `return`
}

/// The three reviews, and the signature after them.
public enum Stage: Int, Codable, CaseIterable, Sendable, Comparable {
    case first = 1
    case second, third, signature

    /// In the order in which they are given; the signature comes last.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// 一审, 二审 and 三审.
    public static let reviews: [Stage] = [.first, .second, .third]
}

/// Where a lead stands.
public enum LeadState: String, Codable, CaseIterable, Sendable {
    case open, promoted, dismissed, merged
}

/// How a lead reached the desk.
public enum LeadSource: String, Codable, CaseIterable, Sendable {
    case hotline, reporter, feed, hotList, desk
}

/// What sort of place a centre serves.
public enum CentreKind: String, Codable, CaseIterable, Sendable {
    case municipal, county, city, district, zone
}

/// Whether a centre is heard.
public enum Reachability: String, Codable, CaseIterable, Sendable {
    case online, quiet, lost
}

/// What somebody is at the desk.
public enum Role: String, Codable, CaseIterable, Sendable {
    case viewer, reporter, centreEditor, dutyEditor, deskHead, chiefEditor, business, administrator
}
