import Dispatch
import Ledger
import Newsroom
import Terminal

// What is written goes into its file.
extension Console {
    func keep(_ text: KeptText) {
        guard let texts else { return }
        texts.write(text, done: report(text.id))
    }

    /// Shortly after a key, and at least every two seconds while somebody types.
    func keepSoon() {
        guard texts != nil, swapTimer == nil else { return }
        let wait = max(.milliseconds(300), swapped + .seconds(2) - .now)
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.schedule(deadline: .now() + .milliseconds(Int(wait / .milliseconds(1))), leeway: .milliseconds(50))
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                self?.swapTimer = nil
                self?.swap()
            }
        }
        swapTimer = timer
        timer.activate()
    }

    private func swap() {
        guard let texts, let (text, content) = model.openForFile else { return }
        swapped = .now
        texts.write(text, content: content, done: report(text.id))
    }

    /// Tells the model where a text came to lie, if it does not lie where it should, or did not before.
    private func report(_ id: KeptText.ID) -> @Sendable (Result<String, KeepingError>) -> Void {
        let usual = texts?.folders.first
        return { [weak self] result in
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    guard let self else { return }
                    let elsewhere = result.map { path in usual.map { path.hasPrefix($0 + "/") } == true ? nil : path }
                    if case .success(nil) = elsewhere, self.model.keepingProblem == nil { return }
                    self.send(.written(id, elsewhere))
                    self.session.setNeedsFrame()
                }
            }
        }
    }

    /// The texts in the files, but for those that the desk has after all: a console may have ended between its commit
    /// and the end of the file.
    func keptTexts() -> [KeptText] {
        guard let texts else { return model.kept }
        texts.wait(seconds: 5)
        return texts.load().filter { text in
            guard !text.holdsMore, let id = text.purpose.story, let story = try? ledger.read({ try $0.story(id) }),
                story.versions.contains(where: {
                    $0.by == texts.owner.writer && $0.body == CleanText.body(text.text)
                        && $0.number > text.base?.number ?? 0
                })
            else { return true }
            texts.forget([text.id])
            return false
        }
    }

    func edit(_ text: KeptText, _ purpose: EditPurpose, isNew: Bool) {
        send(.edited(edited(text, isNew: isNew), purpose))
        session.setNeedsFrame()
    }

    private func edited(_ text: KeptText, isNew: Bool) -> EditResult {
        guard let editor = options.reach.editor, let texts else { return .unchanged(nil) }
        let folder: EditFolder
        do {
            folder = try texts.beginEditing(text)
        } catch {
            return .noFile(text, isNew: isNew, error)
        }
        var written = text
        do {
            let new = try session.edit(text.text, file: folder.file, command: editor)
            written.text = new ?? text.text
            let isNothing = new == nil && isNew
            // Whoever leaves the question of a swap file open has not dropped what it holds.
            written.holdsMore = new == nil && folder.hasSwap
            keepResult(folder, isNothing ? nil : written, changed: new != nil)
            written.path = written.holdsMore ? folder.file : nil
            return new == nil ? .unchanged(isNew && !written.holdsMore ? nil : written) : .changed(written)
        } catch {
            // What the editor left is found in its folder, now and by every later console.
            let problem = (error as? TerminalError)?.phrase(model.language) ?? "\(error)"
            guard let left = folder.left, let content = KeptTexts.text(left) else {
                return .failed(problem, left: isNew ? nil : text)
            }
            written.text = content
            written.path = left
            written.holdsMore = folder.holdsMore(than: content)
            return .failed(problem, left: written)
        }
    }

    /// The editor's folder goes when its text is in a file of its own; where it cannot be, the folder stays.
    private func keepResult(_ folder: EditFolder, _ text: KeptText?, changed: Bool) {
        do throws(KeepingError) {
            try texts?.endEditing(folder, text, changed: changed)
        } catch {
            guard let text else { return }
            model.written(text.id, .failure(error))
        }
    }
}
