/// Turns the bytes of a terminal into inputs. Pure: no clock and no descriptor.
///
/// Understands xterm's normal and application keys with modifiers, SS3, the Linux
/// console's function keys, CSI-u, Alt as a prefix, SGR mouse, bracketed paste and
/// focus. Answers to queries come out through `takeReplies`, never as keys.
/// Sequences that are cut anywhere are kept until the rest comes; what is not known
/// is swallowed whole.
public struct KeyDecoder: Sendable {
    /// An answer of the terminal to a question.
    public enum Reply: Hashable, Sendable {
        /// DECRPM: the state of a private mode; 0 unknown, 1 set, 2 reset, 3 and 4 permanently so.
        case mode(Int, state: Int)
        /// Where the cursor stands, counted from 1.
        case position(row: Int, column: Int)
        /// That all is well: the answer to the question behind a frame.
        case status
        /// Device attributes.
        case attributes([Int])
    }

    /// Pasted text beyond this many bytes is dropped.
    public static let pasteLimit = 1 << 20

    private var pending: [UInt8] = []
    private var paste: [UInt8]?
    private var inputs: [Input] = []
    private var replies: [Reply] = []

    /// A decoder with nothing waiting.
    public init() {}

    /// Whether `flush()` would make something of what is waiting: a lone Esc, mostly.
    public var isWaiting: Bool { paste == nil && (pending.first == 0x1b && pending.count <= 2) }

    /// Whether a paste began and did not end yet.
    public var isPasting: Bool { paste != nil }

    /// Takes bytes in any portions; gives out what is complete.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
        pending.append(contentsOf: bytes)
        return drain(final: false)
    }

    /// Says that nothing more came for a while: a lone Esc is the key Esc, `ESC [` is Alt-[,
    /// and a paste without an end is over.
    public mutating func flush() -> [Input] {
        if paste != nil {
            paste?.append(contentsOf: pending)
            pending.removeAll()
            endPaste()
            return take()
        }
        return isWaiting ? drain(final: true) : []
    }

    /// The answers that came since the last call.
    public mutating func takeReplies() -> [Reply] {
        defer { replies.removeAll() }
        return replies
    }
}

extension KeyDecoder {
    /// What stands at the beginning of the waiting bytes.
    private enum Step {
        /// So many bytes are dealt with.
        case took(Int)
        /// The rest has not come yet.
        case incomplete
    }

    private mutating func take() -> [Input] {
        defer { inputs.removeAll(keepingCapacity: true) }
        return inputs
    }

    private mutating func drain(final: Bool) -> [Input] {
        var start = 0
        loop: while start < pending.count {
            let step =
                paste == nil ? next(pending[start...], final: final) : continuePaste(pending[start...])
            switch step {
            case .took(let count): start += max(1, count)
            case .incomplete: break loop
            }
        }
        pending.removeFirst(min(start, pending.count))
        return take()
    }

    private mutating func next(_ bytes: ArraySlice<UInt8>, final: Bool) -> Step {
        let start = bytes.startIndex
        let first = bytes[start]
        if first == 0x1b { return escape(bytes, final: final) }
        if first < 0x20 || first == 0x7f {
            emit(KeyDecoder.controlKey(first))
            return .took(1)
        }
        return character(bytes, alt: false, final: final)
    }

    /// One code point of UTF-8; bytes that are none are dropped.
    private mutating func character(_ bytes: ArraySlice<UInt8>, alt: Bool, final: Bool) -> Step {
        let start = bytes.startIndex
        let first = bytes[start]
        let length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
        if length == 0 { return .took(1) }
        let tail = bytes.dropFirst().prefix(length - 1)
        if let wrong = tail.firstIndex(where: { $0 & 0xc0 != 0x80 }) { return .took(wrong - start) }
        if bytes.count < length { return final ? .took(bytes.count) : .incomplete }
        // Overlong forms and surrogates do not validate.
        if let text = String(validating: bytes.prefix(length), as: UTF8.self), let scalar = text.unicodeScalars.first,
            !(0x80..<0xa0).contains(scalar.value)
        {
            emit(Key(.character(Character(scalar)), alt: alt))
        }
        return .took(length)
    }

    static func controlKey(_ byte: UInt8) -> Key {
        switch byte {
        case 0x00: Key(.character(" "), control: true)
        case 0x08, 0x7f: Key(.backspace)
        case 0x09: Key(.tab)
        case 0x0d: Key(.enter)
        case 0x01...0x1a: Key(.character(Character(Unicode.Scalar(byte + 0x60))), control: true)
        default: Key(.character(Character(Unicode.Scalar(byte + 0x40))), control: true)
        }
    }

    private mutating func emit(_ key: Key) { inputs.append(.key(key)) }

    private mutating func escape(_ bytes: ArraySlice<UInt8>, final: Bool) -> Step {
        guard bytes.count > 1 else {
            if !final { return .incomplete }
            emit(Key(.escape))
            return .took(1)
        }
        let second = bytes[bytes.startIndex + 1]
        switch second {
        case 0x5b, 0x4f, 0x5d, 0x50, 0x58, 0x5e, 0x5f:  // [ O ] P X ^ _
            if bytes.count == 2 {
                if !final { return .incomplete }
                emit(Key(.character(Character(Unicode.Scalar(second))), alt: true))
                return .took(2)
            }
            if second == 0x5b { return control(bytes, alt: false) }
            if second == 0x4f { return single(bytes, alt: false) }
            return string(bytes)
        case 0x1b:
            // Alt with a key that sends a sequence of its own, or Esc twice.
            if bytes.count == 2 && !final { return .incomplete }
            if bytes.count > 2, [0x5b, 0x4f].contains(bytes[bytes.startIndex + 2]) {
                let rest = bytes.dropFirst()
                if rest.count == 2 { return .incomplete }
                let step = rest[rest.startIndex + 1] == 0x5b ? control(rest, alt: true) : single(rest, alt: true)
                if case .took(let count) = step { return .took(count + 1) }
                return step
            }
            emit(Key(.escape))
            return .took(1)
        case 0..<0x20, 0x7f:
            var key = KeyDecoder.controlKey(second)
            key.alt = true
            emit(key)
            return .took(2)
        default:
            switch character(bytes.dropFirst(), alt: true, final: final) {
            case .took(let count): return .took(count + 1)
            case .incomplete: return .incomplete
            }
        }
    }

    /// SS3: application cursor keys, F1 to F4, the number pad.
    private mutating func single(_ bytes: ArraySlice<UInt8>, alt: Bool) -> Step {
        var index = bytes.startIndex + 2
        var modifier = 0
        while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]), index < bytes.startIndex + 6 {
            modifier = modifier * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard index < bytes.endIndex else { return .incomplete }
        if bytes[index] == 0x1b { return .took(index - bytes.startIndex) }
        if let key = KeySequences.single(bytes[index], modifier: modifier, alt: alt) { emit(key) }
        return .took(index - bytes.startIndex + 1)
    }

    /// CSI: parameters, intermediates, one final byte.
    private mutating func control(_ bytes: ArraySlice<UInt8>, alt: Bool) -> Step {
        let start = bytes.startIndex
        // The Linux console sends F1 to F5 as ESC [ [ A to E.
        if bytes[start + 2] == 0x5b {
            guard bytes.count > 3 else { return .incomplete }
            if (0x41...0x45).contains(bytes[start + 3]) { emit(Key(.function(Int(bytes[start + 3]) - 0x40), alt: alt)) }
            return .took(bytes[start + 3] == 0x1b ? 3 : 4)
        }
        var index = start + 2
        while index < bytes.endIndex {
            let byte = bytes[index]
            if (0x40...0x7e).contains(byte) {
                finish(ControlSequence(bytes[start + 2..<index], final: byte), alt: alt)
                return .took(index - start + 1)
            }
            // Anything but parameters and intermediates breaks it off; that byte starts afresh.
            guard (0x20..<0x40).contains(byte) else { return .took(index - start) }
            index += 1
            if index - start > 64 { return .took(index - start) }
        }
        return .incomplete
    }

    private mutating func finish(_ sequence: ControlSequence, alt: Bool) {
        switch (sequence.prefix, sequence.intermediate, sequence.final) {
        case (nil, nil, 0x7e) where sequence.number(0) == 200: paste = []
        case (nil, nil, 0x7e) where sequence.number(0) == 201: break
        case (nil, nil, 0x49): inputs.append(.focus(true))
        case (nil, nil, 0x4f): inputs.append(.focus(false))
        case (0x3f, 0x24, 0x79): replies.append(.mode(sequence.number(0), state: sequence.number(1)))
        case (0x3f, nil, 0x63), (0x3e, nil, 0x63): replies.append(.attributes(sequence.parameters.map(\.value)))
        case (0x3f, nil, 0x52): replies.append(.position(row: sequence.number(0), column: sequence.number(1)))
        // CSI 1;2R is Shift-F3 as well; questions are asked from the second row for that reason.
        case (nil, nil, 0x52) where sequence.number(0) > 1:
            replies.append(.position(row: sequence.number(0), column: sequence.number(1)))
        case (nil, nil, 0x6e): replies.append(.status)
        case (0x3c, nil, 0x4d), (0x3c, nil, 0x6d):
            if let mouse = KeySequences.mouse(sequence) { inputs.append(.mouse(mouse)) }
        case (nil, nil, _):
            if let key = KeySequences.control(sequence, alt: alt) { emit(key) }
        default: break
        }
    }

    /// OSC, DCS and their like: swallowed up to the terminator, at most 4,096 bytes.
    private func string(_ bytes: ArraySlice<UInt8>) -> Step {
        var index = bytes.startIndex + 2
        while index < bytes.endIndex {
            if bytes[index] == 0x07 { return .took(index - bytes.startIndex + 1) }
            if bytes[index] == 0x1b {
                guard index + 1 < bytes.endIndex else { return .incomplete }
                return .took(index - bytes.startIndex + (bytes[index + 1] == 0x5c ? 2 : 0))
            }
            index += 1
            if index - bytes.startIndex > 4096 { return .took(index - bytes.startIndex) }
        }
        return .incomplete
    }

    private static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)

    private mutating func continuePaste(_ bytes: ArraySlice<UInt8>) -> Step {
        let end = KeyDecoder.pasteEnd
        let stop = bytes.firstIndex(of: 0x1b) ?? bytes.endIndex
        if stop > bytes.startIndex {
            keepPasted(bytes[..<stop])
            return .took(stop - bytes.startIndex)
        }
        if bytes.starts(with: end) {
            endPaste()
            return .took(end.count)
        }
        if bytes.count < end.count && end.starts(with: bytes) { return .incomplete }
        keepPasted(bytes.prefix(1))
        return .took(1)
    }

    private mutating func keepPasted(_ bytes: ArraySlice<UInt8>) {
        let room = KeyDecoder.pasteLimit - (paste?.count ?? 0)
        if room > 0 { paste?.append(contentsOf: bytes.prefix(room)) }
    }

    private mutating func endPaste() {
        let text = String(decoding: paste ?? [], as: UTF8.self)
        paste = nil
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        if !lines.isEmpty { inputs.append(.paste(lines)) }
    }
}
