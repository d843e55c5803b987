/// New tensors of random numbers.
extension Tensor {
  /// Uniform numbers in [0, 1), `torch.rand`.
  public static func rand(
    _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    empty(shape, dtype: dtype, device: device).uniform_(generator: generator)
  }

  /// Standard normal numbers, `torch.randn`.
  public static func randn(
    _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    empty(shape, dtype: dtype, device: device).normal_(generator: generator)
  }

  /// Integers in [low, high), `torch.randint`; int64 unless given.
  public static func randint(
    _ low: Int, _ high: Int, _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil,
    device: Device = .cpu
  ) -> Tensor {
    empty(shape, dtype: dtype ?? .int64, device: device).random_(low, high, generator: generator)
  }

  /// Integers in [0, high).
  public static func randint(
    _ high: Int, _ shape: Shape, generator: Generator? = nil, dtype: DType? = nil,
    device: Device = .cpu
  ) -> Tensor {
    randint(0, high, shape, generator: generator, dtype: dtype, device: device)
  }

  /// A random permutation of the integers below `n`, `torch.randperm`; int64 unless given.
  ///
  /// - Errors: `.runtime` when `n` is negative or beyond the dtype's exact integers.
  public static func randperm(
    _ n: Int, generator: Generator? = nil, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    guarded {
      let dtype = dtype ?? .int64
      try checkPermutation(n, dtype)
      let result = try uninitialized([n], dtype, device)
      if n > 0 { backend(for: device).permutation(result, generator ?? .default) }
      return result
    }
  }

  private static func checkPermutation(_ n: Int, _ dtype: DType) throws {
    try check(
      n >= 0, .runtime, "Trying to create tensor with negative dimension \(n): [\(n)]")
    let limit = 1 << dtype.significandBits + 1
    let text = dtype == .float16 ? "2049" : "2^\(dtype.significandBits)+1"
    let isLimited = dtype == .float16 || dtype == .float32 || dtype == .float64
    try check(
      !isLimited || n <= limit, .runtime,
      "n cannot be greater than \(text) for \(dtype.scalarTypeName) type.")
    if dtype.isInteger { try Scalar.int(Int64(n)).checkConvertible(to: dtype) }
    try check(dtype != .bool, .notImplemented, "\"randperm\" not implemented for 'Bool'")
  }
}

/// The same with the shape, dtype and, where dense, strides of another tensor.
extension Tensor {
  public static func randLike(
    _ other: Tensor, generator: Generator? = nil, dtype: DType? = nil,
    memoryFormat: MemoryFormat = .preserve
  ) -> Tensor {
    emptyLike(other, dtype: dtype, memoryFormat: memoryFormat).uniform_(generator: generator)
  }

  public static func randnLike(
    _ other: Tensor, generator: Generator? = nil, dtype: DType? = nil,
    memoryFormat: MemoryFormat = .preserve
  ) -> Tensor {
    emptyLike(other, dtype: dtype, memoryFormat: memoryFormat).normal_(generator: generator)
  }

  /// Integers in [low, high), in the dtype of `other` unless given.
  public static func randintLike(
    _ other: Tensor, _ low: Int, _ high: Int, generator: Generator? = nil, dtype: DType? = nil,
    memoryFormat: MemoryFormat = .preserve
  ) -> Tensor {
    emptyLike(other, dtype: dtype, memoryFormat: memoryFormat)
      .random_(low, high, generator: generator)
  }

  public static func randintLike(
    _ other: Tensor, _ high: Int, generator: Generator? = nil, dtype: DType? = nil,
    memoryFormat: MemoryFormat = .preserve
  ) -> Tensor {
    randintLike(
      other, 0, high, generator: generator, dtype: dtype, memoryFormat: memoryFormat)
  }
}
