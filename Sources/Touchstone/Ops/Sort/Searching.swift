extension Tensor {
  /// Positions at which elements of `values` go into the sorted rows of this tensor.
  ///
  /// - Parameters:
  ///   - values: any shape when this is 1-D, otherwise the same leading dimensions.
  ///   - right: after equal elements instead of before them; `side` says the same in words.
  ///   - sorter: int64 indices that sort each row, when it is not sorted.
  /// - Returns: int64, or int32 when `outInt32`.
  public func searchsorted(
    _ values: Tensor, outInt32: Bool = false, right: Bool = false, side: String? = nil,
    sorter: Tensor? = nil
  ) -> Tensor {
    guarded {
      try checkSearch(values, side: side, right: right)
      if let sorter { try checkSorter(sorter) }
      return try searched(
        values, outInt32: outInt32, right: right || side == "right", sorter: sorter)
    }
  }

  /// The position of one number.
  public func searchsorted<S: TensorScalar>(
    _ value: S, outInt32: Bool = false, right: Bool = false, side: String? = nil,
    sorter: Tensor? = nil
  ) -> Tensor {
    guarded {
      let dtype = self.dtype.isFloatingPoint ? self.dtype : value.scalar.dtype
      let values = Tensor.full([], value, dtype: dtype, device: device)
      return searchsorted(values, outInt32: outInt32, right: right, side: side, sorter: sorter)
    }
  }

  /// The bucket of each element among 1-D `boundaries`: boundaries[i−1] < x ≤ boundaries[i], or
  /// ≤ x < with `right`.
  public func bucketize(
    _ boundaries: Tensor, outInt32: Bool = false, right: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        boundaries.dim == 1, .runtime,
        "boundaries tensor must be 1 dimension, but got dim(\(boundaries.dim))")
      return boundaries.searchsorted(self, outInt32: outInt32, right: right)
    }
  }

  private func searched(
    _ values: Tensor, outInt32: Bool, right: Bool, sorter: Tensor?
  ) throws -> Tensor {
    let out = try Tensor(
      uninitialized: values.shape, dtype: outInt32 ? .int32 : .int64, device: device)
    if values.numel == 0 { return out }
    let common = promoteTypes(dtype, values.dtype)
    noGrad {
      backend(for: device).searchSorted(
        to(common).contiguous(), sorter: sorter?.contiguous(),
        values: values.to(common).contiguous(), into: out, right: right)
    }
    return out
  }

  private func checkSearch(_ values: Tensor, side: String?, right: Bool) throws {
    let name = "torch.searchsorted()"
    if let side {
      try check(
        side == "left" || side == "right", .runtime,
        "\(name): side can only be 'left' or 'right' but got \(side)")
      try check(
        !(right && side == "left"), .runtime,
        "\(name): side and right can't be set to opposites, got side of left while right was True")
    }
    try check(
      dim != 0, .runtime,
      "\(name): boundaries tensor should have positive dimension, but got 0 dimension")
    try check(
      dim == 1 || values.dim > 0, .runtime,
      "\(name): input value can be a scalar only when boundaries tensor dimension is 1, but we got "
        + "boundaries tensor dim(\(dim)) and input value's dim(\(values.dim)) "
        + "numel(\(values.numel))")
    if dim == 1 { return }
    let match = dim == values.dim && shape.dropLast() == values.shape.dropLast()
    try check(
      match, .runtime,
      "\(name): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries "
        + "tensor and input value tensor must match, but we got boundaries tensor \(shape) and "
        + "input value tensor \(values.shape)")
  }

  private func checkSorter(_ sorter: Tensor) throws {
    let name = "torch.searchsorted()"
    try check(
      sorter.shape == shape, .runtime,
      "\(name): boundary and sorter must have the same size, but got boundary tensor \(shape)and "
        + "got sorter tensor \(sorter.shape)")
    try check(
      sorter.dtype == .int64, .runtime,
      "\(name): sorter must be a tensor of long dtype but got dtype "
        + sorter.dtype.scalarTypeName)
    let outside = backend(for: device).firstOutside(0..<(shape.last ?? 0), in: sorter)
    try check(outside == nil, .runtime, "\(name): sorter index out of range")
  }

  /// Whether each element occurs in `test`, `torch.isin`.
  public func isin(_ test: Tensor, assumeUnique: Bool = false, invert: Bool = false) -> Tensor {
    guarded {
      try refuseBool(self, test)
      let common = resultType(self, test)
      let elements = noGrad { to(common) }
      let sorted = noGrad { test.to(common).reshape([-1]).withoutNaN.sort(0).values }
      if sorted.numel == 0 { return Tensor.full(shape, invert, dtype: .bool, device: device) }
      let places = sorted.searchsorted(elements).clamp(max: Scalar.int(Int64(sorted.numel - 1)))
      let found = sorted.take(places).eq(elements)
      return invert ? found.logicalNot() : found
    }
  }

  private var withoutNaN: Tensor {
    dtype.isFloatingPoint ? maskedSelect(isnan().logicalNot()) : self
  }

  private func refuseBool(_ tensors: Tensor...) throws {
    for tensor in tensors {
      try check(
        tensor.dtype != .bool, .notImplemented,
        "Unsupported input type encountered for isin(): Bool")
    }
  }
}
