import CKernels

/// A strided multi-dimensional array with PyTorch's semantics: reference type, views share
/// storage, operations record an autograd graph when an input requires a gradient.
///
/// Element `[i, j, …]` of a strided tensor lies at `storageOffset + i·strides[0] + j·strides[1] + …`
/// elements; a sparse one (`layout`) keeps coordinates and elements in `sparse`.
public final class Tensor: @unchecked Sendable {
  @exclusivity(unchecked) public internal(set) var storage: Storage
  /// What `shape` gives, also while the tensor is uninitialised.
  @exclusivity(unchecked) @usableFromInline var sizes: Shape
  /// Distance in elements between neighbours along each dimension; 0 repeats one element.
  @exclusivity(unchecked) public internal(set) var strides: Shape
  @exclusivity(unchecked) public internal(set) var storageOffset: Int
  @exclusivity(unchecked) public internal(set) var dtype: DType
  /// Cached: whether elements are dense and in row-major order.
  @exclusivity(unchecked) public internal(set) var isContiguous: Bool
  /// Whether this stands for a tensor that `materialize` has yet to make.
  @exclusivity(unchecked) public internal(set) var isUninitialized = false
  /// Whether this 0-d tensor stands for a Python number in type promotion.
  @exclusivity(unchecked) @usableFromInline var isWrappedNumber = false
  /// Created inside `inferenceMode`.
  @exclusivity(unchecked) public internal(set) var isInference: Bool
  /// Gradient bookkeeping; nil for tensors that autograd has not met.
  @exclusivity(unchecked) var autograd: AutogradState?
  /// What this tensor is a view of, for in-place history.
  @exclusivity(unchecked) var viewOf: ViewOrigin?
  /// Coordinates and elements of a sparse tensor; nil for strided ones.
  @exclusivity(unchecked) var sparse: SparseParts?

  init(storage: Storage, shape: Shape, strides: Shape, storageOffset: Int, dtype: DType) {
    self.storage = storage
    sizes = shape
    self.strides = strides
    self.storageOffset = storageOffset
    self.dtype = dtype
    self.isContiguous = Tensor.isContiguous(shape, strides)
    self.isInference = ts_get_thread_state().pointee.inference
  }

  /// A contiguous tensor over new, uninitialised memory.
  @inline(__always)
  init(uninitialized shape: Shape, dtype: DType, device: Device) throws {
    let (bytes, overflow) = shape.numel.multipliedReportingOverflow(by: dtype.itemSize)
    try check(!overflow, .runtime, "Storage size calculation overflowed with sizes=\(shape)")
    self.storage = try Storage(byteCount: bytes, device: device)
    sizes = shape
    self.strides = shape.contiguousStrides
    self.storageOffset = 0
    self.dtype = dtype
    self.isContiguous = true
    self.isInference = ts_get_thread_state().pointee.inference
  }

  /// Number of elements along each dimension.
  ///
  /// - Errors: `.runtime` for a tensor of a lazy module before its first call.
  @inlinable public internal(set) var shape: Shape {
    _read {
      if _slowPath(isUninitialized) { refuseShape() }
      yield sizes
    }
    _modify { yield &sizes }
  }

  @inlinable public var device: Device { storage.device }

  /// Number of dimensions.
  @inlinable public var dim: Int {
    if _slowPath(isUninitialized) { refuseUse("dim") }
    return sizes.count
  }

  /// Number of elements.
  @inlinable public var numel: Int {
    if _slowPath(isUninitialized) { refuseUse("numel") }
    return sizes.numel
  }

  /// Number of in-place modifications of the shared storage.
  @inlinable public var version: Int { storage.version }

  /// Size of dimension `dim`; negative counts from the end.
  public func size(_ dim: Int) -> Int {
    guarded(0) { shape[try presentDim(dim)] }
  }

  /// `dim` as a position among the dimensions, of which a 0-d tensor has none.
  private func presentDim(_ dim: Int) throws -> Int {
    try check(
      shape.count > 0, .index, "Dimension specified as \(dim) but tensor has no dimensions")
    return try wrapDim(dim, rank: shape.count)
  }

  /// Stride of dimension `dim` in elements; negative counts from the end.
  public func stride(_ dim: Int) -> Int {
    guarded(0) { strides[try presentDim(dim)] }
  }

  /// Size of the first dimension, as Python's `len`.
  public func len() -> Int {
    guarded(0) {
      try check(dim > 0, .type, "len() of a 0-d tensor")
      return shape[0]
    }
  }

  /// Stands in for the result of a failed call inside `checked`.
  package static let poison: Tensor = {
    let storage = Storage(
      wrapping: UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64), byteCount: 0,
      device: .cpu, onRelease: { $0.deallocate() })
    return Tensor(
      storage: storage, shape: [0], strides: [1], storageOffset: 0, dtype: .float32)
  }()

  static func isContiguous(_ shape: Shape, _ strides: Shape) -> Bool {
    var expected = 1
    var index = shape.count - 1
    while index >= 0 {
      let size = shape[index]
      if size == 0 { return true }
      if size != 1 {
        if strides[index] != expected { return isEmpty(shape) }
        expected &*= size
      }
      index -= 1
    }
    return true
  }

  private static func isEmpty(_ shape: Shape) -> Bool { shape.contains(0) }

  /// Number of storage elements between the first and last element, inclusive; `Int.max` when an
  /// `Int` cannot count them.
  static func storageSpan(_ shape: Shape, _ strides: Shape) -> Int {
    if shape.contains(0) { return 0 }
    var span = 1
    for index in 0..<shape.count {
      let (reach, tooFar) = (shape[index] - 1).multipliedReportingOverflow(by: strides[index])
      let (sum, overflow) = span.addingReportingOverflow(reach)
      if tooFar || overflow { return Int.max }
      span = sum
    }
    return span
  }
}

extension Tensor {
  nonisolated(unsafe) private static var currentDefaultDType = DType.float32

  /// dtype of floating results that have no other source, PyTorch's `get_default_dtype`.
  public static var defaultDType: DType { currentDefaultDType }

  /// Sets the default floating dtype. Call before threads start, as in PyTorch.
  public static func setDefaultDType(_ dtype: DType) {
    attempt {
      try check(
        dtype.isFloatingPoint, .type,
        "only floating-point types are supported as the default type")
      currentDefaultDType = dtype
    }
  }
}
