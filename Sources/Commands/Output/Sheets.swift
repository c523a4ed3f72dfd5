import Newsroom

/// What the sheets of all things are made of.
extension OpenDesk {
    /// Names in a row.
    func names(_ people: [StaffID]) -> String { people.map(read.name).joined(separator: read("、", ", ")) }

    /// Labels and values, aligned; empty values are left out.
    func facts(_ pairs: [(Phrase, String)]) -> String {
        var table = Table(["", ""])
        for (label, value) in pairs where !value.isEmpty { table.add([read(label), value]) }
        return table.text().split(separator: "\n").joined(separator: "\n")
    }

    /// A table under its title and the number of its rows.
    func titled(_ title: Phrase, _ table: Table) -> String {
        "\n\(read(title)) \(table.count)" + (table.isEmpty ? "" : "\n" + table.text())
    }
}

/// A heading and what stands under it; nothing where there is nothing.
func section(_ heading: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : heading + "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
}

/// The parts of a sheet that have anything to say, with an empty line between them.
func joined(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: "\n\n") }
