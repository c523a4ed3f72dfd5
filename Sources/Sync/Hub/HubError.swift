import Newsroom

/// What keeps a hub from being used.
public enum HubError: Error, Equatable, Sendable {
    /// This program was built without hubs.
    case notBuilt
    /// The client library is not on this machine; with what the loader says.
    case noLibrary(detail: String)
    /// No connection came about, or it broke.
    case unreachable(detail: String)
    /// The database is no hub.
    case notFounded
    /// It is a hub already.
    case exists
    /// A later program made it.
    case otherFormat(Int)
    /// The role one is connected as belongs to no node, or to another one.
    case notAdmitted(role: String)
    /// The server refused something that should have been right.
    case failed(state: String, detail: String)
    /// The commit is on the first server and its standby did not confirm it.
    case unconfirmed
    /// The hub's key is another one than it was.
    case otherKey
    /// A name that can be no role of the database.
    case badRole(String)

    /// A stable name for scripts.
    public var code: String { "hub" + String(String(describing: self).prefix { $0 != "(" }).capitalizedFirst }

    /// What is wrong, and what to do.
    public var phrase: Phrase {
        switch self {
        case .notBuilt:
            Phrase(
                "这个程序没有编入枢纽功能；请用 make build 重新构建，或经 ssh:// 同步",
                "this program was built without hubs; build it with make build, or exchange through ssh://")
        case .noLibrary(let detail):
            Phrase(
                "这台机器没有 libpq（\(detail)）；请安装 libpq5，或经 ssh:// 同步",
                "libpq is not on this machine (\(detail)); install libpq5, or exchange through ssh://")
        case .unreachable(let detail):
            Phrase("连不上枢纽（\(detail)）；请检查地址与服务器", "the hub cannot be reached (\(detail)); check address and server")
        case .notFounded:
            Phrase(
                "这个数据库还不是枢纽；请先用 guantong hub init 建立",
                "this database is no hub yet; make it one with guantong hub init")
        case .exists:
            Phrase("这个数据库已经是枢纽；用 guantong hub status 查看", "this is a hub already; guantong hub status shows it")
        case .otherFormat(let format):
            Phrase(
                "枢纽的格式是 \(format)，比本程序新；请升级本程序",
                "the hub has format \(format), later than this program's; upgrade this program")
        case .notAdmitted(let role):
            Phrase(
                "数据库角色 \(role) 不属于本节点；请枢纽管理员 guantong hub admit",
                "the database role \(role) is not this node's; the hub's owner lets it in with guantong hub admit")
        case .failed(let state, let detail):
            Phrase(
                "枢纽拒绝了（\(state) \(detail)）；请核对权限与枢纽的版本",
                "the hub refused (\(state) \(detail)); check rights and the hub's version")
        case .unconfirmed:
            Phrase(
                "枢纽的备机没有确认这次提交；会再送一次，请检查备机",
                "the hub's standby did not confirm the commit; it will be sent again; look at the standby")
        case .otherKey:
            Phrase(
                "枢纽的密钥变了，已停止交换；核实后用 guantong hub trust 认可新密钥",
                "the hub's key has changed and nothing is exchanged; once it is explained, accept it with guantong hub trust"
            )
        case .badRole(let name):
            Phrase(
                "“\(name)”不能作数据库角色名；只用小写字母、数字和 - _",
                "'\(name)' is no name for a role; use lower-case letters, digits, - and _")
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
