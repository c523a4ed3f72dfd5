import Foundation

/// Random numbers that a seed repeats (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func under(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    mutating func pick<Values: RandomAccessCollection>(_ values: Values) -> Values.Element? where Values.Index == Int {
        values.isEmpty ? nil : values[values.startIndex + under(values.count)]
    }
}

/// One step of a simulated day. A run is a list of them, made from a seed before anything happens, so that a failing one
/// can be made shorter by leaving steps out.
enum Step: Equatable, CustomStringConvertible {
    /// Somebody at the node does something; the number chooses what, from what the node knows then.
    case act(Int, UInt64)
    /// People at both nodes do something to the same thing in the same millisecond.
    case both(Int, Int, UInt64)
    /// Time goes on for everybody.
    case wait(seconds: Int)
    /// The node's clock is set; seconds from the true time.
    case clock(Int, seconds: Int)
    /// The same, and somebody there says that it is right.
    case trust(Int, seconds: Int)
    /// The machine is started again, with its clock as it is.
    case boot(Int)
    /// The two are connected and stay so; so many bytes go each way in a step, and each is so many steps on its way.
    case connect(Int, Int, bytes: Int, delay: Int)
    /// All lines of the node are cut, with what is on its way.
    case cut(Int)
    /// The lines of the node carry nothing in one direction, or both, until `flow`; what is said meanwhile waits.
    case stall(Int, heard: Bool, said: Bool)
    /// All lines carry again.
    case flow
    /// A byte on its way to the node becomes another.
    case garble(Int, UInt64)
    /// The node's disk is full when it is given batches next, or its power fails while it keeps them.
    case failTaking(Int, UInt64)
    /// The node's power fails in the middle of an act: so much of what it was writing is on the disk, perhaps torn.
    case crash(Int, UInt64)
    /// A backup is made of the node, in place of the one before.
    case backup(Int)
    /// The backup is put back over the file.
    case restore(Int)
    /// The desk changes somebody's card.
    case roster(UInt64)
    /// The node makes a new key.
    case rotate(Int)
    /// The node, which asks no rules, writes what it must not.
    case forge(Int, UInt64)
    /// Somebody acts at the node as what the desk makes them only then, and a third node hears of the act first.
    case foresee(Int, UInt64)
    /// The desk revokes the node.
    case revoke(Int)

    var description: String {
        switch self {
        case .act(let node, let chance): ".act(\(node), \(chance))"
        case .both(let one, let other, let chance): ".both(\(one), \(other), \(chance))"
        case .wait(let seconds): ".wait(seconds: \(seconds))"
        case .clock(let node, let seconds): ".clock(\(node), seconds: \(seconds))"
        case .trust(let node, let seconds): ".trust(\(node), seconds: \(seconds))"
        case .boot(let node): ".boot(\(node))"
        case .connect(let one, let other, let bytes, let delay):
            ".connect(\(one), \(other), bytes: \(bytes), delay: \(delay))"
        case .cut(let node): ".cut(\(node))"
        case .stall(let node, let heard, let said): ".stall(\(node), heard: \(heard), said: \(said))"
        case .flow: ".flow"
        case .garble(let node, let chance): ".garble(\(node), \(chance))"
        case .failTaking(let node, let chance): ".failTaking(\(node), \(chance))"
        case .crash(let node, let chance): ".crash(\(node), \(chance))"
        case .backup(let node): ".backup(\(node))"
        case .restore(let node): ".restore(\(node))"
        case .roster(let chance): ".roster(\(chance))"
        case .rotate(let node): ".rotate(\(node))"
        case .forge(let node, let chance): ".forge(\(node), \(chance))"
        case .foresee(let node, let chance): ".foresee(\(node), \(chance))"
        case .revoke(let node): ".revoke(\(node))"
        }
    }

    /// The steps of a seed: node 0 is the desk's.
    static func steps(_ dice: inout Dice, nodes: Int, count: Int) -> [Step] {
        (0..<count).map { _ in
            let node = dice.under(nodes)
            switch dice.under(100) {
            case 0..<46: return .act(node, dice.next())
            case 46..<52: return .both(node, (node + 1 + dice.under(nodes - 1)) % nodes, dice.next())
            case 52..<54: return .stall(node, heard: dice.under(3) == 0, said: dice.under(2) == 0)
            case 54..<55: return .flow
            case 55..<56: return .garble(node, dice.next())
            case 56..<58: return .failTaking(node, dice.next())
            case 58..<68: return .wait(seconds: [1, 30, 600, 7200, 36_000][dice.under(5)])
            case 68..<70: return .clock(node, seconds: [0, 2, -40, 200, -4000, 900][dice.under(6)])
            case 70..<71:
                let seconds = [0, 0, 900, 0, 86_400, 900, 3 * 86_400, 366 * 86_400][dice.under(8)]
                return dice.under(4) == 0 ? .boot(node) : .trust(node, seconds: seconds)
            case 71..<82:
                let other = (node + 1 + dice.under(nodes - 1)) % nodes
                return .connect(
                    node, other, bytes: [40, 700, 9000, 1 << 20][dice.under(4)], delay: [0, 0, 1, 4][dice.under(4)])
            case 82..<87: return .cut(node)
            case 87..<91: return .crash(node, dice.next())
            case 91..<93: return .backup(node)
            case 93..<94: return .restore(max(1, node))
            case 94..<96: return .roster(dice.next())
            case 96..<97: return .rotate(node)
            case 97..<98: return .forge(max(1, node), dice.next())
            case 98..<99: return .foresee(max(1, node), dice.next())
            default: return dice.under(2) == 0 ? .revoke(max(1, node)) : .wait(seconds: 5)
            }
        }
    }
}
