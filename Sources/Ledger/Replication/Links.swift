import Foundation
import Newsroom

extension Batch {
    /// A batch's events as links of their chain, for whoever keeps them without reading them.
    public struct Links: Sendable {
        /// The bytes of all events.
        public let records: Data
        /// Where each event lies in them.
        public let ranges: [Range<Int>]
        /// The hash of each, 32 bytes one after another.
        public let hashes: [UInt8]
    }

    /// Takes the batch apart and makes its chain again; events and signature are not judged.
    ///
    /// - Throws: `PeerError.malformed` when it is not what the format says, `PeerError.altered` when its chain does not end where
    ///   it says.
    public func links() throws(PeerError) -> Links {
        let read = records.withUnsafeBytes { bytes -> Links? in
            guard start.hash.count == 32, let records = Records.read(bytes, count: count) else { return nil }
            return Links(
                records: self.records, ranges: records.map(\.whole),
                hashes: Records.hashes(bytes, records, origin: certificate.origin, after: start))
        }
        guard let read else { throw .malformed("records") }
        guard read.hashes.suffix(32).elementsEqual(end.hash) else {
            throw .altered(certificate.origin, after: start.sequence)
        }
        return read
    }
}
