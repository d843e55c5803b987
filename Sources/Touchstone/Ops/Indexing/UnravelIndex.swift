extension Tensor {
  /// Coordinates, one tensor per dimension of `shape`, of the row-major element numbers in this
  /// integer tensor.
  public func unravelIndex(_ shape: [Int]) -> [Tensor] {
    guarded(Array(repeating: .poison, count: shape.count)) {
      try check(
        dtype.isInteger, .type,
        "expected 'indices' to be integer dtype, but got torch.\(dtype.name)")
      try check(
        shape.allSatisfy { $0 >= 0 }, .value,
        "'shape' cannot have negative values, but got (\(Shape(shape).listing))")
      try check(
        numel == 0 || !shape.contains(0), .value,
        "'shape' cannot have zero dimensions when 'indices' is non-empty, but got "
          + "(\(Shape(shape).listing))")
      let strides = Shape(shape).contiguousStrides
      let numbers = asInt64
      return shape.indices.map { numbers.floorDivide(strides[$0]).remainder(shape[$0]) }
    }
  }
}

extension Shape {
  /// The entries separated by commas.
  fileprivate var listing: String { map(String.init).joined(separator: ", ") }
}
