extension Tensor {
  /// Each slice along `dim` repeated as often as `repeats` (0-d or 1-D integers) says; without
  /// `dim`, elements of the flattened tensor.
  ///
  /// - Parameter outputSize: the sum of `repeats`, checked when given.
  public func repeatInterleave(
    _ repeats: Tensor, dim: Int? = nil, outputSize: Int? = nil
  ) -> Tensor {
    guarded {
      guard let dim else {
        return reshape([-1]).repeatInterleave(repeats, dim: 0, outputSize: outputSize)
      }
      let d = try wrapDim(dim, rank: self.dim)
      try check(
        repeats.dim <= 1, .runtime, "repeats must be 0-dim or 1-dim tensor")
      let size = sizeAlong(self, d)
      let single = repeats.dim == 0 || repeats.shape[0] == 1
      try check(
        single || repeats.shape[0] == size, .runtime,
        "repeats must have the same size as input along dim, but got repeats.size(0) = "
          + "\(sizeAlong(repeats, 0)) and input.size(\(d)) = \(size)")
      let counts = single ? repeats.reshape([1]).expand([size]) : repeats
      return indexSelect(d, Tensor.repeatInterleave(counts, outputSize: outputSize))
    }
  }

  /// Each slice along `dim` repeated `repeats` times; without `dim`, each element of the flattened
  /// tensor.
  public func repeatInterleave(
    _ repeats: Int, dim: Int? = nil, outputSize: Int? = nil
  ) -> Tensor {
    guarded {
      let source = dim == nil ? reshape([-1]) : self.dim == 0 ? reshape([1]) : self
      let d = try wrapDim(dim ?? 0, rank: source.dim)
      try check(repeats >= 0, .runtime, "Repeats must be non-negative")
      let size = source.shape[d]
      try check(
        outputSize == nil || outputSize == size * repeats, .runtime,
        "repeat_interleave: Invalid output_size, expected \(size * repeats) but got "
          + "\(outputSize ?? 0)")
      var wide = source.shape
      wide.insert(repeats, at: d + 1)
      var joined = source.shape
      joined[d] = size * repeats
      return source.unsqueeze(d + 1).expand(wide).clone().view(joined)
    }
  }

  /// 0 repeated repeats[0] times, 1 repeated repeats[1] times, …: int64 (or int32 for int32).
  public static func repeatInterleave(_ repeats: Tensor, outputSize: Int? = nil) -> Tensor {
    guarded {
      try check(
        repeats.dim == 1, .runtime,
        "repeat_interleave only accept 1D vector as repeat")
      try check(
        repeats.isIndexDType, .runtime, "repeats has to be Long or Int tensor")
      let counts = repeats.asInt64
      if backend(for: counts.device).firstOutside(0..<Int.max, in: counts) != nil {
        throw TensorError(.runtime, "repeats can not be negative")
      }
      let total = Int(noGrad { counts.sum() }.item().int64Value)
      try check(
        outputSize == nil || outputSize == total || counts.numel == 0, .runtime,
        "allocated size does not match required size")
      let out = try Tensor(uninitialized: [total], dtype: .int64, device: counts.device)
      backend(for: counts.device).repeatPositions(counts, into: out)
      return repeats.dtype == .int64 ? out : out.to(repeats.dtype)
    }
  }
}
