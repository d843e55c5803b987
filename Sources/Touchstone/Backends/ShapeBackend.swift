/// Movement of elements and creation of sequences.
protocol ShapeBackend: Sendable {
  /// Joins contiguous `inputs` of one dtype along `dim` into the contiguous `out`.
  func cat(_ inputs: [Tensor], dim: Int, into out: Tensor)
  /// Writes `input`, reversed along the dimensions marked, into the contiguous `out`.
  func flip(_ input: Tensor, _ reversed: [Bool], into out: Tensor)
  /// Keeps one triangle of every matrix of the contiguous `input`; `out` may be `input`.
  func triangle(_ input: Tensor, diagonal: Int, upper: Bool, into out: Tensor)
  /// Fills the contiguous int64 `out`, 2 x n, with the places of a triangle's elements.
  func triangleIndices(_ rows: Int, _ cols: Int, _ diagonal: Int, upper: Bool, into out: Tensor)
  /// Reads the contiguous `input` through `maps`, one for each of the last dimensions, into the
  /// contiguous `out`.
  func pad(_ input: Tensor, maps: [[Int]], into out: Tensor)
  /// The adjoint of `pad`: sums the contiguous `grad` into the contiguous `out`.
  func padGradient(_ grad: Tensor, maps: [[Int]], into out: Tensor)
  func arange(_ start: Scalar, step: Scalar, into out: Tensor)
  func linspace(_ start: Scalar, _ end: Scalar, into out: Tensor)
  func logspace(_ start: Scalar, _ end: Scalar, base: Double, into out: Tensor)
}
