import Crypto
import Foundation
import Ledger
import Newsroom

/// What an exchange has come to.
public struct SyncOutcome: Sendable {
    /// Who the peer says it is, and has proved where this node knows it.
    public var peer: NodeID?
    /// Events of ours that it acknowledged.
    public var sent: Int64 = 0
    /// Events that were new here, durable.
    public var received: Int64 = 0
    /// Events that it has and we lack; after a complete exchange those that were refused.
    public var ahead: Int64 = 0
    /// Events that we have and it lacks.
    public var behind: Int64 = 0
    /// What was wrong on the way and did not stop the rest.
    public var troubles: [PeerError] = []
    /// What ended it before it was complete.
    public var ending: PeerError?
    /// What failed here: the database.
    public var failure: (any Error)?
    /// Whether both sides said that all they had to send is acknowledged.
    public var isComplete = false

    /// Nothing yet.
    public init() {}

    /// Whether both have everything, and nothing was wrong.
    public var isEqual: Bool { isComplete && troubles.isEmpty && ending == nil && failure == nil }
}

/// What an exchange tells whoever runs it.
public enum ExchangeEvent: Sendable {
    /// The peer is this node; whether we know it, and it us, shows in troubles.
    case met(NodeID)
    /// More was sent or received; what stands now.
    case progress(SyncOutcome)
    /// Something is wrong; the rest goes on.
    case trouble(PeerError)
    /// Both have everything that they can have. Told again each time after news.
    case settled(SyncOutcome)
    /// It is over.
    case ended(SyncOutcome)
}

/// One side of the talk of two replicas (`Frame.swift` has the words): a machine that takes bytes, clock readings and word of
/// commits, and gives bytes and events. It opens nothing, waits for nothing, and has neither clock nor chance of its
/// own, so that the same code runs over ssh, within a process and in a simulator. Used from one queue at a time.
///
/// Memory is bounded whatever the peer does: batches are read when there is room for them, what waits to be taken
/// is taken when it is large, and lists from the peer have greatest lengths.
public final class Exchange {
    /// Which part this side plays.
    public enum Mode: Sendable {
        /// It called, and goes when both have everything.
        case once
        /// It called, and stays and passes on what is new.
        case follow
        /// It was called, and stays as long as the other wants.
        case serve
    }

    /// What may be chosen of an exchange.
    public struct Options: Sendable {
        /// The only node that the peer may be; `nil` for anybody.
        public var expected: NodeID?
        /// Asks that large frames be compressed: for slow lines.
        public var compresses = false
        /// About how many bytes of events a batch that we send has.
        public var batchBytes = Batch.mostBytes
        /// How many bytes of batches may be unanswered.
        public var window = 8 << 20
        /// A peer of which nothing came for this long is gone, in seconds; a word is sent after a third of it.
        public var patience = Exchange.patience

        /// The usual ones.
        public init(expected: NodeID? = nil, compresses: Bool = false) {
            self.expected = expected
            self.compresses = compresses
            // An acknowledgement for every quarter of a megabyte: what is cut off on a slow line is not much.
            if compresses { batchBytes = Batch.mostBytes / 4 }
        }
    }

    /// A peer of which nothing came for this long is gone, in seconds.
    public static let patience = 45
    /// That a peer still stands as it stood is noted after this long, in milliseconds: each note is a commit, which wakes
    /// all followers at this node. Shorter than any sensible limit after which a centre counts as quiet.
    static let sameAgain: Int64 = 300_000
    /// No peer may name more chains.
    static let mostChains = 200_000
    /// One transaction takes about so many events and bytes.
    static let groupEvents = 20_000
    static let groupBytes = 8 << 20
    /// A chain whose node is not known is tried again so often, each time when something was learnt.
    static let mostTries = 4
    /// Batches are read only while less than this waits to go out.
    static let outputLow = 256 << 10
    /// Nothing is read from a peer that takes nothing while this much waits for it.
    static let outputHigh = 24 << 20

    enum State {
        case greeting
        case proving
        case open
        case ended
    }

    /// A chain as it stands on both sides.
    struct ChainProgress {
        enum Road {
            case open
            /// Refused for now: the receiver asks again.
            case waiting
            /// Not touched again in this connection.
            case closed
        }
        /// How far we have it.
        var mine: Head?
        /// How far the peer is known to have it.
        var theirs: Int64 = 0
        /// The peer's hash there, where it said it.
        var theirHash: Data?
        /// Sent up to here.
        var sent: Int64 = 0
        /// All of it is sent again, as the node's new key signs it, whatever the peer has.
        var isProvedAnew = false
        /// The peer said that this much of what was sent to it is durable, in this connection.
        var acknowledged: Int64 = 0
        /// To the peer.
        var out = Road.open
        /// From the peer.
        var way = Road.open
        /// What was refused, and how often it was tried again.
        var refusal: PeerError?
        var tries = 0
        /// The peer was asked to send again, and has not begun to.
        var isAskedAgain = false
        /// Which sending the answers belong to; what was sent before the last restart no longer counts.
        var epoch = 0
        var isQueued = false

        var isToSend: Bool { out == .open && (mine?.sequence ?? 0) > sent }
        var ahead: Int64 { max(0, theirs - (mine?.sequence ?? 0)) }
        var behind: Int64 { max(0, (mine?.sequence ?? 0) - theirs) }
    }

    /// A batch on its way.
    struct Sent {
        var origin: OriginID
        var end: Int64
        var count: Int
        var bytes: Int
        var epoch: Int
    }

    let replica: any Replica
    let mode: Mode
    let options: Options
    var state = State.greeting
    var decoder = FrameDecoder()
    var now: Moment
    /// How long it has lasted, in milliseconds. Silence is measured by this: the clock of the wall may be set meanwhile.
    var age: Int64 = 0
    /// When, by `age`, something came last, was said, and was noted.
    var lastHeard: Int64 = 0
    var lastSaid: Int64 = 0
    var lastNoted: Int64?
    /// When something came last, by the clock of the wall.
    var heardAt: Moment
    var notedStanding: [Int64] = []
    var me: Introduction?
    let nonce: Data
    var myHello: [UInt8] = []
    var theirHello: Hello?
    var theirHelloBytes: [UInt8] = []
    var theirProof: Data?

    /// Whether the peer's proof holds: only then is anything sent to it.
    var knowsPeer = false
    var myDigests = Digests.none
    var snapshot: [Head] = []
    /// How far we had each chain before the peer looked at its own.
    var earlier: [OriginID: Int64] = [:]
    var theirDigests: (knows: Bool, Digests)?
    var differing: [Bool] = []
    var theirHeads: [Head] = []
    var hasTheirHeads = false

    var lines: [OriginID: ChainProgress] = [:]
    var queue: [OriginID] = []
    var queueStart = 0
    /// The replica's newest when its heads were looked at last.
    var seen: Int64?
    var outstanding: [Sent] = []
    var outstandingBytes = 0
    var inbox: [Batch] = []
    var inboxBytes = 0
    var inboxEvents = 0
    /// Chains refused for now because their node is not known yet.
    var untold: [OriginID] = []
    /// Chains refused for now because of a clock.
    var early: [OriginID] = []

    /// What is asked and given of values that may have to be forgotten.
    var valueTalk = ValueTalk()
    var saidDone = false
    var heardDone = false
    /// The key by which this node's chains are sent again, while they are; and whether that was looked at.
    var provesAnew: String?
    var hasLookedForProofs = false
    var isWell = false
    var earlyAgain: Int64?
    var earlyTries = 0
    var output: [UInt8] = []
    var events: [ExchangeEvent] = []
    /// What it has come to up to now.
    public internal(set) var outcome = SyncOutcome()

    /// Begins: there is output at once.
    ///
    /// - Parameters:
    ///   - nonce: 32 random bytes, never used before.
    ///   - now: this side's clock.
    public init(replica: any Replica, mode: Mode, options: Options = Options(), nonce: Data, now: Moment) {
        self.replica = replica
        self.mode = mode
        self.options = options
        self.nonce = nonce
        self.now = now
        heardAt = now
        attempt {
            let me = try replica.introduction()
            self.me = me
            let hello = Hello(
                isDialled: mode != .serve, follows: mode == .follow, asksDeflated: options.compresses,
                keepsValues: replica.values != nil, node: me.node, desk: me.desk, nonce: nonce, window: options.window,
                log: Fact.version,
                kinds: FactKind.allCases.map(\.name))
            let frame = Frame.hello(hello)
            myHello = frame.payload
            say(frame)
        }
    }

    /// Whether it is over: what output there is should still be sent.
    public var isOver: Bool { state == .ended }
    /// Whether it stays after both have everything.
    public var follows: Bool { mode == .follow || (mode == .serve && theirHello?.follows == true) }
    /// Whether more should be read from the peer; not while it takes nothing of what waits for it.
    public var wantsInput: Bool { state != .ended && output.count < Self.outputHigh }

    /// The bytes to send now. To be called again when they are gone: batches are read only then.
    public func takeOutput() -> [UInt8] {
        if state == .open { attempt { try pump() } }
        defer { output = [] }
        return output
    }

    /// What happened since it was asked last.
    public func takeEvents() -> [ExchangeEvent] {
        defer { events = [] }
        return events
    }

    /// Takes bytes from the peer, in any pieces.
    ///
    /// - Parameter more: more is at hand and will be given at once: what came is kept for one common transaction.
    public func received(_ bytes: some Sequence<UInt8>, now: Moment, more: Bool = false) {
        guard state != .ended else { return }
        take(clock: now)
        heardAt = now
        decoder.feed(bytes)
        attempt {
            while state != .ended, let frame = try decoder.next() { try take(frame) }
            if !more { try settle() }
        }
        // A greeting is short: who takes longer than patience for it, byte by byte, only keeps a place.
        if state != .greeting { lastHeard = age }
    }

    /// Something was committed here: when the peer stays, it is told.
    public func committed() {
        guard state == .open, follows, hasTheirHeads, knowsPeer else { return }
        attempt {
            try lookAgain()
            try sendLateValues()
            try conclude()
        }
    }

    /// Reads the clock, when `untilTick` says so: says a word, notices silence, asks again for what had to wait.
    public func tick(now: Moment) {
        guard state != .ended else { return }
        take(clock: now)
        attempt {
            let silence = age - lastHeard
            guard silence < greatestSilence else { throw PeerError.silent(seconds: Int(silence / 1000)) }
            if state == .open, follows, !early.isEmpty, age >= earlyAgain ?? age {
                for answer in askAgain(&early) { say(.answers([answer])) }
            }
            if output.isEmpty, state == .open, age - lastSaid >= keepAlive { say(.alive) }
            try noteContact(always: false)
        }
    }

    /// Milliseconds until the clock is to be read again: for the next word, or for the end of patience.
    public var untilTick: Int { Int(max(1, min(lastHeard + greatestSilence - age, keepAlive))) }

    /// A word is sent after this long without any, in milliseconds.
    var keepAlive: Int64 { patience / 3 }
    private var patience: Int64 { Int64(options.patience) * 1000 }
    /// Who called waits twice as long for the first word: the line is not there before somebody has logged in.
    private var greatestSilence: Int64 { state == .greeting && mode != .serve ? 2 * patience : patience }

    /// A clock that was set back, or a machine that has slept, is no silence of the peer: the clock is read at least
    /// every `keepAlive`, and counts for little more than that.
    private func take(clock: Moment) {
        age += min(max(0, clock.milliseconds - now.milliseconds), patience / 2)
        now = clock
    }

    /// The peer's bytes have ended.
    public func closed() {
        guard state != .ended else { return }
        attempt {
            try takeInbox()
            throw PeerError.brokenOff
        }
    }

    /// Goes, in order.
    public func stop() {
        guard state != .ended else { return }
        say(.bye(.well))
        end(nil)
    }

    // MARK: - Ends

    /// Does what may fail; a failure ends the exchange with its name.
    func attempt(_ body: () throws -> Void) {
        guard state != .ended else { return }
        do {
            try body()
        } catch let trouble as PeerError {
            switch trouble {
            case .malformed: say(.bye(.notUnderstood))
            case .oversized: say(.bye(.oversized))
            case .otherVersion: say(.bye(.otherVersion))
            case .otherDesk: say(.bye(.otherDesk))
            case .brokenOff, .silent: break
            default: say(.bye(.failure))
            }
            end(trouble)
        } catch {
            say(.bye(.failure))
            outcome.failure = error
            end(nil)
        }
    }

    func end(_ trouble: PeerError?) {
        guard state != .ended else { return }
        let wasOpen = state == .open
        for line in lines.values where line.way == .waiting {
            if let refusal = line.refusal, !outcome.troubles.contains(refusal) { outcome.troubles.append(refusal) }
        }
        outcome.ending = trouble
        state = .ended
        (inbox, queue, lines) = ([], [], wasOpen ? lines : [:])
        // What is noted here is worth trying, no more: a database that fails has said so already.
        if let peer = outcome.peer, knowsPeer {
            if wasOpen { try? noteContact(always: true, isConnected: false) }
            if let last = trouble ?? outcome.troubles.last { try? replica.note(last, of: peer) }
        } else if let trouble, let expected = options.expected {
            try? replica.note(trouble, of: expected)
        }
        lines = [:]
        events.append(.ended(outcome))
    }

    /// Notes what is wrong, and goes on.
    func note(_ trouble: PeerError) {
        guard outcome.troubles.count < 1000, !outcome.troubles.contains(trouble) else { return }
        outcome.troubles.append(trouble)
        events.append(.trouble(trouble))
        if knowsPeer, let peer = outcome.peer { try? replica.note(trouble, of: peer) }
    }

    func say(_ frame: Frame) {
        let deflate = theirHello.map { $0.inflates && ($0.asksDeflated || options.compresses) } ?? false
        output.append(contentsOf: frame.encoded(deflate: deflate))
        lastSaid = age
    }
}
