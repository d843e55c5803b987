import Touchstone

/// Sums of products with the roundings of PyTorch's kernels, which differ from the library's in
/// float32 (there the sum is rounded once): the same bits after many steps need them.
extension Tensor {
  /// self + value · a · b: value · a is rounded, the rest is one fused multiply-add.
  @discardableResult
  func addProduct_(_ a: Tensor, _ b: Tensor, value: Double) -> Tensor {
    dtype == .float32
      ? addcmul_(a.mul(value), b, value: 1) : addcmul_(a, b, value: value)
  }

  /// self + value · a / b: every operation is rounded.
  @discardableResult
  func addQuotient_(_ a: Tensor, _ b: Tensor, value: Double) -> Tensor {
    dtype == .float32 ? add_(a.mul(value).div(b)) : addcdiv_(a, b, value: value)
  }
}

/// Calls `body` with float32 copies of half tensors and rounds once afterwards, as PyTorch's fused
/// kernels do; with the tensors themselves in other dtypes, and where `isFused` is false.
func widened(
  _ tensors: [Tensor], _ isFused: Bool, _ body: ([Tensor]) throws -> Void
) rethrows {
  guard isFused, tensors[0].dtype == .float16 || tensors[0].dtype == .bfloat16 else {
    return try body(tensors)
  }
  let wide = tensors.map { $0.to(.float32) }
  try body(wide)
  for (tensor, result) in zip(tensors, wide) { tensor.copy_(result) }
}

extension DType {
  /// Distance from 1 to the next number, `torch.finfo(dtype).eps`.
  var roundoff: Double {
    switch self {
    case .float64: Double.ulpOfOne
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    default: Double(Float.ulpOfOne)
    }
  }
}
