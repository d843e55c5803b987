extension Tensor {
  /// Sorted values and their indices along `dim`; NaN is the largest. The sort is always stable.
  public func sort(
    _ dim: Int = -1, descending: Bool = false, stable: Bool = false
  ) -> (values: Tensor, indices: Tensor) {
    let (values, indices) = guarded { () throws -> (Tensor, Tensor) in
      let d = try wrapDim(dim, rank: self.dim)
      let values = try Tensor(uninitialized: shape, dtype: dtype, device: device)
      let indices = try Tensor(uninitialized: shape, dtype: .int64, device: device)
      backend(for: device).sort(
        self, values: values, indices: indices, dim: d, descending: descending)
      return try recordSelection("SortBackward0", values, indices, d, keepdim: true)
    }
    return (values, indices)
  }

  /// Indices that sort the tensor along `dim`.
  public func argsort(_ dim: Int = -1, descending: Bool = false, stable: Bool = false) -> Tensor {
    sort(dim, descending: descending, stable: stable).indices
  }

  /// Sorted along the first dimension.
  public func msort() -> Tensor { sort(0).values }

  /// The k largest (smallest) elements along `dim` and their indices, in order.
  public func topk(
    _ k: Int, dim: Int = -1, largest: Bool = true, sorted: Bool = true
  ) -> (values: Tensor, indices: Tensor) {
    let (values, indices) = guarded { () throws -> (Tensor, Tensor) in
      let d = try wrapDim(dim, rank: self.dim)
      try check(
        k >= 0 && k <= (self.dim > 0 ? shape[d] : 1), .runtime, "selected index k out of range")
      try check(dtype != .bool, .notImplemented, "topk does not support bool dtypes on CPU")
      var size = shape
      if self.dim > 0 { size[d] = k }
      let values = try Tensor(uninitialized: size, dtype: dtype, device: device)
      let indices = try Tensor(uninitialized: size, dtype: .int64, device: device)
      backend(for: device).topk(
        self, values: values, indices: indices, dim: d, largest: largest)
      return try recordSelection("TopkBackward0", values, indices, d, keepdim: true)
    }
    return (values, indices)
  }
}
