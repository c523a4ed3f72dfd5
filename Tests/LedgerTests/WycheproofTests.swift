import Foundation
import Testing

@testable import Ledger

/// A checkout of the public vectors for signatures (github.com/C2SP/wycheproof), where `$WYCHEPROOF` names one.
private let vectors: URL? = ProcessInfo.processInfo.environment["WYCHEPROOF"].map {
    URL(fileURLWithPath: $0).appendingPathComponent("testvectors_v1/ed25519_test.json")
}

/// Libraries differ in which signatures they accept: ours takes what the vectors call valid, and nothing else.
@Suite(.enabled(if: vectors != nil, "set WYCHEPROOF to a checkout of wycheproof")) struct WycheproofTests {
    private struct File: Decodable {
        let testGroups: [Group]
    }

    private struct Group: Decodable {
        struct Key: Decodable { let pk: String }
        struct Case: Decodable {
            let tcId: Int
            let comment: String
            let msg: String
            let sig: String
            let result: String
        }

        let publicKey: Key
        let tests: [Case]
    }

    @Test func signaturesAreAcceptedAsTheVectorsSay() throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: try #require(vectors)))
        var count = 0
        for group in file.testGroups {
            let key = try #require(Data(hex: group.publicKey.pk)).base64EncodedString()
            for vector in group.tests {
                let isValid = KeyFile.isValid(
                    try #require(Data(hex: vector.sig)), over: try #require(Data(hex: vector.msg)), by: key)
                #expect(isValid == (vector.result == "valid"), "\(vector.tcId) \(vector.comment)")
                count += 1
            }
        }
        #expect(count > 100)
        print("\(count) vectors")
    }
}

extension Data {
    fileprivate init?(hex: String) {
        guard hex.utf8.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var rest = Substring(hex)
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self = Data(bytes)
    }
}
