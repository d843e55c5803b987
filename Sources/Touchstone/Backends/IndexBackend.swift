/// How a scatter combines an element with the one already there. Raw values equal the kernels'
/// `ts_scatter_mode`.
enum ScatterMode: UInt32 {
  case set = 0
  case add = 1
  case multiply = 2
  case maximum = 3
  case minimum = 4
}

/// What indexed reads and writes ask of a device. Shapes, dtypes and index ranges are checked
/// before; offsets are int64 tensors that count elements.
protocol IndexBackend {
  /// The first element of `index` (int32 or int64) outside `range`, or nil.
  func firstOutside(_ range: Range<Int>, in index: Tensor) -> Int?

  /// offsets[p] += (index[p], counted from the end when negative) · stride.
  func accumulateOffsets(_ offsets: Tensor, index: Tensor, size: Int, stride: Int)

  /// offsets[p] = offset in `tensor` of the element with row-major number linear[p] (negative:
  /// from the end).
  func unravelOffsets(_ offsets: Tensor, linear: Tensor, in tensor: Tensor)

  /// out[p] = input[p + offsets[p] · scale]; `input` has stride 0 where offsets decide.
  func gather(_ input: Tensor, offsets: Tensor, scale: Int, into out: Tensor)

  /// target[p + offsets[p] · scale] = mode(that element, source[p]), meeting positions in
  /// row-major order.
  func scatter(
    _ source: Tensor, offsets: Tensor, scale: Int, mode: ScatterMode, into target: Tensor)

  /// target = value where mask; both broadcast.
  func maskedWrite(_ value: Tensor, mask: Tensor, into target: Tensor)

  /// The elements of `input` where `mask`, in row-major order; both broadcast.
  func maskedSelect(_ input: Tensor, mask: Tensor, into out: Tensor)

  /// Elements of `target` where `mask` take consecutive elements of the 1-D `source`.
  func maskedScatter(_ source: Tensor, mask: Tensor, into target: Tensor)

  func countNonzero(_ input: Tensor) -> Int

  /// Row-major coordinates of the first `out.size(0)` non-zero elements; the number written.
  @discardableResult
  func nonzero(_ input: Tensor, into out: Tensor) -> Int

  /// 0 repeated repeats[0] times, 1 repeated repeats[1] times, …
  func repeatPositions(_ repeats: Tensor, into out: Tensor)

  /// The value of a tensor of one element.
  func read(_ element: Tensor) -> Scalar
}
