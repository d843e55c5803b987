/// Views by which most others are expressed; each shares storage with its source.
extension Tensor {
  /// Repeats dimensions of size 1 (and new leading ones) without copying, `Tensor.expand`.
  /// −1 keeps a size.
  public func expand(_ sizes: Shape) -> Tensor {
    guarded {
      let target = try expandedShape(sizes)
      var strides = Shape(repeating: 0, count: target.count)
      let lead = target.count - shape.count
      for index in shape.indices where shape[index] != 1 || target[lead + index] == 1 {
        strides[lead + index] = self.strides[index]
      }
      let original = shape
      return try makeView(
        "ExpandBackward0", shape: target, strides: strides, offset: storageOffset
      ) { ctx in [ctx.grad.sum(toShape: original)] }
    }
  }

  /// How PyTorch's messages about `expand` name this tensor.
  private var expandName: String { "torch.\(dtype.scalarTypeName)Tensor{\(shape)" }

  private func expandedShape(_ sizes: Shape) throws -> Shape {
    try check(
      sizes.count >= shape.count, .runtime,
      "expand(\(expandName)}, size=\(sizes)): the number of sizes provided (\(sizes.count)) "
        + "must be greater or equal to the number of dimensions in the tensor (\(shape.count))")
    var result = sizes
    let lead = sizes.count - shape.count
    for index in sizes.indices.reversed() {
      let current = index >= lead ? shape[index - lead] : 1
      if sizes[index] == -1 {
        try check(
          index >= lead, .runtime,
          "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing "
            + "dimension \(index)")
        result[index] = current
        continue
      }
      try check(
        sizes[index] >= 0 && (current == sizes[index] || current == 1), .runtime,
        "The expanded size of the tensor (\(sizes[index])) must match the existing size "
          + "(\(current)) at non-singleton dimension \(index).  Target sizes: \(sizes).  Tensor "
          + "sizes: \(shape)")
    }
    return result
  }

  /// Dimensions in the given order, `torch.permute`.
  public func permute(_ dims: [Int]) -> Tensor {
    guarded {
      try check(
        dims.count == dim, .runtime,
        "permute(sparse_coo): number of dimensions in the tensor input does not match the length "
          + "of the desired ordering of dimensions i.e. input.dim() = \(dim) is not equal to "
          + "len(dims) = \(dims.count)")
      let order = try dims.map { try wrapDim($0, rank: dim) }
      try check(
        Set(order).count == order.count, .runtime, "permute(): duplicate dims are not allowed.")
      var inverse = order
      for (position, source) in order.enumerated() { inverse[source] = position }
      return try makeView(
        "PermuteBackward0", shape: Shape(order.map { shape[$0] }),
        strides: Shape(order.map { strides[$0] }), offset: storageOffset
      ) { [inverse] ctx in [ctx.grad.permute(inverse)] }
    }
  }

  /// Swaps two dimensions, `torch.transpose`.
  public func transpose(_ dim0: Int, _ dim1: Int) -> Tensor {
    guarded {
      let a = try wrapDim(dim0, rank: dim)
      let b = try wrapDim(dim1, rank: dim)
      var shape = self.shape
      var strides = self.strides
      if dim > 0 {
        shape.swapAt(a, b)
        strides.swapAt(a, b)
      }
      return try makeView(
        "TransposeBackward0", shape: shape, strides: strides, offset: storageOffset
      ) { ctx in [ctx.grad.transpose(a, b)] }
    }
  }

  /// The slice at `index` of dimension `dim`, which disappears, `torch.select`.
  public func select(_ dim: Int, _ index: Int) -> Tensor {
    guarded {
      try check(self.dim > 0, .index, "select() cannot be applied to a 0-dim tensor.")
      let d = try wrapDim(dim, rank: self.dim)
      let size = shape[d]
      try check(
        index >= -size && index < size, .index,
        "select(): index \(index) out of range for tensor of size \(shape) at dimension \(d)")
      let position = index < 0 ? index + size : index
      let offset = storageOffset + position * strides[d]
      var newShape = shape
      var newStrides = strides
      newShape.remove(at: d)
      newStrides.remove(at: d)
      let original = shape
      return try makeView(
        "SelectBackward0", shape: newShape, strides: newStrides, offset: offset
      ) { ctx in
        let whole = Tensor.zeros(original, dtype: ctx.grad.dtype, device: ctx.grad.device)
        whole.select(d, position).copy_(ctx.grad)
        return [whole]
      }
    }
  }

  /// Elements `start..<end` of dimension `dim` in steps, with Python's clamping of bounds,
  /// `Tensor[start:end:step]`.
  public func slice(
    _ dim: Int = 0, from start: Int? = nil, to end: Int? = nil, step: Int = 1
  ) -> Tensor {
    guarded {
      try check(self.dim > 0, .index, "slice() cannot be applied to a 0-dim tensor.")
      let d = try wrapDim(dim, rank: self.dim)
      try check(step > 0, .runtime, "slice step must be positive")
      let size = shape[d]
      let first = clampIndex(start ?? 0, size)
      let last = Swift.max(first, clampIndex(end ?? size, size))
      var newShape = shape
      var newStrides = strides
      newShape[d] = last > first ? (last - first - 1) / step + 1 : 0
      let (stride, overflow) = strides[d].multipliedReportingOverflow(by: step)
      newStrides[d] = overflow ? strides[d] : stride
      let original = shape
      return try makeView(
        "SliceBackward0", shape: newShape, strides: newStrides,
        offset: storageOffset + first * strides[d]
      ) { ctx in
        let whole = Tensor.zeros(original, dtype: ctx.grad.dtype, device: ctx.grad.device)
        whole.slice(d, from: first, to: last, step: step).copy_(ctx.grad)
        return [whole]
      }
    }
  }

  private func clampIndex(_ index: Int, _ size: Int) -> Int {
    let positive = index < 0 ? (index &+ size) : index
    return Swift.min(Swift.max(positive, 0), size)
  }

  /// `length` elements of dimension `dim` from `start`, `torch.narrow`.
  public func narrow(_ dim: Int, _ start: Int, _ length: Int) -> Tensor {
    guarded {
      try check(self.dim > 0, .runtime, "narrow() cannot be applied to a 0-dim tensor.")
      try check(length >= 0, .runtime, "narrow(): length must be non-negative.")
      let d = try wrapDim(dim, rank: self.dim)
      let size = shape[d]
      try check(
        start >= -size && start <= size, .index,
        "start out of range (expected to be in range of [-\(size), \(size)], but got \(start))")
      let first = start < 0 ? start + size : start
      try check(
        first <= size - length, .runtime,
        "start (\(first)) + length (\(length)) exceeds dimension size (\(size)).")
      return slice(d, from: first, to: first + length)
    }
  }

  /// Without dimensions of size 1, `torch.squeeze`.
  public func squeeze() -> Tensor {
    squeezing(shape.indices.filter { shape[$0] == 1 }, "SqueezeBackward0")
  }

  /// Without dimension `dim` when its size is 1.
  public func squeeze(_ dim: Int) -> Tensor { squeeze([dim]) }

  /// Without those of `dims` whose size is 1.
  public func squeeze(_ dims: [Int]) -> Tensor {
    guarded {
      let wrapped = try dims.map { try wrapDim($0, rank: dim) }
      try refuseRepeats(wrapped)
      let kept = wrapped.filter { dim > 0 && shape[$0] == 1 }.sorted()
      return squeezing(kept, "SqueezeBackward1")
    }
  }

  private func squeezing(_ dims: [Int], _ name: StaticString) -> Tensor {
    guarded {
      var newShape = shape
      var newStrides = strides
      for d in dims.reversed() {
        newShape.remove(at: d)
        newStrides.remove(at: d)
      }
      let original = shape
      return try makeView(name, shape: newShape, strides: newStrides, offset: storageOffset) {
        ctx in [ctx.grad.reshape(original)]
      }
    }
  }

  /// With a new dimension of size 1 at `dim`, `torch.unsqueeze`.
  public func unsqueeze(_ dim: Int) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim + 1)
      var newShape = shape
      var newStrides = strides
      newStrides.insert(d < self.dim ? shape[d] * strides[d] : 1, at: d)
      newShape.insert(1, at: d)
      return try makeView(
        "UnsqueezeBackward0", shape: newShape, strides: newStrides, offset: storageOffset
      ) { ctx in [ctx.grad.squeeze(d)] }
    }
  }
}

/// PyTorch's error for a dimension named twice.
func refuseRepeats(_ dims: [Int]) throws {
  var seen = Set<Int>()
  for dim in dims {
    try check(
      seen.insert(dim).inserted, .runtime, "dim \(dim) appears multiple times in the list of dims")
  }
}
