import Touchstone

/// Where a tensor of a case lies in its file, and how it is laid out.
public struct FixtureTensor: Equatable, Sendable {
  public let dtype: DType
  /// First element of the span within the file's data of this dtype.
  public let offset: Int
  /// Elements in the span: the part of the storage that the tensor touches.
  public let length: Int
  public let shape: [Int]
  /// In elements; PyTorch's.
  public let strides: [Int]
  /// First element of the tensor within the span.
  public let storageOffset: Int
  public let requiresGrad: Bool
  /// The entry of the same shape to which this one's elements are added, in float64, to give the
  /// tensor: a truth is written as what a result lacks of it.
  public let base: Int?

  public init(
    dtype: DType, offset: Int, length: Int, shape: [Int], strides: [Int], storageOffset: Int,
    requiresGrad: Bool, base: Int? = nil
  ) {
    self.dtype = dtype
    self.offset = offset
    self.length = length
    self.shape = shape
    self.strides = strides
    self.storageOffset = storageOffset
    self.requiresGrad = requiresGrad
    self.base = base
  }

  /// More than any library allows, so that calls with too many dimensions can be told.
  private static let greatestRank = 256

  public var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// Why this tensor cannot lie in data of `available` elements; nil when it can.
  func problem(available: Int) -> String? {
    guard strides.count == shape.count, shape.count <= Self.greatestRank else {
      return "has \(shape.count) sizes and \(strides.count) strides"
    }
    guard (shape + strides).allSatisfy({ $0 >= 0 }), storageOffset >= 0, offset >= 0, length >= 0
    else { return "has a negative size, stride or offset" }
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard !overflow, end <= available else {
      return "claims elements \(offset)..<\(offset &+ length) of \(available)"
    }
    guard !shape.contains(0) else { return nil }
    guard let last = lastElement, last < length else {
      return "reaches beyond its span of \(length) elements"
    }
    return overflowingCount ? "has more elements than memory" : nil
  }

  /// The greatest element index within the span; nil when it overflows.
  private var lastElement: Int? {
    var last = storageOffset
    for (size, stride) in zip(shape, strides) {
      let (extent, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, carry) = last.addingReportingOverflow(extent)
      if overflow || carry { return nil }
      last = sum
    }
    return last
  }

  /// An expanded tensor may have far more elements than its span: bounded at 2³¹.
  private var overflowingCount: Bool {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow || product > 1 << 31 { return true }
      count = product
    }
    return false
  }
}
