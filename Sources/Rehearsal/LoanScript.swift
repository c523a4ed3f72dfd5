import Files
import Newsroom

extension Script {
    /// Reads `[[loan]]`: by whom it is proposed, of whom, to which house, and until when.
    mutating func takeLoan(_ section: TOMLSection) throws(DataFileError) {
        try section.allow(only: ["label", "at", "by", "person", "to", "until", "steps"])
        let label = try section.text("label")
        let name = "loan \(label)"
        let person = StaffID(rawValue: try section.text("person"))
        let borrower = CentreID(rawValue: try section.text("to"))
        let until = try section.time("until")
        try begin(
            section, name,
            .other(
                ScriptStep.Other(makes: name) { labels in
                    .loan(
                        .propose(
                            LoanCommand.Offer(
                                person: person, to: borrower, term: .until(labels.now.adding(seconds: until)))))
                }))
        try take(section, name) { (line: ScriptLine) throws(DataFileError) -> ScriptStep in
            switch line.verb {
            case "accept":
                return .other(
                    ScriptStep.Other(touches: [name]) { labels throws(UnknownLabel) in
                        .loan(.accept(try labels.id("loan", label)))
                    })
            case "end":
                let reason = line.words.isEmpty ? nil : try line.rest(0)
                return .other(
                    ScriptStep.Other(touches: [name]) { labels throws(UnknownLabel) in
                        .loan(.end(try labels.id("loan", label), reason: reason))
                    })
            default: throw line.unknown(["accept", "end"])
            }
        }
    }

    /// What a story's line says of its approval from outside.
    static func sendOutStep(_ line: ScriptLine, _ label: String) throws(DataFileError) -> ScriptStep {
        let request: SendOut.Request
        switch line.verb {
        case "send-out": request = .send(to: try line.rest(0), way: nil, due: nil, textHash: nil)
        case "take-back": request = .takeBack(reason: line.words.isEmpty ? nil : try line.rest(0))
        case "answer":
            guard let verdict = Verdict(rawValue: try line.word(0)) else {
                throw line.unknown(["answer pass|return EVIDENCE"])
            }
            request = .answer(verdict, evidence: try line.rest(1), key: nil)
        default: throw line.unknown(["send-out TO", "answer pass|return EVIDENCE", "take-back"])
        }
        return .other(
            ScriptStep.Other(touches: ["story \(label)"]) { labels throws(UnknownLabel) in
                .story(.sendOut(try labels.id("story", label), request))
            })
    }
}
