extension Tensor {
  /// `sections` views along `dim`; the first ones are one larger where the size does not divide.
  public func tensorSplit(_ sections: Int, dim: Int = 0) -> [Tensor] {
    guarded {
      let d = try tensorSplitDim(dim)
      try check(
        sections > 0, .runtime, "number of sections must be larger than 0, got \(sections)")
      let (quotient, remainder) = shape[d].quotientAndRemainder(dividingBy: sections)
      let starts = (0...sections).map { $0 * quotient + Swift.min($0, remainder) }
      return zip(starts, starts.dropFirst()).map { slice(d, from: $0, to: $1) }
    }
  }

  /// Views between the cuts at `indices` along `dim`, as Python slices them.
  public func tensorSplit(_ indices: [Int], dim: Int = 0) -> [Tensor] {
    guarded {
      let d = try tensorSplitDim(dim)
      let ends = indices + [shape[d]]
      return zip([0] + indices, ends).map { slice(d, from: $0, to: $1) }
    }
  }

  /// `tensorSplit` by a 0-d (sections) or 1-d (indices) int64 tensor.
  public func tensorSplit(_ indicesOrSections: Tensor, dim: Int = 0) -> [Tensor] {
    guarded {
      let given = indicesOrSections
      try check(
        given.dtype == .int64, .runtime,
        "tensor_split expected tensor_indices_or_sections to have dtype of long, but got "
          + given.dtype.scalarTypeName)
      try check(
        given.dim <= 1, .runtime,
        "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or "
          + "one-dimensional tensor, but got a tensor with \(given.dim) dims")
      let values = given.toArray(Int.self)
      return given.dim == 0 ? tensorSplit(values[0], dim: dim) : tensorSplit(values, dim: dim)
    }
  }

  private func tensorSplitDim(_ dim: Int) throws -> Int {
    try check(
      self.dim > 0, .runtime,
      "tensor_split expected at least a 1-dimensional tensor, but got a tensor with "
        + "\(self.dim) dims")
    return try wrapDim(dim, rank: self.dim)
  }

  /// Splits along the second dimension (a vector: the only one) into `sections` equal parts.
  public func hsplit(_ sections: Int) -> [Tensor] { evenSplit("hsplit", 1, sections) }

  /// Splits along the second dimension (a vector: the only one) at `indices`.
  public func hsplit(_ indices: [Int]) -> [Tensor] { indexSplit("hsplit", 1, indices) }

  /// Splits along the first dimension into `sections` equal parts.
  public func vsplit(_ sections: Int) -> [Tensor] { evenSplit("vsplit", 2, sections) }

  /// Splits along the first dimension at `indices`.
  public func vsplit(_ indices: [Int]) -> [Tensor] { indexSplit("vsplit", 2, indices) }

  /// Splits along the third dimension into `sections` equal parts.
  public func dsplit(_ sections: Int) -> [Tensor] { evenSplit("dsplit", 3, sections) }

  /// Splits along the third dimension at `indices`.
  public func dsplit(_ indices: [Int]) -> [Tensor] { indexSplit("dsplit", 3, indices) }

  private func evenSplit(_ name: String, _ rank: Int, _ sections: Int) -> [Tensor] {
    guarded {
      let d = try splitDim(name, rank)
      try check(
        sections != 0 && shape[d] % sections == 0, .runtime,
        "torch.\(name) attempted to split along dimension \(d), but the size of the dimension "
          + "\(shape[d]) is not divisible by the split_size \(sections)!")
      return tensorSplit(sections, dim: d)
    }
  }

  private func indexSplit(_ name: String, _ rank: Int, _ indices: [Int]) -> [Tensor] {
    guarded { tensorSplit(indices, dim: try splitDim(name, rank)) }
  }

  private func splitDim(_ name: String, _ rank: Int) throws -> Int {
    try check(
      dim >= rank, .runtime,
      "torch.\(name) requires a tensor with at least \(rank) dimension, but got a tensor with "
        + "\(dim) dimensions!")
    switch rank {
    case 1: return dim == 1 ? 0 : 1
    case 2: return 0
    default: return 2
    }
  }
}
