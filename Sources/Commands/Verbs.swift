import ArgumentParser
import Newsroom

/// What follows `guantong`, in the order of its help. A new subject is a line here and one below.
enum Verbs {
    static let all: [any ParsableCommand.Type] = [
        ConsoleCommand.self,
        DemoCommand.self,
        InitCommand.self,
        BoardCommand.self,
        FiguresCommand.self,
        CentreCommands.self,
        StaffCommands.self,
        TaskCommands.self,
        StoryCommands.self,
        PlacementCommands.self,
        ChannelCommands.self,
        LeadCommands.self,
        RequestCommands.self,
        LoanCommands.self,
        LogCommands.self,
        RollCallCommands.self,
        DutyCommand.self,
        MessageCommands.self,
        WhoCommand.self,
        SearchCommand.self,
        ImportCommand.self,
        VerifyCommand.self,
        RebuildCommand.self,
        BackupCommand.self,
        RightsCommand.self,
        ClockCommands.self,
        GateCommand.self,
        PeersCommands.self,
        SyncCommands.self,
        ReplicaCommand.self,
        HubCommands.self,
    ]
}

extension Series {
    /// How verbs tell of it.
    var telling: SeriesTelling {
        switch self {
        case .story: .stories
        case .task: .tasks
        case .lead: .leads
        case .request: .requests
        case .loan: .loans
        }
    }
}
