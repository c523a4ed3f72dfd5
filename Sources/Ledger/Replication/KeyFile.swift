import Crypto
import Foundation
import Newsroom

/// A node's private key, in the file `DATABASE.key`, which only its owner may read. It never goes into the database, so
/// that a copy of that is no copy of the key.
///
///     guantong key 1
///     node 4f0c…        the node's id, 32 hex digits
///     seed q8Zk…=       the private key, 32 bytes of Ed25519 as base64
///     old  …            each key before it, the oldest first, as base64: what was signed with it must be signable again
///                       when a backup from before the change is restored, and peers that have not heard of the change
///                       learn of it by its signature over the next key
public struct KeyFile: Sendable {
    /// The node whose key it is.
    public let node: NodeID
    private let key: Curve25519.Signing.PrivateKey
    private let old: [Curve25519.Signing.PrivateKey]

    /// Bytes of a signature.
    static let signatureSize = 64
    /// Bytes of a link.
    private static let linkSize = 128
    /// A key is changed no more often: a proof names all of them.
    static let mostLinks = 32
    /// No proof has more bytes.
    public static let mostProof = signatureSize + mostLinks * linkSize

    /// The public key as base64, which anybody may see.
    public var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

    static func path(_ database: String) -> String { database + ".key" }

    /// A fresh key for a node; nothing is written.
    public init(node: NodeID) { self.init(node: node, entropy: .system) }

    init(node: NodeID, entropy: Entropy) { self.init(node: node, key: entropy.key(), old: []) }

    private init(node: NodeID, key: Curve25519.Signing.PrivateKey, old: [Curve25519.Signing.PrivateKey]) {
        self.node = node
        self.key = key
        self.old = old
    }

    /// A fresh key for the same node, which remembers this one.
    public func successor() -> KeyFile { successor(.system) }

    func successor(_ entropy: Entropy) -> KeyFile { KeyFile(node: node, key: entropy.key(), old: old + [key]) }

    /// The key of a database's node; `nil` when there is no such file.
    ///
    /// - Throws: `LedgerError.keyExposed` when others may read it, `LedgerError.keyDamaged` when it is no key.
    public init?(database: String) throws {
        let path = Self.path(database)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw LedgerError.unreadable(path: path, detail: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerError.keyDamaged(path: path)
        }
        guard status.st_mode & 0o077 == 0 else { throw LedgerError.keyExposed(path: path) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(file, &bytes, bytes.count)
        let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        guard lines.count >= 3, lines[0] == "guantong key 1", lines[1].hasPrefix("node "), lines[2].hasPrefix("seed "),
            let seed = Data(base64Encoded: String(lines[2].dropFirst(5))),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { throw LedgerError.keyDamaged(path: path) }
        node = NodeID(rawValue: String(lines[1].dropFirst(5)))
        guard node.isWellFormed else { throw LedgerError.keyDamaged(path: path) }
        self.key = key
        old = try lines.dropFirst(3).map { line in
            guard line.hasPrefix("old  "), let seed = Data(base64Encoded: String(line.dropFirst(5))),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            else { throw LedgerError.keyDamaged(path: path) }
            return key
        }
        guard old.count <= Self.mostLinks else { throw LedgerError.keyDamaged(path: path) }
    }

    /// Writes the key beside a database, in the place of an older one, so that there is always a whole one.
    public func write(database: String) throws {
        let path = Self.path(database)
        let partial = path + ".new"
        unlink(partial)
        let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LedgerError.system(errno, .writing, path: path) }
        var text = "guantong key 1\nnode \(node.rawValue)\nseed \(key.rawRepresentation.base64EncodedString())\n"
        for key in old { text += "old  \(key.rawRepresentation.base64EncodedString())\n" }
        // Of a part that was written alone nothing else says why.
        errno = ENOSPC
        let isWritten = text.utf8.withContiguousStorageIfAvailable { Foundation.write(file, $0.baseAddress, $0.count) }
        let isDurable = isWritten == text.utf8.count && fsync(file) == 0
        var number = isDurable ? 0 : errno
        close(file)
        if isDurable, rename(partial, path) != 0 { number = errno }
        guard number == 0 else {
            unlink(partial)
            throw LedgerError.system(number, .writing, path: path)
        }
        // What the log says of a key must not outlive it: its name has to be on the disk as well.
        try StagingFolder.sync(StagingFolder.folder(of: path), of: path)
    }

    /// Signs bytes of `Seal`: Ed25519, 64 bytes.
    public func sign(_ bytes: Data) throws -> Data { Data(try key.signature(for: bytes)) }

    /// Signs that a chain is the node's: with its first key, by which everybody who knows the node knows it. Alone that
    /// gives nobody anything: what the chain holds is signed with the key in force.
    func certify(_ origin: OriginID, _ stream: ChainAudience) throws -> Data {
        Data(try (old.first ?? key).signature(for: Seal.certificate(origin, of: node, stream)))
    }

    /// Signs bytes of `Seal` so that whoever knows the node by any of its keys can check it: a signature as `sign` gives
    /// it, then for each earlier key a link of 128 bytes: that key, the next, and its signature over the next.
    public func prove(_ bytes: Data) throws -> Data {
        var proof = try sign(bytes)
        for (before, after) in zip(old, old.dropFirst() + [key]) {
            let (one, next) = (before.publicKey.rawRepresentation, after.publicKey.rawRepresentation)
            proof += one + next + Data(try before.signature(for: Seal.keyLink(of: node, to: next)))
        }
        return proof
    }

    /// The public keys before this one, from the first on, as base64.
    var earlierKeys: [String] { old.map { $0.publicKey.rawRepresentation.base64EncodedString() } }

    /// Whether bytes have the form of a proof.
    public static func isProof(_ count: Int) -> Bool {
        count >= signatureSize && (count - signatureSize) % linkSize == 0 && count <= mostProof
    }

    /// The keys that lead from one of a node's to the one that made a proof, both with them; `nil` where it is another's.
    static func line(provedBy proof: Data, over bytes: Data, of node: NodeID, from first: String) -> [String]? {
        guard isProof(proof.count) else { return nil }
        let proof = Data(proof)
        var line = [first]
        for start in stride(from: signatureSize, to: proof.count, by: linkSize) {
            let link = proof[start..<start + linkSize]
            let (old, new, word) = (link.prefix(32), link.dropFirst(32).prefix(32), link.suffix(64))
            guard let key = line.last, Data(old).base64EncodedString() == key,
                isValid(Data(word), over: Seal.keyLink(of: node, to: Data(new)), by: key)
            else { continue }
            line.append(Data(new).base64EncodedString())
        }
        guard let signer = line.last, isValid(Data(proof.prefix(signatureSize)), over: bytes, by: signer) else {
            return nil
        }
        return line
    }

    /// Whether a proof was made with a node's key in force, or with one that follows from it.
    static func isProved(_ proof: Data, over bytes: Data, of node: NodeID, by key: String) -> Bool {
        line(provedBy: proof, over: bytes, of: node, from: key) != nil
    }

    /// Whether `signature` over `bytes` was made with the private key that belongs to `key` (base64).
    public static func isValid(_ signature: Data, over bytes: Data, by key: String) -> Bool {
        guard let raw = Data(base64Encoded: key),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}

extension NodeID {
    /// A fresh id.
    public static func random() -> NodeID {
        Entropy.system.node()
    }
}

extension OriginID {
    /// A fresh id.
    public static func random() -> OriginID {
        Entropy.system.origin()
    }

    static let zero = OriginID(repeating: 0)
}
