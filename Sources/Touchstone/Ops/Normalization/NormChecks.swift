/// PyTorch's rule for normalising half types with float parameters: all parameters are float, or
/// all have the input's dtype; the first one decides which.
enum MixedParameters {
  /// Whether the parameters are float while the input is a half type.
  static func check(_ input: Tensor, _ parameters: [Tensor?]) throws -> Bool {
    let present = parameters.compactMap { $0 }
    guard let first = present.first, first.dtype != input.dtype else {
      for parameter in present {
        try Touchstone.check(
          parameter.dtype == input.dtype, .runtime,
          "expected scalar type \(input.dtype.scalarTypeName) but found "
            + parameter.dtype.scalarTypeName)
      }
      return false
    }
    try Touchstone.check(
      present.allSatisfy { $0.dtype == .float32 }, .runtime,
      "mixed dtype (CPU): expect parameter to have scalar type of Float")
    try Touchstone.check(
      input.dtype.isHalf, .runtime, "mixed dtype (CPU): all inputs must share same datatype.")
    return true
  }
}

/// Refuses dtypes that are not floating (or int64 where that is taken), in the words of PyTorch's
/// kernel `name`.
func checkNormDType(_ input: Tensor, _ name: String, orInt64: Bool = false) throws {
  try check(
    input.dtype.isFloatingPoint || (orInt64 && input.dtype == .int64), .notImplemented,
    "\"\(name)\" not implemented for '\(input.dtype.scalarTypeName)'")
}

/// One value for each channel has no variance.
/// - Parameter text: the sizes as PyTorch prints them.
func checkMoreThanOneValue(_ sizes: [Int], _ text: String) throws {
  try check(!sizes.isEmpty, .index, "tuple index out of range")
  try check(
    sizes.enumerated().reduce(1) { $1.offset == 1 ? $0 : $0 * $1.element } != 1, .value,
    "Expected more than 1 value per channel when training, got input size \(text)")
}
