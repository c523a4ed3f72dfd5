import ArgumentParser
import Files
import Newsroom

/// `guantong story attach`
struct StoryAttach: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: say("附上视频、字幕、封面或图片；文件留在原处", "attach film, subtitles, cover or picture; the file stays where it is"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("编号或标识", "its number or id", "NUMBER"))
    var number: String
    @Argument(help: about("文件", "the file", "FILE"), completion: .file())
    var file: String
    @Option(help: about("角色：film、subtitles、cover、picture", "film, subtitles, cover or picture"))
    var role: AttachmentRole
    @Option(help: about("图说", "what stands below it", "TEXT"))
    var caption: String?

    func perform(in session: Session) throws {
        // Read before the desk is asked: nobody waits for a long film but whoever attaches it.
        let named = CleanText.line(file)
        let digest: FileDigest
        do throws(FileDigestFault) {
            digest = try FileDigest.read(path: file)
        } catch {
            throw Failure.digest(file: named, error)
        }
        let (desk, actor) = try session.act()
        session.eachStory([number], at: desk, as: actor) { id, _ in
            .attachment(
                id,
                .attach(
                    Attachment(
                        role: role, hash: FileHash(rawValue: digest.hash), size: digest.size, caption: caption,
                        path: digest.path)))
        }
    }
}

/// `guantong story detach`
struct StoryDetach: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach", abstract: say("取下一个附件", "take an attachment off"))

    @OptionGroup var common: CommonOptions
    @Argument(help: about("编号或标识", "its number or id", "NUMBER"))
    var number: String
    @Argument(help: about("哈希开头几位，或文件名", "how its hash begins, or its file's name", "ATTACHMENT"))
    var attachment: String
    @Option(help: about("角色，同一文件有几个角色时写明", "the role, where the file has several"))
    var role: AttachmentRole?

    func perform(in session: Session) throws {
        let (desk, actor) = try session.act()
        session.eachStory([number], at: desk, as: actor) { id, _ in
            .attachment(id, .detach(attachment, role: role))
        }
    }
}
