import Testing

@testable import Files

/// What TOML 1.0.0 allows is read as it says, group by group.
@Suite struct TOMLTests {
    private func expect(_ text: String, _ wanted: String, _ location: SourceLocation = #_sourceLocation) {
        do throws(TOMLError) {
            #expect(try shown(text) == wanted, sourceLocation: location)
        } catch {
            Issue.record("line \(error.line): \(error.phrase.en)\n\(text)", sourceLocation: location)
        }
    }

    @Test func emptyFilesCommentsAndLineEnds() {
        expect("", "{}")
        expect("\u{FEFF}a = 1", "{a = 1}")
        expect(" \t\r\n\n# 注释 \t\r\n  # more", "{}")
        expect("a = 1 # one\r\nb = 2\r\n", "{a = 1, b = 2}")
        expect("[t]# here\n# = [\na=[ # in it\n1, # too\n# alone\n]# after", "{t = {a = [1]}}")
    }

    @Test func keys() {
        expect("a-b_1 = 1\n1234 = 2\n- = 3", "{a-b_1 = 1, 1234 = 2, - = 3}")
        expect(#""中 文" = 1"# + "\n'a.b' = 2\n\"\" = 3", "{中 文 = 1, a.b = 2,  = 3}")
        expect("a . \"b.c\" .d=1\na.e=2", "{a = {b.c = {d = 1}, e = 2}}")
        expect("3.14 = 1\n1e3 = 2\ntrue = 3\ninf = 4", "{3 = {14 = 1}, 1e3 = 2, true = 3, inf = 4}")
        expect(#""\u0061\t" = 1"#, "{a\t = 1}")
        expect("\"é\" = 1\n\"e\u{301}\" = 2", "{é = 1, e\u{301} = 2}")
    }

    @Test func basicStrings() {
        expect(#"a = "\b\t\n\f\r\"\\""#, "{a = \"\u{8}\t\n\u{C}\r\"\\\"}")
        expect(#"a = "\u4e2d\U0001F600\u0000""#, "{a = \"中😀\0\"}")
        expect("a = \"tab\there, 'quotes' and # no comment\"", "{a = \"tab\there, 'quotes' and # no comment\"}")
        expect("a = \"\"", "{a = \"\"}")
    }

    @Test func literalStrings() {
        expect(#"a = 'C:\n\u0041"'"#, #"{a = "C:\n\u0041""}"#)
        expect("a = ''", "{a = \"\"}")
    }

    @Test func stringsOfSeveralLines() {
        expect("a = \"\"\"\none\ntwo\"\"\"", "{a = \"one\ntwo\"}")
        expect("a = \"\"\"\r\none\r\ntwo\"\"\"", "{a = \"one\ntwo\"}")
        expect("a = \"\"\"one \\\n\n   two\\  \t\n  \"\"\"", "{a = \"one two\"}")
        expect("a = \"\"\"\\\n  \"\"\"", "{a = \"\"}")
        expect(##"a = """"q" ""x"" \""" "q""""##, ##"{a = ""q" ""x"" """ "q"}"##)
        expect("a = \"\"\"\"\"\"\"\"", "{a = \"\"\"\"}")
        expect("a = '''\n'one' \\n\n'''", "{a = \"'one' \\n\n\"}")
        expect("a = ''''''''", "{a = \"''\"}")
        expect("a = \"\"\"\"\"\"", "{a = \"\"}")
    }

    @Test func wholeNumbers() {
        expect("a = [0, +0, -0, +99, -17, 1_000, 5_3]", "{a = [0, 0, 0, 99, -17, 1000, 53]}")
        expect(
            "a = [0xDEADBEEF, 0xdead_beef, 0o755, 0b1101, 0x00, 0b0_1]", "{a = [3735928559, 3735928559, 493, 13, 0, 1]}"
        )
        expect(
            "a = 9223372036854775807\nb = -9223372036854775808\nc = 0x7FFFFFFFFFFFFFFF",
            "{a = 9223372036854775807, b = -9223372036854775808, c = 9223372036854775807}")
    }

    @Test func numbersWithAPoint() {
        expect(
            "a = [1.0, -0.01, +3.14_15, 5e+22, 1E06, -2e-2, 6.6e-34, 0e0]",
            "{a = [1.0, -0.01, 3.1415, 5e+22, 1000000.0, -0.02, 6.6e-34, 0.0]}")
        expect("a = [inf, +inf, -inf, nan, +nan, -nan, -0.0]", "{a = [inf, inf, -inf, nan, nan, nan, -0.0]}")
        expect("a = 1e-400", "{a = 0.0}")
    }

    @Test func booleans() { expect("a = true\nb=false", "{a = true, b = false}") }

    @Test func datesAndTimes() {
        expect("a = 1979-05-27T07:32:00Z", "{a = offsetDateTime 1979-05-27T07:32:00Z}")
        expect("a = 1979-05-27 00:32:00.999999-07:00", "{a = offsetDateTime 1979-05-27T00:32:00.999999-07:00}")
        expect("a = 1979-05-27t00:32:00z", "{a = offsetDateTime 1979-05-27T00:32:00Z}")
        expect("a = 2000-02-29T23:59:60", "{a = localDateTime 2000-02-29T23:59:60}")
        expect("a = [2024-02-29, 0001-01-01]", "{a = [localDate 2024-02-29, localDate 0001-01-01]}")
        expect("a = 1979-05-27 # a date, then no time", "{a = localDate 1979-05-27}")
        expect("a = 07:32:00.5", "{a = localTime 07:32:00.5}")
    }

    @Test func arrays() {
        expect("a = [ ]", "{a = []}")
        expect("a = [1, 'x', [2.0, []], {b = 1},]", "{a = [1, \"x\", [2.0, []], {b = 1}]}")
        expect("a = [\n\n  1 # one\n  , 2,\n# end\n]", "{a = [1, 2]}")
    }

    @Test func inlineTables() {
        expect("a = {}", "{a = {}}")
        expect(
            "a = { x = 1, y.z = 2, y.w = {} , \"q r\" = [\n1,\n2] }", "{a = {x = 1, y = {z = 2, w = {}}, q r = [1, 2]}}"
        )
        expect("[t]\na = { b = { c = { d = 1 } } }", "{t = {a = {b = {c = {d = 1}}}}}")
    }

    @Test func tables() {
        expect("[a]\n[b]\nx=1\n[ c . 'd' ]", "{a = {}, b = {x = 1}, c = {d = {}}}")
        expect("[x.y.z]\n[x]\nb = 1", "{x = {y = {z = {}}, b = 1}}")
        expect("[f]\na.c = 1\na.t.s = 2\n[f.a.x]\ny = 3", "{f = {a = {c = 1, t = {s = 2}, x = {y = 3}}}}")
        expect("[a.b.c]\n[a]\nb.x = 1", "{a = {b = {c = {}, x = 1}}}")
        expect("a.x = 1\nb = 2\na.y = 3\n[a.z]", "{a = {x = 1, y = 3, z = {}}, b = 2}")
        expect("[\"\"]\n[\"\".'']", "{ = { = {}}}")
    }

    @Test func arraysOfTables() {
        expect("[[a]]\nx=1\n[[a]]\n[[ a ]]\nx=2", "{a = [{x = 1}, {}, {x = 2}]}")
        expect(
            "[[f]]\n[f.p]\nc=1\n[[f.v]]\nn=1\n[[f.v]]\nn=2\n[[f]]\n[[f.v]]\nn=3",
            "{f = [{p = {c = 1}, v = [{n = 1}, {n = 2}]}, {v = [{n = 3}]}]}")
        expect("[[a.b]]\n[a]\nc = 1", "{a = {b = [{}], c = 1}}")
        expect("[[a]]\nb.c = 1\n[[a]]\nb.c = 2", "{a = [{b = {c = 1}}, {b = {c = 2}}]}")
    }

    @Test func everyValueKnowsItsLine() throws {
        let text =
            "# one\na = 1\n\n[b]\nc.d = \"\"\"\nx\n\"\"\"\ne = [\n  1,\n  2]\r\n[[f]]\r\n[[f]]\r\ng = { h = 1 }\n[i.j]"
        let root = try TOMLParser.parse(Array(text.utf8))
        let b = try #require(root["b"])
        #expect(root["a"]?.line == 2 && b.line == 4)
        #expect(b.value.table?["c"]?.line == 5 && b.value.table?["c"]?.value.table?["d"]?.line == 5)
        let e = try #require(b.value.table?["e"])
        #expect(e.line == 8 && e.value.array?.map(\.line) == [9, 10])
        let f = try #require(root["f"])
        #expect(f.line == 11 && f.value.array?.map(\.line) == [11, 12])
        let g = try #require(f.value.array?.last?.value.table?["g"])
        #expect(g.line == 13 && g.value.table?["h"]?.line == 13)
        #expect(root["i"]?.line == 14 && root["i"]?.value.table?["j"]?.line == 14)
    }

    @Test func largeFilesAreReadOnceThrough() throws {
        let many = (0..<50_000).map { "[[a]]\nk\($0) = \($0)\n" }.joined()
        #expect(try TOMLParser.parse(Array(many.utf8))["a"]?.value.array?.count == 50_000)
    }
}
