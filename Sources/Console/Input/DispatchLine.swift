import Newsroom
import Terminal

/// An order in one line: `erqi,jinshui 暴雨积水路段 !flash +video,photo >18:00 @liwei #L-0031`.
///
/// The first word names centres, with commas between them; words with a sign before them say how; all else is the
/// title. The order of the parts is free, but that the centres come before the title.
struct DispatchLine {
    /// What to order; `nil` while something is missing or wrong.
    var order: TaskCommand.Dispatch?
    /// What will happen, in plain words; or what is missing, and then what was understood.
    var preview: [Span]
    /// The first thing that is missing or wrong, in words that say what to type; `nil` when nothing is.
    var problem: String?

    /// The longest line that is read, in characters.
    static let limit = 2000

    /// Reads a line. What passes the limit is not read.
    static func parse(_ text: String, _ context: DispatchContext) -> DispatchLine {
        var reading = DispatchReading(context)
        reading.read(DispatchWord.split(characters(text)))
        let problem = reading.problem
        let order = problem == nil ? reading.order : nil
        return DispatchLine(order: order, preview: reading.preview(problem: problem), problem: problem)
    }

    /// The characters of a line that are read.
    static func characters(_ text: String) -> [Character] {
        let bounded = text.unicodeScalars.prefix(limit * 8)
        return Array(String(String.UnicodeScalarView(bounded)).prefix(limit))
    }
}

/// A dispatch line being understood.
struct DispatchReading {
    let context: DispatchContext

    private(set) var centres: [CentreCard] = []
    private(set) var priority: Priority?
    private(set) var deliverables: [Deliverable] = []
    private(set) var due: Moment?
    private(set) var person: StaffCard?
    private(set) var story: (id: SubjectID, number: Number)?
    private(set) var lead: (id: SubjectID, number: Number)?
    private(set) var title = ""
    /// The first word, where it looks like a centre's name and is none.
    private var unknownCentre: String?
    private var isEmpty = true
    private var errors: [String] = []

    init(_ context: DispatchContext) { self.context = context }

    mutating func read(_ words: [DispatchWord]) {
        isEmpty = words.isEmpty
        var rest = words.filter { $0.kind == .plain || $0.kind == .quoted }
        readCentres(&rest, hasPerson: words.contains { $0.kind == .person && !$0.text.isEmpty })
        for word in words {
            switch word.kind {
            case .plain, .quoted: break
            case .priority: readPriority(word)
            case .deliverables: readDeliverables(word)
            case .due: readDue(word)
            case .person: readPerson(word)
            case .link: readLink(word)
            }
        }
        readTitle(rest)
    }

    /// The order as it was understood.
    var order: TaskCommand.Dispatch {
        TaskCommand.Dispatch(
            centres: centres.map(\.id), title: title, priority: priority ?? .routine,
            deliverables: deliverables.isEmpty ? [.text] : deliverables, dueAt: due, assignee: person?.id,
            story: story?.id, lead: lead?.id)
    }

    /// The first thing that is missing or wrong.
    var problem: String? {
        let say = context.reader
        if !context.actor.role.may(.dispatch) { return Refusal.noRight(.dispatch, context.actor.role).sentence(say) }
        if isEmpty {
            return say(
                "写：中心 标题 !特急 +视频,图片 >18:00 @人员", "type: centre title !flash +video,photo >18:00 @person")
        }
        if let error = errors.first { return error }
        if centres.isEmpty { return missingCentre }
        if let person, !centres.contains(where: { $0.id == person.centre }) {
            return Refusal.staffElsewhere(person.id, person.centre).sentence(say)
        }
        if title.isEmpty { return say("还没有标题；在中心后写要采什么", "no title yet; after the centre, write what to cover") }
        if title.count > CleanText.titleLimit {
            return say(
                "标题 \(title.count) 字，超过上限 \(CleanText.titleLimit)；请写短些",
                "the title has \(title.count) characters, over the limit of \(CleanText.titleLimit); shorten it")
        }
        if let due, due <= context.now { return Refusal.dueInThePast.sentence(say) }
        return nil
    }

    private var missingCentre: String {
        let say = context.reader
        let named = Recommendation.places(in: title, context.directory.centres)
        if !named.isEmpty {
            let names = context.list(named.map { say.centre($0) })
            let ids = named.map(\.rawValue).joined(separator: ",")
            return say(
                "没写派给哪个中心；标题提到\(names)，可在最前写 \(ids)", "no centre named; the title mentions \(names): begin with \(ids)")
        }
        let some = context.directory.roster.prefix(3).map(\.id.rawValue)
        let examples = context.list(some)
        if let unknownCentre {
            return say(
                "没有中心“\(unknownCentre)”；先写中心，如 \(examples)",
                "no centre '\(unknownCentre)'; begin with one such as \(examples)")
        }
        return say(
            "没写派给哪个中心；先写中心，如 \(examples)，或写 @人员",
            "no centre named; begin with one such as \(examples), or name @somebody")
    }
}

// MARK: - Centres and title

extension DispatchReading {
    /// Takes the words that name centres off the front.
    private mutating func readCentres(_ words: inout [DispatchWord], hasPerson: Bool) {
        guard let first = words.first, first.kind == .plain else { return }
        if let long = longName(words) {
            add(long.card)
            words.removeFirst(long.count)
            return
        }
        // A list goes on behind a comma, whichever side of it the blank stands.
        var count = 1
        var names = first.parts.map(\.text)
        while count < words.count, words[count].kind == .plain, let last = words[count - 1].text.last,
            let next = words[count].text.first,
            TypedList.isSeparator(last) || TypedList.isSeparator(next)
        {
            // A comma too many does not make a centre of the title.
            let more = words[count].parts.map(\.text).filter { !$0.isEmpty }
            guard more.isEmpty || more.contains(where: { !DispatchNames.centres($0, context.directory).isEmpty }) else {
                break
            }
            names += more
            count += 1
        }
        names = names.filter { !$0.isEmpty }
        let found = names.map { (name: $0, centre: DispatchNames.centres($0, context.directory)) }
        let known = found.filter { !$0.centre.isEmpty }
        // A title that stands first is not a list of names, nor is one that only sounds a little like one, with a
        // person named who says where it goes.
        if known.isEmpty || (hasPerson && names.count == 1 && !DispatchNames.begins(names[0], known[0].centre)) {
            if names.count == 1 || known.isEmpty, first.text.utf8.allSatisfy({ $0 < 128 }), !names.isEmpty {
                unknownCentre = CleanText.line(names[0], limit: 30)
            }
            return
        }
        words.removeFirst(count)
        for (name, cards) in found {
            if cards.isEmpty {
                fail(.unknownCentre(name))
            } else if cards.count == 1 || Directory.isAllCentres(name) {
                for card in cards { add(card) }
            } else {
                errors.append(InputError.ambiguousCentre(name, cards).sentence(context.reader))
            }
        }
    }

    private mutating func add(_ card: CentreCard) {
        if !centres.contains(where: { $0.id == card.id }) { centres.append(card) }
    }

    /// A name of several words, such as Zhengdong New District.
    private func longName(_ words: [DispatchWord]) -> (card: CentreCard, count: Int)? {
        for count in [4, 3, 2] where words.count >= count && words[..<count].allSatisfy({ $0.kind == .plain }) {
            let typed = words[..<count].map(\.text).joined(separator: " ").lowercased()
            let card = context.directory.centres.first { card in
                ([card.name.en, card.name.zh] + card.aliases).contains { $0.lowercased() == typed }
            }
            if let card { return (card, count) }
        }
        return nil
    }

    private mutating func readTitle(_ words: [DispatchWord]) {
        let text = words.map(\.text).joined(separator: " ")
        // One more than may be, so that too long a title is seen and not cut in silence.
        title = CleanText.line(text, limit: DispatchLine.limit)
        guard title.isEmpty, !isEmpty else { return }
        // Without a title of its own, the order is about what the person is looking at.
        if let selected = context.selectedLead, story == nil, lead == nil || lead?.id == selected.id {
            (title, lead) = (CleanText.line(selected.title), (selected.id, selected.number))
        } else if let selected = context.selectedStory, lead == nil, story == nil || story?.id == selected.id {
            (title, story) = (CleanText.line(selected.title), (selected.id, selected.number))
        }
    }
}

// MARK: - Words with a sign

extension DispatchReading {
    private mutating func readPriority(_ word: DispatchWord) {
        let say = context.reader
        let choices = context.list(Priority.allCases.map { "!" + say($0.phrase) })
        if word.text.isEmpty { return fail("!", say("写 \(choices)", "write \(choices)")) }
        do throws(InputError) {
            let found = try Priority.read(word.text)
            if let priority, priority != found { return errors.append(twice(say("优先级", "priorities"))) }
            priority = found
        } catch {
            fail(error, sign: "!")
        }
    }

    private mutating func readDeliverables(_ word: DispatchWord) {
        let say = context.reader
        let names = word.parts.map(\.text).filter { !$0.isEmpty }
        let choices = context.list(Deliverable.allCases.map { say($0.phrase) })
        if names.isEmpty { return fail("+", say("写 \(choices)", "write \(choices)")) }
        if names.count == 1, let moment = TimeExpression.parse("+" + names[0], now: context.now, zone: context.zone) {
            // `+2h` without the sign of times can mean nothing else.
            return take(moment)
        }
        do throws(InputError) {
            for found in try Deliverable.list(word.text) where !deliverables.contains(found) {
                deliverables.append(found)
            }
        } catch {
            fail(error, sign: "+")
        }
    }

    private mutating func readDue(_ word: DispatchWord) {
        if word.text.isEmpty { return fail(">", context.say("写 18:00 或 +2h", "write 18:00 or +2h")) }
        do throws(InputError) {
            take(try TimeExpression.read(word.text, now: context.now, zone: context.zone))
        } catch {
            fail(error)
        }
    }

    private mutating func take(_ moment: Moment) {
        if let due, due != moment { return errors.append(twice(context.say("截止时间", "due times"))) }
        due = moment
    }

    private mutating func readPerson(_ word: DispatchWord) {
        let say = context.reader
        if word.text.isEmpty { return fail("@", say("写人名或代号", "write a name or an id")) }
        let card: StaffCard
        do throws(InputError) {
            card = try context.directory.readPerson(word.text, in: centres.map(\.id))
        } catch {
            var sentence = error.sentence(say)
            if case .unknownStaff = error { sentence += say("；按 Tab 看可派的人", "; Tab shows whom to send") }
            return errors.append(sentence)
        }
        guard card.isActive else { return errors.append(Refusal.inactive(card.id).sentence(say)) }
        if let person, person.id != card.id { return errors.append(twice(say("负责人", "people"))) }
        person = card
        if centres.isEmpty, let home = context.directory.centre(id: card.centre) { centres = [home] }
    }

    private mutating func readLink(_ word: DispatchWord) {
        let say = context.reader
        let typed = Number(word.text)
        guard typed.map({ $0.series == .story || $0.series == .lead }) ?? (SubjectID(word.text) != nil) else {
            let advice = say("写稿件 S-0042 或线索 L-0031", "write a story S-0042 or a lead L-0031")
            if word.text.isEmpty { return fail("#", advice) }
            return errors.append(
                say(
                    "不认得“#\(shown(word))”；\(advice)，若是标题请加英文引号",
                    "cannot read '#\(shown(word))'; \(advice), or put it in quotes if it is title"))
        }
        let (id, number): (SubjectID, Number)
        switch context.find(word.text) {
        case .one(let item) where item.number.series == .story || item.number.series == .lead:
            (id, number) = (item.id, item.number)
        case .several(let items): return errors.append(context.ambiguous(shown(word), items))
        default:
            // What is on the screen needs no looking up.
            let chosen = [context.selectedLead, context.selectedStory].compactMap { $0 }.first { $0.number == typed }
            guard let chosen else {
                return errors.append(Refusal.unknownItem(typed.map { "\($0)" } ?? shown(word)).sentence(say))
            }
            (id, number) = (chosen.id, chosen.number)
        }
        let earlier = number.series == .story ? story?.id : lead?.id
        if let earlier, earlier != id {
            return errors.append(twice(number.series == .story ? say("稿件", "stories") : say("线索", "leads")))
        }
        if number.series == .story { story = (id, number) } else { lead = (id, number) }
    }

    private func shown(_ word: DispatchWord) -> String { CleanText.line(word.text, limit: 30) }

    /// A sign stands alone.
    private mutating func fail(_ sign: String, _ advice: String) {
        errors.append(context.say("\(sign) 后\(advice)", "after \(sign) \(advice)"))
    }

    /// A word cannot be read, which may be because it is title.
    private mutating func fail(_ error: InputError, sign: String = "") {
        let hint = context.say("；若是标题，请加英文引号", "; if it is title, put it in quotes")
        switch error {
        case .unknownTerm(let typed, let known):
            errors.append(InputError.unknownTerm(sign + typed, known: known).sentence(context.reader) + hint)
        case .unknownCentre, .unknownStaff, .unknownChannel, .unknownAddressee, .unreadableTime:
            errors.append(error.sentence(context.reader) + hint)
        case .ambiguousCentre, .ambiguousStaff, .ambiguousChannel, .ambiguousTerm:
            errors.append(error.sentence(context.reader))
        }
    }

    private func twice(_ what: String) -> String {
        context.say("写了两个\(what)；留下一个", "two \(what) named; keep one")
    }
}
