extension Tensor {
  /// A view of all windows of `size` entries along `dimension`, `step` apart; the window becomes
  /// a new last dimension.
  public func unfold(_ dimension: Int, _ size: Int, _ step: Int) -> Tensor {
    guarded {
      let d = try wrapDim(dimension, rank: dim)
      try checkWindow(d, size, step)
      let output = window(shape, strides, storageOffset, d, size, step)
      let input = Geometry(shape: shape, strides: shape.contiguousStrides, offset: 0)
      let dense = window(shape, input.strides, 0, d, size, step)
      return try makeView(
        "UnfoldBackward0", shape: output.shape, strides: output.strides, offset: output.offset
      ) { ctx in [asStridedBackward(ctx.grad, input: input, output: dense)] }
    }
  }

  private func checkWindow(_ d: Int, _ size: Int, _ step: Int) throws {
    let available = dim == 0 ? 1 : shape[d]
    try check(size >= 0, .runtime, "size is \(size) but must be >= 0")
    try check(
      size <= available, .runtime,
      "maximum size for tensor at dimension \(d) is \(available) but size is \(size)")
    try check(step > 0, .runtime, "step is \(step) but must be > 0")
  }
}

/// Geometry of the windows along dimension `d` of a tensor of the given geometry.
private func window(
  _ shape: Shape, _ strides: Shape, _ offset: Int, _ d: Int, _ size: Int, _ step: Int
) -> Geometry {
  var (sizes, steps) = (shape, strides)
  if shape.count > 0 {
    sizes[d] = (shape[d] - size) / step + 1
    steps[d] = step * strides[d]
  }
  sizes.append(size)
  steps.append(shape.count > 0 ? strides[d] : 1)
  return Geometry(shape: sizes, strides: steps, offset: offset)
}
