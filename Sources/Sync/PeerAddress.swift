import Foundation
import Newsroom

/// Where a peer is: what people type after `guantong sync`.
public enum PeerAddress: Equatable, Sendable {
    /// `ssh://[user@]host[:port][/path]`: a program of ours over there, started through OpenSSH. The path is that of the
    /// database there; without one the other side knows.
    case ssh(user: String?, host: String, port: Int?, path: String?)
    /// Another database on this machine.
    case path(String)
    /// `postgres://…` or `postgresql://…`: a hub. May hold a password and is never printed whole.
    case hub(String)

    /// Reads an address; `nil` for what is none. What OpenSSH or a shell could take for an option or a command is none.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 1000,
            text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        else { return nil }
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .hub(text)
        } else if text.hasPrefix("ssh://") {
            guard let address = Self.ssh(text.dropFirst(6)) else { return nil }
            self = address
        } else {
            guard !text.contains("://") else { return nil }
            self = .path(text)
        }
    }

    /// A port in plain digits; 0, which is none, for anything else.
    private static func number(_ digits: Substring) -> Int {
        digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) ?? 0 : 0
    }

    private static func ssh(_ rest: Substring) -> PeerAddress? {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var place = rest[..<slash]
        let path = rest[slash...]
        var user: String?
        if let at = place.lastIndex(of: "@") {
            user = String(place[..<at])
            place = place[place.index(after: at)...]
        }
        var port: Int?
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            let after = place[place.index(after: end)...]
            if after.hasPrefix(":") { port = number(after.dropFirst()) } else if !after.isEmpty { return nil }
            place = place[place.index(after: place.startIndex)..<end]
        } else if let colon = place.lastIndex(of: ":") {
            port = number(place[place.index(after: colon)...])
            place = place[..<colon]
        }
        if let port, !(1...65_535).contains(port) { return nil }
        func isPlain(_ text: some StringProtocol, _ others: String) -> Bool {
            !text.isEmpty && !text.hasPrefix("-")
                && text.unicodeScalars.allSatisfy {
                    $0.isASCII
                        && ($0.properties.isAlphabetic || (48...57).contains($0.value)
                            || others.unicodeScalars.contains($0))
                }
        }
        guard isPlain(place, ".-_:%"), user.map({ isPlain($0, ".-_") }) ?? true,
            path.count <= 1 || isPlain(path, "/.-_~+@ ")
        else { return nil }
        return .ssh(user: user, host: String(place), port: port, path: path.count <= 1 ? nil : String(path))
    }

    /// As people are told of it; without what only the machine needs to know.
    public var name: String {
        switch self {
        case .ssh(let user, let host, let port, let path):
            "ssh://" + (user.map { $0 + "@" } ?? "") + host + (port.map { ":\($0)" } ?? "") + (path ?? "")
        case .path(let path): path
        case .hub(let url):
            // Neither user nor password.
            "postgres://"
                + (url.split(separator: "@").last.map { $0.split(separator: "?")[0] } ?? "")
                .replacingOccurrences(of: "postgresql://", with: "").replacingOccurrences(of: "postgres://", with: "")
        }
    }
}
