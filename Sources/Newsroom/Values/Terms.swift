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

/// Where a placement (one story on one channel) stands.
public enum PlacementState: String, Codable, CaseIterable, Sendable {
    case queued, published, failed, withdrawn
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
public enum Presence: String, Codable, CaseIterable, Sendable {
    case online, quiet, lost
}

/// What somebody is at the desk.
public enum Role: String, Codable, CaseIterable, Sendable {
    case viewer, reporter, centreEditor, dutyEditor, deskHead, chiefEditor, business, administrator
}

/// Who acts: the person, what they were and where they sat at that moment.
public struct Actor: Hashable, Codable, Sendable {
    /// Whose act it is.
    public var staff: StaffID
    /// What they were when they acted; a later change of role does not touch it.
    public var role: Role
    /// Where they sat when they acted.
    public var centre: CentreID
    /// The administrator who acted in this person's name, where one did.
    public var via: StaffID?

    /// Without `via`, somebody who acts in their own name.
    public init(staff: StaffID, role: Role, centre: CentreID, via: StaffID? = nil) {
        self.staff = staff
        self.role = role
        self.centre = centre
        self.via = via
    }
}
