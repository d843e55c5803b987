/// How a resampled value comes from its neighbours. Raw values are PyTorch's names.
public enum InterpolationMode: String, Sendable, CaseIterable {
  /// The pixel at the output's left edge; kept as it is for the sake of old results.
  case nearest
  /// The pixel at the output's centre.
  case nearestExact = "nearest-exact"
  case linear, bilinear, trilinear
  /// Cubic convolution over 4 × 4 pixels; results may overshoot.
  case bicubic
  /// Lanczos filter of radius 3; needs `antialias`.
  case lanczos
  /// Means over the pixels that an output covers.
  case area
}

/// One factor for every spatial dimension, or a list with one for each.
public protocol ScaleArgument: Sendable {
  /// A single factor is repeated; a list stays as it is.
  func factors(_ count: Int) -> [Double]
}

extension Double: ScaleArgument {
  public func factors(_ count: Int) -> [Double] { Array(repeating: self, count: count) }
}

extension Int: ScaleArgument {
  public func factors(_ count: Int) -> [Double] { Array(repeating: Double(self), count: count) }
}

extension [Double]: ScaleArgument {
  public func factors(_ count: Int) -> [Double] { self }
}

extension Functional {
  /// A signal [N, C, L], image [N, C, H, W] or volume [N, C, D, H, W] at other sizes.
  ///
  /// - Parameters:
  ///   - size: sizes of the result; or
  ///   - scaleFactor: factors between the input's sizes and the result's, rounded down.
  ///   - alignCorners: whether corner pixels' centres stay where they are; for linear and cubic
  ///     modes only.
  ///   - recomputeScaleFactor: whether places follow from the sizes even when factors are given.
  ///   - antialias: whether reducing filters all pixels that an output covers.
  public static func interpolate(
    _ input: Tensor, size: (any SizeArgument)? = nil, scaleFactor: (any ScaleArgument)? = nil,
    mode: InterpolationMode = .nearest, alignCorners: Bool? = nil,
    recomputeScaleFactor: Bool? = nil, antialias: Bool = false
  ) -> Tensor {
    guarded {
      let call = Interpolation(
        input: input, mode: mode, alignCorners: alignCorners, antialias: antialias)
      return try call.run(size, scaleFactor, recompute: recomputeScaleFactor ?? false)
    }
  }

  /// The older name of `interpolate`.
  public static func upsample(
    _ input: Tensor, size: (any SizeArgument)? = nil, scaleFactor: (any ScaleArgument)? = nil,
    mode: InterpolationMode = .nearest, alignCorners: Bool? = nil
  ) -> Tensor {
    interpolate(
      input, size: size, scaleFactor: scaleFactor, mode: mode, alignCorners: alignCorners)
  }

  /// `interpolate` with the nearest pixel.
  public static func upsampleNearest(
    _ input: Tensor, size: (any SizeArgument)? = nil, scaleFactor: (any ScaleArgument)? = nil
  ) -> Tensor {
    interpolate(input, size: size, scaleFactor: scaleFactor)
  }

  /// Bilinear `interpolate` with corners aligned.
  public static func upsampleBilinear(
    _ input: Tensor, size: (any SizeArgument)? = nil, scaleFactor: (any ScaleArgument)? = nil
  ) -> Tensor {
    interpolate(
      input, size: size, scaleFactor: scaleFactor, mode: .bilinear, alignCorners: true)
  }
}

/// One call of `interpolate`.
private struct Interpolation {
  let input: Tensor
  let mode: InterpolationMode
  let alignCorners: Bool?
  let antialias: Bool

  private var spatial: Int { input.dim - 2 }

  func run(
    _ size: (any SizeArgument)?, _ scale: (any ScaleArgument)?, recompute: Bool
  ) throws -> Tensor {
    try check(
      ![.nearest, .area, .nearestExact].contains(mode) || alignCorners == nil, .value,
      "align_corners option can only be set with the interpolating modes: linear | bilinear | "
        + "bicubic | trilinear")
    try check(
      size == nil || scale == nil, .value, "only one of size or scale_factor should be defined")
    let sizes = try size.map(checkedSizes)
    let factors = try scale.map(checkedFactors)
    try check(
      sizes != nil || factors != nil, .value, "either size or scale_factor should be defined")
    try check(
      !recompute || size == nil, .value,
      "recompute_scale_factor is not meaningful with an explicit size.")
    let filtered = [.bilinear, .bicubic, .lanczos].contains(mode) && input.dim == 4
    try check(
      !antialias || filtered, .value,
      "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D "
        + "tensor as input")
    return try resample(sizes, factors, recompute: recompute)
  }

  private func resample(
    _ sizes: [Int]?, _ factors: [Double]?, recompute: Bool
  ) throws -> Tensor {
    try checkMode()
    let scaled = try factors.map { factors in
      try zip(input.shape.dropFirst(2), factors).map { try wholeNumber(Double($0) * $1) }
    }
    let out = sizes ?? scaled ?? []
    if mode == .area { return pooled(out) }
    let kept: [Double?]? = recompute ? nil : factors
    return try Upsampling(
      mode: mode, spatial: spatial, out: out,
      scales: kept ?? Array(repeating: nil, count: spatial),
      alignCorners: alignCorners ?? false, antialias: antialias)(input)
  }

  private func pooled(_ out: [Int]) -> Tensor {
    switch spatial {
    case 1: Functional.adaptiveAvgPool1d(input, out)
    case 2: Functional.adaptiveAvgPool2d(input, out)
    default: Functional.adaptiveAvgPool3d(input, out)
    }
  }

  private func checkedSizes(_ size: any SizeArgument) throws -> [Int] {
    if size is Int { return Array(repeating: size.sizeList[0], count: Swift.max(spatial, 0)) }
    try check(
      size.sizeList.count == spatial, .value,
      "Input and output must have the same number of spatial dimensions, but got input with "
        + "spatial dimensions of \(Array(input.shape.dropFirst(2))) and output size of "
        + "\(pythonTuple(size.sizeList)). Please provide input tensor in (N, C, d1, d2, ...,dK) "
        + "format and output size in (o1, o2, ...,oK) format.")
    return size.sizeList
  }

  private func checkedFactors(_ scale: any ScaleArgument) throws -> [Double] {
    let factors = scale.factors(Swift.max(spatial, 0))
    try check(
      !(scale is [Double]) || factors.count == spatial, .value,
      "Input and scale_factor must have the same number of spatial dimensions, but got input with "
        + "spatial dimensions of \(Array(input.shape.dropFirst(2))) and scale_factor of shape "
        + "\(pythonTuple(factors)). Please provide input tensor in (N, C, d1, d2, ...,dK) format "
        + "and scale_factor in (s1, s2, ...,sK) format.")
    return factors
  }

  /// PyTorch's errors for a mode that does not go with the number of dimensions.
  private func checkMode() throws {
    let needed: [InterpolationMode: Int] = [
      .linear: 3, .bilinear: 4, .trilinear: 5, .bicubic: 4, .lanczos: 4,
    ]
    if let rank = needed[mode], rank != input.dim, (3...5).contains(input.dim) {
      let named = mode != .bicubic && mode != .lanczos
      throw named
        ? TensorError(
          .notImplemented,
          "Got \(input.dim)D input, but \(mode.rawValue) mode needs \(rank)D input")
        : unsupportedInterpolation(input, mode.rawValue)
    }
    guard (3...5).contains(input.dim) else {
      throw unsupportedInterpolation(input, mode.rawValue)
    }
    guard mode == .lanczos else { return }
    try check(
      alignCorners != true, .value, "Lanczos mode does not support align_corners=True")
    try check(antialias, .value, "Lanczos mode requires antialias=True")
  }
}

/// PyTorch's error for a rank or mode that `interpolate` does not know.
func unsupportedInterpolation(_ input: Tensor, _ mode: String) -> TensorError {
  TensorError(
    .notImplemented,
    "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(input.dim)D) for the modes: "
      + "nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got "
      + "\(mode))")
}
