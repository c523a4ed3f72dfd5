import Crypto
import Foundation
import Newsroom

/// Where fresh ids and keys come from: the system, but in a simulation, which draws them from its seed so that a run
/// can be repeated. Passed in with the clock, and within the package only.
package struct Entropy: Sendable {
    /// 64 random bits a call.
    package let next: @Sendable () -> UInt64

    /// Takes whatever `next` gives.
    package init(next: @escaping @Sendable () -> UInt64) { self.next = next }

    /// What nobody can foretell.
    package static let system = Entropy {
        var random = SystemRandomNumberGenerator()
        return random.next()
    }

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    func origin() -> OriginID { OriginID(bytes: bytes(16)) ?? OriginID.zero }

    func node() -> NodeID { NodeID(rawValue: origin().description) }

    func key() -> Curve25519.Signing.PrivateKey {
        // Any 32 bytes are a key of Ed25519.
        (try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes(32))) ?? Curve25519.Signing.PrivateKey()
    }
}
