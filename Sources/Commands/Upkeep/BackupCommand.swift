import ArgumentParser
import Ledger

struct BackupCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: say("在使用中复制数据库", "copy the database while it is in use"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("新文件", "the new file", "FILE"), completion: .file())
    var file: String

    private struct FileJSON: Encodable { let file: String }

    func perform(in session: Session) throws {
        let ledger = try session.open(readOnly: true)
        session.warn(ledger)
        try ledger.backup(to: file)
        session.tell(FileJSON(file: file), text: file)
    }
}
