import Terminal

/// The board: what is urgent, the centres where they are, tasks and stories, the log as a ticker.
func drawBoard(_ model: Model, _ layout: Layout, _ frame: inout Frame) {
    for pane in layout.panes {
        if pane.pane == .centres {
            drawCentres(model, layout, pane, &frame)
        } else {
            drawList(model, pane, &frame)
        }
    }
    if let x = layout.divider {
        frame.canvas.verticalLine(x: x, y: layout.body.y, height: layout.body.height)
    }
}
