extension Tensor {
  /// The matrix transposed, `Tensor.t`; tensors of fewer than two dimensions stay as they are.
  public func t() -> Tensor {
    guarded {
      try check(
        dim <= 2, .runtime, "t() expects a tensor with <= 2 dimensions, but self is \(dim)D")
      return transpose(0, dim < 2 ? 0 : 1)
    }
  }

  /// All dimensions in reverse order.
  public var T: Tensor { permute(Array(shape.indices.reversed())) }

  /// The last two dimensions exchanged; a 0-d tensor stays as it is.
  public var mT: Tensor { matrixTransposed("mT") }

  /// The adjoint of every matrix: for real dtypes the same as `mT`.
  public var mH: Tensor { matrixTransposed("mH") }

  /// The adjoint of a matrix.
  public var H: Tensor {
    guarded {
      try check(
        dim == 0 || dim == 2, .runtime,
        "tensor.H is only supported on matrices (2-D tensors). Got \(dim)-D tensor."
          + (dim > 2 ? " For batches of matrices, consider using tensor.mH" : ""))
      return dim == 0 ? self : transpose(0, 1)
    }
  }

  /// `torch.adjoint`, the same as `mH`.
  public func adjoint() -> Tensor {
    guarded {
      try check(
        dim != 1, .runtime,
        "tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D tensor.")
      return matrixTransposed("mH")
    }
  }

  private func matrixTransposed(_ name: String) -> Tensor {
    guarded {
      try check(
        dim != 1, .runtime,
        "tensor.\(name) is only supported on matrices or batches of matrices. Got 1-D tensor.")
      return dim == 0 ? self : transpose(-2, -1)
    }
  }

  /// `transpose` by NumPy's name.
  public func swapaxes(_ axis0: Int, _ axis1: Int) -> Tensor { transpose(axis0, axis1) }

  /// `transpose` by its other name.
  public func swapdims(_ dim0: Int, _ dim1: Int) -> Tensor { transpose(dim0, dim1) }

  /// Moves dimension `source` to position `destination`; the others keep their order.
  public func movedim(_ source: Int, _ destination: Int) -> Tensor {
    movedim([source], [destination])
  }

  /// Moves every dimension `source[i]` to position `destination[i]`.
  public func movedim(_ source: [Int], _ destination: [Int]) -> Tensor {
    guarded { permute(try movedOrder(source, destination)) }
  }

  /// `movedim` by NumPy's name.
  public func moveaxis(_ source: [Int], _ destination: [Int]) -> Tensor {
    movedim(source, destination)
  }

  /// For every position of the result the dimension that comes there.
  private func movedOrder(_ source: [Int], _ destination: [Int]) throws -> [Int] {
    try check(
      source.count == destination.count, .runtime,
      "movedim: Invalid source or destination dims: source (\(pythonList(source)) dims) should "
        + "contain the same number of dims as destination (\(pythonList(destination)) dims)")
    let from = try distinctDims(source, "source")
    let to = try distinctDims(destination, "destination")
    if dim == 0 { return [] }
    var order = [Int?](repeating: nil, count: dim)
    for (s, d) in zip(from, to) { order[d] = s }
    var rest = (0..<dim).filter { !from.contains($0) }.makeIterator()
    return order.map { $0 ?? rest.next()! }
  }

  private func distinctDims(_ dims: [Int], _ name: String) throws -> [Int] {
    let wrapped = try dims.map { try wrapDim($0, rank: dim) }
    try check(
      Set(wrapped).count == dims.count, .runtime,
      "movedim: repeated dim in `\(name)` (\(pythonList(dims)))")
    return wrapped
  }
}
