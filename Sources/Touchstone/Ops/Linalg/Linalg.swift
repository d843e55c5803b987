/// Linear algebra under PyTorch's `torch.linalg` names: `Linalg.solve(a, b)`, `Linalg.svd(a)`.
///
/// Every function takes batches: the last two dimensions are the matrix. float32 and float64.
/// A failed factorisation (a singular matrix, say) is a `.runtime` error that names the first
/// matrix of the batch concerned.
public enum Linalg {}

/// Refuses what is not a matrix or a batch of matrices.
func checkMatrix(_ a: Tensor, _ name: String, argument: String = "A") throws {
  try check(
    a.dim >= 2, .runtime,
    "\(name): The input tensor \(argument) must have at least 2 dimensions.")
}

/// Refuses matrices that are not square; `\(name):` starts the message unless empty.
func checkSquare(_ a: Tensor, _ name: String) throws {
  if !name.isEmpty { try checkMatrix(a, name) }
  try check(
    a.rows == a.columns, .runtime,
    (name.isEmpty ? "" : "\(name): ")
      + "A must be batches of square matrices, but they are \(a.rows) by \(a.columns) matrices")
}

/// Refuses integers, and half types unless `allowsHalf`.
func checkFloating(_ a: Tensor, _ name: String, allowsHalf: Bool = false) throws {
  try check(
    a.dtype.isFloatingPoint, .notImplemented,
    "\(name): Expected a floating point or complex tensor as input. Got \(a.dtype.scalarTypeName)")
  try check(
    allowsHalf || !a.dtype.isHalf, .notImplemented,
    "\(name): Low precision dtypes not supported. Got \(a.dtype.scalarTypeName)")
}

/// Refuses dtypes that LAPACK does not know, in the words of PyTorch's kernel switch.
func checkLapackType(_ a: Tensor, kernel: String) throws {
  try check(
    a.dtype == .float32 || a.dtype == .float64, .notImplemented,
    "\"\(kernel)\" not implemented for '\(a.dtype.scalarTypeName)'")
}

extension Tensor {
  /// Number of rows of each matrix.
  var rows: Int { shape[shape.count - 2] }
  /// Number of columns of each matrix.
  var columns: Int { shape[shape.count - 1] }
  /// The dimensions before the matrix.
  var batchShape: Shape { Shape(shape.dropLast(2)) }

  /// Smallest difference from 1 of the dtype, `torch.finfo(dtype).eps`.
  var epsilon: Double { dtype == .float64 ? Double.ulpOfOne : Double(Float.ulpOfOne) }

  /// Uninitialised matrices in LAPACK's layout.
  static func emptyColumnMajor(_ shape: Shape, like other: Tensor) throws -> Tensor {
    var flipped = shape
    flipped.swapAt(shape.count - 2, shape.count - 1)
    var strides = flipped.contiguousStrides
    strides.swapAt(shape.count - 2, shape.count - 1)
    let memory = try uninitialized(flipped, other.dtype, other.device)
    return memory.shapedView(shape, strides)
  }

  /// A copy in LAPACK's layout, broadcast to `batch`, without history.
  func columnMajor(batch: Shape? = nil) throws -> Tensor {
    let shape = Shape(Array(batch ?? batchShape) + [rows, columns])
    let result = try Tensor.emptyColumnMajor(shape, like: self)
    backend(for: device).copy(self, into: result)
    return result
  }

  /// An uninitialised contiguous tensor on the same device.
  func fresh(_ shape: Shape, _ dtype: DType? = nil) throws -> Tensor {
    try Tensor.uninitialized(shape, dtype ?? self.dtype, device)
  }

  /// `batchShape` with more dimensions behind it.
  func batchShape(appending sizes: Int...) -> Shape { Shape(Array(batchShape) + sizes) }

  /// Identity matrices, a view without history.
  static func identity(_ n: Int, batch: Shape, like other: Tensor) -> Tensor {
    let eye = Tensor.eye(n, dtype: other.dtype, device: other.device)
    return eye.expand(Shape(Array(batch) + [n, n]))
  }

  /// The main diagonal of each matrix.
  var matrixDiagonal: Tensor { diagonal(0, -2, -1) }
}

/// Throws for the first matrix whose `info` is not zero; `reason` explains the number.
func checkInfo(_ info: Tensor, _ name: String, _ reason: (Int) -> String) throws {
  guard info.numel > 0 else { return }
  if info.dim == 0 {
    let code = Int(info.item().int64Value)
    try check(code == 0, .runtime, "\(name): \(reason(code))")
    return
  }
  guard info.ne(0).any().item().boolValue else { return }
  let flat = info.reshape([info.numel])
  for index in 0..<info.numel {
    let code = Int(flat.select(0, index).item().int64Value)
    try check(code == 0, .runtime, "\(name): (Batch element \(index)): \(reason(code))")
  }
}
