/// Where the reviews of a story are, so that no step of its fold looks through all of them: whoever returns what is out already may
/// do so again and again.
struct ReviewIndex: Equatable, Sendable {
    private struct Key: Hashable, Sendable {
        let stage: Stage
        let textHash: TextHash
    }

    private var places: [Key: Int] = [:]
    /// The stages that each has taken, the latest last.
    private var stages: [StaffID: [Stage]] = [:]

    /// Notes a review that stands at a place.
    mutating func add(_ review: Story.Review, at place: Int) {
        places[Key(stage: review.stage, textHash: review.textHash)] = place
        stages[review.by.staff, default: []].removeAll { $0 == review.stage }
        stages[review.by.staff, default: []].append(review.stage)
    }

    /// Where the last review of a text at a stage is; `nil` where there is none.
    func last(_ stage: Stage, of textHash: TextHash) -> Int? { places[Key(stage: stage, textHash: textHash)] }

    /// The last of the other stages that somebody has taken; `nil` where they have taken none.
    func otherStage(of person: StaffID, than stage: Stage) -> Stage? {
        stages[person]?.last { $0 != stage }
    }
}
