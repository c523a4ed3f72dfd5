import Crypto
import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// What a node may write, and what happens to what it may not: it is kept, named, and stops nothing.
@Suite struct ReplicationTrustTests {
    private func reasons(_ ledger: Ledger) throws -> [RejectionReason] {
        try ledger.read { try $0.quarantine().map(\.reason) }
    }

    @Test func aCentreCannotSpeakForTheDeskOrAnother() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let erqi = network.centres[0]
        let hostile = Hostile(ledger: erqi)
        let card = StaffCard(id: "mole", name: "鼹鼠", role: .chiefEditor, centre: "erqi")
        try hostile.write(.staff("mole"), .staff(.added(card)), as: Cast.editor)
        try hostile.write(.desk, .desk(.policySet(Policy(quiet: 1, lost: 2))), as: Cast.admin)
        try hostile.write(.desk, .desk(.noted(text: "冒名")), as: Cast.chief)
        try hostile.write(.desk, .desk(.noted(text: "冒职")), as: Person(staff: "liwei", role: .deskHead, house: "erqi"))
        try hostile.write(
            .desk, .desk(.noted(text: "无此人")), as: Person(staff: "nobody", role: .reporter, house: "erqi"))
        try hostile.write(
            .desk, .desk(.noted(text: "代办")),
            as: Person(staff: "liwei", role: .reporter, house: "erqi", via: "admin"))
        try erqi.perform(.desk(.note("真话")), as: Cast.reporter)
        #expect(try network.meet() == [])
        for ledger in [network.desk.ledger, network.centres[1]] {
            #expect(
                try reasons(ledger).reversed() == [
                    .desksOwn(kind: "staffAdded"), .desksOwn(kind: "policySet"), .otherCentre("chief", "zz"),
                    .otherRole("liwei", claimed: .deskHead), .unknownActor("nobody"),
                    .otherRole("admin", claimed: .administrator),
                ])
            let said = try ledger.read { try $0.log() }.compactMap { row -> String? in
                if case .desk(.noted(let text)) = row.event?.fact { text } else { nil }
            }
            #expect(said == ["真话"])
            #expect(try ledger.read { try $0.staff("mole") } == nil)
            #expect(try ledger.verify().findings == [])
            #expect(try ledger.read { try $0.nodes().map(\.quarantined) } == [0, 6, 0])
        }
        for distrust in try reasons(network.desk.ledger) {
            for language in Language.allCases {
                #expect(distrust.sentence(Localizer(language: language)).count > 3)
            }
        }
    }

    /// Whoever could write any number would leave the others none: numbering goes on after the highest that counts.
    @Test func aCentreCannotUseUpTheNumbersOfOthers() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let hostile = Hostile(ledger: network.centres[0])
        var expected: [RejectionReason] = []
        for (place, slot) in [0, 2].enumerated() {
            let number = (slot + 1) * Number.perSlot - 1
            let draft = StoryDraft(number: number, title: "题", body: "文", centre: "erqi", authors: ["liwei"])
            let lead = LeadCard(
                number: number, title: "线索", source: .hotline, centre: "erqi", receivedAt: network.desk.clock.read())
            let id = { (kind: UInt64) in
                SubjectID(at: network.desk.clock.read(), slot: 1) { kind + UInt64(place) }
            }
            try hostile.write(id(10), .story(.drafted(draft)), as: Cast.reporter)
            try hostile.write(id(20), .lead(.received(lead)), as: Cast.reporter)
            expected += [.othersNumber("\(Number(.story, number))"), .othersNumber("\(Number(.lead, number))")]
        }
        #expect(try network.meet() == [])
        for ledger in [network.desk.ledger, network.centres[1]] {
            #expect(try reasons(ledger).reversed() == expected)
            #expect(try ledger.verify().findings == [])
        }
        let said = try network.desk.ledger.perform(
            .lead(.receive(LeadCommand.Tip(title: "来电"))), as: Cast.duty
        ).numbers
        #expect(said == [Number(.lead, 1)])
        let theirs = try network.centres[1].perform(
            .lead(.receive(LeadCommand.Tip(title: "来电"))), as: Cast.stranger
        ).numbers
        #expect(theirs == [Number(.lead, 2 * Number.perSlot + 1)])
    }

    @Test func aCentreCannotSignWhatIsAnothers() throws {
        let network = try Network(["erqi", "jinshui"])
        let story = try network.desk.signed()
        let task = try network.desk.issue()
        let local = StaffCard(id: "jschief", name: "金总", role: .chiefEditor, centre: "jinshui")
        try network.desk.ledger.perform(.staff(.add(local)), as: Cast.admin)
        try network.meet()
        let jinshui = network.centres[1]
        let chief = Person(staff: "jschief", role: .chiefEditor, house: "jinshui")
        let refused = refusal {
            _ = try jinshui.perform(.story(.withdraw(story, reason: "越权")), as: chief)
        }
        #expect(refused == .otherNode("erqi"))
        // A program that does not ask the rules writes it all the same: everybody else finds it void.
        let hostile = Hostile(ledger: jinshui)
        try hostile.write(story, .story(.withdrawn(reason: "越权")), as: chief)
        try hostile.write(task, .task(.acknowledged), as: Cast.stranger)
        try network.meet()
        #expect(try network.desk.ledger.story(story)?.state == .signedOff)
        #expect(try network.desk.ledger.task(task)?.state == .issued)
        let void = try network.desk.ledger.read { try $0.overruled() }
        #expect(void.map(\.why) == [.otherNode("erqi"), .otherNode("erqi")])
        #expect(try network.desk.ledger.verify().findings == [])
    }

    @Test func theRosterIsAskedForTheTimeOfTheAct() throws {
        let network = try Network(["erqi", "erqi"])
        try network.meet()
        let erqi = network.centres[0]
        network.desk.clock.advance(seconds: 10)
        try erqi.perform(.desk(.note("调走之前")), as: Cast.reporter)
        network.desk.clock.advance(seconds: 10)
        var card = Cast.card(Cast.reporter)
        card.isActive = false
        try network.desk.ledger.perform(.staff(.change(card)), as: Cast.admin)
        network.desk.clock.advance(seconds: 10)
        // The line is cut: nobody here knows yet that he left.
        try erqi.perform(.desk(.note("调走之后")), as: Cast.reporter)
        // One node has the note before it has the change, the other the change first.
        try Network.carry(from: erqi, to: network.centres[1])
        #expect(try reasons(network.centres[1]) == [])
        #expect(try network.meet() == [])
        for ledger in network.all {
            #expect(try reasons(ledger) == [.inactive("liwei")], "\(ledger.path)")
        }
        try network.expectAlike()
        // Taken back: what was set aside while he was gone stays so, by the roster of that time.
        card.isActive = true
        try network.desk.ledger.perform(.staff(.change(card)), as: Cast.admin)
        try network.meet()
        for ledger in network.all { #expect(try reasons(ledger) == [.inactive("liwei")]) }
    }

    @Test func whoeverIsNotAdmittedGivesNothing() throws {
        let network = try Network()
        try network.meet()
        let word = try #require(try network.desk.ledger.membership())
        let (stranger, card) = try Ledger.join(
            path: network.desk.folder + "/stranger.sqlite", desk: DeskWord(node: word.root, key: word.rootKey),
            centre: "erqi",
            name: "stranger", clock: network.desk.clock.read)
        defer { stranger.close() }
        try Network.carry(from: network.desk.ledger, to: stranger)
        try Hostile(ledger: stranger).write(.desk, .desk(.noted(text: "我也是")), as: Cast.reporter)
        #expect(try Network.carry(from: stranger, to: network.desk.ledger) == [.unknownNode(card.id)])
        try Network.admit(card, slot: 9, at: network.desk)
        #expect(try Network.carry(from: stranger, to: network.desk.ledger) == [])
    }

    @Test func aRevokedNodeCountsUpToItsEndEverywhere() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let erqi = network.centres[0]
        try erqi.perform(.desk(.note("在前")), as: Cast.reporter)
        try network.meet()
        let node = try #require(try erqi.membership()).node
        let ends = try network.desk.ledger.ends(of: node)
        try erqi.perform(.desk(.note("在后")), as: Cast.reporter)
        // One of the others has the later note before it hears of the revocation.
        try Network.carry(from: erqi, to: network.centres[1])
        try network.revoke(erqi, ends: ends)
        try Network.carry(from: network.desk.ledger, to: network.centres[1])
        #expect(try reasons(network.centres[1]) == [.revoked])
        #expect(try Network.carry(from: network.centres[1], to: network.desk.ledger) == [])
        #expect(try Network.carry(from: erqi, to: network.desk.ledger) == [.revoked(node)])
        #expect(try network.desk.ledger.heads(for: "") == network.centres[1].heads(for: ""))
        for ledger in [network.desk.ledger, network.centres[1]] { #expect(try ledger.verify().findings == []) }
    }

    @Test func aNewKeySignsAndTheOldOneNoMore() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let erqi = network.centres[0]
        try erqi.perform(.desk(.note("旧钥")), as: Cast.reporter)
        let old = try erqi.nodeKey()
        try erqi.rotateKey(by: Cast.editor)
        try erqi.perform(.desk(.note("新钥")), as: Cast.reporter)
        #expect(try network.meet() == [])
        let origin = try #require(try erqi.heads(for: "").first { try erqi.isOwn($0.origin) }).origin
        // Somebody found the old key: nothing signed with it after the change is taken.
        let have = try #require(try network.desk.ledger.heads(for: "").first { $0.origin == origin }).sequence
        try erqi.perform(.desk(.note("又一句")), as: Cast.reporter)
        var batch = try #require(
            try erqi.batch(of: origin, after: have, bytes: 1 << 20, key: try erqi.nodeKey()))
        batch.proof = try old.sign(Seal.head(batch.end))
        #expect(try network.desk.ledger.take([batch]) == [.refused(.oldKey(old.node))])
        #expect(try network.meet() == [])
        try network.expectAlike()
        var status = stat()
        #expect(stat(erqi.path + ".key", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func aKeyChangeThatWasLostIsToldAgain() throws {
        let network = try Network(["erqi", "jinshui"])
        let (desk, erqi, jinshui) = (network.desk.ledger, network.centres[0], network.centres[1])
        try network.meet()
        try erqi.perform(.desk(.note("备份之前")), as: Cast.reporter)
        try network.meet()
        let path = network.desk.folder + "/restored.sqlite"
        try erqi.backup(to: path)
        try erqi.rotateKey(by: Cast.editor)
        try erqi.perform(.desk(.note("丢失的")), as: Cast.reporter)
        try Network.carry(from: erqi, to: desk)
        try erqi.nodeKey().write(database: path)
        let restored = try Ledger(path: path, clock: network.desk.clock.read)
        defer { restored.close() }
        try restored.announceKey()
        try restored.perform(.desk(.note("恢复之后")), as: Cast.reporter)
        // One knows nothing of the change, the other knows it already; both can check what the new key signs.
        #expect(try Network.carry(from: restored, to: jinshui) == [])
        #expect(try Network.carry(from: restored, to: desk) == [])
        // And what the old key signed after the backup comes back.
        #expect(try Network.carry(from: desk, to: restored) == [])
        #expect(try Network.carry(from: desk, to: jinshui) == [])
        for ledger in [jinshui, restored] {
            #expect(try ledger.heads(for: "") == desk.heads(for: ""))
            #expect(try ledger.models() == desk.models())
            #expect(try ledger.verify().findings == [])
        }
        try restored.rotateKey(by: Cast.editor)
        #expect(try Network.carry(from: restored, to: desk) == [])
        #expect(try Network.carry(from: desk, to: jinshui) == [])
        #expect(try jinshui.heads(for: "") == restored.heads(for: ""))
    }

    @Test func anOldKeyNamesNoNewOneAndBringsNoneBack() throws {
        let network = try Network()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        try network.meet()
        let first = try erqi.nodeKey()
        try erqi.rotateKey(by: Cast.editor)
        let second = try erqi.nodeKey()
        try erqi.rotateKey(by: Cast.editor)
        try network.meet()
        #expect(try desk.keys(of: first.node).count == 3)
        // Somebody has the first two keys, and a copy of the chain as it stood.
        let left = try #require(try desk.heads(for: "").first { try erqi.isOwn($0.origin) })
        let foreign = second.successor()
        for fact in [
            NodeFact.keyChanged(key: foreign.publicKey, before: [first.publicKey, second.publicKey]),
            .keyChanged(key: second.publicKey, before: [first.publicKey]),
            .keyChanged(key: second.publicKey, before: [try erqi.nodeKey().publicKey]),
        ] {
            for told in [false, true] {
                let path = network.desk.folder + "/\(UUID()).sqlite"
                try erqi.backup(to: path)
                try erqi.nodeKey().write(database: path)
                try FileManager.default.copyItem(atPath: erqi.path + ".origin", toPath: path + ".origin")
                let copy = try Ledger(path: path, clock: network.desk.clock.read)
                defer { copy.close() }
                let whole =
                    told ? Fact.common(.told(CommonFact.Told(at: Stamp(value: 9), fact: .node(fact)))) : .node(fact)
                try Hostile(ledger: copy).write(.node(first.node), whole, as: Cast.editor)
                let chain = try #require(try copy.heads(for: "").first { try copy.isOwn($0.origin) }).origin
                let start = chain == left.origin ? left.sequence : 0
                var batch = try #require(
                    try copy.batch(of: chain, after: start, bytes: 1 << 20, key: try erqi.nodeKey()))
                for key in [first, second, foreign] {
                    batch.proof = try key.prove(Seal.head(batch.end))
                    let taken = try desk.take([batch])
                    #expect(
                        taken == [.refused(.oldKey(first.node))] || taken == [.refused(.altered(chain, after: start))])
                }
                #expect(try desk.keys(of: first.node).last == erqi.nodeKey().publicKey)
            }
        }
        #expect(try network.meet() == [])
    }

    /// Only a node's own chain says which key it has: not another's, whoever it claims to be told by.
    @Test func nobodyChangesTheKeyOfAnother() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let (desk, jinshui) = (network.desk.ledger, network.centres[1])
        let root = try #require(try desk.membership()).root
        let keys = try desk.keys(of: root)
        let evil = KeyFile(node: root)
        let fact = Fact.node(.keyChanged(key: evil.publicKey, before: keys))
        for fact in [fact, .common(.told(CommonFact.Told(at: Stamp(value: 9), fact: fact)))] {
            try Hostile(ledger: jinshui).write(.node(root), fact, as: Cast.stranger)
        }
        try network.meet()
        for ledger in network.all {
            #expect(try ledger.keys(of: root) == keys)
        }
    }

    /// A key that was found counts nowhere where the change is known, also for chains that nobody there has.
    @Test func anOldKeySignsNoChainThatOthersLack() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        let old = try erqi.nodeKey()
        let story = try erqi.transaction {
            try $0.perform(.story(.draft(StoryCommand.Draft(title: "未共享"))), as: Cast.reporter)
        }
        #expect(story.events.count == 1)
        let own = try #require(try erqi.heads(for: old.node).first { !(try erqi.isOwn($0.origin)) && $0.sequence == 1 })
        try erqi.rotateKey(by: Cast.editor)
        try network.meet()
        var batch = try #require(try erqi.batch(of: own.origin, after: 0, bytes: 1 << 20, key: old))
        batch.certificate = Certificate(
            origin: own.origin, node: old.node, stream: .shared, signature: try old.certify(own.origin, .shared))
        batch.proof = try old.prove(Seal.head(batch.end))
        #expect(try desk.take([batch]) == [.refused(.oldKey(old.node))])
    }

    @Test func whoeverJoinsAfterAChangeOfTheDesksKeyBelievesNoOlderOne() throws {
        let network = try Network()
        let desk = network.desk.ledger
        let old = try desk.nodeKey()
        let path = network.desk.folder + "/found.sqlite"
        try desk.backup(to: path)
        try old.write(database: path)
        // Of three keys the word names the first and the last.
        try desk.rotateKey(by: Cast.admin)
        try desk.rotateKey(by: Cast.admin)
        let word = try desk.deskWord()
        #expect(word.keyInForce == (try desk.nodeKey()).publicKey && DeskWord(word.text) == word)
        let (fresh, card) = try Ledger.join(
            path: network.desk.folder + "/fresh.sqlite", desk: word, centre: "jinshui", name: "jinshui-1",
            clock: network.desk.clock.read)
        defer { fresh.close() }
        try Network.admit(card, slot: 7, at: network.desk)
        // Who found the old key is met first.
        let copy = try Ledger(path: path, clock: network.desk.clock.read)
        defer { copy.close() }
        #expect(try Network.carry(from: copy, to: fresh).contains(.oldKey(old.node)))
        #expect(try fresh.heads(for: "").isEmpty)
        #expect(try Network.carry(from: desk, to: fresh) == [])
        #expect(try fresh.read { try $0.directory().staff }.contains { $0.id == Cast.admin.staff })
        #expect(DeskWord("\(old.node.rawValue):\(old.publicKey)")?.keyInForce == nil)
        for text in ["", "x", "\(old.node.rawValue)", "\(old.node.rawValue):x", "\(word.text):\(old.publicKey)"] {
            #expect(DeskWord(text) == nil)
        }
    }

    @Test func onlyWhoAnswersForANodeChangesItsKey() throws {
        let network = try Network()
        try network.meet()
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        for (ledger, people) in [
            (desk, [Cast.duty, Cast.reporter, Cast.editor]), (erqi, [Cast.reporter, Cast.duty, Cast.admin]),
        ] {
            for person in people { #expect(refusal { try ledger.rotateKey(by: person) } != nil, "\(person.staff)") }
        }
        try desk.rotateKey(by: Cast.admin)
        try erqi.rotateKey(by: Cast.editor)
        #expect(try network.meet() == [])
        try network.expectAlike()
    }

    @Test func aKeyIsChangedThirtyTwoTimesAndNoMore() throws {
        let network = try Network(["erqi", "jinshui"])
        let (desk, erqi) = (network.desk.ledger, network.centres[0])
        try Network.carry(from: desk, to: erqi)
        for _ in 0..<KeyFile.mostLinks {
            try erqi.rotateKey(by: Cast.editor)
            #expect(try Network.carry(from: erqi, to: desk) == [])
        }
        #expect(failure { try erqi.rotateKey(by: Cast.editor) } == .keyChangedTooOften(path: erqi.path))
        // Who knows the first of them alone can follow.
        #expect(try network.meet() == [])
        try network.expectAlike()
    }

    @Test func aFileOfAnotherKeyIsNotUsed() throws {
        let network = try Network(["erqi", "jinshui"])
        try network.meet()
        let erqi = network.centres[0]
        let old = try erqi.nodeKey()
        try erqi.rotateKey(by: Cast.editor)
        let present = try erqi.nodeKey()
        try old.write(database: erqi.path)
        #expect(failure { _ = try erqi.nodeKey() } == .keyOutdated(path: erqi.path + ".key"))
        #expect(failure { try erqi.rotateKey(by: Cast.editor) } == .keyOutdated(path: erqi.path + ".key"))
        try network.centres[1].nodeKey().write(database: erqi.path)
        #expect(failure { _ = try erqi.nodeKey() } == .keyOfAnother(path: erqi.path + ".key"))
        try present.write(database: erqi.path)
        #expect(try network.meet() == [])
    }

    /// What others hold as an old key signed it they pass on once the node has proved it to them anew.
    @Test func whatAnOldKeySignedIsProvedAnew() throws {
        let network = try Network(["erqi", "jinshui"])
        let (desk, erqi, jinshui) = (network.desk.ledger, network.centres[0], network.centres[1])
        try Network.carry(from: desk, to: erqi)
        try Network.carry(from: desk, to: jinshui)
        try erqi.perform(.desk(.note("换钥之前")), as: Cast.reporter)
        try Network.carry(from: erqi, to: desk)
        let (own, old) = (try #require(try desk.heads(for: "").first { try erqi.isOwn($0.origin) }), try erqi.nodeKey())
        try erqi.rotateKey(by: Cast.editor)
        // Of the change another chain tells first.
        let told = try #require(
            try erqi.batch(of: own.origin, after: own.sequence, bytes: 1 << 20, key: try erqi.nodeKey()))
        #expect(try erqi.owedProofs(to: try #require(try desk.membership()).node) != nil)
        let before = try #require(try desk.batch(of: own.origin, after: 0, bytes: 1 << 20, key: nil))
        let proof = KeyFile.isValid(before.proof.prefix(64), over: Seal.head(before.end), by: old.publicKey)
        #expect(proof && told.start.sequence == own.sequence)
        // Up to where the desk has it, in one stretch that ends there.
        let exact = Batch(
            certificate: before.certificate, start: before.start, records: before.records, count: before.count,
            end: before.end, proof: try erqi.nodeKey().prove(Seal.head(before.end)))
        #expect(try desk.take([exact]) == [.stands(own)])
        let passed = try #require(try desk.batch(of: own.origin, after: 0, bytes: 1 << 20, key: nil))
        #expect(passed.proof == exact.proof)
        #expect(try jinshui.take([passed]) == [.stands(own)])
        try erqi.noteProofs(by: try erqi.nodeKey().publicKey, to: try #require(try desk.membership()).node)
        #expect(try erqi.owedProofs(to: try #require(try desk.membership()).node) == nil)
    }

    @Test func aProofLeadsFromOneKeyToTheNext() throws {
        let first = KeyFile(node: .random())
        let (second, stranger) = (first.successor(), KeyFile(node: first.node))
        let (third, words) = (second.successor(), Data("words".utf8))
        func following(_ proof: Data, known: KeyFile) -> [String]? {
            KeyFile.line(provedBy: proof, over: words, of: first.node, from: known.publicKey).map {
                Array($0.dropFirst())
            }
        }
        let proof = try third.prove(words)
        #expect(KeyFile.isProof(proof.count) && proof.count == 64 + 2 * 128)
        #expect(following(proof, known: first) == [second.publicKey, third.publicKey])
        #expect(following(proof, known: second) == [third.publicKey])
        #expect(following(proof, known: third) == [])
        #expect(following(try second.prove(words), known: third) == nil, "it signs no more")
        #expect(following(proof, known: stranger) == nil)
        #expect(following(proof.prefix(64), known: first) == nil, "no link leads there")
        #expect(following(proof.prefix(64 + 128), known: first) == nil, "the signature is not the second's")
        #expect(following(try stranger.sign(words) + proof.dropFirst(64), known: first) == nil)
        for place in 64..<proof.count {
            var changed = proof
            changed[place] ^= 1
            #expect(following(changed, known: first) == nil)
        }
        for count in [0, 63, 65, 64 + 127, 64 + 33 * 128] {
            #expect(!KeyFile.isProof(count))
            #expect(following(Data(count: count), known: first) == nil)
        }
    }

    @Test func whatALaterKeySignedIsCheckedByWhoKnowsTheFirst() throws {
        let network = try Network(["erqi", "jinshui"])
        let (desk, erqi, jinshui) = (network.desk.ledger, network.centres[0], network.centres[1])
        try network.meet()
        // In two chains, of which the second, that comes first, says nothing of the key.
        try erqi.rotateKey(by: Cast.editor)
        try erqi.rotateKey(by: Cast.editor)
        let own = try #require(try erqi.heads(for: erqi.membership()?.node ?? "").first { try erqi.isOwn($0.origin) })
        try erqi.perform(.desk(.note("之后")), as: Cast.reporter)
        for head in try erqi.heads(for: "") where try erqi.isOwn(head.origin) {
            let start = try desk.heads(for: "").first { $0.origin == head.origin }?.sequence ?? 0
            let batch = try #require(
                try erqi.batch(of: head.origin, after: start, bytes: 1 << 20, key: erqi.nodeKey()))
            #expect(try desk.take([batch]) == [.stands(batch.end)])
        }
        #expect(own.sequence > 0)
        #expect(try Network.carry(from: desk, to: jinshui) == [], "passed on with the proof that came with it")
        #expect(try jinshui.models() == desk.models())
    }

    @Test func aKeyThatOthersCanReadIsNotUsed() throws {
        let network = try Network()
        let erqi = network.centres[0]
        chmod(erqi.path + ".key", 0o644)
        #expect(failure { _ = try erqi.nodeKey() } == .keyExposed(path: erqi.path + ".key"))
        unlink(erqi.path + ".key")
        #expect(failure { _ = try erqi.nodeKey() } == .keyMissing(path: erqi.path + ".key"))
        try Data("seed".utf8).write(to: URL(fileURLWithPath: erqi.path + ".key"))
        chmod(erqi.path + ".key", 0o600)
        #expect(failure { _ = try erqi.nodeKey() } == .keyDamaged(path: erqi.path + ".key"))
    }
}

/// A centre's node whose program asks no rules.
struct Hostile {
    let ledger: Ledger

    /// Appends an event to the node's shared chain, whatever it says.
    func write(_ subject: SubjectID, _ fact: Fact, as actor: Person) throws {
        try DatabaseQueue(path: ledger.path).write { db in
            let (tips, stamp) = try EventStore.tips(db, now: .now())
            var tip = try #require(tips[.shared])
            var chain = Chain()
            let event = Event(subject: subject, stamp: Stamp(value: stamp.value + 1), actor: .person(actor), fact: fact)
            try EventStore.append(db, event, tip: &tip, chain: &chain)
            try db.execute(
                sql: "UPDATE origin SET seq = ?, stamp = ?, hash = ? WHERE row = ?",
                arguments: [tip.sequence, event.stamp.value, tip.hash, tip.row])
        }
    }
}

extension Ledger {
    func keys(of node: NodeID) throws -> [String] { try read { try Roll($0.db).member(node)?.keys ?? [] } }

    func isOwn(_ origin: OriginID) throws -> Bool {
        try read { desk in
            try Bool.fetchOne(
                desk.db, sql: "SELECT mine FROM origin WHERE id = ? AND stream = 'shared'",
                arguments: [Data(origin.bytes)])
        } ?? false
    }
}
