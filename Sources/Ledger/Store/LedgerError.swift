import Newsroom

/// Why the database could not do what was asked. Each says in a sentence what to do.
public enum LedgerError: Error, Equatable, Sendable {
    case missing(path: String)
    case exists(path: String)
    case notOurs(path: String)
    case newer(path: String, version: Int)
    /// Made before the log had the form that it keeps.
    case tooOld(path: String)
    /// Of an older program, and not to be written here.
    case older(path: String, version: Int)
    case readOnly(path: String)
    case full(path: String)
    /// The disk failed; nothing was recorded.
    case diskFailed(path: String, DiskFault)
    /// The disk failed when the desk was read. What was recorded before stays recorded.
    case readFailed(path: String, DiskFault)
    /// The disk failed in the very commit, and whether the step was recorded is not known.
    case mayBeRecorded(path: String, DiskFault)
    /// Everything is recorded, but the disk failed when the log of writes was carried into the database.
    case checkpointFailed(path: String, DiskFault)
    /// The copy that a backup made is not sound; it was thrown away.
    case copyFailed(path: String, detail: String)
    /// Something else has the name of a file that is kept beside the database: a link, a pipe, a folder.
    case inTheWay(path: String)
    case damaged(path: String, detail: String)
    case busy(path: String)
    case unreadable(path: String, detail: String)
    case noStaff(login: String)
    case onlyAdministrator(login: String)
    /// Others than its owner may read the node's private key.
    case keyExposed(path: String)
    case keyDamaged(path: String)
    /// The database belongs to a membership, and its key is not there.
    case keyMissing(path: String)
    /// The file holds another node's key.
    case keyOfAnother(path: String)
    /// The file holds a key from before a change of key.
    case keyOutdated(path: String)
    /// The node's key was changed as often as others can follow.
    case keyChangedTooOften(path: String)
    /// What was recorded here once is not here any more, and other nodes may have it.
    case actsMissing(path: String, acts: Int64)
    /// The database has joined a desk and has nothing of it yet.
    case notSynced(path: String)
    /// The database shares its desk with nobody.
    case noMembership(path: String)
    /// The clock is not believed, and nothing was recorded.
    case clockJumped(path: String, ClockJump)

    /// A stable name for scripts.
    public var code: String { String(String(describing: self).prefix { $0 != "(" }) }

    /// One sentence for people.
    public func sentence(_ language: Language) -> String {
        func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        return switch self {
        case .missing(let path):
            say(
                "没有数据库 \(path)；用 guantong init 新建，或用 --db 指定",
                "there is no database at \(path); make one with guantong init, or name another with --db")
        case .exists(let path):
            say(
                "\(path) 已存在，未作改动；换一个路径",
                "\(path) exists already and was left alone; choose another path")
        case .notOurs(let path):
            say(
                "\(path) 不是贯通的数据库，未作改动；请核对路径",
                "\(path) is not a Guantong database and was left alone; check the path")
        case .newer(let path, let version):
            say(
                "\(path) 由更新的程序写成（版本 \(version)），未作改动；请升级本程序",
                "\(path) was written by a newer program (version \(version)) and was left alone; upgrade this one")
        case .tooOld(let path):
            say(
                "\(path) 由早先的试用版写成，格式已变，无法打开，未作改动；请用 guantong init 新建",
                "\(path) was written by an earlier trial version, whose format this one does not read, and was left "
                    + "alone; make a new desk with guantong init")
        case .older(let path, let version):
            say(
                "\(path) 由旧版程序写成（版本 \(version)），此处不可写，无法升级；请由能写的人打开一次",
                "\(path) was written by an older program (version \(version)) and cannot be written here; let somebody who "
                    + "can write it open it once")
        case .readOnly(let path):
            say(
                "\(path) 不可写；请检查文件与目录权限",
                "\(path) cannot be written; check the permissions of the file and its folder")
        case .full(let path):
            say(
                "磁盘已满，这一步没有记下；腾出 \(path) 所在磁盘空间后重试",
                "the disk is full and this step was not recorded; free space where \(path) is and repeat it")
        case .diskFailed(let path, let fault):
            say(
                "\(path) 所在磁盘出错（\(fault.phrase.zh)），这一步没有做成，也没有记下；请检查磁盘后重试",
                "the disk failed where \(path) is (\(fault.phrase.en)); this step was not done and nothing of it was "
                    + "recorded; check the disk, then repeat it")
        case .readFailed(let path, let fault):
            say(
                "\(path) 现在读不出来（\(fault.phrase.zh)），已记下的不受影响；请检查磁盘后再看",
                "\(path) cannot be read now (\(fault.phrase.en)); what is recorded stays recorded; check the disk, then look "
                    + "again")
        case .mayBeRecorded(let path, let fault):
            say(
                "\(path) 所在磁盘出错（\(fault.phrase.zh)），不知道这一步是否已记下；请先用 guantong log 查看，没有再重做，并检查磁盘",
                "the disk failed where \(path) is (\(fault.phrase.en)) and it is not known whether this step was recorded; "
                    + "look with guantong log before you repeat it, and check the disk")
        case .checkpointFailed(let path, let fault):
            say(
                "已全部记下，但 \(path) 所在磁盘出错（\(fault.phrase.zh)），-wal 文件并不进数据库；请检查磁盘，并用 guantong backup 备份",
                "everything is recorded, but the disk failed where \(path) is (\(fault.phrase.en)) and its -wal could not be "
                    + "carried into it; check the disk, and make a copy with guantong backup")
        case .copyFailed(let path, let detail):
            say(
                "备份 \(path) 核查不通过（\(detail)），已丢弃；请检查磁盘，运行 guantong verify，再备份一次",
                "the copy for \(path) is not sound (\(detail)) and was thrown away; check the disk, run guantong verify, "
                    + "and make the backup again")
        case .inTheWay(let path):
            say(
                "\(path) 是链接、管道或别的东西，不是贯通的文件，未作改动；请移开它",
                "\(path) is a link, a pipe or something else that Guantong did not make, and was left alone; move it away"
            )
        case .damaged(let path, let detail):
            say(
                "\(path) 读出来是坏的（\(detail)）；请运行 guantong verify，确有损坏再从备份恢复",
                "\(path) reads as damaged (\(detail)); run guantong verify, and restore a backup only if that finds damage"
            )
        case .busy(let path):
            say(
                "\(path) 被另一进程占用超过 10 秒，这一步没有记下；请重试",
                "another process has held \(path) for 10 seconds and this step was not recorded; repeat it")
        case .unreadable(let path, let detail):
            say(
                "\(path) 打不开：\(detail)；请检查路径与权限",
                "\(path) cannot be opened: \(detail); check path and permissions")
        case .noStaff(let login):
            say(
                "登录名 \(login) 不是本台人员；请管理员用 guantong staff set --login 登记",
                "the login \(login) is nobody at this desk; ask an administrator for guantong staff set --login")
        case .keyExposed(let path):
            say(
                "\(path) 他人可读，密钥已不可信；chmod 600 后用 guantong peers rotate 换新密钥",
                "others may read \(path); chmod 600 it, then make a new key with guantong peers rotate")
        case .keyDamaged(let path):
            say(
                "\(path) 不是节点密钥；请从备份恢复它，或请指挥中心重新准入",
                "\(path) is no node's key; restore it from a backup, or ask the desk to admit the node anew")
        case .keyMissing(let path):
            say(
                "节点密钥 \(path) 不在；请恢复它，或请指挥中心重新准入",
                "the node's key \(path) is missing; restore it, or ask the desk to admit the node anew")
        case .keyOfAnother(let path):
            say(
                "\(path) 是别的节点的密钥；请放回本节点自己的密钥文件，或用 guantong join 新建节点",
                "\(path) is another node's key; put this node's own file back, or make a new node with guantong join")
        case .keyOutdated(let path):
            say(
                "\(path) 是更换之前的旧密钥，别的节点不再认它；请放回换钥之后的密钥文件；找不到就用 guantong join 新建节点，由指挥中心准入并撤销旧节点",
                "\(path) is a key from before the last change, which counts nowhere any more; put the later file back, or, where it is lost, make a new node with guantong join and have the desk admit it and revoke this one"
            )
        case .keyChangedTooOften:
            say(
                "本节点的密钥已更换 \(KeyFile.mostLinks) 次，不能再换；请用 guantong join 新建节点，由指挥中心准入并撤销旧节点",
                "this node's key was changed \(KeyFile.mostLinks) times and can be changed no more; make a new node with guantong join, and have the desk admit it and revoke this one"
            )
        case .actsMissing(_, let acts):
            say(
                "本数据库缺 \(acts) 步操作，别的节点可能还有；换密钥后就收不回来了。先 guantong sync，补不回的用 guantong verify --acknowledge 记入日志",
                "\(acts) acts are missing here that other nodes may have, and after a change of key they could not come back: run guantong sync first, then guantong verify --acknowledge for what does not return"
            )
        case .notSynced(let path):
            say(
                "\(path) 还没有指挥中心的数据；先运行 guantong sync",
                "\(path) has nothing of its desk yet; run guantong sync first")
        case .clockJumped(_, let jump): jump.phrase(language)
        case .noMembership(let path):
            say(
                "\(path) 尚未与其他节点共享；指挥中心先用 guantong peers add 准入节点",
                "\(path) is shared with nobody yet; the desk begins with guantong peers add")
        case .onlyAdministrator(let login):
            say("\(login) 不是管理员，不能用 --as 代他人办事", "\(login) is no administrator: --as is not theirs to use")
        }
    }
}
