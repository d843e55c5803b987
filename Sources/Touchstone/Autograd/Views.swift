extension Tensor {
  /// A view of this tensor's storage with other geometry, recorded when this requires a gradient.
  func makeView(
    _ name: StaticString, shape: Shape, strides: Shape, offset: Int,
    creation: ViewCreation = .ordinary, _ pullback: @escaping (Pullback) throws -> [Tensor?]
  ) throws -> Tensor {
    requireStrided(operationName(ofNode: name.description))
    let view = Tensor(
      storage: storage, shape: shape, strides: strides, storageOffset: offset, dtype: dtype)
    view.markAsView(of: self, creation: creation)
    return try record(name, [self], view, pullback)
  }

  /// Ties this tensor to the root of `source` for in-place history.
  func markAsView(of source: Tensor, creation: ViewCreation) {
    isInference = source.isInference
    let effective = isGradEnabled || isInference ? creation : .noGrad
    viewOf = ViewOrigin(
      base: source.viewOf?.base ?? source, creation: effective, version: storage.version)
  }

  /// The tensor that this one is a view of, PyTorch's `_base`.
  public var base: Tensor? { viewOf?.base }

  /// Whether both share memory and history as view and base do.
  public var isView: Bool { viewOf != nil }

  /// Node that reads this view's elements out of `base`.
  func asStridedNode(of base: Tensor) -> Node {
    let input = Geometry(shape: base.shape, strides: base.strides, offset: base.storageOffset)
    let output = Geometry(shape: shape, strides: strides, offset: storageOffset)
    return Node(
      name: "AsStridedBackward0", edges: [Edge(to: base)], outputs: [outputInfo]
    ) { ctx in [asStridedBackward(ctx.grad, input: input, output: output)] }
  }

  /// A view with any sizes, strides (not negative) and offset within the storage,
  /// `torch.as_strided`. The offset counts from the start of the storage.
  public func asStrided(_ shape: Shape, _ strides: Shape, storageOffset: Int? = nil) -> Tensor {
    guarded {
      let offset = storageOffset ?? self.storageOffset
      try checkAsStrided(shape, strides, offset)
      let input = Geometry(shape: self.shape, strides: self.strides, offset: self.storageOffset)
      let output = Geometry(shape: shape, strides: strides, offset: offset)
      return try makeView("AsStridedBackward0", shape: shape, strides: strides, offset: offset) {
        ctx in [asStridedBackward(ctx.grad, input: input, output: output)]
      }
    }
  }

  private func checkAsStrided(_ shape: Shape, _ strides: Shape, _ offset: Int) throws {
    try check(
      shape.count == strides.count, .runtime,
      "mismatch in length of strides and shape: \(shape.count) sizes, \(strides.count) strides")
    try check(
      shape.allSatisfy { $0 >= 0 }, .runtime,
      "Trying to create tensor with negative dimension: \(shape)")
    try check(
      strides.allSatisfy { $0 >= 0 }, .runtime,
      "as_strided: Negative strides are not supported at the moment, got strides: \(strides)")
    try check(
      offset >= 0, .runtime, "Tensor: invalid storage offset \(offset)")
    let span = Tensor.storageSpan(shape, strides)
    let (elements, tooFar) = span.addingReportingOverflow(span == 0 ? 0 : offset)
    let (needed, overflow) = elements.multipliedReportingOverflow(by: dtype.itemSize)
    try check(
      !tooFar && !overflow, .runtime,
      "Storage size calculation overflowed with sizes=\(shape) and strides=\(strides)")
    try check(
      needed <= storage.byteCount, .runtime,
      "setStorage: sizes \(shape), strides \(strides), storage offset \(offset), and itemsize "
        + "\(dtype.itemSize) requiring a storage size of \(needed) are out of bounds for storage "
        + "of size \(storage.byteCount)")
  }
}

/// Gradient of `as_strided`: elements of the output that share a storage location add up; input
/// elements that share one receive equal parts.
///
/// The gradient is laid out over the storage that both geometries touch, then read back with the
/// input's geometry.
func asStridedBackward(_ grad: Tensor, input: Geometry, output: Geometry) -> Tensor {
  let start = Swift.min(input.offset, output.offset)
  let length = Swift.max(
    input.offset + Tensor.storageSpan(input.shape, input.strides),
    output.offset + Tensor.storageSpan(output.shape, output.strides)) - start
  let (dense, shape, strides) = foldRepeats(grad, output)
  var flat = Tensor.zeros([length], dtype: grad.dtype, device: grad.device)
  if mayOverlap(shape, strides) {
    let places = storagePlaces(length, shape, strides, output.offset - start)
    flat = flat.indexAdd(0, places, dense.reshape([-1]))
  } else {
    flat.asStrided(shape, strides, storageOffset: output.offset - start).copy_(dense)
  }
  if mayOverlap(input.shape, input.strides) {
    flat = shareAmongRepeats(flat, input, start)
  }
  return flat.asStrided(input.shape, input.strides, storageOffset: input.offset - start)
}

/// Sums the gradient over dimensions of stride 0, which repeat one element.
private func foldRepeats(_ grad: Tensor, _ geometry: Geometry) -> (Tensor, Shape, Shape) {
  var shape = geometry.shape
  var repeated: [Int] = []
  for index in shape.indices where geometry.strides[index] == 0 && shape[index] > 1 {
    repeated.append(index)
    shape[index] = 1
  }
  guard !repeated.isEmpty else { return (grad, shape, geometry.strides) }
  return (grad.sum(toShape: shape), shape, geometry.strides)
}

/// Conservative test: sorted by stride, every dimension steps past all smaller ones.
private func mayOverlap(_ shape: Shape, _ strides: Shape) -> Bool {
  let order = shape.indices.filter { shape[$0] > 1 }.sorted { strides[$0] < strides[$1] }
  if shape.contains(0) { return false }
  var reach = 1
  for index in order {
    if strides[index] < reach { return true }
    reach += (shape[index] - 1) * strides[index]
  }
  return false
}

/// Flat storage position of every element of the geometry.
private func storagePlaces(
  _ length: Int, _ shape: Shape, _ strides: Shape, _ offset: Int
) -> Tensor {
  noGrad {
    Tensor.arange(length).asStrided(shape, strides, storageOffset: offset).reshape([-1])
  }
}

/// Divides each storage location's gradient by the number of input elements that live there.
private func shareAmongRepeats(_ flat: Tensor, _ input: Geometry, _ start: Int) -> Tensor {
  let places = storagePlaces(flat.numel, input.shape, input.strides, input.offset - start)
  let counts = noGrad {
    let ones = Tensor.ones([places.numel], dtype: flat.dtype, device: flat.device)
    let zeros = Tensor.zeros([flat.numel], dtype: flat.dtype, device: flat.device)
    return zeros.indexAdd(0, places, ones).clamp(min: 1)
  }
  return flat.div(counts)
}
