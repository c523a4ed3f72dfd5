import Foundation
import GRDB
import Testing

@testable import Ledger
@testable import Newsroom

/// What goes out before its reviews are complete, in the ledger: the row that lists read, and on whose word it counts at several
/// nodes, in whatever order roster and act come.
@Suite struct EmergencyLedgerTests {
    private static let chief = Person(staff: "echief", role: .chiefEditor, house: "erqi")

    /// By which what a node forges is known.
    private static let key = SubjectID(at: Moment(milliseconds: 0)) { 5 }

    private static func release(_ story: SubjectID, on authority: StaffID) -> Command {
        .story(
            .publishInEmergency(
                story, channels: ["erqi/weekly"], reason: "险情", authority: authority, isByPhone: true))
    }

    private func reasons(_ ledger: Ledger) throws -> [RejectionReason] {
        try ledger.read { try $0.quarantine().map(\.reason) }
    }

    /// A desk, Erqi and Jinshui, with a story of Erqi that waits for its first review. Erqi has a chief.
    private struct Scene {
        let network: Network
        let story: SubjectID
        var desk: Ledger { network.desk.ledger }
        var erqi: Ledger { network.centres[0] }
        var jinshui: Ledger { network.centres[1] }

        init(hasChief: Bool = true) throws {
            network = try Network(["erqi", "jinshui"])
            if hasChief {
                try network.desk.ledger.perform(.staff(.add(Cast.card(EmergencyLedgerTests.chief))), as: Cast.admin)
            }
            story = try network.desk.draft()
            try network.desk.ledger.perform(.story(.submit(story)), as: Cast.reporter)
            try network.meet()
            advance()
        }

        func advance(_ seconds: Int = 10) { network.desk.clock.advance(seconds: seconds) }

        /// What a node itself wrote, without what it passes on.
        func carryOwn(from source: Ledger, to target: Ledger) throws {
            for head in try source.heads(for: "") where try source.isOwn(head.origin) {
                let have = try target.heads(for: "").first { $0.origin == head.origin }?.sequence ?? 0
                guard have < head.sequence else { continue }
                let batch = try #require(
                    try source.batch(of: head.origin, after: have, bytes: Batch.mostBytes, key: try source.nodeKey()))
                #expect(try target.take([batch]) == [.stands(batch.end)])
            }
        }

        /// The chief is one no more.
        func dismiss(at ledger: Ledger) throws {
            var card = Cast.card(EmergencyLedgerTests.chief)
            card.role = .reporter
            try ledger.perform(.staff(.change(card)), as: Cast.admin)
        }

        func state(_ ledger: Ledger) throws -> StoryState? { try ledger.story(story)?.state }
    }

    // MARK: - Lists

    @Test func theRowIsWhatTheFoldSays() throws {
        let fixture = try Fixture()
        func out(_ request: Emergency.Request?) throws -> StoryRow {
            let story = try fixture.draft()
            try fixture.ledger.perform(Self.release(story, on: "chief"), as: Cast.duty)
            fixture.clock.advance(seconds: 60)
            if let request { try fixture.ledger.perform(.story(.emergency(story, request)), as: Cast.chief) }
            return try #require(try fixture.ledger.read { try $0.storyRow(story) })
        }
        let began = fixture.clock.read()
        let awaited = try out(nil)
        #expect(
            awaited.openEmergency
                == Emergency.Summary(
                    authority: "chief", house: "zz",
                    clock: Clock(since: began, limit: began.adding(seconds: Policy().emergencyConfirmation)),
                    isDenied: false))
        #expect(awaited.isOpen && awaited.isEmergency && awaited.state == .published)
        #expect(try out(.confirm).openEmergency == nil)
        let denied = try out(.deny(reason: "没有接到电话"))
        let at = fixture.clock.read()
        #expect(denied.openEmergency?.isDenied == true && denied.openEmergency?.clock == Clock(since: at, limit: at))
        for row in [awaited, denied] {
            let story = try #require(try fixture.ledger.story(row.id))
            #expect(row.openEmergency == story.openEmergency)
            #expect(try fixture.ledger.read { try $0.stories(Filter(openOnly: true)).map(\.id) }.contains(row.id))
        }
        #expect(try fixture.ledger.verify().findings == [])
        #expect(try fixture.ledger.rebuild() == [])
    }

    // MARK: - Several nodes

    @Test func aChiefConfirmsWhereverTheySit() throws {
        let scene = try Scene()
        try scene.erqi.perform(Self.release(scene.story, on: "echief"), as: Cast.editor)
        #expect(try scene.network.meet() == [])
        scene.advance()
        // At the desk's node that night, not at their own.
        try scene.desk.perform(.story(.emergency(scene.story, .confirm)), as: Self.chief)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try reasons(ledger) == [] && scene.state(ledger) == .published)
            #expect(try ledger.story(scene.story)?.emergency?.answer?.by == "echief")
        }
        try scene.network.expectAlike()
    }

    /// A county without a chief asks the desk's, who confirms at home.
    @Test func theDesksChiefAnswersForACountyThatHasNone() throws {
        let scene = try Scene(hasChief: false)
        try scene.erqi.perform(Self.release(scene.story, on: "chief"), as: Cast.editor)
        #expect(try scene.network.meet() == [])
        scene.advance()
        try scene.desk.perform(.story(.emergency(scene.story, .deny(reason: "没有接到电话"))), as: Cast.chief)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try reasons(ledger) == [] && ledger.story(scene.story)?.emergency?.isDenied == true)
        }
        try scene.network.expectAlike()
    }

    /// Whoever was named was chief no more, and the node that wrote it had not heard: it counts nowhere, judged backwards.
    @Test func whoeverWasChiefNoMoreGivesNoWord() throws {
        let scene = try Scene()
        try scene.dismiss(at: scene.desk)
        scene.advance()
        try scene.erqi.perform(Self.release(scene.story, on: "echief"), as: Cast.editor)
        #expect(try scene.state(scene.erqi) == .published && reasons(scene.erqi) == [])
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all {
            #expect(try reasons(ledger) == [.noAuthority("echief", "erqi")] && scene.state(ledger) == .inReview)
        }
        try scene.network.expectAlike()
        #expect(try scene.desk.rebuild() == [])
        let again = try scene.network.desk.again()
        #expect(try scene.state(again) == .inReview)
        again.close()
    }

    @Test func whatWentOutWhileTheyWereChiefCountsOn() throws {
        let scene = try Scene()
        try scene.erqi.perform(Self.release(scene.story, on: "echief"), as: Cast.editor)
        scene.advance()
        try scene.dismiss(at: scene.desk)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all { #expect(try reasons(ledger) == [] && scene.state(ledger) == .published) }
        try scene.network.expectAlike()
    }

    /// What comes before the word that makes somebody chief waits for it.
    @Test func whatComesBeforeTheRosterWaits() throws {
        let scene = try Scene(hasChief: false)
        var card = Cast.card(Self.chief)
        card.deputy = "editor2"
        let deputy = Person(staff: "editor2", role: .centreEditor, house: "erqi")
        try scene.desk.perform(.staff(.add(Cast.card(deputy))), as: Cast.admin)
        try scene.desk.perform(.staff(.add(card)), as: Cast.admin)
        try Network.carry(from: scene.desk, to: scene.erqi)
        scene.advance()
        try scene.erqi.perform(Self.release(scene.story, on: "editor2"), as: Cast.editor)
        #expect(try scene.erqi.story(scene.story)?.emergency?.authority.deputyOf == "echief")
        try scene.carryOwn(from: scene.erqi, to: scene.jinshui)
        #expect(try reasons(scene.jinshui) == [.noAuthority("editor2", "erqi")])
        #expect(try scene.state(scene.jinshui) == .inReview && scene.jinshui.verify().findings == [])
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.all { #expect(try reasons(ledger) == [] && scene.state(ledger) == .published) }
        try scene.network.expectAlike()
    }

    /// A node that asks no rules names whom it likes.
    @Test func aForgedNameCountsNowhere() throws {
        let scene = try Scene()
        let hostile = Hostile(ledger: scene.erqi)
        let text = try #require(try scene.desk.story(scene.story)?.text.textHash)
        let due = scene.network.desk.clock.read().adding(seconds: 1800)
        func write(_ staff: StaffID, _ house: CentreID, deputyOf: StaffID? = nil, of story: SubjectID) throws {
            let authority = EmergencyAuthority(
                staff: staff, house: house, deputyOf: deputyOf, isByPhone: true, confirmBy: due)
            try hostile.write(
                story,
                .story(
                    .publishedInEmergency(
                        key: Self.key, channels: ["erqi/weekly"], textHash: text, reason: "险情",
                        authority: authority)),
                as: Cast.editor)
        }
        let names: [(StaffID, CentreID, StaffID?)] = [
            ("liwei", "erqi", nil), ("nobody", "erqi", nil), ("head", "zz", nil), ("chief", "erqi", nil),
            ("liwei", "erqi", "echief"), ("zhao", "jinshui", nil),
        ]
        for (staff, house, chief) in names { try write(staff, house, deputyOf: chief, of: scene.story) }
        #expect(try scene.network.meet() == [])
        for ledger in [scene.desk, scene.jinshui] {
            // The latest stands first.
            #expect(try reasons(ledger) == names.reversed().map { .noAuthority($0.0, $0.1) }, "\(ledger.path)")
            #expect(try scene.state(ledger) == .inReview)
        }
        // Nor does it confirm in the name of somebody who is not theirs.
        try write("chief", "zz", of: scene.story)
        try hostile.write(
            scene.story, .story(.emergency(.confirmed(key: Self.key, textHash: text))),
            as: Person(staff: "chief", role: .chiefEditor, house: "zz"))
        #expect(try scene.network.meet() == [])
        for ledger in [scene.desk, scene.jinshui] {
            #expect(try scene.state(ledger) == .published && ledger.story(scene.story)?.emergency?.answer == nil)
            #expect(try reasons(ledger).first == .otherCentre("chief", "zz"))
        }
    }

    /// The desk's own nodes write everything, but make nobody a chief by naming them: neither elsewhere nor at home.
    @Test func whatTheDesksNodeNamesIsJudgedToo() throws {
        let scene = try Scene()
        let text = try #require(try scene.desk.story(scene.story)?.text.textHash)
        var duty = Cast.duty
        duty.capacity = .onBehalf
        let authority = EmergencyAuthority(
            staff: "liwei", house: "erqi", isByPhone: true,
            confirmBy: scene.network.desk.clock.read().adding(seconds: 1800))
        let forged = Fact.story(
            .publishedInEmergency(
                key: Self.key, channels: ["erqi/weekly"], textHash: text, reason: "险情",
                authority: authority))
        #expect(
            refusal { _ = try scene.desk.transaction { try $0.append(scene.story, forged, by: duty) } }
                == .emergency(.noAuthority("liwei", "erqi", ["echief"])))
        try Hostile(ledger: scene.desk).write(scene.story, forged, as: duty)
        #expect(try scene.network.meet() == [])
        for ledger in scene.network.centres {
            #expect(try reasons(ledger) == [.noAuthority("liwei", "erqi")] && scene.state(ledger) == .inReview)
        }
    }
}
