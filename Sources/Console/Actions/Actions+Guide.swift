import Newsroom

extension Actions {
    /// What only a demonstration has.
    static let guiding: [Action] = [
        Action(
            id: "demo.tour", name: Phrase("导览", "tour"),
            help: Phrase("看导览：一屏一屏说明这里是什么、为什么要紧", "The guided tour: what one sees here, and why it matters"),
            keys: ["F5"],
            commands: ["tour", "导览"], group: .view, hint: 8,
            possible: { model in
                guard let guide = model.guide, guide.guidance != .lessons, guide.tour == nil else { return .elsewhere }
                return .yes
            },
            run: { model, _ in model.beginTour() }),
        Action(
            id: "demo.next", name: Phrase("下一站", "next"),
            help: Phrase("导览的下一站，或跳过这道练习", "The tour's next station, or skip this exercise"), keys: ["F6"],
            commands: ["next", "下一站"], group: .view,
            possible: { model in
                guard let guide = model.guide, guide.isActive, guide.lessons?.isFinished != true else {
                    return .elsewhere
                }
                return .yes
            },
            run: { model, _ in model.guide?.tour == nil ? model.skipExercise() : model.nextStation() }),
        Action(
            id: "demo.hint", name: Phrase("提示", "hint"), help: Phrase("这道练习怎么做", "How this exercise is done"),
            keys: ["F7"], commands: ["hint", "提示"], group: .view,
            possible: { $0.exercise == nil ? .elsewhere : .yes },
            run: { model, _ in
                model.guide?.lessons?.showsHint = true
                return []
            }),
    ]
}
