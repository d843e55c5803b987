import Foundation

/// The filters of antialiased resampling.
enum ResamplingFilter: Sendable {
  case triangle, cubic, lanczos

  /// Beyond this distance the filter is 0.
  var radius: Double {
    switch self {
    case .triangle: 1
    case .cubic: 2
    case .lanczos: 3
    }
  }

  func callAsFunction(_ distance: Double) -> Double {
    let x = Swift.abs(distance)
    switch self {
    case .triangle: return x < 1 ? 1 - x : 0
    case .cubic: return ResamplingFilter.keys(x, -0.5)
    case .lanczos: return x < 3 ? ResamplingFilter.sinc(x) * ResamplingFilter.sinc(x / 3) : 0
    }
  }

  /// Keys' cubic convolution kernel (1981) with the free parameter `a`.
  static func keys(_ distance: Double, _ a: Double) -> Double {
    let x = Swift.abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }

  /// sin(πx) / πx.
  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(.pi * x) / (.pi * x)
  }
}
