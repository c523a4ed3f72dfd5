import Foundation
import GRDB
import Newsroom

/// What a subject's state looks like in its read model: one row, a pure function of the folded state. Kept in the
/// same transaction as the events, and compared with a fresh fold by `verify`.
struct Projection: Sendable {
    let table: Table
    let values: [DatabaseValue]
    /// What people can search for; `nil` where the subject is not searched.
    let text: String?

    /// Whether both give the same row, byte for byte. Not `==`, by which texts are the same that only look so.
    func hasSameRow(as other: Projection) -> Bool {
        table == other.table && values.count == other.values.count
            && zip(values, other.values).allSatisfy { one, two in
                guard case .string(let left) = one.storage, case .string(let right) = two.storage else {
                    return one == two
                }
                return left.hasSameBytes(as: right)
            }
    }

    /// A read model's name and columns; the first column is always the subject's id.
    struct Table: Hashable, Sendable {
        let name: String
        let columns: [String]
        let search: String?
        let upsert: String

        static func == (left: Table, right: Table) -> Bool { left.name == right.name }
        func hash(into hasher: inout Hasher) { hasher.combine(name) }

        init(name: String, columns: [String], search: String? = nil) {
            self.name = name
            self.columns = columns
            self.search = search
            let names = columns.joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            let sets = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            upsert = "INSERT INTO \(name)(\(names)) VALUES(\(marks)) ON CONFLICT(id) DO UPDATE SET \(sets)"
        }
    }

    static let desk = Table(name: "desk", columns: ["id", "charter", "policy"])
    static let centre = Table(name: "centre", columns: ["id", "key", "card", "duty"])
    static let staff = Table(name: "staff", columns: ["id", "key", "login", "role", "active", "card"])
    static let rollCall = Table(
        name: "roll_call", columns: ["id", "called_by", "called_at", "answer_by", "centres", "answers"])
    static let lead = Table(
        name: "lead",
        columns: [
            "id", "number", "title", "source", "source_key", "place", "centre", "priority", "heat", "received_at",
            "state", "limit_at", "story", "finder", "updated_at", "open",
        ], search: "lead_search")
    static let task = Table(
        name: "task",
        columns: [
            "id", "number", "title", "centre", "assignee", "priority", "state", "deliverables", "issued_at",
            "issued_by", "since", "due_at", "acknowledge_by", "limit_at", "order_id", "story", "topic", "reason",
            "updated_at", "open",
        ], search: "task_search")
    static let story = Table(
        name: "story",
        columns: [
            "id", "number", "title", "centre", "authors", "origin", "state", "stage", "version", "text_hash",
            "created_at", "since", "limit_at", "published_at", "failures", "emergency", "source", "lead",
            "updated_at", "open",
        ], search: "story_search")
    static let message = Table(
        name: "message",
        columns: ["id", "sender", "sent_at", "text", "recipients", "about", "read_by", "waiting"])
    static let member = Table(
        name: "member",
        columns: [
            "id", "key", "name", "centre", "slot", "public_key", "revoked_at", "ends", "reason", "card", "keys",
        ])
    static let tables = [desk, centre, staff, rollCall, lead, task, story, message, member]

    /// The read model of a folded subject.
    init(_ subject: AnySubject) {
        switch subject {
        case .desk(let desk):
            self.init(Self.desk, SubjectID.desk, [json(desk.charter), json(desk.policy)])
        case .centre(let centre):
            self.init(
                Self.centre, .centre(centre.card.id),
                [centre.card.id.rawValue.databaseValue, json(centre.card), word(centre.dutyEditor?.rawValue)])
        case .staff(let staff):
            let card = staff.card
            self.init(
                Self.staff, .staff(card.id),
                [
                    card.id.rawValue.databaseValue, word(card.login), card.role.rawValue.databaseValue,
                    card.isActive.databaseValue, json(card),
                ])
        case .rollCall(let call):
            let answers = Self.named(call.answers)
            self.init(
                Self.rollCall, call.id,
                [
                    call.calledBy.rawValue.databaseValue, time(call.calledAt), time(call.answerBy),
                    json(call.centres), json(answers),
                ])
        case .lead(let lead): self.init(lead)
        case .task(let task): self.init(task)
        case .story(let story): self.init(story)
        case .message(let message): self.init(message)
        case .node(let node): self.init(node)
        }
    }

    private init(_ table: Table, _ id: SubjectID, _ values: [DatabaseValue], text: String? = nil) {
        self.table = table
        self.values = [blob(id)] + values
        self.text = text
    }

    /// For JSON, in which names that only look different in Swift's eyes stand once: the first of them, at every node.
    private static func named(_ times: [some TextID: Moment]) -> [String: Moment] {
        Dictionary(times.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
    }

    private init(_ message: DeskMessage) {
        let readBy = Self.named(message.readBy)
        self.init(
            Self.message, message.id,
            [
                message.from.rawValue.databaseValue, time(message.at), message.text.databaseValue,
                word(message.to.map(Self.listed)), blob(message.about), json(readBy),
                word(message.waiting.isEmpty ? nil : Self.listed(message.waiting)),
            ])
    }

    private init(_ node: DeskNode) {
        let card = node.card
        self.init(
            Self.member, .node(card.id),
            [
                card.id.rawValue.databaseValue, card.name.databaseValue, card.centre.rawValue.databaseValue,
                card.slot.databaseValue, node.key.databaseValue, time(node.revokedAt),
                node.ends.map { json($0) } ?? .null, word(node.reason), json(card), json(node.keys),
            ])
    }

    /// Ids hold no commas, so each is found whole between two.
    static func listed(_ people: [StaffID]) -> String { "," + people.map { $0.rawValue + "," }.joined() }

    private init(_ lead: Lead) {
        let card = lead.card
        self.init(
            Self.lead, lead.id,
            [
                card.number.databaseValue, card.title.databaseValue, card.source.rawValue.databaseValue,
                word(card.sourceKey), word(card.place), word(card.centre?.rawValue),
                card.priority.rawValue.databaseValue, card.heat.databaseValue, time(card.receivedAt),
                lead.state.rawValue.databaseValue, time(lead.clock.limit), blob(lead.story),
                lead.finder.rawValue.databaseValue, time(lead.last.at), lead.isOpen.databaseValue,
            ], text: card.title + "\n" + card.text)
    }

    private init(_ task: NewsTask) {
        let order = task.order
        self.init(
            Self.task, task.id,
            [
                order.number.databaseValue, order.title.databaseValue, order.centre.rawValue.databaseValue,
                word(order.assignee?.rawValue), order.priority.rawValue.databaseValue,
                task.state.rawValue.databaseValue,
                order.deliverables.map(\.rawValue).joined(separator: ",").databaseValue, time(task.issuedAt),
                task.issuedBy.rawValue.databaseValue, time(task.since), time(order.dueAt), time(order.acknowledgeBy),
                time(task.clock.limit), blob(order.order), blob(task.story), word(order.topic),
                word(task.reason), time(task.last.at), task.isOpen.databaseValue,
            ], text: order.title + (order.note.map { "\n" + $0 } ?? ""))
    }

    private init(_ story: Story) {
        let stage = story.openStage
        self.init(
            Self.story, story.id,
            [
                story.draft.number.databaseValue, story.title.databaseValue, story.draft.centre.rawValue.databaseValue,
                story.authors.map(\.rawValue).joined(separator: ",").databaseValue,
                story.draft.origin.rawValue.databaseValue, story.state.rawValue.databaseValue,
                (stage?.rawValue).databaseValue, story.text.number.databaseValue,
                story.text.textHash.rawValue.databaseValue, time(story.createdAt), time(story.stageSince),
                time(story.clock.limit), time(story.publishedAt),
                story.placements.count { $0.state == .failed }.databaseValue, (story.emergency != nil).databaseValue,
                blob(story.draft.source), blob(story.draft.lead), time(story.last.at),
                story.isOpen.databaseValue,
            ], text: story.title + "\n" + story.text.body)
    }
}

private func json(_ value: some Encodable) -> DatabaseValue {
    // Sorted keys: the same value always gives the same bytes, so that verify can compare them.
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ((try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }).databaseValue
}

private func word(_ value: String?) -> DatabaseValue { value.databaseValue }
private func time(_ moment: Moment?) -> DatabaseValue { (moment?.milliseconds).databaseValue }
private func blob(_ id: SubjectID?) -> DatabaseValue { (id.map { Data($0.bytes) }).databaseValue }
