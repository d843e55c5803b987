extension Catalogue {
  static let joining: [OperationRecord] = [
    .movement("cat", "tensors, dim, out") { a in
      let (tensors, dim) = (try a.tensors("tensors"), try a.int("dim", default: 0))
      if let out = try a.tensorOrNil("out") { return Tensor.cat(tensors, dim: dim, out: out) }
      return Tensor.cat(tensors, dim: dim)
    },
    .movement("stack", "tensors, dim") { a in
      Tensor.stack(try a.tensors("tensors"), dim: try a.int("dim", default: 0))
    },
    .movement("hstack", "tensors") { Tensor.hstack(try $0.tensors("tensors")) },
    .movement("vstack", "tensors") { Tensor.vstack(try $0.tensors("tensors")) },
    .movement("dstack", "tensors") { Tensor.dstack(try $0.tensors("tensors")) },
    .movement("column_stack", "tensors") { Tensor.columnStack(try $0.tensors("tensors")) },
    .movement("block_diag", "*tensors") { Tensor.blockDiag(try $0.tensors("tensors")) },
    .movement("_chunk_cat", "tensors, dim, num_chunks") { a in
      Tensor._chunkCat(try a.tensors("tensors"), try a.int("dim"), try a.int("num_chunks"))
    },
    .movement("cartesian_prod", "*tensors") { Tensor.cartesianProd(try $0.tensors("tensors")) },
    .movement("combinations", "input, r, with_replacement") { a in
      try a.tensor("input").combinations(
        try a.int("r", default: 2),
        withReplacement: try a.bool("with_replacement", default: false))
    },
    .movements("meshgrid", "*tensors, indexing") { a in
      Tensor.meshgrid(
        a.value("tensors").tensors, indexing: try a.string("indexing", default: "ij"))
    },
    padded("atleast_1d") { $0.atleast1d() },
    padded("atleast_2d") { $0.atleast2d() },
    padded("atleast_3d") { $0.atleast3d() },
  ]

  /// `atleast_1d` and its like: one tensor, or a list of which each is changed.
  private static func padded(
    _ name: String, _ call: @escaping @Sendable (Tensor) -> Tensor
  ) -> OperationRecord {
    .movements(name, "*tensors") { a in
      guard case .list(let items) = a.value("tensors"), !items.isEmpty else {
        throw a.invalidCombination
      }
      return a.value("tensors").tensors.map(call)
    }
  }
}
