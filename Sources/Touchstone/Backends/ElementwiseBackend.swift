import CKernels

/// Element-wise kernels. Operands broadcast to `out`'s shape and already have the dtype that the
/// kernel computes in; opcodes are those of `ts_elementwise.h`.
protocol ElementwiseBackend: Sendable {
  func unary(_ op: ts_unary_op, into out: Tensor, _ input: Tensor, _ parameters: ts_params)
  func predicate(_ op: ts_predicate_op, into out: Tensor, _ input: Tensor)
  /// False, with `out` unchanged, when an integer is divided by zero.
  func binary(
    _ op: ts_binary_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    _ parameters: ts_params) -> Bool
  /// The same for tensors of one shape, all contiguous.
  func binary(
    _ op: ts_binary_op, intoFlat out: Tensor, _ a: Tensor, _ b: Tensor, _ parameters: ts_params?
  ) -> Bool
  /// The same for a contiguous tensor and a number.
  func binary(
    _ op: ts_binary_op, intoFlat out: Tensor, _ a: Tensor, _ b: Scalar, _ parameters: ts_params?
  ) -> Bool
  /// One contiguous tensor into another.
  func unary(
    _ op: ts_unary_op, intoFlat out: Tensor, _ input: Tensor, _ parameters: ts_params?)
  func compare(
    _ op: ts_comparison_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    dtype: DType, _ parameters: ts_params)
  func ternary(
    _ op: ts_ternary_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    _ c: TensorOrScalar, _ parameters: ts_params)
  func select(
    into out: Tensor, _ condition: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar)
  func frexp(_ input: Tensor, mantissa: Tensor, exponent: Tensor)
}
