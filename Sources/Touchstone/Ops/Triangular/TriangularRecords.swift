extension Catalogue {
  static let triangular: [OperationRecord] = [
    .movement("tril", "input, diagonal") { a in
      try a.tensor("input").tril(try a.int("diagonal", default: 0))
    },
    .movement("triu", "input, diagonal") { a in
      try a.tensor("input").triu(try a.int("diagonal", default: 0))
    },
    indices("tril_indices") { Tensor.trilIndices($0, $1, $2, dtype: $3) },
    indices("triu_indices") { Tensor.triuIndices($0, $1, $2, dtype: $3) },
  ]

  private static func indices(
    _ name: String, _ call: @escaping @Sendable (Int, Int, Int, DType) -> Tensor
  ) -> OperationRecord {
    .movement(name, "row, col, offset, dtype, device, layout, pin_memory") { a in
      try a.requireDefaults("device", "layout", "pin_memory")
      return call(
        try a.int("row"), try a.int("col"), try a.int("offset", default: 0),
        try a.dtypeOrNil("dtype") ?? .int64)
    }
  }
}
