extension Tensor {
  /// The same memory with other sizes, `Tensor.view`; one size may be −1.
  /// Fails when the strides do not allow it.
  public func view(_ sizes: Shape) -> Tensor {
    guarded {
      let target = try inferSize(sizes, numel: numel)
      guard let strides = viewStrides(for: target) else {
        throw TensorError(
          .runtime,
          "view size is not compatible with input tensor's size and stride (at least one "
            + "dimension spans across two contiguous subspaces). Use .reshape(...) instead.")
      }
      return try viewed(as: target, strides)
    }
  }

  private func viewed(as target: Shape, _ strides: Shape) throws -> Tensor {
    let original = shape
    return try makeView("ViewBackward0", shape: target, strides: strides, offset: storageOffset) {
      ctx in [ctx.grad.reshape(original)]
    }
  }

  /// A view when the strides allow it, otherwise a copy with the new sizes, `torch.reshape`.
  public func reshape(_ sizes: Shape) -> Tensor {
    guarded {
      let target = try inferSize(sizes, numel: numel)
      if let strides = viewStrides(for: target) { return try viewed(as: target, strides) }
      let copy = Tensor.empty(shape, dtype: dtype, device: device)
      backend(for: device).copy(self, into: copy)
      try record("CloneBackward0", [self], copy) { ctx in [ctx.grad] }
      return copy.view(target)
    }
  }

  /// Strides with which this memory has sizes `target`, or nil when a copy is needed.
  ///
  /// Runs of dimensions that are dense among themselves are split anew from the innermost out.
  func viewStrides(for target: Shape) -> Shape? {
    if shape == target { return strides }
    if isContiguous || numel == 0 { return target.contiguousStrides }
    var result = target
    var viewDim = target.count - 1
    var chunkStride = strides.last ?? 1
    var chunkElements = 1
    var index = shape.count - 1
    while index >= 0 {
      chunkElements *= shape[index]
      let endsChunk =
        index == 0 || (shape[index - 1] != 1 && strides[index - 1] != chunkElements * chunkStride)
      if endsChunk {
        var filled = 1
        while viewDim >= 0, filled < chunkElements || target[viewDim] == 1 {
          result[viewDim] = filled * chunkStride
          filled *= target[viewDim]
          viewDim -= 1
        }
        if filled != chunkElements { return nil }
        if index > 0 {
          chunkStride = strides[index - 1]
          chunkElements = 1
        }
      }
      index -= 1
    }
    return viewDim == -1 ? result : nil
  }
}

/// Resolves a single −1 in `sizes` for a tensor of `numel` elements.
/// - Throws: `TensorError` when the sizes cannot hold exactly that many.
func inferSize(_ sizes: Shape, numel: Int) throws -> Shape {
  var result = sizes
  var inferred: Int?
  var known = 1
  for (index, size) in sizes.enumerated() {
    if size == -1 {
      try check(inferred == nil, .runtime, "only one dimension can be inferred")
      inferred = index
    } else {
      try check(size >= 0, .runtime, "invalid shape dimension \(size) at index \(index) of shape \(sizes)")
      known = Shape([known, size]).numel
    }
  }
  let fits = inferred == nil ? known == numel : (known > 0 ? numel % known == 0 : numel == 0)
  try check(fits, .runtime, "shape '\(sizes)' is invalid for input of size \(numel)")
  if let inferred {
    try check(
      known != 0, .runtime,
      "cannot reshape tensor of 0 elements into shape \(sizes) because the unspecified dimension "
        + "size -1 can be any value and is ambiguous")
    result[inferred] = numel / known
  }
  return result
}
