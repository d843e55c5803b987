extension Tensor {
  /// Joins tensors along an existing dimension, `torch.cat`. All sizes but that of `dim` must be
  /// equal; dtypes are promoted; one-dimensional empty tensors are passed over.
  public static func cat(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
    guarded {
      let plan = try CatPlan(tensors, dim)
      let result = try uninitialized(plan.shape, resultType(tensors), tensors[0].device)
      plan.run(tensors, into: result)
      return try record("CatBackward0", tensors, result) { ctx in plan.split(ctx) }
    }
  }

  /// `cat` into `out`, which takes the result's shape.
  @discardableResult
  public static func cat(_ tensors: [Tensor], dim: Int = 0, out: Tensor) -> Tensor {
    guarded(out) {
      let plan = try CatPlan(tensors, dim)
      try checkOut(out, tensors)
      out.resize_(plan.shape)
      try throwPendingError()
      return out.copy_(cat(tensors, dim: dim))
    }
  }

  /// `cat` by its other names.
  public static func concat(_ tensors: [Tensor], dim: Int = 0) -> Tensor { cat(tensors, dim: dim) }
  public static func concatenate(_ tensors: [Tensor], dim: Int = 0) -> Tensor {
    cat(tensors, dim: dim)
  }

  private static func checkOut(_ out: Tensor, _ tensors: [Tensor]) throws {
    let common = resultType(tensors)
    try check(
      canCast(from: common, to: out.dtype), .type,
      "torch.cat(): input types can't be cast to the desired output type "
        + out.dtype.scalarTypeName)
    let advice = "refer to a single memory location. Please clone() the tensor before performing "
      + "the operation."
    try check(
      !out.hasInternalOverlap, .runtime,
      "unsupported operation: more than one element of the written-to tensor " + advice)
    try check(
      tensors.allSatisfy { $0 !== out && ($0.numel == 0 || $0.storage !== out.storage) }, .runtime,
      "unsupported operation: some elements of the input tensor and the written-to tensor "
        + advice)
  }
}

/// Where each input of a concatenation goes.
private struct CatPlan {
  let dim: Int
  let shape: Shape
  /// Shapes and dtypes of the inputs.
  let shapes: [Shape]
  let dtypes: [DType]

  init(_ tensors: [Tensor], _ dim: Int) throws {
    try check(
      !tensors.isEmpty, .value, "torch.cat(): expected a non-empty list of Tensors")
    shapes = tensors.map { $0.shape }
    dtypes = tensors.map { $0.dtype }
    if let position = shapes.firstIndex(where: { $0.isEmpty }) {
      throw TensorError(
        .runtime,
        "zero-dimensional tensor (at position \(position)) cannot be concatenated")
    }
    guard let first = shapes.first(where: { $0 != [0] }) else {
      (self.dim, shape) = (0, [0])
      return
    }
    self.dim = try wrapDim(dim, rank: first.count)
    shape = try CatPlan.joined(shapes, first, self.dim)
  }

  private static func joined(_ shapes: [Shape], _ first: Shape, _ dim: Int) throws -> Shape {
    var total = first
    total[dim] = 0
    for (position, shape) in shapes.enumerated() where shape != [0] {
      try check(
        shape.count == first.count, .runtime,
        "Tensors must have same number of dimensions: got \(first.count) and \(shape.count)")
      for d in shape.indices where d != dim && shape[d] != first[d] {
        throw TensorError(
          .runtime,
          "Sizes of tensors must match except in dimension \(dim). Expected size \(first[d]) but "
            + "got size \(shape[d]) for tensor number \(position) in the list.")
      }
      total[dim] += shape[dim]
    }
    return total
  }

  /// Entries that input `index` takes along the dimension.
  private func length(_ index: Int) -> Int { shapes[index] == [0] ? 0 : shapes[index][dim] }

  /// Copies the inputs to their places; in blocks where nothing need be converted.
  func run(_ tensors: [Tensor], into result: Tensor) {
    let parts = tensors.filter { $0.numel > 0 }
    let direct = parts.allSatisfy { $0.isContiguous && $0.dtype == result.dtype }
    if direct { return backend(for: result.device).cat(parts, dim: dim, into: result) }
    var start = result.storageOffset
    for part in parts {
      let place = Tensor(
        storage: result.storage, shape: part.shape, strides: result.strides, storageOffset: start,
        dtype: result.dtype)
      backend(for: result.device).copy(part, into: place)
      start += part.shape[dim] * result.strides[dim]
    }
  }

  /// The parts of the gradient that belong to each input.
  func split(_ ctx: Pullback) -> [Tensor?] {
    let grad = ctx.grad
    var start = 0
    return shapes.indices.map { index in
      let size = length(index)
      defer { start += size }
      guard ctx.needs(index) else { return nil }
      if shapes[index] == [0] {
        return Tensor.zeros([0], dtype: dtypes[index], device: grad.device)
      }
      return grad.narrow(dim, start, size).to(dtypes[index])
    }
  }
}
