/// The dimensions that a reduction removes, as a set of bits.
struct ReducedDims {
  private var bits: UInt64 = 0
  private let rank: Int

  /// - Parameter dims: nil or an empty list stand for every dimension.
  /// - Throws: `.index` for a dimension out of range, `.runtime` for one named twice.
  init(_ dims: [Int]?, rank: Int) throws {
    self.rank = rank
    try check(rank <= 64, .runtime, "only tensors with up to 64 dims are supported")
    guard let dims, !dims.isEmpty else {
      bits = rank == 64 ? .max : (1 << UInt64(rank)) - 1
      return
    }
    for dim in dims {
      let bit = UInt64(1) << UInt64(try wrapDim(dim, rank: rank))
      try check(
        bits & bit == 0, .runtime,
        "dim \(bit.trailingZeroBitCount) appears multiple times in the list of dims")
      bits |= bit
    }
  }

  init(_ dim: Int, rank: Int) throws { try self.init([dim], rank: rank) }

  func contains(_ dim: Int) -> Bool { bits >> UInt64(dim) & 1 == 1 }

  /// The reduced dimensions in order.
  var list: [Int] { (0..<rank).filter(contains) }

  /// `shape` with size 1 in every reduced dimension.
  func kept(_ shape: Shape) -> Shape {
    var result = shape
    for index in shape.indices where contains(index) { result[index] = 1 }
    return result
  }

  /// `shape` without the reduced dimensions.
  func removed(from shape: Shape) -> Shape {
    var result = Shape()
    for index in shape.indices where !contains(index) { result.append(shape[index]) }
    return result
  }

  /// Number of elements that go into one result.
  func count(_ shape: Shape) -> Int {
    var product = 1
    for index in shape.indices where contains(index) { product *= shape[index] }
    return product
  }

  /// The shape of the result of a reduction of `shape`.
  func result(_ shape: Shape, keepdim: Bool) -> Shape {
    keepdim ? kept(shape) : removed(from: shape)
  }

  /// Brings a tensor of the result's shape back to the input's rank.
  func restore(_ tensor: Tensor, keepdim: Bool) -> Tensor {
    if keepdim || rank == 0 { return tensor }
    var result = tensor
    for dim in 0..<rank where contains(dim) { result = result.unsqueeze(dim) }
    return result
  }

  /// The gradient of broadcasting's opposite: `grad`, restored and repeated to `shape`.
  func expand(_ grad: Tensor, keepdim: Bool, to shape: Shape) -> Tensor {
    restore(grad, keepdim: keepdim).expand(shape)
  }

  /// PyTorch's refusal of an extremum over nothing.
  func refuseEmpty(_ shape: Shape, _ name: String, all: Bool) throws {
    guard shape.contains(0) else { return }
    if all {
      throw TensorError(
        .runtime,
        "\(name)(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
          + "reduction dim with the 'dim' argument.")
    }
    for dim in shape.indices where contains(dim) && shape[dim] == 0 {
      throw TensorError(
        .index, "\(name)(): Expected reduction dim \(dim) to have non-zero size.")
    }
  }
}

extension Tensor {
  /// Runs a reduction without history.
  func reduced(
    _ kind: ReductionKind, _ dims: ReducedDims, keepdim: Bool, dtype: DType, order: Double = 0
  ) throws -> Tensor {
    requireStrided("\(kind)")
    let out = try Tensor(uninitialized: dims.kept(shape), dtype: dtype, device: device)
    backend(for: device).reduce(kind, self, into: out, order: order)
    return out.dropping(dims, keepdim: keepdim)
  }

  /// A fresh result without the reduced dimensions.
  func dropping(_ dims: ReducedDims, keepdim: Bool) -> Tensor {
    if keepdim { return self }
    let result = dims.removed(from: shape)
    return restrided(result, result.contiguousStrides)
  }

  /// The dtype of sums and products: integers and bool widen to int64.
  var accumulatedDType: DType { dtype.isFloatingPoint ? dtype : .int64 }

  /// Half types widened to float32, for gradients that round once.
  var widened: Tensor { dtype.isHalf ? to(.float32) : self }
}
