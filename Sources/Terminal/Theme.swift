/// How each role looks, for every depth of colour.
public struct Theme: Sendable, Hashable {
    /// Attributes beside colour.
    struct Attributes: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let bold = Attributes(rawValue: 1), underline = Attributes(rawValue: 2)
        static let reverse = Attributes(rawValue: 4), dim = Attributes(rawValue: 8)

        static let names: [(name: String, value: Attributes)] = [
            ("bold", .bold), ("underline", .underline), ("reverse", .reverse), ("dim", .dim),
        ]
    }

    /// A foreground and a background; nil where a richer depth's colour is to be reduced.
    struct Colors: Hashable, Sendable {
        var foreground, background: Color?
    }

    /// One role as the theme file has it.
    struct Look: Hashable, Sendable {
        var direct = Colors(), palette = Colors(), sixteen = Colors()
        var attributes: Attributes = []
        var mono: Attributes?
    }

    /// One role as a terminal shows it.
    struct Appearance: Hashable, Sendable {
        var foreground: Color
        var background: Color
        var attributes: Attributes
    }

    /// What the theme calls itself.
    public let name: String
    let looks: [StyleRole: Look]

    /// The look of a role on a terminal of that depth.
    func appearance(_ role: StyleRole, depth: ColorDepth) -> Appearance {
        let look = looks[role] ?? Look()
        if depth == .mono {
            return Appearance(foreground: .standard, background: .standard, attributes: look.mono ?? look.attributes)
        }
        func choose(_ path: KeyPath<Colors, Color?>) -> Color {
            var color = look.direct[keyPath: path]
            if depth <= .palette { color = look.palette[keyPath: path] ?? color }
            if depth <= .sixteen { color = look.sixteen[keyPath: path] ?? color }
            return (color ?? .standard).reduced(to: depth)
        }
        return Appearance(
            foreground: choose(\.foreground), background: choose(\.background), attributes: look.attributes)
    }
}

extension Theme {
    /// The theme for when no file can be read; the same as `Themes/dark.toml`.
    public static let builtin: Theme = {
        func look(
            _ foreground: UInt32? = nil, on background: UInt32? = nil, palette: (UInt8?, UInt8?) = (nil, nil),
            sixteen: (UInt8?, UInt8?) = (nil, nil), _ attributes: Attributes = [], mono: Attributes? = nil
        ) -> Look {
            func colors(_ pair: (UInt8?, UInt8?)) -> Colors {
                Colors(foreground: pair.0.map(Color.index), background: pair.1.map(Color.index))
            }
            return Look(
                direct: Colors(foreground: foreground.map(Color.rgb), background: background.map(Color.rgb)),
                palette: colors(palette), sixteen: colors(sixteen), attributes: attributes, mono: mono)
        }
        return Theme(
            name: "dark",
            looks: [
                .text: look(),
                .quiet: look(0x8a8a8a, palette: (245, nil), sixteen: (8, nil), mono: .dim),
                .heading: Look(attributes: .bold),
                .bar: look(0xd0d0d0, on: 0x303030, palette: (252, 236), sixteen: (7, 0), mono: .bold),
                .selection: look(0xffffff, on: 0x005f87, palette: (231, 24), sixteen: (15, 4), .bold, mono: .reverse),
                .over: look(0xff5f5f, palette: (203, nil), sixteen: (9, nil), .bold, mono: [.bold, .underline]),
                .near: look(0xffaf00, palette: (214, nil), sixteen: (11, nil), mono: .bold),
                .done: look(0x87d787, palette: (114, nil), sixteen: (10, nil), mono: []),
                .accent: look(0x5fd7ff, palette: (81, nil), sixteen: (14, nil), mono: .bold),
                .border: look(0x585858, palette: (240, nil), sixteen: (8, nil), mono: .dim),
                .key: look(0x5fd7ff, palette: (81, nil), sixteen: (14, nil), mono: .bold),
                .input: Look(attributes: .underline),
                .match: look(0xffff87, palette: (228, nil), sixteen: (11, nil), [.bold, .underline]),
                .added: look(0x87d787, palette: (114, nil), sixteen: (10, nil), mono: .underline),
                .removed: look(0xff8787, palette: (210, nil), sixteen: (9, nil), mono: .dim),
            ])
    }()

    /// The names of the themes that the folders hold, sorted; `load(named:from:)` takes them.
    public static func available(in directories: [String]) -> [String] {
        ThemeLoader(directories: directories).available()
    }

    /// The file that a theme of this name is read from; `nil` where there is none, or the name is no name.
    public static func file(named name: String, in directories: [String]) -> String? {
        ThemeLoader(directories: directories).file(name)
    }

    /// Reads `<name>.toml` from the first folder that has it, and what it inherits.
    ///
    /// Throws `ThemeError` for a theme that is missing or broken.
    public static func load(named name: String, from directories: [String]) throws(ThemeError) -> Theme {
        try ThemeLoader(directories: directories).load(name)
    }
}
