extension Tensor {
  /// `index(indices)` with `fill` where `mask` does not hold; positions are clamped into range, so
  /// masked ones may hold anything.
  func unsafeMaskedIndex(_ mask: Tensor, _ indices: [Tensor?], _ fill: Scalar) -> Tensor {
    guarded {
      return index(try clampedIndices(indices)).maskedFill(mask.logicalNot(), fill)
    }
  }

  /// `self` with the `values` under `mask` added where the clamped `indices` select.
  func unsafeMaskedIndexPutAccumulate(
    _ mask: Tensor, _ indices: [Tensor?], _ values: Tensor
  ) -> Tensor {
    guarded {
      if numel == 0 { return clone() }
      let chosen = values.maskedFill(mask.logicalNot(), 0)
      return indexPut(try clampedIndices(indices), chosen, accumulate: true)
    }
  }

  private func clampedIndices(_ indices: [Tensor?]) throws -> [Tensor?] {
    try check(
      indices.count <= dim, .index,
      "too many indices for tensor of dimension \(dim) (got \(indices.count))")
    return try indices.enumerated().map { (position, index) throws -> Tensor? in
      guard let index else { return nil }
      try check(
        index.isIndexDType, .index, "tensors used as indices must be long or int tensors")
      let size = shape[position]
      return index.clamp(min: .int(Int64(-size)), max: .int(Int64(size - 1)))
    }
  }
}
