import Testing

@testable import Touchstone

/// First and second derivatives of pooling and resampling against central differences in float64.
@Suite struct SpatialGradientTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: Shape
    let function: @Sendable (Tensor) -> Tensor
    var testDescription: String { name }
  }

  private static let image: Shape = [1, 2, 4, 5]
  private static let volume: Shape = [1, 1, 3, 3, 4]

  static let poolings: [Example] = [
    Example(name: "avg_pool2d", shape: image) {
      F.avgPool2d($0, 3, stride: 2, padding: 1, ceilMode: true)
    },
    Example(name: "avg_pool3d", shape: volume) { F.avgPool3d($0, 2, divisorOverride: 3) },
    Example(name: "max_pool2d", shape: image) { F.maxPool2d($0, 2, stride: 1, dilation: 2) },
    Example(name: "adaptive_avg_pool2d", shape: image) { F.adaptiveAvgPool2d($0, [3, 7]) },
    Example(name: "adaptive_max_pool3d", shape: volume) { F.adaptiveMaxPool3d($0, 2) },
    Example(name: "lp_pool2d", shape: image) { F.lpPool2d($0.abs(), 3, 2) },
  ]

  static let resamplings: [Example] = [
    (.nearest, image), (.nearestExact, image), (.bilinear, image), (.bicubic, image),
    (.trilinear, volume),
  ].map { (mode: InterpolationMode, shape: Shape) in
    Example(name: "\(mode)", shape: shape) { F.interpolate($0, scaleFactor: 1.7, mode: mode) }
  } + [
    Example(name: "antialiased", shape: image) {
      F.interpolate($0, size: [3, 2], mode: .bicubic, antialias: true)
    },
    Example(name: "aligned", shape: image) {
      F.interpolate($0, size: 7, mode: .bilinear, alignCorners: true)
    },
  ]

  /// Both the image and its grid follow from the point.
  static let grids: [Example] = GridSampleMode.allCases.flatMap { mode in
    GridSamplePadding.allCases.flatMap { padding in
      [
        Example(name: "2-d \(mode) \(padding)", shape: [1, 2, 3, 4]) { x in
          let grid = x.narrow(3, 0, 3).mul(1.3).permute([0, 2, 3, 1]).contiguous()
          return F.gridSample(x, grid, mode: mode, paddingMode: padding)
        },
        Example(name: "3-d \(mode) \(padding)", shape: [1, 3, 2, 3, 2]) { x in
          let grid = x.narrow(3, 0, 2).mul(1.3).permute([0, 2, 3, 4, 1]).contiguous()
          return F.gridSample(
            x, grid, mode: mode, paddingMode: padding, alignCorners: true)
        },
      ]
    }
  }

  @Test(arguments: poolings + resamplings + grids)
  func derivatives(_ example: Example) throws {
    let generator = Generator().manualSeed(17)
    let draw = { Tensor.randn($0, generator: generator, dtype: .float64) }
    let x = draw(example.shape)
    let cotangent = draw(example.function(x).shape)
    let direction = draw(example.shape)
    let value = { (x: Tensor) in (example.function(x) * cotangent).sum() }
    let along = { (x: Tensor) throws -> Tensor in
      (try self.slope(x, createGraph: true, value) * direction).sum()
    }
    try compare(x, value)
    try compare(x, along)
  }

  private func slope(
    _ x: Tensor, createGraph: Bool, _ function: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    if !x.requiresGrad { x.requiresGrad = true }
    let y = try function(x)
    guard y.requiresGrad else { return Tensor.zerosLike(x) }
    return grad(outputs: [y], inputs: [x], createGraph: createGraph, allowUnused: true)[0]
      ?? Tensor.zerosLike(x)
  }

  private func compare(_ point: Tensor, _ function: (Tensor) throws -> Tensor) throws {
    let exact = try slope(point.clone().detach(), createGraph: false, function)
      .toArray(Double.self)
    let step = 1e-6
    let steps = Tensor.eye(point.numel, dtype: .float64) * step
    for index in 0..<point.numel {
      let moved = steps.select(0, index).reshape(point.shape)
      let high = try function(point.detach() + moved).item().doubleValue
      let low = try function(point.detach() - moved).item().doubleValue
      let estimate = (high - low) / (2 * step)
      #expect(abs(estimate - exact[index]) <= 1e-6 * (1 + abs(estimate) + abs(exact[index])))
    }
  }
}
