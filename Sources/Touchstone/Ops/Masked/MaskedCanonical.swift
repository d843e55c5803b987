/// Operations that see only the elements where a mask holds, `torch.masked`.
///
/// A mask is a bool tensor (others are converted) that broadcasts to the input's shape; nil means
/// every element. Masked-out elements are replaced by the operation's identity, so a result of
/// nothing is that identity; means, variances and medians of nothing are NaN. Dimensions given as
/// nil or an empty list are all dimensions.
public enum Masked {
  /// `mask` as bool in the shape of `input`.
  /// - Throws: `IndexError` for more dimensions than the input has, `RuntimeError` for sizes that
  ///   do not broadcast.
  static func canonical(_ mask: Tensor, for input: Tensor) throws -> Tensor {
    try check(
      mask.dim <= input.dim, .index,
      "_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)")
    let wide = mask.shape == input.shape ? mask : mask.expand(input.shape)
    try throwPendingError()
    return wide.to(.bool)
  }

  /// `input` with `identity` where the mask does not hold.
  static func filled(_ input: Tensor, _ mask: Tensor?, _ identity: Identity) throws -> Tensor {
    guard let mask else { return input }
    let chosen = try canonical(mask, for: input)
    return input.maskedFill(chosen.logicalNot(), try identity.value(input.dtype))
  }

  /// Sorted non-negative dimensions; all of them for nil and the empty list.
  static func canonicalDims(_ dims: [Int]?, _ input: Tensor) throws -> [Int] {
    guard let dims, !dims.isEmpty else { return Array(0..<input.dim) }
    var wrapped: [Int] = []
    for (position, dim) in dims.enumerated() {
      try check(
        !dims[..<position].contains(dim), .runtime,
        "dim=\(dim) appears multiple times in the list of dims")
      wrapped.append(try wrapDim(dim, rank: input.dim))
    }
    return wrapped.sorted()
  }

  /// What a masked-out element counts as.
  enum Identity {
    case zero
    case one
    case lowest
    case highest
    case nan

    func value(_ dtype: DType) throws -> Scalar {
      switch self {
      case .zero: return 0
      case .one: return 1
      case .nan: return .double(.nan)
      case .lowest, .highest:
        try check(
          dtype != .bool, .notImplemented, "identity of an extremum on torch.bool input")
        return self == .lowest ? dtype.lowest : dtype.highest
      }
    }
  }
}
