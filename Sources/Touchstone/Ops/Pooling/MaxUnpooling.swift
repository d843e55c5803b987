extension Functional {
  /// The inverse of `maxPool1d` as far as there is one: zeros with the elements of `input` at
  /// `indices`, which name positions in the result. Of two elements with one position the later
  /// stays.
  ///
  /// - Parameters:
  ///   - stride: the kernel's size unless given.
  ///   - outputSize: sizes of the result, at most a stride away from
  ///     (in − 1) · stride + kernel − 2 · padding, which they are unless given.
  public static func maxUnpool1d(
    _ input: Tensor, _ indices: Tensor, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, padding: some SizeArgument = 0, outputSize: [Int]? = nil
  ) -> Tensor {
    guarded {
      let unpooling = try Unpooling(
        input, 1, kernelSize.sizeList, stride?.sizeList, padding.sizeList, outputSize)
      return try unpooling.unpooled(
        input.unsqueeze(-1), indices.unsqueeze(-1), unpooling.sizes + [1]
      ).squeeze(-1)
    }
  }

  /// The same for images.
  public static func maxUnpool2d(
    _ input: Tensor, _ indices: Tensor, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, padding: some SizeArgument = 0, outputSize: [Int]? = nil
  ) -> Tensor {
    guarded {
      let unpooling = try Unpooling(
        input, 2, kernelSize.sizeList, stride?.sizeList, padding.sizeList, outputSize)
      return try unpooling.unpooled(input, indices, unpooling.sizes)
    }
  }

  /// The same for volumes.
  public static func maxUnpool3d(
    _ input: Tensor, _ indices: Tensor, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, padding: some SizeArgument = 0, outputSize: [Int]? = nil
  ) -> Tensor {
    guarded {
      let unpooling = try Unpooling(
        input, 3, kernelSize.sizeList, stride?.sizeList, padding.sizeList, outputSize)
      return try unpooling.unpooled(input, indices, unpooling.sizes)
    }
  }
}

/// One unpooling, its arguments resolved.
private struct Unpooling {
  let spatial: Int
  let stride: [Int]
  /// Sizes of the result's spatial dimensions.
  let sizes: [Int]

  init(
    _ input: Tensor, _ spatial: Int, _ kernelSize: [Int], _ stride: [Int]?, _ padding: [Int],
    _ outputSize: [Int]?
  ) throws {
    func expand(_ list: [Int]) throws -> [Int] {
      let all = list.count == 1 ? Array(repeating: list[0], count: spatial) : list
      try check(all.count == spatial, .index, "tuple index out of range")
      return all
    }
    self.spatial = spatial
    let kernel = try expand(kernelSize)
    self.stride = try stride.map(expand) ?? kernel
    let pads = try expand(padding)
    try check(input.dim >= spatial, .index, "tuple index out of range")
    let steps = self.stride
    let natural = zip(input.spatialSizes(spatial), 0..<spatial).map { size, d in
      (size &- 1) &* steps[d] &+ kernel[d] &- 2 &* pads[d]
    }
    sizes = try outputSize.map { try Unpooling.fitting($0, natural, steps) } ?? natural
    for (d, size) in sizes.enumerated() {
      try check(
        size >= 0, .value,
        "max_unpooling: output_size must contain non-negative spatial dimensions, but got "
          + "output_size[\(d)]=\(size)")
    }
  }

  /// The sizes asked for, less batch and channels, when they are near enough to `natural`.
  private static func fitting(
    _ asked: [Int], _ natural: [Int], _ stride: [Int]
  ) throws -> [Int] {
    let spatial = natural.count
    let sizes = asked.count == spatial + 2 ? Array(asked.dropFirst(2)) : asked
    try check(
      sizes.count == spatial, .value,
      "output_size should be a sequence containing \(spatial) or \(spatial + 2) elements, but it "
        + "has a length of '\(sizes.count)'")
    for d in sizes.indices {
      let (least, most) = (natural[d] &- stride[d], natural[d] &+ stride[d])
      try check(
        least < sizes[d] && sizes[d] < most, .value,
        "invalid output_size \"\(pythonTuple(sizes))\" (dim \(d) must be between \(least) and "
          + "\(most))")
    }
    return sizes
  }

  func unpooled(_ input: Tensor, _ indices: Tensor, _ out: [Int]) throws -> Tensor {
    try throwPendingError()
    try checkTensors(input, indices, out.count)
    let planes = Planes(
      sizes: input.shape(spatial: out), spatial: out.count,
      format: out.count == 2 ? input.suggestedMemoryFormat : .contiguous)
    let volume = Shape(out).numel
    if planes.sizes.numel > 0,
      let wrong = backend(for: indices.device).firstOutside(0..<volume, in: indices)
    {
      throw TensorError(
        .runtime,
        "Found an invalid max index: \(wrong) (output volumes are of size "
          + out.map(String.init).joined(separator: "x") + ")")
    }
    return try planes.scatter(
      input, indices, accumulating: false,
      out.count == 2 ? "MaxUnpool2DBackward0" : "MaxUnpool3DBackward0")
  }

  private func checkTensors(_ input: Tensor, _ indices: Tensor, _ spatial: Int) throws {
    try check(
      indices.dtype == .int64, .runtime,
      "elements in indices should be type int64 but got: \(indices.dtype.scalarTypeName)")
    try check(
      input.dim == spatial + 1 || input.dim == spatial + 2, .runtime,
      "Input to max_unpooling\(spatial)d should be a \(spatial + 1)d or \(spatial + 2)d Tensor, "
        + "but got a tensor with \(input.dim) dimensions.")
    try check(
      indices.shape == input.shape, .runtime,
      "Expected shape of indices to be same as that of the input tensor (\(input.shape)) but got "
        + "indices tensor with shape: \(indices.shape)")
    try input.checkNonEmpty("max_unpooling\(spatial)d_forward_out_cpu()", from: 1)
    try check(
      spatial == 2 || stride.allSatisfy { $0 > 0 }, .runtime,
      "strides should be greater than zero, but got stride: \(stride)")
    try check(
      input.dtype.isFloatingPoint, .notImplemented,
      "\"max_unpool\(spatial)d\" not implemented for '\(input.dtype.scalarTypeName)'")
  }
}
