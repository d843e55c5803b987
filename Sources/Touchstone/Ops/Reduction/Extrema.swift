extension Tensor {
  /// Largest element over `dims` (all when nil or empty); NaN wins. Equal maxima share the
  /// gradient evenly.
  public func amax(_ dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
    extreme(.maximum, "amax", "AmaxBackward0", dims, keepdim)
  }

  public func amax(_ dim: Int, keepdim: Bool = false) -> Tensor { amax([dim], keepdim: keepdim) }

  /// Smallest element over `dims` (all when nil or empty); NaN wins. Equal minima share the
  /// gradient evenly.
  public func amin(_ dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
    extreme(.minimum, "amin", "AminBackward0", dims, keepdim)
  }

  public func amin(_ dim: Int, keepdim: Bool = false) -> Tensor { amin([dim], keepdim: keepdim) }

  private func extreme(
    _ kind: ReductionKind, _ name: String, _ node: StaticString, _ dims: [Int]?, _ keepdim: Bool
  ) -> Tensor {
    guarded {
      let reduced = try ReducedDims(dims, rank: dim)
      try reduced.refuseEmpty(shape, name, all: dims?.isEmpty ?? true)
      let out = try self.reduced(kind, reduced, keepdim: keepdim, dtype: dtype)
      return try record(node, [self], out, saving: [self], savingOutput: true) { ctx in
        [
          sharedGradient(
            ctx.grad, ctx.saved[0], ctx.savedOutputs[0], reduced, keepdim: keepdim)
        ]
      }
    }
  }

  /// Smallest and largest element along `dim`, or of all elements.
  public func aminmax(_ dim: Int? = nil, keepdim: Bool = false) -> (min: Tensor, max: Tensor) {
    let (low, high) = guarded { () throws -> (Tensor, Tensor) in
      let reduced = try ReducedDims(dim.map { [$0] }, rank: self.dim)
      try checkAminmax(reduced, all: dim == nil)
      let low = try self.reduced(.minimum, reduced, keepdim: keepdim, dtype: dtype)
      let high = try self.reduced(.maximum, reduced, keepdim: keepdim, dtype: dtype)
      let outputs = try record(
        "AminmaxBackward0", [self], [low, high], saving: [self], savingOutputs: [0, 1]
      ) { ctx in
        let parts = [0, 1].compactMap { index in
          ctx.grads[index].map {
            sharedGradient(
              $0, ctx.saved[0], ctx.savedOutputs[index], reduced, keepdim: keepdim)
          }
        }
        return [parts.count == 2 ? parts[0].add(parts[1]) : parts.first]
      }
      return (outputs[0], outputs[1])
    }
    return (low, high)
  }

  private func checkAminmax(_ dims: ReducedDims, all: Bool) throws {
    if all {
      try check(
        numel > 0, .runtime,
        "aminmax(): cannot compute aminmax over an empty dimension as the operation has no "
          + "identity.")
    }
    for index in shape.indices where dims.contains(index) && shape[index] == 0 {
      throw TensorError(
        .index, "aminmax: Expected reduction dim \(index) to have non-zero size.")
    }
  }

  /// The largest element; equal maxima share the gradient evenly.
  public func max() -> Tensor { whole(.maximum, "max", "MaxBackward1") }

  /// The smallest element; equal minima share the gradient evenly.
  public func min() -> Tensor { whole(.minimum, "min", "MinBackward1") }

  private func whole(_ kind: ReductionKind, _ name: String, _ node: StaticString) -> Tensor {
    guarded {
      let all = try ReducedDims(nil, rank: dim)
      try all.refuseEmpty(shape, name, all: true)
      let out = try reduced(kind, all, keepdim: false, dtype: dtype)
      return try record(node, [self], out, saving: [self], savingOutput: true) { ctx in
        [evenGradient(ctx.grad, ctx.saved[0], ctx.savedOutputs[0])]
      }
    }
  }

  /// Element-wise maximum of two tensors.
  public func max(_ other: Tensor) -> Tensor { maximum(other) }

  /// Element-wise minimum of two tensors.
  public func min(_ other: Tensor) -> Tensor { minimum(other) }

  /// Largest element along `dim` and the index of its first occurrence; NaN wins.
  public func max(_ dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
    indexed(largest: true, "max", "MaxBackward0", dim, keepdim)
  }

  /// Smallest element along `dim` and the index of its first occurrence; NaN wins.
  public func min(_ dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
    indexed(largest: false, "min", "MinBackward0", dim, keepdim)
  }

  private func indexed(
    largest: Bool, _ name: String, _ node: StaticString, _ dim: Int, _ keepdim: Bool
  ) -> (values: Tensor, indices: Tensor) {
    selecting(name, node, dim, keepdim: keepdim) { input, d, values, indices in
      backend(for: input.device).extremum(
        largest: largest, input, dim: d, values: values, indices: indices)
    }
  }
}

extension Tensor {
  /// An operation that picks one element along `dim`: values, indices, and a gradient that goes to
  /// the picked elements.
  func selecting(
    _ name: String, _ node: StaticString, _ dim: Int, keepdim: Bool,
    _ run: (_ input: Tensor, _ dim: Int, _ values: Tensor, _ indices: Tensor) -> Void
  ) -> (values: Tensor, indices: Tensor) {
    let (values, indices) = guarded { () throws -> (Tensor, Tensor) in
      let reduced = try ReducedDims(dim, rank: self.dim)
      let d = try wrapDim(dim, rank: self.dim)
      try reduced.refuseEmpty(shape, name, all: false)
      let kept = reduced.kept(shape)
      let values = try Tensor(uninitialized: kept, dtype: dtype, device: device)
      let indices = try Tensor(uninitialized: kept, dtype: .int64, device: device)
      run(self, d, values, indices)
      return try recordSelection(
        node, values.dropping(reduced, keepdim: keepdim),
        indices.dropping(reduced, keepdim: keepdim), d, keepdim: keepdim)
    }
    return (values, indices)
  }

  /// Records that `values` are this tensor's elements at `indices` along `dim`.
  func recordSelection(
    _ node: StaticString, _ values: Tensor, _ indices: Tensor, _ d: Int, keepdim: Bool
  ) throws -> (Tensor, Tensor) {
    try record(
      node, [self], [values, indices], savingOutputs: [1], differentiable: [true, false]
    ) { [shape] ctx in
      [
        selectionGradient(
          ctx.gradOrZeros(0), ctx.savedOutputs[0], d, shape, keepdim: keepdim || shape.isEmpty)
      ]
    }
    return (values, indices)
  }
}

/// Zeros of `shape` with `grad` at `indices` along `dim`.
func selectionGradient(
  _ grad: Tensor, _ indices: Tensor, _ dim: Int, _ shape: Shape, keepdim: Bool
) -> Tensor {
  let zeros = Tensor.zeros(shape, dtype: grad.dtype, device: grad.device)
  let places = keepdim ? indices : indices.unsqueeze(dim)
  return zeros.scatter(dim, places, keepdim ? grad : grad.unsqueeze(dim))
}

/// `grad`, shared evenly among the elements of each reduced group that equal its result.
func sharedGradient(
  _ grad: Tensor, _ input: Tensor, _ result: Tensor, _ dims: ReducedDims, keepdim: Bool
) -> Tensor {
  let mask = input.eq(dims.restore(result, keepdim: keepdim))
  let count = mask.sum(dims.list, keepdim: true)
  return dims.restore(grad, keepdim: keepdim).mul(mask).div(count)
}

/// `grad`, shared evenly among all elements that equal `value` (among the NaNs when it is NaN).
func evenGradient(_ grad: Tensor, _ input: Tensor, _ value: Tensor) -> Tensor {
  let isNaN = noGrad { value.isnan().item().boolValue }
  let mask = isNaN ? input.isnan() : input.eq(value)
  return mask.mul(grad.div(mask.sum()))
}
