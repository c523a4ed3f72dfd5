import Ledger
import Newsroom

/// Messages as people read them.
extension OpenDesk {
    fileprivate func table(_ messages: [MessageRow], reader: StaffID, at now: Moment) -> Table {
        var table = Table([
            read("时间", "time"), read("发件人", "from"), read("收件人", "to"), read("已读", "read"), read("关于", "about"),
            read("内容", "text"),
        ])
        for row in messages {
            let isRead = row.from == reader ? row.to.map { $0.allSatisfy { row.readBy[$0] != nil } } : nil
            table.add([
                time(row.at, at: now), read.name(row.from), row.to.map(names) ?? read("全台", "everybody"),
                isRead ?? !row.isUnread(by: reader) ? read("是", "yes") : read("否", "no"),
                row.number?.description ?? "", row.text,
            ])
        }
        return table
    }
}

extension Session {
    func tellMessages(_ rows: [MessageRow], _ desk: OpenDesk, reader: StaffID) {
        if json {
            for row in rows { output.json(MessageJSON(row, reader: reader, zone: desk.zone)) }
        } else {
            tellTable(desk.table(rows, reader: reader, at: desk.now))
        }
    }
}
