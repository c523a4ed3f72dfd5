import ArgumentParser
import Files
import Foundation
import Interchange
import Ledger
import Newsroom
import Rehearsal
import Sync
import Terminal

/// What can go wrong between the command line and the desk.
enum Failure: Error {
    /// The name of a node that fits several; each is told with its id.
    case ambiguousNode(String, candidates: [String])
    /// A number that several things have; each is told with its id.
    case ambiguousNumber(String, candidates: [String])
    /// Another mistake on the command line.
    case usage(Phrase)
    case textUnreadable(file: String, detail: String)
    case notUTF8(file: String)
    case tooLong(file: String, limit: Int)
    /// A file whose hash could not be taken.
    case digest(file: String, FileDigestFault)
    case noInstallation
    case noTerminal
    /// The gate lets nobody through, and why.
    case gate(Phrase)
    case noOutput(detail: String)
    case noRollCall
    case foundDamage(count: Int)
    /// Stamps that lie in the future, and nothing else.
    case foundFuture
    /// What is folded from the log is not what the log says.
    case foundDifferences(count: Int)
    /// Acts are missing that were here once, or may be.
    case foundLoss
    /// An exchange did not come to its end; with what OpenSSH said.
    case sync(PeerError?, complaint: String)

    /// A stable name for scripts.
    var code: String {
        switch self {
        case .ambiguousNode: "ambiguousName"
        case .ambiguousNumber: "ambiguousNumber"
        case .usage: "usage"
        case .textUnreadable: "textUnreadable"
        case .notUTF8: "notText"
        case .tooLong: "tooLong"
        case .digest(_, let fault): fault.code
        case .noInstallation: "noInstallation"
        case .noTerminal: "noTerminal"
        case .gate: "gate"
        case .noOutput: "noOutput"
        case .noRollCall: "noRollCall"
        case .foundDamage: "damaged"
        case .foundFuture: "clockJumped"
        case .foundDifferences: "differs"
        case .foundLoss: "lost"
        case .sync(let trouble, _): trouble?.code ?? "sync"
        }
    }

    /// 64 where the command line is wrong, else 1.
    var exitCode: ExitCode {
        switch self {
        case .usage: ExitCode(64)
        default: ExitCode(1)
        }
    }

    /// One sentence: what is wrong and what to do.
    var phrase: Phrase {
        switch self {
        case .ambiguousNode(let typed, let names):
            Phrase(
                "“\(typed)”可指 \(names.joined(separator: "、"))；请写明其一",
                "'\(typed)' may be \(names.joined(separator: ", ")); say which")
        case .ambiguousNumber(let typed, let items):
            Phrase(
                "编号“\(typed)”有 \(items.count) 件：\(items.joined(separator: "、"))；请改用其中一件的标识",
                "'\(typed)' is the number of \(items.count): \(items.joined(separator: ", ")); write the id of the one meant"
            )
        case .usage(let phrase), .gate(let phrase): phrase
        case .textUnreadable(let file, let detail):
            Phrase(
                "读不了 \(named(file).zh)（\(detail)）；请检查路径与权限",
                "cannot read \(named(file).en) (\(detail)); check path and permissions")
        case .notUTF8(let file):
            Phrase("\(named(file).zh) 不是 UTF-8 文字；请另存为 UTF-8", "\(named(file).en) is not UTF-8 text; save it as UTF-8")
        case .tooLong(let file, let limit):
            Phrase("\(named(file).zh) 超过 \(limit) 字节；请分篇", "\(named(file).en) is longer than \(limit) bytes; split it")
        case .digest(let file, let fault): fault.phrase(file: file)
        case .noInstallation:
            Phrase(
                "找不到随程序安装的 Data 目录；请用 --roster 指定名册，或重新安装",
                "the Data folder of the installation is missing; name a roster with --roster, or install again")
        case .noTerminal:
            Phrase(
                "指挥台要在终端里打开；在管道中用 guantong board 看总览",
                "the console needs a terminal; in a pipe, guantong board prints the board")
        case .noOutput(let detail):
            Phrase("写不出结果（\(detail)）；请检查输出的去处", "the result cannot be written (\(detail)); check where the output goes")
        case .noRollCall:
            Phrase("还没有点过名；用 guantong rollcall call 点名", "no roll was called yet; call one with guantong rollcall call")
        case .sync(let trouble, let complaint): together(trouble, complaint)
        case .foundFuture:
            Phrase(
                "数据没有损坏；时钟不对或曾经不对：看 guantong clock，时钟对了就运行 guantong clock accept",
                "nothing is damaged; a clock is or was wrong: see guantong clock, and run guantong clock accept once it is right"
            )
        case .foundDamage(let count):
            Phrase(
                "查出 \(count) 处问题；请从备份恢复，并保留此文件备查",
                "\(findings(count)); restore a backup, and keep this file for a closer look")
        case .foundDifferences(let count):
            Phrase(
                "查出 \(count) 处问题，日志本身完好；运行 guantong rebuild，由日志重新生成各表",
                "\(findings(count)), and the log itself is whole; run guantong rebuild, which folds the tables anew from it"
            )
        case .foundLoss:
            Phrase(
                "现有内容没有问题，但有内容缺失；请按上面所说处理", "what is here is in order, but something is missing; do as is said above")
        }
    }

    private func findings(_ count: Int) -> String { count == 1 ? "1 finding" : "\(count) findings" }

    private func together(_ trouble: PeerError?, _ complaint: String) -> Phrase {
        let words = complaint.isEmpty ? "" : " (\(complaint))"
        guard let trouble else { return Phrase("没有同步完" + words, "the exchange did not come to its end" + words) }
        return Phrase(
            trouble.sentence(Localizer(language: .zh)) + words, trouble.sentence(Localizer(language: .en)) + words)
    }

    /// A file as people know it.
    private func named(_ file: String) -> Phrase {
        file == "-" ? Phrase("标准输入", "standard input") : Phrase(file, file)
    }
}

/// Any error as people and scripts are told of it.
struct Told {
    let code: String
    let message: String
    var exitCode = ExitCode(1)

    init(_ error: any Error, _ read: Localizer) {
        switch error {
        case let refusal as Refusal:
            code = refusal.code
            message = refusal.sentence(read)
        case let unread as InputError:
            code = unread.code
            message = unread.sentence(read)
            if unread.isOfForm { exitCode = ExitCode(64) }
        case let failure as LedgerError:
            code = failure.code
            message = failure.sentence(read.language)
        case let failure as Failure:
            code = failure.code
            message = read(failure.phrase)
            exitCode = failure.exitCode
        case let failure as HubError:
            code = failure.code
            message = read(failure.phrase)
        case let failure as ImportError:
            code = "import"
            message = read(failure.phrase)
        case let failure as DataFileError:
            code = "dataFile"
            message = read(failure.phrase)
        case let failure as RehearsalError:
            code = "rehearsal"
            message = read(failure.phrase)
        case let failure as TerminalError:
            code = "terminal"
            message = failure.description
        default:
            code = "unexpected"
            message = read(
                "出现意外错误（\(type(of: error))），这一步没有完成；请重试，仍不行请报告",
                "something unforeseen happened (\(type(of: error))) and this step was not done; "
                    + "repeat it, and report it if it happens again")
        }
    }
}
