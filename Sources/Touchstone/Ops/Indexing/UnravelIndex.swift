extension Tensor {
  /// Coordinates, one tensor per dimension of `shape`, of the row-major element numbers in this
  /// integer tensor.
  public func unravelIndex(_ shape: [Int]) -> [Tensor] {
    guarded { () throws -> [Tensor] in
      try check(
        dtype.isInteger, .type,
        "expected 'indices' to be integer dtype, but got torch.\(dtype.name)")
      try check(
        shape.allSatisfy { $0 >= 0 }, .value,
        "'shape' cannot have negative values, but got (\(Shape(shape).listing))")
      var rest = self
      var reversed: [Tensor] = []
      for size in shape.reversed() {
        reversed.append(rest.remainder(size))
        rest = rest.floorDivide(size)
      }
      return reversed.reversed()
    }
  }
}

extension Shape {
  /// The entries separated by commas.
  fileprivate var listing: String { map(String.init).joined(separator: ", ") }
}
