/// The order of a matrix norm.
public enum NormOrder: Sendable, Hashable {
  case fro, nuc
  case p(Double)
}

extension NormOrder: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(integerLiteral value: Int) { self = .p(Double(value)) }
  public init(floatLiteral value: Double) { self = .p(value) }
}

extension NormOrder: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fro: "fro"
    case .nuc: "nuc"
    case .p(let value): value == value.rounded() ? "\(Int(exactly: value) ?? 0)" : "\(value)"
    }
  }
}

extension Linalg {
  /// Norm of matrices, `torch.linalg.matrix_norm`, over the two dimensions `dim`. `fro`: root of the
  /// sum of squares; `nuc`: sum of singular values; ±2: largest or smallest singular value; ±1 and
  /// ±inf: largest or smallest sum of absolute values over columns or rows.
  public static func matrixNorm(
    _ a: Tensor, ord: NormOrder = .fro, dim: [Int] = [-2, -1], keepdim: Bool = false,
    dtype: DType? = nil
  ) -> Tensor {
    guarded {
      let (first, second) = try checkNorm(a, dim, dtype)
      let input = a.to(dtype ?? a.dtype)
      switch ord {
      case .fro:
        return input.linalgVectorNorm(ord: 2, dim: [first, second], keepdim: keepdim)
      case .nuc:
        return try spectral(input, first, second, keepdim) { $0.sum([-1]) }
      case .p(let p) where abs(p) == 2:
        return try spectral(input, first, second, keepdim) { p > 0 ? $0.largest() : $0.amin([-1]) }
      case .p(let p) where abs(p) == 1 || p.isInfinite:
        let isRow = p.isInfinite
        return input.sumsNorm(
          over: isRow ? second : first, along: isRow ? first : second, largest: p > 0, keepdim)
      default:
        throw TensorError(.runtime, "linalg.matrix_norm: Order \(ord) not supported.")
      }
    }
  }

  private static func checkNorm(
    _ a: Tensor, _ dim: [Int], _ dtype: DType?
  ) throws -> (Int, Int) {
    let name = "linalg.matrix_norm"
    try checkMatrix(a, name)
    try checkFloating(a, name, allowsHalf: true)
    try checkNormType(a, dtype, name)
    try check(
      dim.count == 2, .runtime,
      "\(name): dim must be a 2-tuple. Got \(dim.map(String.init).joined(separator: " "))")
    let (first, second) = (try wrapDim(dim[0], rank: a.dim), try wrapDim(dim[1], rank: a.dim))
    try check(
      first != second, .runtime, "\(name): dims must be different. Got (\(dim[0]), \(dim[1]))")
    return (first, second)
  }

  private static func checkNormType(_ a: Tensor, _ dtype: DType?, _ name: String) throws {
    guard let dtype else { return }
    try check(
      dtype.isFloatingPoint, .runtime,
      "\(name): dtype should be floating point or complex, but got \(dtype.scalarTypeName)")
    try check(
      promoteTypes(a.dtype, dtype) == dtype, .runtime,
      "\(name): the dtype of the input (\(a.dtype.scalarTypeName)) should be convertible without "
        + "narrowing to the specified dtype (\(dtype.scalarTypeName))")
  }

  /// A norm of the singular values of the matrices in two dimensions.
  private static func spectral(
    _ a: Tensor, _ first: Int, _ second: Int, _ keepdim: Bool, _ norm: (Tensor) -> Tensor
  ) throws -> Tensor {
    try checkFloating(a, "linalg.matrix_norm")
    let result = norm(svdvals(a.movedim([first, second], [-2, -1])))
    if !keepdim { return result }
    return result.unsqueeze(Swift.min(first, second)).unsqueeze(Swift.max(first, second))
  }

  /// Norm of a vector or matrix, `torch.linalg.norm`. Without `dim` and `ord` the 2-norm of all
  /// elements; without `dim` but with `ord` the input must be 1-d or 2-d; one `dim` is a vector
  /// norm, two are a matrix norm.
  public static func norm(
    _ a: Tensor, ord: NormOrder? = nil, dim: [Int]? = nil, keepdim: Bool = false,
    dtype: DType? = nil
  ) -> Tensor {
    guarded {
      try check(
        dim == nil || dim!.count == 1 || dim!.count == 2, .runtime,
        "linalg.norm: If dim is specified, it must be of length 1 or 2. Got "
          + "\(Shape(dim ?? []))")
      try check(
        dim != nil || ord == nil || a.dim == 1 || a.dim == 2, .runtime,
        "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got "
          + "\(a.dim)D.")
      guard let ord else {
        return a.linalgVectorNorm(ord: 2, dim: dim, keepdim: keepdim, dtype: dtype)
      }
      let dims = dim ?? Array(0..<a.dim)
      if case .p(let p) = ord, dims.count == 1 {
        return a.linalgVectorNorm(ord: p, dim: dims, keepdim: keepdim, dtype: dtype)
      }
      return matrixNorm(a, ord: ord, dim: dims, keepdim: keepdim, dtype: dtype)
    }
  }
}

extension Tensor {
  /// Largest element along the last dimension, 0 where there is none.
  fileprivate func largest() -> Tensor {
    size(-1) == 0
      ? Tensor.zeros(Shape(shape.dropLast()), dtype: dtype, device: device) : amax([-1])
  }

  /// Sums of absolute values over one dimension, then the extreme one along the other.
  fileprivate func sumsNorm(
    over: Int, along: Int, largest: Bool, _ keepdim: Bool
  ) -> Tensor {
    let sums = linalgVectorNorm(ord: 1, dim: [over], keepdim: true)
    let extreme: Tensor
    if shape[along] == 0 && largest {
      extreme = sums.sum([along], keepdim: true)
    } else {
      extreme = largest ? sums.amax([along], keepdim: true) : sums.amin([along], keepdim: true)
    }
    return keepdim ? extreme : extreme.squeeze([over, along])
  }
}
