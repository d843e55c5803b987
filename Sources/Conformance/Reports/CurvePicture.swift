import Foundation

/// A training run on two charts: its losses, and their distance from the float64 run under the
/// envelope.
struct CurvePicture {
  private let run: Trajectory

  init(_ run: Trajectory) { self.run = run }

  /// The picture as SVG text.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="780" height="270" viewBox="0 0 780 270" \
    font-family="sans-serif" font-size="11" fill="#59636e">
    <rect width="780" height="270" fill="#ffffff"/>
    <text x="12" y="20" font-size="14" fill="#1f2328">\(run.run)</text>
    \(losses.svg(x: 50))
    \(distances.svg(x: 440))
    </svg>

    """
  }

  private var losses: LogChart {
    LogChart(
      title: "loss: PyTorch float64 (grey), Touchstone (blue)",
      lines: [
        .init(values: run.truth, color: "#b8c0c8", width: 4),
        .init(values: run.losses, color: "#0969da", width: 1.2),
      ], decades: 8)
  }

  private var distances: LogChart {
    let samples = run.loss.samples
    return LogChart(
      title: "distance from float64: envelope (green), PyTorch (orange), Touchstone (blue)",
      lines: samples.dropFirst().map { .init(values: $0, color: "#eed9b0", width: 0.8) } + [
        .init(values: samples.first ?? [], color: "#d4a72c", width: 1.2),
        .init(values: run.loss.ours, color: "#0969da", width: 1.2),
        .init(values: run.loss.allowed, color: "#1a7f37", width: 1.6),
      ], decades: 4)
  }
}

/// Lines over steps on a logarithmic scale.
private struct LogChart {
  struct Line {
    let values: [Double]
    let color: String
    let width: Double
  }

  let title: String
  let lines: [Line]
  /// At most so many powers of ten below the largest value are shown.
  let decades: Double

  private static let width = 310.0
  private static let height = 180.0
  private static let top = 55.0

  private var highest: Double {
    log10(lines.flatMap(\.values).filter(\.isFinite).max().map { max($0, 1e-30) } ?? 1)
  }

  private var lowest: Double {
    let least = lines.flatMap(\.values).filter { $0.isFinite && $0 > 0 }.min() ?? 1
    return max(log10(least), highest - decades)
  }

  func svg(x: Double) -> String {
    let (low, high) = (lowest.rounded(.down), max(highest, lowest.rounded(.down) + 0.1))
    func height(_ value: Double) -> Double {
      let part = (log10(max(value, 1e-300)) - low) / (high - low)
      return Self.top + Self.height * (1 - min(max(part, 0), 1))
    }
    let axes = axes(x, low, high, height)
    return axes + lines.map { polyline($0, x, height) }.joined(separator: "\n")
  }

  private func axes(
    _ x: Double, _ low: Double, _ high: Double, _ height: (Double) -> Double
  ) -> String {
    let bottom = Self.top + Self.height
    let count = lines.map(\.values.count).max() ?? 0
    var text =
      "<text x=\"\(x)\" y=\"\(Self.top - 12)\">\(title)</text>\n"
      + "<text x=\"\(x + Self.width)\" y=\"\(bottom + 14)\" text-anchor=\"end\">\(count) steps"
      + "</text>\n"
    for decade in stride(from: low, through: high, by: 1) {
      let y = rounded(height(pow(10, decade)))
      text +=
        "<line x1=\"\(x)\" x2=\"\(x + Self.width)\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"#eaeef2\"/>\n"
        + "<text x=\"\(x - 4)\" y=\"\(y)\" text-anchor=\"end\">1e\(Int(decade))</text>\n"
    }
    return text
  }

  private func polyline(_ line: Line, _ x: Double, _ height: (Double) -> Double) -> String {
    let step = Self.width / Double(max(line.values.count - 1, 1))
    let points = line.values.enumerated().filter { $0.element.isFinite }.map {
      "\(rounded(x + Double($0.offset) * step)),\(rounded(height($0.element)))"
    }
    return "<polyline fill=\"none\" stroke=\"\(line.color)\" stroke-width=\"\(line.width)\" "
      + "points=\"\(points.joined(separator: " "))\"/>"
  }

  private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
