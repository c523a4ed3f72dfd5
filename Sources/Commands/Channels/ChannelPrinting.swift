import Newsroom

/// Channels as people read them.
extension OpenDesk {
    func table(_ channels: [ChannelCard]) -> Table {
        var table = Table([
            read("代号", "id"), read("渠道", "channel"), read("类别", "kind"), read("归属", "house"), read("放行", "released by"),
        ])
        for card in channels {
            table.add([
                card.id.rawValue, read(card.name.zh, card.name.en), read(card.kind.phrase), read.centre(card.house),
                releasers(card),
            ])
        }
        return table
    }

    func sheet(_ card: ChannelCard) -> String {
        card.id.rawValue + "  " + read(card.name.zh, card.name.en) + "\n"
            + facts([
                (Phrase("类别", "kind"), read(card.kind.phrase)),
                (Phrase("归属", "house"), read.centre(card.house)),
                (Phrase("放行", "released by"), releasers(card)),
            ])
    }

    private func releasers(_ card: ChannelCard) -> String {
        card.releasers.map { read($0.phrase) }.joined(separator: read("、", ", "))
    }
}
