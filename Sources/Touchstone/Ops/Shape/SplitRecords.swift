extension Catalogue {
  static let splits: [OperationRecord] = [
    .movements("split", "tensor, split_size_or_sections, dim") { a in
      let (input, dim) = (try a.tensor("tensor"), try a.int("dim", default: 0))
      if case .int(let size) = a.value("split_size_or_sections") {
        return input.split(Int(size), dim: dim)
      }
      return input.split(try a.ints("split_size_or_sections"), dim: dim)
    },
    .movements("split_with_sizes", "input, split_sizes, dim") { a in
      try a.tensor("input").splitWithSizes(
        try a.ints("split_sizes"), dim: try a.int("dim", default: 0))
    },
    .movements("split_with_sizes_copy", "input, split_sizes, dim") { a in
      try a.tensor("input").splitWithSizesCopy(
        try a.ints("split_sizes"), dim: try a.int("dim", default: 0))
    },
    .movements("unsafe_split", "input, split_size, dim") { a in
      try a.tensor("input").unsafeSplit(
        try a.int("split_size"), dim: try a.int("dim", default: 0))
    },
    .movements("chunk", "input, chunks, dim") { a in
      try a.tensor("input").chunk(try a.int("chunks"), dim: try a.int("dim", default: 0))
    },
    .movements("unsafe_chunk", "input, chunks, dim") { a in
      try a.tensor("input").unsafeChunk(try a.int("chunks"), dim: try a.int("dim", default: 0))
    },
    .movements("unbind", "input, dim") { a in
      try a.tensor("input").unbind(try a.int("dim", default: 0))
    },
    .movements("unbind_copy", "input, dim") { a in
      try a.tensor("input").unbindCopy(try a.int("dim", default: 0))
    },
    .movements("tensor_split", "input, indices_or_sections, dim") { a in
      let (input, dim) = (try a.tensor("input"), try a.int("dim", default: 0))
      switch a.value("indices_or_sections") {
      case .tensor(let given): return input.tensorSplit(given, dim: dim)
      case .int(let sections): return input.tensorSplit(Int(sections), dim: dim)
      default: return input.tensorSplit(try a.ints("indices_or_sections"), dim: dim)
      }
    },
    directional("hsplit") { $0.hsplit($1) } _: { $0.hsplit($1) },
    directional("vsplit") { $0.vsplit($1) } _: { $0.vsplit($1) },
    directional("dsplit") { $0.dsplit($1) } _: { $0.dsplit($1) },
  ]

  /// `hsplit` and its like: by a number of sections or a list of indices.
  private static func directional(
    _ name: String, _ even: @escaping @Sendable (Tensor, Int) -> [Tensor],
    _ cut: @escaping @Sendable (Tensor, [Int]) -> [Tensor]
  ) -> OperationRecord {
    .movements(name, "input, indices_or_sections") { a in
      let input = try a.tensor("input")
      switch a.value("indices_or_sections") {
      case .int(let sections): return even(input, Int(sections))
      case .list: return cut(input, try a.ints("indices_or_sections"))
      default: throw a.invalidCombination
      }
    }
  }
}
