import Testing
import Wording

@testable import Files

/// What is asked of a document and is not there, or is something else, is a fault with its line.
@Suite struct TOMLDocumentTests {
    private static let text = """
        name = "x"
        [a]
        list = [
          "one",
          2,
        ]
        [[b."c d"]]
        e = 1
        [[b."c d"]]
        e = "no"
        """

    private func fault<Value>(_ ask: (TOMLSection) throws(DataFileError) -> Value) throws -> DataFileError? {
        let document = try TOMLDocument(text: Self.text, file: "f.toml")
        do throws(DataFileError) {
            _ = try ask(document.root)
            return nil
        } catch {
            return error
        }
    }

    @Test func faultsNameKeyAndLine() throws {
        var found = try fault { root throws(DataFileError) in try root.int("name") }
        #expect(found?.line == 1 && found?.key == "name")
        #expect(
            found?.phrase
                == Phrase("f.toml 第 1 行 name：应为整数；请改正", "f.toml, line 1, name: should be a whole number; mend it"))
        found = try fault { root throws(DataFileError) in try root.section("a")?.strings("list") }
        #expect(found?.line == 5 && found?.key == "a.list", "the element's own line")
        found = try fault { root throws(DataFileError) in try root.section("a")?.need("zone", nil as Int?) }
        #expect(found?.line == 2 && found?.key == "a.zone", "what is missing is missing in its table")
        found = try fault { root throws(DataFileError) in
            for section in try root.section("b")?.sections("c d") ?? [] { _ = try section.int("e") }
        }
        #expect(found?.line == 10 && found?.key == "b.\"c d\"[1].e")
        found = try fault { root throws(DataFileError) in try root.allow(only: ["name", "a"]) }
        #expect(found?.line == 7 && found?.key == "b")
        found = try fault { root throws(DataFileError) in try root.sections("name") }
        #expect(found?.line == 1)
        found = try fault { root throws(DataFileError) in try root.need("none", nil as Int?) }
        #expect(found?.line == nil && found?.phrase.en == "f.toml, none: missing; add it")
        #expect(try fault { root throws(DataFileError) in try root.section("none") } == nil)
    }

    @Test func syntaxIsAFaultOfTheFile() throws {
        do throws(DataFileError) {
            _ = try TOMLDocument(text: "a = 1\n[.", file: "f.toml")
            Issue.record("let through")
        } catch {
            #expect(error.line == 2 && error.phrase.en.hasPrefix("f.toml, line 2: not valid TOML (column 2): "))
        }
    }

    @Test func theNamesOfFilesSteerNoTerminal() {
        do throws(DataFileError) {
            _ = try TOMLDocument(path: "/nowhere/\u{1B}[2J\u{202E}.toml")
            Issue.record("let through")
        } catch {
            #expect(error.phrase.en.contains("\\u001B[2J\\u202E.toml"), "\(error.phrase.en)")
        }
    }
}
