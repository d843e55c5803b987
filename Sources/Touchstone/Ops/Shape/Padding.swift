/// What padding puts beyond the edges, PyTorch's `mode`.
public enum PaddingMode: String, Sendable, CaseIterable {
  /// A constant.
  case constant
  /// The elements inside the edge, mirrored; the edge itself is not repeated.
  case reflect
  /// The element at the edge.
  case replicate
  /// The elements of the opposite side.
  case circular

  /// - Throws: `TensorError` (`.notImplemented`) unless `name` is one of the four.
  public init(name: String) throws {
    guard let mode = PaddingMode(rawValue: name) else {
      throw TensorError(.notImplemented, "Unrecognised padding mode \(name)")
    }
    self = mode
  }
}

extension Functional {
  /// Adds `pad[0]` and `pad[1]` elements before and after the last dimension, the next two around
  /// the one before it, and so on; negative numbers take elements away, `torch.nn.functional.pad`.
  ///
  /// Modes other than `constant` pad the last dimension of two- and three-dimensional tensors, the
  /// last two of three- and four-dimensional ones, the last three of four- and five-dimensional
  /// ones. `value` (0 unless given) belongs to `constant`.
  public static func pad(
    _ input: Tensor, _ pad: [Int], mode: PaddingMode = .constant, value: (any TensorScalar)? = nil
  ) -> Tensor {
    guarded {
      try checkPadLength(input, pad)
      if mode == .constant { return input.constantPadNd(pad, value?.scalar ?? .int(0)) }
      try check(
        value.map { $0.scalar.doubleValue == 0 } ?? true, .runtime,
        "Padding mode \"\(mode.rawValue)\" doesn't take in value argument")
      try checkPadRank(input, pad)
      return try MappedPadding(mode, input, pad).apply(input)
    }
  }

  private static func checkPadLength(_ input: Tensor, _ pad: [Int]) throws {
    try check(pad.count % 2 == 0, .runtime, "Padding length must be divisible by 2")
    try check(
      pad.count <= 2 * input.dim, .runtime,
      "Padding length should be less than or equal to two times the input dimension but got "
        + "padding length \(pad.count) and input of dimension \(input.dim)")
  }

  private static func checkPadRank(_ input: Tensor, _ pad: [Int]) throws {
    let padded = pad.count / 2
    try check(
      (1...3).contains(padded) && (1...2).contains(input.dim - padded), .notImplemented,
      """
      Padding size \(pad.count) is not supported for \(input.dim)D input tensor.
      Supported combinations for non-constant padding:
        - 2D or 3D input: padding size = 2 (pads last dimension)
        - 3D or 4D input: padding size = 4 (pads last 2 dimensions)
        - 4D or 5D input: padding size = 6 (pads last 3 dimensions)
      """)
  }
}
