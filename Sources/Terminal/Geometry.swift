/// A size in character cells.
public struct Size: Hashable, Sendable {
    public var columns, rows: Int

    /// A size of that many cells; nothing is cut or checked.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// An area in character cells; (0, 0) is the upper left corner of the screen.
public struct Rect: Hashable, Sendable {
    public var x, y, width, height: Int

    /// An area with its upper left corner at (x, y); a negative side makes it empty.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The whole of a screen of that size.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.columns, height: size.rows)
    }

    /// The first column to the right of the area.
    public var maxX: Int { x + width }
    /// The first row below the area.
    public var maxY: Int { y + height }
    /// Whether no cell lies in it.
    public var isEmpty: Bool { width <= 0 || height <= 0 }
    /// Width and height, never negative.
    public var size: Size { Size(columns: max(0, width), rows: max(0, height)) }

    /// Whether the cell at (x, y) lies in it.
    public func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < maxX && y >= self.y && y < maxY
    }

    /// The cells that both have; empty where they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(maxX, other.maxX)
        let bottom = min(maxY, other.maxY)
        return Rect(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
    }

    /// Smaller by that many cells on each side, never of negative size.
    public func inset(horizontal: Int = 0, vertical: Int = 0) -> Rect {
        Rect(
            x: x + horizontal, y: y + vertical,
            width: max(0, width - 2 * horizontal), height: max(0, height - 2 * vertical))
    }

    /// One row of it, counted from its top.
    public func row(_ index: Int) -> Rect {
        Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// Cut in two at that many rows from the top; the first takes at most what there is.
    public func split(top rows: Int) -> (top: Rect, rest: Rect) {
        let cut = min(max(0, rows), max(0, height))
        return (
            Rect(x: x, y: y, width: width, height: cut),
            Rect(x: x, y: y + cut, width: width, height: max(0, height - cut))
        )
    }

    /// Cut in two at that many rows from the bottom.
    public func split(bottom rows: Int) -> (rest: Rect, bottom: Rect) {
        let halves = split(top: height - min(max(0, rows), max(0, height)))
        return (halves.top, halves.rest)
    }

    /// Cut in two at that many columns from the left; the first takes at most what there is.
    public func split(left columns: Int) -> (left: Rect, rest: Rect) {
        let cut = min(max(0, columns), max(0, width))
        return (
            Rect(x: x, y: y, width: cut, height: height),
            Rect(x: x + cut, y: y, width: max(0, width - cut), height: height)
        )
    }

    /// An area of that size in the middle of this one, cut to fit.
    public func centered(width: Int, height: Int) -> Rect {
        let fitWidth = min(max(0, width), max(0, self.width))
        let fitHeight = min(max(0, height), max(0, self.height))
        return Rect(
            x: x + (self.width - fitWidth) / 2, y: y + (self.height - fitHeight) / 2,
            width: fitWidth, height: fitHeight)
    }
}
