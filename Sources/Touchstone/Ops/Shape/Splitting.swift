extension Tensor {
  /// Views of `size` entries each along `dim`; the last one may be smaller.
  public func split(_ size: Int, dim: Int = 0) -> [Tensor] {
    guarded { try pieces(try evenSizes(size, dim), dim, "SplitBackward0", tracked: true) }
  }

  /// Views of the given sizes along `dim`, which must add up to its size.
  public func split(_ sizes: [Int], dim: Int = 0) -> [Tensor] { splitWithSizes(sizes, dim: dim) }

  /// `split` with a list of sizes.
  public func splitWithSizes(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
    guarded {
      try checkSplit(sizes, dim)
      return try pieces(sizes, dim, "SplitWithSizesBackward0", tracked: true)
    }
  }

  /// At most `chunks` views of equal size along `dim`; the last one may be smaller.
  public func chunk(_ chunks: Int, dim: Int = 0) -> [Tensor] {
    guarded { try pieces(try chunkSizes(chunks, dim), dim, "SplitBackward0", tracked: true) }
  }

  /// `split` whose results may be changed in place: autograd does not see them as views.
  public func unsafeSplit(_ size: Int, dim: Int = 0) -> [Tensor] {
    guarded { try pieces(try evenSizes(size, dim), dim, "UnsafeSplitBackward0", tracked: false) }
  }

  /// `splitWithSizes` whose results may be changed in place.
  public func unsafeSplitWithSizes(_ sizes: [Int], dim: Int = 0) -> [Tensor] {
    guarded {
      try checkSplit(sizes, dim)
      return try pieces(sizes, dim, "UnsafeSplitWithSizesBackward0", tracked: false)
    }
  }

  /// `chunk` whose results may be changed in place.
  public func unsafeChunk(_ chunks: Int, dim: Int = 0) -> [Tensor] {
    guarded {
      try pieces(try chunkSizes(chunks, dim), dim, "UnsafeSplitBackward0", tracked: false)
    }
  }

  /// The slices along `dim`, without that dimension.
  public func unbind(_ dim: Int = 0) -> [Tensor] {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try check(
        self.dim > 0, .index, "Dimension specified as \(dim) but tensor has no dimensions")
      var (shape, strides) = (self.shape, self.strides)
      shape.remove(at: d)
      let step = strides.remove(at: d)
      let views = (0..<self.shape[d]).map { i in
        multiView(shape, strides, storageOffset + i * step, tracked: true)
      }
      let count = views.count
      return try record("UnbindBackward0", [self], views) { ctx in
        [Tensor.stack((0..<count).map(ctx.gradOrZeros), dim: d)]
      }
    }
  }

  /// Adjacent views of the given sizes along `dim`.
  private func pieces(
    _ sizes: [Int], _ dim: Int, _ name: StaticString, tracked: Bool
  ) throws -> [Tensor] {
    let d = try wrapDim(dim, rank: self.dim)
    var start = storageOffset
    let views = sizes.map { size in
      var shape = self.shape
      shape[d] = size
      defer { start += size * strides[d] }
      return multiView(shape, strides, start, tracked: tracked)
    }
    let count = views.count
    return try record(name, [self], views) { ctx in
      [Tensor.cat((0..<count).map(ctx.gradOrZeros), dim: d)]
    }
  }

  private func multiView(
    _ shape: Shape, _ strides: Shape, _ offset: Int, tracked: Bool
  ) -> Tensor {
    let view = Tensor(
      storage: storage, shape: shape, strides: strides, storageOffset: offset, dtype: dtype)
    if tracked { view.markAsView(of: self, creation: .multiOutput) }
    return view
  }

  private func evenSizes(_ size: Int, _ dim: Int) throws -> [Int] {
    try check(self.dim > 0, .runtime, "split expects at least a 1-dimensional tensor")
    try check(
      size >= 0, .runtime, "split expects split_size be non-negative, but got split_size=\(size)")
    let total = shape[try wrapDim(dim, rank: self.dim)]
    try check(
      size > 0 || total == 0, .runtime,
      "split_size can only be 0 if dimension size is 0, but got dimension size of \(total)")
    if total == 0 { return [0] }
    return Swift.stride(from: 0, to: total, by: size).map { Swift.min(size, total - $0) }
  }

  private func chunkSizes(_ chunks: Int, _ dim: Int) throws -> [Int] {
    try check(self.dim > 0, .runtime, "chunk expects at least a 1-dimensional tensor")
    try check(
      chunks > 0, .runtime, "chunk expects `chunks` to be greater than 0, got: \(chunks)")
    let total = shape[try wrapDim(dim, rank: self.dim)]
    if total == 0 {
      try check(
        chunks <= 1 << 32, .runtime, "chunk: \(chunks) views of an empty dimension are too many")
      return [Int](repeating: 0, count: chunks)
    }
    return try evenSizes((total - 1) / chunks + 1, dim)
  }

  private func checkSplit(_ sizes: [Int], _ dim: Int) throws {
    try check(self.dim > 0, .runtime, "split expects at least a 1-dimensional tensor")
    let d = try wrapDim(dim, rank: self.dim)
    try check(
      sizes.allSatisfy { $0 >= 0 }, .runtime,
      "split_with_sizes expects split_sizes have only non-negative entries, but got "
        + "split_sizes=\(pythonList(sizes))")
    try check(
      sizes.reduce(0, &+) == shape[d], .runtime,
      "split_with_sizes expects split_sizes to sum exactly to \(shape[d]) (input tensor's size at "
        + "dimension \(d)), but got split_sizes=\(pythonList(sizes))")
  }
}
