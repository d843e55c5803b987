import Foundation

/// The sides of boxes of random area and aspect ratio, as `RandomResizedCrop` and `RandomErasing`
/// draw them (Szegedy et al., 2015).
struct BoxShape {
  /// How many shapes are tried.
  static let attempts = 10

  private let area: Double
  private let scale: (Double, Double)
  private let logRatio: (Double, Double)

  /// - Parameters:
  ///   - area: of the image.
  ///   - scale: the range of the box's part of it.
  ///   - ratio: the range of aspect ratios, uniform in their logarithm.
  init(area: Int, scale: (Double, Double), ratio: (Double, Double)) {
    self.area = Double(area)
    self.scale = scale
    logRatio = (BoxShape.logarithm(ratio.0), BoxShape.logarithm(ratio.1))
  }

  /// In float, as `torch.tensor(ratio).log()` is.
  private static func logarithm(_ ratio: Double) -> Double {
    Double(Float(log(Double(Float(ratio)))))
  }

  /// √(area · ratio) and √(area / ratio), rounded half to even.
  /// - Errors: `.runtime` for a range in the wrong order, `.value` for a negative area.
  func draw(_ draws: SingleDraws) throws -> (Int, Int) {
    let target = area * (try draws.uniform(scale))
    let ratio = Double(Float(exp(try draws.uniform(logRatio))))
    return (try side(target * ratio), try side(target / ratio))
  }

  private func side(_ square: Double) throws -> Int {
    try check(square >= 0, .value, "math domain error")
    return try nearestInteger(square.squareRoot())
  }
}
