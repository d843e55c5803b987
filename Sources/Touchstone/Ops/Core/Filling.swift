extension Tensor {
  /// An uninitialised contiguous tensor, `torch.empty`.
  public static func empty(
    _ shape: Shape, dtype: DType? = nil, device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    guarded { try uninitialized(shape, dtype ?? defaultDType, device).leaf(requiresGrad) }
  }

  /// This new tensor, requiring a gradient when asked.
  func leaf(_ requiresGrad: Bool) -> Tensor { requiresGrad ? requiresGrad_() : self }

  static func uninitialized(_ shape: Shape, _ dtype: DType, _ device: Device) throws -> Tensor {
    try refuseNegative(shape)
    var bytes = dtype.itemSize
    for size in shape where size != 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      try check(!overflow, .runtime, "Storage size calculation overflowed with sizes=\(shape)")
      bytes = product
    }
    return try Tensor(uninitialized: shape, dtype: dtype, device: device)
  }

  /// PyTorch's error for a size below zero.
  static func refuseNegative(_ shape: Shape) throws {
    for size in shape where size < 0 {
      throw TensorError(
        .runtime, "Trying to create tensor with negative dimension \(size): \(shape)")
    }
  }

  /// An uninitialised tensor with the given strides, `torch.empty_strided`.
  public static func emptyStrided(
    _ shape: Shape, _ strides: Shape, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        shape.count == strides.count, .runtime,
        "dimensionality of sizes (\(shape.count)) must match dimensionality of strides "
          + "(\(strides.count))")
      try refuseNegative(shape)
      try check(
        strides.allSatisfy { $0 >= 0 } && storageSpan(shape, strides) < .max, .runtime,
        "Storage size calculation overflowed with sizes=\(shape) and strides=\(strides)")
      let flat = try uninitialized(
        [storageSpan(shape, strides)], dtype ?? defaultDType, device)
      let result = Tensor(
        storage: flat.storage, shape: shape, strides: strides, storageOffset: 0, dtype: flat.dtype)
      return result.leaf(requiresGrad)
    }
  }

  /// A tensor filled with `value`, `torch.full`; the dtype follows the value unless given.
  public static func full<S: TensorScalar>(
    _ shape: Shape, _ value: S, dtype: DType? = nil, device: Device = .cpu,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      let target = dtype ?? value.scalar.dtype
      let result = try uninitialized(shape, target, device)
      try value.scalar.checkConvertible(to: target)
      backend(for: device).fill(result, value.scalar)
      return result.leaf(requiresGrad)
    }
  }

  public static func zeros(
    _ shape: Shape, dtype: DType? = nil, device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    full(shape, 0, dtype: dtype ?? defaultDType, device: device, requiresGrad: requiresGrad)
  }

  public static func ones(
    _ shape: Shape, dtype: DType? = nil, device: Device = .cpu, requiresGrad: Bool = false
  ) -> Tensor {
    full(shape, 1, dtype: dtype ?? defaultDType, device: device, requiresGrad: requiresGrad)
  }

  /// Zeros with the shape, dtype, device and (when dense) strides of `other`.
  public static func zerosLike(
    _ other: Tensor, dtype: DType? = nil, memoryFormat: MemoryFormat = .preserve,
    requiresGrad: Bool = false
  ) -> Tensor {
    fullLike(
      other, 0, dtype: dtype, memoryFormat: memoryFormat, requiresGrad: requiresGrad)
  }

  public static func onesLike(
    _ other: Tensor, dtype: DType? = nil, memoryFormat: MemoryFormat = .preserve,
    requiresGrad: Bool = false
  ) -> Tensor {
    fullLike(
      other, 1, dtype: dtype, memoryFormat: memoryFormat, requiresGrad: requiresGrad)
  }

  public static func fullLike<S: TensorScalar>(
    _ other: Tensor, _ value: S, dtype: DType? = nil, memoryFormat: MemoryFormat = .preserve,
    requiresGrad: Bool = false
  ) -> Tensor {
    guarded {
      let result = emptyLike(other, dtype: dtype, memoryFormat: memoryFormat)
      try throwPendingError()
      try value.scalar.checkConvertible(to: result.dtype)
      if !result.isSparse || value.scalar.doubleValue != 0 {
        backend(for: result.device).fill(result, value.scalar)
      }
      return result.leaf(requiresGrad)
    }
  }

  /// Uninitialised, with the sizes of `other` and its memory in `memoryFormat`: by default the
  /// strides of `other` when it is dense without overlap, else its order of dimensions.
  public static func emptyLike(
    _ other: Tensor, dtype: DType? = nil, memoryFormat: MemoryFormat = .preserve
  ) -> Tensor {
    guarded {
      let target = dtype ?? other.dtype
      if let sparse = other.sparse {
        return try sparseZeros(other.shape, sparse.indices.shape[0], dtype: target, other.device)
      }
      if memoryFormat != .preserve {
        return empty(
          other.shape, dtype: target, device: other.device, memoryFormat: memoryFormat)
      }
      if other.isContiguous { return try uninitialized(other.shape, target, other.device) }
      return emptyStrided(
        other.shape, other.preservedStrides, dtype: target, device: other.device)
    }
  }

  /// Strides for a result that preserves this tensor's memory format: its own when dense without
  /// overlap, otherwise dense ones in the same order of dimensions.
  var preservedStrides: Shape {
    let order = shape.indices.sorted { a, b in
      if strides[a] == 0 || strides[b] == 0 || strides[a] == strides[b] {
        return strides[a] == strides[b] && shape[a] != shape[b] ? shape[a] > shape[b] : a < b
      }
      return strides[a] > strides[b]
    }
    if isNonOverlappingAndDense { return strides }
    var result = shape
    var running = 1
    for index in order.reversed() {
      result[index] = running
      running *= Swift.max(shape[index], 1)
    }
    return result
  }

  /// Whether the elements fill a block of memory, each once, in some order of dimensions.
  public var isNonOverlappingAndDense: Bool {
    if isContiguous { return true }
    var expected = 1
    for index in shape.indices.filter({ shape[$0] != 1 }).sorted(by: { strides[$0] < strides[$1] }) {
      if strides[index] != expected { return false }
      expected *= shape[index]
    }
    return true
  }

  /// Sets every element, `Tensor.fill_`.
  @discardableResult
  public func fill_<S: TensorScalar>(_ value: S) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try value.scalar.checkConvertible(to: dtype)
      if isGradEnabled && requiresGrad {
        let source = Tensor.full([], value, dtype: dtype, device: device)
        try writeTracked(source, as: "FillBackward0")
      } else {
        backend(for: device).fill(self, value.scalar)
        storage.version += 1
      }
      return self
    }
  }

  /// Sets every element to 0; a sparse tensor then has none.
  @discardableResult
  public func zero_() -> Tensor { isSparse ? inplace { Tensor.zerosLike(self) } : fill_(0) }
}
