extension Shape {
  /// Shape that all `shapes` broadcast to, `torch.broadcast_shapes`.
  public static func broadcast(_ shapes: [Shape]) -> Shape {
    guarded([]) { try common(shapes) { pythonTuple($0) } }
  }

  /// The same; `text` is how the error shows a shape.
  static func common(_ shapes: [Shape], _ text: (Shape) -> String) throws -> Shape {
    var common = Shape(repeating: 1, count: shapes.map(\.count).max() ?? 0)
    for (argument, shape) in shapes.enumerated() {
      for back in Swift.stride(from: -1, through: -shape.count, by: -1) {
        try merge(shape, argument, back, into: &common, text)
      }
    }
    return common
  }

  /// Merges the size at `back` (counted from the end) of argument `argument`.
  private static func merge(
    _ shape: Shape, _ argument: Int, _ back: Int, into common: inout Shape,
    _ text: (Shape) -> String
  ) throws {
    let size = shape[shape.count + back]
    let place = common.count + back
    try check(size >= 0, .value, "Attempting to broadcast a dimension with negative length!")
    if common[place] == 1 { common[place] = size }
    try check(
      size == 1 || size == common[place], .runtime,
      "Attempting to broadcast a dimension of length \(size) at \(back)! Mismatching argument at "
        + "index \(argument) had \(text(shape)); but expected shape should be broadcastable "
        + "to \(common)")
  }
}

extension Tensor {
  /// All tensors expanded to their common shape, `torch.broadcast_tensors`.
  public static func broadcastTensors(_ tensors: [Tensor]) -> [Tensor] {
    guarded {
      guard let first = tensors.first else { return [] }
      let common = try tensors.dropFirst().reduce(first.shape) {
        try broadcastShapes($0, $1.shape)
      }
      return tensors.map { $0.expand(common) }
    }
  }

  /// Coordinate grids of one-dimensional tensors, `torch.meshgrid`: with `ij` indexing tensor `i`
  /// varies along dimension `i`, with `xy` the first two dimensions are exchanged.
  public static func meshgrid(_ tensors: [Tensor], indexing: String = "ij") -> [Tensor] {
    guarded {
      try check(!tensors.isEmpty, .runtime, "meshgrid expects a non-empty TensorList")
      try checkGrid(tensors, indexing)
      let swapped = indexing == "xy" && tensors.count >= 2
      let order = swapped ? [tensors[1], tensors[0]] + tensors[2...] : tensors
      let shape = Shape(order.map { $0.numel })
      let grids = order.enumerated().map { position, tensor in
        var sizes = Shape(repeating: 1, count: order.count)
        sizes[position] = tensor.numel
        return tensor.view(sizes).expand(shape)
      }
      return swapped ? [grids[1], grids[0]] + grids[2...] : grids
    }
  }

  private static func checkGrid(_ tensors: [Tensor], _ indexing: String) throws {
    for tensor in tensors {
      try check(
        tensor.dim <= 1, .runtime,
        "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: \(tensor)")
      try check(
        tensor.dtype == tensors[0].dtype, .runtime,
        "meshgrid expects all tensors to have the same dtype")
    }
    try check(
      indexing == "ij" || indexing == "xy", .runtime,
      "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: \(indexing)")
  }

  /// All tuples of one element of each vector, as rows, `torch.cartesian_prod`.
  public static func cartesianProd(_ tensors: [Tensor]) -> Tensor {
    guarded {
      for tensor in tensors {
        try check(
          tensor.dim == 1, .runtime, "Expect a 1D vector, but got shape \(tensor.shape)")
      }
      if tensors.count == 1 { return tensors[0] }
      return stack(meshgrid(tensors).map { $0.flatten() }, dim: 1)
    }
  }

  /// All combinations of `r` elements of this vector, as rows, `torch.combinations`.
  public func combinations(_ r: Int = 2, withReplacement: Bool = false) -> Tensor {
    guarded {
      try check(dim == 1, .runtime, "Expect a 1D vector, but got shape \(shape)")
      try check(r >= 0, .runtime, "Expect a non-negative number, but got \(r)")
      if r == 0 { return Tensor.empty([0], dtype: dtype, device: device) }
      let rows = chosenIndices(numel, r, repeating: withReplacement)
      let index = Tensor(rows.flatMap { $0 }).to(.int64)
      return indexSelect(0, index).view([rows.count, r])
    }
  }
}

/// Ascending index tuples of length `r` below `n`, in lexicographic order.
private func chosenIndices(_ n: Int, _ r: Int, repeating: Bool) -> [[Int]] {
  (0..<r).reduce([[]]) { tuples, _ in
    tuples.flatMap { tuple in
      let first = tuple.last.map { repeating ? $0 : $0 + 1 } ?? 0
      return (Swift.min(first, n)..<n).map { tuple + [$0] }
    }
  }
}
