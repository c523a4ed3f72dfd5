#if Hub
    import CPostgres
    import Foundation

    /// A connection to PostgreSQL through libpq. Every call waits for its answer; used from one queue at a time.
    package final class Postgres {
        private let connection: UnsafeMutableRawPointer
        private let warnings: UnsafeMutablePointer<Int32>

        /// Connects, and waits for it, ten seconds where the address says nothing else.
        ///
        /// - Parameter url: `postgres://…` as libpq takes it, with several hosts, TLS and password files.
        /// - Throws: `HubError.noLibrary`, `.unreachable`.
        package init(_ url: String) throws(HubError) {
            if let why = hub_load() { throw .noLibrary(detail: Self.line(String(cString: why))) }
            // What the address says comes after these and counts. A line that is dead is noticed within a minute.
            let settings = [
                "connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "3",
                "tcp_user_timeout": "60000", "fallback_application_name": "guantong",
                "target_session_attrs": "read-write",
            ]
            let pairs = settings.map { ($0.key, $0.value) } + [("dbname", url), ("client_encoding", "UTF8")]
            let strings = pairs.map { (strdup($0.0), strdup($0.1)) }
            defer {
                for (keyword, value) in strings {
                    free(keyword)
                    free(value)
                }
            }
            warnings = .allocate(capacity: 1)
            warnings.initialize(to: 0)
            let opened = hub_connect(
                strings.map { UnsafePointer($0.0) } + [nil], strings.map { UnsafePointer($0.1) } + [nil], warnings)
            guard let opened else {
                warnings.deallocate()
                throw .unreachable(detail: "memory")
            }
            connection = opened
            guard hub_is_well(opened) else {
                let why = Self.line(String(cString: hub_error(opened)))
                // What was allocated is let go with this object.
                throw .unreachable(detail: why)
            }
        }

        deinit {
            hub_finish(connection)
            warnings.deallocate()
        }

        /// One short line, without what might hold a password or move a terminal.
        private static func line(_ text: String) -> String {
            let first = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
            return String(String.UnicodeScalarView(first.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
                .prefix(200).trimmingCharacters(in: .whitespaces)
        }

        /// Readable when there may be news.
        var descriptor: Int32 { hub_socket(connection) }

        /// What a statement is given: bytes in PostgreSQL's binary form.
        package struct Value {
            var bytes: [UInt8]?

            static func bytes(_ bytes: some Sequence<UInt8>) -> Value { Value(bytes: Array(bytes)) }
            static func number(_ number: Int64) -> Value {
                var writer = ByteWriter()
                writer.number(number)
                return Value(bytes: writer.bytes)
            }
            static func text(_ text: String) -> Value { Value(bytes: Array(text.utf8)) }
            static func flag(_ flag: Bool) -> Value { Value(bytes: [flag ? 1 : 0]) }

            static func list(_ items: [[UInt8]]) -> Value { array(items, of: 17) }
            static func list(_ items: [Int64]) -> Value { array(items.map { number($0).bytes ?? [] }, of: 20) }

            /// A one-dimensional array; `type` is PostgreSQL's number (OID) of what is in it, `bytea` or `bigint`.
            private static func array(_ items: [[UInt8]], of type: Int32) -> Value {
                var writer = ByteWriter()
                for number in [items.isEmpty ? 0 : 1, 0, type] { writer.number(number) }
                if !items.isEmpty {
                    writer.number(Int32(items.count))
                    writer.number(Int32(1))
                }
                for item in items {
                    writer.number(Int32(item.count))
                    writer.bytes(item)
                }
                return Value(bytes: writer.bytes)
            }
        }

        /// Does one statement.
        /// - Throws: `HubError.failed` with the server's SQLSTATE, `.unreachable` when the line broke.
        @discardableResult package func query(_ sql: String, _ values: [Value] = []) throws(HubError) -> Answer {
            let starts = values.map { value in value.bytes.map { bytes in Self.copy(bytes) } }
            defer { for start in starts { start?.deallocate() } }
            let pointers = starts.map { $0.map { UnsafePointer<CChar>($0) } }
            let lengths = values.map { Int32($0.bytes?.count ?? 0) }
            let result = hub_query(connection, sql, Int32(values.count), pointers, lengths)
            return try answer(result)
        }

        private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, bytes.count))
            bytes.withUnsafeBytes { if let start = $0.baseAddress { memcpy(copy, start, $0.count) } }
            return copy
        }

        /// Does several statements at once.
        package func run(_ sql: String) throws(HubError) { _ = try answer(hub_run(connection, sql)) }

        private func answer(_ result: UnsafeMutableRawPointer?) throws(HubError) -> Answer {
            guard let result else { throw .unreachable(detail: Self.line(String(cString: hub_error(connection)))) }
            let answer = Answer(result)
            if hub_is_done(result) || hub_wants_copy(result) { return answer }
            let state = String(cString: hub_state(result))
            let message = Self.line(String(cString: hub_message(result)))
            guard !state.isEmpty, hub_is_well(connection) else { throw .unreachable(detail: message) }
            throw .failed(state: state, detail: message)
        }

        /// Does something in a transaction, which is durable when this returns: on the standby too, where one is waited for.
        package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
            try run("BEGIN")
            do {
                let result = try body()
                warnings.pointee = 0
                try run("COMMIT")
                // Whoever gives up waiting for the standby is told so by a warning only.
                guard warnings.pointee == 0 else { throw HubError.unconfirmed }
                return result
            } catch {
                try? run("ROLLBACK")
                throw error
            }
        }

        /// Copies rows in PostgreSQL's binary form: after this statement and within its transaction.
        package func copy(_ sql: String, _ bytes: [UInt8]) throws(HubError) {
            guard hub_wants_copy(try query(sql).result) else { throw .failed(state: "copy", detail: sql) }
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 << 20)
                let isPut = bytes[start..<end].withUnsafeBufferPointer {
                    hub_put(connection, $0.baseAddress, Int32($0.count))
                }
                guard isPut else { throw .unreachable(detail: Self.line(String(cString: hub_error(connection)))) }
                start = end
            }
            _ = try answer(hub_put_end(connection))
        }

        /// What was told since it was asked last, without asking the server.
        /// - Throws: `HubError.unreachable` when the line is broken.
        func notices() throws(HubError) -> [String] {
            guard hub_consume(connection) else {
                throw .unreachable(detail: Self.line(String(cString: hub_error(connection))))
            }
            var notices: [String] = []
            var text = [CChar](repeating: 0, count: 8192)
            while notices.count < 10_000, hub_notice(connection, &text, Int32(text.count)) {
                notices.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            return notices
        }

        /// Tells whoever listens, in a transaction of its own that waits for no disk: a notice in a transaction that
        /// writes would make all writers wait for each other.
        func notify(_ channel: String, _ text: String = "") throws(HubError) {
            // Channel and text are ours: letters, digits and commas.
            try run("BEGIN; SET LOCAL synchronous_commit = off; NOTIFY \(channel), '\(text)'; COMMIT")
        }

        /// The rows of an answer.
        package final class Answer {
            fileprivate let result: UnsafeMutableRawPointer
            /// How many rows there are.
            let count: Int
            /// How many rows the statement changed.
            var changed: Int { hub_changed(result) }

            fileprivate init(_ result: UnsafeMutableRawPointer) {
                self.result = result
                count = Int(hub_rows(result))
            }

            deinit { hub_clear(result) }

            private func value(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
                guard row < count, !hub_is_null(result, Int32(row), Int32(column)) else { return nil }
                var length: Int32 = 0
                let start = hub_value(result, Int32(row), Int32(column), &length)
                return UnsafeBufferPointer(start: start, count: Int(length))
            }

            func bytes(_ row: Int, _ column: Int) -> [UInt8]? { value(row, column).map(Array.init) }
            func data(_ row: Int, _ column: Int) -> Data? { value(row, column).map { Data(buffer: $0) } }
            func text(_ row: Int, _ column: Int) -> String? {
                value(row, column).map { String(decoding: $0, as: UTF8.self) }
            }

            /// A whole number of two, four or eight bytes, or a truth.
            package func number(_ row: Int, _ column: Int) -> Int64? {
                guard let bytes = value(row, column), let first = bytes.first, bytes.count <= 8 else { return nil }
                return bytes.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) }
            }
        }
    }
#endif
