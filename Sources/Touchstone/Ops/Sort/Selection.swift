extension Tensor {
  /// The k-th smallest element along `dim`, k from 1, and its index.
  public func kthvalue(
    _ k: Int, dim: Int = -1, keepdim: Bool = false
  ) -> (values: Tensor, indices: Tensor) {
    guarded((values: Tensor.poison, indices: Tensor.poison)) {
      let d = try wrapDim(dim, rank: self.dim)
      let size = self.dim > 0 ? shape[d] : 1
      try ReducedDims(dim, rank: self.dim).refuseEmpty(shape, "kthvalue", all: false)
      try check(
        k >= 1 && k <= size, .runtime,
        "kthvalue(): selected number k out of range for dimension \(d)")
      try checkSelectable("kthvalue")
      return selected(.kthvalue, "kthvalue", "KthvalueBackward0", dim, keepdim, k: k)
    }
  }

  /// The lower median along `dim` and its index; NaN when there is one.
  public func median(_ dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
    guarded((values: Tensor.poison, indices: Tensor.poison)) {
      try checkSelectable("median")
      return selected(.median, "median", "MedianBackward1", dim, keepdim)
    }
  }

  /// The lower median along `dim` of the elements that are not NaN, and its index.
  public func nanmedian(_ dim: Int, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
    guarded((values: Tensor.poison, indices: Tensor.poison)) {
      try checkSelectable("median")
      return selected(.nanmedian, "median", "NanmedianBackward1", dim, keepdim)
    }
  }

  /// The smallest of the most frequent values along `dim`, and an index of it.
  public func mode(_ dim: Int = -1, keepdim: Bool = false) -> (values: Tensor, indices: Tensor) {
    selected(.mode, "mode", "ModeBackward0", dim, keepdim)
  }

  /// The lower median of all elements; NaN when there is one, or no element at all.
  public func median() -> Tensor { wholeMedian(.median, "MedianBackward0") }

  /// The lower median of all elements that are not NaN.
  public func nanmedian() -> Tensor { wholeMedian(.nanmedian, "NanmedianBackward0") }

  private func wholeMedian(_ kind: SelectionKind, _ name: StaticString) -> Tensor {
    guarded {
      try checkSelectable("median")
      let out = try Tensor(uninitialized: [1], dtype: dtype, device: device)
      let index = try Tensor(uninitialized: [1], dtype: .int64, device: device)
      if numel == 0 {
        let none: Scalar = dtype.isFloatingPoint ? .double(.nan) : .int(.min)
        backend(for: device).fill(out, none)
      } else {
        let flat = noGrad { reshape([-1]) }
        backend(for: device).select(kind, flat, values: out, indices: index, dim: 0, k: 0)
      }
      let result = out.restrided([], [])
      return try record(name, [self], result, saving: [self], savingOutput: true) { ctx in
        [evenGradient(ctx.grad, ctx.saved[0], ctx.savedOutputs[0])]
      }
    }
  }

  private func checkSelectable(_ name: String) throws {
    try check(dtype != .bool, .notImplemented, "\"\(name)_cpu\" not implemented for 'Bool'")
  }

  private func selected(
    _ kind: SelectionKind, _ name: String, _ node: StaticString, _ dim: Int, _ keepdim: Bool,
    k: Int = 0
  ) -> (values: Tensor, indices: Tensor) {
    selecting(name, node, dim, keepdim: keepdim) { input, d, values, indices in
      backend(for: input.device).select(
        kind, input, values: values, indices: indices, dim: d, k: k)
    }
  }
}
