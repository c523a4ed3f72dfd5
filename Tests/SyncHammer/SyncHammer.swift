import Foundation
import Ledger
import Newsroom

/// Somebody at work in a database of a shared desk: `sync-hammer DB SEED COUNT`. Does COUNT acts as people of the node's
/// own centre, chosen by SEED from what the node knows, and prints each that was acknowledged: `CHAIN NUMBER`. Refusals
/// are part of the day.
@main struct SyncHammer {
    let ledger: Ledger
    let people: [Person]
    let centres: [CentreID]
    var random: UInt64

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, let seed = UInt64(words[2]), let count = Int(words[3]) else {
            FileHandle.standardError.write(Data("usage: sync-hammer DB SEED COUNT\n".utf8))
            exit(64)
        }
        let ledger = try Ledger(path: words[1])
        guard let own = try ledger.membership() else { exit(1) }
        let directory = try ledger.read { try $0.directory() }
        let people = directory.staff.filter { $0.centre == own.centre && $0.isActive && $0.role != .administrator }
            .map { Person(staff: $0.id, role: $0.role, house: $0.centre) }
        guard !people.isEmpty else { exit(2) }
        var hammer = SyncHammer(
            ledger: ledger, people: people, centres: directory.centres.map(\.id).filter { $0 != directory.charter.id },
            random: seed)
        for number in 0..<count {
            guard try hammer.act(number), let end = try ledger.end() else { continue }
            FileHandle.standardOutput.write(Data("\(end.origin) \(end.sequence)\n".utf8))
        }
    }

    private mutating func next(_ limit: Int) -> Int {
        random &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (random ^ (random >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, limit)))
    }

    private mutating func pick<Values: RandomAccessCollection>(_ values: Values) -> Values.Element?
    where Values.Index == Int {
        values.isEmpty ? nil : values[values.startIndex + next(values.count)]
    }

    /// Does one thing; whether it was acknowledged.
    private mutating func act(_ number: Int) throws -> Bool {
        guard let actor = pick(people), let command = try choose(number, actor) else { return false }
        do {
            return try !ledger.perform(command, as: actor).events.isEmpty
        } catch is Refusal {
            return false
        }
    }

    private mutating func choose(_ number: Int, _ actor: Person) throws -> Command? {
        let (tasks, stories, leads) = try ledger.read {
            (
                try $0.tasks(Filter(openOnly: true, limit: 50)), try $0.stories(Filter(openOnly: true, limit: 50)),
                try $0.leads(Filter(openOnly: true, limit: 50))
            )
        }
        switch next(12) {
        case 0: return .desk(.note("第 \(number) 条"))
        case 1: return .lead(.receive(LeadCommand.Tip(title: "线索 \(number)", centre: actor.house)))
        case 2: return .story(.draft(StoryCommand.Draft(title: "稿 \(number)", body: "正文")))
        case 3: return pick(stories).map { .story(.edit($0.id, title: nil, body: "改 \(number)", base: nil)) }
        case 4: return pick(stories).map { .story(.submit($0.id)) }
        case 5, 6:
            guard let story = pick(stories), let stage = story.stage else { return nil }
            if stage == .signature { return .story(.sign(story.id, textHash: nil)) }
            return .story(
                .review(
                    story.id, stage: stage, verdict: next(5) == 0 ? .return : .pass, opinion: "可以", textHash: nil))
        case 7:
            return pick(centres).map { .task(.dispatch(TaskCommand.Dispatch(centres: [$0], title: "任务 \(number)"))) }
        case 8: return pick(tasks).map { .task(.acknowledge($0.id)) }
        case 9: return pick(tasks).map { .task(.decline($0.id, reason: "无人")) }
        case 10:
            guard let task = pick(tasks), let centre = pick(centres) else { return nil }
            return next(2) == 0
                ? .task(.cancel(task.id, reason: "误派")) : .task(.reassign(task.id, centre: centre, assignee: nil))
        default: return pick(leads).map { .lead(.promote($0.id, centre: nil, authors: [])) }
        }
    }
}

extension Ledger {
    /// Where this file's shared chain stands.
    fileprivate func end() throws -> Head? {
        guard let node = try membership()?.node else { return nil }
        let own = Set(try ends(of: node).map(\.origin))
        return try heads(for: node).filter { own.contains($0.origin) }.max { $0.sequence < $1.sequence }
    }
}
