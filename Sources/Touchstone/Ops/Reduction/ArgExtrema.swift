extension Tensor {
  /// Index of the first largest element along `dim`, or in the flattened tensor; NaN wins.
  public func argmax(_ dim: Int? = nil, keepdim: Bool = false) -> Tensor {
    argExtremum(largest: true, "argmax", dim, keepdim)
  }

  /// Index of the first smallest element along `dim`, or in the flattened tensor; NaN wins.
  public func argmin(_ dim: Int? = nil, keepdim: Bool = false) -> Tensor {
    argExtremum(largest: false, "argmin", dim, keepdim)
  }

  private func argExtremum(
    largest: Bool, _ name: String, _ dim: Int?, _ keepdim: Bool
  ) -> Tensor {
    guarded {
      try check(dtype != .bool, .notImplemented, "\(name)(): does not support bool input")
      guard let dim else { return try flatExtremum(largest: largest, name, keepdim) }
      let reduced = try ReducedDims(dim, rank: self.dim)
      try reduced.refuseEmpty(shape, name, all: false)
      let out = try Tensor(uninitialized: reduced.kept(shape), dtype: .int64, device: device)
      backend(for: device).extremum(
        largest: largest, self, dim: try wrapDim(dim, rank: self.dim), values: nil, indices: out)
      return out.dropping(reduced, keepdim: keepdim)
    }
  }

  private func flatExtremum(largest: Bool, _ name: String, _ keepdim: Bool) throws -> Tensor {
    try check(
      numel > 0, .index,
      "\(name)(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
        + "reduction dim with the 'dim' argument.")
    let flat = noGrad { reshape([-1]) }
    let out = try Tensor(uninitialized: [1], dtype: .int64, device: device)
    backend(for: device).extremum(largest: largest, flat, dim: 0, values: nil, indices: out)
    let shape = keepdim ? Shape(repeating: 1, count: dim) : []
    return out.restrided(shape, shape.contiguousStrides)
  }
}
