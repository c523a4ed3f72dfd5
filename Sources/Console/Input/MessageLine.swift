import Newsroom
import Terminal

/// A word to somebody in one line: `liwei,zhouyuan 收到请回 #S-0042`.
///
/// The first word names people, with commas between them, or everybody (`desk`, `全台`); `#` and a number say what it is
/// about; all else is the text.
struct MessageLine {
    /// What to send; `nil` while something is missing or wrong.
    var command: Command?
    /// To whom, in words.
    var whom: String
    /// What will happen; or what is missing.
    var preview: [Span]
    /// The first thing that is missing or wrong; `nil` when nothing is.
    var problem: String?

    /// Reads a line. `about` is what it is about unless the line says otherwise.
    static func parse(
        _ line: String, about: (id: SubjectID, number: Number)?, _ context: DispatchContext
    ) -> MessageLine {
        let (names, rest) = Model.split(line)
        var reading = Reading(context)
        reading.read(names: names)
        var about = about
        var words: [Substring] = []
        for word in rest.split(whereSeparator: \.isWhitespace) {
            let typed = String(word.dropFirst())
            if let sign = word.first, sign == "#" || sign == "＃", Number(typed) != nil || SubjectID(typed) != nil {
                switch context.find(typed) {
                case .one(let item): about = (item.id, item.number)
                case .several(let items): reading.fail(context.ambiguous(typed, items))
                case .none: reading.fail(Refusal.unknownItem(typed).sentence(context.reader))
                }
            } else {
                words.append(word)
            }
        }
        let text = words.joined(separator: " ")
        if text.isEmpty { reading.fail(context.say("再写要说的话", "then write what to say")) }
        if text.count > DeskMessage.textLimit { reading.fail(Refusal.messageTooLong.sentence(context.reader)) }
        let whom = reading.isToAll ? context.say("全台", "everybody") : context.list(reading.people.map(\.name))
        var preview: [Span] = []
        if let problem = reading.problem { preview = [Span(problem, .near), Span("  ")] }
        if !whom.isEmpty {
            preview += [Span(context.say("发给 ", "to "), .quiet), Span(whom, Style(.text, bold: true))]
            if let about { preview.append(Span(context.say(" · 关于 ", " · about ") + "\(about.number)", .quiet)) }
            if !text.isEmpty {
                preview.append(Span(" · \(text.count)/\(DeskMessage.textLimit)", .quiet))
            }
        }
        let command =
            reading.problem == nil
            ? Command.message(.send(text, to: reading.isToAll ? nil : reading.people.map(\.id), about: about?.id)) : nil
        return MessageLine(command: command, whom: whom, preview: preview, problem: reading.problem)
    }

    /// Ways to go on with the names; `before` is what stands before the line.
    static func complete(_ line: String, after before: String, _ context: DispatchContext) -> [Completion] {
        guard !line.contains(where: \.isWhitespace) else { return [] }
        let start = line.lastIndex(where: TypedList.isSeparator).map { line.index(after: $0) } ?? line.startIndex
        let (kept, typed) = (String(line[..<start]), String(line[start...]))
        func completion(_ word: String, _ label: String, _ detail: String) -> Completion {
            let whole = before + kept + word + " "
            return Completion(replacement: whole, cursor: whole.count, label: label, detail: detail)
        }
        let people = context.directory.people(matching: typed).filter { card in
            card.isFit(for: .message) && card.id != context.actor.staff
        }
        var found = people.prefix(49).map { card in
            completion(
                card.id.rawValue, "\(card.id.rawValue) \(card.name)",
                "\(context.reader.centre(card.centre)) \(card.role.phrase(context.language))")
        }
        let all = context.say("全台", "desk")
        if kept.isEmpty, all.hasPrefix(typed) || "desk".hasPrefix(typed) {
            found.append(completion(all, all, context.say("发给所有人", "to everybody")))
        }
        return found
    }

    /// The people of a line, as far as they are understood.
    private struct Reading {
        let context: DispatchContext
        private(set) var people: [StaffCard] = []
        private(set) var isToAll = false
        private(set) var problem: String?

        init(_ context: DispatchContext) { self.context = context }

        mutating func fail(_ why: String) { problem = problem ?? why }

        mutating func read(names: String) {
            let words = TypedList.names(names)
            guard !words.isEmpty else {
                return fail(context.say("先写发给谁：名字、拼音，或 全台", "first to whom: a name, or desk for everybody"))
            }
            if words.contains(where: Directory.isEverybody) { isToAll = true }
            for word in words where !Directory.isEverybody(word) {
                do throws(InputError) {
                    let card = try context.directory.readPerson(word)
                    if card.id == context.actor.staff {
                        if words.count == 1 { fail(Refusal.recipientMissing.sentence(context.reader)) }
                    } else if !card.isActive {
                        fail(Refusal.inactive(card.id).sentence(context.reader))
                    } else if !people.contains(card) {
                        people.append(card)
                    }
                } catch {
                    fail(error.sentence(context.reader))
                }
            }
        }
    }
}
