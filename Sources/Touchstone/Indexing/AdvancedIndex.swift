/// Index tensors resolved against one tensor: which of its dimensions they replace, the shape of
/// the result, and where each element of the result lies.
struct AdvancedIndex {
  /// One int64 or int32 tensor per indexed dimension, already of one shape by broadcasting rules.
  private let indices: [(dim: Int, index: Tensor)]
  /// Broadcast shape of the index tensors.
  private let indexShape: Shape
  /// Dimensions taken whole that stand before and after the index shape in the result.
  private let before: [Int]
  private let after: [Int]
  /// Shape of `tensor[indices]`.
  let resultShape: Shape

  /// - Parameter indices: one entry per dimension, nil for a dimension taken whole; masks (bool or
  ///   uint8) cover as many dimensions as they have.
  /// - Throws: `TensorError` of kind `.index`; nothing has been read or written then.
  init(_ tensor: Tensor, _ indices: [Tensor?]) throws {
    let slots = try AdvancedIndex.expandMasks(tensor, indices)
    try check(
      slots.count <= tensor.dim, .index,
      "too many indices for tensor of dimension \(tensor.dim) (got \(slots.count))")
    let used = slots.enumerated().compactMap { slot in
      slot.element.map { (dim: slot.offset, index: $0) }
    }
    self.indices = used
    indexShape = try AdvancedIndex.broadcast(used.map(\.index))
    let whole = (0..<tensor.dim).filter { d in !used.contains { $0.dim == d } }
    let first = used.first?.dim ?? 0
    let adjacent = used.isEmpty || used.last!.dim - first + 1 == used.count
    before = adjacent ? whole.filter { $0 < first } : []
    after = adjacent ? whole.filter { $0 >= first } : whole
    let sizes = before.map { tensor.shape[$0] } + indexShape + after.map { tensor.shape[$0] }
    resultShape = Shape(sizes)
    try checkBounds(tensor)
  }

  private static func expandMasks(_ tensor: Tensor, _ indices: [Tensor?]) throws -> [Tensor?] {
    var slots: [Tensor?] = []
    for index in indices {
      guard let index else {
        slots.append(nil)
        continue
      }
      try check(
        [.int64, .int32, .uint8, .bool].contains(index.dtype), .index,
        "tensors used as indices must be long, int, byte or bool tensors")
      slots += index.isMask ? try index.maskColumns(in: tensor.shape, from: slots.count) : [index]
    }
    return slots
  }

  private static func broadcast(_ indices: [Tensor]) throws -> Shape {
    do {
      return try indices.reduce(Shape()) { try broadcastShapes($0, $1.shape) }
    } catch {
      let shapes = indices.map(\.shape.description).joined(separator: ", ")
      throw TensorError(
        .index,
        "shape mismatch: indexing tensors could not be broadcast together with shapes \(shapes)")
    }
  }

  /// PyTorch's message counts indexed dimensions only.
  private func checkBounds(_ tensor: Tensor) throws {
    let empty = indices.contains { tensor.shape[$0.dim] == 0 }
    try check(
      !empty || indexShape.numel == 0, .index,
      "index is out of bounds for dimension with size 0")
    if resultShape.numel == 0 { return }
    for (position, (dim, index)) in indices.enumerated() {
      let size = tensor.shape[dim]
      if let outside = backend(for: index.device).firstOutside(-size..<size, in: index) {
        throw TensorError(
          .index, "index \(outside) is out of bounds for dimension \(position) with size \(size)")
      }
    }
  }

  /// Where the elements of the result lie in `tensor` (of the shape given to `init`).
  func positions(in tensor: Tensor) throws -> Positions {
    let offsets = Tensor.zeros(indexShape, dtype: .int64, device: tensor.device)
    for (dim, index) in indices {
      backend(for: tensor.device).accumulateOffsets(
        offsets, index: index, size: tensor.shape[dim], stride: tensor.strides[dim])
    }
    let fixed = indexShape.map { _ in 0 }
    let strides = before.map { tensor.strides[$0] } + fixed + after.map { tensor.strides[$0] }
    let spread = before.map { _ in 0 } + offsets.strides + after.map { _ in 0 }
    return Positions(
      target: tensor.restrided(resultShape, Shape(strides)),
      offsets: offsets.restrided(resultShape, Shape(spread)), scale: 1)
  }
}
