import Newsroom

/// A staff member as programs read it.
struct StaffJSON: Encodable {
    let id: StaffID
    let name: String
    let role: Role
    let centre: CentreID
    let login: String?
    let beats: [String]
    let active: Bool
    /// What else they are; absent where it is nothing.
    let also: [Post]?
    /// Who stands in for them; absent where nobody does.
    let deputy: StaffID?

    init(_ card: StaffCard) {
        id = card.id
        name = card.name
        role = card.role
        centre = card.centre
        login = card.login
        beats = card.beats
        active = card.isActive
        deputy = card.deputy
        also = card.posts.count > 1 ? Array(card.posts.dropFirst()) : nil
    }
}
