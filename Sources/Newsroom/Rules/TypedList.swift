/// A list as people type it in one word or one field: names with a comma of any kind between them.
public enum TypedList {
    /// What parts the names of a list. Full-width signs are what Chinese keyboards give.
    public static func isSeparator(_ character: Character) -> Bool { ",，、;；".contains(character) }

    /// The names of a list without the blanks around them; those that are empty are left out.
    ///
    ///     TypedList.names("erqi， Zhengdong New District,")    // ["erqi", "Zhengdong New District"]
    public static func names(_ text: String) -> [String] {
        text.split(whereSeparator: isSeparator).map(trimmed).filter { !$0.isEmpty }
    }

    /// The same where blanks part names too.
    public static func words(_ text: String) -> [String] {
        text.split { isSeparator($0) || $0.isWhitespace }.map(String.init)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
