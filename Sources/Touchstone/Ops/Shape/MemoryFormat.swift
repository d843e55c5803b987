/// Order in which the dimensions of a new tensor lie in memory.
public enum MemoryFormat: String, Sendable {
  /// Row-major.
  case contiguous
  /// That of the input where it is dense, otherwise its order of dimensions.
  case preserve
  /// Channels of a 4-d tensor innermost.
  case channelsLast = "channels_last"
  /// Channels of a 5-d tensor innermost.
  case channelsLast3d = "channels_last_3d"

  /// Strides of a new tensor of `shape`; nil means those of the input.
  /// - Throws: `TensorError` when the format asks for another rank.
  func strides(of shape: Shape) throws -> Shape? {
    switch self {
    case .contiguous: return shape.contiguousStrides
    case .preserve: return nil
    case .channelsLast: return try channelsLastStrides(shape, rank: 4)
    case .channelsLast3d: return try channelsLastStrides(shape, rank: 5)
    }
  }

  private func channelsLastStrides(_ shape: Shape, rank: Int) throws -> Shape {
    try check(
      shape.count == rank, .runtime,
      "required rank \(rank) tensor to use \(rawValue) format")
    return Touchstone.channelsLastStrides(shape)
  }
}

/// Strides with the second dimension innermost, for any rank from three.
func channelsLastStrides(_ shape: Shape) -> Shape {
  var strides = shape
  var running = 1
  for d in [1] + (2..<shape.count).reversed() + [0] {
    strides[d] = running
    running *= Swift.max(shape[d], 1)
  }
  return strides
}

extension Tensor {
  /// An uninitialised tensor of this one's dtype, with channels innermost where they are here.
  func emptyImage(_ shape: Shape) throws -> Tensor {
    try Tensor.refuseNegative(shape)
    guard dim > 3, hasChannelsLast else { return try Tensor.uninitialized(shape, dtype, device) }
    return Tensor.emptyStrided(shape, channelsLastStrides(shape), dtype: dtype, device: device)
  }

  /// Whether the strides name the second dimension as the innermost, dense or not: PyTorch's
  /// `suggest_memory_format`, by which operations on images choose the layout of their results.
  /// Sizes that leave both orders open count as row-major.
  var hasChannelsLast: Bool {
    guard dim >= 3, dim <= 5, strides[1] != 0 else { return false }
    var least = 0
    for d in [1] + (2..<dim).reversed() + [0] {
      if shape[d] == 0 || strides[d] < least { return false }
      if d == 0 && least == strides[1] { return false }
      least = shape[d] > 1 ? strides[d] * shape[d] : strides[d]
    }
    return true
  }
}

extension Tensor {
  /// Whether the elements are dense in the order that `format` names.
  public func isContiguous(_ format: MemoryFormat) -> Bool {
    guard let wanted = try? format.strides(of: shape) else { return format == .preserve }
    return shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == wanted[$0] }
      || shape.contains(0)
  }

  /// This tensor when it is dense in `format`, otherwise a copy that is.
  public func contiguous(memoryFormat: MemoryFormat) -> Tensor {
    guarded {
      guard let wanted = try memoryFormat.strides(of: shape) else { return self }
      if isContiguous(memoryFormat) { return self }
      return try copied(strides: wanted)
    }
  }

  /// A copy with its memory in `format`.
  public func clone(memoryFormat: MemoryFormat) -> Tensor {
    guarded {
      guard let wanted = try memoryFormat.strides(of: shape) else { return clone() }
      return try copied(strides: wanted)
    }
  }

  /// An uninitialised tensor with its memory in `memoryFormat`, `torch.empty`.
  public static func empty(
    _ shape: Shape, dtype: DType? = nil, device: Device = .cpu, memoryFormat: MemoryFormat
  ) -> Tensor {
    guarded {
      guard let strides = try memoryFormat.strides(of: shape) else {
        throw TensorError(.runtime, "unsupported memory format Preserve")
      }
      return emptyStrided(shape, strides, dtype: dtype, device: device)
    }
  }

  private func copied(strides: Shape) throws -> Tensor {
    let result = Tensor.emptyStrided(shape, strides, dtype: dtype, device: device)
    backend(for: device).copy(self, into: result)
    return try record("CloneBackward0", [self], result) { ctx in [ctx.grad] }
  }
}
