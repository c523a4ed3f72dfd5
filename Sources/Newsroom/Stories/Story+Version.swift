// What a story is made of: its texts, what was said of each, and the one that may go out.

extension Story {
    /// One text of a story.
    public struct Version: Equatable, Sendable {
        /// From 1.
        public let number: Int
        /// The headline of this version.
        public let title: String
        /// The text below the headline.
        public let body: String
        /// The files beside the text, in the order in which they were attached.
        public internal(set) var attachments: [Attachment] = []
        /// Stands for headline, text and attachments together.
        public let textHash: TextHash
        /// Who wrote this version, which need not be an author.
        public let by: StaffID
        /// When it was saved.
        public let at: Moment
        /// Whether a partner's node wrote it, at which the desk's acts may not have been known.
        var isPartners = false
    }

    /// One review of one text.
    public struct Review: Equatable, Sendable {
        /// The level that was reviewed; never the signature.
        public let stage: Stage
        /// Who reviewed it, with the role that they had then.
        public let by: Person
        /// When the verdict was given.
        public let at: Moment
        /// What the reviewer decided.
        public let verdict: Verdict
        /// What the reviewer said of it; never empty, and on a return what the author is told.
        public let opinion: String
        /// The text that the reviewer saw; a review of another text does not count.
        public let textHash: TextHash
    }

    /// A sign-off: the text that may be published.
    public struct Signature: Equatable, Sendable {
        /// Who signed.
        public let by: StaffID
        /// When it was signed.
        public let at: Moment
        /// The text that was signed, and the only one that may be published.
        public let textHash: TextHash
    }
}
