import Glibc
import Newsroom
import Terminal

extension TerminalError {
    /// One sentence for the reader: what failed at the hand-over, and where the text is.
    var phrase: Phrase {
        func kept(_ file: String?) -> String { file.map { "；文字在 \($0)" } ?? "" }
        let zh: String? =
            switch self {
            case .editorFailed(let command, let status, let file): "编辑器“\(command)”以状态 \(status) 结束\(kept(file))"
            case .textTooLarge(let file): "文字超过 4 MB\(kept(file))"
            case .textNotReadable(let file): "文字不是 UTF-8\(kept(file))"
            case .system(let what, let number): "\(what)：\(String(cString: strerror(number)))"
            // What keeps a console from opening never reaches one that is open.
            case .noTerminal, .noTermName, .unknownTerm, .tooSimple, .inUse: nil
            }
        return Phrase(zh ?? description, description)
    }
}
