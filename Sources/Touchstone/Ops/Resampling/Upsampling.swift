/// One resampling of signals, images or volumes to given sizes.
struct Upsampling: Sendable {
  let mode: InterpolationMode
  let spatial: Int
  let out: [Int]
  /// The factors that the caller gave, which places are computed with; nil to use the sizes.
  var scales: [Double?]
  var alignCorners = false
  var antialias = false

  func callAsFunction(_ input: Tensor) throws -> Tensor {
    try checkSizes(input)
    try checkDType(input)
    let sizes = input.shape
    let format = input.suggestedMemoryFormat
    let isDouble = input.dtype == .float64
    let vectorised = isVectorised(input)
    let outSizes = input.shape(spatial: out)
    return try LinearMap(names: names) { x in
      let result = try x.fresh(outSizes, format)
      fill(result, from: x, taps(sizes, isDouble, vectorised))
      return result
    } backward: { grad in
      let result = try grad.fresh(sizes, format)
      let taps = taps(sizes, isDouble, vectorised)
      let transposed = zip(taps, sizes.suffix(spatial)).map { $0.transposed($1) }
      fill(result, from: grad, transposed)
      return result
    }(input)
  }

  /// Taps of the spatial dimensions.
  private func taps(_ sizes: Shape, _ isDouble: Bool, _ vectorised: Bool) -> [TapAxis] {
    zip(sizes.suffix(spatial), 0..<spatial).map { size, d in
      let axis = SampledAxis(
        input: size, output: out[d], scale: scales[d], alignCorners: alignCorners)
      switch (mode, antialias) {
      case (.nearest, _), (.nearestExact, _):
        return axis.nearest(
          exact: mode == .nearestExact,
          vectorised ? .single : .general(isDouble: isDouble))
      case (.bicubic, false): return axis.cubic()
      case (.bicubic, true): return axis.antialiased(.cubic)
      case (.lanczos, _): return axis.antialiased(.lanczos)
      case (_, true): return axis.antialiased(.triangle)
      default: return axis.linear()
      }
    }
  }

  /// Fills `result`: few taps all at once, long ones and bytes one dimension after the other,
  /// the last dimension first.
  private func fill(_ result: Tensor, from input: Tensor, _ taps: [TapAxis]) {
    let isNearest = mode == .nearest || mode == .nearestExact
    let device = backend(for: input.device)
    let source = input.volume(spatial)
    let target = result.volume(spatial)
    if !antialias && (input.dtype != .uint8 || isNearest) {
      let leading = Array(repeating: TapAxis.identity(1), count: 3 - spatial)
      return device.resample(source, leading + taps, into: target)
    }
    fillByDimension(target, from: source, taps)
  }

  private func fillByDimension(_ target: Tensor, from source: Tensor, _ taps: [TapAxis]) {
    let device = backend(for: source.device)
    var current = source
    for d in (5 - spatial..<5).reversed() {
      var sizes = current.shape
      sizes[d] = target.shape[d]
      let isLast = d == 5 - spatial
      let next = isLast ? target : Tensor.empty(sizes, dtype: source.dtype, device: source.device)
      let axis = taps[d - (5 - spatial)]
      if source.dtype == .uint8 {
        device.resampleBytes(current, axis.merged(), dim: d, into: next)
      } else {
        let axes = (2..<5).map { $0 == d ? axis : TapAxis.identity(sizes[$0]) }
        device.resample(current, axes, into: next)
      }
      current = next
    }
  }

  /// Whether PyTorch takes its kernels for channels-last memory, which compute nearest places in
  /// another way: for small images, and for channels-last tensors of four or more channels.
  private func isVectorised(_ input: Tensor) -> Bool {
    let manyChannels = input.suggestedMemoryFormat != .contiguous && input.shape[1] > 3
    return manyChannels || spatial == 2 && out[0] &+ out[1] <= 128
  }
}

extension Upsampling {
  private func checkSizes(_ input: Tensor) throws {
    let sizes = input.spatialSizes(spatial)
    let letters = ["D", "H", "W"].suffix(spatial)
    func text(_ sizes: [Int]) -> String {
      zip(letters, sizes).map { "\($0): \($1)" }.joined(separator: ", ")
    }
    try check(
      sizes.allSatisfy { $0 > 0 } && out.allSatisfy { $0 > 0 }, .runtime,
      "Input and output sizes should be greater than 0, but got input (\(text(sizes))) "
        + "\(spatial == 1 ? "and " : "")output (\(text(out)))")
    try check(
      !input.shape.dropFirst().contains(0), .runtime,
      "Non-empty \(spatial + 2)D data tensor expected but got a tensor with sizes \(input.shape)")
  }

  private func checkDType(_ input: Tensor) throws {
    let takesBytes = spatial == 2 || mode == .nearest || mode == .nearestExact
    let taken =
      input.dtype.isFloatingPoint && !(antialias && input.dtype.isHalf)
      || input.dtype == .uint8 && takesBytes
    try check(
      taken, .notImplemented,
      "\"\(kernelName(input))\" not implemented for '\(input.dtype.scalarTypeName)'")
  }

  private func kernelName(_ input: Tensor) -> String {
    if antialias { return "compute_index_ranges_weights" }
    switch mode {
    case .nearest, .nearestExact:
      return isVectorised(input)
        ? "upsample_nearest\(spatial)d_channels_last" : "compute_indices_weights_nearest"
    case .bicubic: return "compute_indices_weights_cubic"
    case .bilinear where isVectorised(input): return "upsample_bilinear2d_channels_last"
    default: return "compute_indices_weights_linear"
    }
  }

  /// PyTorch's `grad_fn` names.
  private var names: (StaticString, StaticString) {
    switch (mode, spatial, antialias) {
    case (.nearest, 1, _):
      ("UpsampleNearest1DBackward0", "UpsampleNearest1DBackwardBackward0")
    case (.nearest, 2, _):
      ("UpsampleNearest2DBackward0", "UpsampleNearest2DBackwardBackward0")
    case (.nearest, _, _):
      ("UpsampleNearest3DBackward0", "UpsampleNearest3DBackwardBackward0")
    case (.nearestExact, 1, _):
      ("UpsampleNearestExact1DBackward0", "UpsampleNearestExact1DBackwardBackward0")
    case (.nearestExact, 2, _):
      ("UpsampleNearestExact2DBackward0", "UpsampleNearestExact2DBackwardBackward0")
    case (.nearestExact, _, _):
      ("UpsampleNearestExact3DBackward0", "UpsampleNearestExact3DBackwardBackward0")
    case (.bilinear, _, true):
      ("UpsampleBilinear2DAaBackward0", "UpsampleBilinear2DAaBackwardBackward0")
    case (.bicubic, _, true):
      ("UpsampleBicubic2DAaBackward0", "UpsampleBicubic2DAaBackwardBackward0")
    case (.lanczos, _, _):
      ("UpsampleLanczos2DAaBackward0", "UpsampleLanczos2DAaBackwardBackward0")
    case (.bicubic, _, _): ("UpsampleBicubic2DBackward0", "UpsampleBicubic2DBackwardBackward0")
    case (.bilinear, _, _): ("UpsampleBilinear2DBackward0", "UpsampleBilinear2DBackwardBackward0")
    case (.trilinear, _, _):
      ("UpsampleTrilinear3DBackward0", "UpsampleTrilinear3DBackwardBackward0")
    default: ("UpsampleLinear1DBackward0", "UpsampleLinear1DBackwardBackward0")
    }
  }
}
