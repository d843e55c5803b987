/// How `gridSample` reads between pixels. Raw values are PyTorch's names.
public enum GridSampleMode: String, Sendable, CaseIterable {
  case bilinear, nearest, bicubic

  fileprivate var kernelMode: GridRule.Mode {
    switch self {
    case .bilinear: .linear
    case .nearest: .nearest
    case .bicubic: .cubic
    }
  }
}

/// What `gridSample` reads outside the image. Raw values are PyTorch's names.
public enum GridSamplePadding: String, Sendable, CaseIterable {
  case zeros
  /// The nearest pixel of the edge.
  case border
  /// The image mirrored at its edges.
  case reflection

  fileprivate var kernelPadding: GridRule.Padding {
    switch self {
    case .zeros: .zeros
    case .border: .border
    case .reflection: .reflection
    }
  }
}

extension Functional {
  /// Images [N, C, H, W] read at the points (x, y) of `grid` [N, H', W', 2], or volumes
  /// [N, C, D, H, W] at (x, y, z) of [N, D', H', W', 3] (Jaderberg et al., Spatial Transformer
  /// Networks, 2015). Coordinates −1 and 1 are the image's edges.
  ///
  /// - Parameter alignCorners: whether −1 and 1 are the centres of the corner pixels instead.
  public static func gridSample(
    _ input: Tensor, _ grid: Tensor, mode: GridSampleMode = .bilinear,
    paddingMode: GridSamplePadding = .zeros, alignCorners: Bool = false
  ) -> Tensor {
    guarded {
      try checkGrid(input, grid)
      let rule = GridRule(
        dims: input.dim - 2, mode: mode.kernelMode, padding: paddingMode.kernelPadding,
        alignCorners: alignCorners)
      return try sampled(input, grid, rule)
    }
  }

  private static func checkGrid(_ input: Tensor, _ grid: Tensor) throws {
    let sizes = "input with sizes \(input.shape) and grid with sizes \(grid.shape)"
    let (batch, points) = (input.size(0), grid.size(0))
    try throwPendingError()
    try check(
      batch == points, .runtime,
      "grid_sampler(): expected grid and input to have same batch size, but got \(sizes)")
    try check(
      grid.size(-1) == input.dim - 2, .runtime,
      "grid_sampler(): expected grid to have size \(input.dim - 2) in last dimension, but got grid "
        + "with sizes \(grid.shape)")
    for d in 2..<Swift.max(input.dim, 2) where input.shape[d] == 0 {
      throw TensorError(
        .runtime,
        "grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes "
          + "\(input.shape) with dimension \(d) being empty")
    }
    let rank = input.dim == 4 ? 4 : 5
    try check(
      input.dim == rank && grid.dim == rank, .runtime,
      "grid_sampler(): expected \(rank)D input and grid with same number of dimensions, but got "
        + sizes)
    try check(
      input.dtype.isFloatingPoint, .notImplemented,
      "\"\(rank == 4 ? "grid_sampler_2d_cpu_kernel_impl" : "grid_sampler3d_cpu")\" not implemented "
        + "for '\(input.dtype.scalarTypeName)'")
    try check(
      input.dtype == grid.dtype, .runtime,
      "expected scalar type \(input.dtype.scalarTypeName) but found \(grid.dtype.scalarTypeName)")
  }

  private static func sampled(
    _ input: Tensor, _ grid: Tensor, _ rule: GridRule
  ) throws -> Tensor {
    let points = Array(grid.shape.dropFirst().dropLast())
    let out = try input.fresh(Shape([input.shape[0], input.shape[1]] + points), .contiguous)
    backend(for: input.device).gridSample(
      input.volume(rule.dims), grid.pointVolume(), rule, into: out.volume(rule.dims))
    let name: StaticString = rule.dims == 2 ? "GridSampler2DBackward0" : "GridSampler3DBackward0"
    return try record(name, [input, grid], out, saving: [input, grid]) { ctx in
      try sampledGradients(ctx.grad, ctx.saved[0], ctx.saved[1], rule, (ctx.needs(0), ctx.needs(1)))
    }
  }

  /// Gradients of the input and the grid, for the gradient `grad` of the result.
  private static func sampledGradients(
    _ grad: Tensor, _ input: Tensor, _ grid: Tensor, _ rule: GridRule, _ wanted: (Bool, Bool)
  ) throws -> [Tensor?] {
    let toInput = wanted.0 ? try input.fresh(input.shape, .contiguous) : nil
    let toGrid = wanted.1 ? try grid.fresh(grid.shape, .contiguous) : nil
    backend(for: input.device).gridSampleBackward(
      grad.volume(rule.dims), input.volume(rule.dims), grid.pointVolume(), rule,
      toInput: toInput?.volume(rule.dims), toGrid: toGrid?.pointVolume())
    let name: StaticString =
      rule.dims == 2 ? "GridSampler2DBackwardBackward0" : "GridSampler3DBackwardBackward0"
    let outputs = [toInput, toGrid].compactMap { $0 }
    try record(name, [grad, input, grid], outputs, saving: [grad, input, grid]) { ctx in
      try secondGradients(
        ofInput: wanted.0 ? ctx.grads.first! : nil, ofGrid: wanted.1 ? ctx.grads.last! : nil, ctx,
        rule)
    }
    return [toInput, toGrid]
  }

  private static func secondGradients(
    ofInput: Tensor?, ofGrid: Tensor?, _ ctx: Pullback, _ rule: GridRule
  ) throws -> [Tensor?] {
    let operands = ctx.saved.tensors.compactMap { $0 }
    let results = try operands.enumerated().map { index, operand in
      ctx.needs(index) ? try operand.fresh(operand.shape, .contiguous) : nil
    }
    backend(for: operands[0].device).gridSampleSecond(
      GridSecond(
        ofInput: ofInput?.volume(rule.dims), ofGrid: ofGrid?.pointVolume(),
        grad: operands[0].volume(rule.dims), input: operands[1].volume(rule.dims),
        grid: operands[2].pointVolume(), toGrad: results[0]?.volume(rule.dims),
        toInput: results[1]?.volume(rule.dims), toGrid: results[2]?.pointVolume()),
      rule)
    let inputs = [ofInput, ofGrid].compactMap { $0 } + operands
    try record("GridSamplerSecondBackward0", inputs, results.compactMap { $0 }, nil)
    return results
  }
}

extension Tensor {
  /// A grid of points as [N, D, H, W, coordinates], dense, without history.
  fileprivate func pointVolume() -> Tensor {
    let dense = noGrad { detach().contiguous() }
    guard dim == 4 else { return dense }
    var (sizes, steps) = (dense.shape, dense.strides)
    sizes.insert(1, at: 1)
    steps.insert(0, at: 1)
    return dense.restrided(sizes, steps)
  }
}
