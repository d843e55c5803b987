/// PyTorch's checks and messages for the operands of matrix products.

extension Tensor {
  /// Refuses bool, which PyTorch's product kernels do not know; `kernel` names the one it would call.
  func refuseBool(_ kernel: String) throws {
    try check(dtype != .bool, .notImplemented, "\"\(kernel)\" not implemented for 'Bool'")
  }
}

func checkMatrices(_ a: Tensor, _ b: Tensor, _ name: String) throws {
  try check(a.dim == 2, .runtime, "\(name): self must be a matrix, got \(a.dim)-D tensor")
  try check(b.dim == 2, .runtime, "\(name): mat2 must be a matrix, got \(b.dim)-D tensor")
  try check(
    a.shape[1] == b.shape[0], .runtime,
    "\(name): mat1 and mat2 shapes cannot be multiplied (\(a.shape[0])x\(a.shape[1]) and "
      + "\(b.shape[0])x\(b.shape[1]))")
}

func checkBatches(_ a: Tensor, _ b: Tensor) throws {
  try check(a.dim == 3, .runtime, "batch1 must be a 3D tensor")
  try check(b.dim == 3, .runtime, "batch2 must be a 3D tensor")
  try check(
    a.shape[0] == b.shape[0] && a.shape[2] == b.shape[1], .runtime,
    "Expected size for first two dimensions of batch2 tensor to be: [\(a.shape[0]), \(a.shape[2])] "
      + "but got: [\(b.shape[0]), \(b.shape[1])].")
}

func checkSameScalarType(_ a: Tensor, _ b: Tensor) throws {
  try check(
    a.dtype == b.dtype, .runtime,
    "expected scalar type \(a.dtype.scalarTypeName) but found \(b.dtype.scalarTypeName)")
}

/// The checks of `input + mat @ vec`; `mv` has no input and passes what its result will be.
func checkMatrixVector(
  _ mat: Tensor, _ vec: Tensor, inputDim: Int, inputSize: Int, inputDType: DType
) throws {
  try check(
    mat.dim == 2 && vec.dim == 1 && inputDim <= 1, .runtime,
    "vector + matrix @ vector expected, got \(inputDim), \(mat.dim), \(vec.dim)")
  try check(
    mat.shape[1] == vec.shape[0] && (inputSize == mat.shape[0] || inputSize == 1), .runtime,
    "size mismatch, got input (\(inputSize)), mat (\(mat.shape[0])x\(mat.shape[1])), vec "
      + "(\(vec.shape[0]))")
  try check(
    mat.dtype == vec.dtype && inputDType == mat.dtype, .runtime,
    "addmv input tensors must have the same dtype, but got \(inputDType.scalarTypeName), "
      + "\(mat.dtype.scalarTypeName), and \(vec.dtype.scalarTypeName)")
}

func checkDot(_ a: Tensor, _ b: Tensor) throws {
  try check(
    a.dim == 1 && b.dim == 1, .runtime,
    "1D tensors expected, but got \(a.dim)D and \(b.dim)D tensors")
  try check(
    a.dtype == b.dtype, .runtime,
    "dot : expected both vectors to have same dtype, but found \(a.dtype.scalarTypeName) and "
      + b.dtype.scalarTypeName)
  try check(
    a.shape[0] == b.shape[0], .runtime,
    "inconsistent tensor size, expected tensor [\(a.shape[0])] and src [\(b.shape[0])] to have the "
      + "same number of elements, but got \(a.shape[0]) and \(b.shape[0]) elements respectively")
}
