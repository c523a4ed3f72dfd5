#if Hub
    import Foundation
    import Ledger
    import Newsroom

    /// A batch taken apart into the rows of the hub's log.
    package struct HubBatch {
        let certificate: Certificate
        let start: Int64
        let end: Int64
        let proof: Data
        let bytes: Int
        fileprivate let links: Batch.Links

        /// - Throws: `PeerError` when it is not what the format says, or its chain does not end where it says.
        init(_ batch: Batch) throws(PeerError) {
            certificate = batch.certificate
            start = batch.start.sequence
            end = batch.end.sequence
            proof = batch.proof
            bytes = batch.records.count
            links = try batch.links()
        }

        /// A batch's rows for COPY: chain, number, hash, record.
        package static func rows(of batch: Batch, chain: Int64) throws -> [UInt8] {
            var copy = Copy()
            copy.add(try HubBatch(batch), chain: chain)
            return copy.finished()
        }

        /// Rows in PostgreSQL's binary form of COPY: a head, for each row the number of its fields and each field with
        /// its length before it, and -1 at the end.
        struct Copy {
            private var writer = ByteWriter()
            private(set) var count = 0

            init() {
                writer.bytes(Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00])
                writer.number(Int32(0))
                writer.number(Int32(0))
            }

            mutating func add(_ batch: HubBatch, chain: Int64) {
                batch.links.records.withUnsafeBytes { records in
                    for index in 0..<batch.links.ranges.count {
                        writer.number(Int16(4))
                        for number in [chain, batch.start + 1 + Int64(index)] {
                            writer.number(Int32(8))
                            writer.number(number)
                        }
                        writer.number(Int32(32))
                        writer.bytes(batch.links.hashes[index * 32..<(index + 1) * 32])
                        let range = batch.links.ranges[index]
                        writer.number(Int32(range.count))
                        writer.bytes(UnsafeRawBufferPointer(rebasing: records[range]))
                    }
                }
                count += batch.links.ranges.count
            }

            mutating func finished() -> [UInt8] {
                writer.number(Int16(-1))
                return writer.bytes
            }
        }
    }
#endif
