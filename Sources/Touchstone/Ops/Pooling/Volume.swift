/// Signals, images and volumes as the kernels of pooling and resampling see them.
extension Tensor {
  /// This tensor as [N, C, D, H, W], without history: a batch of one where there is none, sizes
  /// of 1 before the last `spatial` dimensions.
  func volume(_ spatial: Int) -> Tensor {
    var sizes = shape
    var steps = strides
    if dim == spatial + 1 { insert(0, &sizes, &steps) }
    while sizes.count < 5 { insert(2, &sizes, &steps) }
    return restrided(sizes, steps)
  }

  private func insert(_ position: Int, _ sizes: inout Shape, _ steps: inout Shape) {
    sizes.insert(1, at: position)
    steps.insert(0, at: position)
  }

  /// Sizes of the last `spatial` dimensions.
  func spatialSizes(_ spatial: Int) -> [Int] { Array(shape.suffix(spatial)) }

  /// The shape with other sizes in the last dimensions.
  func shape(spatial sizes: [Int]) -> Shape { Shape(Array(shape.dropLast(sizes.count)) + sizes) }

  /// Channels-last where PyTorch takes this 4-d or 5-d tensor's strides for that, else row-major.
  ///
  /// The strides must grow in the order channels, width, height(, depth), batch; the tie of a
  /// batch of single pixels of one channel counts as row-major.
  var suggestedMemoryFormat: MemoryFormat {
    guard dim == 4 || dim == 5, strides[1] != 0 else { return .contiguous }
    var least = 0
    for d in [1] + (2..<dim).reversed() + [0] {
      if shape[d] == 0 || strides[d] < least || d == 0 && least == strides[1] {
        return .contiguous
      }
      least = strides[d] * Swift.max(shape[d], 1)
    }
    return dim == 4 ? .channelsLast : .channelsLast3d
  }

  /// An uninitialised tensor of this dtype and device.
  func fresh(_ shape: Shape, _ format: MemoryFormat) throws -> Tensor {
    try Tensor.refuseNegative(shape)
    guard let strides = try format.strides(of: shape), format != .contiguous else {
      return try Tensor.uninitialized(shape, dtype, device)
    }
    let result = Tensor.emptyStrided(shape, strides, dtype: dtype, device: device)
    try throwPendingError()
    return result
  }
}
