/// A set of dtypes: what an operation accepts.
struct DTypeSet: OptionSet, Sendable {
  let rawValue: UInt32

  static let floating = DTypeSet(rawValue: 0x00f)
  static let integer = DTypeSet(rawValue: 0x1f0)
  static let bool = DTypeSet(rawValue: 0x200)
  static let numeric: DTypeSet = [.floating, .integer]
  static let all: DTypeSet = [.numeric, .bool]
  /// float32 and float64 alone.
  static let wide = DTypeSet(rawValue: 0x003)

  @inline(__always)
  func contains(_ dtype: DType) -> Bool { rawValue >> UInt32(dtype.rawValue) & 1 != 0 }
}

/// Throws PyTorch's "not implemented for" error unless `set` has `dtype`.
@inline(__always)
func checkImplemented(_ kernel: @autoclosure () -> String, _ dtype: DType, _ set: DTypeSet) throws {
  if !set.contains(dtype) {
    throw TensorError(
      .notImplemented, "\"\(kernel())\" not implemented for '\(dtype.scalarTypeName)'")
  }
}

extension Tensor {
  /// This tensor's elements as `dtype`, without history; itself when nothing changes.
  @inline(__always)
  func rawCast(_ dtype: DType) throws -> Tensor {
    if dtype == self.dtype { return self }
    let result = try Tensor.uninitialized(shape, dtype, device)
    backend(for: device).copy(self, into: result)
    return result
  }
}
