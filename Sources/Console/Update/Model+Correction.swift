import Newsroom

extension Model {
    /// Proposes the text that was written, over the one that its writer was shown.
    mutating func correct(reason: String, isSlip: Bool) -> [Effect] {
        guard case .story(let id) = place, let text = kept.last(where: { $0.purpose == .correction(id) }) else {
            return []
        }
        guard !reason.isEmpty else {
            tell(Refusal.reasonMissing.sentence(read), .near)
            return []
        }
        let label = label(.story(id))
        waiting = text
        let base = text.base.map { TextHash(rawValue: $0.hash) }
        overlay = .confirm(
            question: isSlip
                ? say(
                    "提出 \(label) 的小错更正？一人审过即发，各渠道随之更新",
                    "Propose to correct a slip in \(label)? Once one reviewer has passed it, it is out on every channel"
                )
                : say(
                    "提出 \(label) 的更正？二审、三审通过即发，各渠道随之更新",
                    "Propose a correction of \(label)? Once the second and third review have passed it, it is out on every channel"
                ),
            commands: [
                .story(.correction(id, .propose(body: text.text, reason: reason, isSlip: isSlip, base: base)))
            ],
            done: say("\(label) 的更正待审", "\(label)'s correction waits for its review"))
        return []
    }
}
