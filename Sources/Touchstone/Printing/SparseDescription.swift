extension Tensor {
  /// Coordinates and elements of a sparse tensor, one under the other, as they stand between
  /// `tensor(` and the suffixes.
  func sparseText(_ sparse: SparseParts, _ options: PrintOptions, indent: Int) -> String {
    [("indices=tensor(", sparse.indices), ("values=tensor(", sparse.values)].map { prefix, part in
      let body = part.elementsText(options, indent: indent + prefix.count)
      return prefix + body + (part.numel == 0 ? ", size=" + pythonTuple(part.shape) : "") + ")"
    }.joined(separator: ",\n" + spaces(indent))
  }

  /// What follows them, apart from the relation to the graph.
  func sparseSuffixes(_ sparse: SparseParts) -> [String] {
    var all = ["size=" + pythonTuple(shape), "nnz=\(sparse.count)"]
    if !isDefaultForLiterals(dtype) { all.append("dtype=torch.\(dtype.name)") }
    return all + ["layout=\(layout)"]
  }
}
