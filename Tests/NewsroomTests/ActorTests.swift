import Newsroom
import Testing

/// Who acts, as it stands in the log: a person with everything that goes with them, a node with its house alone.
struct ActorTests {
    private static let loan = SubjectID(at: MemoryDesk.start) { 5 }

    private func read(_ role: String?, _ capacity: String? = nil, _ via: String? = nil) -> Result<Actor, FactError> {
        Result { () throws(FactError) in
            try Actor(id: "rep", role: role, house: "erqi", capacity: capacity, via: via)
        }
    }

    @Test func aPersonHasARoleAndANodeHasNothingThatPeopleHave() {
        func person(_ capacity: Capacity = .own, via: StaffID? = nil) -> Result<Actor, FactError> {
            .success(.person(Person(staff: "rep", role: .reporter, house: "erqi", capacity: capacity, via: via)))
        }
        #expect(read("reporter") == person())
        #expect(read("reporter", "onBehalf") == person(.onBehalf))
        let lent = person(.loan(Self.loan, to: "zhongmu"), via: "admin")
        #expect(read("reporter", "loan \(Self.loan) zhongmu", "admin") == lent)
        #expect(read(nil) == .success(.node("rep", house: "erqi")))
        #expect(read(nil, "onBehalf") == .failure(.unreadable))
        #expect(read(nil, nil, "admin") == .failure(.unreadable))
        #expect(read(nil, "onBehalf", "admin") == .failure(.unreadable))
    }

    @Test(
        arguments: [
            "", "own", "onbehalf", "loan", "loan ", "loan x", "loan x erqi", "loan \(loan)", "loan \(loan) ",
            "loan  \(loan) erqi",
            "loan\(loan) erqi", "lent \(loan) erqi", "loan \("\(loan)".uppercased()) erqi",
        ])
    func whatALaterVersionMayMeanIsNotUnderstood(capacity: String) {
        #expect(read("reporter", capacity) == .failure(.notUnderstood))
        #expect(read("astrologer") == .failure(.notUnderstood))
    }

    @Test func whatIsWrittenIsReadAsTheSame() throws {
        for capacity in [.own, .onBehalf, .loan(Self.loan, to: "erqi"), .loan(Self.loan, to: "a b")] as [Capacity] {
            #expect(try Capacity(stored: capacity.stored) == capacity)
        }
        let person = Actor.person(Sample.actor("rep"))
        #expect(person.person == Sample.actor("rep") && person.house == "erqi" && person.id == .person("rep"))
        let node = Actor.node("n", house: "erqi")
        #expect(node.person == nil && node.house == "erqi" && node.id == .node("n", house: "erqi"))
        #expect(person.id.rawValue == "rep" && node.id.rawValue == "n")
    }

    /// A machine that does something by itself is not its people: they may have gone home.
    @Test func aNodeIsNotItsPeople() {
        let key = Fact.node(.keyChanged(key: "new", before: [RightsTests.node.key]))
        func heard(_ actor: Actor, _ fact: Fact) -> [CentreID] {
            Event(subject: .desk, stamp: Stamp(at: MemoryDesk.start), actor: actor, fact: fact).heard
        }
        #expect(heard(.node(RightsTests.node.id, house: "erqi"), key).isEmpty)
        #expect(heard(.person(Sample.actor("ed")), key) == ["erqi"])
        #expect(heard(.person(Sample.actor("duty")), .rollCall(.answered(centre: "erqi"))) == ["zz", "erqi"])
    }
}
