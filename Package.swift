// swift-tools-version: 6.1
import PackageDescription

// Each room of the house is a target, so the compiler holds the walls:
// who may import whom stands here and nowhere else. Docs/ARCHITECTURE.md tells why.

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// The program itself needs no Swift on the machine where it runs: Swift's own libraries are linked into it, by name
// where the objects do not ask for them. Its symbols are left out.
let alone: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-Xlinker", "-s", "-Xlinker", "--start-group"]
            + ["Foundation", "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections"].map {
                "-l\($0)"
            } + ["-Xlinker", "--end-group"], .when(configuration: .release))
]

// Fuzzers are ordinary tests, and a program of their own where `make fuzz` asks for it: then the rooms that read what
// other nodes send and what lies in files are watched by libFuzzer, which the program is linked with.
let isFuzzing = Context.environment["GUANTONG_FUZZ"] != nil
let watched: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : []
let fuzzed: [Target.Dependency] = [
    "Sync", "Ledger", "Console", "Terminal", "Interchange", "Rehearsal", "Files", "Newsroom", grdb, crypto,
]
let fuzzers: Target =
    isFuzzing
    ? .executableTarget(
        name: "guantong-fuzz", dependencies: fuzzed, path: "Tests/FuzzTests",
        exclude: ["FuzzTests.swift"], swiftSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
    : .testTarget(
        name: "FuzzTests", dependencies: fuzzed, exclude: ["Driver.swift"])

let package = Package(
    name: "guantong",
    products: [
        .executable(name: "guantong", targets: ["guantong"]),
        // For tests: a failing disk and a wrong clock, by LD_PRELOAD.
        .library(name: "Faults", type: .dynamic, targets: ["CFaults"]),
    ],
    traits: [
        .trait(name: "Hub", description: "exchange through a hub in PostgreSQL; needs libpq-dev to build"),
        .default(enabledTraits: ["Hub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        .executableTarget(name: "guantong", dependencies: ["Commands"], linkerSettings: alone),
        .target(
            name: "Commands",
            dependencies: [
                "Console", "Terminal", "CProcess", "Ledger", "Interchange", "Rehearsal", "Sync", "Newsroom", "Files",
                arguments,
            ]),
        .target(
            name: "Console", dependencies: ["Terminal", "Ledger", "Newsroom", "Files"], swiftSettings: watched),
        .target(name: "Terminal", dependencies: ["CNcurses", "CProcess", "Files", "Wording"], swiftSettings: watched),
        .target(name: "CProcess"),
        .target(name: "Rehearsal", dependencies: ["Newsroom", "Files"], swiftSettings: watched),
        .target(name: "Interchange", dependencies: ["Newsroom", "Files"], swiftSettings: watched),
        .target(
            name: "Sync",
            dependencies: [
                "Ledger", "Newsroom", "CZlib", crypto, subprocess,
                .target(name: "CPostgres", condition: .when(traits: ["Hub"])),
            ], swiftSettings: watched),
        .target(name: "CPostgres", cSettings: [.define("HUB", .when(traits: ["Hub"]))]),
        .target(name: "Ledger", dependencies: ["Newsroom", grdb, sqlite, crypto], swiftSettings: watched),
        .target(name: "Newsroom", dependencies: ["Wording", crypto], exclude: ["Wording"], swiftSettings: watched),
        .target(name: "Files", dependencies: ["Wording", crypto], swiftSettings: watched),
        .target(name: "Wording", path: "Sources/Newsroom/Wording"),
        fuzzers,
        .executableTarget(
            name: "guantong-generate", dependencies: ["Ledger", "Sync", "Newsroom", sqlite, crypto],
            path: "Benchmarks/Generator"),
        .executableTarget(
            name: "guantong-measure",
            dependencies: ["PseudoTerminal", "CPseudoTerminal", "Ledger", "Newsroom", arguments],
            path: "Benchmarks/Measure"),
        .executableTarget(name: "guantong-picture", dependencies: ["PseudoTerminal"], path: "Docs/Pictures/Maker"),
        .systemLibrary(
            name: "CNcurses", path: "Sources/CNcurses",
            providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),

        // The emulator reads every byte that the programs under test write: optimised, even in debug builds.
        .target(
            name: "PseudoTerminal", dependencies: ["CPseudoTerminal"], path: "Tests/PseudoTerminal",
            swiftSettings: [.unsafeFlags(["-O"])]),
        .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
        .target(name: "CFaults", path: "Tests/CFaults", linkerSettings: [.linkedLibrary("dl")]),
        .testTarget(name: "PseudoTerminalTests", dependencies: ["PseudoTerminal"]),
        .testTarget(name: "NewsroomTests", dependencies: ["Newsroom"]),
        .executableTarget(name: "ledger-hammer", dependencies: ["Ledger", "Newsroom"], path: "Tests/LedgerHammer"),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", "Newsroom", "PseudoTerminal", "ledger-hammer", grdb]),
        .testTarget(name: "SyncTests", dependencies: ["Sync", "Ledger", "Newsroom", crypto]),
        .testTarget(name: "SimulatorTests", dependencies: ["Sync", "Ledger", "Newsroom", grdb]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Files", "PseudoTerminal"]),
        .testTarget(
            name: "RehearsalTests", dependencies: ["Rehearsal", "Ledger", "Interchange", "Newsroom"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "Wording"]),
        .testTarget(name: "InterchangeTests", dependencies: ["Interchange", "Rehearsal", "Newsroom", "Files"]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Console", "Terminal", "Ledger", "Rehearsal", "Interchange", "Newsroom", "Files"]),
        .executableTarget(name: "sync-hammer", dependencies: ["Ledger", "Newsroom"], path: "Tests/SyncHammer"),
        .testTarget(
            name: "ProgramTests",
            dependencies: ["PseudoTerminal", "Newsroom", "Ledger", "Sync", "Commands", "sync-hammer"]),
    ],
    swiftLanguageModes: [.v6]
)

// What is tested is what is shipped: one release build is both, which takes half the time of two. So the rooms let the
// tests in also when they are optimised; tests themselves are not, which would take longer than it saves.
for target in package.targets where target.type == .regular || target.type == .test {
    let flag = target.type == .test ? "-Onone" : "-enable-testing"
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags([flag], .when(configuration: .release))]
}
