import Ledger
import Newsroom
import Terminal
import Testing

@testable import Console

/// Somewhere a test stops to look at the screen.
struct Stop: Sendable, CustomTestStringConvertible {
    var name: String
    /// Takes somebody there.
    var go: @Sendable (Seat) throws -> Void

    init(_ name: String, _ go: @escaping @Sendable (Seat) throws -> Void) {
        self.name = name
        self.go = go
    }

    var testDescription: String { name }

    /// Every place, each with something in it.
    static let places: [Stop] =
        [
            Stop("board") { $0.visit(.board) }, Stop("summary") { $0.visit(.summary) },
            Stop("tasks") { $0.visit(.tasks) },
            Stop("stories") { $0.visit(.stories) },
            Stop("leads") { $0.visit(.leads) }, Stop("staff") { $0.visit(.list(.staff)) },
            Stop("log") { $0.visit(.log) },
            Stop("no messages") { $0.visit(.messages) },
            Stop("messages") { seat in
                try seat.elsewhere("liangdong", .message(.send("收到请回", to: ["zhangmin"], about: nil)))
                try seat.elsewhere("zhangmin", .message(.send("全台注意", to: nil, about: nil)))
                seat.visit(.messages)
            },
            Stop("no nodes") { $0.visit(.nodes) },
            Stop("nodes") { seat in
                try seat.shareDesk()
                seat.visit(.nodes)
                try seat.press("End")
            },
            Stop("centre") { $0.visit(.centre("erqi")) },
            Stop("search") { seat in
                seat.model.query = "雨"
                seat.visit(.search)
            },
            Stop("nothing found") { seat in
                seat.model.query = "雪豹"
                seat.visit(.search)
            },
            Stop("task over its limit") { seat in
                let now = seat.clock.now
                seat.visit(.task(try seat.task { $0.state == .issued && $0.clock.reading(at: now) == .over }.id))
            },
            Stop("declined task") { seat in
                // The day leaves at least one task that nobody took.
                seat.visit(.task(try seat.task { $0.state == .declined }.id))
            },
            Stop("closed task") { seat in seat.visit(.task(try seat.task { $0.state == .closed }.id)) },
            Stop("open lead") { seat in seat.visit(.lead(try seat.lead { $0.state == .open }.id)) },
            Stop("dismissed lead") { seat in seat.visit(.lead(try seat.lead { $0.state == .dismissed }.id)) },
            Stop("requests") { $0.visit(.list(.series(.request))) },
            Stop("open request") { seat in
                let open = try seat.ledger.read { try $0.requests() }.first { $0.state.isWaiting }
                seat.visit(.thing(.request, try #require(open).id))
            },
            Stop("closed request") { seat in
                let closed = try seat.ledger.read { try $0.requests() }.first { $0.state == .closed }
                seat.visit(.thing(.request, try #require(closed).id))
            },
            Stop("no loans") { $0.visit(.list(.series(.loan))) },
            Stop("proposed loan") { seat in
                let staff = seat.model.desk.directory.staff
                let editor = try #require(staff.first { $0.role == .centreEditor && $0.centre == "jinshui" })
                let offer = LoanCommand.Offer(
                    person: editor.id, to: "erqi", term: .until(seat.clock.now.adding(seconds: 3600)))
                let made = try seat.elsewhere(editor.id, .loan(.propose(offer)))
                seat.visit(.thing(.loan, try #require(made.first).subject))
            },
            Stop("story in review") { seat in
                seat.visit(.story(try seat.story { $0.state == .inReview && $0.stage == .second }.id))
            },
        ]
        + Tab.allCases.map { tab in
            Stop("corrected story, \(tab)") { seat in
                seat.visit(.story(try seat.story { $0.state == .corrected }.id))
                seat.send(.pointed(.tab(tab), .press))
            }
        }

    /// Everything that can lie over a screen.
    static let overlays: [Stop] = [
        Stop("help on the board") { try $0.press("?") },
        Stop("help, scrolled, at a story") { seat in
            seat.visit(.story(try seat.story { $0.state == .inReview }.id))
            try seat.press("?", "End")
        },
        Stop("palette") { try $0.press("C-p") },
        Stop("palette, filtered") { seat in
            try seat.press("C-p")
            seat.type("qianfa")
        },
        Stop("palette, at its end") { seat in
            try seat.press("C-p")
            for _ in 0..<100 { try seat.press("Down") }
        },
        Stop("question") { try $0.press("K") },
        Stop("dispatch form") { try $0.press("D") },
        Stop("story form") { seat in
            seat.visit(.stories)
            try seat.press("n")
        },
        Stop("lead form") { seat in
            seat.visit(.leads)
            try seat.press("n", "Enter", "Down", "Down")
        },
        Stop("request form") { seat in
            seat.visit(.list(.series(.request)))
            try seat.press("n", "Tab", "Tab")
        },
        Stop("loan form") { seat in
            seat.visit(.list(.series(.loan)))
            try seat.press("n", "Tab", "Right")
        },
        Stop("command line") { try $0.press(":") },
        Stop("dispatch line") { seat in
            try seat.press("d")
            seat.type("erqi,jinshui 暴雨积水路段 !flash +video,photo >18:00 ")
        },
        Stop("dispatch line, incomplete") { seat in
            try seat.press("d")
            seat.type("er")
        },
        Stop("a long line") { seat in
            try seat.press(":")
            seat.send(.input(.paste(String(repeating: "很长的一行 ", count: 200))))
        },
        Stop("filter") { seat in
            try seat.press("/")
            seat.type("by")
        },
        Stop("search line") { seat in
            try seat.press("f")
            seat.type("积水")
        },
        Stop("reason") { seat in
            seat.visit(.task(try seat.task { $0.state == .issued }.id))
            try seat.press("X")
            seat.type("事件已了")
        },
        Stop("reassign line") { seat in
            seat.visit(.task(try seat.task { $0.state == .issued }.id))
            try seat.press("r")
        },
        Stop("a long notice") { seat in
            try seat.command("没有这样的命令而且这个命令的名字长得一行也放不下一行也放不下一行也放不下一行也放不下")
        },
    ]

    /// The sizes that screens are made for: a phone, the usual window, a desk's, a wall's.
    static let sizes = [
        Size(columns: 60, rows: 16), Size(columns: 60, rows: 20), Size(columns: 80, rows: 24),
        Size(columns: 120, rows: 36), Size(columns: 200, rows: 60),
    ]
}
