import Newsroom

extension PeerError {
    /// What is wrong, and what to do.
    public func sentence(_ read: Localizer) -> String {
        switch self {
        case .unknownNode(let node):
            read(
                "节点 \(node.short) 未经准入，所写不收；请指挥中心 guantong peers add",
                "node \(node.short) was not admitted and nothing of it is taken; the desk admits it with guantong peers add"
            )
        case .badCertificate(let origin):
            read(
                "链 \(origin.short) 的证书不是该节点签的；请核对那台机器",
                "the certificate of chain \(origin.short) is not its node's; look into that machine")
        case .altered(let origin, let after):
            read(
                "链 \(origin.short) 第 \(after) 号之后被改动过，或签名不符；从别的节点同步，并核查那台机器",
                "chain \(origin.short) was altered after \(after), or the signature is not its node's; sync from another node and look into that machine"
            )
        case .oldKey(let node):
            read(
                "节点 \(node.short) 换过密钥，这些还是旧密钥签的，不收；与它本身同步过就会补齐",
                "node \(node.short) has changed its key and this is still signed with an old one; it comes once that node itself, or somebody who has met it since, is heard"
            )
        case .gap(let origin, let have, let came):
            read(
                "链 \(origin.short) 缺 \(have + 1) 到 \(came - 1) 号；会再要一次",
                "chain \(origin.short) lacks \(have + 1) to \(came - 1); it will be asked for again")
        case .fork(let origin, let sequence):
            read(
                "链 \(origin.short) 的 \(sequence) 号有两个不同的事件；请管理员除名该节点并重新准入",
                "chain \(origin.short) has two different events numbered \(sequence); revoke the node and admit it anew"
            )
        case .rolledBack(let origin, let from, let to):
            read(
                "链 \(origin.short) 从 \(from) 退回到 \(to)；对方数据库被恢复过，缺的会补给它",
                "chain \(origin.short) went back from \(from) to \(to): its database was restored; it is given what it lacks"
            )
        case .clockAhead(_, let seconds):
            read(
                "对方时钟快了或曾快了 \(Phrase.length(seconds: seconds).zh)，它的事件先等着；请核对那台机器的时钟，并在那里运行 guantong clock",
                "its clock is or was \(Phrase.length(seconds: seconds).en) ahead and its events wait; check that machine's clock, and run guantong clock there"
            )
        case .notTakenYet(let origin):
            read(
                "对方没收链 \(origin.short)：所记时间在它的未来；请核对本机时钟，再看 guantong clock",
                "it does not take chain \(origin.short) yet, whose times lie in its future; check this machine's clock, then see guantong clock"
            )
        case .revoked(let node):
            read("节点 \(node.short) 已除名，之后所写不收", "node \(node.short) was revoked; what it wrote after that is not taken")
        case .oversized(let bytes):
            read(
                "对方送来 \(bytes) 字节的一块，超过上限；请核对对方的程序",
                "it sent a piece of \(bytes) bytes, more than any of ours; check its program")
        case .malformed(let what):
            read("对方送来的不合格式（\(what)）；请核对对方的程序", "what it sent is not of the format (\(what)); check its program")
        case .brokenOff: read("连接中断；下次从断处接着来", "the connection broke off; the next one goes on from there")
        case .silent(let seconds):
            read("对方 \(seconds) 秒没有回音；请检查线路", "it said nothing for \(seconds) seconds; check the line")
        case .otherVersion(let version):
            read(
                "对方的协议版本是 \(version)；请升级较旧的一方",
                "it speaks version \(version) of the protocol; upgrade the older program")
        case .otherDesk: read("对方属于另一个台；请核对地址", "it belongs to another desk; check the address")
        case .notAdmitted:
            read(
                "对方不认识本节点；请指挥中心先准入（guantong peers add）；除过名的须用 guantong init --join 新建数据库",
                "it does not know this node; let the desk admit it first (guantong peers add); one that was revoked needs a new "
                    + "database (guantong init --join)")
        case .badReceipt(let origin):
            read(
                "枢纽对链 \(origin.short) 的签收不是用它的密钥签的；请核查枢纽",
                "the hub's receipt for chain \(origin.short) is not signed with its key; look into the hub")
        case .otherNode(let expected, let found):
            read(
                "应是节点 \(expected.short)，来的是 \(found.short)；请核对地址与密钥",
                "this should be node \(expected.short) and is \(found.short); check address and key")
        }
    }
}
