import Newsroom

extension Residents {
    /// What comes next for a request: a centre that was asked answers, and whoever asked closes what is answered.
    func plan(_ request: Request, _ now: Moment) -> Intent? {
        let key = "\(request.number) \(request.state.rawValue) \(request.answers.count)"
        switch request.state {
        case .open: return answer(request, key, now)
        case .answered:
            return intent(
                request.by, after: request.last.at, 300...1500, key, now, .request(.close(request.id)))
        case .refused:
            return intent(
                request.by, after: max(request.last.at, request.card.dueAt), 120...600, key, now,
                .request(.close(request.id)))
        case .closed: return nil
        }
    }

    /// The next of those asked: with a story that has to do with it, else with a no.
    private func answer(_ request: Request, _ key: String, _ now: Moment) -> Intent? {
        let asked = (request.card.to.isEmpty ? memory.centres.map(\.id) : request.card.to).filter {
            request.waits(for: $0)
        }
        // Where everybody is asked, only somebody who has it speaks up.
        let able = asked.filter { story(for: request, of: $0) != nil }
        guard let centre = able.first ?? (request.card.to.isEmpty ? nil : asked.first) else { return nil }
        let editor = memory.people(.centreEditor, of: centre).first ?? memory.people(.dutyEditor, of: centre).first
        let answer: RequestAnswer
        if let story = story(for: request, of: centre) {
            answer = .story(story)
        } else if let reason = chance.pick(habits.declines, key + " reason") {
            answer = .no(reason: reason)
        } else {
            return nil
        }
        return intent(
            editor?.id, after: request.last.at, 200...1200, key, now,
            .request(.answer(request.id, answer, centre: centre)))
    }

    /// The latest story of a centre that has to do with a request: some words of their titles are the same.
    private func story(for request: Request, of centre: CentreID) -> SubjectID? {
        let wanted = pieces(request.card.title)
        return memory.stories.values
            .filter { $0.draft.centre == centre && $0.state.isOut && !wanted.isDisjoint(with: pieces($0.title)) }
            .max { $0.draft.number < $1.draft.number }?.id
    }

    /// Two neighbouring characters of Chinese, or a word of at least five letters.
    private func pieces(_ title: String) -> Set<String> {
        let characters = Array(title.lowercased())
        guard language == .zh else {
            return Set(title.lowercased().split { !$0.isLetter }.filter { $0.count >= 5 }.map(String.init))
        }
        return Set(
            zip(characters, characters.dropFirst()).filter { $0.isLetter && $1.isLetter }.map { String([$0, $1]) })
    }
}
