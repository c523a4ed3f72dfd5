import Foundation
import Newsroom

/// The page on the stored form of facts, made from the facts themselves: which fields may be absent, and which hold words
/// that a newer program may add to, is found by leaving each out and by putting a strange word into it.
enum LogPage {
    static let text = """
        # 日志 The log

        Each event of the log says who did what, when, about what: the columns of the table `event` (`Sources/Ledger/Store/Schema.swift`),
        and the order in which their bytes are hashed (`Sources/Ledger/Store/Chain.swift`). What happened is a *kind* and a *body*. The body
        is a JSON object of the fact's fields, without spaces, in the order below, written and read by `FieldWriter` and `Fields`. This
        page is made from the code by a test: do not edit.

        - Moments are milliseconds since 1970; stamps are `milliseconds << 16 | counter`; subjects are UUIDs; chains 32 hex digits.
        - Keys are 32 bytes of Ed25519 and signatures 64, as base64 with padding; `before` names a node's keys from the first on.
        - Beside the actor stands a capacity: none, `onBehalf`, or `loan`, the loan's subject and the house that borrows, with blanks
          between. It is an open value.
        - `field?` may be absent. `field*` holds one of a list of words, to which later versions may add.
        - No text holds U+0000, no field comes twice, no object has more than 100 fields, nothing is nested deeper than 32.
        - In bytes of UTF-8, ids and words are at most \(TextLength.id.rawValue) long, names, titles and places \(TextLength.line.rawValue), reasons, opinions, notes,
          messages and links \(TextLength.remark.rawValue), texts \(TextLength.body.rawValue); lists hold at most 10000. What is longer cannot be read.
        - Fields that a program does not know are passed over. Whoever adds one that must not be overlooked adds a kind.
        - A kind, a word of a `field*` or a role that a program does not know is *not understood by this version*: the event stays in
          its chain, is passed on, is shown as such and not folded. A program that knows more judges and folds it on opening.
        - Names of kinds, fields and words are never given another meaning. Until version 1 of the log is frozen the form may change;
          databases of before are refused.
        - Each new kind and each new word raises `Fact.version`, the version of the log. A database remembers the highest that wrote it
          and is not opened by a program that knows less.

        | kind | since | makes | right | nodes | fields |
        | --- | --- | --- | --- | --- | --- |

        """ + FactKind.allCases.map(row).joined(separator: "\n") + "\n\n" + derived

    /// What ids and hashes are made of, with some as another program reckoned them.
    private static let derived = """
        ## Ids and hashes that are derived

        A thing with a name of its own has the id that SHA-256 gives of `KIND/NAME` as UTF-8: its first 16 bytes, the version (high half of
        byte 6) set to 8 and the variant (two high bits of byte 8) to binary 10. A placement's is `placement/STORY/CENTRE/CHANNEL`, story
        written as a UUID, with the first six bytes replaced by the story's. Of all else the id is a UUID of version 7, with the slot of the node that made it in the 20
        bits after the variant: nothing begins under an id with another's. The hash of a text
        is SHA-256 of title, a line feed and body; with attachments it is that of `guantong story 1`, the hash of the text, and of each
        attachment role, hash and caption (empty for none), as hex digits and UTF-8 with a zero byte between any two. A key's word for the next is Ed25519 over `guantong key 1`, a zero byte, the node's id as
        32 digits and the next key.

        | of | is |
        | --- | --- |

        """ + vectors.map { "| \($0.of) | `\($0.written)` |" }.joined(separator: "\n") + "\n"

    /// Reckoned by another program.
    static let vectors: [(of: String, written: String, value: String)] = [
        ("the desk: `desk/`", "c094f0fa-0cb9-8f80-ba25-4665ba8f1bc6", "\(SubjectID.desk)"),
        ("`centre/erqi`", "2aec4829-d918-8bf9-9215-c986572e6dde", "\(SubjectID.centre("erqi"))"),
        ("`staff/liwei`", "ee0da638-97a9-88b1-82c0-a071ef748608", "\(SubjectID.staff("liwei"))"),
        ("`channel/app`", "2ebccc0b-fa27-8bbc-b544-f5acf70a2ab8", "\(SubjectID.channel("app"))"),
        (
            "`node/0123456789abcdef0123456789abcdef`", "b11e0d38-cd43-801b-818f-02b8bdb4e55e",
            "\(SubjectID.node("0123456789abcdef0123456789abcdef"))"
        ),
        (
            "`placement/019bb6d9-4194-7d3a-bc0f-cad447f0f30d/erqi/app`", "019bb6d9-4194-8cec-850c-de894ebb80a0",
            SubjectID("019bb6d9-4194-7d3a-bc0f-cad447f0f30d").map {
                "\(SubjectID.placement(of: $0, by: "erqi", on: "app"))"
            } ?? ""
        ),
        (
            "the text `标题`, `正文`", "7f31287e6d43045a63156ecf43892dbf4f0fc5927b9d6c329ddfddd6ef30e075",
            TextHash(title: "标题", body: "正文").rawValue
        ),
        (
            "the same with a cover `ab…` 图说 and a film `cd…`, each 64 digits",
            "849f24d3237031a2aa6ffb3214d11205063036ea79bd5fb4829c1bcfad73aa92",
            TextHash(
                title: "标题", body: "正文",
                attachments: [
                    Attachment(
                        role: .cover, hash: FileHash(rawValue: String(repeating: "ab", count: 32)), size: 1,
                        caption: "图说", path: "/a"),
                    Attachment(
                        role: .film, hash: FileHash(rawValue: String(repeating: "cd", count: 32)), size: 1, path: "/b"),
                ]
            ).rawValue
        ),
    ]

    private static func row(_ kind: FactKind) -> String {
        guard let fact = full(kind) else { return "| `\(kind.name)` | no sample |" }
        let rule = kind.rule
        let nodes =
            switch fact.subjectFact.scope(home: "erqi") {
            case .anybody: "any"
            case .centres: "its centre, desk"
            case .either: "its centre, the channel's, desk"
            case .desk: "desk"
            }
        // A field that only some facts of a kind have may be absent.
        let others = Sample.facts.filter { $0.kind == kind && $0.kind != .common(.told) }
            .map { Self.fields(of: kind, $0.body) }
        var all = Self.fields(of: kind, fact.body)
        for field in others.joined() where !all.contains(where: { Self.isSame($0, field) }) { all.append(field) }
        let fields = all.map { field in
            // Of an empty list nothing is said of what its items hold.
            let list = field.contains("[].") ? String(field.prefix { $0 != "[" }) + "[]." : nil
            let isAlways = others.allSatisfy { fields in
                fields.contains { Self.isSame($0, field) }
                    || list.map { list in !fields.contains { $0.hasPrefix(list) } } ?? false
            }
            return "`\(field)\(isAlways || field.hasSuffix("?") ? "" : "?")`"
        }.joined(separator: ", ")
        return
            "| `\(kind.name)` | \(rule.since) | \(rule.begins ? "yes" : "") | \(right(of: kind, fact)) | \(nodes) | \(fields) |"
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.filter { $0 != "?" } == right.filter { $0 != "?" }
    }

    private static func right(of kind: FactKind, _ fact: Fact) -> String {
        switch kind {
        case .story(.reviewed): "by its stage"
        case .placement(.ordered): "by its act"
        case .request(.closed): "request; settleRequest where another asked"
        default: fact.right?.rawValue ?? ""
        }
    }

    /// A fact of a kind with all of its fields.
    private static func full(_ kind: FactKind) -> Fact? {
        (more + Sample.facts).first { $0.kind == kind }
    }

    private static let id = SubjectID(at: MemoryDesk.start) { 11 }
    private static let at = MemoryDesk.start

    static let more: [Fact] = [
        .lead(
            .received(
                LeadCard(
                    number: 1, title: "t", text: "x", source: .feed, sourceKey: "k", place: "p", centre: "erqi",
                    priority: .flash, heat: 1, receivedAt: at, dispatchBy: at))),
        .task(
            .issued(
                TaskOrder(
                    number: 1, order: id, title: "t", note: "n", centre: "erqi", assignee: "rep", dueAt: at,
                    acknowledgeBy: at, story: id, lead: id, topic: "t"))),
        .story(
            .drafted(
                StoryDraft(
                    number: 1, title: "t", body: "b", centre: "erqi", authors: ["rep"], origin: .derived, source: id,
                    lead: id, partners: ["zhongmu"]))),
        .centre(
            .added(
                CentreCard(
                    id: "erqi", name: Name(zh: "二七", en: "Erqi"), kind: .district, column: 1, row: 1, aliases: ["x"],
                    falseFriends: ["y"]))),
        .staff(.added(card)), .staff(.changed(card)),
        .story(.edited(title: "t", body: "b", base: .sample())),
        .story(.correction(.takenBack(textHash: .sample(), reason: "r"))),
        .request(
            .made(
                RequestCard(
                    number: 1, centre: "erqi", title: "t", note: "n", place: "p", to: ["zhongmu"], dueAt: at, story: id)
            )),
        .request(.closed(reason: "r")), .loan(.ended(house: "erqi", reason: "r")),
        .node(.keyChanged(key: "k", before: ["j"])),
        .node(.revoked(ends: [OriginEnd(origin: OriginID(repeating: 1), sequence: 1)], reason: "r")),
    ]
    private static let card = StaffCard(
        id: "liwei", name: "李蔚", role: .reporter, centre: "erqi", login: "liwei", beats: ["x"])

    private enum Way {
        case key(String)
        case first
    }

    private static func fields(of kind: FactKind, _ body: [UInt8]) -> [String] {
        guard let whole = try? JSONSerialization.jsonObject(with: Data(body)) else { return [] }
        let order = String(decoding: body, as: UTF8.self)
        var found: [(place: String.Index, text: String)] = []
        func outcome(_ object: Any) -> Result<Fact, FactError> {
            guard let data = try? JSONSerialization.data(withJSONObject: object) else { return .failure(.unreadable) }
            return data.withUnsafeBytes { bytes in
                Result { () throws(FactError) in try Fact(kind: kind.name, body: bytes) }
            }
        }
        func isRead(_ object: Any) -> Bool { if case .success = outcome(object) { true } else { false } }
        func visit(_ value: Any, _ path: [Way], _ name: String, from start: String.Index) {
            if let object = value as? [String: Any] {
                for key in object.keys {
                    let full = name.isEmpty ? key : "\(name).\(key)"
                    // What is told again is a fact of its own.
                    if full == "body", kind == .common(.told) {
                        found.append((order.range(of: "\"body\"")?.lowerBound ?? order.endIndex, "body"))
                        continue
                    }
                    let mayBeAbsent = isRead(changed(whole, path + [.key(key)], to: nil))
                    let inner = object[key] ?? ""
                    // A group may have a field that is called as one before it.
                    let place =
                        order.range(of: "\"\(key)\":", range: start..<order.endIndex)?.lowerBound ?? order.endIndex
                    var isWord = false
                    for strange in ["?" as Any, 99 as Any] {
                        let target = (inner as? [Any]).map { _ in path + [.key(key), .first] } ?? path + [.key(key)]
                        if case .failure(.notUnderstood) = outcome(changed(whole, target, to: strange)) {
                            isWord = true
                        }
                    }
                    found.append((place, full + (isWord ? "*" : "") + (mayBeAbsent ? "?" : "")))
                    visit(inner, path + [.key(key)], full, from: place)
                }
            } else if let list = value as? [Any], let first = list.first, first is [String: Any] {
                visit(first, path + [.first], name + "[]", from: start)
            }
        }
        visit(whole, [], "", from: order.startIndex)
        return found.sorted { ($0.place, $0.text) < ($1.place, $1.text) }.map(\.text)
    }

    private static func changed(_ value: Any, _ path: [Way], to new: Any?) -> Any {
        guard let step = path.first else { return new ?? value }
        let rest = Array(path.dropFirst())
        switch step {
        case .key(let key):
            guard var object = value as? [String: Any] else { return value }
            if rest.isEmpty {
                object[key] = new
            } else if let inner = object[key] {
                object[key] = changed(inner, rest, to: new)
            }
            return object
        case .first:
            guard var list = value as? [Any], let first = list.first else { return value }
            list[0] = rest.isEmpty ? new ?? first : changed(first, rest, to: new)
            return list
        }
    }
}
