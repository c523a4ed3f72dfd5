/// A person at the desk or in a centre.
public struct StaffCard: Codable, Equatable, Sendable {
    /// Names the person in the log and in commands; never given to another.
    public var id: StaffID
    /// As people write it, at most 40 characters; the same in both languages.
    public var name: String
    /// What they are and where, the post that they mostly act in first; never empty, and no more than `mostPosts`. From
    /// it follows all that they may do.
    public var posts: [Post]
    /// The name under which they log in to the machine.
    public var login: String?
    /// What they know best: places and subjects, for recommendations.
    public var beats: [String]
    /// Whether they still work here.
    public var isActive: Bool
    /// Who stands in for them, where they are chief: gives their word in an emergency. The deputy works in the same house.
    public var deputy: StaffID?

    /// How many posts a person may have.
    public static let mostPosts = 8

    /// Without more: somebody who works here in one post, has no login of their own and no beats.
    public init(
        id: StaffID, name: String, role: Role, centre: CentreID, also: [Post] = [], login: String? = nil,
        beats: [String] = [], isActive: Bool = true, deputy: StaffID? = nil
    ) {
        self.id = id
        self.name = name
        posts = [Post(role: role, house: centre)] + also
        self.login = login
        self.beats = beats
        self.isActive = isActive
        self.deputy = deputy
    }
}

extension StaffCard {
    /// What they are in the post that they mostly act in.
    public var role: Role {
        get { posts[0].role }
        set { posts[0].role = newValue }
    }

    /// Where they mostly act; only people with a role of the desk act for other centres too.
    public var centre: CentreID {
        get { posts[0].house }
        set { posts[0].house = newValue }
    }

    /// The person as they act in their own name, in the post that they mostly act in.
    public var actor: Person { Person(staff: id, role: role, house: centre) }

    /// The person as they act at a node: in the post that is named, else at a centre's node in the one that they have there, else
    /// in the one that they mostly act in.
    ///
    /// - Parameter home: the centre whose node it is; `nil` at the desk's own.
    public func actor(at home: CentreID?, in named: Post? = nil, via: StaffID? = nil) throws(Refusal) -> Person {
        if let named, !posts.contains(named) { throw .otherPosts(id, posts) }
        let post = named ?? posts.first { $0.house == home } ?? posts[0]
        return Person(staff: id, role: post.role, house: post.house, via: via)
    }
}

extension StaffCard: FieldCoded {
    /// Reads its fields.
    public init(_ fields: Fields) throws(FactError) {
        let posts: [Post] = try fields["posts"].codedList()
        guard let first = posts.first, posts.count <= Self.mostPosts else { throw .unreadable }
        self.init(
            id: try fields["id"].id(),
            name: try fields["name"].text(.line),
            role: first.role, centre: first.house, also: Array(posts.dropFirst()),
            login: try fields.optional("login")?.text(.line),
            beats: try fields["beats"].lines(),
            isActive: try fields["isActive"].flag(),
            deputy: try fields.optional("deputy")?.id())
    }

    /// Writes its fields.
    public func write(_ fields: inout FieldWriter) {
        fields.id("id", id)
        fields.text("name", name)
        fields.objects("posts", posts)
        fields.text("login", login)
        fields.texts("beats", beats)
        fields.flag("isActive", isActive)
        fields.id("deputy", deputy)
    }
}
