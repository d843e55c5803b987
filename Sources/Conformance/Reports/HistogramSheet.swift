/// Small histograms of many operations on one picture: ours above, PyTorch's below.
struct HistogramSheet {
  let title: String
  let entries: [(name: String, statistics: ErrorStatistics)]

  private static let columns = 5
  private static let cellWidth = 190
  private static let cellHeight = 92
  private static let head = 54
  private static let barWidth = 11
  private static let barHeight = 26

  /// The picture as SVG text.
  var svg: String {
    let rows = (entries.count + Self.columns - 1) / Self.columns
    let width = Self.columns * Self.cellWidth + 20
    let height = Self.head + rows * Self.cellHeight + 10
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="sans-serif">
      <rect width="\(width)" height="\(height)" fill="#ffffff"/>
      <text x="12" y="20" font-size="14" fill="#1f2328">\(Self.escaped(title))</text>
      <text x="12" y="38" font-size="11" fill="#59636e">share of elements by distance from the \
      float64 result in ulps: blue ours (up), orange PyTorch's (down); bins \
      \(Self.binText)</text>

      """
    for (index, entry) in entries.enumerated() {
      let x = 12 + index % Self.columns * Self.cellWidth
      let y = Self.head + index / Self.columns * Self.cellHeight
      text += cell(entry.name, entry.statistics, x, y)
    }
    return text + "</svg>\n"
  }

  private static var binText: String {
    (0..<ErrorHistogram.binCount).map(ErrorHistogram.label).joined(separator: ", ")
      .replacing(">", with: "&gt;")
  }

  private func cell(_ name: String, _ statistics: ErrorStatistics, _ x: Int, _ y: Int) -> String {
    let axis = y + 18 + Self.barHeight
    var text =
      "<text x=\"\(x)\" y=\"\(y + 12)\" font-size=\"11\" fill=\"#1f2328\">"
      + "\(Self.escaped(name))</text>\n"
    text += bars(statistics.ours, x, axis, color: "#0969da", up: true)
    text += bars(statistics.theirs, x, axis, color: "#d4a72c", up: false)
    let end = x + Self.barWidth * ErrorHistogram.binCount
    return text
      + "<line x1=\"\(x)\" y1=\"\(axis)\" x2=\"\(end)\" y2=\"\(axis)\" stroke=\"#d0d7de\"/>\n"
  }

  /// Bars on a square-root scale, so that rare large errors stay visible.
  private func bars(
    _ histogram: ErrorHistogram, _ x: Int, _ axis: Int, color: String, up: Bool
  ) -> String {
    let total = Double(max(histogram.total, 1))
    var text = ""
    for (index, count) in histogram.bins.enumerated() where count > 0 {
      let share = (Double(count) / total).squareRoot()
      let height = max(1, Int((share * Double(Self.barHeight)).rounded()))
      text +=
        "<rect x=\"\(x + index * Self.barWidth)\" y=\"\(up ? axis - height : axis)\" "
        + "width=\"\(Self.barWidth - 1)\" height=\"\(height)\" fill=\"\(color)\"/>\n"
    }
    return text
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
